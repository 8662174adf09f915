"""Two answers to one question, in words: each on one line, and for a table the rows that are not the same."""

from __future__ import annotations

from typing import cast

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_ETAT, NON_CONNU, Ligne, Reponse, Valeur
from evaluator.evaluation import words
from evaluator.evaluation.comparaison.lignes import LigneEcart, lignes_ecart, options_ecart
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
        siennes = cast("tuple[str, ...]", reponse.valeur)
        texte = french.pluriel(len(siennes), "réponse retenue", "réponses retenues") if siennes else "aucune réponse retenue"
        propres, _ = options_ecart(question, reponse, autre)
        detail = [f"seulement ici{french.INSECABLE}: {typo(libelle)}" for libelle in propres]
    elif isinstance(question, QuestionNiveau):
        ancre = typo(question.niveaux[int(cast(int, reponse.valeur if retenue is None else retenue))])
    return {"texte": texte, "ancre": ancre, "lignes": [*detail]}


def _lignes_propres(question: QuestionTableau, reponse: Reponse, autre: Reponse) -> list[str]:
    """The rows that the other answer does not have, each with the cells that tell it apart where its like stands there."""
    return [_ligne(e, e.avant) for e in lignes_ecart(question, reponse, autre) if e.avant is not None]


def _ligne(ecart: LigneEcart, ligne: Ligne) -> str:
    if ecart.nom is None:
        return VIDE
    suite = ", ".join(f"{_bas(typo(c.libelle))}{french.INSECABLE}: {cellule(c, ligne.get(c.id))}" for c in ecart.colonnes)
    return f"{cellule(ecart.nom, ligne.get(ecart.nom.id))}" + (f" – {suite}" if suite else "")


def _bas(libelle: str) -> str:
    """Without its capital, unless it is an acronym."""
    return libelle if libelle[1:2].isupper() else f"{libelle[:1].lower()}{libelle[1:]}"


def passage(question: Question, avant: Reponse, apres: Reponse) -> tuple[str, str]:
    """A change: where it starts, where it goes. For a table, the row that changes before and after, or the row added."""
    if isinstance(question, QuestionTableau):
        neuves, perdues = _lignes_propres(question, apres, avant), _lignes_propres(question, avant, apres)
        depart = POINT.join(perdues) or en_une_ligne(question, avant)
        return depart, words.visee(POINT.join(neuves) or en_une_ligne(question, apres))
    return en_une_ligne(question, avant), words.visee(_avec_ancre(cote(question, apres, avant)))


def _avec_ancre(cible: Bloc) -> str:
    return f"{cible['texte']}{french.INSECABLE}: {cible['ancre']}" if cible["ancre"] else str(cible["texte"])


__all__ = ["cote", "en_une_ligne", "passage"]
