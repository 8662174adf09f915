"""Which opinion is given, and when none is: precedence, completeness, blocking controls, exact thresholds."""

from fractions import Fraction as F

import pytest

from evaluator.dossier.reponses import Reponse

from .synthetic import NSP, SO, build, ends, mini, question, scored, worked


def five(known, unknown_kind=NSP, note=1, volet="constat", **more):
    """Five equal questions that refuse *sans objet*: `known` at `note`, the others unknown."""
    ref = build([scored(f"q{i}", sans_objet="refuse") for i in range(5)], {"I1": "A1"})
    return worked(ref, volet, **{f"q{i}": note if i < known else unknown_kind for i in range(5)}, **more)


def test_completeness_at_exactly_the_threshold():
    # 4/5 = 80 % is not below 80 %: global [0.8; 1], τ = 1 at both ends, the opinion and the amount are given.
    e = five(4)
    assert e.completude == F(4, 5)
    assert (e.modulation.avis, ends(e)) == ("favorable", (20400,) * 3)


def test_completeness_below_the_threshold():
    # 3/5: global [0.6; 1]; even a request that binds both ends gives no amount.
    e = five(3, montant_demande=5000)
    assert e.completude == F(3, 5)
    assert (e.modulation.avis, ends(e)) == ("indetermine", (None, 5000, 5000))
    assert (e.modulation.avis_min, e.modulation.avis_max) == ("favorable_avec_reserves", "favorable")


def test_just_below_the_threshold():
    ref = build([scored("a", sans_objet="refuse"), scored("b", sans_objet="refuse")], {"I1": "A1"},
                poids_notations={"a": 7999, "b": 2001})  # fmt: skip
    e = worked(ref, a=1, b=NSP, montant_demande=5000)
    assert e.completude == F(7999, 10000)
    assert (e.modulation.avis, e.modulation.avis_min, e.modulation.avis_max) == ("indetermine", "favorable", "favorable")
    assert ends(e) == (None, 5000, 5000)


def test_ne_sait_pas_is_not_answered():
    assert five(4, NSP).completude == five(4, Reponse()).completude == F(4, 5)


def test_completeness_leaves_sans_objet_out():
    ref = build([scored(f"q{i}") for i in range(5)], {"I1": "A1"})
    e = worked(ref, q0=SO, q1=1, q2=1, q3=1, q4=NSP)
    assert (e.completude, e.part_sans_objet) == (F(3, 4), F(1, 5))


def test_all_sans_objet():
    ref = build([scored(f"q{i}") for i in range(2)], {"I1": "A1"})
    e = worked(ref, q0=SO, q1=SO)
    assert (e.completude, e.part_sans_objet) == (1, 1)
    assert e.globale.valeur is None
    assert (e.globale.min, e.globale.max) == (0, 1)
    assert e.modulation.avis == "indetermine"
    assert ends(e)[0] is None


def test_nothing_answered():
    e = five(0)
    assert e.completude == 0
    assert (e.globale.min, e.globale.max) == (0, 1)
    assert (e.modulation.avis, ends(e)) == ("indetermine", (None, 0, 20400))
    assert (e.modulation.avis_min, e.modulation.avis_max) == ("defavorable", "favorable")


def test_blocking_control():
    e = worked(faute=True)
    m = e.modulation
    assert (m.avis, m.avis_min, m.avis_max) == ("indetermine", "favorable", "favorable")
    assert ends(e) == (None, 17340, 17340)
    assert [c.gravite for c in e.controles] == ["bloquant"]
    assert m.sens == "ajournement"
    assert e.questions["faute"].valeur is True  # stored and counted all the same


@pytest.mark.parametrize("faute", [False, NSP, Reponse(), SO])
def test_a_control_that_is_not_true_does_not_block(faute):
    assert ends(worked(faute=faute)) == (17340,) * 3


def test_blocking_control_of_a_masked_question_does_not_stand():
    control = [{"si": "cachee > 3", "gravite": "bloquant", "message": "Trop."}]
    ref = build([scored("note"), question("ouvre", "oui_non"), question("cachee", "entier", si="ouvre", controles=control)],
                {"I1": "A1"})  # fmt: skip
    assert worked(ref, ouvre=True, cachee=9).modulation.avis == "indetermine"
    assert worked(ref, ouvre=False, cachee=9).modulation.avis == "favorable"


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (F(64999999, 100000000), "favorable_avec_reserves"),  # printed 0.65
        (F(65, 100), "favorable"),
        (F(65, 100) - F(1, 10**30), "favorable_avec_reserves"),
        (F(1, 2) - F(1, 10**30), "reserve"),
        (F(35, 100) - F(1, 10**30), "defavorable"),
        (F(35, 100), "reserve"),
    ],
)
def test_words_are_decided_on_exact_scores(score, word):
    e = worked(note=Reponse("renseignee", score, "document"))
    assert (e.globale.valeur, e.modulation.avis) == (score, word)


def test_amount_just_under_a_euro():
    # The request is exact: 17 339.999… gives 17 339, never 17 340.
    e = worked(montant_demande=Reponse("renseignee", 17340 - F(1, 10**30), "document"))
    assert (ends(e), e.modulation.montants.terme_limitant) == ((17339,) * 3, "demande")


def test_precedence():
    everything = {"faute": True, "imp": NSP, "note": NSP}
    assert worked(type_structure="rhvs", **everything).modulation.avis == "irrecevable"
    assert worked(type_structure="autre").modulation.avis == "indetermine"
    assert worked(**everything).modulation.avis == "indetermine"
    # The two ends of a status unknown: irrecevable, and the best word.
    m = worked(type_structure=NSP, maj=NSP).modulation
    assert (m.avis_min, m.avis_max) == ("irrecevable", "favorable")
    m = worked(type_structure=NSP, maj=True).modulation
    assert (m.avis_min, m.avis_max) == ("irrecevable", "favorable_avec_reserves")


def test_an_interval_across_a_threshold_gives_no_opinion():
    ref = build([scored("a", sans_objet="refuse"), scored("b", sans_objet="refuse")], {"I1": "A1"},
                poids_notations={"a": 9, "b": 1})  # fmt: skip
    # a at 2/3 of 0.9 = 0.6 ; b unknown: [0.6; 0.7]
    e = worked(ref, a=Reponse("renseignee", F(2, 3), "document"), b=NSP)
    m = e.modulation
    assert (e.completude, e.globale.min, e.globale.max) == (F(9, 10), F(6, 10), F(7, 10))
    assert (m.avis, m.avis_min, m.avis_max) == ("indetermine", "favorable_avec_reserves", "favorable")
    # 20 400 × 0.25/0.45 = 11 333.33 ; 20 400 × 0.35/0.45 = 15 866.67
    assert ends(e) == (None, 11333, 15866)


def test_an_opinion_without_an_amount():
    # Both ends in the same band: the word is given, the amount is not.
    e = five(4, note="0,9", montant_demande=SO)  # global [0.72; 0.92]
    assert e.modulation.avis == "favorable"
    assert ends(e) == (None, 16773, 20400)  # 20 400 × 0.37/0.45 = 16 773.33


def test_other_threshold_of_a_grid():
    ref = mini(completude_min="1")
    assert worked(ref).modulation.avis == "favorable"
    assert worked(ref, note=NSP).modulation.avis == "indetermine"


@pytest.mark.parametrize(
    ("changes", "silent"),
    [
        ({}, False),
        ({"maj": True}, False),
        ({"imp": NSP}, True),  # the two ends differ
        ({"faute": True}, True),
        ({"note": NSP}, True),
        ({"type_structure": "autre"}, True),
        ({"exercice": 2012}, True),
        ({"exercice": 2025}, True),
    ],
)
def test_silence_is_explained(changes, silent):
    assert bool(worked(**changes).modulation.raisons) is silent


def test_ends_are_named_only_where_they_differ():
    # Enough answers, both ends favorable: no word is missing.
    assert worked(cout_gls=NSP).modulation.avis == "favorable"
    (reason,) = worked(imp=NSP).modulation.raisons
    assert "réservé" in reason
    assert "favorable" in reason


def test_controls_stand_with_their_question():
    e = worked(faute=True)
    assert [c.question for c in e.controles] == ["faute"]
    assert {n: q.controles for n, q in e.questions.items() if q.controles} == {"faute": e.controles}
