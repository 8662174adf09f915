"""Small reports that carry an evaluation input, one per format, as the program writes them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import typst

from evaluator.report.entree import NOM, Jointe, inserer
from evaluator.report.formats import ecrire
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer
from tests.report.conftest import Rapport

JOUR = date(2025, 3, 1)
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": f'<o:document-content xmlns:o="{_OFFICE}" o:version="1.3"><o:body><o:text/></o:body>'
    "</o:document-content>",
    "meta.xml": f'<o:document-meta xmlns:o="{_OFFICE}" o:version="1.3"><o:meta/></o:document-meta>',
    "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_MANIFEST}" m:version="1.3"><m:file-entry m:full-path="/"'
    ' m:media-type="application/vnd.oasis.opendocument.text"/></m:manifest>',
}
_TYPST = """
#set document(title: "Rapport", keywords: ("{mot}",), date: datetime(year: 2025, month: 3, day: 1))
#set text(lang: "fr")
{jointe}
= Rapport
"""
_ATTACHE = (
    '#pdf.attach("/{nom}", relationship: "data", mime-type: "application/json", description: "Données de l’évaluation")'
)


def html(jointe: Jointe, rapport: Rapport) -> bytes:
    document = composer(rapport.dossier, rapport.evaluation, MODELES["evaluation"], JOUR)
    document.donnees["entree"] = jointe.bloc
    return ecrire("html", document)


def docx_nu() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Rapport", 1)
    document.core_properties.keywords = "aide, logement"
    tampon = io.BytesIO()
    document.save(tampon)
    return tampon.getvalue()


def odt_nu() -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom, texte in _ODT.items():
            archive.writestr(nom, texte)
    return tampon.getvalue()


def pdf(jointe: Jointe, racine: Path) -> bytes:
    attache = ""
    if jointe.octets is not None:
        (racine / NOM).write_bytes(jointe.octets)
        attache = _ATTACHE.format(nom=NOM)
    source = racine / "rapport.typ"
    source.write_text(_TYPST.format(mot=jointe.mot_cle, jointe=attache), encoding="utf-8")
    return bytes(typst.compile(str(source), root=str(racine), pdf_standards=["a-3a", "ua-1"]))


def fichiers(jointe: Jointe, rapport: Rapport, racine: Path) -> dict[str, bytes]:
    """The same input in every format that carries one, by extension."""
    return {
        ".html": html(jointe, rapport),
        ".pdf": pdf(jointe, racine),
        ".docx": inserer(".docx", docx_nu(), jointe),
        ".odt": inserer(".odt", odt_nu(), jointe),
    }


def parties(fichier: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(fichier)) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist()}
