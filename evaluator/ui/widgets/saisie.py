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
    """A field that may know which keys leave it (`sorties`), and pass on a paste of several cells (`tableur`).

    A key that leaves is dealt with by the screen, a little later: what a fast hand, a slow line or a paste sent as keys
    typed meanwhile is held back, never written into the wrong cell.
    """

    tableur = False
    sorties: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False, id="champ")
        self.attend = False
        self.retenues: list[events.Key] = []

    async def _on_key(self, event: events.Key) -> None:
        if not self.attend and event.key not in self.sorties:
            return
        event.stop()
        event.prevent_default()
        if self.attend:
            self.retenues.append(event)
        else:
            self.sortir(event.key)

    def sortir(self, touche: str) -> None:
        self.attend = True
        self.post_message(LigneDeSaisie.Sortie(touche))

    def taper(self, touche: events.Key) -> None:
        """A key that was held back."""
        if touche.key == "backspace":
            self.action_delete_left()
        elif touche.is_printable and touche.character:
            debut, fin = self.selection
            self.replace(touche.character, debut, fin)

    def _on_paste(self, event: events.Paste) -> None:
        if self.tableur and est_un_bloc(event.text):
            event.stop()
            event.prevent_default()
            self.post_message(LigneDeSaisie.Collee(event.text))


class LigneDeSaisie(Horizontal):
    """A prompt and a field. It emits `Validee` or, through the screen, is put away with its text kept."""

    class Sortie(Message):
        """A key that leaves the field. The screen answers by `reprendre` once it has dealt with it."""

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
        champ = Champ()
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

    def reprendre(self) -> list[events.Key]:
        """Type what came while the screen was at work. The keys left over, where the field is no longer open."""
        champ = self.query_one("#champ", Champ)
        champ.attend = False
        if not self.ouverte:
            reste, champ.retenues = champ.retenues, []
            return reste
        while champ.retenues and not champ.attend:
            touche = champ.retenues.pop(0)
            if touche.key in champ.sorties:
                champ.sortir(touche.key)
            else:
                champ.taper(touche)
        return []

    @on(Input.Submitted)
    def _validee(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Validee(event.value))
