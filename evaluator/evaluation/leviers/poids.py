"""The weight of each scored reading in the lower end of a score, as it stands: what one point more would add to it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.scores import Scores
from evaluator.questionnaire.formula import domain as d

UN, ZERO = Fraction(1), Fraction(0)
GLOBAL = "global"


def poids_bas(contexte: Contexte, tous: Scores) -> dict[str, dict[str, Fraction]]:
    """By element (indicator, axis, dimension, `global`), then by reading."""
    grille, q = contexte.grille, contexte.questionnaire

    def lectures(noms: list[str], poids: Mapping[str, Fraction]) -> dict[str, Fraction]:
        parts = _parts([(poids[nom], tous.notations[nom].score) for nom in noms])
        return dict(zip(noms, parts, strict=True))

    elements: dict[str, dict[str, Fraction]] = {}
    for nom in tous.indicateurs:
        siennes = [n.id for n in q.notations if n.indicateur == nom]
        elements[nom] = lectures(siennes, {n: grille.poids_notation(n) for n in siennes})
    for axe in tous.axes:
        noms = [nom for nom in tous.indicateurs if q.indicateurs[nom].lu.axe == axe]
        elements[axe] = _composer([(grille.poids_indicateur(n), tous.indicateurs[n].score, elements[n]) for n in noms])
    elements[GLOBAL] = _composer([(grille.poids_axe(nom), tous.axes[nom].score, elements[nom]) for nom in tous.axes])
    for dimension in tous.dimensions:
        elements[dimension] = lectures([n.id for n in q.notations if n.dimension == dimension], tous.poids)
    return elements


def _parts(enfants: list[tuple[Fraction, d.Nombre]]) -> list[Fraction]:
    """The share of each child in the lower end of their mean: optional ones stand in it only where they lower it."""
    retenus = [bool(n.present and not n.absent and poids > 0) for poids, n in enfants]
    if not any(retenus):
        libres = [k for k, (poids, n) in enumerate(enfants) if n.present and poids > 0]
        plus_bas = min(libres, key=lambda k: enfants[k][1].bas, default=None)
        return [UN if k == plus_bas else ZERO for k in range(len(enfants))]
    total = sum((p * Fraction(n.bas) for (p, n), garde in zip(enfants, retenus, strict=True) if garde), ZERO)
    poids_total = sum((p for (p, _), garde in zip(enfants, retenus, strict=True) if garde), ZERO)
    for k in sorted(range(len(enfants)), key=lambda k: enfants[k][1].bas):
        poids, n = enfants[k]
        if not retenus[k] and n.present and poids > 0 and n.bas * poids_total < total:
            retenus[k] = True
            total, poids_total = total + poids * Fraction(n.bas), poids_total + poids
    return [p / poids_total if garde else ZERO for (p, _), garde in zip(enfants, retenus, strict=True)]


def _composer(enfants: list[tuple[Fraction, d.Nombre, dict[str, Fraction]]]) -> dict[str, Fraction]:
    """Weights of the readings in a mean of means."""
    parts = _parts([(poids, score) for poids, score, _ in enfants])
    return {
        lecture: part * poids
        for part, (_, _, lectures) in zip(parts, enfants, strict=True)
        for lecture, poids in lectures.items()
    }
