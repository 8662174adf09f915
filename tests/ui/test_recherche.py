"""Words are looked for in questions, answers, notes, pieces, and in what was declared."""

from __future__ import annotations

from msgspec.structs import replace

from evaluator.dossier.reponses import Piece
from evaluator.ui import keys
from evaluator.ui.recherche import Trouvee, chercher
from evaluator.ui.screens.commandes import offertes
from evaluator.ui.session import Session


def test_questions_first_then_where_else_the_words_are(session: Session) -> None:
    session.courante = "residence_nom"
    session.repondre("Les Glycines")
    session.courante = "nb_places"
    session.noter("voir le bail des glycines, page 3", "partagee")
    assert chercher(session, "GLYCINES") == [
        Trouvee("residence_nom", "réponse", "Les Glycines"),
        Trouvee("nb_places", "note", "voir le bail des glycines, page 3"),
    ]
    assert chercher(session, "glycines bail") == [Trouvee("nb_places", "note", "voir le bail des glycines, page 3")]
    assert chercher(session, "introuvable") == []


def test_pieces_reasons_and_what_was_declared(session: Session) -> None:
    session.courante = "menages_vulnerables"
    session.repondre(41)
    session.noter("relevé du mois de mars", "partagee")
    session.changer_volet()
    session.dossier.joindre("nb_menages", "constat", Piece("registre-2024.pdf", "0" * 64))
    assert chercher(session, "relevé mars") == [Trouvee("menages_vulnerables", "note déclarée", "relevé du mois de mars")]
    assert chercher(session, "registre-2024") == [Trouvee("nb_menages", "pièce", "registre-2024.pdf")]
    session.courante = "menages_vulnerables"
    session.repondre(40)
    session.motiver("deux départs en mai")
    assert chercher(session, "departs mai") == [Trouvee("menages_vulnerables", "motif", "deux départs en mai")]


def test_a_number_leads_to_the_question_alone(session: Session) -> None:
    session.courante = "nb_logements"
    session.repondre(21)
    numero = session.parcours.numeros["nb_logements"]
    assert chercher(session, numero)[0] == Trouvee("nb_logements")
    assert chercher(session, "") == [Trouvee(q) for q in session.parcours.questions]


def test_commands_by_their_words_each_once() -> None:
    toutes = offertes(keys.EVALUATION, "")
    assert len({t.action for t in toutes}) == len(toutes)
    assert not any(t.action.startswith(("choisir", "commandes")) for t in toutes)
    assert offertes(keys.EVALUATION, "levi")[0] == keys.LEVIERS
    assert keys.RAPPORT in offertes(keys.EVALUATION, "ecrire rapport")
    assert offertes(keys.EVALUATION, "xyzzy") == []
    double = replace(keys.LEVIERS, touches=())
    assert offertes([keys.LEVIERS, double], "leviers") == [keys.LEVIERS]
