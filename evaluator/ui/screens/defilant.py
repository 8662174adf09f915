"""Screens that are one long text, read with the arrows: help, results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from evaluator.ui import keys
from evaluator.ui.keys import VOIR, Touche
from evaluator.ui.screens.base import Ecran
from evaluator.ui.texte.lignes import Ligne
from evaluator.ui.widgets.lignes import Lignes

DEFILEMENT = (
    Touche(("down", "j", "J"), "ligne(1)", "↓ ↑", "défiler", "une ligne plus bas (j)", VOIR),
    Touche(("up", "k", "K"), "ligne(-1)", "↑", "", "une ligne plus haut (k)", VOIR),
    Touche(("pagedown", "space"), "page(1)", "PgDn", "page", "une page plus bas (ou Espace)", VOIR),
    Touche(("pageup",), "page(-1)", "PgUp", "", "une page plus haut", VOIR),
    Touche(("home",), "bout(0)", "Début", "", "au début", VOIR),
    Touche(("end",), "bout(1)", "Fin", "", "à la fin", VOIR),
)
FERMER = Touche(("escape",), "retour", "Échap", "retour", "fermer", keys.ALLER)


class EcranDefilant(Ecran[None]):
    """Subclasses give `contenu`."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*DEFILEMENT, FERMER, keys.QUITTER)
    BINDINGS = keys.liaisons((*DEFILEMENT, FERMER, keys.QUITTER))  # Textual's own declaration

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Lignes(id="texte")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def contenu(self, largeur: int) -> Sequence[Ligne]:
        raise NotImplementedError

    def on_mount(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    def on_resize(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    def tout_montrer(self) -> None:
        self.query_one("#texte", Lignes).montrer(self.contenu)
        self.rafraichir()

    def action_ligne(self, pas: int) -> None:
        self.query_one("#texte", Lignes).defiler(pas)

    def action_page(self, pas: int) -> None:
        zone = self.query_one("#texte", Lignes)
        zone.defiler(pas * max(zone.hauteur - 1, 1))

    def action_bout(self, fin: int) -> None:
        zone = self.query_one("#texte", Lignes)
        zone.aller(len(zone.lignes) if fin else 0)

    def action_retour(self) -> None:
        self.dismiss(None)
