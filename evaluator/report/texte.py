"""Text made safe to print, whoever wrote it, and French typography for the texts of the tool.

An answer is printed literally: nothing is dropped or cut. What would disturb the page (control characters, characters
that reverse the writing direction) is replaced by something that can be seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from evaluator.french import FINE, INSECABLE

Affichable = str | bool | Sequence["Affichable"] | Mapping[str, "Affichable"]  # all that a context may hold
Bloc = dict[str, Affichable]

_BIDI = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_REMPLACES: dict[int, str] = {
    **{c: "\ufffd" for c in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)},
    **{c: f"⟦U+{c:04X}⟧" for c in _BIDI},
    0x09: "\t",
    0x0A: "\n",
    0x2028: "\n",
    0x2029: "\n",
}

_REGLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("'"), "’"),
    (re.compile(r" (?=[;!?](?:\s|$))"), FINE),
    (re.compile(r" (?=:(?:\s|$))"), INSECABLE),
    (re.compile(r"« ?"), f"«{INSECABLE}"),
    (re.compile(r" ?»"), f"{INSECABLE}»"),
    (re.compile(r"(?<=\d) (?=%)"), FINE),
    (re.compile(r"(?<=\d) (?=€)"), INSECABLE),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), FINE),
    (re.compile(r"(?<=n°) "), INSECABLE),
    (re.compile(r"(?<=\d) (?=(?:logements?|ménages?|points?|ETP)\b)"), INSECABLE),
)


def assainir(texte: str) -> str:
    """`texte` in NFC, with controls as U+FFFD and direction marks spelled out; line ends become `\\n`."""
    return unicodedata.normalize("NFC", texte.replace("\r\n", "\n").replace("\r", "\n").translate(_REMPLACES))


def abreger(nom: str, place: int) -> str:
    """`nom`, or its beginning and « … »: `place` characters at most, for a head or a foot of page."""
    return nom if len(nom) <= place else f"{nom[: place - 1].rstrip()}…"


def typo(texte: str) -> str:
    """French no-break spaces and apostrophes, for a text of the tool or of its YAML (never for an answer)."""
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte.replace(f"«{INSECABLE}{INSECABLE}", f"«{INSECABLE}").replace(f"{INSECABLE}{INSECABLE}»", f"{INSECABLE}»")


def nettoyer(valeur: Affichable) -> Affichable:
    """The same context with every string made safe. Raises `TypeError` for anything but text, bool, list, dict."""
    if isinstance(valeur, str):
        return assainir(valeur)
    if isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, Mapping):
        return {cle: nettoyer(v) for cle, v in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [nettoyer(v) for v in valeur]
    raise TypeError(f"a report context holds text, not {type(valeur).__name__}")
