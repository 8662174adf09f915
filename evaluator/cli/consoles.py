"""The encodings of the standard streams: UTF-8, but where the user, or the terminal, says another. What that one lacks is
said with what it has, and nothing is lost in a traceback.

A Windows console takes any character, whatever its code page. A pipe or a file does not say what it is: Python would write
cp1252 there, that neither `--json` nor a report of a fault can live with.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata

_LISIBLES = {
    cle: mot
    for caracteres, mot in (
        ("’‘‹›", "'"), ("“”«»⟦⟧", '"'), ("−–—‑─┄━", "-"), ("│┃", "|"), ("┌┬┐└┴┘├┼┤", "+"), ("█■●◆◕◑", "#"), ("▒▓░○△☐", "."),
        ("•·▶▸▾▲", "*"), ("→", "->"), ("←", "<-"), ("↑", "^"), ("↓", "v"), ("≥", ">="), ("≤", "<="), ("≠", "!="), ("≈", "~"),
        ("±", "+/-"), ("×", "x"), ("÷", "/"), ("∞", "infini"), ("τ", "taux"), ("Σ", "somme"), ("∅", "vide"), ("€", "EUR"),
        ("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("Æ", "AE"), ("§", "par."), ("°", "o"), ("✓", "[oui]"), ("✗⊘", "[non]"),
    )
    for cle in caracteres
}  # fmt: skip


def encoder() -> None:
    """Of the three streams, before anything is read or said."""
    codecs.register_error("lisible", _lisible)
    codecs.register_error("octets", _octets)
    for flux in (sys.stdout, sys.stderr):
        if isinstance(flux, io.TextIOWrapper):
            if _choisi(flux):
                flux.reconfigure(errors="lisible")
            else:
                flux.reconfigure(encoding="utf-8", errors="octets")
    if isinstance(sys.stdin, io.TextIOWrapper) and not (sys.stdin.isatty() and _choisi(sys.stdin)):
        sys.stdin.reconfigure(encoding="utf-8")  # as files of answers are: what is read is stored
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(newline="\n")  # the same bytes on every system


def ecrire_json(texte: str) -> None:
    """JSON is UTF-8, in whatever encoding words are said; a file name that is not, « ? » in it."""
    sys.stdout.flush()
    octets = getattr(sys.stdout, "buffer", None)
    if octets is None:  # a stream of characters, that somebody put there: it has no encoding
        sys.stdout.write(f"{texte}\n")
    else:
        octets.write(f"{texte}\n".encode("utf-8", "replace"))


def _choisi(flux: io.TextIOWrapper) -> bool:
    """Did somebody choose the encoding: by name, or by the locale of the terminal? ASCII is the absence of a choice."""
    if os.environ.get("PYTHONIOENCODING", "").partition(":")[0]:
        return True
    return flux.isatty() and codecs.lookup(flux.encoding).name not in ("utf-8", "ascii")


def _lisible(erreur: UnicodeError) -> tuple[str, int]:
    """What a person reads the same: « >= » for « ≥ », a letter without its accent; else « ? »."""
    if not isinstance(erreur, UnicodeEncodeError):
        raise erreur
    return "".join(map(_sans_accent, erreur.object[erreur.start : erreur.end])), erreur.end


def _octets(erreur: UnicodeError) -> tuple[bytes, int]:
    """Bytes of a path, that the locale could not read (`LC_ALL=C`): as UTF-8, that they are; else « ? »."""
    if not isinstance(erreur, UnicodeEncodeError):
        raise erreur
    seuls = erreur.object[erreur.start : erreur.end]
    lus = seuls.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if _lus_ainsi(seuls) else "?" * len(seuls)
    return "".join(c if c.isprintable() and c != "\ufffd" else "?" for c in lus).encode(), erreur.end


def _lus_ainsi(texte: str) -> bool:
    """Is it what `surrogateescape` makes of bytes?"""
    return all("\udc80" <= c <= "\udcff" for c in texte)


def _sans_accent(caractere: str) -> str:
    if mot := _LISIBLES.get(caractere):
        return mot
    decompose = unicodedata.normalize("NFKD", caractere)
    return "".join(c for c in decompose if c.isascii()) or ("" if unicodedata.combining(caractere) else "?")
