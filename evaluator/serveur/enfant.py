"""One process of the interface, spoken to through its pipes: Textual's web driver is at the other end."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Self

DEPART = b"__GANGLION__\n"  # what the driver writes before its first packet
ECRAN, MESSAGE = b"D", b"M"
_PRELUDE = 100  # lines; something else may be printed before
_SURSIS = 4.0  # seconds to end by itself, then again to obey
_MILIEU = {
    "TEXTUAL_DRIVER": "evaluator.ui.navigateur:PiloteNavigateur",
    "TEXTUAL_COLOR_SYSTEM": "truecolor",
    "TERM": "xterm-256color",
}
if sys.platform == "win32":
    _A_PART = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _A_PART = 0


def paquet(genre: bytes, contenu: bytes) -> bytes:
    return genre + len(contenu).to_bytes(4, "big") + contenu


class Enfant:
    """Made by `lancer`; whoever made it reads `ecrans` to the end and calls `finir`."""

    def __init__(self, processus: Process) -> None:
        self._processus = processus

    @classmethod
    async def lancer(cls, commande: Sequence[str], largeur: int, hauteur: int) -> Self:
        """No shell. In a session of its own: Ctrl+C is for the server, which ends its children in order."""
        processus = await asyncio.create_subprocess_exec(
            *commande,
            stdin=PIPE,
            stdout=PIPE,
            stderr=None if sys.stderr else DEVNULL,  # what goes wrong is said where the server runs
            env={**os.environ, **_MILIEU, "COLUMNS": str(largeur), "ROWS": str(hauteur)},
            start_new_session=True,
            creationflags=_A_PART,
        )
        return cls(processus)

    @property
    def code(self) -> int | None:
        """Exit code; None while it runs."""
        return self._processus.returncode

    async def ecrans(self) -> AsyncIterator[bytes]:
        """What it paints, until it ends. Other packets (addresses to open, files to hand over) are dropped."""
        sortie = self._processus.stdout
        assert sortie is not None
        with suppress(asyncio.IncompleteReadError):
            for _ in range(_PRELUDE):
                if await sortie.readline() == DEPART:
                    break
            while True:
                genre, taille = await sortie.readexactly(1), await sortie.readexactly(4)
                contenu = await sortie.readexactly(int.from_bytes(taille, "big"))
                if genre == ECRAN:
                    yield contenu
        await self._processus.wait()

    async def saisir(self, texte: str) -> None:
        await self._envoyer(ECRAN, texte.encode("utf-8", "replace"))

    async def dire(self, **message: str | int) -> None:
        """A word to the driver: `type` resize (width, height), focus or blur."""
        await self._envoyer(MESSAGE, json.dumps(message).encode())

    async def _envoyer(self, genre: bytes, contenu: bytes) -> None:
        entree = self._processus.stdin
        assert entree is not None
        with suppress(OSError, RuntimeError):  # it has just ended: `ecrans` says so
            entree.write(paquet(genre, contenu))
            await entree.drain()

    async def finir(self) -> None:
        """End it: no more input is the sign to close the dossier and leave; if it does not, it is made to."""
        entree = self._processus.stdin
        assert entree is not None
        entree.close()
        for geste in (self._processus.terminate, self._processus.kill):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._processus.wait(), _SURSIS)
                return
            with suppress(ProcessLookupError):
                geste()
        await self._processus.wait()
