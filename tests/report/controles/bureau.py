"""DOCX and ODT: sound as archives, opened by LibreOffice, saved again with the same text, turned into pages that say all."""

from __future__ import annotations

import re
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pypdf

from tests.report.controles import archives
from tests.report.controles.bilan import Constat, Controle, Fichier, Temoin
from tests.report.controles.outils import programme

LOT = 12  # files per start of LibreOffice: memory stays flat
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
LIENS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
CORPS = """<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body><w:p><w:r><w:t>Bonjour</w:t></w:r>
<w:hyperlink r:id="absent"/></w:p></w:body></w:document>"""


def controle(travail: Path) -> Controle:
    """The controls: a file that lacks an end of a link and a text, and one that is no document at all."""
    casse = travail / "temoin-casse.docx"
    with zipfile.ZipFile(casse, "w") as archive:
        for nom, partie in (("[Content_Types].xml", TYPES), ("_rels/.rels", LIENS), ("word/document.xml", CORPS)):
            archive.writestr(nom, partie)
    coupe = travail / "temoin-coupe.odt"
    coupe.write_bytes(casse.read_bytes()[:200])
    dit = Fichier(casse.name, "docx", casse, ("Bonjour", "Texte disparu"))
    return Controle("LibreOffice", frozenset({"docx", "odt"}), lambda fichiers: examiner(fichiers, travail), [
        Temoin(dit, "« absent »"), Temoin(dit, "« Texte disparu »"),
        Temoin(Fichier(coupe.name, "odt", coupe), "zip"), Temoin(Fichier(coupe.name, "odt", coupe), "n’a pas été ouvert"),
    ])  # fmt: skip


def examiner(fichiers: Sequence[Fichier], travail: Path) -> Mapping[Path, Constat]:
    soffice, pdftotext = programme("soffice", "libreoffice-writer"), programme("pdftotext", "poppler-utils")
    uniques = {f.chemin: f for f in fichiers}
    constats: dict[Path, Constat] = {}
    for rang, (chemin, fichier) in enumerate(uniques.items()):
        if rang % LOT == 0:
            lot = list(uniques)[rang : rang + LOT]
            pages, repris = _convertir(soffice, lot, travail, "pdf"), _convertir(soffice, lot, travail, "reprise")
        fautes = archives.fautes(chemin)
        if chemin not in pages:
            constats[chemin] = Constat((*fautes, "n’a pas été ouvert"))
            continue
        lu = subprocess.run([pdftotext, "-raw", pages[chemin], "-"], capture_output=True, text=True, check=True).stdout
        fautes += absents(fichier.dits, lu)
        if not any(f.startswith("zip") for f in fautes) and (
            chemin not in repris or archives.texte(repris[chemin]) != archives.texte(chemin)
        ):
            fautes.append("LibreOffice n’en réenregistre pas le même texte")
        constats[chemin] = Constat(tuple(fautes), pdf=pages[chemin], pages=len(pypdf.PdfReader(pages[chemin]).pages))
    return constats


def _convertir(soffice: str, chemins: Sequence[Path], travail: Path, vers: str) -> dict[Path, Path]:
    """Each file opened and written as PDF, or again as itself (`reprise`); those that could not are not in the answer."""
    faits: dict[Path, Path] = {}
    for extension in sorted({c.suffix[1:] for c in chemins}):
        lot = [c for c in chemins if c.suffix[1:] == extension]
        # Two reports of the same dossier may have the same name: each is opened under a name of its own.
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profil:
            entrees, sortie = Path(profil) / "entrees", travail / "impressions" / vers
            entrees.mkdir()
            sortie.mkdir(parents=True, exist_ok=True)
            noms = {c: f"{c.parent.name}-{c.stem}-{extension}" for c in lot}
            for c, nom in noms.items():
                (sortie / f"{nom}.{extension if vers == 'reprise' else 'pdf'}").unlink(missing_ok=True)
                (entrees / f"{nom}.{extension}").write_bytes(c.read_bytes())
            options = [f"-env:UserInstallation={(Path(profil) / 'profil').as_uri()}", "--headless", "--norestore"]
            cible = ["--convert-to", extension if vers == "reprise" else "pdf", "--outdir", str(sortie)]
            subprocess.run(
                [soffice, *options, *cible, *map(str, sorted(entrees.iterdir()))], capture_output=True, timeout=600
            )
            for c, nom in noms.items():
                fait = sortie / f"{nom}.{extension if vers == 'reprise' else 'pdf'}"
                if fait.exists():
                    faits[c] = fait
    return faits


def absents(dits: Sequence[str], lu: str) -> list[str]:
    """The texts of which a word cannot be read in the pages: a table that splits takes a text apart, not its words."""
    serre = _serrer(lu)
    perdus = [d for d in dits if _serrer(d) not in serre and not all(_serrer(mot) in serre for mot in d.split())]
    return [f"texte absent des pages : « {d[:80]} »" for d in perdus]


def _serrer(dit: str) -> str:
    return re.sub(r"[\s\u200b\u00ad\u2010-]+", "", dit)
