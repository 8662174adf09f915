"""The terms of the amount: which stand, which is the smallest, what an unknown cell does to them."""

from fractions import Fraction as F

import pytest

from .synthetic import NR, NSP, ONE_ROW, SO, build, ends, mini, scored, worked

TOP = {"note": 1, "montant_demande": SO}  # P·τ = 20 400 and no request: the net cost shows


def without(*cells):
    return {k: v for k, v in ONE_ROW.items() if k not in cells}


def net(cost, rows, **more):
    return worked(**{**TOP, "cout_gls": cost, "cofinancements": rows, **more})


@pytest.mark.parametrize(
    ("cost", "rows", "low", "high"),
    [
        (10000, [], 10000, 10000),  # an empty table is 0 €
        (10000, NR, 0, 10000),  # an unanswered one is unknown
        (10000, NSP, 0, 10000),
        (20000, [ONE_ROW], 8000, 8000),
        (12000, [ONE_ROW], 0, 0),
        (5000, [ONE_ROW], 0, 0),  # max(0, …)
        (20000, [without("objet")], 8000, 20000),
        (20000, [without("statut")], 8000, 20000),
        (20000, [without("financeur")], 8000, 20000),  # it may be the AGLS itself
        (20000, [without("objet", "statut")], 8000, 20000),
        (20000, [without("montant")], 0, 20000),
        (20000, [ONE_ROW, without("montant")], 0, 8000),
        (20000, [{}], 0, 20000),
        (20000, [{**without("statut"), "objet": "fonctionnement"}], 20000, 20000),  # out whatever the status
        (20000, [{**without("objet"), "statut": "demande"}], 20000, 20000),
        (20000, [{**without("montant"), "objet": "investissement"}], 20000, 20000),
        (20000, [{**without("objet"), "financeur": "agls"}], 20000, 20000),
        (20000, [{**ONE_ROW, "financeur": "agls"}], 20000, 20000),
        (20000, [{**ONE_ROW, "financeur": "fonds_propres"}], 20000, 20000),
        (20000, [{**ONE_ROW, "objet": "accompagnement_social"}], 20000, 20000),
        (20000, [{**ONE_ROW, "statut": "demande"}], 20000, 20000),
        (20000, [{**ONE_ROW, "financeur": "caf"}, {**ONE_ROW, "financeur": "fonjep", "montant": 1000}], 7000, 7000),
        (NSP, [], 0, 20400),
        (NSP, [ONE_ROW], 0, 20400),
        (NSP, NSP, 0, 20400),
    ],
)
def test_net_cost(cost, rows, low, high):
    e = net(cost, rows)
    low, high = min(low, 20400), min(high, 20400)
    assert ends(e) == (low if low == high else None, low, high)


def test_all_public_money_but_agls_and_own_funds_counts():
    columns = {c.id: c for c in mini().questionnaire.questions["cofinancements"].colonnes}
    for option in columns["financeur"].options:
        expected = 20000 if option.id in ("agls", "fonds_propres") else 8000
        assert ends(net(20000, [{**ONE_ROW, "financeur": option.id}])) == (expected,) * 3, option.id


def test_cost_sans_objet_leaves_whatever_the_table():
    for rows in ([], [ONE_ROW], NSP, [without("montant")]):
        assert ends(worked(note=1, cout_gls=SO, cofinancements=rows, montant_demande=20000)) == (20000,) * 3
        assert ends(worked(note=1, cout_gls=SO, cofinancements=rows, montant_demande=SO)) == (20400,) * 3


def test_request():
    assert ends(worked(montant_demande=NSP)) == (None, 0, 17340)
    assert ends(worked(montant_demande=SO)) == (17340,) * 3
    assert ends(worked(montant_demande=0)) == (0,) * 3
    assert ends(worked(montant_demande="9999,99")) == (9999,) * 3


def test_net_cost_off():
    ref = mini(terme_cout_net=False)
    assert ends(worked(ref, cout_gls=1)) == (17340,) * 3
    assert ends(worked(ref, cout_gls=NSP, cofinancements=NSP)) == (17340,) * 3


def test_three_unknown_terms():
    e = worked(cout_gls=NSP, montant_demande=NSP, nb_logements=NSP)
    # upper end 25 000 × 0.85
    assert ends(e) == (None, 0, 21250)


@pytest.mark.parametrize(
    ("changes", "term", "euros"),
    [
        ({"note": 1}, "plafond", 20400),  # = request
        ({"note": 1, "montant_demande": 30000, "cout_gls": 32400}, "plafond", 20400),  # = net cost
        ({"note": "0,7325", "montant_demande": 17340}, "taux", 17340),
        ({"note": "0,7325", "cout_gls": 29340}, "taux", 17340),
        ({"maj": True, "montant_demande": 13600, "cout_gls": 25600}, "vigilance", 13600),
        ({"cout_gls": 22000, "montant_demande": 10000}, "cout_net", 10000),
        ({"cout_gls": 22001, "montant_demande": 10000}, "demande", 10000),
        ({"note": "0,65", "maj": True}, "taux", 13600),  # the cap changes nothing
        ({"note": "0,6", "maj": True}, "taux", 11333),  # below the cap: 20 400 × 5/9
        ({"note": "0,20"}, "taux", 0),
        ({"note": "0,20", "montant_demande": 0}, "taux", 0),
        ({"note": "0,20", "imp": True}, "taux", 0),
    ],
)
def test_binding_term_and_ties(changes, term, euros):
    e = worked(**changes)
    assert (e.modulation.montants.terme_limitant, ends(e)) == (term, (euros,) * 3)


def test_the_term_is_chosen_on_exact_values():
    # P·τ = 20 400 × (0.7 − 0.35)/0.45 = 15 866.67 ; request 15 866.50: the same whole euros, the request is smaller.
    e = worked(note="0,7", montant_demande="15866,50")
    assert (e.modulation.montants.terme_limitant, ends(e)) == ("demande", (15866,) * 3)


def test_rounded_once_and_down():
    # net cost 10 000.99 − 0.995 is not rounded on the way: rows 0.33 × 3 = 0.99 ; 10 000.98 − 0.99 = 9 999.99
    rows = [{**ONE_ROW, "montant": "0,33"}] * 3
    assert ends(net("10000,98", rows)) == (9999,) * 3
    assert ends(net("10000,99", rows)) == (10000,) * 3


def test_term_null_where_the_ends_bind_on_different_terms():
    e = net(30000, [without("objet")])  # [18 000; 30 000] against 20 400
    assert ends(e) == (None, 18000, 20400)
    t = e.modulation.montants
    assert (t.terme_limitant, t.terme_min, t.terme_max) == (None, "cout_net", "plafond")


def test_term_given_where_both_ends_bind_on_it():
    e = net(15000, [without("objet")])
    assert ends(e) == (None, 3000, 15000)
    assert e.modulation.montants.terme_limitant == "cout_net"


def test_below_the_completeness_threshold_the_ends_stay():
    ref = build([scored(f"q{i}") for i in range(5)], {"I1": "A1"})
    given = {f"q{i}": 1 for i in range(5)}
    e = worked(ref, **{**given, "q0": NSP, "q1": NSP, "montant_demande": 1000})
    # 3/5 answered; global [0.6; 1] (each may also be absent: 1), so both ends are bound by the request
    assert (e.completude, e.globale.min, e.globale.max) == (F(3, 5), F(3, 5), F(1))
    assert ends(e) == (None, 1000, 1000)
    assert e.modulation.avis == "indetermine"
    assert e.modulation.montants.terme_limitant == "demande"
    assert e.modulation.sens == "ajournement"
    assert e.modulation.ecart_n1 is None
