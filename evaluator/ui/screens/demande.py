"""Screens that ask for one line, with the few sentences that say what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from evaluator.ui import keys
from evaluator.ui.keys import ALLER, Touche
from evaluator.ui.screens.base import Ecran, Resultat
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment, Style, plier
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

LARGEUR_LUE = 100  # cells: a longer line is hard to read
FERMER = Touche(("escape",), "retour", "Échap", "revenir sans rien changer", "revenir sans rien changer", ALLER, True)
ICI = (FERMER, keys.QUITTER)


class EcranDemande(Ecran[Resultat]):
    """Subclasses give `NOM`, `VALIDER`, the line (`demande`), its sentences (`dits`), and what is done of it (`valider`)."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = ICI
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM: ClassVar[str] = ""
    VALIDER: ClassVar[str] = ""  # what Enter does, for the bar

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Lignes(id="texte")
        yield LigneDeSaisie(id="saisie")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def demande(self) -> tuple[str, str, str]:
        """The prompt, what the line begins with, an example."""
        raise NotImplementedError

    def dits(self) -> Sequence[tuple[str, Style]]:
        raise NotImplementedError

    def valider(self, texte: str) -> None:
        """Dismiss, or say what is wrong with `texte`, which stays."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one(LigneDeSaisie).ouvrir(*self.demande())
        self.call_after_refresh(self._montrer)

    def on_resize(self) -> None:
        self.call_after_refresh(self._montrer)

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(f" {self.NOM}", "titre")], []

    def mode(self) -> str:
        return "SAISIE"

    def barre(self) -> Sequence[tuple[str, str]]:
        return [("Entrée", self.VALIDER), (FERMER.affiche, FERMER.court), ("Ctrl+Q", "quitter")]

    def _montrer(self) -> None:
        self.query_one("#texte", Lignes).montrer(self._texte)
        self.rafraichir()

    def _texte(self, cellules: int) -> list[Ligne]:
        lignes: list[Ligne] = []
        for mots, style in self.dits():
            lignes += [*plier([(mots, style)], min(cellules, LARGEUR_LUE) - 1, tete=[(" ", "")]), VIDE]
        return lignes

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        self.valider(event.texte)

    def action_commandes(self) -> None:
        """Ctrl+P closes: there is one thing to do here."""
        self.action_retour()

    def action_retour(self) -> None:
        self.dismiss(None)
