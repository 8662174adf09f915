"""XML written by small steps: whatever is given as text or attribute is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

Attributs = Mapping[str, str | int]


def balise(nom: str, *contenus: str, **attributs: str | int) -> str:
    """An element that holds `contenus`, which are XML. `w__val` is written `w:val`, `fo__margin_left` `fo:margin-left`."""
    dits = "".join(f" {cle.replace('__', ':').replace('_', '-')}={quoteattr(str(v))}" for cle, v in attributs.items())
    return f"<{nom}{dits}>{''.join(contenus)}</{nom}>" if contenus else f"<{nom}{dits}/>"


def dire(texte: str) -> str:
    return escape(texte)
