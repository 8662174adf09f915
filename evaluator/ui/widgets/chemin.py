"""The input line of a path: several files pasted together come in whole."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from evaluator.ui.pieces.chemins import en_une_ligne
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie


class ChampChemin(Input):
    """Textual keeps the first line of what is pasted; a file manager gives one line per file."""

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        colle = en_une_ligne(event.text)
        separe = " " if self.value.strip() and not self.value.endswith((" ", "/", "\\")) and colle[:1] in ("'", '"') else ""
        self.insert_text_at_cursor(separe + colle)


class LigneDeChemin(LigneDeSaisie):
    def compose(self) -> ComposeResult:
        yield Lignes(id="invite")
        yield ChampChemin(compact=True, select_on_focus=False, id="champ")
