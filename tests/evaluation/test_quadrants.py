"""Where a residence stands in the plane besoin × réponse, thresholds included."""

from __future__ import annotations

from functools import cache

import pytest

from evaluator.evaluation.analyses_json import plan_en_json
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.quadrants import situer
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.quadrants import PlanLu

from .synthetic import NR, SO, WORKED, answers, build, scored, shipped


@cache
def plane(besoin: str = "0,50", reponse: str = "0,50") -> Referentiel:
    questions = [scored("need", dimension="besoin", indicateur="I1"), scored("act", indicateur="I2", sans_objet="refuse")]
    return build(questions, {"I1": "A1", "I2": "A1"}, plan={"besoin": besoin, "reponse": reponse})


def possibles(ref: Referentiel, need: object, act: object) -> list[str]:
    e = evaluer(ref, answers(ref, {**WORKED, "need": need, "act": act}))
    return [q.id for q in situer(ref, e).possibles]


@pytest.mark.parametrize(
    ("need", "act", "expected"),
    [
        ("0,5", "0,5", "fort_forte"),  # a score equal to the threshold is on the strong side
        ("0,5", "0,4999", "fort_faible"),
        ("0,4999", "0,5", "faible_forte"),
        ("0,4999", "0,4999", "faible_faible"),
        ("0", "1", "faible_forte"),
        ("1", "0", "fort_faible"),
    ],
)
def test_one_quadrant(need: str, act: str, expected: str) -> None:
    assert possibles(plane(), need, act) == [expected]


def test_each_dimension_has_its_own_threshold() -> None:
    assert possibles(plane("0,60", "0,40"), "0,5", "0,5") == ["faible_forte"]
    assert possibles(plane("0,40", "0,60"), "0,5", "0,5") == ["fort_faible"]
    assert possibles(plane("1", "1"), "1", "1") == ["fort_forte"]


def test_what_is_unknown_leaves_several() -> None:
    assert possibles(plane(), "0,7", NR) == ["fort_forte", "fort_faible"]
    assert possibles(plane(), NR, "0,2") == ["fort_faible", "faible_faible"]
    assert possibles(plane(), NR, NR) == ["fort_forte", "fort_faible", "faible_forte", "faible_faible"]


def test_a_dimension_that_does_not_apply_leaves_none() -> None:
    assert possibles(plane(), SO, "0,7") == []


def test_words_and_origin() -> None:
    ref = plane()
    e = evaluer(ref, answers(ref, {**WORKED, "need": "0,7", "act": "0,3"}))
    plan = situer(ref, e)
    assert [q.id for q in plan.quadrants] == ["fort_forte", "fort_faible", "faible_forte", "faible_faible"]
    assert plan.origine == "defaut_outil"
    assert plan.possibles[0].titre == "Besoin fort, réponse à renforcer"
    assert plan_en_json(plan) == {
        "besoin": {"score": 0.7, "min": 0.7, "max": 0.7}, "reponse": {"score": 0.3, "min": 0.3, "max": 0.3},
        "seuils": {"besoin": 0.5, "reponse": 0.5}, "origine": "defaut_outil", "quadrants": ["fort_faible"]}  # fmt: skip


def test_the_default_grid_says_what_an_older_one_reads() -> None:
    """A dossier frozen before these keys reads the defaults of the model: the same thresholds and the same words."""
    assert shipped().grille.lue.plan == PlanLu()
