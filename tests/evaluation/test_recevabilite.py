"""Only résidences sociales: the others get 0 €, and a status that is not established keeps a lower end of 0 €."""

import pytest

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation.evaluate import evaluer

from .strategies import example
from .synthetic import NR, NSP, answer, by_status, ends, shipped, worked

OUT = {
    "pension_de_famille": "C-IV-b-pf",
    "residence_accueil": "C-IV-b-pf",
    "logement_foyer_non_transforme": "C-IV-b-excl",
    "rhvs": "C-IV-b-excl",
}
IN = ["residence_sociale", "residence_sociale_ex_ftm", "residence_sociale_fjt"]


def annex(volet="constat", **changes):
    ref = shipped()
    base = example("pre_sorbier", volet).par_question
    return evaluer(ref, Reponses(volet, {**base, **{n: answer(ref, n, v) for n, v in changes.items()}}))


@pytest.mark.parametrize(("status", "clause"), OUT.items())
@pytest.mark.parametrize("run", [worked, annex])
def test_irrecevable(run, status, clause):
    e = run(type_structure=status)
    m = e.modulation
    assert e.recevabilite.statut == "irrecevable"
    assert [x.clause for x in e.recevabilite.motifs] == [clause]
    assert ends(e) == (0, 0, 0)
    assert (m.avis, m.avis_min, m.avis_max) == ("irrecevable",) * 3
    assert m.taux is None
    assert m.montants.terme_limitant == "recevabilite"
    assert m.sens == "non_renouvellement"  # AGLS in N-1 in both
    same = [v for v in e.vigilances if v.gravite == "ineligible"]
    assert [(v.statut, v.clauses[0], v.message) for v in same] == [("certaine", clause, e.recevabilite.motifs[0].message)]


def test_irrecevable_for_a_first_request_is_an_attribution_of_nothing():
    e = worked(type_structure="rhvs", type_demande="premiere")
    assert (e.modulation.sens, e.modulation.ecart_n1) == ("attribution", 0)


def test_irrecevable_even_incomplete_or_contradictory():
    e = worked(type_structure="rhvs", note=NSP, faute=True)
    assert (e.modulation.avis, ends(e)) == ("irrecevable", (0, 0, 0))


@pytest.mark.parametrize("status", IN)
def test_recevable(status):
    e = worked(type_structure=status)
    assert (e.recevabilite.statut, e.recevabilite.motifs) == ("recevable", ())
    assert ends(e) == (17340,) * 3


@pytest.mark.parametrize("status", ["autre", NR, NSP])
@pytest.mark.parametrize(("run", "best"), [(worked, 17340), (annex, 16726)])
def test_indeterminate(run, best, status):
    e = run(type_structure=status)
    m = e.modulation
    assert e.recevabilite.statut == "indeterminee"
    assert ends(e) == (None, 0, best)
    assert (m.avis, m.avis_min, m.avis_max) == ("indetermine", "irrecevable", "favorable")
    assert {"V01", "V01-RA", "V02"} <= by_status(e, "possible")
    assert {x.clause for x in e.recevabilite.motifs} == {"C-IV-b-pf", "C-IV-b-excl"}
    assert m.montants.terme_limitant is None
    assert m.sens == "ajournement"


def test_ineligible_never_caps():
    # Were it a cap, the upper end would move.
    assert worked(type_structure="autre").modulation.taux.max == worked().modulation.taux.max


def test_residence_accueil_is_said_to_be_a_reading():
    e = annex(type_structure="residence_accueil")
    (v,) = [v for v in e.vigilances if v.gravite == "ineligible"]
    assert v.portee == "lecture"
    assert "Lecture de l’outil" in v.message
    assert "ne nomme pas" in v.message


@pytest.mark.parametrize("status", ["pension_de_famille", "residence_accueil"])
def test_the_sixteen_euros_are_quoted_with_their_year(status):
    message = annex(type_structure=status).recevabilite.motifs[0].message.replace("\u00a0", " ")
    assert "plafonné à 16 € par jour et par place" in message
    assert "2013" in message
