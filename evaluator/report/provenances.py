"""Every free text of a dossier that may leave in a report, with the place where it is written and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from msgspec import Struct

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_VOLET, Ligne, Valeur
from evaluator.questionnaire.models import VOLETS, Question, QuestionTableau, QuestionTexte, Volet
from evaluator.report.sujet import DossierLu
from evaluator.report.texte import assainir, typo

REPONSE = "corrigez la réponse"
NOTE = "corrigez la note, ou rendez-la interne"
PIECE = "joignez-la sous un autre nom, ou rendez-la interne"
OBSERVATION = "une observation ne se corrige pas : masquez-la sur le rapport avant de le transmettre"
DECISION = "enregistrez de nouveau la décision, sans cette mention"
CLOTURE = "rouvrez le dossier, puis clôturez-le sans cette mention"


class Ecrit(Struct, frozen=True):
    """`texte` as a report prints it. `volets`: whose evaluation reads it; none for what is only printed."""

    ou: str
    geste: str
    texte: str
    volets: tuple[Volet, ...] = ()


def ecrits(dossier: DossierLu) -> Iterator[Ecrit]:
    """Answers, reasons, shared notes and shared pieces of both volets, observations, decision, closing."""
    for volet in VOLETS:
        for q in dossier.questions(volet):
            if not q.commun or volet == VOLETS[0]:
                yield from _question(dossier, q, volet)
    for o in dossier.observations:
        sur = dossier.referentiel.questionnaire.questions.get(o.question or "")
        place = f"observation sur {_nom(sur)}" if sur else "observation sur l’ensemble du dossier"
        yield Ecrit(place, OBSERVATION, assainir(o.texte))
    yield from _actes(dossier)


def _nom(q: Question) -> str:
    return typo(f"« {q.etiquette} »")


def _question(dossier: DossierLu, q: Question, volet: Volet) -> Iterator[Ecrit]:
    ou = _nom(q) if q.commun else f"{_nom(q)} ({LIBELLES_VOLET[volet]})"
    lus = VOLETS if q.commun else (volet,)
    reponse, annotation = dossier.reponses(volet)[q.id], dossier.annotation(q.id, volet)
    if reponse.valeur is not None:
        for place, texte in _textes(q, reponse.valeur):
            yield Ecrit(f"{ou}{place}", REPONSE, assainir(texte), lus)
    if reponse.motif:
        yield Ecrit(f"{ou}, motif", REPONSE, assainir(reponse.motif), lus)
    if annotation.visibilite == "partagee":
        yield Ecrit(f"{ou}, note partagée", NOTE, assainir(annotation.note))
    for piece in annotation.pieces:
        if piece.visibilite == "partagee":
            yield Ecrit(f"{ou}, nom d’une pièce partagée", PIECE, assainir(piece.nom))


def _textes(q: Question, valeur: Valeur) -> Iterator[tuple[str, str]]:
    if isinstance(q, QuestionTexte):
        yield "", str(valeur)
    elif isinstance(q, QuestionTableau):
        for rang, ligne in enumerate(cast("tuple[Ligne, ...]", valeur), 1):
            for colonne in q.colonnes:
                if colonne.type == "texte" and colonne.id in ligne:
                    place = f", ligne {french.nombre(rang, 0)}, colonne « {colonne.libelle} »"
                    yield typo(place), str(ligne[colonne.id])


def _actes(dossier: DossierLu) -> Iterator[Ecrit]:
    if decision := dossier.decision:
        reference = decision.convention.reference if decision.convention else None
        for quoi, texte in (
            ("nom de la personne qui décide", decision.nom),
            ("fonction de la personne qui décide", decision.fonction),
            ("motif", decision.motif),
            ("motif du dépassement du plafond", decision.derogation),
            ("référence de la convention", reference),
        ):
            yield Ecrit(f"décision, {quoi}", DECISION, assainir(texte or ""))
    if cloture := dossier.cloture:
        yield Ecrit("clôture, motif", CLOTURE, assainir(cloture.motif or ""))
        for rang, objectif in enumerate(cloture.objectifs, 1):
            textes = "\n".join(t for t in (objectif.enonce, objectif.depart, objectif.cible) if t)
            yield Ecrit(f"clôture, objectif n° {rang}", CLOTURE, assainir(textes))
