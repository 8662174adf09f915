"""The six states of an answer, what each does to score and completeness, and formulas under unknowns and *sans objet*."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F
from functools import cache

import pytest

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation.evaluate import evaluer

from .strategies import example
from .synthetic import (
    NR,
    NSP,
    SO,
    WORKED,
    answer,
    answers,
    build,
    by_status,
    ends,
    question,
    scored,
    shipped,
    vigilance,
    worked,
)
from .zoo import options

# — score and completeness ————————————————————————————————————————————————————————————————————————————————————


@cache
def hidden(zero: bool, policy: str = "refuse"):
    """`a` weighs 1 and is always asked; `b` weighs 3 and is asked only where `p`."""
    extra = {"masquee_compte": "zero"} if zero else {}
    questions = [question("p", "oui_non", sans_objet="refuse"), scored("a", sans_objet="refuse"),
                 scored("b", si="p", sans_objet=policy, **extra)]  # fmt: skip
    return build(questions, {"I1": "A1"}, poids_notations={"a": 1, "b": 3})


@pytest.mark.parametrize(
    ("zero", "p", "b", "state", "low", "high", "done"),
    [
        # a = 1 throughout. Asked: (1 + 3b)/4.
        (False, True, "0,5", "renseignee", F(5, 8), F(5, 8), F(1)),
        (False, True, NSP, "ne_sait_pas", F(1, 4), F(1), F(1, 4)),
        (False, False, "0,5", "masquee", F(1), F(1), F(1)),  # out of the mean and of completeness
        (False, False, NSP, "masquee", F(1), F(1), F(1)),
        (True, False, "0,5", "masquee", F(1, 4), F(1, 4), F(1)),  # 0, and counted as answered
        (True, False, NSP, "masquee", F(1, 4), F(1, 4), F(1)),
        # Pending: hull of in and out; below the line, above it only with a value.
        (False, NSP, "0,5", "en_attente", F(5, 8), F(1), F(1)),
        (False, NSP, NSP, "en_attente", F(1, 4), F(1), F(1, 4)),
        (False, NR, NR, "en_attente", F(1, 4), F(1), F(1, 4)),
        # masquee_compte: a fixed child, hull of its value and 0.
        (True, NSP, "0,5", "en_attente", F(1, 4), F(5, 8), F(1)),
        (True, NSP, NSP, "en_attente", F(1, 4), F(1), F(1, 4)),
    ],
)
def test_conditioned_question(zero, p, b, state, low, high, done):
    e = worked(hidden(zero), p=p, a=1, b=b)
    assert e.questions["b"].etat == state
    assert (e.globale.min, e.globale.max) == (low, high)
    assert e.completude == done


def test_pending_and_low():
    # a = 0: out, the mean is 0; in at 0.5, 3/8.
    e = worked(hidden(False), p=NSP, a=0, b="0,5")
    assert (e.globale.min, e.globale.max) == (0, F(3, 8))


def test_unknown_that_may_be_sans_objet():
    # a = 0.9, b in [0; 1] or absent: [0.9/4; (0.9 + 3)/4] contains absent (0.9).
    e = worked(hidden(False, "motif"), p=True, a="0,9", b=NSP)
    assert (e.globale.min, e.globale.max) == (F(9, 40), F(39, 40))
    # Both unknown, b alone may be absent: [0; 1].
    e = worked(hidden(False, "motif"), p=True, a=NSP, b=NSP)
    assert (e.globale.min, e.globale.max) == (0, 1)


def test_pending_under_zero_that_may_be_sans_objet():
    # p unknown; if masked 0 → 1/4; if asked, absent → 1 or [0; 1] → [1/4; 1].
    e = worked(hidden(True, "motif"), p=NSP, a=1, b=NSP)
    assert (e.globale.min, e.globale.max) == (F(1, 4), F(1))
    e = worked(hidden(True, "motif"), p=NSP, a=1, b=SO)
    assert (e.globale.min, e.globale.max) == (F(1, 4), F(1))


def test_sans_objet_redistributes_within_its_indicator_then_axis():
    ref = build([scored("a", indicateur="I1"), scored("b", indicateur="I2"), scored("c", indicateur="I3")],
                {"I1": "A1", "I2": "A1", "I3": "A2"}, poids_axes={"A1": 3, "A2": 1})  # fmt: skip
    assert worked(ref, a=1, b=0, c=0).globale.valeur == F(3, 8)  # (3 × 1/2 + 0)/4
    assert worked(ref, a=1, b=SO, c=0).globale.valeur == F(3, 4)  # I2 gone: A1 = 1
    assert worked(ref, a=SO, b=SO, c="0,4").globale.valeur == F(4, 10)  # A1 gone
    # Dimension: flat, at nominal weights 3/8, 3/8, 1/4, whatever is redistributed above.
    e = worked(ref, a=1, b=SO, c=0)
    assert e.dimensions["reponse"].valeur == F(3, 8) / F(5, 8)
    assert [n.poids_nominal for n in e.notations] == [F(3, 8), F(3, 8), F(1, 4)]


def test_bounds_drop_whole_optional_axes():
    # A1 holds only b, which may be absent: global = c or (3b + c)/4 with c = 0.4 → [0.1; 0.85].
    ref = build([scored("b", indicateur="I1"), scored("c", indicateur="I2", sans_objet="refuse")], {"I1": "A1", "I2": "A2"},
                poids_axes={"A1": 3, "A2": 1})  # fmt: skip
    e = worked(ref, b=NSP, c="0,4")
    assert (e.globale.min, e.globale.max) == (F(1, 10), F(85, 100))


def test_pending_known_child_is_dropped_where_it_helps():
    # p unknown, b = 0.5 known, c = 0.4: global = c = 0.4 (out) or (3 × 0.5 + 0.4)/4 = 0.475 (in), nothing between matters.
    ref = build([question("p", "oui_non"), scored("b", indicateur="I1", si="p"), scored("c", indicateur="I2")],
                {"I1": "A1", "I2": "A2"}, poids_axes={"A1": 3, "A2": 1})  # fmt: skip
    e = worked(ref, p=NSP, b="0,5", c="0,4")
    assert (e.globale.min, e.globale.max) == (F(4, 10), F(475, 1000))


def test_share_of_sans_objet_is_over_all_but_masked_out():
    # weights a 1, b 3 (masked out): 0/1 ; b sans objet and asked: 3/4
    assert worked(hidden(False, "motif"), p=False, a=1, b=SO).part_sans_objet == 0
    e = worked(hidden(False, "motif"), p=True, a=1, b=SO)
    assert (e.part_sans_objet, e.completude, e.globale.valeur) == (F(3, 4), 1, 1)


def test_nothing_left_but_masked_questions():
    ref = build([question("p", "oui_non"), scored("b", si="p")], {"I1": "A1"})
    e = worked(ref, p=False, b=1)
    assert e.completude == 0  # nothing left, and not all sans objet
    assert (e.globale.valeur, e.globale.min, e.globale.max) == (None, 0, 1)
    assert e.modulation.avis == "indetermine"


def test_division_by_zero_takes_the_question_out():
    notation = {"formule": "part(v; nb_menages)", "courbe": [[0, 0], [1, 1]]}
    ref = build([question("v", "entier", dimension="besoin", indicateur="I1", notation=notation), scored("a")], {"I1": "A1"})
    assert worked(ref, nb_menages=0, v=0, a="0,7").globale.valeur == F(7, 10)
    # Households unknown: v ÷ n in [0; 1], or out.
    e = worked(ref, nb_menages=NSP, v=4, a="0,7")
    assert (e.globale.min, e.globale.max) == (F(35, 100), F(85, 100))


def unneeded(**changes):
    """`v` scores si(f; v; 0): with `f` false, 0 once answered, absent if declared *sans objet*. It is asked where `p`."""
    notation = {"formule": "si(f; v; 0)", "courbe": [[0, 0], [1, 1]]}
    v = question("v", "decimal", max=1, dimension="reponse", indicateur="I1", notation=notation, si="p",
                 masquee_compte="zero")  # fmt: skip
    ref = build([question("f", "oui_non"), question("p", "oui_non"), v, scored("a")], {"I1": "A1"})
    return worked(ref, **{"f": False, "p": True, "a": "0,8", **changes})


@pytest.mark.parametrize("p", [True, NSP])
def test_unanswered_question_whose_formula_does_not_need_it_may_still_be_sans_objet(p):
    assert unneeded(v="0,5").globale.valeur == F(4, 10)
    assert unneeded(v=SO).globale.valeur == F(8, 10)
    e = unneeded(p=p, v=NSP)
    assert (e.globale.min, e.globale.max) == (F(4, 10), F(8, 10))


# — formulas ——————————————————————————————————————————————————————————————————————————————————————————————————

KINDS = [
    question("p", "oui_non"), question("q", "oui_non"), question("n", "entier"),
    question("m", "entier", sans_objet="refuse"),
    question("d", "date"), question("c", "choix", options=options("a", "b", "c")),
    question("s", "choix_multiple", options=options("x", "y", alone="rien"), sans_objet="refuse"),
    question("r", "repartition", categories=options("c1", "c2")),
    question("t", "tableau", colonnes=[{"id": "u", "libelle": "U", "type": "entier"},
                                       {"id": "k", "libelle": "K", "type": "choix", "options": options("x", "y")},
                                       {"id": "z", "libelle": "Z", "type": "oui_non"}]),
    question("h", "entier", si="p"), question("hd", "date", si="p"),
    scored("note"),
]  # fmt: skip


@cache
def reading(formula: str):
    return build(KINDS, {"I1": "A1"}, [vigilance("V", formula, "information")])


def status(formula: str, **values):
    e = worked(reading(formula), note=1, **values)
    return next((v.statut for v in e.vigilances if v.id == "V"), None)


C, P, NO = "certaine", "possible", None
ROW = {"u": 3, "k": "x", "z": True}

TABLE = [
    # Kleene
    ("p et q", {"p": NSP, "q": False}, NO), ("p et q", {"p": NSP, "q": True}, P), ("p ou q", {"p": NSP, "q": True}, C),
    ("p ou q", {"p": NSP, "q": False}, P), ("non p", {"p": NSP}, P), ("non p", {"p": NR}, P), ("non p", {"p": False}, C),
    # A comparison with sans objet is sans objet, `non` keeps it, at the root it is false
    ("n > 2", {"n": SO}, NO), ("non (n > 2)", {"n": SO}, NO), ("n = 2", {"n": SO}, NO), ("n ≠ 2", {"n": SO}, NO),
    ("non p", {"p": SO}, NO), ("non non p", {"p": SO}, NO), ("c = 'a'", {"c": SO}, NO), ("non (c = 'a')", {"c": SO}, NO),
    ("c parmi ('a'; 'b')", {"c": SO}, NO), ("non c parmi ('a'; 'b')", {"c": SO}, NO),
    # neutral in et / ou
    ("n > 2 et p", {"n": SO, "p": True}, C), ("n > 2 et p", {"n": SO, "p": False}, NO),
    ("n > 2 ou p", {"n": SO, "p": True}, C),
    ("n > 2 ou p", {"n": SO, "p": False}, NO), ("n > 2 et c = 'a'", {"n": SO, "c": SO}, NO),
    ("non (n > 2 et c = 'a')", {"n": SO, "c": SO}, NO), ("n > 2 et p", {"n": SO, "p": NSP}, P),
    ("non (n > 2 ou p)", {"n": SO, "p": False}, C),
    # An unknown that may be sans objet
    ("n ≥ 0", {"n": NSP}, P), ("m ≥ 0", {"m": NSP}, C), ("n < 0", {"n": NSP}, NO), ("non (n < 0)", {"n": NSP}, P),
    ("n > 2 et p", {"n": NSP, "p": True}, P), ("m > 2 ou m ≤ 9", {"m": NSP}, P), ("c ≠ 'a'", {"c": NSP}, P),
    # drops out of aggregates
    ("moyenne(n; m) = 3", {"n": SO, "m": 3}, C), ("somme(n; m) = 3", {"n": SO, "m": 3}, C),
    ("min(n; m) = 3", {"n": SO, "m": 3}, C),
    ("max(n; m) = 3", {"n": SO, "m": 3}, C), ("moyenne(n; h) = 0", {"n": SO, "p": False}, NO),
    ("non (somme(n; h) > 0)", {"n": SO, "p": False}, NO), ("moyenne(n; m) = 4", {"n": 5, "m": 3}, C),
    # contagious in arithmetic, division by zero
    ("n + m ≥ 0", {"n": SO, "m": 3}, NO), ("non (n + m < 0)", {"n": SO, "m": 3}, NO), ("n × 0 = 0", {"n": SO}, NO),
    ("m ÷ n > 0", {"n": 0, "m": 3}, NO), ("non (m ÷ n > 0)", {"n": 0, "m": 3}, NO),
    ("part(m; n) = 1,5", {"n": 2, "m": 3}, C),
    ("part(m; n) > 0", {"n": NSP, "m": 3}, P), ("part(m; n) ≥ 0", {"n": NSP, "m": 3}, P), ("-n < 0", {"n": 2}, C),
    ("20 % × n = 1", {"n": 5}, C), ("0,5 + 0.5 = 1", {}, C), ("n - m × 2 + 1 = 0", {"n": 5, "m": 3}, C),
    ("somme(m; 1) > 2", {"m": NSP}, P), ("somme(m; 3) > 2", {"m": NSP}, C),
    # si: a condition sans objet is false; an unknown one is the hull
    ("si(p; n; m) = 3", {"p": SO, "n": 9, "m": 3}, C), ("si(p; n; m) = 3", {"p": NSP, "n": 3, "m": 3}, C),
    ("si(p; n; m) > 2", {"p": NSP, "n": 3, "m": 1}, P), ("si(p; n; m) > 2", {"p": NSP, "n": 1, "m": 1}, NO),
    ("si(p; n; 0) > 2", {"p": True, "n": SO}, NO), ("si(p; 1; 0) = 1", {"p": NSP}, P),
    # masked and pending references
    ("h > 2", {"p": False, "h": 5}, NO), ("non (h > 2)", {"p": False, "h": 1}, NO), ("h > 2", {"p": NSP, "h": 5}, P),
    ("h > 2", {"p": NSP, "h": 1}, NO), ("h > 2", {"p": NSP, "h": NSP}, P), ("h > 2", {"p": True, "h": 5}, C),
    ("somme(h; m) = 3", {"p": False, "h": 5, "m": 3}, C), ("somme(h; m) ≥ 3", {"p": NSP, "h": 5, "m": 3}, C),
    ("somme(h; m) = 8", {"p": NSP, "h": 5, "m": 3}, P),
    # renseigne
    ("renseigne(n)", {"n": 3}, C), ("renseigne(n)", {"n": NSP}, P), ("renseigne(n)", {"n": NR}, P),
    ("non renseigne(n)", {"n": 3}, NO),
    # tables
    ("nombre(t) = 0", {"t": []}, C), ("nombre(t) = 0", {"t": NSP}, P), ("nombre(t) = 0", {"t": SO}, NO),
    ("nombre(t) ≥ 0", {"t": SO}, NO),
    ("nombre(t) = 2", {"t": [ROW, {}]}, C), ("nombre(t; u > 2) = 1", {"t": [ROW, {"u": 2}]}, C),
    ("nombre(t; u > 2) > 0", {"t": [{}]}, P), ("nombre(t; u > 2) > 0", {"t": [{}, ROW]}, C),
    ("nombre(t; u > 2) > 1", {"t": [{}, ROW]}, P),
    ("nombre(t; u > 2) > 2", {"t": [{}, ROW]}, NO), ("nombre(t; k = 'x' et z) = 1", {"t": [{"k": "x"}, {"k": "y"}]}, P),
    ("nombre(t; k = 'x' et z) = 0", {"t": [{"k": "y"}, {"z": False}]}, C), ("nombre(t; u > m) = 1", {"t": [ROW], "m": 2}, C),
    ("nombre(t; u > n) = 0", {"t": [ROW], "n": SO}, C), ("nombre(t; non z) = 1", {"t": [{"z": False}, {"z": True}]}, C),
    ("total(t.u) = 6", {"t": [ROW, ROW]}, C), ("total(t.u) = 0", {"t": []}, C), ("total(t.u) > 5", {"t": [ROW, {}]}, P),
    ("total(t.u) ≥ 3", {"t": [ROW, {}]}, C), ("total(t.u) < 3", {"t": [ROW, {}]}, NO), ("total(t.u) < 1", {"t": SO}, NO),
    ("total(t.u; k = 'x') = 3", {"t": [ROW, {"u": 3, "k": "y"}]}, C), ("total(t.u; k = 'x') = 3", {"t": [{"u": 3}]}, P),
    ("total(t.u; k = 'x') > 3", {"t": [{"u": 3}]}, NO), ("total(t.u) > 100", {"t": NSP}, P),
    # distributions
    ("r.c1 > 2", {"r": {"c1": 2, "non_connu": 1}}, P), ("r.c1 > 3", {"r": {"c1": 2, "non_connu": 1}}, NO),
    ("r.c1 ≥ 2", {"r": {"c1": 2, "non_connu": 1}}, C), ("total(r) = 3", {"r": {"c1": 2, "non_connu": 1}}, C),
    ("r.c2 = 0", {"r": {"c1": 2}}, C), ("total(r) > 0", {"r": NSP}, P), ("r.c1 ≥ 0", {"r": SO}, NO),
    # choices
    ("s parmi ('x'; 'y')", {"s": ["y"]}, C), ("s parmi ('x')", {"s": ["y"]}, NO), ("s parmi ('x')", {"s": []}, NO),
    ("s parmi ('x')", {"s": NSP}, P), ("non s parmi ('x')", {"s": ["rien"]}, C), ("c parmi ('a'; 'b')", {"c": NSP}, P),
    # dates: ages count to 31/12/2023
    ("annees(d; fin_n1) ≥ 5", {"d": "2018-12-31"}, C), ("annees(d; fin_n1) ≥ 5", {"d": "2019-01-01"}, NO),
    ("annees(d; fin_n1) = 4", {"d": "2019-01-01"}, C), ("annees(d; fin_n1) < 1", {"d": "2023-12-31"}, C),
    ("annees(d; fin_n1) ≥ 5", {"d": NSP}, P), ("annees(d; fin_n1) ≥ 5", {"d": "2018-12-31", "exercice": NSP}, P),
    ("annee(d) = 2018", {"d": "2018-12-31"}, C), ("annee(d) = 2018", {"d": NSP}, P), ("annee(d) = 2018", {"d": SO}, NO),
    ("annee(hd) > 0", {"p": False, "hd": "2018-12-31"}, NO), ("d > '2018-01-01'", {"d": "2018-12-31"}, C),
    ("d > fin_n1", {"d": SO}, NO), ("annee(fin_n1) = 2023", {}, C),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "values", "expected"), TABLE)
def test_reading(formula, values, expected):
    assert status(formula, **values) == expected


DATES = [
    ("annees(d; fin_n1) ≥ 5", {"d": SO}), ("non (annees(d; fin_n1) ≥ 5)", {"d": SO}),
    ("annees(hd; fin_n1) ≥ 5", {"p": False, "hd": "2018-12-31"}), ("annees(hd; fin_n1) ≥ 5", {"p": False}),
    ("annees(fin_n1; d) ≥ 5", {"d": SO}),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "values"), DATES)
def test_age_of_a_date_that_does_not_apply(formula, values):
    assert status(formula, **values) is None


@pytest.mark.parametrize("when", [NR, "2019-05-01"])
def test_a_residence_without_a_social_project_is_evaluated(when):
    # The first impératif of the tool: reserve, a third of the ceiling at most.
    ref, base = shipped(), example("pre_sorbier", "constat").par_question
    changes = {"projet_social_existe": False, "projet_social_date": when}
    e = evaluer(ref, Reponses("constat", {**base, **{n: answer(ref, n, v) for n, v in changes.items()}}))
    assert "V03" in by_status(e, "certaine")
    assert (e.modulation.avis, ends(e)) == ("reserve", (6800,) * 3)


def test_pending_age():
    # hd is pending: 5 years, or sans objet.
    assert status("annees(hd; fin_n1) ≥ 5", p=NSP, hd="2018-12-31") == P


# — controls read values ——————————————————————————————————————————————————————————————————————————————————————


def fires(formula: str, **values) -> bool:
    questions = [*KINDS, question("x", "oui_non", controles=[{"si": formula, "gravite": "alerte", "message": "M"}])]
    ref = build(questions, {"I1": "A1"})
    e = evaluer(ref, answers(ref, {**WORKED, "note": 1, **values}))
    return bool(e.controles)


@pytest.mark.parametrize(
    ("formula", "values", "expected"),
    [
        ("n > 2", {"n": 3}, True), ("n > 2", {"n": NSP}, False), ("non (n > 2)", {"n": NSP}, False),
        ("renseigne(n)", {"n": NSP}, False), ("non renseigne(n)", {"n": NSP}, True), ("non renseigne(n)", {"n": NR}, True),
        ("non renseigne(n)", {"n": 3}, False), ("n > 2 ou p", {"n": NSP, "p": True}, True), ("n > 2", {"n": SO}, False),
        ("total(t.u) > 2", {"t": [ROW]}, True), ("nombre(t; u > 2) > 0", {"t": [{}]}, False),
        ("h > 2", {"p": False, "h": 5}, False),
    ],
)  # fmt: skip
def test_control(formula, values, expected):
    assert fires(formula, **values) is expected


def test_dates_are_dates():
    assert answer(reading("annee(d) = 2018"), "d", "31/12/2018").valeur == date(2018, 12, 31)
