"""Text as a voice reads it: no drawing, and no sign that would be spelt out where a word or nothing will do."""

from __future__ import annotations

import re
import textwrap

from evaluator.french import INSECABLE
from evaluator.ui.texte.lignes import propre

LARGEUR_MIN = 20
MARGE_MAX = 12
_INSECABLES = re.compile(r" (?=[:;!?»](?:[ ,.)]|$))|(?<=«) ", re.MULTILINE)  # a line never begins with a colon
_MILIEU = re.compile(r"(?<=[^\s])\s*·\s*(?=\S)")  # between two things; at the start of a line it is a bullet
_MOTS = str.maketrans({
    "·": "-", "•": "-", "≠": "différent de", "≤": "inférieur ou égal à", "≥": "supérieur ou égal à", "→": "vers",
    "×": "fois", "÷": "divisé par",
})  # fmt: skip
# Arrows, technical signs, boxes, blocks, geometric shapes, dingbats, pictographs: each stands beside its word.
_DESSIN = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f]+ ?")


def lisible(texte: str) -> str:
    """`texte` without what a voice would spell; what was typed is shown like the rest, and stored untouched."""
    mots = _MILIEU.sub(", ", propre(texte)).translate(_MOTS)
    return _INSECABLES.sub(INSECABLE, _DESSIN.sub("", mots))


def paragraphes(texte: str, largeur: int, retrait: int = 0) -> list[str]:
    """Lines of at most `largeur` characters, set in as `texte` is, cut at ordinary spaces only: a path stays whole."""
    sorties: list[str] = []
    for ligne in lisible(texte).split("\n"):
        marge = " " * min(len(ligne) - len(ligne.lstrip(" ")) + retrait, MARGE_MAX)
        sorties += textwrap.wrap(
            ligne.strip(" "),
            max(largeur, LARGEUR_MIN),
            initial_indent=marge,
            subsequent_indent=marge,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return sorties
