"""Two answers to one question, in words: each on one line, and for a table the rows that are not the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_ETAT, NON_CONNU, Ligne, Reponse, Valeur
from evaluator.questionnaire.models import (
    Question,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionRepartition,
    QuestionTableau,
)
from evaluator.report.cellules import NIVEAUX, VIDE, cellule, rendre, resume
from evaluator.report.texte import Bloc, typo

POINT = f"{french.FINE}; "


def en_une_ligne(question: Question, reponse: Reponse, retenue: Valeur | None = None) -> str:
    """An answer as a short text: `niveau 2 sur 3 (documenté, en partie mis en œuvre)`, `3 actions`, `sans objet`."""
    if reponse.etat != "renseignee" or reponse.valeur is None:
        return LIBELLES_ETAT[reponse.etat]
    if isinstance(question, QuestionTableau):
        lignes = cast("tuple[Ligne, ...]", reponse.valeur)
        return french.pluriel(len(lignes), question.ligne) if lignes else "aucune ligne"
    if isinstance(question, QuestionRepartition):
        return POINT.join(f"{nom}{french.INSECABLE}: {compte}" for nom, compte in _comptes(question, reponse))
    cell = rendre(question, reponse.valeur, retenue)
    if cell["genre"] == "niveau":
        niveau = int(str(cell["niveau"]))
        return typo(f"niveau {niveau} sur 3 ({NIVEAUX[niveau][:1].lower()}{NIVEAUX[niveau][1:]})")
    if cell["genre"] == "liste":
        return POINT.join(str(e) for e in cast("list[str]", cell["elements"]))
    return str(cell["texte"])


def _comptes(question: QuestionRepartition, reponse: Reponse) -> list[tuple[str, str]]:
    comptes = cast("dict[str, int]", reponse.valeur)
    noms = {c.id: typo(c.libelle) for c in question.categories} | {NON_CONNU: "Non connu"}
    return [(nom, french.nombre(comptes.get(i, 0), 0)) for i, nom in noms.items()]


def cote(question: Question, reponse: Reponse, autre: Reponse, retenue: Valeur | None = None) -> Bloc:
    """One side of a difference: the answer on one line, its text where it is a level, and what only it has."""
    deux = reponse.etat == autre.etat == "renseignee"
    texte, ancre, detail = en_une_ligne(question, reponse, retenue), "", []
    if reponse.etat != "renseignee":
        pass
    elif isinstance(question, QuestionTableau):
        detail = _lignes_propres(question, reponse, autre)
        if not detail and not deux:
            detail = resume(question, cast("tuple[Ligne, ...]", reponse.valeur))
    elif isinstance(question, QuestionRepartition) and deux:
        texte = "Là où les nombres diffèrent"
        paires = zip(_comptes(question, reponse), _comptes(question, autre), strict=True)
        detail = [f"{nom}{french.INSECABLE}: {compte}" for (nom, compte), la_bas in paires if compte != la_bas[1]]
    elif isinstance(question, QuestionChoixMultiple) and deux:
        siennes, autres = cast("tuple[str, ...]", reponse.valeur), cast("tuple[str, ...]", autre.valeur)
        texte = french.pluriel(len(siennes), "réponse retenue", "réponses retenues") if siennes else "aucune réponse retenue"
        detail = [f"seulement ici{french.INSECABLE}: {typo(o.libelle)}" for o in question.options
                  if o.id in siennes and o.id not in autres]  # fmt: skip
    elif isinstance(question, QuestionNiveau):
        ancre = typo(question.niveaux[int(cast(int, reponse.valeur if retenue is None else retenue))])
    return {"texte": texte, "ancre": ancre, "lignes": [*detail]}


def _lignes_propres(question: QuestionTableau, reponse: Reponse, autre: Reponse) -> list[str]:
    """The rows that the other answer does not have, each with the cells that tell it apart where its like stands there."""
    siennes = cast("tuple[Ligne, ...]", reponse.valeur or ())
    autres = list(cast("tuple[Ligne, ...]", autre.valeur or ())) if autre.etat == "renseignee" else []
    propres = []
    for ligne in siennes:
        if ligne in autres:
            autres.remove(ligne)
        else:
            propres.append(ligne)
    return [_ligne(question, ligne, _semblable(question, ligne, autres)) for ligne in propres]


def _semblable(question: QuestionTableau, ligne: Ligne, autres: Sequence[Ligne]) -> Ligne | None:
    """The row of the other answer with the same name (its first filled column), where there is just one."""
    premiere = next((c.id for c in question.colonnes if ligne.get(c.id) is not None), None)
    memes = [a for a in autres if premiere and a.get(premiere) == ligne[premiere]]
    return memes[0] if len(memes) == 1 else None


def _ligne(question: QuestionTableau, ligne: Ligne, semblable: Ligne | None) -> str:
    remplies = [c for c in question.colonnes if ligne.get(c.id) is not None]
    if semblable is not None:
        autres = [c for c in question.colonnes if ligne.get(c.id) != semblable.get(c.id)]
        remplies = [*remplies[:1], *(c for c in autres if c not in remplies[:1])]
    if not remplies:
        return VIDE
    nom, *reste = remplies
    suite = ", ".join(f"{_bas(typo(c.libelle))}{french.INSECABLE}: {cellule(c, ligne.get(c.id))}" for c in reste)
    return f"{cellule(nom, ligne.get(nom.id))}" + (f" – {suite}" if suite else "")


def _bas(libelle: str) -> str:
    """Without its capital, unless it is an acronym."""
    return libelle if libelle[1:2].isupper() else f"{libelle[:1].lower()}{libelle[1:]}"


def passage(question: Question, avant: Reponse, apres: Reponse) -> tuple[str, str]:
    """A change: where it starts, where it goes. For a table, the row that changes before and after, or the row added."""
    if isinstance(question, QuestionTableau):
        neuves, perdues = _lignes_propres(question, apres, avant), _lignes_propres(question, avant, apres)
        depart = POINT.join(perdues) or en_une_ligne(question, avant)
        return depart, POINT.join(neuves) or en_une_ligne(question, apres)
    return en_une_ligne(question, avant), _avec_ancre(cote(question, apres, avant))


def _avec_ancre(cible: Bloc) -> str:
    return f"{cible['texte']}{french.INSECABLE}: {cible['ancre']}" if cible["ancre"] else str(cible["texte"])


__all__ = ["cote", "en_une_ligne", "passage"]
