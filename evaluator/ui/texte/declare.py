"""In the constat, what the gestionnaire declared beside what was found: confirmed, amended, or still to be checked."""

from __future__ import annotations

from evaluator.ui.session import Session
from evaluator.ui.texte.contradictoire import SANS_MOTIF, observations_en_lignes, prix_en_mots
from evaluator.ui.texte.lignes import Ligne, Segment, champ, propre
from evaluator.ui.texte.valeur import reponse_en_mots

MARGE = 13  # as for the answer above, and wide enough for « Observation »


def declare_en_lignes(session: Session, cellules: int) -> list[Ligne]:
    """Nothing where nothing was declared, or where both volets share the answer."""
    q, reponse, declaree = session.question, session.reponse(), session.declaree()
    if declaree is None:
        return observations(session, cellules)
    signe, suite = _constat(session)
    lignes = champ("Déclaré", [signe, (reponse_en_mots(q, declaree, source=True), ""), *suite], cellules, MARGE)
    annotation = session.dossier.annotation(q.id, "auto_evaluation")
    if annotation.note:
        qui = "interne" if annotation.visibilite == "interne" else "partagée"
        lignes += champ(" sa note", [(f"({qui}) ", "attenue"), (propre(annotation.note), "")], cellules, MARGE)
    if annotation.pieces:
        noms = " ; ".join(propre(piece.nom) for piece in annotation.pieces)
        lignes += champ(" ses pièces", [(noms, "")], cellules, MARGE)
    if session.ecart(q.id):
        motif: list[Segment] = [SANS_MOTIF, (" (", "attenue"), ("t", "accent"), (" pour le donner)", "attenue")]
        if reponse.motif:
            motif = [(propre(reponse.motif), "")]
        if not (reponse.etat == "sans_objet" and reponse.motif):  # said already: the answer is its own reason
            lignes += champ("Motif", motif, cellules, MARGE)
        lignes += _prix(session, cellules)
    return [*lignes, *observations(session, cellules)]


def _constat(session: Session) -> tuple[Segment, list[Segment]]:
    """Where the constat stands before what was declared: a sign before it, words after it."""
    if session.sans_reponse(session.courante):
        reprendre: list[Segment] = [(" (", "attenue"), ("a", "accent"), (" pour la reprendre)", "attenue")]
        return ("", ""), [(" · ", "attenue"), ("à vérifier", "alerte"), *reprendre]
    if session.ecart(session.courante):
        return ("≠ ", "alerte"), [(" · ", "attenue"), ("modifié", "alerte")]
    return ("= ", "bon"), [(" · ", "attenue"), ("confirmé", "bon")]


def _prix(session: Session, cellules: int) -> list[Ligne]:
    """The price, once the comparison was made: the screen makes it when the hand rests."""
    if not session.scores_visibles:
        return []
    ecart = session.desaccord()
    if ecart is None:
        return [] if session.compare else champ("Prix", [("…", "attenue")], cellules, MARGE)
    return champ("Prix", [(prix_en_mots(ecart.prix), "titre")], cellules, MARGE)


def observations(session: Session, cellules: int) -> list[Ligne]:
    """What the gestionnaire observes on this question."""
    return observations_en_lignes([o for o in session.dossier.observations if o.question == session.courante], cellules)
