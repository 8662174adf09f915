"""The three standard streams: there, encoded, in words where they cannot be written, and without what acts on a terminal.

Answers, names, the words of a frozen questionnaire, the name of a file: all of them may come from someone else, and every
command prints some. One place sees them all.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO, cast

from evaluator.cli import consoles
from evaluator.errors import cause
from evaluator.signes import inoffensif

_ECRITURE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF})


def preparer() -> None:
    """A stream that was closed by the caller becomes one to nowhere: else the next file to be opened, a dossier, would take
    its number, and get what is meant for it."""
    for numero, nom, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(numero)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number: this one
            os.set_inheritable(numero, True)
        if getattr(sys, nom) is None:
            setattr(sys, nom, os.fdopen(numero, mode, encoding="utf-8", closefd=False))
    consoles.encoder()
    sys.stdout, sys.stderr = (cast("TextIO", FluxInoffensif(flux)) for flux in (sys.stdout, sys.stderr))


def dire(message: str) -> None:
    """For people, on stderr; nothing where that cannot be written: the exit code says the rest."""
    with suppress(OSError):
        print(message, file=sys.stderr, flush=True)


def abandonner() -> None:
    """Nothing more goes to stdout, and what waits there is dropped: at the end of the program it would fail once more."""
    with suppress(OSError, ValueError):
        rien = os.open(os.devnull, os.O_WRONLY)
        os.dup2(rien, sys.stdout.fileno())
        os.close(rien)


def en_mots(erreur: OSError) -> str:
    """What the system refused, where no room said it better."""
    if erreur.filename is not None:
        return f"{os.fsdecode(erreur.filename)} : accès impossible ({cause(erreur)})"
    if erreur.errno in _ECRITURE:  # each room says it of its own files
        return f"la sortie standard ne peut pas être écrite ({cause(erreur)}) : ce que la commande affiche est incomplet"
    return f"le système a refusé une lecture ou une écriture ({cause(erreur)})"


class FluxInoffensif:
    """A text stream that shows what acts. Everything but writing is the stream's own."""

    def __init__(self, flux: TextIO) -> None:
        self._flux = flux

    def write(self, texte: str) -> int:
        return self._flux.write(inoffensif(texte))

    def writelines(self, lignes: Iterable[str]) -> None:
        for ligne in lignes:
            self.write(ligne)

    def tracer(self, texte: str) -> None:
        """Write as it is: for what the program itself draws."""
        self._flux.write(texte)

    def __getattr__(self, nom: str) -> object:
        return getattr(self._flux, nom)


def tracer(flux: object, texte: str) -> None:
    """Draw on a stream, be it one of these or another."""
    ecrire = getattr(flux, "tracer", None) or getattr(flux, "write")  # noqa: B009  # any stream has it
    ecrire(texte)
