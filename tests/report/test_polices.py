"""The family of the reports goes with a DOCX and an ODT, as the template carries it: read as ECMA-376 and ODF say."""

from __future__ import annotations

import io
import uuid
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from evaluator import resources
from evaluator.report import formats
from evaluator.report.document import Document
from evaluator.report.formats.docx import ecrire as ecrire_docx
from evaluator.report.formats.odt import ecrire as ecrire_odt
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer
from tests.report.bureau import OASIS, STYLE, W, parties, xml
from tests.report.conftest import Fabrique, Rapport

LIVRES = resources.dossier_livre(resources.MODELES)
POLICES = {f: (LIVRES / "polices" / f"SourceSans3-{f}.ttf").read_bytes() for f in ("Regular", "It", "Bold", "BoldIt")}
FORMES = {"embedRegular": "Regular", "embedBold": "Bold", "embedItalic": "It", "embedBoldItalic": "BoldIt"}
FAMILLE = "Source Sans 3"
LIENS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OBSCURCIE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
POIDS = 760_000  # bytes, of what a report carries of it, once compressed


@pytest.fixture
def rapport(fabriquer: Fabrique) -> Rapport:
    return fabriquer({"residence_nom": "Résidence de l’Essai", "nb_logements": 80})


@pytest.fixture
def fiche(rapport: Rapport) -> Document:
    return composer(rapport.dossier, rapport.evaluation, MODELES["fiche_synthetique"])


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AGLS_LOCAL", str(tmp_path / "service"))
    return tmp_path / "service" / resources.MODELES


def devoiler(octets: bytes, cle: str) -> bytes:
    """ECMA-376 part 4, 2.8.1: the bytes of the key in reverse order, over the first 32 of the file."""
    inverse = bytes(reversed(bytes.fromhex(cle.strip("{}").replace("-", ""))))
    return bytes(a ^ b for a, b in zip(octets[:32], inverse * 2, strict=True)) + octets[32:]


def test_the_veil_is_that_of_the_standard() -> None:
    """Its example: 001B70DC-AA60-4AD5-90EC-18A0948E1EAE, reversed, is AE1E8E94-A018-EC90-D54A-60AADC701B00."""
    lu = devoiler(bytes(40), "{001B70DC-AA60-4AD5-90EC-18A0948E1EAE}")
    assert lu.hex().upper() == "AE1E8E94A018EC90D54A60AADC701B00" * 2 + "00" * 8


@pytest.mark.parametrize("de", ["modele", "rapport"])
def test_word_finds_the_four_faces(fiche: Document, de: str) -> None:
    octets = (LIVRES / "docx" / "modele.docx").read_bytes() if de == "modele" else formats.ecrire("docx", fiche)
    lues = parties(octets)
    table = xml(octets, "word/fontTable.xml")
    police = next(p for p in table if p.get(f"{W}name") == FAMILLE)
    cibles = {r.get("Id"): r.get("Target") for r in xml(octets, "word/_rels/fontTable.xml.rels")}
    types = {t.get("Extension") or t.get("PartName"): t.get("ContentType") for t in xml(octets, "[Content_Types].xml")}
    for forme, fichier in FORMES.items():
        jointe = police.find(f"{W}{forme}")
        partie = f"word/{cibles[jointe.get(f'{LIENS}id')].removeprefix('/word/')}"
        assert OBSCURCIE in (types.get(f"/{partie}"), types.get("odttf"))
        cle = jointe.get(f"{W}fontKey")
        assert cle == f"{{{uuid.UUID(cle)}}}".upper()
        assert devoiler(lues[partie], cle) == POLICES[fichier]
        assert lues[partie][:32] != POLICES[fichier][:32]
    reglages = xml(octets, "word/settings.xml")
    assert reglages.find(f"{W}embedTrueTypeFonts") is not None
    assert reglages.find(f"{W}saveSubsetFonts") is None
    assert police.find(f"{W}altName").get(f"{W}val") == "Carlito,Calibri,Liberation Sans,Arial"
    assert police.find(f"{W}panose1").get(f"{W}val") == "020B0503030403020204"
    assert police.find(f"{W}family").get(f"{W}val") == "swiss"


@pytest.mark.parametrize("de", ["modele", "rapport"])
def test_libreoffice_finds_the_four_faces(fiche: Document, de: str) -> None:
    octets = (LIVRES / "odt" / "modele.odt").read_bytes() if de == "modele" else formats.ecrire("odt", fiche)
    lues = parties(octets)
    manifeste = {e.attrib.values()[0]: e.attrib.values()[1] for e in xml(octets, "META-INF/manifest.xml")}
    svg, lien = f"{{{OASIS}:svg-compatible:1.0}}", "{http://www.w3.org/1999/xlink}href"
    for partie in ("content.xml", "styles.xml"):
        declarees = {f.get(f"{STYLE}name"): f for f in xml(octets, partie).iter(f"{STYLE}font-face")}
        famille = declarees[FAMILLE]
        assert famille.get(f"{svg}font-family") == "'Source Sans 3'"  # one name: with a list, the bold face is not found
        cibles = [u.get(lien) for u in famille.iter(f"{svg}font-face-uri")]
        assert [lues[c] for c in cibles] == [POLICES[f] for f in FORMES.values()]
        assert {manifeste[c] for c in cibles} == {"application/x-font-ttf"}


@pytest.mark.parametrize("format_", ["docx", "odt"])
def test_the_family_is_compressed_and_written_the_same_way_each_time(fiche: Document, format_: str) -> None:
    octets = formats.ecrire(format_, fiche)
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        polices = [i for i in archive.infolist() if i.filename.lower().startswith(("word/fonts/", "fonts/"))]
    assert len(polices) == 4
    assert sum(i.compress_size for i in polices) < POIDS < sum(i.file_size for i in polices) / 1.9
    assert formats.ecrire(format_, fiche) == octets


def test_a_template_without_fonts_is_given_none(fiche: Document, local: Path) -> None:
    for format_, dossier in (("docx", "word/fonts/"), ("odt", "Fonts/")):
        (local / format_).mkdir(parents=True)
        with zipfile.ZipFile(local / format_ / f"modele.{format_}", "w") as archive:
            for partie, octets in parties((LIVRES / format_ / f"modele.{format_}").read_bytes()).items():
                if not partie.startswith(dossier) and partie != "word/_rels/fontTable.xml.rels":
                    archive.writestr(partie, octets)
        assert not [p for p in parties(formats.ecrire(format_, fiche)) if p.startswith(dossier)]


def test_the_templates_are_those_that_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "docs" / "modeles"))
    import modele_docx
    import modele_odt

    assert parties((LIVRES / "docx" / "modele.docx").read_bytes()) == modele_docx.parties()
    assert parties((LIVRES / "odt" / "modele.odt").read_bytes()) == modele_odt.parties()


# — one page ——————————————————————————————————————————————————————————————————————————————————————————————————————————


def _corps(racine: etree._Element) -> tuple[str, str]:
    """Of the style of the body: the size of its letters and the space below."""
    fo = f"{{{OASIS}:xsl-fo-compatible:1.0}}"
    for style in racine.iter(f"{W}style"):
        if style[0].get(f"{W}val") == "Corps AGLS":
            return style.find(f"{W}rPr/{W}sz").get(f"{W}val"), style.find(f"{W}pPr/{W}spacing").get(f"{W}after")
    style = next(s for s in racine.iter(f"{STYLE}style") if s.get(f"{STYLE}display-name") == "Corps AGLS")
    return style.find(f"{STYLE}text-properties").get(f"{fo}font-size"), style[0].get(f"{fo}margin-bottom")


def test_one_page_is_set_closer_than_the_common_template(fiche: Document, rapport: Rapport, local: Path) -> None:
    """Ten points become nine, four become 1.2; a template made for the kind is as it was made."""
    autre = composer(rapport.dossier, rapport.evaluation, MODELES["contradictoire"])
    assert _corps(xml(ecrire_docx(autre), "word/styles.xml")) == ("20", "80")  # half points, twentieths of a point
    assert _corps(xml(ecrire_docx(fiche), "word/styles.xml")) == ("18", "24")
    assert _corps(xml(ecrire_odt(autre), "styles.xml")) == ("10pt", "4pt")
    assert _corps(xml(ecrire_odt(fiche), "styles.xml")) == ("9pt", "1.2pt")
    marge = xml(ecrire_docx(fiche), "word/document.xml").find(f".//{W}pgMar")
    assert (marge.get(f"{W}top"), marge.get(f"{W}left")) == ("930", "1134")  # 62 points become 46.5; the sides stay
    for format_, partie, ecrire, voulu in (
        ("docx", "word/styles.xml", ecrire_docx, ("20", "80")),
        ("odt", "styles.xml", ecrire_odt, ("10pt", "4pt")),
    ):
        (local / format_).mkdir(parents=True)
        livre = (LIVRES / format_ / f"modele.{format_}").read_bytes()
        (local / format_ / f"fiche_synthetique.{format_}").write_bytes(livre)
        assert _corps(xml(ecrire(fiche), partie)) == voulu
