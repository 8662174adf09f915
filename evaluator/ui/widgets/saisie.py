"""The input line: one `Input` for the whole screen, shown when something is typed, never created nor destroyed."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from evaluator.ui.collage import est_un_bloc
from evaluator.ui.texte.lignes import propre
from evaluator.ui.widgets.lignes import Lignes


class Champ(Input):
    """Where cells are typed (`tableur`), a paste of several ones goes to the screen; elsewhere its first line is typed."""

    tableur = False

    def _on_paste(self, event: events.Paste) -> None:
        if self.tableur and est_un_bloc(event.text):
            event.stop()
            event.prevent_default()
            self.post_message(LigneDeSaisie.Collee(event.text))


class LigneDeSaisie(Horizontal):
    """A prompt and a field. It emits `Validee` or, through the screen, is put away with its text kept."""

    class Collee(Message):
        """Several cells were pasted into the field."""

        def __init__(self, texte: str) -> None:
            super().__init__()
            self.texte = texte

    class Validee(Message):
        def __init__(self, texte: str) -> None:
            super().__init__()
            self.texte = texte

    def __init__(self, *, id: str | None = None, tableur: bool = False) -> None:
        super().__init__(id=id)
        self.tableur = tableur

    def compose(self) -> ComposeResult:
        yield Lignes(id="invite")
        champ = Champ(compact=True, select_on_focus=False, id="champ")
        champ.tableur = self.tableur
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
