"""Caps: vigilances, floors, and the two rules on the way of answering."""

from fractions import Fraction as F
from functools import cache

import pytest
from hypothesis import given, settings

from evaluator.evaluation.evaluate import evaluer
from tests.modele.montant import WORDS, line

from .strategies import complete, holes, near_example, seeds
from .synthetic import NR, NSP, SO, answer, build, by_status, ends, floor, mini, question, scored, shipped, vigilance, worked

UPPER = {"defavorable": F(0), "reserve": F(1, 3), "favorable_avec_reserves": F(2, 3), "favorable": F(1)}
NOTES = ["0", "0,2", "0,34", "0,35", "0,42", "0,5", "0,57", "0,65", "0,7", "0,8", "1"]


def word_of(note):
    x = F(note.replace(",", "."))
    return WORDS[sum(x >= F(n, 100) for n in (35, 50, 65))], min(F(1), max(F(0), (x - F(35, 100)) / F(45, 100)))


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize(
    ("changes", "cap"), [({}, 3), ({"maj": True}, 2), ({"imp": True}, 1), ({"maj": True, "imp": True}, 1)]
)
def test_certain_caps(note, changes, cap):
    word, rate = word_of(note)
    e = worked(note=note, **changes)
    m = e.modulation
    assert m.avis == WORDS[min(WORDS.index(word), cap)]
    assert m.taux.valeur == min(rate, UPPER[WORDS[cap]])
    assert (m.avis_min, m.avis_max) == (m.avis, m.avis)


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize(
    ("changes", "low", "high"),
    [({"maj": NSP}, 2, 3), ({"imp": NSP}, 1, 3), ({"maj": NSP, "imp": NSP}, 1, 3), ({"maj": True, "imp": NSP}, 1, 2),
     ({"maj": NSP, "imp": True}, 1, 1)],
)  # fmt: skip
def test_possible_caps_move_the_lower_end_only(note, changes, low, high):
    word, rate = word_of(note)
    m = worked(note=note, **changes).modulation
    assert (m.avis_min, m.avis_max) == (WORDS[min(WORDS.index(word), low)], WORDS[min(WORDS.index(word), high)])
    assert (m.taux.min, m.taux.max) == (min(rate, UPPER[WORDS[low]]), min(rate, UPPER[WORDS[high]]))
    assert m.avis == (m.avis_min if m.avis_min == m.avis_max else "indetermine")


def test_other_caps_of_a_grid():
    ref = mini(plafonnements=(("imperatif", "defavorable"), ("majeure", "reserve")))
    assert (worked(ref, maj=True).modulation.avis, ends(worked(ref, maj=True))) == ("reserve", (6800,) * 3)
    assert (worked(ref, imp=True).modulation.avis, ends(worked(ref, imp=True))) == ("defavorable", (0,) * 3)


@pytest.mark.parametrize("gravity", ["mineure", "information", "opportunite"])
def test_the_others_cap_nothing(gravity):
    ref = build([scored("note"), question("maj", "oui_non")], {"I1": "A1"}, [vigilance("V", "maj", gravity)])
    e = worked(ref, maj=True)
    assert (by_status(e, "certaine"), ends(e)) == ({"V"}, (17340,) * 3)


@settings(max_examples=40)
@given(seeds())
def test_no_word_carries_more_than_the_upper_end_of_its_band(rng):
    # Would catch: a cap on the word that leaves the rate (or the reverse), an upper end capped by the possible ones.
    ref = shipped()
    answers = rng.choice([complete, near_example])(rng)
    if rng.random() < 0.6:
        answers = holes(answers, rng, 0.1, ())
    m = evaluer(ref, answers).modulation
    if m.taux is None:
        return
    curve = ref.grille.lue.modulation.courbe
    for word, rate in ((m.avis_min, m.taux.min), (m.avis_max, m.taux.max)):
        if word in UPPER:
            assert rate <= UPPER[word] == line(curve, next(b.a for b in ref.grille.lue.avis if b.avis == word))
    assert m.taux.min <= m.taux.max
    if m.avis_min in UPPER:
        assert WORDS.index(m.avis_min) <= WORDS.index(m.avis_max)


# — floors ————————————————————————————————————————————————————————————————————————————————————————————————————


@cache
def floored():
    """Global = (b + r)/2 ; floors of the model: reponse 0.35 imperatif, besoin 0.20 mineure; one of an axis too."""
    floors = [floor("F-R", "reponse", "0,35", "imperatif"), floor("F-B", "besoin", "0,20", "mineure"),
              floor("F-A", "A2", "0,40", "majeure")]  # fmt: skip
    return build([scored("b", "besoin", "I1"), scored("r", "reponse", "I2")], {"I1": "A1", "I2": "A2"}, planchers=floors)


@pytest.mark.parametrize(
    ("b", "r", "certain", "possible"),
    [
        (1, "0,34", {"F-R", "F-A"}, set()),
        (1, "0,35", {"F-A"}, set()),  # the minimum itself is enough
        (1, "0,40", set(), set()),
        ("0,19", 1, {"F-B"}, set()),
        ("0,20", 1, set(), set()),
        (1, NSP, set(), {"F-R", "F-A"}),
        (NSP, 1, set(), {"F-B"}),
    ],
)
def test_floors(b, r, certain, possible):
    # The two rules on the way of answering (possible where an answer is missing) have their own tests below.
    e = worked(floored(), b=b, r=r)
    rules = {"V-SANS-OBJET", "V-DECLARATIF"}
    assert (by_status(e, "certaine") - rules, by_status(e, "possible") - rules) == (certain, possible)


def test_floor_of_the_response_caps_at_reserve():
    # b = 1, r = 0.34: global 0.67, favorable by itself, capped: 20 400 / 3
    e = worked(floored(), b=1, r="0,34")
    assert (e.modulation.avis, ends(e)) == ("reserve", (6800,) * 3)


# — more than 20 % sans objet —————————————————————————————————————————————————————————————————————————————————


@cache
def ten(**changes):
    """Ten questions of equal weight, the last two refusing *sans objet*."""
    return build([scored(f"q{i}", sans_objet="refuse" if i > 7 else "motif") for i in range(10)], {"I1": "A1"},
                 **{k: {x: list(y) if isinstance(y, tuple) else y for x, y in v} for k, v in changes.items()})  # fmt: skip


def ten_with(na=0, unknown=0, note=1, ref=None, **more):
    """`na` sans objet, then `unknown` unanswered (which allow it), the others at `note`."""
    values = [SO] * na + [NSP] * unknown
    values += [note] * (10 - len(values))
    return worked(ref or ten(), **{f"q{i}": v for i, v in enumerate(values)}, **more)


@pytest.mark.parametrize(
    ("na", "unknown", "status"),
    [(0, 0, None), (2, 0, None), (3, 0, "certaine"), (2, 1, "possible"), (1, 2, "possible"), (0, 3, "possible"),
     (1, 1, None), (0, 2, None), (3, 2, "certaine")],
)  # fmt: skip
def test_share_of_sans_objet(na, unknown, status):
    e = ten_with(na, unknown)
    assert {v.statut for v in e.vigilances if v.id == "V-SANS-OBJET"} == ({status} if status else set())
    assert e.part_sans_objet == F(na, 10)


def test_sans_objet_caps():
    e = ten_with(3)
    assert (e.modulation.avis, ends(e)) == ("favorable_avec_reserves", (13600,) * 3)
    assert ends(ten_with(2)) == (20400,) * 3


def test_possible_sans_objet_caps_the_lower_end():
    # Two unknown that may be sans objet, one is: 3/10 possible. Global: 7 known at 1, unknowns in [0; 1]: [7/9; 1].
    e = ten_with(1, 2)
    assert e.completude == F(7, 9)
    assert ends(e) == (None, 13600, 20400)


def test_unknowns_that_refuse_it_do_not_count():
    e = worked(ten(), **{f"q{i}": 1 for i in range(8)}, q8=NSP, q9=NSP)
    assert not e.vigilances
    e = worked(ten(), q0=SO, q1=SO, **{f"q{i}": 1 for i in range(2, 8)}, q8=NSP, q9=NSP)
    assert not e.vigilances


def test_its_threshold_and_severity_belong_to_the_grid():
    rule = {"id": "V-SANS-OBJET", "titre": "R", "maximum": "0,30", "gravite": "imperatif", "clauses": ["A0"], "message": "M"}
    ref = ten(sans_objet=tuple((k, v if k != "clauses" else ("A0",)) for k, v in rule.items()))
    assert not ten_with(3, ref=ref).vigilances
    assert ends(ten_with(4, ref=ref)) == (6800,) * 3


# — need on declaration alone —————————————————————————————————————————————————————————————————————————————————


@cache
def need(*weights):
    """Questions of need of these weights, and one of response, all refusing *sans objet*."""
    questions = [scored(f"b{i}", "besoin", "I1", sans_objet="refuse") for i in range(len(weights))]
    return build([*questions, scored("r", "reponse", "I2", sans_objet="refuse")], {"I1": "A1", "I2": "A2"},
                 poids_notations={f"b{i}": w for i, w in enumerate(weights)})  # fmt: skip


def need_with(weights, sources, volet="constat", **more):
    ref = need(*weights)
    values = {f"b{i}": answer(ref, f"b{i}", 1, s) for i, s in enumerate(sources) if s != "?"}
    return worked(ref, volet, r=1, **values, **more)


def declared(e):
    return {v.statut for v in e.vigilances if v.id == "V-DECLARATIF"}


@pytest.mark.parametrize(
    ("weights", "sources", "fires"),
    [
        ((1, 4), ("declaratif", "document"), False),  # exactly 20 %
        ((21, 79), ("declaratif", "document"), True),
        ((21, 79), (None, "document"), True),  # no source is the same
        ((21, 79), ("entretien", "observation"), False),
        ((1, 1), ("document", "document"), False),
        ((1, 1), ("declaratif", None), True),
        ((10, 11, 79), ("declaratif", None, "document"), True),  # they add up
    ],
)
def test_need_on_declaration(weights, sources, fires):
    assert declared(need_with(weights, sources)) == ({"certaine"} if fires else set())
    assert declared(need_with(weights, sources, "auto_evaluation")) == set()  # in the constat only


def test_need_on_declaration_is_minor_and_looks_at_the_need_only():
    e = need_with((1,), ("document",), montant_demande=SO)
    assert not declared(e)
    ref = need(1)
    e = worked(ref, b0=answer(ref, "b0", 1, "document"), r=answer(ref, "r", 1, None), montant_demande=SO)
    assert not declared(e)
    e = need_with((1,), (None,), montant_demande=SO)
    assert declared(e) == {"certaine"}
    assert ends(e) == (20400,) * 3


def test_need_unanswered_is_not_certainly_declared():
    # Two readings: an answer not given rests on nothing yet; or it may turn out to be declared, hence « possible ».
    assert declared(need_with((1, 4), ("document", "?"))) <= {"possible"}
    assert declared(need_with((1, 4), ("?", "?"))) <= {"possible"}
    assert declared(need_with((4, 1), ("document", "?"))) == set()  # 20 % at most under both


def test_certain_on_declaration_survives_the_missing_answer():
    # 10 % of the need declared, 90 % unanswered. Answered on a document it falls to 10 %: it cannot be certain now.
    assert "certaine" not in declared(need_with((10, 90), ("declaratif", "?")))


def test_pending_need_on_declaration_is_not_certain():
    # b0 rests on a document; b1, declared, is asked only where `p`, which is unknown. Masked, 0 % of the need is declared.
    ref = build([question("p", "oui_non"), scored("b0", "besoin", "I1", sans_objet="refuse"),
                 scored("b1", "besoin", "I1", si="p", sans_objet="refuse")], {"I1": "A1"})  # fmt: skip
    known = {"b0": answer(ref, "b0", 1, "document"), "b1": answer(ref, "b1", 1, "declaratif")}
    assert declared(worked(ref, p=True, **known)) == {"certaine"}  # 50 %
    assert declared(worked(ref, p=False, **known)) == set()
    assert "certaine" not in declared(worked(ref, p=NSP, **known))


def test_nr_and_nsp_are_alike():
    for unknown in (NR, NSP):
        e = worked(imp=unknown)
        assert ends(e) == (None, 6800, 17340)
