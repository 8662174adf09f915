"""The terminal interface: opens on a dossier or on the dossiers of a folder."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")  # read once, when textual is imported

from evaluator.dossier.auteur import Auteur
from evaluator.questionnaire.models import Volet
from evaluator.ui.frappe import UneToucheALaFois
from evaluator.ui.reprise import Preferences, chemin_preferences, ecrire, lire
from evaluator.ui.screens.accueil import EcranAccueil
from evaluator.ui.screens.base import Ecran
from evaluator.ui.screens.bienvenue import EcranBienvenue
from evaluator.ui.themes import CLAIR, SOMBRE, THEMES


class AglsApp(UneToucheALaFois):
    """Screens do the work; here are the style sheet, the widths at which the layout changes, and the first screen."""

    CSS_PATH = "app.tcss"
    TITLE = "AGLS Évaluateur"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-etroit"), (100, "-moyen"), (116, "-large"), (160, "-tres-large")]  # noqa: RUF012

    def __init__(self, chemin: Path | None = None, volet: Volet | None = None, *, auteur: Auteur | None = None) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.preferences = lire(chemin_preferences(), Preferences)
        self.theme = self.preferences.theme if self.preferences.theme in (SOMBRE, CLAIR) else SOMBRE
        self.volet = volet
        choisi = chemin or Path()
        self.fichier = None if choisi.is_dir() else choisi
        racine = choisi if self.fichier is None else choisi.parent
        self.accueil = EcranAccueil(racine, auteur or Auteur(), self.preferences)

    async def on_mount(self) -> None:
        await self.push_screen(self.accueil)
        if self.fichier:
            self.accueil.ouvrir(self.fichier, self.volet)  # before anything is painted: keys go to the dossier
        if not self.preferences.prevenu:
            await self.push_screen(EcranBienvenue(), self._prevenu)

    def _prevenu(self, _: object) -> None:
        self.preferences.prevenu = True
        ecrire(chemin_preferences(), self.preferences)

    async def action_quit(self) -> None:
        """Textual's own Ctrl+Q comes first: the screen in front says what to keep."""
        if isinstance(self.screen, Ecran):
            self.screen.action_quitter()
        else:
            self.exit()

    def action_theme(self) -> None:
        """Light or dark, and so at the next sitting."""
        self.theme = self.preferences.theme = CLAIR if self.theme == SOMBRE else SOMBRE
        ecrire(chemin_preferences(), self.preferences)

    def on_unmount(self) -> None:
        self.accueil.rendre()


def lancer(chemin: Path | None, volet: Volet | None = None, *, auteur: Auteur) -> None:
    """Run until the user quits. `chemin`: a dossier, a folder, or None for the current folder."""
    flux = sys.__stderr__  # Textual draws there
    if isinstance(flux, io.TextIOWrapper):
        with contextlib.suppress(ValueError, OSError):
            flux.reconfigure(encoding="utf-8", errors="replace")
    AglsApp(chemin, volet, auteur=auteur).run()
