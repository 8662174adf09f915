"""A list of lines with a cursor, each standing for something: the screen moves it and is told of the choice."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from evaluator.ui.texte.lignes import Ligne, Segment
from evaluator.ui.widgets.lignes import Lignes

Entree = tuple[str | None, Ligne]  # what the line stands for; None for a heading, which the cursor skips


class Liste(Lignes, can_focus=False):
    """`▶` and the cursor style mark the current line; headings cannot be chosen."""

    class Choisie(Message):
        def __init__(self, liste: Liste, ident: str) -> None:
            super().__init__()
            self.liste, self.ident = liste, ident

        @property
        def control(self) -> Liste:
            return self.liste

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entrees: Sequence[Entree] = ()
        self._rang = 0

    def remplir(self, entrees: Sequence[Entree], garder: int | None = None) -> None:
        """New lines; the cursor goes to `garder`, else stays where it was, as far as it can."""
        self._entrees = entrees
        self._rang = min(self._rang if garder is None else garder, max(len(entrees) - 1, 0))
        if entrees and entrees[self._rang][0] is None:
            self.bouger(1, montrer=False)
        self._montrer()

    @property
    def rang(self) -> int:
        return self._rang

    @property
    def choisie(self) -> str | None:
        return self._entrees[self._rang][0] if self._entrees else None

    def bouger(self, pas: int, *, montrer: bool = True) -> None:
        """Move over lines that can be chosen; stop at the ends."""
        choisissables = [i for i, (ident, _) in enumerate(self._entrees) if ident is not None]
        if not choisissables:
            return
        apres = [i for i in choisissables if i > self._rang] if pas > 0 else [i for i in choisissables if i < self._rang]
        if apres:
            cible = min(abs(pas), len(apres)) - 1
            self._rang = apres[cible] if pas > 0 else apres[-1 - cible]
        elif self._rang not in choisissables:
            self._rang = choisissables[0] if pas < 0 else choisissables[-1]
        if montrer:
            self._montrer()

    def choisir(self) -> None:
        if self.choisie is not None:
            self.post_message(self.Choisie(self, self.choisie))

    def _montrer(self) -> None:
        def rendu(largeur: int) -> Sequence[Ligne]:
            return [self._ligne(i, largeur) for i in range(len(self._entrees))]

        self.montrer(rendu, voir=self._rang)

    def _ligne(self, rang: int, largeur: int) -> Ligne:
        ident, ligne = self._entrees[rang]
        if ident is None:
            return ligne
        ici = rang == self._rang
        marque: Segment = ("▶ " if ici else "  ", "accent")
        return (marque, *((texte, "curseur") if ici and style in ("", "fort") else (texte, style) for texte, style in ligne))

    def on_lignes_cliquee(self, event: Lignes.Cliquee) -> None:
        event.stop()
        if event.rang < len(self._entrees) and self._entrees[event.rang][0] is not None:
            self._rang = event.rang
            self._montrer()
            self.choisir()
