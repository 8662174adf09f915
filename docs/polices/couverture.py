"""Rewrites report_templates/polices/couverture.txt, the characters that a PDF can show (needs fonttools): no argument.

They are those of the family in report_templates/polices, and those of the fallback that Typst holds inside, DejaVu Sans
Mono. To run again when either changes; a test compiles every character listed.
"""

from __future__ import annotations

import io
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

POLICES = Path(__file__).parents[2] / "report_templates" / "polices"
SECOURS = "DejaVu Sans Mono"
MARQUES = {"Mn", "Mc", "Me"}
MUETS = {"Cc", "Cf", "Cs", "Co", "Cn"}


def dans_typst() -> Iterator[TTFont]:
    """The fonts inside the library: each begins with a table of contents that says how long it is."""
    (bibliotheque,) = (p for p in Path(typst.__file__).parent.iterdir() if p.suffix in (".so", ".pyd"))
    octets, debut = bibliotheque.read_bytes(), 0
    while (debut := octets.find(b"\x00\x01\x00\x00\x00", debut)) >= 0:
        nombre = struct.unpack(">H", octets[debut + 4 : debut + 6])[0]
        tables = [octets[debut + 12 + 16 * k : debut + 28 + 16 * k] for k in range(nombre if nombre < 40 else 0)]
        if {b"cmap", b"head", b"name"} <= {t[:4] for t in tables}:
            fin = max(sum(struct.unpack(">II", t[8:16])) for t in tables)
            yield TTFont(io.BytesIO(octets[debut : debut + fin]))
        debut += 4


def communs(polices: list[TTFont]) -> set[int]:
    """The characters that every one of these fonts shows."""
    return set.intersection(*(set(p.getBestCmap()) for p in polices))


def suites(codes: set[int]) -> list[str]:
    """`0041-005A`, one run of neighbours per line."""
    faites: list[list[int]] = []
    for code in sorted(codes):
        if faites and faites[-1][1] == code - 1:
            faites[-1][1] = code
        else:
            faites.append([code, code])
    return [f"{a:04X}-{b:04X}" for a, b in faites]


def main() -> None:
    famille = communs([TTFont(p) for p in sorted(POLICES.glob("*.ttf"))])
    secours = communs([p for p in dans_typst() if str(p["name"].getDebugName(4)).startswith(SECOURS)])
    secours = {c for c in secours if unicodedata.category(chr(c)) not in MARQUES}
    montrables = {c for c in famille | secours if unicodedata.category(chr(c)) not in MUETS}
    (POLICES / "couverture.txt").write_text("\n".join(suites(montrables)) + "\n", encoding="ascii")
    print(f"{len(montrables)} caractères")


if __name__ == "__main__":
    main()
