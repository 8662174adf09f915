"""The lines that a person or a script types. A pipe shows what it read after its prompt: the same text as a terminal."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
from collections.abc import Callable
from types import FrameType

from evaluator.ui.lineaire.dialogue import Dialogue

LARGEUR = 80


class Clavier:
    """Ctrl+C stops a line being typed, never a write: elsewhere than at a prompt it does nothing."""

    def __init__(self) -> None:
        self.attend = False
        self.main = sys.stdin.isatty()
        self.ligne = self._choisir()
        if isinstance(sys.stdin, io.TextIOWrapper):
            # A script is UTF-8, whatever the machine's habits: read as cp1252 it would be recorded as « rÃ©ponse ».
            # Ill-coded text is refused in words, where it stands.
            sys.stdin.reconfigure(encoding=None if self.main else "utf-8", errors="surrogateescape")

    def dialogue(self) -> Dialogue:
        """On standard input and output."""
        signal.signal(signal.SIGINT, self._interrompre)
        edite = self.ligne not in (_nue, _du_tube)
        return Dialogue(self.lire, print, lambda: shutil.get_terminal_size((LARGEUR, 24)).columns, self.main, edite)

    def _interrompre(self, numero: int, cadre: FrameType | None) -> None:
        if self.attend:
            raise KeyboardInterrupt

    def lire(self, invite: str, texte: str) -> str:
        self.attend = True
        try:
            return self.ligne(invite, texte)
        except (EOFError, KeyboardInterrupt):
            if self.main:
                print()  # what comes next does not follow what was being typed
            raise
        finally:
            self.attend = False

    def _choisir(self) -> Callable[[str, str], str]:
        """Line editing where the terminal can move its cursor and Python has readline; else the terminal's own."""
        if not self.main:
            return _du_tube
        if os.environ.get("TERM", "dumb") == "dumb" or not sys.stdout.isatty():
            return _nue
        if sys.platform == "win32":  # the console edits its lines itself
            return _nue
        try:
            import readline
        except ImportError:
            return _nue
        readline.parse_and_bind("set enable-bracketed-paste off")  # no control sequence but those of the line being edited
        readline.parse_and_bind("tab: self-insert")

        def editee(invite: str, texte: str) -> str:
            readline.set_startup_hook(lambda: readline.insert_text(texte))
            try:
                return input(invite)
            finally:
                readline.set_startup_hook(None)

        return editee


def _nue(invite: str, texte: str) -> str:
    print(invite, end="", flush=True)
    if not (ligne := sys.stdin.readline()):
        raise EOFError
    return ligne


def _du_tube(invite: str, texte: str) -> str:
    if not (ligne := sys.stdin.readline()):
        raise EOFError
    ligne = ligne.rstrip("\r\n").removeprefix("\ufeff")
    print(f"{invite}{ligne}")
    return ligne
