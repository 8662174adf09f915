"""Standard output and error as the program sees them: whatever is printed, nothing of a received file acts on the terminal.

Answers, names, the words of a frozen questionnaire, the name of a file: all of them may come from someone else, and every
command prints some. One place sees them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from evaluator.signes import inoffensif


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
