"""DOCX: every text of the tree is there, in the styles of a template that a service may change and that can do no harm."""

from __future__ import annotations

import hashlib
import io
import re
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import RGBColor

from evaluator import resources
from evaluator.dossier.reponses import Annotation
from evaluator.errors import FaultyInput
from evaluator.report import formats
from evaluator.report.arbre.noeuds import Dessin, Tableau, parcourir
from evaluator.report.document import Document
from evaluator.report.formats.bureau import styles
from evaluator.report.formats.docx import ecrire
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer
from tests.report import bureau
from tests.report.bureau import HOSTILES, W, paragraphes_docx, parties, textes, xml
from tests.report.conftest import Fabrique, Rapport

LIVRE = resources.dossier_livre(resources.MODELES) / "docx" / "modele.docx"

EN_TETE = '<w:r><w:t xml:space="preserve">'  # of the body: at the top of a page, the text is bold


@pytest.fixture(scope="module")
def ecrits(rapports: list[Rapport]) -> list[tuple[Document, bytes]]:
    return [(d, ecrire(d)) for d in bureau.documents(rapports)]


@pytest.fixture
def court(rapports: list[Rapport]) -> Document:
    return bureau.document_court(rapports)


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a service's own Word templates."""
    monkeypatch.setenv("AGLS_LOCAL", str(tmp_path / "service"))
    dossier = tmp_path / "service" / resources.MODELES / "docx"
    dossier.mkdir(parents=True)
    return dossier


def test_every_block_is_there_in_order_and_nothing_else(ecrits: list[tuple[Document, bytes]]) -> None:
    for document, octets in ecrits:
        bande, *corps, mention = paragraphes_docx(octets)
        assert bande == document.bande
        assert corps == [t for t in textes(document.blocs) if t]
        assert mention == f"{document.titre}, {document.residence}, {document.jour}. {document.pied}"


def test_tables_are_those_of_the_tree(ecrits: list[tuple[Document, bytes]]) -> None:
    for document, octets in ecrits:
        racine = xml(octets, "word/document.xml")
        tableaux = [b for b in parcourir(document.blocs) if isinstance(b, Tableau)]
        legendes = [e.get(f"{W}val") for e in racine.iter(f"{W}tblCaption")]
        assert len(legendes) == len(tableaux)
        assert len(list(racine.iter(f"{W}tblHeader"))) == sum(len(t.entete) for t in tableaux)
        for table in racine.iter(f"{W}tbl"):
            colonnes = [int(c.get(f"{W}w")) for c in table.find(f"{W}tblGrid")]
            assert min(colonnes) > 0
            assert int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) == sum(colonnes) <= 9638
            for rangee in table.iterchildren(f"{W}tr"):
                cases = list(rangee.iterchildren(f"{W}tc"))
                assert sum(int(c.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for c in cases) == sum(colonnes)
                assert all(c[-1].tag == f"{W}p" for c in cases)


def test_drawings_are_said_in_words(ecrits: list[tuple[Document, bytes]]) -> None:
    for document, octets in ecrits:
        dessins = [(b.titre, b.description) for b in parcourir(document.blocs) if isinstance(b, Dessin)]
        lus = [e for e in xml(octets, "word/document.xml").iter() if e.tag.endswith("}docPr")]
        assert [(e.get("title"), e.get("descr")) for e in lus] == dessins
        images = [o for n, o in parties(octets).items() if n.startswith("word/media/")]
        assert all(o.startswith(b"\x89PNG") for o in images)
        assert bool(images) == bool(dessins)
        assert len({e.get("id") for e in lus}) == len(lus)


def test_links_lead_somewhere(ecrits: list[tuple[Document, bytes]]) -> None:
    for document, octets in ecrits:
        racine = xml(octets, "word/document.xml")
        signets = [e.get(f"{W}name") for e in racine.iter(f"{W}bookmarkStart")]
        assert len(signets) == len(set(signets))
        assert all(len(s) <= 40 for s in signets)
        liens = [e.get(f"{W}anchor") for e in racine.iter(f"{W}hyperlink")]
        pages = [e.text.split()[1] for e in racine.iter(f"{W}instrText")]
        assert len(liens) >= len(pages) > (3 if "titre" in document.modele.sections else -1)  # its list of sections
        assert {*liens, *pages} <= set(signets)


def test_every_named_style_is_in_the_template_and_used_by_name(ecrits: list[tuple[Document, bytes]]) -> None:
    for octets in (LIVRE.read_bytes(), ecrits[0][1]):
        connus = {s.get(f"{W}styleId"): s[0].get(f"{W}val") for s in xml(octets, "word/styles.xml").iter(f"{W}style")}
        voulus = {*styles.DE_PARAGRAPHE, *styles.DE_CARACTERES, *styles.DE_TABLEAU}
        assert voulus | {f"heading {n}" for n in range(1, 5)} <= set(connus.values())
    for _, octets in ecrits:
        racine = xml(octets, "word/document.xml")
        mis = {e.get(f"{W}val") for e in racine.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
        assert mis <= set(connus)


def test_numbers_of_steps_are_those_of_the_tree(ecrits: list[tuple[Document, bytes]]) -> None:
    """Each list that counts begins where the tree says; its items follow one another."""
    document, octets = next((d, o) for d, o in ecrits if d.modele.id == "evaluation")
    numeros = xml(octets, "word/numbering.xml")
    debuts = {
        n.get(f"{W}numId"): int(n.find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val"))
        for n in numeros.iter(f"{W}num")
        if n.find(f"{W}lvlOverride") is not None
    }
    lus: list[int] = []
    suivant: dict[str, int] = {}
    for p in xml(octets, "word/document.xml").iter(f"{W}p"):
        liste = p.find(f"{W}pPr/{W}numPr/{W}numId")
        if liste is not None and (cle := liste.get(f"{W}val")) in debuts:
            suivant[cle] = suivant.get(cle, debuts[cle] - 1) + 1
            lus.append(suivant[cle])
    voulus = [e.numero for b in parcourir(document.blocs) for e in getattr(b, "elements", ()) if e.numero is not None]
    assert lus == voulus
    assert len(voulus) > 30


def test_the_file_says_what_it_is(court: Document) -> None:
    lu = docx.Document(io.BytesIO(ecrire(court)))
    assert court.residence in lu.core_properties.title
    assert lu.core_properties.author == "AGLS Évaluateur"
    assert lu.core_properties.language == "fr-FR"
    assert int(lu.core_properties.created.replace(tzinfo=None).strftime("%Y%m%d%H")) == int(
        time.strftime("%Y%m%d%H", time.gmtime(court.instant))
    )
    haut = "".join(p.text for p in lu.sections[0].header.paragraphs)
    pied = "".join(t for t in lu.sections[0].footer.part.element.itertext())
    assert court.bande in haut
    assert court.titre in haut
    assert court.jointe.empreinte in pied
    champs = [e.get(f"{W}instr").strip() for e in lu.sections[0].footer.part.element.iter(f"{W}fldSimple")]
    assert champs == ["PAGE", "NUMPAGES"]
    assert 'w:lang w:val="fr-FR"' in parties(ecrire(court))["word/styles.xml"].decode()


def test_the_foot_tells_the_hash_of_the_data_that_the_file_carries(court: Document) -> None:
    octets = formats.ecrire("docx", court)
    assert formats.ecrire("docx", court) == octets
    condense = hashlib.sha256(parties(octets)["agls/entree.json"]).hexdigest()
    assert f"Données SHA-256 {condense}" in "".join(xml(octets, "word/footer1.xml").itertext())


def test_same_dossier_same_bytes(court: Document) -> None:
    premier = ecrire(court)
    assert ecrire(court) == premier
    with zipfile.ZipFile(io.BytesIO(premier)) as archive:
        assert {i.date_time for i in archive.infolist()} == {time.gmtime(court.instant)[:6]}
        assert archive.namelist()[0] == "[Content_Types].xml"


# — hostile text ————————————————————————————————————————————————————————————————————————————————————————————————————


def test_hostile_text_is_literal_and_whole(fabriquer: Fabrique) -> None:
    long = " ".join(f"mot{n}" for n in range(14_000))
    nom = " ".join(HOSTILES[c] for c in ("balises", "jinja", "formule"))
    r = fabriquer(
        {
            "residence_nom": nom,
            "nb_logements": 80,
            "necessite_agls": "\n".join(HOSTILES.values()),
            "actions": tuple({"intitule": t.replace("\n", " "), "mission": "gls1"} for t in HOSTILES.values()),
        },
        {"nb_logements": Annotation(long, "partagee")},
    )
    document = composer(r.dossier, r.evaluation, MODELES["evaluation"])
    octets = ecrire(document)
    _, *corps, mention = paragraphes_docx(octets)
    assert corps == [t for t in textes(document.blocs) if t]
    assert long in corps
    assert "\n".join(HOSTILES.values()) in corps
    assert mention == f"{document.titre}, {nom}, {document.jour}. {document.pied}"
    assert docx.Document(io.BytesIO(octets)).core_properties.title.endswith(nom)
    longues = [t for t in xml(octets, "word/document.xml").iter(f"{W}tr") if long in "".join(t.itertext())]
    assert longues
    assert not any(t.find(f"{W}trPr/{W}cantSplit") is not None for t in longues), "a row longer than a page may be split"


# — the template of a service —————————————————————————————————————————————————————————————————————————————————————————


def _poser(local: Path, textes_: dict[str, str], nom: str = "modele.docx") -> None:
    """The shipped template with some texts replaced, in the service's folder."""
    ecrites = parties(LIVRE.read_bytes())
    with zipfile.ZipFile(local / nom, "w") as archive:
        for partie, octets in ecrites.items():
            for avant, apres in textes_.items():
                octets = octets.replace(avant.encode(), apres.encode())
            archive.writestr(partie, octets)


def test_a_restyled_template_is_used(court: Document, local: Path) -> None:
    modele = docx.Document(str(LIVRE))
    modele.styles["Question AGLS"].font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    modele.styles["Heading 2"].font.size = 400000
    modele.paragraphs[0].insert_paragraph_before("Préfecture de l’Essai, le {{ jour }}")
    modele.save(str(local / "modele.docx"))
    octets = ecrire(court)
    assert "123456" in parties(octets)["word/styles.xml"].decode()
    assert paragraphes_docx(octets)[:2] == [f"Préfecture de l’Essai, le {court.jour}", court.bande]
    _poser(local, {"{{ bande }}": "Modèle de ce rapport"}, "auto_evaluation.docx")
    assert paragraphes_docx(ecrire(court))[0] == "Modèle de ce rapport"


def test_a_style_is_found_whatever_its_capitals(court: Document, local: Path) -> None:
    """LibreOffice writes `Heading 2` where Word writes `heading 2`."""
    _poser(local, {'w:name w:val="heading 2"': 'w:name w:val="Heading 2"'})
    lus = docx.Document(io.BytesIO(ecrire(court)))
    assert "Heading 2" in {p.style.name for p in lus.paragraphs}


def test_a_section_has_its_own_place_and_the_rest_follows(court: Document, local: Path) -> None:
    _poser(local, {f"{EN_TETE}{{{{ bande }}}}": f"{EN_TETE}{{{{ sections.preuves }}}}"})
    seule = [t for t in textes(court.arbre["preuves"]) if t]
    reste = [t for nom, blocs in court.arbre.items() if nom != "preuves" for t in textes(blocs) if t]
    assert paragraphes_docx(ecrire(court))[:-1] == seule + reste


def test_narrower_margins_make_narrower_tables(court: Document, local: Path) -> None:
    _poser(local, {'w:left="1134"': 'w:left="3134"'})
    largeurs = [int(e.get(f"{W}w")) for e in xml(ecrire(court), "word/document.xml").iter(f"{W}tblW")]
    assert max(largeurs) == 7638


@pytest.mark.parametrize(
    ("textes_", "message"),
    [
        ({"{{ corps }}": "rien"}, r"modele\.docx : .*« \{\{ corps \}\} » y manque ; écrivez-le seul dans un paragraphe"),
        ({"{{ corps }}": "Voici : {{ corps }}"}, "doit être seul dans un paragraphe"),
        ({"{{ dossier }}": "{{ corps }}"}, "doit être seul dans un paragraphe"),
        ({"{{ bande }}": "{{ corps }}"}, "y est deux fois"),
        ({"{{ corps }}": "{{ sections.titre }}"}, "sections sans place : {{ sections.manque }}"),
        ({"{{ bande }}": "{{ band }}"}, "'band' is undefined ; connus : titre, residence"),
        ({"{{ bande }}": "{{ bande"}, "modèle de rapport"),
    ],
)
def test_a_faulty_template_is_said(court: Document, local: Path, textes_: dict[str, str], message: str) -> None:
    _poser(local, textes_)
    with pytest.raises(FaultyInput, match=message if "\\" in message else re.escape(message)):
        ecrire(court)


def test_a_file_that_is_no_document_is_said(court: Document, local: Path) -> None:
    (local / "modele.docx").write_bytes(b"PK pas un zip")
    with pytest.raises(FaultyInput, match="ce n’est pas un document Word"):
        ecrire(court)


def test_a_missing_style_falls_back_with_one_warning(court: Document, local: Path) -> None:
    _poser(local, {'w:name w:val="Corps AGLS"': 'w:name w:val="Autre"', 'w:name w:val="Puces AGLS"': 'w:name w:val="P"'})
    court.avis.clear()
    octets = ecrire(court)
    assert len([a for a in court.avis if "« Corps AGLS » manque" in a]) == 1
    lus = paragraphes_docx(octets)[1:-1]
    voulus = [t for t in textes(court.blocs) if t]
    assert [lu.removeprefix("•\u00a0") for lu in lus] == voulus
    assert any(lu.startswith("•\u00a0") for lu in lus), "a list without its style keeps its marks"


@pytest.mark.parametrize(
    "attaque",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ titre.__class__.__base__.__subclasses__() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ [].append(1) }}",
        "{% for x in range(10000000) %}x{% endfor %}",
    ],
)
def test_a_hostile_template_can_do_nothing(court: Document, local: Path, attaque: str) -> None:
    _poser(local, {"{{ bande }}": attaque})
    with pytest.raises(FaultyInput):
        ecrire(court)


def test_marks_of_a_template_in_a_name_stay_text(court: Document) -> None:
    nom = "{{ corps }} {{ sections.titre }} <b>&amp;</b>"
    piege = Document(court.modele, court.donnees, nom, nom, nom, nom, court.instant, nom)
    octets = ecrire(piege)
    assert paragraphes_docx(octets)[0] == nom
    assert nom in "".join(xml(octets, "word/header1.xml").itertext())
