"""Between an answer and what its event carries: the rules of `model.md` §1 hold on the way in, and again on the way out.

A dossier that was received may break them: what is read from disk is checked like what a hand typed.
"""

from __future__ import annotations

from evaluator.canonical import Json
from evaluator.dossier import evenements as ev
from evaluator.dossier.evenements import VoletEvenement
from evaluator.dossier.reponses import LIBELLES_VOLET, NON_RENSEIGNEE, Annotation, Piece, Reponse, Valeur, Visibilite, Volet
from evaluator.dossier.valeurs import ValeurRefusee, ecrire, lire
from evaluator.errors import FaultyInput, Faute
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.models import Question


class ReponseRefusee(Exception):
    """Why an answer is none, in French."""


def trouver(questionnaire: Questionnaire, nom: str, volet: Volet) -> Question:
    """The question `nom`, as it exists in `volet`. Raises `ReponseRefusee`."""
    question = questionnaire.questions.get(nom)
    if question is None:
        raise ReponseRefusee(f"« {nom[:60]} » n’est pas une question{proche(nom, questionnaire.questions)}")
    if not existe(question, volet):
        autre = LIBELLES_VOLET[question.volet or volet]
        raise ReponseRefusee(f"« {nom} » n’existe que dans le volet « {autre} »")
    return question


def existe(question: Question, volet: Volet) -> bool:
    """The question is asked in this volet."""
    return question.volet is None or question.volet == volet


def volet_de(question: Question, volet: Volet) -> VoletEvenement:
    """Where the answer stands: a `commun` question holds one value for both."""
    return "commun" if question.commun else volet


def normaliser(question: Question, reponse: Reponse) -> Reponse:
    """`reponse` as it will be read back. Raises `ReponseRefusee` for a value that is none, or a *sans objet* not allowed."""
    motif = (reponse.motif or "").strip() or None
    match reponse.etat:
        case "renseignee":
            if reponse.valeur is None:
                raise ReponseRefusee("une réponse renseignée porte une valeur")
            return Reponse("renseignee", _valeur(question, ecrire(reponse.valeur)), reponse.source, motif)
        case "non_renseignee":
            return NON_RENSEIGNEE if motif is None else Reponse(motif=motif)
    if reponse.valeur is not None:
        raise ReponseRefusee("une valeur n’accompagne qu’une réponse renseignée")
    if reponse.etat == "ne_sait_pas":
        return Reponse("ne_sait_pas", None, reponse.source, motif)
    if question.sans_objet == "refuse":
        raise ReponseRefusee("cette question ne peut pas être déclarée sans objet")
    if question.sans_objet == "motif" and motif is None:
        raise ReponseRefusee("« sans objet » demande un motif")
    return Reponse("sans_objet", None, reponse.source, motif)


def charge(nom: str, reponse: Reponse) -> dict[str, Json]:
    """What the event of a normalised answer carries."""
    return {
        "question": nom,
        "etat": reponse.etat,
        "valeur": None if reponse.valeur is None else ecrire(reponse.valeur),
        "source": reponse.source,
        "motif": reponse.motif,
    }


def relire(question: Question, acte: ev.Reponse) -> Reponse:
    """The answer that an event carries. Raises `ReponseRefusee` where it does not fit the frozen questionnaire."""
    if acte.etat != "renseignee":
        if acte.valeur is not None:
            raise ReponseRefusee("une valeur accompagne une réponse qui n’est pas renseignée")
        return normaliser(question, Reponse(acte.etat, None, acte.source, acte.motif))
    return Reponse("renseignee", _valeur(question, acte.valeur), acte.source, (acte.motif or "").strip() or None)


def _valeur(question: Question, brut: object) -> Valeur:
    try:
        return lire(question, brut)
    except ValeurRefusee as erreur:
        raise ReponseRefusee(str(erreur)) from None
    except UnicodeEncodeError:
        raise ReponseRefusee("demi-caractère Unicode dans un texte") from None


def charges_annotation(nom: str, avant: Annotation, apres: Annotation) -> list[tuple[ev.TypeEvenement, dict[str, Json]]]:
    """Events that add `apres` to `avant`: an import adds a note, pieces or a mark, and takes none away."""
    actes: list[tuple[ev.TypeEvenement, dict[str, Json]]] = []
    if apres.note and (apres.note, apres.visibilite) != (avant.note, avant.visibilite):
        actes.append(("note", {"question": nom, "note": apres.note, "visibilite": apres.visibilite}))
    actes += [("piece", charge_piece(nom, p, retiree=False)) for p in apres.pieces if p not in avant.pieces]
    if apres.a_revoir and not avant.a_revoir:
        actes.append(("a_revoir", {"question": nom, "a_revoir": True}))
    return actes


def charge_piece(question: str, piece: Piece, *, retiree: bool) -> dict[str, Json]:
    """What the event of a piece carries."""
    return {
        "question": question, "nom": piece.nom, "sha256": piece.sha256, "visibilite": piece.visibilite, "retiree": retiree
    }  # fmt: skip


def mal_placee(question: Question | None, nom: str, volet: VoletEvenement) -> str | None:
    """Why an answer or a note of this volet belongs to no question of the frozen questionnaire, or None."""
    if question is None:
        return f"« {nom} » n’est pas une question du questionnaire figé dans ce dossier ; laissée de côté"
    if question.commun != (volet == "commun") or (volet != "commun" and not existe(question, volet)):
        return f"« {nom} » n’existe pas dans le volet « {volet} » ; laissée de côté"
    return None


def visibilite_par_defaut(volet: Volet) -> Visibilite:
    """`model.md` §1: what the service notes is its own unless it says otherwise."""
    return "interne" if volet == "constat" else "partagee"


def faute(nom: str, message: str, fichier: str) -> Faute:
    """A fault about the question `nom`."""
    return Faute(message if f"« {nom[:60]}" in message else f"« {nom} » : {message}", fichier)


def refuser(nom: str, message: str, fichier: str) -> FaultyInput:
    return FaultyInput([faute(nom, message, fichier)])
