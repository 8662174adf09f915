"""Two answers of many parts side by side: the rows, categories and options that are not the same, declared → found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from evaluator import french
from evaluator.dossier.reponses import Ligne as LigneDeTableau
from evaluator.dossier.reponses import Reponse
from evaluator.evaluation.comparaison.lignes import (
    LigneEcart,
    a_plusieurs,
    lignes_ecart,
    nombres_ecart,
    options_ecart,
)
from evaluator.questionnaire.models import (
    Colonne,
    Question,
    QuestionChoixMultiple,
    QuestionRepartition,
    QuestionTableau,
)
from evaluator.ui.texte.lignes import INSECABLE, Ligne, Segment, plier, propre
from evaluator.ui.texte.valeur import cellule, lignes_de, reponse_en_mots, totaux_en_mots

NB = INSECABLE
VERS = f"{NB}→{NB}"
VIDE = "vide"
DECLARE: Segment = ("− ", "alerte")
CONSTATE: Segment = ("+ ", "alerte")
AUTRE: Segment = ("≠ ", "alerte")


def en_bref(question: Question, reponse: Reponse, autre: Reponse) -> str:
    """An answer in a few words where its parts are listed below; else as it is always said."""
    if a_plusieurs(question, reponse, autre):
        if isinstance(question, QuestionTableau) and (lignes := lignes_de(reponse.valeur)):
            return " · ".join([french.pluriel(len(lignes), question.ligne), *totaux_en_mots(question, lignes)])
        if isinstance(question, QuestionRepartition) and isinstance(reponse.valeur, Mapping):
            return f"total {french.mesure(Fraction(sum(reponse.valeur.values())), question.unite, 0)}"
        if isinstance(question, QuestionChoixMultiple) and isinstance(reponse.valeur, tuple):
            return french.pluriel(len(reponse.valeur), "option") if reponse.valeur else "aucune option"
    return reponse_en_mots(question, reponse)


def differences_en_lignes(question: Question, declaree: Reponse, constatee: Reponse, cellules: int) -> list[Ligne]:
    """Nothing where the whole answer is said on one line."""
    if not a_plusieurs(question, declaree, constatee):
        return []
    parts = list(_parts(question, declaree, constatee))
    if not parts:
        return []
    mot = question.ligne if isinstance(question, QuestionTableau) else "élément"
    compte = french.pluriel(len(parts), f"{mot} diffère", f"{mot}s diffèrent")
    lignes = plier([(f"{compte}, déclaré → constaté{NB}:", "attenue")], cellules - 1, tete=[(" ", "")])
    for signe, nom, suite in parts:
        segments: list[Segment] = [(propre(nom), "fort"), (f" ·{NB}{propre(suite)}" if suite else "", "")]
        lignes += plier(segments, cellules - 1, tete=[(" ", ""), signe])
    return lignes


def _parts(question: Question, declaree: Reponse, constatee: Reponse) -> Iterator[tuple[Segment, str, str]]:
    """A sign, a name, what differs."""
    if isinstance(question, QuestionTableau):
        for ecart in lignes_ecart(question, declaree, constatee):
            yield _ligne(ecart)
    elif isinstance(question, QuestionRepartition):
        for nom, avant, apres in nombres_ecart(question, declaree, constatee):
            yield AUTRE, nom, f"{french.nombre(avant, 0)}{VERS}{french.nombre(apres, 0)}"
    elif isinstance(question, QuestionChoixMultiple):
        declarees, constatees = options_ecart(question, declaree, constatee)
        yield from ((DECLARE, nom, "déclaré seulement") for nom in declarees)
        yield from ((CONSTATE, nom, "constaté seulement") for nom in constatees)


def _ligne(ecart: LigneEcart) -> tuple[Segment, str, str]:
    avant, apres, nom = ecart.avant, ecart.apres, ecart.nom
    seule = avant if avant is not None else apres
    titre = cellule(nom, seule.get(nom.id)) if nom is not None and seule is not None else "ligne vide"
    if avant is not None and apres is not None:
        suite = [f"{c.libelle}{NB}: {_passage(_case(c, avant), _case(c, apres))}" for c in ecart.colonnes]
        return AUTRE, titre, _joindre(suite)
    cote, signe = ("déclaré seulement", DECLARE) if apres is None else ("constaté seulement", CONSTATE)
    cases = [f"{c.libelle}{NB}: {_case(c, seule)}" for c in ecart.colonnes] if seule is not None else []
    return signe, titre, _joindre([cote, *cases])


def _case(colonne: Colonne, ligne: LigneDeTableau) -> str:
    return cellule(colonne, ligne.get(colonne.id)) or VIDE


def _passage(avant: str, apres: str) -> str:
    """`41 → 33 ménages`: a unit that both share is said once."""
    nombre, _, unite = apres.partition(NB)
    return f"{avant.removesuffix(NB + unite) if unite and nombre else avant}{VERS}{apres}"


def _joindre(morceaux: Sequence[str]) -> str:
    return " ; ".join(morceaux)
