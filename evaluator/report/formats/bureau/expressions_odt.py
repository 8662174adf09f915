"""The expressions of a template as they were typed: an editor cuts them in pieces, and writes some signs otherwise."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

from evaluator.report.formats.bureau.espaces_odt import nom

_EXPRESSION = re.compile(r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}|\{#.{0,500}?#\}", re.DOTALL)
_GUILLEMETS = str.maketrans("“”‘’", "\"\"''")


def recoller(racine: etree._Element) -> str:
    """The XML of a part, each expression in one piece, in plain quotes."""
    for paragraphe in racine.iter(nom("text:p"), nom("text:h")):
        _recoller(paragraphe)
    xml: str = etree.tostring(racine, encoding="unicode")
    return _EXPRESSION.sub(lambda lu: unescape(lu[0]).translate(_GUILLEMETS), xml)


def _recoller(paragraphe: etree._Element) -> None:
    """Every letter of an expression moves to where it begins."""
    places = _places(paragraphe)
    dits = [getattr(noeud, cote) or "" for noeud, cote in places]
    entier = "".join(dits)
    morceaux = [list(dit) for dit in dits]
    origines = [(k, n) for k, dit in enumerate(dits) for n in range(len(dit))]
    for lu in _EXPRESSION.finditer(entier):
        (k, n), fin = origines[lu.start()], origines[lu.end() - 1][0]
        if k == fin:
            continue
        for place, rang in origines[lu.start() : lu.end()]:
            morceaux[place][rang] = ""
        morceaux[k][n] = lu[0]
    for (noeud, cote), morceau in zip(places, morceaux, strict=True):
        setattr(noeud, cote, "".join(morceau))


def _places(noeud: etree._Element) -> list[tuple[etree._Element, str]]:
    """Where the text of an element is, in order."""
    places = [(noeud, "text")] if isinstance(noeud.tag, str) else []
    for enfant in noeud:
        places += [*_places(enfant), (enfant, "tail")]
    return places
