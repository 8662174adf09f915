"""What a campaign finds: made smaller, kept as a file with its message, tried again by the suite on every run."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.fuzz import regle
from tests.fuzz.genres import GENRES, Genre
from tests.fuzz.regle import Defaut

TROUVAILLES = Path(__file__).resolve().parent / "trouvailles"
GROS = 30_000  # bytes; beyond, kept compressed


def reduire(genre: Genre, octets: bytes, cle: str, secondes: float = 20.0) -> bytes:
    """The smallest input found in this time that still shows the same defect."""
    fin = time.monotonic() + secondes

    def encore(essaye: bytes) -> bool:
        try:
            regle.eprouver(genre.essayer, essaye)
        except Defaut as defaut:
            return defaut.cle == cle
        return False

    for separateur in (b"\n", b" ", b""):
        octets = _ddmin(octets, separateur, encore, fin)
    return octets


def _ddmin(octets: bytes, separateur: bytes, encore: Callable[[bytes], bool], fin: float) -> bytes:
    """Pieces between `separateur` (bytes where it is empty) are taken away, half of them first, then fewer."""
    morceaux = octets.split(separateur) if separateur else [bytes([o]) for o in octets]
    if not separateur and len(morceaux) > 2000:
        return octets
    taille = len(morceaux) // 2
    while taille and time.monotonic() < fin:
        debut, change = 0, False
        while debut < len(morceaux) and time.monotonic() < fin:
            moins = morceaux[:debut] + morceaux[debut + taille :]
            if moins and encore(separateur.join(moins)):
                morceaux, change = moins, True
            else:
                debut += taille
        taille = taille if change and taille == 1 else taille // 2
    return separateur.join(morceaux)


def garder(genre: str, octets: bytes, message: str, ou: Path = TROUVAILLES) -> Path:
    """The input as a file whose name says its kind; what was found with it stands beside."""
    nom = f"{genre}-{hashlib.sha256(octets).hexdigest()[:8]}"
    gros = len(octets) > GROS
    chemin = ou / (f"{nom}.gz" if gros else f"{nom}.bin")
    chemin.write_bytes(gzip.compress(octets, mtime=0) if gros else octets)
    (ou / f"{nom}.txt").write_text(message.strip() + "\n", encoding="utf-8")
    return chemin


def gardees() -> Iterator[tuple[str, Path]]:
    """Each kept input, with its kind."""
    for chemin in sorted([*TROUVAILLES.glob("*.bin"), *TROUVAILLES.glob("*.gz")]):
        genre = chemin.name.rpartition("-")[0]
        assert genre in GENRES, chemin.name
        yield genre, chemin


def lire(chemin: Path) -> bytes:
    octets = chemin.read_bytes()
    return gzip.decompress(octets) if chemin.suffix == ".gz" else octets
