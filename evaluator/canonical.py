"""One byte form per value, so that a hash means the same everywhere: UTF-8, NFC, sorted keys, no spaces, no float."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


MARQUES_MAX = 100  # in a row; no writing has ten, and putting them in order takes the square of their number
TROP_DE_MARQUES = f"plus de {MARQUES_MAX} signes combinants (accents séparés) à la suite : retirez-les"
_HORS_DES_LETTRES = re.compile(r"[^\x00-\x7f\w\s]+")


def trop_de_marques(texte: str) -> bool:
    """More combining marks in a row than text has: to be refused before it is normalised."""
    if texte.isascii():
        return False
    for suite in _HORS_DES_LETTRES.finditer(texte):
        if suite.end() - suite.start() > MARQUES_MAX:
            compte = 0
            for signe in suite[0]:
                compte = compte + 1 if unicodedata.combining(signe) else 0
                if compte > MARQUES_MAX:
                    return True
    return False


def texte_exact(valeur: Fraction) -> str:
    """A decimal where it is one (`0.35`), else a fraction (`2/3`)."""
    if valeur.denominator == 1:
        return str(valeur.numerator)
    reste = valeur.denominator
    for premier in (2, 5):
        while reste % premier == 0:
            reste //= premier
    if reste != 1:
        return f"{valeur.numerator}/{valeur.denominator}"
    places = 0
    while (valeur * 10**places).denominator != 1:
        places += 1
    chiffres = str(abs((valeur * 10**places).numerator)).rjust(places + 1, "0")
    return f"{'-' if valeur < 0 else ''}{chiffres[:-places]}.{chiffres[-places:]}"


def en_json(valeur: object) -> Json:
    """`valeur` as JSON data: decimals and dates become text, texts become NFC. Raises `TypeError` for anything else."""
    if valeur is None or isinstance(valeur, bool | int):
        return valeur
    if isinstance(valeur, str):
        return unicodedata.normalize("NFC", valeur)
    if isinstance(valeur, Decimal):
        return format(valeur, "f")  # never `1E-7`, which no reader of ours takes
    if isinstance(valeur, Fraction):
        return int(valeur) if valeur.denominator == 1 else texte_exact(valeur)
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, Mapping):
        return {unicodedata.normalize("NFC", str(cle)): en_json(v) for cle, v in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [en_json(v) for v in valeur]
    raise TypeError(f"no JSON form for {type(valeur).__name__}")


def texte_json(arbre: Json) -> str:
    """The JSON of a tree as `octets_canoniques` writes it, but for what NFC changes."""
    return _ENCODEUR.encode(arbre)


def octets_canoniques(arbre: Json) -> bytes:
    """The canonical bytes of a tree that is JSON already: same result as `canonique`, without copying it where it is NFC."""
    texte = _ENCODEUR.encode(arbre)
    return texte.encode() if unicodedata.is_normalized("NFC", texte) else canonique(arbre)


def condense(octets: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def canonique(valeur: object) -> bytes:
    """The canonical bytes of `valeur`."""
    return _ENCODEUR.encode(en_json(valeur)).encode()


def empreinte(valeur: object) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return condense(canonique(valeur))


_ENCODEUR = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
