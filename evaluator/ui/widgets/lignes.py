"""The one display widget: styled lines, drawn only where they are seen, so a key press costs the same for any number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment as Trait
from rich.style import Style as RichStyle
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from evaluator.ui.texte.lignes import STYLES, Ligne, Style

Rendu = Callable[[int], Sequence[Ligne]]


def _rien(largeur: int) -> Sequence[Ligne]:
    return ()


class Lignes(ScrollView, can_focus=False):
    """Shows what `rendu(width)` gives; asks again when its width changes."""

    COMPONENT_CLASSES = {f"lignes--{nom}" for nom in STYLES}  # noqa: RUF012  # Textual's own declaration

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
        self._largeur = 0
        self._styles: dict[Style, RichStyle] = {}

    def montrer(self, rendu: Rendu, *, voir: int | None = None, haut: bool = False) -> None:
        """Show new lines. `haut`: from the top; `voir`: with this line in sight."""
        self._rendu = rendu
        self._refaire()
        if haut:
            self.scroll_to(y=0, animate=False, immediate=True)
        if voir is not None:
            self.voir(voir)

    def _refaire(self) -> None:
        self._largeur = self.scrollable_content_region.width or self.size.width
        if self._largeur <= 0:
            return
        self._lignes = self._rendu(self._largeur)
        self.virtual_size = Size(self._largeur, len(self._lignes))
        self.refresh()

    def voir(self, rang: int) -> None:
        """Bring line `rang` in sight, with two lines around it."""
        hauteur = self.scrollable_content_region.height
        haut = self.scroll_offset.y
        if rang - 2 < haut:
            self.scroll_to(y=max(rang - 2, 0), animate=False, immediate=True)
        elif rang + 3 > haut + hauteur:
            self.scroll_to(y=rang + 3 - hauteur, animate=False, immediate=True)

    def page(self) -> None:
        """One page down; from the end, back to the top."""
        hauteur = max(self.scrollable_content_region.height - 1, 1)
        haut = self.scroll_offset.y
        fin = haut + hauteur + 1 >= len(self._lignes)
        self.scroll_to(y=0 if fin else haut + hauteur, animate=False, immediate=True)

    @property
    def cachees(self) -> int:
        """How many lines are below what is seen."""
        return max(len(self._lignes) - self.scroll_offset.y - self.scrollable_content_region.height, 0)

    @property
    def lignes(self) -> Sequence[Ligne]:
        return self._lignes

    def on_resize(self, event: events.Resize) -> None:
        if (self.scrollable_content_region.width or event.size.width) != self._largeur:
            self._refaire()

    def on_click(self, event: events.Click) -> None:
        rang = self.scroll_offset.y + event.y
        if rang < len(self._lignes):
            self.post_message(self.Cliquee(self, rang))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def _style(self, nom: Style, base: RichStyle) -> RichStyle:
        if not nom:
            return base
        if nom not in self._styles:
            self._styles[nom] = self.get_component_rich_style(f"lignes--{nom}", partial=True)
        return base + self._styles[nom]

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        rang = self.scroll_offset.y + y
        largeur = self.size.width
        if rang >= len(self._lignes):
            return Strip.blank(largeur, base)
        traits = [Trait(texte, self._style(nom, base)) for texte, nom in self._lignes[rang]]
        return Strip(traits).adjust_cell_length(largeur, base)
