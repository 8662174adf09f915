"""The formats that carry the evaluation input: one entry per file extension."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from evaluator.report.entree import docx, html, odt, pdf
from evaluator.report.entree.jointe import Jointe


class Porteur(Struct, frozen=True):
    """`inserer` is None where the template does it itself."""

    extraire: Callable[[bytes], Jointe]
    inserer: Callable[[bytes, Jointe], bytes] | None = None


PORTEURS: dict[str, Porteur] = {
    ".html": Porteur(html.extraire),
    ".pdf": Porteur(pdf.extraire),
    ".docx": Porteur(docx.extraire, docx.inserer),
    ".odt": Porteur(odt.extraire, odt.inserer),
}


def inserer(extension: str, fichier: bytes, jointe: Jointe) -> bytes:
    """The written file with `jointe` in it; unchanged where its template put it there (`Jointe.bloc`, `Jointe.mot_cle`)."""
    porteur = PORTEURS.get(extension)
    return porteur.inserer(fichier, jointe) if porteur and porteur.inserer else fichier
