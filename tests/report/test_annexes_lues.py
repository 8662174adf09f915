"""What a careful reader finds in the annexes and in the sheet: words that bind no one by mistake, lines to fill."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from evaluator.dossier.actes import Convention, Decision, Recommandation
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Annotation, Reponse
from evaluator.errors import WrongUse
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Volet
from evaluator.report.context import contexte
from evaluator.report.document import Document
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer
from tests.report.test_modeles import visible

FINANCIERE, OBJECTIFS, FICHE = "annexe_convention_financiere", "annexe_convention_objectifs", "fiche_synthetique"
SERVICE = Auteur.lire("Anne Martin, inspectrice, DDETS")
PRISE = Decision(16_726, "Anne Roy", "cheffe de service", date(2024, 9, 2))
SIMULATION = "non adoptée par un service\u00a0: montant de simulation"
ACCORDE = "le montant proposé était une simulation\u202f; le montant accordé est celui de la décision."


@pytest.fixture
def sorbier(dossiers_exemples: Path, tmp_path: Path) -> Iterator[Dossier]:
    copie = shutil.copy(dossiers_exemples / "pre-sorbier.agls", tmp_path / "sorbier.agls")
    with Dossier.ouvrir(copie, ecriture=True, auteur=SERVICE) as dossier:
        yield dossier


def _decider(dossier: Dossier, prise: Decision = PRISE) -> None:
    r = Recommandation("favorable", *(16_726,) * 3, 20_400, dossier.evenements, dossier.empreinte)
    dossier.decider(replace(prise, recommandation=r))


def _composer(dossier: Dossier, modele: str, volet: Volet = "constat") -> Document:
    return composer(dossier, evaluer(dossier.referentiel, dossier.reponses(volet)), MODELES[modele])


def _lire(dossier: Dossier, modele: str, *sections: str, volet: Volet = "constat") -> str:
    """What a reader sees of some sections of a kind, or of all."""
    ecrites = _composer(dossier, modele, volet).sections
    return " ".join(visible(ecrites[s]) for s in sections or ecrites)


def _repondre(dossier: Dossier, question: str, valeur: object) -> None:
    dossier.repondre(question, "constat", Reponse("renseignee", valeur, "document"))  # type: ignore[arg-type]


# — what an action counts as ———————————————————————————————————————————————————————————————————————————————


def test_an_action_that_does_not_count_is_not_said_to_be_done(tmp_path: Path, referentiel: Referentiel) -> None:
    actions = (
        {"mission": "gls1", "prevue": True, "objectif": "Tous", "realisee": True, "preuve": "document"},
        {"mission": "gls2", "prevue": True, "objectif": "Tous", "realisee": True, "preuve": "aucune"},
        {"mission": "gls3", "prevue": True, "objectif": "aucun", "realisee": False},
        {"mission": "gls4"},
    )  # fmt: skip
    with Dossier.creer(tmp_path / "essai.agls", referentiel, auteur=SERVICE) as dossier:
        _repondre(dossier, "exercice", 2024)
        _repondre(dossier, "actions", actions)
        bloc = contexte(dossier, evaluer(referentiel, dossier.reponses("constat")), date(2024, 9, 2))["missions"]
    etats = [m["actions"][0][2:] for m in bloc["missions"]]  # type: ignore[index,call-overload,union-attr]
    assert etats == [
        ["Tous", "au projet social\u202f; réalisée en 2023"],
        ["Tous", "au projet social\u202f; dite réalisée en 2023, sans preuve\u00a0: non retenue"],
        [
            "aucun objectif écrit",
            "dite au projet social, sans objectif\u00a0: non retenue comme prévue\u202f; non réalisée en 2023",
        ],
        ["non connu", "inscription non connue\u202f; réalisation non connue"],
    ]


# — the reasons of a decision ——————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("modele", "section"), [("evaluation", "decision"), ("motivation", "decision"), (FINANCIERE, "montant_accorde")]
)
def test_reasons_that_are_not_recorded_are_left_to_the_person_who_decides(
    sorbier: Dossier, modele: str, section: str
) -> None:
    _decider(sorbier)
    lu = visible(_composer(sorbier, modele).sections[section])
    jour = sorbier.dernier_instant.date().year
    assert "non enregistrés dans le dossier, à compléter avant signature, ou\u00a0: ceux du rapport d’évaluation du " in lu
    assert f"{jour} (score global 0,7190, taux 81,99\u202f% du plafond), si la personne qui décide les fait siens" in lu
    assert "Motifs de la personne qui décide" in lu
    assert "que l’outil propose, une" not in lu
    assert "aucun\u00a0: le montant" not in lu


def test_the_report_gives_no_reason_for_another_amount_nor_once_an_answer_changed(sorbier: Dossier) -> None:
    _decider(sorbier, replace(PRISE, montant=15_000, motif="Enveloppe réduite."))
    lu = _lire(sorbier, "motivation", "decision")
    assert "Enveloppe réduite." in lu
    assert "à compléter avant signature" not in lu
    _decider(sorbier)
    _repondre(sorbier, "menages_vulnerables", 50)
    lu = _lire(sorbier, "motivation", "decision")
    assert "à compléter avant signature" in lu
    assert "score global" not in lu


def test_what_is_not_decided_is_said(sorbier: Dossier) -> None:
    _decider(sorbier)
    lu = _lire(sorbier, "motivation", "decision")
    assert lu.count("non décidé\u00a0: la décision porte sur le montant") == 2  # the opinion, the ceiling


# — the annex to the decision ——————————————————————————————————————————————————————————————————————————————


def test_the_purpose_and_the_right_to_the_rules_stand_first_and_last(sorbier: Dossier) -> None:
    fondement, contester = _lire(sorbier, "motivation", "fondement"), _lire(sorbier, "motivation", "contester")
    assert "Sa finalité est de proposer, d’après le questionnaire de l’annexe I, un avis et un montant d’AGLS." in fondement
    for lu in (fondement, contester):
        assert "sur demande au service qui décide, la communication des règles" in lu
        assert "[service, adresse, courriel]" in lu


def test_an_observation_is_no_appeal_and_no_delay_is_invented(sorbier: Dossier) -> None:
    lu = _lire(sorbier, "motivation", "contester")
    assert "après la décision ne la change pas, n’est pas un recours et ne prolonge aucun délai" in lu
    for ligne in ("Autorité à saisir", "Délai à compter de la notification"):
        assert ligne in lu
    assert "mois" not in lu


# — the annex to the convention d’objectifs ————————————————————————————————————————————————————————————————


def test_a_convention_that_runs_is_said_and_years_are_left_blank(sorbier: Dossier) -> None:
    question = "Une convention d’objectifs est en cours jusqu’au 31 décembre 2025\u00a0: préciser si cette annexe la modifie"
    assert question in _lire(sorbier, OBJECTIFS, "parties")
    suivi = _lire(sorbier, OBJECTIFS, "suivi")
    assert "Année 1 (____)" in suivi
    assert "NOR ATDI2513740C" in suivi  # 2024 and two years
    _decider(sorbier, replace(PRISE, convention=Convention("objectifs", date(2023, 1, 1), date(2025, 12, 31))))
    assert question not in _lire(sorbier, OBJECTIFS, "parties")  # the annex is to that very one
    assert "Année 3 (2025)" in _lire(sorbier, OBJECTIFS, "suivi")


def test_the_regime_of_2025_is_not_said_of_earlier_years(sorbier: Dossier) -> None:
    _decider(sorbier, replace(PRISE, convention=Convention("objectifs", date(2022, 1, 1), date(2024, 12, 31))))
    suivi = _lire(sorbier, OBJECTIFS, "suivi")
    assert "Année 3 (2024)" in suivi
    assert "2025" not in suivi


def test_objectives_of_last_year_that_were_not_reached_are_taken_up(sorbier: Dossier) -> None:
    lignes = (
        {"indicateur": "Enquête", "cible": "40 réponses", "realise": "12 réponses", "atteint": False},
        {"indicateur": "Permanences", "cible": "40", "realise": "44", "atteint": True},
        {"indicateur": "Atelier", "atteint": False},
    )
    _repondre(sorbier, "objectifs_n1", lignes)
    lu = _lire(sorbier, OBJECTIFS, "objectifs")
    assert "À reprendre de 2023" in lu
    assert "Enquête (cible\u00a0: 40 réponses\u202f; réalisé\u00a0: 12 réponses)" in lu
    assert "Atelier" in lu
    assert "Permanences" not in lu


# — the annex to the yearly convention —————————————————————————————————————————————————————————————————————


def test_what_paid_for_what_and_why_the_service_differs(sorbier: Dossier) -> None:
    depenses = (
        {"poste": "personnel_gls", "libelle": "Temps de GLS", "montant": 12_345},
        {"poste": "siege", "libelle": "Quote-part", "montant": 55},
    )
    motif = "Le mobilier n’est pas retenu."
    sorbier.repondre("depenses_agls", "constat", Reponse("renseignee", depenses, "document", motif))
    sorbier.repondre_tout("constat", {}, {"compte_rendu_financier": Annotation("Remis à temps.", "partagee")})
    sorbier.repondre_tout("constat", {}, {"agls_n1_consommee": Annotation("INTERNE", "interne")})
    _decider(sorbier)
    lu = _lire(sorbier, FINANCIERE, "credits_n1")
    for dit in ("Personnel de GLS", "12\u202f345\u00a0€", "Frais de siège", "12\u202f400\u00a0€", motif, "Remis à temps."):
        assert dit in lu
    assert "INTERNE" not in lu


def test_the_financing_is_that_of_the_constat_and_the_aid_is_not_said_to_be_asked_for(sorbier: Dossier) -> None:
    _decider(sorbier)
    lu = _lire(sorbier, FINANCIERE, "financements")
    assert "Financements relevés par le service" in lu
    assert "demandée 19\u202f800\u00a0€, accordée 16\u202f726\u00a0€" in lu
    assert "déclarés" not in lu


def test_the_lines_that_a_yearly_convention_needs(sorbier: Dossier) -> None:
    _decider(sorbier)
    lu = _lire(sorbier, FINANCIERE)
    for ligne in (
        "Montant en toutes lettres",
        "Période couverte",
        "Signataire pour l’État, par délégation (arrêté n°)",
        "En cours, jusqu’au 31 décembre 2025",
        "engagent les parties",
    ):
        assert ligne in lu
    assert "après la fin de l’exercice" not in lu
    _decider(sorbier, replace(PRISE, date=date(2025, 1, 1)))
    assert "Décision prise après la fin de l’exercice 2024\u00a0: vérifier l’engagement des crédits." in _lire(
        sorbier, FINANCIERE
    )


# — status —————————————————————————————————————————————————————————————————————————————————————————————————

BANDES = {
    "motivation": "Annexe à la décision du 2 septembre 2024",
    FINANCIERE: "Annexe à la convention financière, à signer",
    OBJECTIFS: "Annexe à la convention d’objectifs, à signer",
    FICHE: "Décision du 2 septembre 2024",
}


def test_a_document_says_its_status_once_decided_and_until_an_answer_changes(sorbier: Dossier) -> None:
    _decider(sorbier)
    for modele, bande in BANDES.items():
        document = _composer(sorbier, modele)
        assert document.bande == bande
        lu = visible(next(iter(document.sections.values())))
        assert ACCORDE in lu
        assert SIMULATION not in lu
    _repondre(sorbier, "menages_vulnerables", 50)
    for modele in BANDES.keys() - {FINANCIERE}:
        document = _composer(sorbier, modele)
        assert document.bande == "Constat du service — projet"
        assert SIMULATION in visible(next(iter(document.sections.values())))


def test_the_sheet_says_who_may_publish_it_and_when(sorbier: Dossier) -> None:
    travail, sien = "préparatoire à une décision\u00a0: à ne pas publier", "à publier avec son seul accord"
    lu = _lire(sorbier, FICHE)
    assert travail in lu
    assert sien not in lu
    lu = _lire(sorbier, FICHE, volet="auto_evaluation")
    assert sien in lu
    assert travail not in lu
    _decider(sorbier)
    lu = _lire(sorbier, FICHE)
    assert travail not in lu
    assert sien not in lu
    _repondre(sorbier, "menages_vulnerables", 50)
    assert travail in _lire(sorbier, FICHE)


@pytest.mark.parametrize("modele", [OBJECTIFS, "motivation"])
def test_a_kind_about_the_constat_refuses_an_empty_one(tmp_path: Path, referentiel: Referentiel, modele: str) -> None:
    with Dossier.creer(tmp_path / "essai.agls", referentiel, auteur=SERVICE) as dossier:
        dossier.repondre("menages_vulnerables", "auto_evaluation", Reponse("renseignee", 3))
        with pytest.raises(WrongUse, match="constat du service ne contient encore aucune réponse"):
            _composer(dossier, modele)
        assert _composer(dossier, "grille_de_visite").sections
        _repondre(dossier, "menages_vulnerables", 3)
        assert _composer(dossier, modele).sections


def test_the_table_of_hashes_is_in_the_evaluation_alone_and_the_journal_in_each(sorbier: Dossier) -> None:
    _decider(sorbier)
    for modele in (OBJECTIFS, FINANCIERE, "motivation"):
        lu = _lire(sorbier, modele)
        assert sorbier.empreinte in lu
        assert sorbier.referentiel.grille.empreinte not in lu
    assert sorbier.referentiel.grille.empreinte in _lire(sorbier, "evaluation", "empreintes")
