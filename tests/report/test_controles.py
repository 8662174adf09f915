"""`make check-reports` without its heavy tools: a fault turns it red, an absence is said, a blind check is a fault."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from evaluator.errors import FaultyInput, Faute, WrongUse
from evaluator.report.arbre import lire
from tests.report.controles import archives, bureau, images, outils, rapports, verapdf
from tests.report.controles.bilan import Absent, Bilan, Constat, Controle, Fichier, Temoin

BON = Constat(pages=3)
FAUX = Constat(("image-alt : une image sans texte",))


@pytest.fixture
def fichier(tmp_path: Path) -> Fichier:
    chemin = tmp_path / "rapport.html"
    chemin.write_text("<p>Bonjour</p>")
    return Fichier("evaluation essai constat", "html", chemin)


def controle(constats: Mapping[Path, Constat], *temoins: Temoin) -> Controle:
    return Controle("essai", frozenset({"html"}), lambda fichiers: constats, temoins)


def passer(fichier: Fichier, juge: Controle) -> Bilan:
    bilan = Bilan([fichier])
    bilan.passer(juge)
    return bilan


def test_nothing_found_is_green(fichier: Fichier) -> None:
    bilan = passer(fichier, controle({fichier.chemin: BON}))
    assert bilan.code == 0
    assert bilan.dire().endswith("1 fichier, 0 faute")
    assert "essai bon" in bilan.dire()


@pytest.mark.parametrize(
    ("constats", "dit"), [(FAUX, "image-alt : une image sans texte"), (None, "aucun résultat pour ce fichier")]
)
def test_a_fault_and_a_file_that_was_not_judged_are_red(fichier: Fichier, constats: Constat | None, dit: str) -> None:
    bilan = passer(fichier, controle({fichier.chemin: constats} if constats else {}))
    assert bilan.code == 1
    assert f"ÉCHEC : evaluation essai constat.html : essai : {dit}" in bilan.dire()
    assert bilan.dire().endswith("1 fichier, 1 faute")


def test_the_same_fault_of_several_files_is_said_once_and_counted(fichier: Fichier) -> None:
    autre = Fichier("motivation essai constat", "html", fichier.chemin.with_name("autre.html"))
    autre.chemin.write_text("")
    bilan = Bilan([fichier, autre])
    bilan.passer(controle({fichier.chemin: FAUX, autre.chemin: FAUX}))
    assert "ÉCHEC : evaluation essai constat.html et 1 autre : essai : image-alt" in bilan.dire()
    assert bilan.dire().count("ÉCHEC : ") == 1
    assert bilan.dire().endswith("2 fichiers, 2 fautes")


def test_an_absent_tool_is_said_with_its_reason(fichier: Fichier) -> None:
    def absent(fichiers: Sequence[Fichier]) -> Mapping[Path, Constat]:
        raise Absent("le juge n’est pas installé (apt-get install juge)")

    bilan = passer(fichier, Controle("essai", frozenset({"html"}), absent))
    assert bilan.code == 0
    assert "non vérifié : essai : le juge n’est pas installé (apt-get install juge)" in bilan.dire()
    assert bilan.dire().endswith("1 fichier, 0 faute ; non vérifié : essai")


def test_a_check_that_breaks_is_red_and_the_table_comes(fichier: Fichier) -> None:
    def casse(fichiers: Sequence[Fichier]) -> Mapping[Path, Constat]:
        raise RuntimeError("java a échoué")

    bilan = passer(fichier, Controle("essai", frozenset({"html"}), casse))
    assert bilan.code == 1
    assert "ÉCHEC : essai : le contrôle s’est arrêté : RuntimeError : java a échoué" in bilan.dire()


def test_a_check_that_misses_its_control_is_red(fichier: Fichier, tmp_path: Path) -> None:
    temoin = Temoin(Fichier("temoin.html", "html", tmp_path / "temoin.html"), "image-alt")
    vu = {fichier.chemin: BON, temoin.fichier.chemin: FAUX}
    assert passer(fichier, controle(vu, temoin)).code == 0
    for aveugle in (BON, Constat(("autre chose",))):
        bilan = passer(fichier, controle(vu | {temoin.fichier.chemin: aveugle}, temoin))
        assert bilan.code == 1
        assert "le témoin « temoin.html » devait échouer sur « image-alt »" in bilan.dire()


def test_a_kind_that_refuses_is_passed_over_one_that_fails_is_a_fault(
    dossiers_exemples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def essayer(erreur: Exception | None) -> Bilan:
        def rediger(*_: object, **__: object) -> list[Path]:
            if erreur:
                raise erreur
            return [tmp_path / "a.html"]

        monkeypatch.setattr(rapports, "rediger", rediger)
        bilan = Bilan()
        monkeypatch.setattr(rapports, "dossiers", lambda lieu: [dossiers_exemples / "pre-sorbier.agls"])
        rapports.ecrire(tmp_path, bilan, ["contradictoire"], ["html"])
        return bilan

    ecrit = essayer(None)
    assert [(f.nom, f.format) for f in ecrit.fichiers] == [("contradictoire pre-sorbier constat", "html")]
    assert any("Observations" in dit for dit in ecrit.fichiers[0].dits)
    refuse = essayer(WrongUse("aucune décision"))
    assert refuse.ecartes == {"contradictoire pre-sorbier constat": "aucune décision"}
    assert refuse.fautes == ["aucun dossier n’a donné de rapport « contradictoire »"]
    assert "contradictoire pre-sorbier constat : gabarit" in essayer(FaultyInput([Faute("gabarit")])).fautes


def test_a_sign_of_our_own_that_no_font_shows_is_found_that_of_a_person_is_not() -> None:
    blocs = lire('<p>Opportunité ✚ à 12\u202f%</p><p><span class="texte">✪</span></p>', "x")
    assert rapports.perdus(blocs) == ["✚"]


def test_a_tool_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fichier: Fichier) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Absent, match="default-jdk-headless"):
        verapdf.examiner([fichier])
    with pytest.raises(Absent, match="libreoffice-writer"):
        bureau.examiner([fichier], tmp_path)
    bilan = Bilan()
    images.peindre(bilan, tmp_path)
    assert "poppler-utils" in bilan.non_verifies["images"]
    monkeypatch.setattr(verapdf, "LIEUX", (tmp_path,))
    with pytest.raises(Absent, match="libjaxb-java"):
        verapdf._jaxb()


def test_a_wheel_is_the_one_that_was_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outils, "CACHE", tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: subprocess.CompletedProcess([], 1, "", "pas de réseau"))
    with pytest.raises(Absent, match=r"pip n’a pas pu prendre axe-playwright-python .*pas de réseau"):
        outils.tirer(outils.AXE)
    lieu = tmp_path / f"{outils.AXE.nom}-{outils.AXE.version}"
    lieu.mkdir()
    (lieu / "autre.whl").write_bytes(b"autre")
    with pytest.raises(ValueError, match="SHA-256"):
        outils.tirer(outils.AXE)


# — archives —————————————————————————————————————————————————————————————————————————————————————————————————

SAIN = bureau.CORPS.replace('<w:hyperlink r:id="absent"/>', "")
DOCX = {"[Content_Types].xml": bureau.TYPES, "_rels/.rels": bureau.LIENS, "word/document.xml": SAIN}
MANIFESTE = """<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/"/>
<m:file-entry m:full-path="content.xml"/></m:manifest>"""
CONTENU = """<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:x="http://www.w3.org/1999/xlink"><o:body>
<t:p>Bonjour <t:a x:href="#la">à tous</t:a></t:p></o:body></o:document-content>"""
ODT = {"mimetype": archives.MIME_ODT.decode(), "META-INF/manifest.xml": MANIFESTE, "content.xml": CONTENU}


def archive(chemin: Path, parties: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(chemin, "w") as ecrite:
        for nom, dit in parties.items():
            ecrite.writestr(nom, dit)
    return chemin


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        ({}, ""),
        ({"word/document.xml": SAIN[:-5]}, "XML mal formé"),
        ({"word/document.xml": bureau.CORPS}, "renvoie à « absent »"),
        ({"word/document.xml": SAIN.replace("<w:r>", '<w:pPr><w:pStyle w:val="Perdu"/></w:pPr><w:r>', 1)}, "« Perdu »"),
        ({"word/document.xml": SAIN.replace("</w:body>", "<w:tbl><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl></w:body>")},
         "cellule de tableau"),
        ({"word/image.png": "x"}, "« word/image.png » n’a pas de type"),
        ({"_rels/.rels": bureau.LIENS.replace("word/document", "word/autre")}, "« word/autre.xml », qui n’y est pas"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_docx(tmp_path: Path, change: dict[str, str], dit: str) -> None:
    trouvees = archives.fautes(archive(tmp_path / "a.docx", DOCX | change))
    assert len(trouvees) == bool(dit)
    assert dit in "".join(trouvees)


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        ({}, ""),
        ({"mimetype": "application/zip"}, "celui d’un texte OpenDocument"),
        ({"Pictures/a.png": "x"}, "« Pictures/a.png » n’est pas dans le manifeste"),
        ({"META-INF/manifest.xml": MANIFESTE.replace('"/"', '"a.png"')}, "nomme « a.png »"),
        ({"content.xml": CONTENU.replace("#la", "./a.png")}, "renvoie à « a.png »"),
    ],
)
def test_what_is_wrong_with_an_odt(tmp_path: Path, change: dict[str, str], dit: str) -> None:
    trouvees = archives.fautes(archive(tmp_path / "a.odt", ODT | change))
    assert len(trouvees) == bool(dit)
    assert dit in "".join(trouvees)


def test_a_number_of_page_is_no_text_of_a_docx(tmp_path: Path) -> None:
    champ = '<w:fldChar w:fldCharType="{0}"/>'.format
    for demande, lu in (("PAGEREF plan", "BonjourPlan"), ("HYPERLINK x", "Bonjour12Plan")):
        corps = SAIN.replace(
            "</w:r>",
            f"{champ('begin')}<w:instrText> {demande} </w:instrText>{champ('separate')}<w:t>12</w:t>{champ('end')}"
            "<w:t>Plan</w:t></w:r>",
        )
        assert archives.texte(archive(tmp_path / "a.docx", DOCX | {"word/document.xml": corps})) == lu


def test_a_text_that_is_not_in_the_pages(tmp_path: Path) -> None:
    lu = archives.texte(archive(tmp_path / "a.odt", ODT))
    assert lu == "Bonjouràtous"
    assert bureau.absents(["Bonjour à tous", "à Bonjour"], lu) == []
    assert bureau.absents(["Bonjour à personne"], lu) == ["texte absent des pages : « Bonjour à personne »"]
