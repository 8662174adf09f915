"""One key at a time. Textual hands a key to whatever has the focus when it is read, before the key read just before it has
done its work: « 1.9, Entrée, 1 » typed fast, pasted, or sent over a slow line would put the last 1 in the field that Entrée
closes. Here a key waits until the messages of the one before it are dealt with, and until a new screen is painted.

What is typed in a field goes straight on: it is for the field, in order, whatever happens.
"""

from __future__ import annotations

import sys
from asyncio import get_running_loop
from collections import deque
from collections.abc import Callable
from functools import partial

from textual.app import App
from textual.events import Callback, Event, Key
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input

TOURS = 3  # a key may end in a message of a message: field, line, list, screen
DELAI = 0.5  # seconds: a widget that goes away with its messages does not hold the keyboard longer,
DELAI_MAX = 10.0  # nor one that is still there but does not come to an end


def _saisit(objet: object) -> bool:
    """It takes letters. A page of text takes 7 ms to import: where nobody imported it, none is on the screen."""
    page = sys.modules.get("textual.widgets._text_area")
    return isinstance(objet, Input) or (page is not None and isinstance(objet, page.TextArea))


class UneToucheALaFois(App[None]):
    """An app whose keys are dealt with in the order they were pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._attendent: deque[Key] = deque()
        self._occupee = 0  # the number of the key being dealt with; 0: none
        self._numero = 0
        self._porteur: MessagePump = self  # whose messages are being waited for
        self._lettres = False  # given to a field since the last other key

    @property
    def en_retard(self) -> bool:
        """Keys wait, or one is being dealt with."""
        return bool(self._occupee or self._attendent)

    async def on_event(self, event: Event) -> None:
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
        elif event.key.startswith("alt+") and len(event.key) == 5 and _saisit(self.focused):
            # Échap and a letter that came in one piece: a terminal says Alt and that letter, which no field has a use for.
            for touche in (Key("escape", None), Key(event.key[4:], event.key[4:])):
                await self.on_event(touche)
        elif self._occupee or self._attendent:
            self._attendent.append(event)
        else:
            await self._donner(event)

    async def _donner(self, touche: Key) -> None:
        """To what has the focus now; the next key waits unless this one is a letter for a field."""
        if _saisit(self.focused) and touche.is_printable:
            self._lettres = True
            await super().on_event(touche)
            return
        self._numero += 1
        self._occupee = self._numero
        self._veiller(self._numero, get_running_loop().time() + DELAI_MAX)
        if self._lettres:  # the field has them first: a key that acts from anywhere would come before
            self._lettres = False
            self._suivre(self._chemin(), partial(self.call_later, self._agir, touche, self._numero))
        else:
            await self._agir(touche, self._numero)

    async def _agir(self, touche: Key, numero: int) -> None:
        avant = self.screen
        await super().on_event(touche)
        self._suivre(self._chemin() * TOURS, partial(self._arrivee, numero, avant))

    def _chemin(self) -> list[MessagePump]:
        """From what has the focus up to the screen, then here: the way of a message."""
        depart = self.focused or self.screen
        return [*(n for n in depart.ancestors_with_self if n is not self), self]

    def _suivre(self, reste: list[MessagePump], ensuite: Callable[[], object]) -> None:
        """Go behind the messages that wait at each step. Not by `call_later`, which reads a signature at each of them."""

        def pas() -> None:
            while reste:
                self._porteur = reste.pop(0)
                if self._porteur.post_message(Callback(pas)):
                    return
            self._porteur = self
            ensuite()

        pas()

    def _arrivee(self, numero: int, avant: Screen[object]) -> None:
        self._porteur = self.screen
        if self.screen is avant or not self.screen.call_after_refresh(self._finie, numero):
            self._finie(numero)

    def _veiller(self, numero: int, fin: float) -> None:
        """Let the next key pass where what is waited for has gone; on a slow machine it is only late, and the key waits."""

        def voir() -> None:
            if numero == self._occupee:
                couvert = isinstance(self._porteur, Screen) and self._porteur is not self.screen
                if self._porteur.is_running and not couvert and boucle.time() < fin:
                    boucle.call_later(DELAI, voir)
                else:
                    self._finie(numero)

        boucle = get_running_loop()
        boucle.call_later(DELAI, voir)

    def _finie(self, numero: int) -> None:
        if numero == self._occupee:
            self._occupee = 0
            self.call_later(self._suivantes)

    async def _suivantes(self) -> None:
        while self._attendent and not self._occupee:
            await self._donner(self._attendent.popleft())
