"""What the amount means against last year's: the word and the difference."""

from fractions import Fraction as F

import pytest

from evaluator.dossier.reponses import Reponse

from .synthetic import NR, NSP, ends, worked

FIRST = {"type_demande": "premiere"}


@pytest.mark.parametrize(
    ("changes", "word", "gap"),
    [
        ({"agls_n1_accordee": 15000}, "hausse", 2340),
        ({"agls_n1_accordee": 17340}, "reconduction", 0),
        ({"agls_n1_accordee": 18000}, "baisse", -660),
        ({"agls_n1_accordee": 0}, "attribution", 17340),
        ({"agls_n1_accordee": 0, "montant_demande": 0}, "attribution", 0),
        ({"agls_n1_accordee": 15000, "montant_demande": 0}, "non_renouvellement", -15000),
        ({"agls_n1_accordee": 15000, "note": "0,2"}, "non_renouvellement", -15000),
        ({"agls_n1_accordee": 1, "montant_demande": "0,99"}, "non_renouvellement", -1),
        ({"type_demande": "revision", "agls_n1_accordee": 17340}, "reconduction", 0),
        ({"type_structure": "rhvs"}, "non_renouvellement", -15000),
        ({"type_structure": "rhvs", **FIRST}, "attribution", 0),
        # A first request: what was granted is masked, a kept value does not count; the difference is with 0 €.
        ({**FIRST, "agls_n1_accordee": NR}, "attribution", 17340),
        ({**FIRST, "agls_n1_accordee": 15000}, "attribution", 17340),
        ({**FIRST, "agls_n1_accordee": NSP}, "attribution", 17340),
        ({**FIRST, "montant_demande": 0}, "attribution", 0),
        # Last year unknown
        ({"agls_n1_accordee": NSP}, None, None),
        ({"agls_n1_accordee": NR}, None, None),
        ({"agls_n1_accordee": NSP, "montant_demande": 0}, None, None),
        # No amount
        ({"montant_demande": NSP}, "ajournement", None),
        ({"montant_demande": NSP, "agls_n1_accordee": NSP}, "ajournement", None),
        ({"montant_demande": NSP, **FIRST}, "ajournement", None),
        ({"exercice": NR}, "ajournement", None),
        ({"exercice": 2025}, "ajournement", None),
        ({"faute": True}, "ajournement", None),
        # The kind of request unknown: last year's is pending, 0 or 15 000.
        ({"type_demande": NSP}, None, None),
    ],
)
def test_sens(changes, word, gap):
    m = worked(**changes).modulation
    assert (m.sens, m.ecart_n1) == (word, gap)


def test_kind_of_request_unknown_and_nothing_granted():
    # Two readings: every completion is an attribution of 17 340 more; or a pending answer is unknown, hence null.
    m = worked(type_demande=NSP, agls_n1_accordee=0).modulation
    assert (m.sens, m.ecart_n1) in {("attribution", 17340), (None, None)}


def test_gap_is_exact():
    given = Reponse("renseignee", F(1500050, 100), "document")
    assert worked(agls_n1_accordee=given).modulation.ecart_n1 == 17340 - F(1500050, 100)


@pytest.mark.parametrize("granted", [0, 1, 15000, 25000])
def test_last_year_never_changes_the_amount(granted):
    assert ends(worked(agls_n1_accordee=granted)) == (17340,) * 3
    assert ends(worked(**FIRST, agls_n1_accordee=NR)) == (17340,) * 3
