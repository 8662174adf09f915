"""A zip whose bytes depend on what it holds only: one date, one order, one system."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

PREMIERS = ("mimetype", "[Content_Types].xml", "_rels/.rels")
UNIX = 3


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
    """The parts of an archive. Raises `zipfile.BadZipFile`."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist() if not nom.endswith("/")}
