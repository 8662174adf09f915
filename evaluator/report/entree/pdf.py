"""PDF: a file attached by Typst (PDF/A-3a), and a keyword for its hash. Only read here."""

from __future__ import annotations

import io
import logging

from evaluator.errors import FaultyInput
from evaluator.report.entree.composition import TAILLE_MAX
from evaluator.report.entree.jointe import NOM, Jointe, declaree, refus


def extraire(fichier: bytes) -> Jointe:
    """Raises `FaultyInput` for a file that is no PDF, is cut or broken, or carries two inputs."""
    if not fichier.startswith(b"%PDF-"):
        raise refus("ce n’est pas un PDF")
    try:
        return _lire(fichier)
    except FaultyInput:
        raise
    except Exception:  # a broken PDF makes pypdf raise almost anything
        raise refus("PDF abîmé ou tronqué : ses données jointes ne peuvent pas être lues") from None


def _lire(fichier: bytes) -> Jointe:
    from pypdf import PdfReader, apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is no business of the user
    with apply_configuration(zlib_maximum_output_length=TAILLE_MAX, zlib_maximum_recovery_input_length=0):
        lecteur = PdfReader(io.BytesIO(fichier))
        infos = lecteur.metadata
        empreinte = declaree(str(infos.get("/Keywords", "")) if infos else "")
        fichiers = [f for f in lecteur.attachment_list if f.name == NOM]
        if len(fichiers) > 1:
            raise refus(f"le PDF porte {len(fichiers)} fichiers « {NOM} » : un seul est attendu")
        return Jointe(bytes(fichiers[0].content) if fichiers else None, empreinte)
