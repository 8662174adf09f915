"""Dossiers that are not plain: nothing known, irrecevable, undecided, from 2025 on, past the ceiling, a broken chain."""

from __future__ import annotations

from pathlib import Path

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.questionnaire.load import Referentiel, charger
from tests.report.conftest import Fabrique, Rapport, rapporter

LIGNE = "Grille par défaut de l’outil, non adoptée par un service\u00a0: montant de simulation"


def test_an_empty_dossier_says_that_nothing_is_known(fabriquer: Fabrique) -> None:
    r = fabriquer({}, volet="auto_evaluation")
    for texte in (r.html, r.md):
        assert "Auto-évaluation" in texte
        assert "indéterminé" in texte
        assert "aucun montant proposé" in texte
        assert "Exercice non renseigné" in texte
        assert "questions sans réponse" in texte


def test_irrecevable_is_zero_euro_with_the_clause_quoted(fabriquer: Fabrique) -> None:
    r = fabriquer({"type_structure": "pension_de_famille", "nb_logements": 30, "exercice": 2024, "type_demande": "premiere"})
    for texte in (r.html, r.md):
        assert "irrecevable" in texte
        assert "0\u00a0€" in texte
        assert "plafonné à 16\u00a0€ par jour et par place non cumulable" in texte
        assert "Irrecevabilité" in texte


def test_an_interval_is_shown_where_answers_are_missing(fabriquer: Fabrique) -> None:
    r = fabriquer({"type_structure": "residence_sociale", "nb_logements": 86, "exercice": 2024, "montant_demande": 20400})
    for texte in (r.html, r.md):
        assert "de 0\u00a0€ à 20\u202f400\u00a0€" in texte
        assert "les réponses qui manquent" in texte


def test_from_2025_on_the_2013_figure_is_only_indicative(rapports: list[Rapport]) -> None:
    tardifs = [r for r in rapports if r.evaluation.exercice and r.evaluation.exercice >= 2025]
    assert tardifs
    for r in tardifs:
        assert r.evaluation.modulation.indicatif
        for texte in (r.html, r.md):
            assert "circulaire du 9 mai 2025" in texte
            assert "Ce n’est pas le montant d’une convention" in texte
            assert "aucun montant proposé" in texte


def test_a_lump_sum_filled_in_by_the_service(fabriquer: Fabrique, tmp_path: Path) -> None:
    grille = tmp_path / "locale.yaml"
    grille.write_text(
        'id: essai\nversion: "1.0.0"\ntitre: "Grille d’essai"\nbase: defaut\n'
        'forfait: {par_logement: 300, reference: "note <b>locale</b>"}\npoids_axes: {A1: 4}\n',
        encoding="utf-8",
    )
    faits = {"type_structure": "residence_sociale", "nb_logements": 10, "exercice": 2026, "type_demande": "premiere"}
    r = fabriquer(faits, sous=charger(grille=grille))
    for texte in (r.html, r.md):
        assert "Forfait renseigné par le service" in texte
        assert "Grille locale non adoptée par un service" in texte
        assert "paramètre local" in texte
        assert "<b>locale" not in texte
    assert 'data-ecart="poids_axes.A1"' in r.html
    assert " | 5 | 4" in r.md
    assert "poids_axes" not in r.md  # a label, never the path


def test_the_derogation_shows_its_conditions(rapports: list[Rapport]) -> None:
    grands = [r for r in rapports if r.evaluation.modulation.derogation.demandee]
    assert grands
    for r in grands:
        for texte in (r.html, r.md):
            assert "Dépassement exceptionnel du plafond" in texte
            assert "À titre exceptionnel, pour des établissements d’au moins 200\u00a0logements" in texte
    petits = [r for r in rapports if not r.evaluation.modulation.derogation.demandee]
    assert all("Conditions du dépassement" not in r.html for r in petits)


def test_a_capped_level_and_a_reason_are_said(fabriquer: Fabrique) -> None:
    r = fabriquer(
        {
            "protocole_impayes": Reponse("renseignee", 3, "declaratif"),
            "mesures_mobilisees": Reponse("sans_objet", motif="aucun besoin relevé"),
            "taux_reservation": Reponse("ne_sait_pas"),
        }
    )
    for texte in (r.html, r.md):
        assert "plafonné à 1" in texte
        assert "aucun besoin relevé" in texte
        assert "ne sait pas" in texte


def test_the_line_of_a_grid_nobody_adopted(rapports: list[Rapport]) -> None:
    for r in rapports:
        assert r.html.count(LIGNE) >= 2
        assert r.md.count(LIGNE) >= 2
        assert "L’outil propose, une personne nommée décide" in r.html
        assert "L. 311-3-1 et R. 311-3-1-1" in r.md


def test_an_adopted_grid_names_who_adopted_it(fabriquer: Fabrique, tmp_path: Path) -> None:
    grille = tmp_path / "adoptee.yaml"
    grille.write_text(
        'id: dep\nversion: "1.0.0"\ntitre: "Grille du département"\nbase: defaut\n'
        'adoptee_par: "DDETS"\nadoptee_le: "2024-03-01"\nreference: "arrêté 12"\n',
        encoding="utf-8",
    )
    r = fabriquer({"exercice": 2024}, sous=charger(grille=grille))
    for texte in (r.html, r.md):
        assert "non adoptée" not in texte
        assert "adoptée par DDETS le 1er mars 2024 (arrêté 12)" in texte


def test_a_broken_chain_is_said(tmp_path: Path, referentiel: Referentiel) -> None:
    chemin = tmp_path / "rompu.agls"
    with Dossier.creer(chemin, referentiel) as dossier:
        dossier.repondre("nb_logements", "constat", Reponse("renseignee", 80))
        dossier.repondre("nb_places", "constat", Reponse("renseignee", 90))
    lignes = chemin.read_bytes().split(b"\n")
    chemin.write_bytes(b"\n".join([lignes[0], lignes[1].replace(b"80", b"81"), *lignes[2:]]))
    r = rapporter(Dossier.ouvrir(chemin), "constat", tmp_path)
    assert "Le journal de ce dossier n’est pas intact" in r.html
    assert "Le journal de ce dossier n’est pas intact" in r.md


def test_what_is_only_possible_is_not_said_as_a_fact(fabriquer: Fabrique) -> None:
    r = fabriquer({"exercice": 2024})
    assert r.evaluation.recevabilite.statut == "indeterminee"
    for texte in (r.html, r.md):
        assert "l’une de ces exclusions peut jouer" in texte
        possibles = [v for v in r.evaluation.vigilances if v.statut == "possible"]
        assert texte.count("À vérifier, si les réponses qui manquent le confirment") == len(possibles) > 0
    assert "<h1>essai.agls</h1>" in r.html


def test_the_derogation_is_written_out_and_its_ceiling_found_again(rapports: list[Rapport]) -> None:
    prises = [r for r in rapports if r.evaluation.modulation.derogation.prise]
    assert prises
    for r in prises:
        assert "25\u202f000\u00a0€ × (1 + 12\u202f%) = 28\u202f000\u00a0€" in r.html


def test_without_an_amount_no_term_reads_as_one(rapports: list[Rapport], fabriquer: Fabrique) -> None:
    tardifs = [r for r in rapports if r.evaluation.modulation.montants.montant_min is None]
    for r in [*tardifs, fabriquer({})]:
        for texte in (r.html, r.md):
            assert "Les termes connus (sans forfait ni plafond applicable, aucun n’est le montant)" in texte
            assert "le plus petit borne" not in texte


def test_the_mention_names_the_cada_and_the_part_of_the_tool(rapports: list[Rapport]) -> None:
    for r in rapports:
        for texte in (r.html, r.md):
            assert "Commission d’accès aux documents administratifs (CADA)" in texte
            assert "Part du traitement dans la décision" in texte


def test_what_is_possible_quotes_each_clause_once(fabriquer: Fabrique) -> None:
    r = fabriquer({"exercice": 2024})
    cite = "les pensions de famille, bien qu’étant juridiquement un sous-ensemble des résidences sociales"
    assert r.html.count(cite) == 1
    assert r.html.count("Déjà cité plus haut") == r.md.count("Déjà cité plus haut") > 0
