"""The terminal interface: opens on a dossier or on the dossiers of a folder."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")  # read once, when textual is imported

from textual.app import App

from evaluator.dossier.auteur import Auteur
from evaluator.questionnaire.models import Volet
from evaluator.ui.screens.accueil import EcranAccueil


class AglsApp(App[None]):
    """Screens do the work; here are the style sheet, the widths at which the layout changes, and the first screen."""

    CSS_PATH = "app.tcss"
    TITLE = "AGLS Évaluateur"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-etroit"), (100, "-moyen"), (116, "-large"), (160, "-tres-large")]  # noqa: RUF012

    def __init__(self, chemin: Path | None = None, volet: Volet | None = None, *, auteur: Auteur | None = None) -> None:
        super().__init__()
        self.chemin, self.volet, self.auteur = chemin, volet, auteur or Auteur()

    def on_mount(self) -> None:
        dossier = self.chemin or Path()
        fichier = None if dossier.is_dir() else dossier
        self.accueil = EcranAccueil(fichier.parent if fichier else dossier, self.auteur)
        self.push_screen(self.accueil)
        if fichier:
            self.call_after_refresh(self.accueil.ouvrir, fichier, self.volet)

    def on_unmount(self) -> None:
        if self.accueil.ouvert:
            self.accueil.ouvert.fermer()


def lancer(chemin: Path | None, volet: Volet | None = None, *, auteur: Auteur) -> None:
    """Run until the user quits. `chemin`: a dossier, a folder, or None for the current folder."""
    flux = sys.__stderr__  # Textual draws there
    if isinstance(flux, io.TextIOWrapper):
        with contextlib.suppress(ValueError, OSError):
            flux.reconfigure(encoding="utf-8", errors="replace")
    AglsApp(chemin, volet, auteur=auteur).run()
