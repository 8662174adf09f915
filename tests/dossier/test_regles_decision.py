"""What a decision must say beside the recommendation, and what nobody may lift; what stands in the way of closing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from evaluator.dossier.actes import Convention, Decision
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import NON_RENSEIGNEE, Reponse, Reponses
from evaluator.evaluation import cloture, decision
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.load import Referentiel

Cas = tuple[Referentiel, Evaluation]
JOUR = date(2024, 5, 3)


def cas(dossiers: Path, nom: str, changees: Mapping[str, Reponse] | None = None) -> Cas:
    """An example's constat, some answers changed."""
    lu = Dossier.ouvrir(dossiers / f"{nom}.agls")
    reponses = {**lu.reponses("constat").par_question, **(changees or {})}
    return lu.referentiel, evaluer(lu.referentiel, Reponses("constat", reponses))


@pytest.fixture
def sorbier(dossiers_exemples: Path) -> Cas:
    """86 dwellings, 2024: 16 726 € recommended, a ceiling of 20 400 € (`docs/exemple-calcule.md`)."""
    return cas(dossiers_exemples, "pre-sorbier")


def refus(de: Cas, montant: int, **champs: object) -> str:
    prise = replace(Decision(montant, "Anne Roy", "cheffe de service", JOUR), **champs)  # type: ignore[arg-type]
    return "\n".join(decision.controler(*de, prise))


def test_what_was_recommended_is_kept_beside(sorbier: Cas) -> None:
    conseil = decision.recommandation(sorbier[1], 152, "e" * 64)
    assert (conseil.montant, conseil.montant_min, conseil.montant_max, conseil.plafond) == (16726, 16726, 16726, 20400)
    assert (conseil.avis, conseil.evenements, conseil.empreinte) == ("favorable", 152, "e" * 64)


def test_the_recommended_amount_needs_no_reason_another_does(sorbier: Cas) -> None:
    assert refus(sorbier, 16726) == ""
    assert "motif écrit" in refus(sorbier, 16725)
    assert "16\u202f726\u00a0€" in refus(sorbier, 0)
    assert refus(sorbier, 16725, motif="  ") != ""
    assert refus(sorbier, 16725, motif="crédits limités") == ""
    assert refus(sorbier, 20400, motif="x") == ""


def test_nobody_lifts_a_ceiling_below_200_dwellings(sorbier: Cas) -> None:
    dit = refus(sorbier, 20401, motif="x", derogation="y")
    assert "dépasse le plafond de cette résidence (86 logements), 20\u202f400\u00a0€ (C-IV-c-plafonds)" in dit
    assert "à partir de 200 logements (C-IV-c-20), et il y en a 86" in dit


# 25 000 € from 200 dwellings on, 20 % more at most: 25 000 × 1,2 = 30 000 € (C-IV-c-20).
@pytest.mark.parametrize(
    ("logements", "montant", "derogation", "mot"),
    [
        (200, 25000, None, ""),
        (200, 25001, None, "son propre motif écrit (C-IV-c-20)"),
        (200, 25001, "  ", "son propre motif écrit"),
        (200, 30000, "publics très fragiles", ""),
        (200, 30001, "publics très fragiles", "s’arrête à 20\u202f% de plus, soit 30\u202f000\u00a0€ (C-IV-c-20)"),
        (199, 25001, "publics très fragiles", "il y en a 199"),
    ],
)
def test_a_derogation_has_its_size_its_reason_and_its_limit(
    dossiers_exemples: Path, logements: int, montant: int, derogation: str | None, mot: str
) -> None:
    de = cas(dossiers_exemples, "pre-sorbier", {"nb_logements": Reponse("renseignee", logements)})
    dit = refus(de, montant, motif="x", derogation=derogation)
    assert (mot in dit) if mot else (dit == "")


def test_past_the_ceiling_the_person_is_told_what_the_tool_does_not_see(dossiers_exemples: Path) -> None:
    # Pré-Sorbier at 214 dwellings: not requested; need 235/336 ≥ 0,50 and actions carried out 4/5 ≥ 0,50 both hold.
    grand = {"nb_logements": Reponse("renseignee", 214)}
    _, evaluation = cas(dossiers_exemples, "pre-sorbier", grand)
    prise = Decision(26000, "Anne Roy", "cheffe de service", JOUR, "x", "publics très fragiles")
    assert decision.reserves(evaluation, prise) == ("le dossier ne demande pas de dépassement du plafond",)
    # Six households with an uncovered need, six vulnerable: need (6/84 ÷ 0,8 + 6/84 ÷ 0,5) ÷ 2 = 0,116 < 0,50.
    peu = {nom: Reponse("renseignee", 6, "document") for nom in ("menages_vulnerables", "menages_besoins_non_couverts")}
    demande = {"derogation_demandee": Reponse("renseignee", True)}
    _, evaluation = cas(dossiers_exemples, "pre-sorbier", grand | peu | demande)
    (dit,) = decision.reserves(evaluation, prise)
    assert "score du besoin d’au moins 0,50" in dit
    assert decision.reserves(evaluation, replace(prise, montant=25000, derogation=None)) == ()


def test_an_unknown_size_has_the_highest_ceiling_and_no_derogation(dossiers_exemples: Path) -> None:
    de = cas(dossiers_exemples, "pre-sorbier", {"nb_logements": NON_RENSEIGNEE})
    assert "aucun montant" in refus(de, 25000)
    assert refus(de, 25000, motif="x") == ""
    assert "n’est pas renseigné" in refus(de, 25001, motif="x", derogation="y")


def test_without_a_known_ceiling_any_amount_with_a_reason(dossiers_exemples: Path) -> None:
    mirette = cas(dossiers_exemples, "puits-mirette", {"conseil_concertation": Reponse("ne_sait_pas")})  # 2026, no lump sum
    sans_annee = cas(dossiers_exemples, "pre-sorbier", {"exercice": NON_RENSEIGNEE})
    for de in (mirette, sans_annee):
        assert "aucun montant" in refus(de, 90000)
        assert refus(de, 90000, motif="forfait notifié") == ""


def test_irrecevable_means_nothing_but_zero(dossiers_exemples: Path) -> None:
    de = cas(dossiers_exemples, "pre-sorbier", {"type_structure": Reponse("renseignee", "pension_de_famille")})
    assert "seul un montant de 0\u00a0€" in refus(de, 1, motif="x")
    assert "C-IV-b-pf" in refus(de, 1, motif="x")
    assert refus(de, 0) == ""


@pytest.mark.parametrize(
    ("champs", "mot"),
    [
        ({"montant": -1}, "entier"),
        ({"montant": True}, "entier"),
        ({"nom": " "}, "nom de la personne"),
        ({"fonction": ""}, "fonction de la personne"),
        ({"date": date(1024, 5, 3)}, "date de la décision"),
        ({"date_notification": date(2024, 5, 2)}, "ne peut pas précéder la décision (03/05/2024)"),
        ({"convention": Convention("objectifs", date(2024, 1, 1), date(2023, 12, 31))}, "avant de commencer (01/01/2024)"),
        ({"convention": Convention("financiere", date(9999, 1, 1))}, "début de la convention"),
    ],
)
def test_nonsense_is_refused(sorbier: Cas, champs: dict[str, object], mot: str) -> None:
    prise = replace(Decision(16726, "Anne Roy", "cheffe de service", JOUR), **champs)  # type: ignore[arg-type]
    assert mot in "\n".join(decision.controler(*sorbier, prise))


def test_a_decision_rests_on_the_constat(dossiers_exemples: Path) -> None:
    lu = Dossier.ouvrir(dossiers_exemples / "pre-sorbier.agls")
    auto = evaluer(lu.referentiel, lu.reponses("auto_evaluation"))
    communes = {
        q: r for q, r in lu.reponses("constat").par_question.items() if lu.referentiel.questionnaire.questions[q].commun
    }
    vide = evaluer(lu.referentiel, Reponses("constat", communes))
    assert "se prend sur le constat" in refus((lu.referentiel, auto), 0, motif="x")
    assert "ne porte aucune réponse" in refus((lu.referentiel, vide), 0, motif="x")


def test_what_stands_in_the_way_of_closing(sorbier: Cas, dossiers_exemples: Path) -> None:
    assert cloture.controler(sorbier[1], 0, True, None) == ()
    assert cloture.controler(sorbier[1], 0, False, "demande retirée") == ()
    assert "pour clore sans décision" in cloture.controler(sorbier[1], 0, False, "  ")[0]
    assert cloture.controler(sorbier[1], 2, True, None)[0].startswith("2 conflits restent ouverts")
    _, faux = cas(dossiers_exemples, "pre-sorbier", {"menages_vulnerables": Reponse("renseignee", 5000)})
    assert [c for c in faux.controles if c.gravite == "bloquant"]
    assert cloture.controler(faux, 0, True, "x")[0].startswith("contradiction à lever")
