"""A sitting without a terminal: writing, undoing, taking over, moving."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.errors import AglsError
from evaluator.ui.parcours import Parcours
from evaluator.ui.session import Session


def test_an_answer_is_on_disk_and_evaluated(session: Session) -> None:
    session.courante = "nb_logements"
    session.repondre(86)
    assert session.dossier.enregistre_a is not None
    assert session.evaluation.questions["nb_logements"].valeur == 86
    assert b'"nb_logements"' in session.dossier.chemin.read_bytes()


def test_undo_walks_back_through_the_session_by_new_events(session: Session) -> None:
    session.courante = "nb_logements"
    session.repondre(86)
    session.repondre(90)
    evenements = session.dossier.evenements
    assert session.annuler() == "nb_logements"
    assert session.reponse().valeur == 86
    assert session.annuler() == "nb_logements"
    assert session.reponse().etat == "non_renseignee"
    assert session.dossier.evenements == evenements + 2


def test_undo_never_touches_what_another_session_wrote(session: Session) -> None:
    session.courante = "nb_logements"
    session.repondre(86)
    session.repondre(90)
    neuve = Session(session.dossier, "auto_evaluation")
    neuve.courante = "nb_logements"
    assert neuve.annuler() is None
    assert neuve.reponse().valeur == 90


def test_a_source_given_before_the_answer_or_for_the_section_is_written_with_it(session: Session) -> None:
    session.courante = "nb_places"
    assert session.sourcer("document") is False
    session.repondre(100)
    assert session.reponse().source == "document"
    session.sources_defaut["identification"] = "entretien"
    session.courante = "nb_menages"
    session.repondre(80)
    assert session.reponse().source == "entretien"


def test_a_refused_answer_changes_nothing(session: Session) -> None:
    session.courante = "nb_logements"
    with pytest.raises(AglsError):
        session.sans_objet("pourquoi pas")
    assert session.reponse().etat == "non_renseignee"
    assert session.annuler() is None


def test_confirming_takes_the_value_with_its_own_source(session: Session) -> None:
    session.courante = "taux_occupation"
    session.dossier.repondre("taux_occupation", "auto_evaluation", session.reponse())
    session.repondre(Fraction(95))
    session.sourcer("declaratif")
    session.changer_volet()
    session.courante = "taux_occupation"
    assert "taux_occupation" in session.confirmables()
    session.confirmer(["taux_occupation"], "document")
    assert (session.reponse().valeur, session.reponse().source) == (95, "document")
    session.annuler()
    assert session.reponse().etat == "non_renseignee"


def test_in_a_visit_the_way_is_drawn_again_when_asked_never_at_an_answer(session: Session) -> None:
    """« pension de famille » makes the dossier irrecevable: nothing that is missing can change anything any more."""
    assert session.filtrer("utile")
    avant = session.chemin
    assert "type_structure" in avant
    session.courante = "type_structure"
    session.repondre("pension_de_famille")
    assert session.visite_perimee
    assert set(session.chemin) <= set(avant)
    session.retracer()
    assert not session.visite_perimee
    assert session.chemin == ["type_structure"]  # answered on the way: one can go back to it


def test_a_reason_outlives_another_value_and_changes_no_figure(session: Session) -> None:
    session.courante = "menages_vulnerables"
    session.repondre(40)
    session.changer_volet()
    session.repondre(30)
    assert session.ecart("menages_vulnerables")
    prix = session.comparaison.total
    session.motiver(" relevé sur pièces ")
    assert session.reponse().motif == "relevé sur pièces"
    assert session.comparaison.total is prix  # not made again
    assert session.comparaison.sans_motif == ()
    session.repondre(31)
    assert session.reponse().motif == "relevé sur pièces"
    session.motiver("")
    assert session.reponse().motif is None
    assert session.comparaison.sans_motif == ("menages_vulnerables",)


def test_next_unanswered_goes_round(session: Session) -> None:
    session.courante = session.visibles[-1]
    assert session.manquante(1)
    assert session.courante == session.visibles[0]
    assert session.manquante(-1)
    assert session.courante == session.visibles[-1]


def test_sections_and_ends(session: Session) -> None:
    session.courante = session.visibles[0]
    assert not session.aller(-1)
    assert session.partie(1)
    assert session.parcours.numeros[session.courante] == "2.1"
    assert session.bout(-1)
    assert session.partie(-1)
    assert session.parcours.numeros[session.courante] == "1.1"


def test_numbers_are_the_same_in_both_volets(dossier: Dossier) -> None:
    questionnaire = dossier.referentiel.questionnaire
    un, deux = (Parcours.de(questionnaire, dossier.questions(v)).numeros for v in ("auto_evaluation", "constat"))  # type: ignore[arg-type]
    assert un == deux


def test_search_by_number_words_and_accents(session: Session) -> None:
    parcours = session.parcours
    assert parcours.chercher("1.10")[0] == "type_structure"
    assert "nb_menages" in parcours.chercher("menages presents")
    assert parcours.chercher("zzzz") == []


def test_what_was_undone_can_be_done_again_until_something_else_is_answered(session: Session) -> None:
    session.courante = "nb_logements"
    session.repondre(86)
    session.repondre(90)
    evenements = session.dossier.evenements
    assert session.refaire() is None
    session.annuler()
    session.annuler()
    assert session.refaire() == "nb_logements"
    assert session.reponse().valeur == 86
    session.refaire()
    assert session.reponse().valeur == 90
    assert session.dossier.evenements == evenements + 4  # each is an event of the journal
    session.annuler()
    session.repondre(91)
    assert session.refaire() is None
    assert session.reponse().valeur == 91


def test_an_undo_that_the_disk_refuses_can_be_tried_again(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.courante = "nb_logements"
    session.repondre(86)

    def plein(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as panne:
        panne.setattr(session.dossier, "repondre", plein)
        with pytest.raises(OSError, match="No space"):
            session.annuler()
    assert session.reponse().valeur == 86
    assert session.annuler() == "nb_logements"
    assert session.reponse().etat == "non_renseignee"


def test_filters_follow_when_a_question_is_best_answered(session: Session) -> None:
    quand = {q: session.parcours.question(q).visite for q in session.visibles}
    for filtre in ("avant", "sur_place"):
        assert session.filtrer(filtre)
        assert session.chemin == [q for q in session.visibles if quand[q] == filtre]
        assert session.courante in session.chemin
    assert not session.filtrer("a_revoir")
    assert session.chemin == session.visibles
    session.revoir("nb_places")
    assert session.filtrer("a_revoir")
    assert session.chemin == ["nb_places"]
    assert session.filtrer("sur_place")
    assert "nb_places" in session.chemin  # marked: to be seen there too
    assert session.filtrer("apres")
    assert session.chemin == ["nb_places"]


def test_after_the_visit_what_it_leaves_to_finish(session: Session) -> None:
    session.courante = "menages_vulnerables"
    session.repondre(41)
    session.changer_volet()
    session.repondre(40)
    session.courante = "actions_publics"
    session.repondre(3)  # a level without a source counts as 1 in the constat
    assert session.filtrer("apres")
    assert set(session.chemin) == {"menages_vulnerables", "actions_publics", "derogation_motif"}
    session.sourcer("observation")
    session.motiver("compté sur place", "menages_vulnerables")
    assert session.filtrer("apres")
    assert session.chemin == ["derogation_motif"]  # the one question best answered after the visit


def test_the_next_marked_question_round_the_end(session: Session) -> None:
    session.courante = session.visibles[3]
    assert not session.marquee()
    session.revoir(session.visibles[1])
    session.revoir(session.visibles[5])
    assert session.marquee()
    assert session.courante == session.visibles[5]
    assert session.marquee()
    assert session.courante == session.visibles[1]


def test_a_note_changes_hands_by_an_event(session: Session) -> None:
    assert session.partager() is None
    session.noter("bail signé", "interne")
    assert session.partager() == "partagee"
    assert session.annotation().visibilite == "partagee"
    assert session.partager() == "interne"
    assert session.annotation().note == "bail signé"
