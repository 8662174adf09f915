"""Besoin × réponse: where a residence stands in the plane, with words for the four quadrants."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

from msgspec import Struct

from evaluator.evaluation.result import Encadrement, Evaluation
from evaluator.questionnaire.grille import Origine
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.quadrants import QuadrantLu

NomQuadrant = Literal["fort_forte", "fort_faible", "faible_forte", "faible_faible"]  # besoin, then réponse
_NOMS: tuple[NomQuadrant, ...] = get_args(NomQuadrant)


class Quadrant(Struct, frozen=True):
    id: NomQuadrant
    titre: str
    lecture: str  # what it means, and what to look at


class Plan(Struct, frozen=True):
    """`possibles`: one quadrant, or those that the intervals still allow; empty where a dimension does not apply."""

    besoin: Encadrement
    reponse: Encadrement
    seuil_besoin: Fraction
    seuil_reponse: Fraction
    origine: Origine
    quadrants: tuple[Quadrant, ...]  # the four of them
    possibles: tuple[Quadrant, ...]


def situer(referentiel: Referentiel, evaluation: Evaluation) -> Plan:
    """The plane under the thresholds of the grid; a score equal to a threshold is on its strong side."""
    lu = referentiel.grille.lue.plan
    mots: dict[NomQuadrant, QuadrantLu] = {
        "fort_forte": lu.quadrants.fort_forte,
        "fort_faible": lu.quadrants.fort_faible,
        "faible_forte": lu.quadrants.faible_forte,
        "faible_faible": lu.quadrants.faible_faible,
    }
    quadrants = tuple(Quadrant(nom, mots[nom].titre, mots[nom].lecture) for nom in _NOMS)
    besoin, reponse = evaluation.dimensions["besoin"], evaluation.dimensions["reponse"]
    cotes = [(fort, forte) for fort in _cotes(besoin, lu.besoin) for forte in _cotes(reponse, lu.reponse)]
    possibles = tuple(q for q, cote in zip(quadrants, _COTES, strict=True) if cote in cotes)
    return Plan(besoin, reponse, lu.besoin, lu.reponse, referentiel.grille.origine("plan"), quadrants, possibles)


_COTES = ((True, True), (True, False), (False, True), (False, False))  # of the quadrants, in their order


def _cotes(score: Encadrement, seuil: Fraction) -> tuple[bool, ...]:
    """The sides that a score may be on: strong (True), weak (False); none where it does not apply."""
    if score.absent:
        return ()
    return tuple(fort for fort, possible in ((True, score.max >= seuil), (False, score.min < seuil)) if possible)
