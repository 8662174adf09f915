"""What is missing: without an answer, unknown, to look at again, contradictory, capped, without a source."""

from __future__ import annotations

from msgspec import Struct

from evaluator.evaluation import phrases
from evaluator.ui.brouillons import de_la_question
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.lignes import Style, propre
from evaluator.ui.texte.pieces import ALARMES, etat_en_mots


class Manque(Struct, frozen=True):
    """One line of the list; `question` is where Enter goes."""

    rubrique: str
    question: str
    signe: str
    style: Style
    precision: str = ""
    dessous: str = ""  # on a line of its own


UTILES = "Sans réponse, la plus utile d’abord"
INUTILES = "Sans réponse, sans effet sur l’avis ni sur le montant"


def manquants(session: Session) -> list[Manque]:
    """Gravest first; a question may stand under several heads."""
    evaluation, sorties = session.evaluation, []
    for conflit in session.dossier.conflits:
        if conflit.volet in (session.volet, "commun"):
            mots = "deux valeurs après une fusion : répondez pour trancher"
            sorties.append(Manque("Conflits de fusion", conflit.question, "!", "erreur", mots))
    for controle in evaluation.controles:
        if controle.gravite == "bloquant":
            sorties.append(
                Manque("Contrôles bloquants : pas d’avis", controle.question, "!", "erreur", propre(controle.message))
            )
    utiles = [m for m in session.analyse.manque.utiles if m.question in session.parcours.questions]
    for m in utiles:
        signe, _, style = glyphes.ETATS[session.reponse(m.question).etat]
        gain = phrases.gain_manque(m) if session.scores_visibles else ""
        sorties.append(Manque(UTILES, m.question, signe, style, dessous=gain))
    deja = {m.question for m in utiles}
    for question in session.visibles:
        if session.sans_reponse(question) and question not in deja:
            sorties.append(Manque(INUTILES, question, "·", "accent"))
    for question in session.visibles:
        for brouillon in de_la_question(session.brouillons, question):
            quoi = f"{brouillon.quoi} : {brouillon.touche} pour reprendre"
            sorties.append(Manque("Brouillons non enregistrés", question, "!", "alerte", quoi))
    for question in session.visibles:
        if session.annotation(question).a_revoir:
            sorties.append(Manque("À revoir", question, "!", "alerte"))
    for question in session.visibles:
        for piece in session.annotation(question).pieces:
            vu = session.casier.vu(piece)
            if vu.etat in ALARMES:
                mots = f"{etat_en_mots(vu)[2:]} : {propre(piece.nom)} (i pour voir)"
                sorties.append(Manque("Pièces introuvables ou modifiées", question, etat_en_mots(vu)[0], "alerte", mots))
    for question in session.visibles:
        if session.reponse(question).etat == "ne_sait_pas" and question not in deja:
            sorties.append(Manque("Ne sait pas", question, glyphes.ETATS["ne_sait_pas"][0], "alerte"))
    for question in evaluation.plafonnees:
        sorties.append(
            Manque("Niveaux plafonnés à 1, faute de pièce, d’entretien ou d’observation", question, "▾", "alerte")
        )
    for controle in evaluation.controles:
        if controle.gravite == "alerte":
            sorties.append(Manque("Contradictions à vérifier", controle.question, "!", "alerte", propre(controle.message)))
    if session.volet == "constat":
        for question in session.visibles:
            reponse = session.reponse(question)
            commun = session.parcours.question(question).commun
            if (
                reponse.etat == "renseignee"
                and reponse.source is None
                and not commun
                and question not in evaluation.plafonnees
            ):
                sorties.append(Manque("Sans source", question, "·", "attenue"))
    return sorties
