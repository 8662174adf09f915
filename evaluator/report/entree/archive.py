"""The zip files that DOCX and ODT are: read with bounds, written the same way each time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from evaluator.report.entree.jointe import refus

PARTIE = "agls/entree.json"
PARTIES_MAX = 2000
XML_MAX = 4 * 1024 * 1024  # bytes of one part that declares
_JOUR = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
_ADMISES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ERREURS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError)


class Archive:
    """A zip that was received."""

    def __init__(self, fichier: bytes, genre: str) -> None:
        """Raises `FaultyInput` for a file that is no zip, or holds too many parts."""
        self.genre = genre
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(fichier))
        except _ERREURS:
            raise refus(f"ce n’est pas un fichier {genre}, ou il est tronqué") from None
        self._parties = self._zip.infolist()
        if len(self._parties) > PARTIES_MAX:
            raise refus(f"fichier {genre} de plus de {PARTIES_MAX} parties : refusé")

    @property
    def noms(self) -> list[str]:
        return [p.filename for p in self._parties]

    def lire(self, nom: str, taille_max: int) -> bytes | None:
        """The bytes of a part, or None where there is none. Raises `FaultyInput` where it is damaged, double, or larger."""
        parties = [p for p in self._parties if p.filename == nom]
        if not parties:
            return None
        if len(parties) > 1:
            raise refus(f"« {nom} » est deux fois dans le fichier : une seule est attendue")
        if parties[0].compress_type not in _ADMISES:
            raise refus(f"« {nom} » est comprimé d’une façon inattendue")
        try:
            with self._zip.open(parties[0]) as flux:
                octets = flux.read(taille_max + 1)  # what the header says of the size may be false
        except _ERREURS:
            raise refus(f"« {nom} » est abîmé dans le fichier") from None
        if len(octets) > taille_max:
            raise refus(f"« {nom} » dépasse {taille_max // 1024 // 1024} Mo : refusé")
        return octets

    def tout(self) -> dict[str, bytes]:
        """Every part in the order of the file: of a file that the program has just written."""
        return {p.filename: self._zip.read(p) for p in self._parties}


def ecrire(parties: Mapping[str, bytes], *, nues: Iterable[str] = ()) -> bytes:
    """A zip of `parties` in their order, without dates; those of `nues` are not compressed. Same parts, same bytes."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom, octets in parties.items():
            info = zipfile.ZipInfo(nom, _JOUR)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if nom in nues else zipfile.ZIP_DEFLATED
            archive.writestr(info, octets)
    return tampon.getvalue()


def ouvrir_xml(parties: Mapping[str, bytes], nom: str) -> minidom.Document:
    """A part of a file that the program or a local template made. Raises `FaultyInput` where it cannot be completed."""
    try:
        return minidom.parseString(parties[nom])  # noqa: S318  # just written by the program: never one that was received
    except (KeyError, ExpatError):
        raise refus(f"« {nom} » manque au document produit, ou n’est pas du XML : le gabarit est à revoir") from None


def racine(document: minidom.Document) -> minidom.Element:
    element = document.documentElement
    assert element is not None  # a parsed document has one
    return element


def octets_xml(document: minidom.Document) -> bytes:
    """As Word writes it."""
    corps = racine(document).toxml()
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{corps}'.encode()
