"""`agls remplir --texte`: the prompts, given the words of `agls evaluer` and `agls expliquer`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.cli import commun

if TYPE_CHECKING:
    from evaluator.questionnaire.models import Volet
    from evaluator.ui.lineaire.seance import Consultations
    from evaluator.ui.session import Session

ENSEMBLE = ("plan", "robustesse", "appuis", "sans-objet")


def voulu() -> bool:
    """The terminal cannot draw a screen."""
    return os.environ.get("TERM") == "dumb"


def lancer(ctx: click.Context, chemin: Path, volet: Volet | None = None, auteur: str | None = None) -> int:
    """Fill by prompts; the exit code."""
    from evaluator.ui.lineaire.dossiers import lancer as mener

    mener(chemin, volet, auteur=commun.auteur(ctx, auteur), consultations=consultations())
    return 0


def consultations() -> Consultations:
    """What the prompts show of the results, in the words of the command line."""
    from evaluator.ui.lineaire.seance import Consultations

    return Consultations(resultats, lambda session: analyse(session, "leviers"), ensemble)


def resultats(session: Session) -> str:
    from evaluator.cli.resume import resume

    return resume(session.dossier.nom, session.dossier.referentiel, session.evaluation)


def analyse(session: Session, nom: str) -> str:
    from evaluator.cli.analyses import texte

    return texte(nom, session.analyse)


def ensemble(session: Session) -> str:
    return "\n".join(analyse(session, nom) for nom in ENSEMBLE)
