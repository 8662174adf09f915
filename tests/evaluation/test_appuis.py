"""On what the answers of each axis rest, and when a high score is said to rest on declaration."""

from __future__ import annotations

from fractions import Fraction as F
from functools import cache

import pytest

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.analyses_json import appuis_en_json
from evaluator.evaluation.appuis import Appuis, trianguler
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.quadrants import TriangulationLue

from .synthetic import NR, NSP, SO, WORKED, answer, answers, build, question, scored, shipped


@cache
def ref(**triangulation: str) -> Referentiel:
    """A1 weighs 3 and holds a, b, d (one indicator); A2 weighs 1 and holds c, and m that counts 0 where `ouvert` is no."""
    questions = [
        scored("a", indicateur="I1"),
        scored("b", indicateur="I1"),
        scored("d", indicateur="I1"),
        scored("c", indicateur="I2"),
        scored("m", indicateur="I2", si="ouvert", masquee_compte="zero"),
        scored("n", indicateur="I2", si="ouvert"),
        question("ouvert", "oui_non", sans_objet="refuse"),
    ]
    autres = {"triangulation": triangulation} if triangulation else {}
    return build(questions, {"I1": "A1", "I2": "A2"}, poids_axes={"A1": 3, "A2": 1},
                 poids_notations={"m": 2}, **autres)  # fmt: skip


def look(r: Referentiel, sources: dict[str, str | None], **values: object) -> dict[str | None, Appuis]:
    found = dict(answers(r, {**WORKED, "ouvert": True, **values}).par_question)
    for name, source in sources.items():
        found[name] = Reponse("renseignee", found[name].valeur, source)  # type: ignore[arg-type]
    reponses = Reponses("constat", found)
    return {a.axe: a for a in trianguler(r, reponses, evaluer(r, reponses))}


def parts(a: Appuis) -> dict[str, F]:
    return {nom: part for nom, part in a.parts.items() if part}


FULL = {"a": "1", "b": "1", "d": "1", "c": "1", "m": "1", "n": "1"}


def test_shares_by_hand() -> None:
    sources = {"a": "document", "b": "entretien", "d": "declaratif", "c": None, "m": "observation", "n": "document"}
    r = look(ref(), sources, **FULL)
    assert list(r) == ["A1", "A2", None]
    assert parts(r["A1"]) == {"document": F(1, 3), "entretien": F(1, 3), "declaratif": F(1, 3)}
    # weights 1, 2, 1 in A2
    assert parts(r["A2"]) == {"sans_source": F(1, 4), "observation": F(1, 2), "document": F(1, 4)}
    # the whole: A1 weighs 3/4, A2 1/4. Document 1/4 + 1/16, entretien 1/4, déclaratif 1/4, sans source 1/16, observation 1/8
    assert parts(r[None]) == {"document": F(5, 16), "entretien": F(1, 4), "declaratif": F(1, 4), "sans_source": F(1, 16),
                              "observation": F(1, 8)}  # fmt: skip


def test_unanswered_out_and_masked() -> None:
    r = look(ref(), {"a": "document"}, a="1", b=NR, d=SO, c=NSP, m=NR, n=NR)
    assert parts(r["A1"]) == {"document": F(1, 2), "sans_reponse": F(1, 2)}  # what is sans objet is out
    assert parts(r["A2"]) == {"sans_reponse": F(1)}
    # masked: n is out; m counts zero, on the strength of the answer that hides it
    r = look(ref(), {"c": "document", "ouvert": "declaratif"}, a="1", c="1", ouvert=False)
    assert parts(r["A2"]) == {"document": F(1, 3), "declaratif": F(2, 3)}
    r = look(ref(), {}, a=SO, b=SO, d=SO)
    assert parts(r["A1"]) == {}
    assert not r["A1"].fragile


@pytest.mark.parametrize(
    ("score", "declared", "fragile"),
    [
        ("0,65", ["a", "b"], True),  # 2/3 of the axis rests on declaration
        ("0,6499", ["a", "b"], False),
        ("0,65", ["a"], False),
    ],
)
def test_a_high_score_on_declaration(score: str, declared: list[str], fragile: bool) -> None:
    sources: dict[str, str | None] = {n: "declaratif" if n in declared else "document" for n in "abd"}
    r = look(ref(), sources, **{**FULL, "a": score, "b": score, "d": score})
    assert r["A1"].fragile is fragile


def test_half_is_not_more_than_half_and_no_answer_is_no_declaration() -> None:
    # A2 holds c (1), m (2), n (1): half of it declared, or without a source
    r = look(ref(), {"c": "declaratif", "n": None, "m": "document"}, **FULL)
    assert not r["A2"].fragile
    # d unanswered: of what is answered, a is declared and b is not: half. The lower end of the score is 2/3
    sources: dict[str, str | None] = {"a": "declaratif", "b": "document"}
    r = look(ref(), sources, **{**FULL, "d": NR})
    assert (parts(r["A1"])["declaratif"], r["A1"].fragile) == (F(1, 3), False)
    r = look(ref(), {**sources, "b": "declaratif"}, **{**FULL, "d": NSP})
    # a question that may be sans objet: [2/3; 1] has 2/3 for lower end
    assert r["A1"].fragile
    # the part is that of what is answered: a alone, declared, though two thirds of A1 are unanswered
    r = look(ref(score="0,30"), {"a": "declaratif"}, **{**FULL, "b": NR, "d": NR})
    assert (parts(r["A1"]), r["A1"].fragile) == ({"declaratif": F(1, 3), "sans_reponse": F(2, 3)}, True)
    # the score is its lower end: 0,6 twice and an unknown is [0,4; 0,7333]
    r = look(ref(), {"a": "declaratif", "b": "declaratif"}, **{**FULL, "a": "0,6", "b": "0,6", "d": NR})
    assert not r["A1"].fragile
    # thresholds of the grid
    r = look(ref(part="0,40"), {"c": "declaratif", "n": None, "m": "document"}, **FULL)
    assert r["A2"].fragile
    r = look(ref(score="1", part="0,40"), {"c": "declaratif", "n": None, "m": "document"}, **{**FULL, "m": "0,9"})
    assert not r["A2"].fragile


def test_shares_add_up_and_json() -> None:
    e = shipped()
    r = trianguler(e, Reponses("constat", {"nb_menages": answer(e, "nb_menages", 80)}),
                   evaluer(e, Reponses("constat", {})))  # fmt: skip
    assert [a.axe for a in r] == ["A1", "A2", "A3", "A4", None]
    assert all(sum(a.parts.values()) == 1 for a in r)
    found = appuis_en_json(tuple(look(ref(), {n: "document" for n in "abdcmn"}, **FULL).values()))
    assert found[0] == {
        "axe": "A1",
        "parts": {"declaratif": 0, "document": 1, "entretien": 0, "observation": 0, "sans_source": 0, "sans_reponse": 0},
        "fragile": False,
    }
    assert found[2]["axe"] is None


def test_the_default_grid_says_what_an_older_one_reads() -> None:
    assert shipped().grille.lue.triangulation == TriangulationLue()
