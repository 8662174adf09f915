"""How far a long work is: one line on stderr, drawn over and over. Characters only, no colour."""

from __future__ import annotations

import os
import sys

from evaluator import french
from evaluator.cli.flux import tracer


class Avancement:
    """Nothing where stderr is no terminal, or for a single thing; a line each where the terminal cannot draw one again."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.fait = self.echecs = 0
        self._simple = os.environ.get("TERM") == "dumb"
        self._montre = total > 1 and sys.stderr.isatty()
        self._long = 0

    def debuter(self) -> None:
        self._ecrire(f"0/{self.total}")

    def avancer(self, nom: str, *, echec: bool) -> None:
        """One more is done: the last one is named."""
        self.fait += 1
        self.echecs += echec
        lisible = "".join(c if c.isprintable() else "?" for c in nom)
        echecs = f" · {french.pluriel(self.echecs, 'échec')}" if self.echecs else ""
        self._ecrire(f"{self.fait}/{self.total}{echecs} · {lisible}")

    def effacer(self) -> None:
        """Leave the line to what comes next."""
        if self._montre and not self._simple:
            self._dessiner("")
            tracer(sys.stderr, "\r")
            sys.stderr.flush()

    def _ecrire(self, texte: str) -> None:
        if not self._montre:
            return
        if self._simple:
            print(texte, file=sys.stderr, flush=True)
        else:
            self._dessiner(texte)

    def _dessiner(self, texte: str) -> None:
        try:
            place = os.get_terminal_size(sys.stderr.fileno()).columns - 1
        except OSError:
            place = 79
        texte = texte[:place]
        tracer(sys.stderr, f"\r{texte.ljust(min(self._long, place))}")
        sys.stderr.flush()
        self._long = len(texte)
