"""A list of lines with a cursor, each standing for something: the screen moves it and is told of the choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.message import Message

from evaluator.ui.texte.lignes import COTE, Entree, Ligne, Segment
from evaluator.ui.widgets.lignes import Lignes

__all__ = ["Entree", "Liste"]


def sous_curseur(ligne: Ligne) -> Ligne:
    """Plain words stand out; marks, amounts, the blanks between them and what is beside stay as they are."""
    fin = next((rang for rang, (texte, _) in enumerate(ligne) if texte == COTE), len(ligne))
    vus: list[Segment] = [(t, "curseur") if s in ("", "fort") and not t.isspace() else (t, s) for t, s in ligne[:fin]]
    return (*vus, *ligne[fin:])


class Liste(Lignes, can_focus=False):
    """`▶` and the cursor style mark the current line; headings cannot be chosen."""

    class Choisie(Message):
        def __init__(self, liste: Liste, ident: str) -> None:
            super().__init__()
            self.liste, self.ident = liste, ident

        @property
        def control(self) -> Liste:
            return self.liste

    class Elargie(Message):
        """The list has another width than the one its entries were laid out for."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._etendue = 0
        self._entrees: Sequence[Entree] = ()
        self._rang = 0

    def on_resize(self) -> None:
        if self._etendue and self._etendue != self.size.width:
            self.post_message(self.Elargie())
        self._etendue = self.size.width

    def remplir(self, entrees: Sequence[Entree], garder: int | None = None) -> None:
        """New lines; the cursor goes to `garder`, else stays on the thing it was on, else where it was, as far as it can."""
        avant = self.choisie if garder is None else None
        self._entrees = entrees
        self._rang = min(self._rang if garder is None else garder, max(len(entrees) - 1, 0))
        if avant is not None and self.choisie != avant:
            self._rang = next((i for i, (autre, _) in enumerate(entrees) if autre == avant), self._rang)
        if entrees and entrees[self._rang][0] is None:
            self.bouger(1, montrer=False)
        self._montrer()

    @property
    def rang(self) -> int:
        return self._rang

    @property
    def choisie(self) -> str | None:
        return self._entrees[self._rang][0] if self._entrees else None

    def placer(self, ident: str) -> None:
        """The cursor on the first line of `ident`; left where it is if there is none."""
        self._rang = next((i for i, (autre, _) in enumerate(self._entrees) if autre == ident), self._rang)
        self._montrer()

    def suivante(self, voulue: Callable[[str], bool], pas: int) -> bool:
        """To the next line that is wanted, round the end if need be; False where there is none."""
        tours = range(1, len(self._entrees) + 1)
        rangs = ((self._rang + pas * n) % len(self._entrees) for n in tours)
        trouve = next((i for i in rangs if (ident := self._entrees[i][0]) is not None and voulue(ident)), None)
        if trouve is not None:
            self._rang = trouve
            self._montrer()
        return trouve is not None

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

    def avancer(self, pas: int) -> None:
        """Like `bouger` by one, but a text that nothing can be chosen in is scrolled, never jumped over."""
        hauteur, haut = self.hauteur, self.haut
        apres = [i for i, (ident, _) in enumerate(self._entrees) if ident is not None and (i - self._rang) * pas > 0]
        cible = min(apres, key=lambda i: abs(i - self._rang), default=None)
        vue = range(haut - 1, haut + hauteur + 1)
        if cible is not None and cible in vue:
            self._rang = cible
            self._montrer()
        else:
            self.defiler(pas)

    def tourner(self, pas: int) -> None:
        """One page up or down; the cursor follows to the first line in sight that can be chosen."""
        hauteur = max(self.hauteur - 1, 1)
        self.defiler(pas * hauteur)
        haut = self.haut
        vues = [i for i in range(haut, min(haut + hauteur + 1, len(self._entrees))) if self._entrees[i][0] is not None]
        if vues:
            self._rang = vues[0] if pas > 0 else vues[-1]
        self.refaire()

    def refaire(self) -> None:
        """The same lines again, the cursor where it now is, the view left where it was."""
        self.montrer(self._rendu_liste)

    def choisir(self) -> None:
        if self.choisie is not None:
            self.post_message(self.Choisie(self, self.choisie))

    def _montrer(self) -> None:
        self.montrer(self._rendu_liste, voir=self._rang)

    def _rendu_liste(self, largeur: int) -> Sequence[Ligne]:
        return [self._ligne(i, largeur) for i in range(len(self._entrees))]

    def _ligne(self, rang: int, largeur: int) -> Ligne:
        ident, ligne = self._entrees[rang]
        if ident is None:
            return ligne
        ici = rang == self._rang
        marque: Segment = ("▶ " if ici else "  ", "accent")
        if ligne and ligne[0][0].startswith(" "):  # its own margin holds the mark
            marque, ligne = (marque[0][0], "accent"), ((ligne[0][0][1:], ligne[0][1]), *ligne[1:])
        return (marque, *(sous_curseur(ligne) if ici else ligne))

    def on_lignes_cliquee(self, event: Lignes.Cliquee) -> None:
        event.stop()
        if event.rang < len(self._entrees) and self._entrees[event.rang][0] is not None:
            self._rang = event.rang
            self._montrer()
            self.choisir()
