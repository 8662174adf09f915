"""Text as a voice reads it: no drawing, and no sign that would be spelt out where a word or nothing will do."""

from __future__ import annotations

import re

from evaluator.french import INSECABLE
from evaluator.ui.texte.lignes import brut, plier, propre

LARGEUR_MIN = 20
_INSECABLES = re.compile(r" (?=[:;!?»](?:[ ,.)]|$))|(?<=«) ", re.MULTILINE)  # a line never begins with a colon
_MOTS = str.maketrans({
    "·": "-", "•": "-", "≠": "différent de", "≤": "inférieur ou égal à", "≥": "supérieur ou égal à", "→": "vers",
    "×": "fois", "÷": "divisé par",
})  # fmt: skip
# Arrows, technical signs, boxes, blocks, geometric shapes, dingbats, pictographs: each stands beside its word.
_DESSIN = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f]+ ?")


def lisible(texte: str) -> str:
    """`texte` without what a voice would spell; what was typed is shown like the rest, and stored untouched."""
    return _INSECABLES.sub(INSECABLE, _DESSIN.sub("", propre(texte).translate(_MOTS)))


def paragraphes(texte: str, largeur: int, retrait: int = 0) -> list[str]:
    """Lines of at most `largeur` cells, cut between words; what a line is set in by stays."""
    sorties: list[str] = []
    for ligne in lisible(texte).split("\n"):
        marge = " " * min(len(ligne) - len(ligne.lstrip(" ")) + retrait, 12)
        plie = plier([(ligne.strip(" "), "")], max(largeur, LARGEUR_MIN), tete=[(marge, "")])
        sorties += [brut(morceau).rstrip(" ") for morceau in plie]
    return sorties
