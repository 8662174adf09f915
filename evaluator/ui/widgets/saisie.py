"""The input line: one `Input` for the whole screen, shown when something is typed, never created nor destroyed."""

from __future__ import annotations

import re

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from evaluator.ui.texte.lignes import propre
from evaluator.ui.widgets.lignes import Lignes


def est_un_bloc(texte: str) -> bool:
    """Several cells rather than one text: there is a tab, or a line end that is not the last."""
    return "\t" in texte.strip("\r\n") or len(re.split(r"\r\n|\r|\n", texte.strip("\r\n"))) > 1


class Champ(Input):
    """A field that may know which keys leave it (`sorties`), and pass on a paste of several cells (`tableur`).

    The screen is told of such a key after what was typed before it: it never reads a field that lags behind.
    """

    tableur = False
    sorties: frozenset[str] = frozenset()

    async def _on_key(self, event: events.Key) -> None:
        if event.key in self.sorties:
            event.stop()
            event.prevent_default()
            self.post_message(LigneDeSaisie.Sortie(event.key))

    def _on_resize(self, event: events.Resize) -> None:
        """The cursor stays in sight when the line gets shorter."""
        self.call_after_refresh(self._voir_le_curseur)

    def _voir_le_curseur(self) -> None:
        x = self.cursor_screen_offset.x - self.content_region.x + self.scroll_offset.x
        self.scroll_to_region(Region(x, 0, 1, 1), force=True, animate=False)

    def _on_paste(self, event: events.Paste) -> None:
        if self.tableur and est_un_bloc(event.text):
            event.stop()
            event.prevent_default()
            self.post_message(LigneDeSaisie.Collee(event.text))


class LigneDeSaisie(Horizontal):
    """A prompt and a field. It emits `Validee` or, through the screen, is put away with its text kept."""

    class Sortie(Message):
        """A key that leaves the field."""

        def __init__(self, touche: str) -> None:
            super().__init__()
            self.touche = touche

    class Collee(Message):
        """Several cells were pasted into the field."""

        def __init__(self, texte: str) -> None:
            super().__init__()
            self.texte = texte

    class Validee(Message):
        def __init__(self, texte: str) -> None:
            super().__init__()
            self.texte = texte

    def __init__(self, *, id: str | None = None, sorties: frozenset[str] | None = None) -> None:
        """`sorties`: a field where cells are typed, and the keys that leave it."""
        super().__init__(id=id)
        self.sorties = sorties

    def compose(self) -> ComposeResult:
        yield Lignes(id="invite")
        champ = Champ(compact=True, select_on_focus=False, id="champ")
        champ.tableur, champ.sorties = self.sorties is not None, self.sorties or frozenset()
        yield champ

    @property
    def champ(self) -> Input:
        return self.query_one("#champ", Input)

    @property
    def ouverte(self) -> bool:
        return bool(self.display)

    @property
    def texte(self) -> str:
        return self.champ.value

    def ouvrir(self, invite: str, texte: str, exemple: str = "", *, remplacer: bool = False) -> None:
        """`remplacer`: the old text is selected, so that typing takes its place."""
        self.display = True
        mots = propre(invite, lignes=False) + " "
        zone = self.query_one("#invite", Lignes)
        zone.styles.width = len(mots)
        zone.montrer(lambda n: [((mots, "accent"),)])
        self.champ.placeholder = propre(exemple, lignes=False)
        self.champ.value = propre(texte, lignes=False)
        self.champ.cursor_position = len(self.champ.value)
        self.screen.set_focus(self.champ)  # at once: `focus()` is deferred, and would lose the first keys of a fast hand
        if remplacer:
            self.champ.select_all()

    def fermer(self) -> None:
        if self.display:
            self.screen.set_focus(None)
            self.display = False

    @on(Input.Submitted)
    def _validee(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Validee(event.value))
