"""The family that both templates carry, as each of the two kinds of file wants it."""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass
from pathlib import Path

DOSSIER = Path(__file__).resolve().parents[2] / "report_templates" / "polices"
VOILE = 32  # bytes at the head of a font that Word wants veiled


@dataclass(frozen=True)
class Police:
    """One face. `forme`: what Word calls it."""

    forme: str
    fichier: str

    @property
    def octets(self) -> bytes:
        return (DOSSIER / self.fichier).read_bytes()

    @property
    def cle(self) -> str:
        """The key of its veil, always the same: it hides nothing, it only names the file."""
        return f"{{{uuid.uuid5(uuid.NAMESPACE_URL, f'agls:police:{self.fichier}')}}}".upper()

    @property
    def voilee(self) -> bytes:
        """As ECMA-376 part 4 asks: the bytes of the key, last one first, over the head of the file, twice."""
        cle = uuid.UUID(self.cle).bytes[::-1]
        octets = self.octets
        return bytes(o ^ cle[k % len(cle)] for k, o in enumerate(octets[:VOILE])) + octets[VOILE:]


FAMILLE = (
    Police("embedRegular", "SourceSans3-Regular.ttf"),
    Police("embedBold", "SourceSans3-Bold.ttf"),
    Police("embedItalic", "SourceSans3-It.ttf"),
    Police("embedBoldItalic", "SourceSans3-BoldIt.ttf"),
)


@dataclass(frozen=True)
class Signalement:
    """What a font is like, for a reader who looks for another in its place."""

    panose: str
    unicode: tuple[str, ...]
    pages: tuple[str, ...]


def signalement(police: Police) -> Signalement:
    """From the table OS/2 of the file."""
    octets = police.octets
    (nombre,) = struct.unpack_from(">H", octets, 4)
    entrees = (struct.unpack_from(">4sIII", octets, 12 + 16 * k) for k in range(nombre))
    place = next(debut for nom, _, debut, _ in entrees if nom == b"OS/2")

    def mots(decalage: int, nombre: int) -> tuple[str, ...]:
        return tuple(f"{mot:08X}" for mot in struct.unpack_from(f">{nombre}I", octets, place + decalage))

    return Signalement(octets[place + 32 : place + 42].hex().upper(), mots(42, 4), mots(78, 2))
