"""A local folder of report templates that a colleague sent: it shows no other file, runs nothing, and nothing that it names
is fetched when the report is opened. (What the sandbox refuses: `tests/report/test_gabarits.py`, `test_docx.py`.)"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import jinja2
import pytest
from lxml import etree

from evaluator import resources
from evaluator.report.arbre.lecture import lire
from evaluator.report.arbre.noeuds import Paragraphe
from evaluator.report.formats.bureau import archive
from evaluator.report.formats.bureau.surete import lire as lire_xml
from evaluator.report.formats.bureau.surete import verifier_docx, verifier_odt
from evaluator.report.gabarits import environnement

LIVRE = resources.dossier_livre(resources.MODELES)
DOCX = archive.ouvrir((LIVRE / "docx" / "modele.docx").read_bytes())
ODT = archive.ouvrir((LIVRE / "odt" / "modele.odt").read_bytes())
GENRES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LIENS = "word/_rels/document.xml.rels"


class Refuse(Exception):
    pass


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dossier = tmp_path / "local" / resources.MODELES
    (dossier / "sections").mkdir(parents=True)
    monkeypatch.setenv("AGLS_LOCAL", str(dossier.parent))
    return dossier


def test_a_link_shows_no_other_file(local: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET")
    (local / "sections" / "lien.html.j2").symlink_to(tmp_path / "secret.txt")
    (local / "sections" / "ici.html.j2").write_text("bien")
    (local / "sections" / "dedans.html.j2").symlink_to("ici.html.j2")
    assert environnement().get_template("sections/dedans.html.j2").render() == "bien"
    for nom in ("sections/lien.html.j2", "../../secret.txt", str(tmp_path / "secret.txt"), "sections\\..\\..\\x", "a\0b"):
        with pytest.raises((jinja2.TemplateNotFound, ValueError)):
            environnement().get_template(nom)


@pytest.mark.parametrize(
    "attaque",
    [
        "{{ ''|attr('__class__') }}", "{{ '{0.__class__}'.format(1) }}", "{{ '{a.__class__}'.format_map({'a': 1}) }}",
        "{{ lipsum.__globals__ }}", "{{ cycler.__init__.__globals__ }}", "{{ self.__init__.__globals__ }}",
        "{{ namespace.__init__ }}", "{{ self._TemplateReference__context }}", "{{ range(10**9) }}", "{{ d.update(a=1) }}",
        "{{ joiner.__init__ }}", "{{ (x for x in []) }}", "{% import 'os' as os %}", "{{ d.__class__.__mro__[1] }}",
        "{{ d|attr('\\x5f\\x5fclass\\x5f\\x5f') }}", "{{ d['__class__'].x }}",
    ],
)  # fmt: skip
def test_no_way_out_of_the_sandbox(attaque: str) -> None:
    with pytest.raises((jinja2.TemplateError, OverflowError)):
        environnement().from_string(attaque).render(d={})


def test_macros_and_inclusions_that_call_themselves_end(local: Path) -> None:
    (local / "sections" / "a.html.j2").write_text('{% include "sections/a.html.j2" %}')
    for modele in ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", '{% include "sections/a.html.j2" %}'):
        with pytest.raises(RecursionError):
            environnement().from_string(modele).render()


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "JaVaScRiPt:x", "file:///etc/passwd", "data:text/html,x", "\\\\p\\x"]
)
def test_only_places_of_the_report_and_of_the_web_are_links(href: str) -> None:
    for donne, attendu in ((href, ""), ("#synthese", "#synthese"), ("https://exemple.fr", "https://exemple.fr")):
        (bloc,) = lire(f'<p><a href="{donne}">mots</a></p>', "x")
        assert isinstance(bloc, Paragraphe)
        assert [(p.texte, p.lien) for p in bloc.texte] == [("mots", attendu)]


# — Word and LibreOffice —————————————————————————————————————————————————————————————————————————————————————————————————


def _lien(genre: str, cible: str, mode: str = ' TargetMode="External"') -> bytes:
    ecrit = f'<Relationship Id="rIdX" Type="{GENRES}/{genre}" Target="{cible}"{mode}/></Relationships>'
    return DOCX[LIENS].replace(b"</Relationships>", ecrit.encode())


def _champ(*morceaux: str) -> bytes:
    dits = "".join(f"<w:r><w:instrText>{m}</w:instrText></w:r>" for m in morceaux)
    return DOCX["word/document.xml"].replace(b"<w:body>", f"<w:body><w:p>{dits}</w:p>".encode(), 1)


@pytest.mark.parametrize(
    ("parties", "mot"),
    [
        ({LIENS: _lien("image", "http://exemple.test/suivi.png")}, "irait chercher"),
        ({LIENS: _lien("image", "file://poste/partage/x.png")}, "irait chercher"),
        ({LIENS: _lien("hyperlink", "javascript:x")}, "irait chercher"),
        ({LIENS: _lien("hyperlink", "file:///c:/x.exe")}, "irait chercher"),
        ({LIENS: _lien("oleObject", "embeddings/o.bin", "")}, "OLE"),
        ({LIENS: _lien("vbaProject", "vbaProject.bin", "")}, "macro"),
        ({LIENS: _lien("aFChunk", "x.html", "")}, "document inclus"),
        ({"word/document.xml": _champ("DDEAUTO c:\\\\cmd.exe")}, "DDE"),
        ({"word/document.xml": _champ(" DD", "EAUTO cmd ")}, "DDE"),
        ({"word/document.xml": _champ(' INCLUDEPICTURE "http://x" ')}, "INCLUDEPICTURE"),
        ({"word/header1.xml": _champ(" LINK Excel.Sheet x ")}, "LINK"),
    ],
)
def test_a_word_template_fetches_and_runs_nothing(parties: Mapping[str, bytes], mot: str) -> None:
    with pytest.raises(Refuse, match=mot):
        verifier_docx({**DOCX, **parties}, Refuse)


def test_a_word_template_keeps_what_is_harmless_and_loses_its_own_template() -> None:
    assert verifier_docx(DOCX, Refuse) == DOCX
    web = {**DOCX, LIENS: _lien("hyperlink", "https://exemple.fr"), "word/document.xml": _champ(" PAGE ", " HYPERLINK x ")}
    assert verifier_docx(web, Refuse) == web
    espace = b"</w:settings>"
    assert espace in DOCX["word/settings.xml"]
    attache = {
        **DOCX,
        "word/_rels/settings.xml.rels": _lien("attachedTemplate", "http://exemple.test/x.dotm"),
        "word/settings.xml": DOCX["word/settings.xml"].replace(
            espace, f'<w:attachedTemplate xmlns:r="{GENRES}" r:id="rIdX"/>'.encode() + espace
        ),
    }
    rendu = verifier_docx(attache, Refuse)
    assert not [p for p, octets in rendu.items() if b"attachedTemplate" in octets or b"exemple.test" in octets]


@pytest.mark.parametrize(
    ("dedans", "mot"),
    [
        ('<draw:frame><draw:image xlink:href="http://exemple.test/x.png"/></draw:frame>', "irait chercher"),
        ('<draw:frame><draw:image xlink:href="../../x.png"/></draw:frame>', "irait chercher"),
        ('<text:p><text:a xlink:href="javascript:x">a</text:a></text:p>', "irait chercher"),
        ('<text:p><text:a xlink:href="vnd.sun.star.script:x">a</text:a></text:p>', "irait chercher"),
        ('<text:section><text:section-source xlink:href="file:///etc/passwd"/></text:section>', "section liée"),
        ("<text:p><text:execute-macro>x</text:execute-macro></text:p>", "macro"),
        ("<draw:frame><draw:object-ole/></draw:frame>", "OLE"),
        ("<text:dde-connection-decls><text:dde-connection-decl/></text:dde-connection-decls>", "DDE"),
    ],
)
def test_a_libreoffice_template_fetches_and_runs_nothing(dedans: str, mot: str) -> None:
    contenu = ODT["content.xml"].replace(b"<office:text>", b"<office:text>" + dedans.encode(), 1)
    assert contenu != ODT["content.xml"]
    with pytest.raises(Refuse, match=mot):
        verifier_odt(lire_xml(contenu), Refuse)


def test_a_libreoffice_template_loses_its_scripts() -> None:
    scripts = b"<office:scripts><office:script/></office:scripts><office:body>"
    racine = lire_xml(ODT["content.xml"].replace(b"<office:body>", scripts, 1))
    avant = len(list(racine.iter()))
    verifier_odt(racine, Refuse)
    assert len(list(racine.iter())) == avant - 2
    for partie in ("content.xml", "styles.xml"):
        verifier_odt(lire_xml(ODT[partie]), Refuse)


def _zip(remplir: Callable[[zipfile.ZipFile], object]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as z:
        remplir(z)
    return tampon.getvalue()


def test_a_template_that_swells_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TAILLE_MAX", 1 << 20)
    juste = _zip(lambda z: z.writestr("a", b"\0" * (1 << 20)))
    assert len(archive.ouvrir(juste)["a"]) == 1 << 20
    with pytest.raises(zipfile.BadZipFile, match="trop grand"):
        archive.ouvrir(_zip(lambda z: z.writestr("a", b"\0" * ((1 << 20) + 1))))
    with pytest.raises(zipfile.BadZipFile, match="trop grand"):
        archive.ouvrir(_zip(lambda z: [z.writestr(str(n), b"") for n in range(archive.PARTIES_MAX + 1)]))
    menteur = bytearray(_zip(lambda z: z.writestr("a", b"\0" * (8 << 20))))
    place = menteur.rindex(b"PK\x01\x02")
    menteur[place + 24 : place + 28] = (10).to_bytes(4, "little")  # it says ten bytes
    with pytest.raises(zipfile.BadZipFile):
        archive.ouvrir(bytes(menteur))


def test_entities_of_a_template_are_never_replaced() -> None:
    rangs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(etree.XMLSyntaxError, match="amplification"):
        lire_xml(f'<!DOCTYPE a [<!ENTITY e0 "ha">{rangs}]><a>&e9;</a>'.encode())
    racine = lire_xml(b'<!DOCTYPE a [<!ENTITY z SYSTEM "file:///etc/hostname">]><a>&z;</a>')
    assert racine.text is None


def test_a_shipped_template_is_far_below_the_limits() -> None:
    for parties in (DOCX, ODT):
        assert len(parties) < archive.PARTIES_MAX / 10
        assert sum(map(len, parties.values())) < archive.TAILLE_MAX / 10
