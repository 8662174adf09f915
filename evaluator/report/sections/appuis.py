"""Triangulation: on what the answers of each axis rest, and a warning where a high score rests on declaration."""

from __future__ import annotations

from evaluator import french
from evaluator.evaluation.appuis import Appuis
from evaluator.evaluation.phrases import LIBELLES_APPUI
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

FRAGILE = "▲ score élevé, surtout déclaré ou sans source : à conforter"
RIEN = "rien ne s’applique"


def appuis(sujet: Sujet) -> Bloc:
    lus = sujet.analyse.appuis
    return {
        "colonnes": [typo(f"{mot[:1].upper()}{mot[1:]}") for mot in LIBELLES_APPUI.values()],
        "lignes": [_ligne(sujet, a) for a in lus if a.axe is not None],
        "total": [_ligne(sujet, a) for a in lus if a.axe is None],
        "alertes": any(a.fragile or not any(a.parts.values()) for a in lus),
        "fragile": any(a.fragile for a in lus),
    }


def _ligne(sujet: Sujet, a: Appuis) -> Bloc:
    titre = next((axe.titre for axe in sujet.referentiel.questionnaire.lu.axes if axe.id == a.axe), "")
    rien = not any(a.parts.values())
    parts: list[Affichable] = [
        "–" if rien else french.pourcent(a.parts[appui], 0) if a.parts.get(appui) else "0" + f"{french.FINE}%"
        for appui in LIBELLES_APPUI
    ]
    return {
        "nom": typo(f"{a.axe} – {titre}") if a.axe else "Ensemble",
        "parts": parts,
        "alerte": typo(FRAGILE if a.fragile else RIEN if rien else ""),
    }
