"""A dossier that is only read: the mark in a title, and why, in a sentence."""

from __future__ import annotations

from evaluator.dossier.dossier import Dossier
from evaluator.ui.heure import jour, jour_heure
from evaluator.ui.texte.lignes import Segment, propre

ROUVRIR = "F8, puis r, pour le rouvrir avec un motif"


def marque(dossier: Dossier) -> list[Segment]:
    """For the right of a title: `! clos le 12/03/2025`, `! lecture seule : fichier abîmé`; nothing where one may write."""
    if dossier.lecture_seule:
        cause = "fichier abîmé" if dossier.fautes_chaine else "tenu ailleurs"
        return [(f"! lecture seule : {cause} ", "alerte")]
    if dossier.cloture:
        return [(f"! clos le {jour(dossier.cloture.instant)} ", "alerte")]
    return []


def raison(dossier: Dossier) -> str:
    """Why nothing is written, and what to do; empty where one may write."""
    if dossier.lecture_seule:
        return f"lecture seule : {propre(dossier.lecture_seule)}"
    if dossier.cloture:
        c = dossier.cloture
        return f"dossier clos le {jour_heure(c.instant)} par {propre(c.auteur.nom)} : rien ne s’y écrit ; {ROUVRIR}"
    return ""
