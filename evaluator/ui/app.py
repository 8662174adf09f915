"""The terminal interface: opens on a dossier or on the dossiers of a folder."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")  # read once, when textual is imported

from textual.app import App
from textual.events import Event, Paste

from evaluator.dossier.auteur import Auteur
from evaluator.errors import WrongUse
from evaluator.signes import lignes_inoffensives
from evaluator.ui.frappe import UneToucheALaFois
from evaluator.ui.preferences import garder_preferences, lire_preferences
from evaluator.ui.screens.accueil import EcranAccueil
from evaluator.ui.screens.base import Ecran
from evaluator.ui.themes import CLAIR, SOMBRE, THEMES

if TYPE_CHECKING:
    from evaluator.questionnaire.models import Volet

DEMARRAGE = 1.0  # seconds
RAMASSAGE = 20_000  # new objects: a question comes with some hundreds, and what they leave is gathered when the hand rests


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
        self.preferences = lire_preferences()
        if self.preferences.theme == CLAIR:
            self.theme = CLAIR
        else:  # as dark as Textual's own: nothing is styled yet, and nothing has to be styled again
            self.set_reactive(App.theme, SOMBRE)
            self.stylesheet.set_variables(self.get_css_variables())
        choisi = chemin or Path()
        racine, premier = (choisi, None) if choisi.is_dir() else (choisi.parent, (choisi, volet))
        self.accueil = EcranAccueil(racine, self._auteur(auteur), self.preferences, premier)

    async def on_event(self, event: Event) -> None:
        """What is pasted may come from anywhere: a field would show it to the terminal as it is."""
        if isinstance(event, Paste) and not event.is_forwarded:
            event = Paste(lignes_inoffensives(event.text))
        await super().on_event(event)

    async def on_mount(self) -> None:
        mise_en_place = self.push_screen(self.accueil)  # painted at once: not waited for
        if not self.preferences.prevenu:
            from evaluator.ui.screens.bienvenue import EcranBienvenue

            await mise_en_place
            await self.push_screen(EcranBienvenue(), self._prevenu)
        if not gc.isenabled():
            self.set_timer(DEMARRAGE, self._ramasser)

    def _ramasser(self) -> None:
        """All is loaded: what stands now is never garbage, and is not gone through again."""
        gc.freeze()
        gc.set_threshold(RAMASSAGE)
        gc.enable()

    def _prevenu(self, _: object) -> None:
        self.preferences.prevenu = True
        garder_preferences(self.preferences)

    async def action_quit(self) -> None:
        """Textual's own Ctrl+Q comes first: the screen in front says what to keep."""
        if isinstance(self.screen, Ecran):
            self.screen.action_quitter()
        else:
            self.exit()

    def action_help_quit(self) -> None:
        """Ctrl+C: Textual's own answer is a notification, which these screens do not show."""
        if isinstance(self.screen, Ecran):
            self.screen.dire("Ctrl+Q pour quitter ; Ctrl+P : toutes les commandes")

    def _auteur(self, donne: Auteur | None) -> Auteur:
        """The one given at start or configured, else the one told here before."""
        if donne and donne != Auteur():
            return donne
        with suppress(WrongUse):
            return Auteur.lire(self.preferences.auteur or "")
        return Auteur()

    def action_auteur(self) -> None:
        from evaluator.ui.screens.auteur import EcranAuteur

        def fini(auteur: Auteur | None) -> None:
            if auteur is not None:
                self.accueil.signer(auteur)
                connus = (auteur.nom, auteur.fonction, auteur.organisme) if auteur != Auteur() else ()
                self.preferences.auteur = ", ".join(connus)
                garder_preferences(self.preferences)

        self.push_screen(EcranAuteur(self.accueil.auteur), fini)

    def action_theme(self) -> None:
        """Light or dark, and so at the next sitting."""
        self.theme = self.preferences.theme = CLAIR if self.theme == SOMBRE else SOMBRE
        garder_preferences(self.preferences)

    def on_unmount(self) -> None:
        self.accueil.rendre()
