"""A pseudo-terminal of a given size with an emulated screen: types keys, reads what a person would read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

TOUCHES = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "down": "\x1b[B", "up": "\x1b[A", "right": "\x1b[C", "f3": "\x1bOR",
    "f4": "\x1bOS", "f7": "\x1b[18~", "f8": "\x1b[19~", "f10": "\x1b[21~", "ctrl+s": "\x13", "ctrl+q": "\x11",
    "ctrl+u": "\x15",
}  # fmt: skip
# Sequences that a real terminal swallows and the emulator would print.
ETRANGERES = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b[P\]_][^\x07\x1b]*(?:\x07|\x1b\\)")


class Pseudo:
    """Runs `agls` with its own configuration; `ecran` is what it shows now."""

    def __init__(self, arguments: list[str], dossier: Path, colonnes: int = 80, lignes: int = 24) -> None:
        self._ecran = pyte.Screen(colonnes, lignes)
        self._flux = pyte.ByteStream(self._ecran)
        taille = struct.pack("HHHH", lignes, colonnes, 0, 0)
        milieu = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": str(colonnes),
            "LINES": str(lignes),
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        }
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # pragma: no cover  # the child becomes the program
            os.chdir(dossier)
            fcntl.ioctl(0, termios.TIOCSWINSZ, taille)
            os.execvpe(sys.executable, [sys.executable, "-m", "evaluator", *arguments], milieu)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, taille)

    @property
    def ecran(self) -> list[str]:
        return [ligne.rstrip() for ligne in self._ecran.display]

    def lire(self, duree: float) -> bool:
        """Take in what comes within `duree` seconds, then until silence; False once the program has ended."""
        while select.select([self._fd], [], [], duree)[0]:
            try:
                octets = os.read(self._fd, 65536)
            except OSError:
                return False
            if not octets:
                return False
            self._flux.feed(ETRANGERES.sub(b"", octets))
            duree = 0.015  # a frame may come in pieces
        return True

    def attendre(self, condition: Callable[[list[str]], bool], quoi: str, delai: float = 20) -> None:
        """Until the screen satisfies `condition`."""
        fin = time.monotonic() + delai
        while not condition(self.ecran):
            if time.monotonic() > fin:
                raise AssertionError(f"never seen: {quoi}\n" + "\n".join(self.ecran))
            self.lire(0.02)

    def taper(self, *touches: str) -> None:
        """Named keys, or texts typed as they are."""
        os.write(self._fd, "".join(TOUCHES.get(t, t) for t in touches).encode())

    def tuer(self) -> None:
        """kill -9."""
        os.kill(self.pid, signal.SIGKILL)
        self.finir()

    def finir(self) -> int:
        """Wait for the end and give the exit code."""
        while self.lire(0.5):
            pass
        _, statut = os.waitpid(self.pid, 0)
        os.close(self._fd)
        return os.waitstatus_to_exitcode(statut)
