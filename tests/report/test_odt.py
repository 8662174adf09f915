"""ODT: every text of the tree is there, in the styles of a template that a service may change and that can do no harm."""

from __future__ import annotations

import hashlib
import io
import re
import time
import zipfile
from pathlib import Path

import pytest

from evaluator import resources
from evaluator.dossier.reponses import Annotation
from evaluator.errors import FaultyInput
from evaluator.report import formats
from evaluator.report.arbre.noeuds import Dessin, Tableau, parcourir
from evaluator.report.document import Document
from evaluator.report.formats.bureau import styles
from evaluator.report.formats.odt import ecrire
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer
from tests.report import bureau
from tests.report.bureau import HOSTILES, OFFICE, STYLE, TABLE, TEXT, paragraphes_odt, parties, textes, xml
from tests.report.conftest import Fabrique, Rapport

LIVRE = resources.dossier_livre(resources.MODELES) / "odt" / "modele.odt"
MANIFESTE = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
BANDE = '<office:text><text:p text:style-name="Bande_20_AGLS">'


@pytest.fixture(scope="module")
def ecrits(rapports: list[Rapport]) -> list[tuple[Document, bytes]]:
    return [(d, ecrire(d)) for d in bureau.documents(rapports)]


@pytest.fixture
def court(rapports: list[Rapport]) -> Document:
    return bureau.document_court(rapports)


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a service's own LibreOffice templates."""
    monkeypatch.setenv("AGLS_LOCAL", str(tmp_path / "service"))
    dossier = tmp_path / "service" / resources.MODELES / "odt"
    dossier.mkdir(parents=True)
    return dossier


def test_every_block_is_there_in_order_and_nothing_else(ecrits: list[tuple[Document, bytes]]) -> None:
    for document, octets in ecrits:
        bande, *corps, mention = paragraphes_odt(octets)
        assert bande == document.bande
        assert corps == [t for t in textes(document.blocs) if t]
        assert mention == f"{document.titre}, {document.residence}, {document.jour}. {document.pied}"


def test_tables_are_those_of_the_tree(ecrits: list[tuple[Document, bytes]]) -> None:
    for document, octets in ecrits:
        racine = xml(octets, "content.xml")
        tableaux = [b for b in parcourir(document.blocs) if isinstance(b, Tableau)]
        assert len(list(racine.iter(f"{TABLE}title"))) == len(tableaux)
        assert len(list(racine.iter(f"{TABLE}table-header-rows"))) == sum(bool(t.entete) for t in tableaux)
        dits = {s.get(f"{STYLE}name"): s[0] for s in racine.iter(f"{STYLE}style")}
        for table in racine.iter(f"{TABLE}table"):
            colonnes = [dits[c.get(f"{TABLE}style-name")] for c in table.iterchildren(f"{TABLE}table-column")]
            largeurs = [_points(c.get(f"{STYLE}column-width")) for c in colonnes]
            assert _points(dits[table.get(f"{TABLE}style-name")].get(f"{STYLE}width")) == pytest.approx(sum(largeurs))
            assert sum(largeurs) <= 482
            tetes = table.find(f"{TABLE}table-header-rows")
            rangees = [*(tetes if tetes is not None else ()), *table.iterchildren(f"{TABLE}table-row")]
            assert rangees
            assert all(len(r) == len(colonnes) for r in rangees)


def _points(dite: str) -> float:
    assert dite.endswith("pt")
    return float(dite[:-2])


def test_drawings_are_said_in_words(ecrits: list[tuple[Document, bytes]]) -> None:
    for document, octets in ecrits:
        dessins = [(b.titre, b.description) for b in parcourir(document.blocs) if isinstance(b, Dessin)]
        cadres = [e for e in xml(octets, "content.xml").iter() if e.tag.endswith("}frame")]
        assert [(c[1].text, c[2].text) for c in cadres] == dessins
        lus = parties(octets)
        for cadre in cadres:
            assert lus[cadre[0].get("{http://www.w3.org/1999/xlink}href")].startswith(b"\x89PNG")


def test_links_lead_somewhere(ecrits: list[tuple[Document, bytes]]) -> None:
    for document, octets in ecrits:
        racine = xml(octets, "content.xml")
        signets = [e.get(f"{TEXT}name") for e in racine.iter(f"{TEXT}bookmark")]
        assert len(signets) == len(set(signets))
        liens = [e.get("{http://www.w3.org/1999/xlink}href") for e in racine.iter(f"{TEXT}a")]
        pages = [e.get(f"{TEXT}ref-name") for e in racine.iter(f"{TEXT}bookmark-ref")]
        assert len(liens) >= len(pages) > (3 if "titre" in document.modele.sections else -1)  # its list of sections
        assert {*(lien.removeprefix("#") for lien in liens), *pages} <= set(signets)


def test_every_named_style_is_in_the_template_and_every_used_one_exists(ecrits: list[tuple[Document, bytes]]) -> None:
    habits = xml(LIVRE.read_bytes(), "styles.xml")
    nommes = {s.get(f"{STYLE}display-name") for s in habits.iter(f"{STYLE}style")}
    assert {*styles.DE_PARAGRAPHE, *styles.DE_CARACTERES, *(f"Heading {n}" for n in range(1, 5))} <= nommes
    listes = {s.get(f"{STYLE}display-name") for s in habits.iter(f"{TEXT}list-style")}
    assert {styles.PUCES, styles.PUCES_DE_CELLULE, styles.NUMEROS, styles.SOMMAIRE} <= listes
    for _, octets in ecrits:
        racine = xml(octets, "content.xml")
        connus = {s.get(f"{STYLE}name") for s in (*racine.iter(), *habits.iter()) if s.get(f"{STYLE}name")}
        mis = {v for e in racine.iter() for nom, v in e.attrib.items() if nom.endswith("}style-name")}
        assert mis <= connus


def test_numbers_of_steps_are_those_of_the_tree(ecrits: list[tuple[Document, bytes]]) -> None:
    document, octets = next((d, o) for d, o in ecrits if d.modele.id == "evaluation")
    lus: list[int] = []
    for liste in xml(octets, "content.xml").iter(f"{TEXT}list"):
        for element in liste.iterchildren(f"{TEXT}list-item"):
            debut = element.get(f"{TEXT}start-value")
            if debut or (liste.get(f"{TEXT}style-name") or "").startswith(("Num", "Sommaire")):
                lus.append(int(debut) if debut else lus[-1] + 1)
    voulus = [e.numero for b in parcourir(document.blocs) for e in getattr(b, "elements", ()) if e.numero is not None]
    assert lus == voulus
    assert len(voulus) > 30


def test_the_file_says_what_it_is(court: Document) -> None:
    octets = ecrire(court)
    meta = {e.tag.split("}")[1]: e.text for e in xml(octets, "meta.xml")[0]}
    assert meta["title"] == f"{court.titre} – {court.residence}"
    assert meta["language"] == "fr-FR"
    assert meta["creation-date"] == meta["date"] == time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(court.instant))
    maitresse = xml(octets, "styles.xml").find(f"{OFFICE}master-styles")
    dits = "".join(maitresse.itertext())
    assert all(dit in dits for dit in (court.bande, court.titre, court.jointe.empreinte, court.nom))
    assert maitresse.find(f".//{TEXT}page-number") is not None
    assert maitresse.find(f".//{TEXT}page-count") is not None


def test_the_package_is_that_of_odf(court: Document) -> None:
    octets = ecrire(court)
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        premier = archive.infolist()[0]
        assert (premier.filename, premier.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert octets[30:38] == b"mimetype"
        assert octets[38:77] == b"application/vnd.oasis.opendocument.text"
        assert {i.date_time for i in archive.infolist()} == {time.gmtime(court.instant)[:6]}
        dites = [e.get(f"{MANIFESTE}full-path") for e in xml(octets, "META-INF/manifest.xml")]
        assert sorted(dites) == sorted(["/", *set(archive.namelist()) - {"mimetype", "META-INF/manifest.xml"}])


def test_the_foot_tells_the_hash_of_the_data_that_the_file_carries(court: Document) -> None:
    octets = formats.ecrire("odt", court)
    assert formats.ecrire("odt", court) == octets
    condense = hashlib.sha256(parties(octets)["agls/entree.json"]).hexdigest()
    assert f"Données SHA-256 {condense}" in "".join(xml(octets, "styles.xml").itertext())


def test_same_dossier_same_bytes(court: Document) -> None:
    assert ecrire(court) == ecrire(court)


# — hostile text ————————————————————————————————————————————————————————————————————————————————————————————————————


def test_hostile_text_is_literal_and_whole(fabriquer: Fabrique) -> None:
    long = " ".join(f"mot{n}" for n in range(14_000))
    nom = " ".join(HOSTILES[c] for c in ("balises", "jinja", "formule"))
    r = fabriquer(
        {"residence_nom": nom, "nb_logements": 80, "necessite_agls": "\n".join(HOSTILES.values())},
        {"nb_logements": Annotation(long, "partagee")},
    )
    document = composer(r.dossier, r.evaluation, MODELES["evaluation"])
    octets = ecrire(document)
    _, *corps, mention = paragraphes_odt(octets)
    assert corps == [t for t in textes(document.blocs) if t]
    assert long in corps
    assert "\n".join(HOSTILES.values()) in corps
    assert mention == f"{document.titre}, {nom}, {document.jour}. {document.pied}"
    racine = xml(octets, "content.xml")
    dits = {s.get(f"{STYLE}name"): s[0] for s in racine.iter(f"{STYLE}style")}
    longue = next(t for t in racine.iter(f"{TABLE}table-row") if long in "".join(t.itertext()))
    table = longue.getparent()
    assert dits[longue.get(f"{TABLE}style-name")].attrib[KEEP] == "auto", "a row longer than a page may be split"
    assert dits[table.get(f"{TABLE}style-name")].get(f"{STYLE}may-break-between-rows") == "true"


KEEP = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}keep-together"


# — the template of a service —————————————————————————————————————————————————————————————————————————————————————————


def _poser(local: Path, textes_: dict[str, str], nom: str = "modele.odt", **autres: str) -> None:
    """The shipped template with some texts replaced and some parts added, in the service's folder."""
    with zipfile.ZipFile(local / nom, "w") as archive:
        for partie, octets in parties(LIVRE.read_bytes()).items():
            for avant, apres in textes_.items():
                octets = octets.replace(avant.encode(), apres.encode())
            archive.writestr(partie, octets)
        for partie, contenu in autres.items():
            archive.writestr(partie, contenu)


def test_a_restyled_template_is_used(court: Document, local: Path) -> None:
    _poser(local, {"#4D5965": "#123456", "{{ bande }}": "<text:span>{</text:span>{ <text:span>bande</text:span> }}"})
    octets = ecrire(court)
    assert "#123456" in parties(octets)["styles.xml"].decode()
    assert paragraphes_odt(octets)[0] == court.bande, "an editor cuts an expression in pieces"
    _poser(local, {"{{ bande }}": "{% if bande == ‘Auto-évaluation’ %}Pour vous{% endif %}"}, "auto_evaluation.odt")
    assert paragraphes_odt(ecrire(court))[0] == "Pour vous"


def test_a_section_has_its_own_place_and_the_rest_follows(court: Document, local: Path) -> None:
    _poser(local, {f"{BANDE}{{{{ bande }}}}": f"{BANDE}{{{{ sections.preuves }}}}"})
    seule = [t for t in textes(court.arbre["preuves"]) if t]
    reste = [t for nom, blocs in court.arbre.items() if nom != "preuves" for t in textes(blocs) if t]
    assert paragraphes_odt(ecrire(court))[:-1] == seule + reste


def test_narrower_margins_make_narrower_tables(court: Document, local: Path) -> None:
    _poser(local, {'fo:margin-left="56.7pt"': 'fo:margin-left="2in"'})
    racine = xml(ecrire(court), "content.xml")
    largeurs = [_points(e.get(f"{STYLE}width")) for e in racine.iter(f"{STYLE}table-properties")]
    assert max(largeurs) == pytest.approx(595.3 - 56.7 - 144, abs=0.1)


@pytest.mark.parametrize(
    ("textes_", "message"),
    [
        ({"{{ corps }}": "rien"}, "« {{ corps }} » y manque ; écrivez-le seul dans un paragraphe"),
        ({"{{ corps }}": "Voici : {{ corps }}"}, "doit être seul dans un paragraphe"),
        ({"{{ dossier }}": "{{ corps }}"}, "doit être seul dans un paragraphe"),
        ({"{{ corps }}": "{{ sections.titre }}"}, "sections sans place : {{ sections.manque }}"),
        ({"{{ bande }}": "{{ band }}"}, "'band' is undefined ; connus : titre, residence"),
        ({"{{ bande }}": "{% if bande %}"}, "modèle de rapport"),
        ({"{{ bande }}": "{{ '<text:p>'|safe }}"}, "le document rempli n’est plus lisible"),
    ],
)
def test_a_faulty_template_is_said(court: Document, local: Path, textes_: dict[str, str], message: str) -> None:
    _poser(local, textes_)
    with pytest.raises(FaultyInput, match=re.escape(message)):
        ecrire(court)


def test_a_file_that_is_no_document_is_said(court: Document, local: Path) -> None:
    (local / "modele.odt").write_bytes(b"PK pas un zip")
    with pytest.raises(FaultyInput, match="ce n’est pas un texte OpenDocument"):
        ecrire(court)


def test_a_missing_style_falls_back_with_one_warning(court: Document, local: Path) -> None:
    _poser(local, {"Corps AGLS": "Autre"})
    court.avis.clear()
    octets = ecrire(court)
    assert [a.partition("odt : ")[2] for a in court.avis] == ["le style « Corps AGLS » manque ; le style normal le remplace"]
    assert paragraphes_odt(octets)[1:-1] == [t for t in textes(court.blocs) if t]


@pytest.mark.parametrize(
    "attaque",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% include '/etc/passwd' %}",
        "{{ [].append(1) }}",
        "{% for x in range(10000000) %}x{% endfor %}",
    ],
)
def test_a_hostile_template_can_do_nothing(court: Document, local: Path, attaque: str) -> None:
    _poser(local, {"{{ bande }}": attaque})
    with pytest.raises(FaultyInput):
        ecrire(court)


def test_a_template_shows_no_other_file(court: Document, local: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    entite = f'<!DOCTYPE office:document-content [<!ENTITY lu SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    _poser(local, {"<office:document-content": f"{entite}<office:document-content", BANDE: f"{BANDE}&lu;"})
    with pytest.raises(FaultyInput, match="lu"):
        ecrire(court)


def test_a_macro_of_a_template_is_not_passed_on(court: Document, local: Path) -> None:
    _poser(local, {}, **{"Basic/Standard/Module1.xml": "<macro/>", "Scripts/python/x.py": "", "Pictures/logo.png": "x"})
    lus = parties(ecrire(court))
    assert not any(n.startswith(("Basic/", "Scripts/")) for n in lus)
    assert lus["Pictures/logo.png"] == b"x"
