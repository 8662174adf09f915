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
from typing import ClassVar

import pyte
from pyte.screens import Char

TOUCHES = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "down": "\x1b[B", "up": "\x1b[A",
    "right": "\x1b[C", "left": "\x1b[D", "end": "\x1b[F", "home": "\x1b[H", "pagedown": "\x1b[6~", "pageup": "\x1b[5~",
    "delete": "\x1b[3~", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f10": "\x1b[21~", "ctrl+p": "\x10", "ctrl+q": "\x11", "ctrl+s": "\x13",
    "ctrl+u": "\x15", "ctrl+y": "\x19",
}  # fmt: skip
# Sequences that the emulator would print, and colours, which take it most of its time and which nobody reads here.
ETRANGERES = re.compile(
    rb"\x1b\[[0-9;]*m|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b[P\]_][^\x07\x1b]*(?:\x07|\x1b\\)"
)
# A frame comes between these two marks, once the terminal has said that it knows them.
_DEBUT, _FIN, _QUESTION, _OUI = b"\x1b[?2026h", b"\x1b[?2026l", b"\x1b[?2026$p", b"\x1b[?2026;2$y"


class Emule(pyte.Screen):
    """The emulator without colours nor wide characters: four times faster."""

    caracteres: ClassVar[dict[str, Char]] = {}

    def draw(self, data: str) -> None:
        x, y = self.cursor.x, self.cursor.y
        if x + len(data) > self.columns:
            super().draw(data)
            return
        connus, rangee = self.caracteres, self.buffer[y]
        for i, c in enumerate(data, x):
            rangee[i] = connus.get(c) or connus.setdefault(c, Char(c))
        self.cursor.x = x + len(data)

    def lignes(self) -> list[str]:
        rangees = [self.buffer[y] for y in range(self.lines)]
        return ["".join([rangee[x].data for x in range(self.columns)]) for rangee in rangees]


class Tue(Exception):
    """The program was killed under the hand (`Pseudo.meche`)."""


class Pseudo:
    """Runs `agls` with its own configuration; `ecran` is the last whole frame.

    `frappes` counts the keys pressed; `temoin` sees every frame. `meche` may kill the program under the hand: it says how
    many of the keys to come are sent, None for all, and `repos` then waits, told what they were, until the blow.
    """

    def __init__(self, arguments: list[str], dossier: Path, colonnes: int = 80, lignes: int = 24) -> None:
        self._ecran = Emule(colonnes, lignes)
        self._flux = pyte.ByteStream(self._ecran)
        self._reste = b""
        self._vu: list[str] | None = None
        self.frappes = 0
        self.meche: Callable[[list[str]], int | None] = lambda _: None
        self.repos: Callable[[str], None] = lambda _: None
        self.temoin: Callable[[list[str]], None] = lambda _: None
        milieu = {cle: v for cle, v in os.environ.items() if cle not in ("COLUMNS", "LINES")}  # they would fix the size
        milieu |= {"TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        taille = struct.pack("HHHH", lignes, colonnes, 0, 0)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # pragma: no cover  # the child becomes the program
            os.chdir(dossier)
            fcntl.ioctl(0, termios.TIOCSWINSZ, taille)
            os.execvpe(sys.executable, [sys.executable, "-m", "evaluator", *arguments], milieu)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, taille)

    # — reading ————————————————————————————————————————————————————————————————————————————————————————————

    @property
    def ecran(self) -> list[str]:
        if self._vu is None:
            self._vu = [ligne.rstrip() for ligne in self._ecran.lignes()]
            self.temoin(self._vu)
        return self._vu

    def lire(self, duree: float) -> bool:
        """Take in what comes within `duree` seconds; False once the program has ended."""
        while select.select([self._fd], [], [], duree)[0]:
            try:
                octets = os.read(self._fd, 1 << 16)
            except OSError:
                return False
            if not octets:
                return False
            self._prendre(octets)
            duree = 0
        return True

    def _prendre(self, octets: bytes) -> None:
        if _QUESTION in octets:
            os.write(self._fd, _OUI)
        octets = self._reste + octets
        ouverte = octets.rfind(_DEBUT)
        coupe = ouverte if ouverte > octets.rfind(_FIN) else len(octets)  # a frame that is still coming waits
        self._reste = octets[coupe:]
        if coupe:
            self._flux.feed(ETRANGERES.sub(b"", octets[:coupe]))
            self._vu = None

    def attendre(self, condition: Callable[[list[str]], bool], quoi: str, delai: float = 20) -> None:
        """Until the screen satisfies `condition`."""
        fin = time.monotonic() + delai
        while not condition(self.ecran):
            vivant = self.lire(0.1)
            if not vivant or time.monotonic() > fin:
                fait = "never seen" if vivant else "the program ended before"
                raise AssertionError(f"{fait}: {quoi}\n" + "\n".join(self.ecran))

    def voir(self, *mots: str) -> None:
        """Until the screen shows all these words, line ends and runs of spaces aside."""

        def tous(ecran: list[str]) -> bool:
            plat = " ".join(" ".join(ecran).split())
            return all(m in plat for m in mots)

        self.attendre(tous, " + ".join(mots))

    def reposer(self) -> list[str]:
        """Until the program sleeps and has nothing more to show."""
        avant, pareils = None, 0
        fin = time.monotonic() + 20
        while pareils < 3:  # longer than Textual waits to paint
            lu = self._vu is None
            assert self.lire(0.008), "the program ended\n" + "\n".join(self.ecran)
            assert time.monotonic() < fin, "the program never rests\n" + "\n".join(self.ecran)
            etat = self._activite()
            pareils = pareils + 1 if etat is not None and etat == avant and not lu else 0
            avant = etat
            _ = self.ecran
        return self.ecran

    def _activite(self) -> tuple[str, ...] | None:
        """What each thread has run so far; None while one of them runs. Where the system does not say: the time."""
        fils = Path(f"/proc/{self.pid}/task")
        if not fils.is_dir():
            return (str(int(time.monotonic() * 5)),)
        try:
            chacun = sorted(fils.iterdir())
            etats = [(f / "stat").read_text().rpartition(")")[2].split()[0] for f in chacun]
            return None if {"R", "D"} & set(etats) else tuple((f / "schedstat").read_text() for f in chacun)
        except OSError:
            return None  # a thread has just ended

    # — typing, changing size ——————————————————————————————————————————————————————————————————————————————

    def taper(self, *touches: str) -> None:
        """Named keys, or texts typed as they are."""
        octets = [o for t in touches for o in ([TOUCHES[t]] if t in TOUCHES else t)]
        envoyes = self.meche(octets)
        tape = "".join(octets[:envoyes])
        self.frappes += len(octets[:envoyes])
        os.write(self._fd, tape.encode())
        if envoyes is not None:
            self.repos(tape)
            self.tuer()
            raise Tue

    def coller(self, texte: str) -> None:
        """As a terminal pastes."""
        os.write(self._fd, f"\x1b[200~{texte}\x1b[201~".encode())

    def redimensionner(self, colonnes: int, lignes: int) -> None:
        """The terminal takes another size, and tells the program (SIGWINCH)."""
        self._ecran.resize(lignes, colonnes)
        self._vu = None
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lignes, colonnes, 0, 0))

    # — ending —————————————————————————————————————————————————————————————————————————————————————————————

    def tuer(self) -> None:
        """kill -9."""
        os.kill(self.pid, signal.SIGKILL)
        self.finir()

    def raccrocher(self) -> None:
        """The terminal goes away, the program does not."""
        os.close(self._fd)

    def finir(self) -> int:
        """Wait for the end and give the exit code."""
        while self.lire(5):
            pass
        _, statut, self.usage = os.wait4(self.pid, 0)
        os.close(self._fd)
        return os.waitstatus_to_exitcode(statut)
