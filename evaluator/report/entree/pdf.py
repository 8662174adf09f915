"""PDF: a file attached by Typst (PDF/A-3a), and a keyword for its hash. Only read here."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from evaluator.errors import FaultyInput
from evaluator.report.entree.composition import TAILLE_MAX
from evaluator.report.entree.jointe import NOM, Jointe, declaree, refus

if TYPE_CHECKING:
    from pypdf.generic import EmbeddedFile


FICHIER_MAX = 16 * 1024 * 1024  # bytes; a report has less than one
TABLES_MAX = 8 * 1024 * 1024  # bytes of one stream that is unpacked to find its way


def extraire(fichier: bytes) -> Jointe:
    """Raises `FaultyInput` for a file that is no PDF, is cut or broken, or carries two inputs."""
    if not fichier.startswith(b"%PDF-"):
        raise refus("ce n’est pas un PDF")
    if len(fichier) > FICHIER_MAX:
        raise refus(f"PDF de plus de {FICHIER_MAX // 1024 // 1024} Mo : refusé")
    if b"%%EOF" not in fichier[-2000:]:  # pypdf would look for it through the whole file
        raise refus("PDF tronqué : sa fin manque")
    try:
        return _lire(fichier)
    except FaultyInput:
        raise
    except Exception:  # a broken PDF makes pypdf raise almost anything
        raise refus("PDF abîmé : ses données jointes ne peuvent pas être lues") from None


def _lire(fichier: bytes) -> Jointe:
    from pypdf import PdfReader, apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is no business of the user
    with apply_configuration(zlib_maximum_output_length=TABLES_MAX, zlib_maximum_recovery_input_length=0):
        lecteur = PdfReader(io.BytesIO(fichier))
        infos = lecteur.metadata
        empreinte = declaree(str(infos.get("/Keywords", "")) if infos else "")
        fichiers = [f for f in lecteur.attachment_list if f.name == NOM]
    if len(fichiers) > 1:
        raise refus(f"le PDF porte {len(fichiers)} fichiers « {NOM} » : un seul est attendu")
    return Jointe(_contenu(fichiers[0]) if fichiers else None, empreinte)


def _contenu(fichier: EmbeddedFile) -> bytes:
    """Unpacked only if it is packed as Typst does: other filters swell, or take long."""
    from pypdf import apply_configuration
    from pypdf.generic import DictionaryObject, StreamObject

    places = fichier.pdf_object["/EF"]
    assert isinstance(places, DictionaryObject)
    flux = places["/UF" if "/UF" in places else "/F"].get_object()
    assert isinstance(flux, StreamObject)
    if flux.get("/Filter") not in (None, "/FlateDecode") or "/DecodeParms" in flux:
        raise refus(f"« {NOM} » est comprimé d’une façon inattendue dans le PDF")
    with apply_configuration(zlib_maximum_output_length=TAILLE_MAX, zlib_maximum_recovery_input_length=0):
        return bytes(flux.get_data())
