"""The visit: a short way through the questions, only those that can still change the opinion or the amount. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evaluator.evaluation.comparaison import Comparaison
from evaluator.evaluation.result import Evaluation

if TYPE_CHECKING:
    from evaluator.ui.session import Session


@dataclass(frozen=True, slots=True)
class Tournee:
    """`questions`, in the order of the questionnaire, as they stood under `evaluation`: perhaps not the last one, for
    what is still useful is looked for when the hand rests, not at each answer."""

    evaluation: Evaluation
    questions: list[str]


def suivre(session: Session, avant: Tournee | None = None) -> Tournee:
    """The way as it now stands. What was answered on it stays: one can go back to it."""
    gardees = set(a_visiter(session)) | {q for q in (avant.questions if avant else ()) if not session.sans_reponse(q)}
    return Tournee(session.evaluation, [q for q in session.visibles if q in gardees])


def a_visiter(session: Session) -> list[str]:
    """What may still change the result; in the constat also what is to be seen on the spot, what differs, what is marked."""
    utiles = {m.question for m in session.analyse.manque.utiles}
    return [q for q in session.visibles if q in utiles or (session.volet == "constat" and _a_voir(session, q))]


def _a_voir(session: Session, question: str) -> bool:
    if session.declaree(question) is None:
        return False
    if session.sans_reponse(question):
        return session.parcours.question(question).visite == "sur_place" or session.annotation(question).a_revoir
    return session.ecart(question) or session.annotation(question).a_revoir


def avec_motif(comparaison: Comparaison, question: str, motif: str | None) -> Comparaison:
    """The same comparison once a reason was written or taken away."""
    desaccords = tuple(replace(e, motif=motif) if e.question == question else e for e in comparaison.desaccords)
    attendu = {e.question for e in desaccords if e.question == question and not (motif or e.plafonnee or e.a_constater)}
    manquaient = set(comparaison.sans_motif) - {question} | attendu
    sans = tuple(e.question for e in desaccords if e.question in manquaient)
    return replace(comparaison, desaccords=desaccords, sans_motif=sans)
