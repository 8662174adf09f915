"""Characters that act on a terminal instead of being shown: a received file must not move a cursor, fill a clipboard or turn
a line around. What comes from outside is kept as it is; it is what is *shown* that loses them."""

from __future__ import annotations

import re

# Controls but tab, line end and bell; C1 controls, which some terminals obey as they do the escape; direction marks.
AGISSANTS = re.compile("[\x00-\x06\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
REMPLACANT = "\ufffd"


def inoffensif(texte: str) -> str:
    """`texte` with each such character seen as one that says nothing."""
    return AGISSANTS.sub(REMPLACANT, texte)


def lignes_inoffensives(texte: str) -> str:
    """The same for a text of several lines that someone goes on typing: every line end is `\\n`."""
    return inoffensif(texte.replace("\r\n", "\n").replace("\r", "\n"))


def json_inoffensif(json: str) -> str:
    """The same JSON, which says the same: what acts on a terminal can only stand in its texts, and is escaped there."""
    return AGISSANTS.sub(lambda lu: f"\\u{ord(lu[0]):04x}", json)
