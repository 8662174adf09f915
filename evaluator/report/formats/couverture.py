"""Which characters the fonts of the reports show; what stands for the others, so that nothing is lost and nothing fails."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from evaluator import resources

MARQUES = ("Mn", "Mc", "Me")
LIBRES = {0x0A, 0x200B, 0x2060}  # a line end, and two that show nothing


@lru_cache(maxsize=1)
def _montrables() -> frozenset[int]:
    """`couverture.txt`: the characters of the family and of its fallback, in runs."""
    texte = (resources.dossier_livre(resources.MODELES) / "polices" / "couverture.txt").read_text(encoding="ascii")
    suites = (ligne.split("-") for ligne in texte.split())
    return frozenset(c for a, b in suites for c in range(int(a, 16), int(b, 16) + 1)) | LIBRES


@lru_cache(maxsize=1)
def _autres() -> re.Pattern[str]:
    """Anything but the characters that are shown, marks that combine apart: they need a base that their font has."""
    sures = sorted(c for c in _montrables() if unicodedata.category(chr(c)) not in MARQUES)
    return re.compile("[^" + "".join(re.escape(chr(c)) for c in sures) + "]")


def montrer(texte: str) -> str:
    """`texte` with `⟦U+1F600⟧` for a character that no font of the reports shows, and four spaces for a tabulation."""
    return _autres().sub(lambda m: f"⟦U+{ord(m[0]):04X}⟧", texte.replace("\t", "    "))
