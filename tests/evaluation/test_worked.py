"""The worked figures of the model, to the euro: 86 dwellings, 2024, score 0.7325, cost 41 000, request 20 400."""

from fractions import Fraction as F

import pytest

from evaluator.dossier.reponses import Reponse

from .synthetic import NR, NSP, build, by_status, ends, mini, scored, worked


def test_the_worked_example():
    # τ = (0.7325 − 0.35) / 0.45 = 0.3825 / 0.45 = 0.85 ; 20 400 × 0.85 = 17 340 ; net cost 41 000 − 12 000 = 29 000
    e = worked()
    m = e.modulation
    assert e.globale.valeur == F(7325, 10000)
    assert (m.avis, m.avis_min, m.avis_max) == ("favorable",) * 3
    assert m.taux.valeur == F(85, 100)
    assert m.montants.plafond == 20400
    assert ends(e) == (17340, 17340, 17340)
    assert m.montants.terme_limitant == "taux"
    assert (m.sens, m.ecart_n1) == ("hausse", 2340)  # 17 340 − 15 000
    assert e.vigilances == ()
    assert e.completude == 1


def test_one_certain_majeure():
    # τ ≤ 2/3 : 20 400 × 2/3 = 13 600
    e = worked(maj=True)
    m = e.modulation
    assert (m.avis, m.taux.valeur, ends(e), m.montants.terme_limitant) == (
        "favorable_avec_reserves", F(2, 3), (13600, 13600, 13600), "vigilance",
    )  # fmt: skip
    assert m.taux_brut.valeur == F(85, 100)
    assert (m.sens, m.ecart_n1) == ("baisse", -1400)


def test_one_certain_imperatif():
    # τ ≤ 1/3 : 6 800
    e = worked(imp=True)
    assert (e.modulation.avis, ends(e)) == ("reserve", (6800, 6800, 6800))
    assert e.modulation.montants.terme_limitant == "vigilance"


@pytest.mark.parametrize("unknown", [NR, NSP])
def test_cost_unknown(unknown):
    e = worked(cout_gls=unknown)
    m = e.modulation
    assert ends(e) == (None, 0, 17340)
    assert (m.avis, m.avis_min, m.avis_max) == ("favorable",) * 3
    assert m.taux.valeur == F(85, 100)
    assert m.montants.terme_limitant is None
    assert m.montants.plafond == 20400
    assert m.sens == "ajournement"
    assert m.ecart_n1 is None


@pytest.mark.parametrize("unknown", [NR, NSP])
def test_possible_imperatif(unknown):
    e = worked(imp=unknown)
    m = e.modulation
    assert ends(e) == (None, 6800, 17340)
    assert (m.avis, m.avis_min, m.avis_max) == ("indetermine", "reserve", "favorable")
    assert (m.taux.min, m.taux.max) == (F(1, 3), F(85, 100))
    assert m.montants.terme_limitant is None
    assert by_status(e, "possible") == {"IMP"}


def test_possible_majeure():
    e = worked(maj=NSP)
    assert ends(e) == (None, 13600, 17340)
    assert e.modulation.avis == "indetermine"
    assert e.modulation.avis_min == "favorable_avec_reserves"


def test_the_self_assessment_gives_the_same_figures():
    assert ends(worked(volet="auto_evaluation")) == (17340, 17340, 17340)


@pytest.mark.parametrize(
    ("note", "rate", "word", "euros"),
    [
        # by hand: (s − 7/20) ÷ 9/20, × 20 400
        ("0", F(0), "defavorable", 0),
        ("0,3499", F(0), "defavorable", 0),
        ("0,35", F(0), "reserve", 0),
        ("0,36", F(1, 45), "reserve", 453),  # 453.33
        ("0,4999", F(1499, 4500), "reserve", 6795),  # 6 795.47
        ("0,50", F(1, 3), "favorable_avec_reserves", 6800),
        ("0,6499", F(2999, 4500), "favorable_avec_reserves", 13595),  # 13 595.47
        ("0,65", F(2, 3), "favorable", 13600),
        ("0,7999", F(4499, 4500), "favorable", 20395),  # 20 395.47
        ("0,80", F(1), "favorable", 20400),
        ("0,90", F(1), "favorable", 20400),
        ("1", F(1), "favorable", 20400),
    ],
)
def test_rate_and_word_at_the_thresholds(note, rate, word, euros):
    e = worked(note=note)
    assert (e.modulation.taux.valeur, e.modulation.avis, ends(e)) == (rate, word, (euros,) * 3)


def test_interval_of_the_contract():
    # Global [0.66; 0.71] → τ [0.31/0.45; 0.36/0.45] = [0.6889; 0.8] → 20 400 × = [14 053.33; 16 320]; avis favorable.
    # Weights 95 and 5: the first at 66/95, the second unknown.
    ref = build([scored("a"), scored("b", sans_objet="refuse")], {"I1": "A1"}, poids_notations={"a": 95, "b": 5})
    e = worked(ref, a=Reponse("renseignee", F(66, 95), "document"), b=NSP)
    assert (e.globale.min, e.globale.max, e.globale.valeur) == (F(66, 100), F(71, 100), None)
    assert ends(e) == (None, 14053, 16320)
    assert (e.modulation.avis, e.modulation.montants.terme_limitant) == ("favorable", "taux")
    assert (e.modulation.taux.min, e.modulation.taux.max) == (F(31, 45), F(4, 5))


def test_mini_is_what_it_says():
    assert [n.id for n in mini().questionnaire.notations] == ["note"]
