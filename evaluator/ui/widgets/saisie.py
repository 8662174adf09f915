"""The input line: one `Input` for the whole screen, shown when something is typed, never created nor destroyed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from evaluator.ui.texte.lignes import propre
from evaluator.ui.widgets.lignes import Lignes


class LigneDeSaisie(Horizontal):
    """A prompt and a field. It emits `Validee` or, through the screen, is put away with its text kept."""

    class Validee(Message):
        def __init__(self, texte: str) -> None:
            super().__init__()
            self.texte = texte

    def compose(self) -> ComposeResult:
        yield Lignes(id="invite")
        yield Input(compact=True, select_on_focus=False, id="champ")

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
        self.champ.placeholder = exemple
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
