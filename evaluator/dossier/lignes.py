"""One line of a journal, as bytes and as JSON data. A received file is data: what JSON leaves open is bounded.

Floats are refused (two programs round them differently), duplicate keys too (two programs keep a different one), and the
depth is measured before anything is built, so that no line can exhaust the stack.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn, cast

from evaluator.canonical import TROP_DE_MARQUES, Json, condense, octets_canoniques, texte_json, trop_de_marques

TAILLE_MAX = 64 * 1024 * 1024  # bytes, whole file
LIGNE_MAX = 8 * 1024 * 1024  # bytes, one event
EVENEMENTS_MAX = 200_000
STRUCTURE_MAX = 3 * 1024 * 1024  # bytes of one event outside its texts; an example whole has 60 000
PROFONDEUR_MAX = 64

# A string, or what is left of one that nobody closed: a match at every quote keeps the scan linear.
_TEXTE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_AUTRES = bytes(octet for octet in range(256) if octet not in b"[]{}")
_CROCHETS = bytes.maketrans(b"{}", b"[]")


class LigneIllisible(Exception):
    """A line that is no event of ours. Its message is in French."""


class LigneTronquee(LigneIllisible):
    """A line that is no JSON at all, as an interrupted write leaves it."""


def empreinte_evenement(brut: Mapping[str, Json]) -> str:
    """SHA-256 of the canonical JSON of an event without its `empreinte` (`model.md` §6)."""
    return condense(octets_canoniques({cle: v for cle, v in brut.items() if cle != "empreinte"}))


def lire_ligne(ligne: bytes) -> dict[str, Json]:
    """The JSON object of one line, without its newline. Raises `LigneIllisible`, or `LigneTronquee` where it is no JSON."""
    if not _peu_profonde(ligne):
        raise LigneTronquee(f"JSON mal formé, ou imbriqué sur plus de {PROFONDEUR_MAX} niveaux")
    if len(ligne) > STRUCTURE_MAX and len(sans_textes(ligne)) > STRUCTURE_MAX:
        raise LigneIllisible("trop de valeurs pour un événement")
    try:
        texte = ligne.decode()
        if trop_de_marques(texte):
            raise LigneIllisible(TROP_DE_MARQUES)
        arbre = _DECODEUR.decode(texte)
    except UnicodeDecodeError:
        raise LigneTronquee("octets qui ne sont pas de l’UTF-8") from None
    except (ValueError, RecursionError):  # ValueError: also an integer of thousands of digits
        raise LigneTronquee("JSON mal formé") from None
    if not isinstance(arbre, dict):
        raise LigneIllisible("un objet JSON est attendu")
    if b"\\u" in ligne:  # only an escape can make one
        if trop_de_marques(texte_json(arbre)):
            raise LigneIllisible(TROP_DE_MARQUES)
        try:
            octets_canoniques(arbre)
        except UnicodeEncodeError:
            raise LigneIllisible("demi-caractère Unicode refusé") from None
    return cast(dict[str, Json], arbre)


def lire_canoniques(lignes: Sequence[bytes]) -> list[tuple[dict[str, Json], str]] | None:
    """The object of each line and its hash (`empreinte_evenement`), where every line is the canonical text of what it says;
    else None: `lire_ligne` says what is wrong.

    A line that is its own canonical text holds no key twice, and its hash is that of its bytes without the hash they carry.
    """
    if not all(map(_peu_profonde, lignes)):
        return None
    try:
        textes = [ligne.decode() for ligne in lignes]
        arbres = list(map(_DECODEUR_SIMPLE.decode, textes))
        if octets_canoniques(arbres) != b"[" + b",".join(lignes) + b"]":
            return None
    except (ValueError, RecursionError, LigneIllisible):
        return None
    lus = []
    for ligne, arbre in zip(lignes, arbres, strict=True):
        if not isinstance(arbre, dict):
            return None
        lus.append((arbre, _empreinte_canonique(ligne, arbre)))
    return lus


def _empreinte_canonique(ligne: bytes, brut: Mapping[str, Json]) -> str:
    portee = b'"empreinte":"%s"' % str(brut.get("empreinte")).encode()
    nue = ligne.replace(portee + b",", b"")
    # Written once, and not as the last key: it is that of the event.
    if ligne.count(portee) == 1 and len(nue) < len(ligne):
        return condense(nue)
    return empreinte_evenement(brut)


def sans_textes(ligne: bytes) -> bytes:
    """What JSON says outside its texts: its size bounds the number of values, whatever they are."""
    return _TEXTE.sub(b"", ligne)


def _peu_profonde(ligne: bytes) -> bool:
    """Brackets are at most `PROFONDEUR_MAX` deep: the innermost pairs are taken away, one level a turn."""
    if ligne.count(b"[") + ligne.count(b"{") <= PROFONDEUR_MAX:
        return True
    crochets = sans_textes(ligne).translate(_CROCHETS, _AUTRES)
    for _ in range(PROFONDEUR_MAX):
        if not crochets:
            return True
        crochets = crochets.replace(b"[]", b"")
    return not crochets


def _objet(paires: list[tuple[str, Json]]) -> dict[str, Json]:
    objet = dict(paires)
    if len(objet) != len(paires):
        vues: set[str] = set()
        double = next(cle for cle, _ in paires if cle in vues or vues.add(cle))  # type: ignore[func-returns-value]
        raise LigneIllisible(f"la clé « {double[:60]} » est donnée deux fois")
    return objet


def _flottant(texte: str) -> NoReturn:
    raise LigneIllisible(f"nombre à virgule hors d’un texte : « {texte[:40]} »")


_DECODEUR_SIMPLE = json.JSONDecoder(parse_float=_flottant, parse_constant=_flottant)
_DECODEUR = json.JSONDecoder(object_pairs_hook=_objet, parse_float=_flottant, parse_constant=_flottant)
