"""What is missing: without an answer, unknown, to look at again, contradictory, capped, without a source."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.lignes import Style, propre


@dataclass(frozen=True, slots=True)
class Manque:
    """One line of the list; `question` is where Enter goes."""

    rubrique: str
    question: str
    signe: str
    style: Style
    precision: str = ""


def manquants(session: Session) -> list[Manque]:
    """Gravest first; a question may stand under several heads."""
    evaluation, sorties = session.evaluation, []
    for controle in evaluation.controles:
        if controle.gravite == "bloquant":
            sorties.append(
                Manque("Contrôles bloquants : pas d’avis", controle.question, "!", "erreur", propre(controle.message))
            )
    notees = session.parcours.questionnaire.notees
    sans = [q for q in session.visibles if session.sans_reponse(q)]
    for question in sans:
        if question in notees:
            sorties.append(Manque("Sans réponse, comptées dans le score", question, "·", "accent"))
    for question in sans:
        if question not in notees:
            sorties.append(Manque("Sans réponse, hors du score", question, "·", "accent"))
    for question in session.visibles:
        if question in session.brouillons:
            sorties.append(Manque("Brouillons non enregistrés", question, "!", "alerte"))
    for question in session.visibles:
        if session.annotation(question).a_revoir:
            sorties.append(Manque("À revoir", question, "!", "alerte"))
    for question in session.visibles:
        if session.reponse(question).etat == "ne_sait_pas":
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
