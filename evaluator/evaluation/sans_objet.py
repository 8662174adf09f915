"""Every *sans objet*, its reason, and the score had they all counted for nothing (`model.md` §5)."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import AvisRendu, Encadrement, Evaluation
from evaluator.questionnaire.load import Referentiel


class SansObjet(Struct, frozen=True):
    """One question declared *sans objet*; `poids` is its nominal weight in the global score (0: not scored)."""

    question: str
    motif: str | None
    poids: Fraction


class SansObjets(Struct, frozen=True):
    """`score_si_zero`, `montant_min_si_zero`…: were each of them scored 0 instead of leaving the mean."""

    liste: tuple[SansObjet, ...]
    part: Fraction
    score_si_zero: Encadrement
    avis_si_zero: AvisRendu
    montant_min_si_zero: int | None
    montant_max_si_zero: int | None


def relever(referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation) -> SansObjets:
    """In the order of the questionnaire. A masked question is not asked, so it declares nothing."""
    poids: dict[str, Fraction] = {}
    for n in evaluation.notations:
        poids[n.question] = poids.get(n.question, Fraction(0)) + n.poids_nominal
    liste = tuple(
        SansObjet(nom, reponses[nom].motif, poids.get(nom, Fraction(0)))
        for nom, question in evaluation.questions.items()
        if question.etat != "masquee" and reponses[nom].etat == "sans_objet"
    )
    zero = evaluation
    if any(s.poids for s in liste):
        zero = evaluer(referentiel, reponses, sans_objet_zero=True)
    m = zero.modulation
    return SansObjets(
        liste, evaluation.part_sans_objet, zero.globale, m.avis, m.montants.montant_min, m.montants.montant_max
    )
