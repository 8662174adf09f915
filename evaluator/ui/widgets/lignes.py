"""The one display widget: styled lines, drawn only where they are seen, so a key press costs the same for any number.

It scrolls by itself: a scroll view lays the whole screen out again when the number of lines changes, and paints its bar one
frame later; here a key paints once, and only the lines that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter

from rich.segment import Segment as Trait
from rich.style import Style as RichStyle
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from evaluator.signes import inoffensif
from evaluator.ui.texte.lignes import Ligne, Style

Rendu = Callable[[int], Sequence[Ligne]]
ROULETTE = 3  # lines
CURSEUR = "┃"  # of the bar
Vue = tuple[Ligne, str]  # what is in sight: a line, and its piece of the bar
HORS_VUE: Vue = ((), " ")
BANDES = 500  # lines kept as they are drawn: some twenty questions


def _rien(largeur: int) -> Sequence[Ligne]:
    return ()


class Lignes(Widget, can_focus=False):
    """Shows what `rendu(width)` gives; asks again when its width changes."""

    class Cliquee(Message):
        """A click on a line."""

        def __init__(self, lignes: Lignes, rang: int) -> None:
            super().__init__()
            self.lignes, self.rang = lignes, rang

        @property
        def control(self) -> Lignes:
            return self.lignes

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rendu: Rendu = _rien
        self._lignes: Sequence[Ligne] = ()
        self._vues: list[Vue] = []
        self._largeur = 0
        self._haut = 0
        self._styles: dict[Style, RichStyle] = {}  # that of the pane itself, and the others over it
        self._fond = Color(0, 0, 0)  # behind them
        self._bandes: dict[Vue, Strip] = {}  # lines as they are drawn in these styles

    def montrer(self, rendu: Rendu, *, voir: int | None = None, haut: bool = False) -> None:
        """Show new lines. `haut`: from the top; `voir`: with this line in sight."""
        self._rendu = rendu
        if haut:
            self._haut = 0
        self._refaire()
        if voir is not None:
            self.voir(voir)

    def _place(self) -> int:
        """The width of the text: that of the pane, less the bar where it may have one."""
        return self.size.width - self.styles.scrollbar_size_vertical

    def _refaire(self) -> None:
        self._largeur = self._place()
        if self._largeur <= 0:
            return
        self._lignes = self._rendu(self._largeur)
        self.aller(self._haut)

    # — scrolling ——————————————————————————————————————————————————————————————————————————————————————————

    @property
    def haut(self) -> int:
        """The first line in sight."""
        return self._haut

    @property
    def hauteur(self) -> int:
        """How many lines are in sight."""
        return self.size.height

    @property
    def lignes(self) -> Sequence[Ligne]:
        return self._lignes

    @property
    def cachees(self) -> int:
        """How many lines are below what is seen."""
        return max(len(self._lignes) - self._haut - self.hauteur, 0)

    def aller(self, haut: int) -> None:
        """Bring line `haut` to the top, as far as there are lines."""
        largeur, hauteur = self.size
        self._haut = max(min(haut, len(self._lignes) - hauteur), 0)
        vues = _en_vue(self._lignes, self._haut, hauteur)
        changees = [y for y in range(hauteur) if self._vues[y : y + 1] != [vues[y]]]
        self._vues = vues
        if changees:
            self.refresh(*(Region(0, y, largeur, 1) for y in changees))

    def defiler(self, pas: int) -> None:
        self.aller(self._haut + pas)

    def voir(self, rang: int) -> None:
        """Bring line `rang` in sight, with two lines around it."""
        if rang - 2 < self._haut:
            self.aller(rang - 2)
        elif rang + 3 > self._haut + self.hauteur:
            self.aller(rang + 3 - self.hauteur)

    def page(self) -> None:
        """One page down; from the end, back to the top."""
        pas = max(self.hauteur - 1, 1)
        self.aller(0 if self._haut + pas + 1 >= len(self._lignes) else self._haut + pas)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.defiler(ROULETTE)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.defiler(-ROULETTE)

    def on_click(self, event: events.Click) -> None:
        rang = self._haut + event.y
        if rang < len(self._lignes):
            self.post_message(self.Cliquee(self, rang))

    # — drawing ————————————————————————————————————————————————————————————————————————————————————————————

    def on_resize(self) -> None:
        if self._place() != self._largeur:
            self._refaire()
        self.aller(self._haut)  # another number of lines is in sight

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()
        self._bandes.clear()

    def _style(self, nom: Style) -> RichStyle:
        if nom not in self._styles:
            propre = self.screen.get_component_rich_style(f"lignes--{nom}", partial=True)
            self._styles[nom] = self._styles[""] + propre
        return self._styles[nom]

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._place() != self._largeur:
            self._refaire()  # painted for the first time before the news of its size has come
        if not self._styles:
            self._styles[""], self._fond = self.rich_style, self.background_colors[1]
        if self.styles.gutter:
            return super().render_lines(crop)
        bandes = self._dessinees([self._vue(y) for y in crop.line_range])
        return [bande.crop(crop.x, crop.right) for bande in bandes]

    def prevoir(self, rendu: Rendu) -> None:
        """Draw what may be shown next, from its top: showing it then finds it drawn."""
        if self._styles and self._largeur > 0:
            self._dessinees(_en_vue(rendu(self._largeur), 0, self.hauteur))

    def _dessinees(self, vues: Sequence[Vue]) -> list[Strip]:
        """Nothing stands around the lines: each is drawn once, whatever moves and comes back."""
        largeur, bandes = self.size.width, []
        for vue in vues:
            if (bande := self._bandes.get(vue)) is None or bande.cell_length != largeur:
                if len(self._bandes) >= BANDES:
                    self._bandes.clear()
                bande = self._bandes[vue] = self.dessiner(vue)
            bandes.append(bande)
        for filtre in self.get_line_filters():
            bandes = [bande.apply_filter(filtre, self._fond) for bande in bandes]
        return bandes

    def _vue(self, y: int) -> Vue:
        return self._vues[y] if y < len(self._vues) else HORS_VUE

    def render_line(self, y: int) -> Strip:
        return self.dessiner(self._vue(y))

    def dessiner(self, vue: Vue) -> Strip:
        """A line and its piece of the bar, in as few pieces as its styles allow."""
        ligne, barre = vue
        # all that a person or a file wrote comes through here
        traits = [
            Trait(inoffensif("".join(t for t, _ in memes)), self._style(nom)) for nom, memes in groupby(ligne, itemgetter(1))
        ]
        blanc = self._largeur - sum(trait.cell_length for trait in traits)
        if blanc < 0:
            traits = list(Strip(traits).crop(0, self._largeur))
        elif blanc:
            traits.append(Trait(" " * blanc, self._style("")))
        largeur = self.size.width
        if largeur > self._largeur:
            traits.append(Trait(barre, self._style("accent" if barre == CURSEUR else "attenue")))
        return Strip(traits, largeur)


def _en_vue(lignes: Sequence[Ligne], haut: int, hauteur: int) -> list[Vue]:
    """The lines in sight where `haut` is the first."""
    toutes = len(lignes)
    return [(lignes[rang] if (rang := haut + y) < toutes else (), _barre(y, haut, hauteur, toutes)) for y in range(hauteur)]


def _barre(y: int, haut: int, hauteur: int, toutes: int) -> str:
    """The bar beside line `y` of the pane: which part of the text is in sight."""
    if toutes <= hauteur:
        return " "
    curseur = max(hauteur * hauteur // toutes, 1)
    debut = (hauteur - curseur) * haut // (toutes - hauteur)
    return CURSEUR if debut <= y < debut + curseur else "│"
