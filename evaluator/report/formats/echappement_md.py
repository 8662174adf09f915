"""Escaping for GitHub-flavoured Markdown: any text becomes one inline run that means only its own characters."""

from __future__ import annotations

import re

_TOUJOURS = re.compile(r"([\\`*_{}\[\]<>|~&$#@^=])")
_DEBUT = re.compile(r"^([-+])", re.MULTILINE)
_NUMERO = re.compile(r"^(\d{1,9})([.)])", re.MULTILINE)
_BLANCS = re.compile(r"^[ \t]+", re.MULTILINE)
_LIEN = re.compile(r"(?i)\b(https?|ftp)(:)|\b(www)(\.)")


def echapper(texte: str) -> str:
    """`texte` with every character of the syntax escaped; a line end becomes `<br>`, so that a table row stays one line."""
    propre = _TOUJOURS.sub(r"\\\1", texte)
    propre = _LIEN.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"{m[3]}\\{m[4]}", propre)
    propre = _NUMERO.sub(r"\1\\\2", _DEBUT.sub(r"\\\1", propre))
    propre = _BLANCS.sub(lambda m: "\u00a0" * len(m[0].expandtabs(4)), propre)
    return propre.replace("\t", " ").replace("\n", "<br>")


def code(texte: str) -> str:
    """`texte` as a code span: an identifier or a hash, on one line."""
    barriere = "`" * (max((len(m) for m in re.findall(r"`+", texte)), default=0) + 1)
    marge = " " if "`" in texte else ""
    corps = texte.replace("\n", " ").replace("|", "\\|")
    return f"{barriere}{marge}{corps}{marge}{barriere}"


def aerer(document: str) -> str:
    """One blank line at most between two blocks: templates leave several, and an answer holds none."""
    return re.sub(r"\n{3,}", "\n\n", document).strip("\n") + "\n"
