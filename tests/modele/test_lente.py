"""The slow evaluator itself, and the program, against figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.evaluate import evaluer
from tests.evaluation.strategies import example
from tests.evaluation.synthetic import (
    NR,
    NSP,
    SO,
    WORKED,
    answer,
    answers,
    build,
    by_status,
    mini,
    question,
    scored,
    shipped,
    vigilance,
    worked,
)

from .lente import lente
from .resultat import differences, observed

# Figures worked out by hand in the documentation of the example: global score, opinion, amount, term.
BY_HAND = [
    ("pre_sorbier", "constat", F(1012783, 1408680), "favorable", 16726, "taux"),
    ("pre_sorbier", "auto_evaluation", F(293, 312), "favorable", 19800, "demande"),
    ("quai_solveig", "constat", F(4094003, 5157828), "favorable", 26500, "cout_net"),
    ("quai_solveig", "auto_evaluation", F(46757, 48204), "favorable", 25000, "plafond"),
    ("puits_mirette", "auto_evaluation", F(853, 1404), "favorable_avec_reserves", None, None),
]


@pytest.mark.parametrize(("name", "volet", "score", "word", "euros", "term"), BY_HAND)
def test_examples(name, volet, score, word, euros, term):
    ref, given = shipped(), example(name, volet)
    slow = lente(ref, given)
    assert (slow["global"], slow["avis"][0]) == ((score, score, False), word)
    assert (slow["montants"][0], slow["termes"][0]) == (euros, term)
    assert differences(slow, observed(evaluer(ref, given))) == {}


def test_example_of_2026_has_an_indicative_figure():
    # 12 200 € × 1808/3159 = 6 982.46 €
    i = evaluer(shipped(), example("puits_mirette", "auto_evaluation")).modulation.indicatif
    assert (i.bareme, i.montants.montant, i.montants.terme_limitant) == ("agls-2013", 6982, "taux")
    assert i.taux == F(1808, 3159)
    assert lente(shipped(), example("puits_mirette", "auto_evaluation"))["indicatif"] == (6982, 6982, 6982)


WORKED_EXAMPLE = [  # of the model, §4: what changes, (amount, low, high), opinion and its ends, term
    ({}, (17340, 17340, 17340), ("favorable",) * 3, "taux"),
    ({"maj": True}, (13600, 13600, 13600), ("favorable_avec_reserves",) * 3, "vigilance"),
    ({"cout_gls": NSP}, (None, 0, 17340), ("favorable",) * 3, None),
    ({"imp": NSP}, (None, 6800, 17340), ("indetermine", "reserve", "favorable"), None),
    ({"cout_gls": SO, "montant_demande": 9000}, (9000, 9000, 9000), ("favorable",) * 3, "demande"),
    ({"type_structure": "autre"}, (None, 0, 17340), ("indetermine", "irrecevable", "favorable"), None),
    ({"type_structure": "rhvs"}, (0, 0, 0), ("irrecevable",) * 3, "recevabilite"),
    ({"nb_logements": 49}, (10370, 10370, 10370), ("favorable",) * 3, "taux"),  # 12 200 × 0.85
    ({"nb_logements": NSP}, (None, 10370, 20400), ("favorable",) * 3, None),  # 25 000 × 0.85 = 21 250, asked 20 400
    ({"exercice": 2012}, (None, None, None), ("favorable",) * 3, None),
]


@pytest.mark.parametrize(("changes", "euros", "words", "term"), WORKED_EXAMPLE)
def test_worked_example(changes, euros, words, term):
    ref = mini()
    given = answers(ref, {**WORKED, **changes})
    slow = lente(ref, given)
    assert (slow["montants"], slow["avis"], slow["termes"][0]) == (euros, words, term)
    assert differences(slow, observed(evaluer(ref, given))) == {}


@pytest.mark.parametrize(
    ("asked", "cost", "term"), [(21500, 41000, "demande"), (21500, 33500, "cout_net"), (22000, 41000, "forfait")]
)
def test_the_lump_sum_is_the_last_on_a_tie(asked, cost, term):
    # 250 € × 86 dwellings = 21 500 €; cost 33 500 − 12 000 of co-financing = 21 500 €.
    ref = mini(forfait=(("par_logement", 250), ("reference", "Notification")))
    e = worked(ref, exercice=2025, montant_demande=asked, cout_gls=cost)
    assert (e.modulation.montants.montant, e.modulation.montants.terme_limitant) == (21500, term)


# — a need that rests on declaration, and what may leave it ———————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("policy", "other", "status"),
    [
        ("refuse", NSP, None),  # 1 of 10 declared, whatever the other is worth
        ("motif", NSP, "possible"),  # the other may leave: 1 of 1
        ("motif", NR, "possible"),
        ("motif", SO, "certaine"),
        ("motif", "0,5", None),
    ],
)
def test_an_unanswered_need_that_may_be_sans_objet(policy, other, status):
    ref = build([scored("a", "besoin"), scored("b", "besoin", sans_objet=policy), scored("c")], {"I1": "A1"},
                poids_notations={"a": 1, "b": 9, "c": 10})  # fmt: skip
    e = worked(ref, a=answer(ref, "a", 1, "declaratif"), b=other, c=1)
    found = {s for s in ("certaine", "possible") if "V-DECLARATIF" in by_status(e, s)}
    assert found == ({status} if status else set())


def test_completeness_in_a_vigilance_is_what_it_is_today():
    # 1 of 2 answered: certain now, gone once the other is. An answer may thus lift a cap; the model names no interval.
    ref = build([scored("a", sans_objet="refuse"), scored("b", sans_objet="refuse")], {"I1": "A1"},
                [vigilance("PEU", "completude < 0,9", "majeure")])  # fmt: skip
    assert by_status(worked(ref, a=1, b=NSP), "certaine") == {"PEU"}
    assert by_status(worked(ref, a=1, b=1), "certaine") == set()


@pytest.mark.parametrize(
    ("p", "h", "status"),
    [
        (NSP, SO, "certaine"),  # asked and sans objet, or hidden: not answered either way
        (NSP, 5, "possible"),
        (NSP, NSP, "possible"),
        (False, 5, "certaine"),
        (True, 5, None),
    ],
)
def test_a_pending_answer_is_given_or_not(p, h, status):
    ref = build([question("p", "oui_non"), question("h", "entier", si="p"), scored("a")], {"I1": "A1"},
                [vigilance("RIEN", "non renseigne(h)", "mineure")])  # fmt: skip
    e = worked(ref, p=p, h=h, a=1)
    assert {s for s in ("certaine", "possible") if "RIEN" in by_status(e, s)} == ({status} if status else set())


def test_hidden_by_a_fact_of_the_other_volet():
    # `f` exists in the constat only; in the self-assessment it is read as *sans objet*, so its condition is false.
    ref = build([question("f", "oui_non", volet="constat"), scored("a"), scored("b", si="f")], {"I1": "A1"})
    given = {**WORKED, "a": 1, "b": 0}
    there = evaluer(ref, answers(ref, {**given, "f": True}, "constat"))
    here = evaluer(ref, Reponses("auto_evaluation", {n: Reponse(a.etat, a.valeur, "document")
                                                     for n, a in answers(ref, given).par_question.items()}))  # fmt: skip
    assert (there.globale.valeur, here.globale.valeur) == (F(1, 2), 1)
