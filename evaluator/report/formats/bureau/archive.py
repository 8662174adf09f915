"""A zip whose bytes depend on what it holds only: one date, one order, one system."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime

PREMIERS = ("mimetype", "[Content_Types].xml", "_rels/.rels")
UNIX = 3
PARTIES_MAX = 2000
TAILLE_MAX = 128 * 1024 * 1024  # bytes, all parts


def fermer(parties: Mapping[str, bytes], instant: int, *, a_reprendre: bool = False) -> bytes:
    """The archive of `parties` by name, dated `instant`; `mimetype` comes first and as it is, as ODF asks. `a_reprendre`:
    nothing is compressed, another step opens the archive and writes it again."""
    quand = datetime.fromtimestamp(instant, UTC).timetuple()[:6]
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom in sorted(parties, key=lambda n: (PREMIERS.index(n) if n in PREMIERS else len(PREMIERS), n)):
            entree = zipfile.ZipInfo(nom, max(quand, (1980, 1, 1, 0, 0, 0)))
            entree.create_system = UNIX
            entree.external_attr = 0o644 << 16
            entree.compress_type = zipfile.ZIP_STORED if a_reprendre or nom == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entree, parties[nom])
    return tampon.getvalue()


def ouvrir(octets: bytes) -> dict[str, bytes]:
    """The parts of an archive. Raises `zipfile.BadZipFile`, also where they are too many or swell too much: never more is
    read than the archive says, and what it says is looked at first."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        parties = archive.infolist()
        if len(parties) > PARTIES_MAX or sum(p.file_size for p in parties) > TAILLE_MAX:
            raise zipfile.BadZipFile("trop grand une fois ouvert")
        try:
            return {p.filename: archive.read(p) for p in parties if not p.is_dir()}
        except (zlib.error, NotImplementedError, RuntimeError, EOFError) as erreur:  # damaged, encrypted
            raise zipfile.BadZipFile(str(erreur)) from erreur
