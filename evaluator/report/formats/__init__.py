"""The ways to write a report: one module per format, imported when a report of it is written."""

from __future__ import annotations

from importlib import import_module

from evaluator.report.document import Document
from evaluator.report.entree.porteurs import inserer

FORMATS: dict[str, str] = {  # name, which is the file's extension, and what it is for
    "html": "page à lire et à imprimer, dans un navigateur",
    "pdf": "document à signer et à archiver (PDF/A-3a, accessible PDF/UA-1)",
    "docx": "document à modifier et à signer, dans Word",
    "odt": "document à modifier et à signer, dans LibreOffice",
    "md": "texte à reprendre ailleurs",
}


def ecrire(format_: str, document: Document) -> bytes:
    """The file of a report in one of `FORMATS`. Raises `FaultyInput` for a faulty template."""
    ecrite: bytes = import_module(f"{__name__}.{format_}").ecrire(document)
    return inserer(f".{format_}", ecrite, document.jointe)
