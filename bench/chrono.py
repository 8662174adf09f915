"""A program under a pseudo-terminal, with the instant of everything that it writes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pyte

from tests.terminal.pseudo import ETRANGERES

RACINE = Path(__file__).resolve().parents[1]
VIDE = " "
Ecrit = tuple[float, bytes]  # seconds since the start or since the key, and what was written then


class Chrono:
    """`lire` collects; nothing is emulated while the clock runs."""

    def __init__(self, arguments: Sequence[str], ici: Path, colonnes: int, lignes: int) -> None:
        self.taille = colonnes, lignes
        milieu = {c: v for c, v in os.environ.items() if c != "PYTHONDONTWRITEBYTECODE"}  # users have their .pyc
        milieu |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(RACINE)}
        milieu |= {"COLUMNS": str(colonnes), "LINES": str(lignes), "AGLS_LOCAL": str(ici)}  # nobody's preferences
        fenetre = struct.pack("HHHH", lignes, colonnes, 0, 0)
        self.debut = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the child becomes the program
            os.chdir(ici)
            fcntl.ioctl(0, termios.TIOCSWINSZ, fenetre)
            os.execvpe(sys.executable, [sys.executable, *arguments], milieu)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, fenetre)

    def lire(self, repos: float, delai: float) -> list[Ecrit]:
        """What is written from now on, until silence for `repos` seconds; `delai`: how long to wait for the first byte."""
        recu: list[Ecrit] = []
        attente = delai
        while select.select([self._fd], [], [], attente)[0]:
            try:
                octets = os.read(self._fd, 65536)
            except OSError:
                break
            recu.append((time.perf_counter() - self.debut, octets))
            attente = repos
        return recu

    def presser(self, touche: bytes, repos: float) -> float:
        """Milliseconds from the key to the last byte that it makes appear."""
        self.debut = time.perf_counter()
        os.write(self._fd, touche)
        recu = self.lire(repos, 5)
        if not recu:
            raise RuntimeError(f"key {touche!r}: nothing was repainted")
        return recu[-1][0] * 1000

    def fermer(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


def ecrans(recu: Sequence[Ecrit], colonnes: int, lignes: int) -> list[tuple[float, str]]:
    """The screen as it stood after each write."""
    ecran = pyte.Screen(colonnes, lignes)
    flux = pyte.ByteStream(ecran)
    vus = []
    for instant, octets in recu:
        flux.feed(ETRANGERES.sub(b"", octets))
        vus.append((instant, "".join(ecran.display)))
    return vus


def peinture(recu: Sequence[Ecrit], colonnes: int, lignes: int, part: float) -> float:
    """Milliseconds until `part` of the written cells of the settled screen stand there, each as it will stay."""
    vus = ecrans(recu, colonnes, lignes)
    fini = vus[-1][1]
    pleines = [i for i, c in enumerate(fini) if c != VIDE]
    return next(t for t, e in vus if sum(e[i] == fini[i] for i in pleines) >= part * len(pleines)) * 1000
