"""Every question, at every width: nothing overflows, nothing essential is missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import QuestionNiveau, QuestionTableau
from evaluator.ui import keys
from evaluator.ui.session import Session
from evaluator.ui.texte.aide import aide_en_lignes, touches_en_lignes
from evaluator.ui.texte.cellules import Fiche
from evaluator.ui.texte.lignes import Ligne, brut, largeur, tout
from evaluator.ui.texte.manquants import manquants
from evaluator.ui.texte.plan import Plan
from evaluator.ui.texte.question import question_en_lignes
from evaluator.ui.texte.resultats import resultats_en_entrees
from evaluator.ui.texte.scores import panneau

LARGEURS = (46, 58, 79, 110)


@pytest.fixture(scope="module")
def sessions(dossiers_exemples: Path) -> list[Session]:
    """The example dossiers, both volets."""
    lues = []
    for chemin in sorted(dossiers_exemples.glob("*.agls")):
        dossier = Dossier.ouvrir(chemin)
        lues += [Session(dossier, "auto_evaluation"), Session(dossier, "constat")]
    return lues


def tient(lignes: Iterable[Ligne], cellules: int) -> None:
    trop = [brut(ligne) for ligne in lignes if largeur(ligne) > cellules]
    assert not trop, trop


@pytest.mark.parametrize("cellules", LARGEURS)
def test_every_question_fits_answered_or_not(sessions: list[Session], session: Session, cellules: int) -> None:
    for s in (*sessions[:2], session):
        for ident in s.parcours.questions:
            s.courante = ident
            lignes = question_en_lignes(s, cellules, aides_options=True)
            tient(lignes, cellules)
            assert s.parcours.numeros[ident] in brut(lignes[0])


@pytest.mark.parametrize("cellules", LARGEURS)
def test_results_plan_and_panel_fit(sessions: list[Session], cellules: int) -> None:
    for s in sessions:
        referentiel = s.dossier.referentiel
        tient([ligne for _, ligne in resultats_en_entrees(s.evaluation, referentiel, cellules)], cellules)
        tient(panneau(s.evaluation, referentiel.grille, cellules), cellules)
        plan = Plan(s, cellules)
        tient((plan[i] for i in range(len(plan))), cellules)


@pytest.mark.parametrize("cellules", LARGEURS)
def test_help_and_cells_fit(referentiel: Referentiel, cellules: int) -> None:
    for question in referentiel.questionnaire.questions.values():
        tient(aide_en_lignes(question, referentiel.textes, cellules), cellules)
        if isinstance(question, QuestionTableau):
            for champ in range(len(question.colonnes)):
                for saisie in (False, True):
                    haut, sous = Fiche(question, {}, 0, 1, champ).lignes(cellules, 12, saisie=saisie)
                    tient([ligne for _, ligne in (*haut, *sous)], cellules)
    tient(touches_en_lignes(keys.EVALUATION, cellules), cellules)


def test_a_level_shows_its_four_anchors_with_their_keys(session: Session) -> None:
    niveau = next(q for q in session.parcours.questionnaire.questions.values() if isinstance(q, QuestionNiveau))
    session.courante = niveau.id
    vu = tout(question_en_lignes(session, 200, aides_options=False))
    for rang, ancre in enumerate(niveau.niveaux):
        assert f"  {rang} ( ) {ancre}" in vu


def test_help_quotes_the_clauses(referentiel: Referentiel) -> None:
    question = referentiel.questionnaire.questions["nb_logements"]
    vu = " ".join(tout(aide_en_lignes(question, referentiel.textes, 200)).split())
    for clause in question.clauses:
        assert " ".join(referentiel.textes[clause].texte.split()) in vu
    assert question.pieces_attendues[0] in vu


def test_a_capped_level_and_the_declared_value_are_said(session: Session) -> None:
    niveau = next(q for q in session.parcours.questionnaire.questions.values() if isinstance(q, QuestionNiveau) and not q.si)
    session.courante = niveau.id
    session.repondre(2)
    session.changer_volet()
    session.courante = niveau.id
    avant = tout(question_en_lignes(session, 100, aides_options=False))
    assert "Déclaré" in avant
    assert "a pour la reprendre" in avant
    assert session.reponse().etat == "non_renseignee"
    session.repondre(3)
    apres = tout(question_en_lignes(session, 100, aides_options=False))
    assert "plafonné à 1" in apres
    assert "≠ niveau 2" in apres
    assert "· modifié" in " ".join(apres.split())
    assert any(m.question == niveau.id and "plafonnés" in m.rubrique for m in manquants(session))


def test_results_name_the_capped_levels_that_a_score_reads(session: Session) -> None:
    session.changer_volet()
    notees = session.parcours.questionnaire.notees
    sans_score = next(
        q for q in session.parcours.questionnaire.questions.values() if isinstance(q, QuestionNiveau) and q.id not in notees
    )
    session.courante = sans_score.id
    session.repondre(3)
    assert session.evaluation.plafonnees == (sans_score.id,)  # its answer is marked
    assert "Plafonnés à 1" not in tout(
        [x for _, x in resultats_en_entrees(session.evaluation, session.dossier.referentiel, 200)]
    )
    session.courante = "protocole_impayes"
    session.repondre(2)
    lignes = [x for _, x in resultats_en_entrees(session.evaluation, session.dossier.referentiel, 200)]
    assert sum("Plafonnés à 1" in brut(x) for x in lignes) == 1
    assert session.parcours.questionnaire.questions["protocole_impayes"].etiquette in tout(lignes)


def test_a_hidden_question_is_counted_with_its_reason(session: Session) -> None:
    session.courante = "type_demande"
    session.repondre("premiere")
    assert "agls_n1_accordee" not in session.visibles
    plan = Plan(session, 80)
    assert any("masquée" in brut(plan[i]) for i in range(len(plan)))
    session.courante = "agls_n1_accordee"
    vu = tout(question_en_lignes(session, 100, aides_options=False))
    assert "masquée par" in vu
    assert "à répondre" not in vu
    assert "gardée" not in vu  # nothing was answered there


def test_results_name_the_grid_the_terms_and_the_thirteen_indicators(sessions: list[Session]) -> None:
    s = sessions[0]
    vu = tout([ligne for _, ligne in resultats_en_entrees(s.evaluation, s.dossier.referentiel, 100)])
    assert "Grille par défaut de l’outil, non adoptée par un service" in vu
    assert all(i.id in vu for i in s.evaluation.indicateurs)
    assert "Les 13 indicateurs" in vu
    assert "Ce qui borne" in vu
    for terme in ("Plafond", "Coût net", "demandé"):
        assert terme in vu


def test_from_2025_on_the_figure_is_apart_and_indicative(session: Session) -> None:
    for ident, valeur in (("exercice", 2025), ("nb_logements", 86), ("type_structure", "residence_sociale")):
        session.courante = ident
        session.repondre(valeur)
    vu = tout([ligne for _, ligne in resultats_en_entrees(session.evaluation, session.dossier.referentiel, 200)])
    assert "circulaire du 9 mai 2025" in vu
    assert "aucun montant proposé" in vu
    assert "indicatif, jamais un montant de convention" in vu
    assert vu.index("aucun montant proposé") < vu.index("À titre indicatif")


def test_hostile_text_is_shown_as_text(session: Session) -> None:
    session.courante = "residence_nom"
    session.dossier.repondre("residence_nom", "auto_evaluation", Reponse("renseignee", "[b]x[/b] {{7*7}} \u202ex"))
    vu = tout(question_en_lignes(session, 79, aides_options=False))
    assert "[b]x[/b] {{7*7}}" in vu
    assert "\u202e" not in vu
