"""How wide words are, from the fonts of the program. Lengths are in twentieths of a point."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import lru_cache

from evaluator import resources
from evaluator.report.arbre.noeuds import Passages

MAIGRE, GRASSE = "SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf"
AUTRE_GRASSE = 1.1  # in another font, bold letters are wider still
FIXE = 79  # a letter of a reference, less what columns add for other fonts: a typewriter has one width in all
INCONNUE = 640  # thousandths of its size, of a letter that the font does not hold
UNICODE = {(3, 1), (0, 3), (0, 4)}  # the kinds of map, by platform and encoding, that are read


def largeur(passages: Passages, lettres: int, *, gras: bool = False) -> float:
    """The width of a text on one line, in letters of that size; `gras`: all of it is bold."""
    return sum(_large(p.texte, lettres, gras=gras or p.gras, mono=p.mono) for p in passages)


def mots(passages: Passages, lettres: int, *, gras: bool = False) -> Iterator[float]:
    """The width of each word: what stands between spaces or line ends that may be broken."""
    mot = 0.0
    for p in passages:
        premier, *autres = p.texte.replace("\n", " ").split(" ")
        mot += _large(premier, lettres, gras=gras or p.gras, mono=p.mono)
        for autre in autres:
            yield mot
            mot = _large(autre, lettres, gras=gras or p.gras, mono=p.mono)
    yield mot


def _large(texte: str, lettres: int, *, gras: bool, mono: bool) -> float:
    if mono:
        return FIXE * len(texte)
    chasses = _chasses(GRASSE if gras else MAIGRE)
    return sum(chasses.get(ord(lettre), INCONNUE) for lettre in texte) * lettres / 1000 * (AUTRE_GRASSE if gras else 1)


@lru_cache(maxsize=2)
def _chasses(fichier: str) -> Mapping[int, int]:
    """The width of each character of a TrueType font, in thousandths of its size."""
    octets = (resources.dossier_livre(resources.MODELES) / "polices" / fichier).read_bytes()
    (nombre,) = struct.unpack_from(">H", octets, 4)
    entrees = (struct.unpack_from(">4sIII", octets, 12 + 16 * k) for k in range(nombre))
    tables = {nom: debut for nom, _, debut, _ in entrees}
    (cadratin,) = struct.unpack_from(">H", octets, tables[b"head"] + 18)
    (dites,) = struct.unpack_from(">H", octets, tables[b"hhea"] + 34)
    larges = struct.unpack_from(">" + "Hh" * dites, octets, tables[b"hmtx"])[::2]  # those that are not said are as the last
    signes = _signes(octets, tables[b"cmap"])
    return {signe: round(larges[min(dessin, dites - 1)] * 1000 / cadratin) for signe, dessin in signes}


def _signes(octets: bytes, debut: int) -> Iterator[tuple[int, int]]:
    """Each character and the number of its drawing, from a map in segments (format 4)."""
    (nombre,) = struct.unpack_from(">H", octets, debut + 2)
    cartes = (struct.unpack_from(">HHI", octets, debut + 4 + 8 * k) for k in range(nombre))
    carte = debut + next(ou for plateforme, code, ou in cartes if (plateforme, code) in UNICODE)
    doubles = struct.unpack_from(">H", octets, carte + 6)[0]
    n = doubles // 2
    fins = struct.unpack_from(f">{n}H", octets, carte + 14)
    debuts = struct.unpack_from(f">{n}H", octets, carte + 16 + doubles)
    ecarts = struct.unpack_from(f">{n}H", octets, carte + 16 + 2 * doubles)
    places = carte + 16 + 3 * doubles
    renvois = struct.unpack_from(f">{n}H", octets, places)
    for k in range(n):
        for signe in range(debuts[k], min(fins[k], 0xFFFE) + 1):
            dessin = signe
            if renvois[k]:
                (dessin,) = struct.unpack_from(">H", octets, places + 2 * k + renvois[k] + 2 * (signe - debuts[k]))
            if dessin or not renvois[k]:
                yield signe, (dessin + ecarts[k]) & 0xFFFF
