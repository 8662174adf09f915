"""Ceilings by size, and the derogation from 200: request, reason, both conditions; never in the self-assessment."""

from fractions import Fraction as F
from functools import cache

import pytest

from .synthetic import NR, NSP, build, ends, question, scored, vigilance, worked

FREE = {"montant_demande": 10**6, "cout_gls": 10**6, "cofinancements": []}
CEILING = {1: 12200, 49: 12200, 50: 20400, 51: 20400, 99: 20400, 100: 20400, 101: 25000, 199: 25000, 200: 25000, 500: 25000}


@cache
def duo():
    """`besoin` and `reponse` each set by one question; global is their mean."""
    return build([scored("b", "besoin", "I1"), scored("r", "reponse", "I2")], {"I1": "A1", "I2": "A2"})


ASKED = {**FREE, "b": 1, "r": 1, "nb_logements": 200, "derogation_demandee": True, "derogation_taux": 20,
         "derogation_motif": "Publics et actions réalisées."}  # fmt: skip


def derog(volet="constat", **changes):
    return worked(duo(), volet, **{**ASKED, **changes})


@pytest.mark.parametrize(("dwellings", "euros"), CEILING.items())
@pytest.mark.parametrize("volet", ["auto_evaluation", "constat"])
def test_ceiling(dwellings, euros, volet):
    e = worked(duo(), volet, **{**ASKED, "derogation_demandee": False, "nb_logements": dwellings})
    assert ends(e) == (euros, euros, euros)
    assert e.modulation.montants.plafond == euros
    assert e.modulation.montants.terme_limitant == "plafond"


@pytest.mark.parametrize(("dwellings", "euros"), [(n, e if n < 200 else 30000) for n, e in CEILING.items()])
def test_with_everything_for_a_derogation(dwellings, euros):
    e = derog(nb_logements=dwellings)
    assert ends(e) == (euros,) * 3
    assert e.modulation.derogation.prise is (dwellings >= 200)
    assert e.modulation.derogation.possible is (dwellings >= 200)


@pytest.mark.parametrize("dwellings", CEILING)
def test_the_self_assessment_never_takes_it(dwellings):
    e = derog("auto_evaluation", nb_logements=dwellings)
    assert ends(e) == (CEILING[dwellings],) * 3
    assert not e.modulation.derogation.prise


@pytest.mark.parametrize(
    "missing",
    [
        {"derogation_demandee": False}, {"derogation_demandee": NR}, {"derogation_demandee": NSP},
        {"derogation_motif": NR}, {"derogation_motif": NSP}, {"derogation_motif": "   "}, {"derogation_taux": 0},
        {"b": "0,4999"}, {"r": "0,4999"}, {"nb_logements": 199},
    ],
)  # fmt: skip
def test_each_thing_missing_in_turn(missing):
    # τ = 1 in every case: (0.4999 + 1) / 2 is just under 0.75, then (0.74995 − 0.35)/0.45 = 0.88877…
    e = derog(**missing)
    rate = min(F(1), (e.globale.valeur - F(35, 100)) / F(45, 100))
    assert e.modulation.montants.plafond == 25000
    assert ends(e) == (int(25000 * rate),) * 3


def test_conditions_hold_at_exactly_half():
    # (0.5 + 1)/2 = 0.75 ; τ = 0.40/0.45 = 8/9 ; 30 000 × 8/9 = 26 666.67
    e = derog(b="0,5")
    assert ends(e) == (26666,) * 3
    assert [c.remplie for c in e.modulation.derogation.conditions] == [True, True]


@pytest.mark.parametrize(("rate", "ceiling"), [(0, 25000), (10, 27500), ("12,5", 28125), (20, 30000)])
def test_rate_of_the_derogation(rate, ceiling):
    e = derog(derogation_taux=rate)
    assert (e.modulation.montants.plafond, ends(e)) == (ceiling, (ceiling,) * 3)


@pytest.mark.parametrize("unknown", [NR, NSP])
def test_rate_unknown_is_0_to_20(unknown):
    e = derog(derogation_taux=unknown)
    assert ends(e) == (None, 25000, 30000)
    assert e.modulation.montants.plafond is None
    assert e.modulation.avis == "favorable"


@pytest.mark.parametrize("name", ["b", "r"])
def test_conditions_on_bounds(name):
    # One dimension unknown: global [0.5; 1], τ [1/3; 1]; lower end 25 000 / 3, upper end takes the derogation.
    e = derog(**{name: NSP})
    assert ends(e)[1:] == (8333, 30000)
    assert e.modulation.montants.plafond is None
    assert not e.modulation.derogation.possible
    assert sorted(c.remplie for c in e.modulation.derogation.conditions) == [False, True]
    assert all(c.possible for c in e.modulation.derogation.conditions)


def test_no_end_takes_it_without_the_reason_even_unknown():
    e = derog(b=NSP, derogation_motif=NR)
    assert ends(e)[1:] == (8333, 25000)
    assert e.modulation.montants.plafond == 25000


def test_possible_does_not_need_request_nor_reason():
    e = derog(derogation_demandee=False, derogation_motif=NR)
    assert e.modulation.derogation.possible
    assert not e.modulation.derogation.prise
    assert not derog(nb_logements=199).modulation.derogation.possible


def test_dwellings_unknown():
    # P = [12 200; 25 000], τ = 1
    e = derog(nb_logements=NSP, derogation_demandee=False)
    assert ends(e) == (None, 12200, 25000)
    assert e.modulation.montants.plafond is None
    assert not e.modulation.derogation.possible


def test_dwellings_unknown_and_a_derogation_that_may_hold():
    # 200 dwellings is a possible completion and gives 30 000 €: the upper end has to contain it.
    assert ends(derog(nb_logements=NSP))[1:] == (12200, 30000)


def test_capped_rate_applies_to_the_raised_ceiling():
    ref = build([scored("b", "besoin", "I1"), scored("r", "reponse", "I2"), question("maj", "oui_non")],
                {"I1": "A1", "I2": "A2"}, [vigilance("MAJ", "maj", "majeure")])  # fmt: skip
    assert ends(worked(ref, **{**ASKED, "maj": True})) == (20000,) * 3  # 30 000 × 2/3
