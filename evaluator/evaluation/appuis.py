"""Triangulation: on what the answers of each axis rest (declared, document, interview, observation)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal, get_args

from msgspec import Struct

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation.result import Encadrement, Evaluation, ResultatNotation
from evaluator.questionnaire.load import Referentiel

Appui = Literal["declaratif", "document", "entretien", "observation", "sans_source", "sans_reponse"]
APPUIS: tuple[Appui, ...] = get_args(Appui)
# What a question masked as zero rests on: the weakest of the answers that hide it.
_DU_PLUS_FAIBLE: tuple[Appui, ...] = ("sans_source", "declaratif", "entretien", "observation", "document", "sans_reponse")


class Appuis(Struct, frozen=True):
    """Shares of the nominal weight that applies, by support; they add up to 1 (all 0 where nothing applies)."""

    axe: str | None  # None: the whole questionnaire
    parts: Mapping[Appui, Fraction]
    fragile: bool  # a high score that rests on declaration alone (or on no source)


def trianguler(referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation) -> tuple[Appuis, ...]:
    """One per axis, then one for the whole."""
    appuis = {n.id: _appui(referentiel, reponses, n) for n in evaluation.notations}
    indicateurs = referentiel.questionnaire.indicateurs
    resultats = []
    for axe in evaluation.axes:
        siennes = [n for n in evaluation.notations if indicateurs[n.indicateur].lu.axe == axe.id]
        resultats.append(_appuis(referentiel, axe.id, axe.score, siennes, appuis))
    return (*resultats, _appuis(referentiel, None, evaluation.globale, evaluation.notations, appuis))


def _appuis(
    referentiel: Referentiel,
    axe: str | None,
    score: Encadrement,
    notations: Iterable[ResultatNotation],
    appuis: Mapping[str, Appui | None],
) -> Appuis:
    sommes = dict.fromkeys(APPUIS, Fraction(0))
    for n in notations:
        if appui := appuis[n.id]:
            sommes[appui] += n.poids_nominal
    total = sum(sommes.values(), Fraction(0))
    parts = {appui: somme / total if total else Fraction(0) for appui, somme in sommes.items()}
    regle = referentiel.grille.lue.triangulation
    repondu = total - sommes["sans_reponse"]
    fragile = (
        not score.absent and score.min >= regle.score and sommes["declaratif"] + sommes["sans_source"] > regle.part * repondu
    )
    return Appuis(axe, parts, fragile)


def _appui(referentiel: Referentiel, reponses: Reponses, n: ResultatNotation) -> Appui | None:
    """What a scored reading rests on; None where it does not apply (*sans objet*, or masked out)."""
    reponse = reponses[n.question]
    if n.etat == "masquee":
        return _de_la_condition(referentiel, reponses, n.question)
    if reponse.etat == "sans_objet":
        return None
    return _source(reponses, n.question)


def _source(reponses: Reponses, question: str) -> Appui:
    reponse = reponses[question]
    if reponse.etat != "renseignee":
        return "sans_reponse"
    return reponse.source or "sans_source"


def _de_la_condition(referentiel: Referentiel, reponses: Reponses, question: str) -> Appui | None:
    q = referentiel.questionnaire
    if q.questions[question].masquee_compte != "zero":
        return None
    condition = q.conditions.get(question)
    noms = [nom for nom in condition.noms if nom in q.questions] if condition else []
    return min((_source(reponses, nom) for nom in noms), key=_DU_PLUS_FAIBLE.index, default=None)
