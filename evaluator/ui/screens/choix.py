"""Screens that are one list: what is missing, the questions found."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from evaluator.ui import keys
from evaluator.ui.keys import ALLER, Touche
from evaluator.ui.screens.base import Ecran, Resultat
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.liste import Liste
from evaluator.ui.widgets.saisie import LigneDeSaisie

HAUT = Touche(("up",), "bouger(-1)", "↓ ↑", "choisir", "ligne suivante, précédente", ALLER)
BAS = Touche(("down",), "bouger(1)", "↓", "", "ligne suivante", ALLER)
PAGE_HAUT = Touche(("pageup",), "bouger(-10)", "PgUp", "", "dix lignes plus haut", ALLER)
PAGE_BAS = Touche(("pagedown",), "bouger(10)", "PgDn", "", "dix lignes plus bas", ALLER)
OUVRIR = Touche(("enter",), "choisir", "Entrée", "y aller", "aller à la ligne choisie", ALLER)
FERMER = Touche(("escape",), "retour", "Échap", "retour", "fermer", ALLER, True)
LISTE = (HAUT, BAS, PAGE_HAUT, PAGE_BAS, OUVRIR, FERMER, keys.QUITTER)
LETTRES = (
    Touche(("j", "J"), "bouger(1)", "j", "", "ligne suivante", ALLER),
    Touche(("k", "K"), "bouger(-1)", "k", "", "ligne précédente", ALLER),
)


class EcranListe(Ecran[Resultat]):
    """Subclasses fill `#liste`; the choice is what the screen returns."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = LISTE
    BINDINGS = keys.liaisons(LISTE)  # Textual's own declaration

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Liste(id="liste")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    @property
    def liste(self) -> Liste:
        return self.query_one("#liste", Liste)

    def on_mount(self) -> None:
        self.call_after_refresh(self.remplir)

    def remplir(self) -> None:
        self.rafraichir()

    def action_bouger(self, pas: int) -> None:
        self.liste.bouger(pas)

    def action_choisir(self) -> None:
        if self.liste.choisie is None:
            self.alarme("rien à choisir ici")
        else:
            self.liste.choisir()

    def action_retour(self) -> None:
        self.dismiss(None)

    @on(Liste.Elargie)
    def _elargie(self) -> None:
        """The screen was resized before its list: what was laid out for the old width is laid out again."""
        self.remplir()

    @on(Liste.Choisie)
    def _choisie(self, event: Liste.Choisie) -> None:
        self.choisie(event.ident)

    def choisie(self, ident: str) -> None:
        self.dismiss(ident)  # type: ignore[arg-type]  # subclasses with another result override this


class EcranFiltrant(EcranListe[Resultat]):
    """A line over a list: what is typed says what the list holds, Enter takes the line in hand."""

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield LigneDeSaisie(id="saisie")
        yield Liste(id="liste")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    @property
    def texte(self) -> str:
        return self.query_one(LigneDeSaisie).texte

    def on_resize(self) -> None:
        self.call_after_refresh(self.remplir)

    @on(Input.Changed)
    def _change(self) -> None:
        self.remplir()

    @on(LigneDeSaisie.Validee)
    def _validee(self) -> None:
        self.action_choisir()
