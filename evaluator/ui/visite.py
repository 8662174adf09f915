"""The visit: shorter ways through the questions, by when each is best answered or by what it may still change. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from evaluator.evaluation.comparaison import Comparaison
from evaluator.evaluation.result import Evaluation

if TYPE_CHECKING:
    from evaluator.ui.session import Session


class Filtre(Struct, frozen=True):
    """`titre` as the mode line says it, `mots` as the menu does. `retient` gives the test that the questions pass, once
    for all of them; `cher` where making it takes more than a key press may."""

    titre: str
    mots: str
    retient: Callable[[Session], Callable[[str], bool]]
    cher: bool = False


def _avant(session: Session) -> Callable[[str], bool]:
    return lambda q: session.parcours.question(q).visite == "avant"


def _apres(session: Session) -> Callable[[str], bool]:
    """What is answered then, and what the visit leaves to finish: marks, differences without a reason, capped levels."""
    plafonnees = set(session.evaluation.plafonnees)

    def retient(q: str) -> bool:
        if session.parcours.question(q).visite == "apres" or q in plafonnees or session.annotation(q).a_revoir:
            return True
        return session.ecart(q) and not session.reponse(q).motif

    return retient


def _sur_place(session: Session) -> Callable[[str], bool]:
    """What is to be seen there; in the constat also what differs; and what is marked."""

    def retient(q: str) -> bool:
        return session.parcours.question(q).visite == "sur_place" or session.ecart(q) or session.annotation(q).a_revoir

    return retient


def _utile(session: Session) -> Callable[[str], bool]:
    """What may still change the opinion or the amount; in the constat also what is to be seen on the spot, what differs."""
    utiles = {m.question for m in session.analyse.manque.utiles}

    def retient(q: str) -> bool:
        if q in utiles:
            return True
        if session.declaree(q) is None:
            return False
        if session.sans_reponse(q):
            return session.parcours.question(q).visite == "sur_place" or session.annotation(q).a_revoir
        return session.ecart(q) or session.annotation(q).a_revoir

    return retient


def _a_revoir(session: Session) -> Callable[[str], bool]:
    return lambda q: session.annotation(q).a_revoir


FILTRES: dict[str, Filtre] = {
    "avant": Filtre("AVANT LA VISITE", "avant la visite", _avant),
    "sur_place": Filtre("SUR PLACE", "sur place", _sur_place),
    "apres": Filtre("APRÈS LA VISITE", "après la visite", _apres),
    "utile": Filtre("UTILES", "ce qui peut encore changer l’avis ou le montant", _utile, cher=True),
    "a_revoir": Filtre("À REVOIR", "à revoir", _a_revoir),
}
TOUTES = "toutes les questions"


class Tournee(Struct, frozen=True):
    """`questions`, in the order of the questionnaire, as they stood under `evaluation`: perhaps not the last one, for
    what is still useful is looked for when the hand rests, not at each answer."""

    evaluation: Evaluation
    questions: list[str]


def suivre(session: Session, filtre: Filtre, avant: Tournee | None = None) -> Tournee:
    """The way as it now stands. What was answered on it stays: one can go back to it."""
    retient = filtre.retient(session)
    gardees = {q for q in (avant.questions if avant else ()) if not session.sans_reponse(q)}
    return Tournee(session.evaluation, [q for q in session.visibles if q in gardees or retient(q)])


def avec_motif(comparaison: Comparaison, question: str, motif: str | None) -> Comparaison:
    """The same comparison once a reason was written or taken away."""
    desaccords = tuple(replace(e, motif=motif) if e.question == question else e for e in comparaison.desaccords)
    attendu = {e.question for e in desaccords if e.question == question and not (motif or e.plafonnee or e.a_constater)}
    manquaient = set(comparaison.sans_motif) - {question} | attendu
    sans = tuple(e.question for e in desaccords if e.question in manquaient)
    return replace(comparaison, desaccords=desaccords, sans_motif=sans)
