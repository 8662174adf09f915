"""Regimes by exercice: none before 2013, ceilings to 2024, a lump sum per dwelling from 2025 that the tool does not know."""

from fractions import Fraction as F

import pytest

from .synthetic import NR, NSP, SO, build, ends, mini, scored, worked
from .test_ceilings import ASKED, duo

NONE = (None, None, None)


def local(per_dwelling=300, **more):
    """The default grid with a lump sum, as a service writes it."""
    lump = {"par_logement": per_dwelling, "reference": "Notification"} if per_dwelling is not None else {}
    return mini(forfait=tuple(lump.items()), **more)


MODULATED = {"moduler_forfait": (("valeur", True), ("reference", "Acte"))}


@pytest.mark.parametrize("year", [NR, NSP, 2012, 2000])
def test_no_regime(year):
    e = worked(exercice=year)
    m = e.modulation
    assert ends(e) == NONE
    assert e.bareme is None
    assert (m.avis, m.taux.valeur) == ("favorable", F(85, 100))  # scores and word are given
    assert e.globale.valeur == F(7325, 10000)
    assert (m.montants.plafond, m.montants.terme_limitant, m.indicatif) == (None, None, None)
    assert (m.sens, m.ecart_n1) == ("ajournement", None)
    assert m.raisons  # said in words


@pytest.mark.parametrize("year", [2013, 2014, 2024])
def test_ceilings(year):
    e = worked(exercice=year)
    assert (e.bareme, e.exercice, ends(e)) == ("agls-2013", year, (17340,) * 3)
    assert e.modulation.indicatif is None


@pytest.mark.parametrize("year", [2025, 2026, 2100])
def test_lump_sum_not_filled_in(year):
    e = worked(exercice=year)
    m = e.modulation
    assert ends(e) == NONE
    assert e.bareme == "agls-2025"
    assert (m.avis, m.taux.valeur, m.sens) == ("favorable", F(85, 100), "ajournement")
    i = m.indicatif
    t = i.montants
    assert (i.bareme, i.taux, t.plafond) == ("agls-2013", F(85, 100), 20400)
    assert (t.montant, t.montant_min, t.montant_max, t.terme_limitant) == (17340, 17340, 17340, "taux")


@pytest.mark.parametrize(
    "changes", [{}, {"maj": True}, {"imp": NSP}, {"cout_gls": NSP}, {"note": "0,4"}, {"nb_logements": 101}, {"faute": True},
                {"montant_demande": SO}, {"type_structure": "autre"}, {"nb_logements": NSP}]
)  # fmt: skip
def test_indicative_figure_is_that_of_2024(changes):
    before, i = worked(**changes), worked(**{**changes, "exercice": 2025}).modulation.indicatif
    m = before.modulation
    assert i.montants == m.montants
    assert i.taux == m.taux.valeur


def test_indicative_figure_with_a_derogation():
    i = worked(duo(), **{**ASKED, "exercice": 2025}).modulation.indicatif
    assert (i.montants.plafond, i.montants.montant) == (30000, 30000)


def test_no_derogation_of_the_lump_sum():
    ref = build([scored("b", "besoin", "I1"), scored("r", "reponse", "I2")], {"I1": "A1", "I2": "A2"},
                forfait={"par_logement": 100, "reference": "Notification"})  # fmt: skip
    e = worked(ref, **{**ASKED, "exercice": 2025})
    assert ends(e) == (20000,) * 3  # 100 € × 200
    assert e.modulation.montants.plafond == 20000


def test_a_derogation_is_not_said_taken_under_the_lump_sum():
    ref = build([scored("b", "besoin", "I1"), scored("r", "reponse", "I2")], {"I1": "A1", "I2": "A2"},
                forfait={"par_logement": 100, "reference": "Notification"})  # fmt: skip
    assert not worked(ref, **{**ASKED, "exercice": 2025}).modulation.derogation.prise


def lump(ref=None, **changes):
    return worked(ref or local(), **{"exercice": 2025, "montant_demande": SO, **changes})


def test_lump_sum():
    # 300 × 86 = 25 800, not multiplied by the rate ; net cost 29 000
    e = lump()
    assert (ends(e), e.modulation.montants.plafond, e.modulation.montants.terme_limitant) == ((25800,) * 3, 25800, "forfait")
    assert e.modulation.taux.valeur == F(85, 100)
    assert e.modulation.indicatif is None
    assert (e.modulation.sens, e.modulation.ecart_n1) == ("hausse", 10800)


def test_other_terms_still_bound_the_lump_sum():
    assert (ends(lump(montant_demande=20400)), lump(montant_demande=20400).modulation.montants.terme_limitant) == (
        (20400,) * 3, "demande",
    )  # fmt: skip
    assert ends(lump(cout_gls=30000)) == (18000,) * 3
    assert lump(cout_gls=30000).modulation.montants.terme_limitant == "cout_net"


def test_ties_with_the_lump_sum():
    # The list of the model puts forfait after cout_net and demande: on a tie they come first.
    assert lump(montant_demande=25800).modulation.montants.terme_limitant == "demande"
    assert lump(cout_gls=37800).modulation.montants.terme_limitant == "cout_net"


@pytest.mark.parametrize(("changes", "word"), [({"maj": True}, "favorable_avec_reserves"), ({"imp": True}, "reserve")])
def test_caps_act_on_the_word_only(changes, word):
    e = lump(**changes)
    assert (e.modulation.avis, ends(e)) == (word, (25800,) * 3)


def test_low_score_keeps_the_lump_sum():
    e = lump(note="0,1")
    assert (e.modulation.avis, ends(e)) == ("defavorable", (25800,) * 3)


def test_modulated_lump_sum():
    ref = local(**MODULATED)
    # 25 800 × 0.85 = 21 930 ; under a majeure 17 200 ; under an imperatif 8 600
    assert ends(lump(ref)) == (21930,) * 3
    assert ends(lump(ref, maj=True)) == (17200,) * 3
    assert ends(lump(ref, imp=True)) == (8600,) * 3
    assert lump(ref).modulation.montants.terme_limitant == "taux"
    assert lump(ref, maj=True).modulation.montants.terme_limitant == "vigilance"


def test_modulation_of_an_empty_lump_sum_changes_nothing():
    e = lump(local(None, **MODULATED), montant_demande=20400)
    assert ends(e) == NONE
    assert e.modulation.indicatif.montants.montant == 17340


def test_the_lump_sum_of_a_grid_does_not_touch_2024():
    assert ends(worked(local())) == (17340,) * 3


FJT = {"type_structure": "residence_sociale_fjt"}


def test_fjt_complement():
    # 25 800 + 30 % × 10 000 = 28 800
    e = lump(**FJT, pse_caf_n1=10000)
    assert (ends(e), e.modulation.montants.plafond) == ((28800,) * 3, 28800)
    assert ends(lump(**FJT, pse_caf_n1=0)) == (25800,) * 3
    assert ends(lump(local(**MODULATED), **FJT, pse_caf_n1=10000)) == (24480,) * 3  # 28 800 × 0.85


def test_no_complement_out_of_a_fjt():
    assert ends(lump(pse_caf_n1=10000)) == (25800,) * 3
    assert ends(lump(type_structure="residence_sociale_ex_ftm", pse_caf_n1=10000)) == (25800,) * 3


@pytest.mark.parametrize("unknown", [NR, NSP])
def test_pse_unknown(unknown):
    # [25 800; +∞[ bounded by the net cost, 29 000
    e = lump(**FJT, pse_caf_n1=unknown)
    assert (ends(e), e.modulation.montants.plafond) == ((None, 25800, 29000), None)
    assert ends(lump(**FJT, pse_caf_n1=unknown, montant_demande=20000)) == (20000,) * 3


def test_pse_does_not_count_under_ceilings():
    assert ends(worked(**FJT, pse_caf_n1=10000)) == (17340,) * 3


@pytest.mark.parametrize("status", [NSP, "autre"])
def test_status_unknown_under_the_lump_sum(status):
    e = lump(type_structure=status, pse_caf_n1=4000)
    # « autre » is no FJT: its PSE is masked. Unknown, it may be one: 25 800 + 30 % × 4 000 at most.
    assert ends(e) == (None, 0, 25800 if status == "autre" else 27000)
    assert e.modulation.avis == "indetermine"


def test_dwellings_unknown_under_the_lump_sum():
    # [1; 5 000] dwellings: [300; …[, bounded by the net cost 29 000
    assert ends(lump(nb_logements=NSP)) == (None, 300, 29000)


def test_exercice_unknown_with_a_lump_sum():
    assert ends(lump(exercice=NSP)) == NONE


def test_irrecevable_from_2025():
    # « irrecevable → 0 and 0 » against « lump sum empty → montant* null »: with the lump sum there is no doubt.
    e = lump(type_structure="rhvs")
    assert (ends(e), e.modulation.avis) == ((0, 0, 0), "irrecevable")


def test_lump_sum_and_pse_without_any_other_term():
    # Nothing bounds the upper end: no figure is given for it.
    e = lump(**FJT, pse_caf_n1=NSP, cout_gls=SO)
    assert ends(e) == (None, 25800, None)
    assert e.modulation.montants.terme_limitant == "forfait"
