"""PDF: everything is in it, the same bytes twice, and no text makes it fail."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from evaluator.dossier.dossier import Dossier
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.models import VOLETS
from evaluator.report.document import Document
from evaluator.report.formats.couverture import _montrables, montrer
from evaluator.report.formats.pdf import ecrire
from evaluator.report.modeles import MODELES, ModeleRapport
from evaluator.report.render import composer
from tests.report.lecture import dits

JOUR = date(2026, 3, 2)


def serrer(dit: str) -> str:
    """Only what is read: a line of the page ends where it likes, a long word may be cut."""
    return re.sub(r"[\s\u200b\u00ad\u2010\u2011-]+", "", dit)


def lire_pdf(octets: bytes) -> str:
    return serrer("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(octets)).pages))


def document(html: str, modele: str = "evaluation") -> Document:
    """A report whose only section is `html`."""
    choisi = MODELES[modele]
    assert isinstance(choisi, ModeleRapport)
    fait = Document(
        choisi, {}, "essai.agls", "Résidence d’essai", "Constat du service — projet", "2 mars 2026", 1_772_452_800, "0" * 64
    )
    fait.__dict__["sections"] = {"essai": html}
    return fait


@pytest.fixture(scope="module")
def documents(dossiers_exemples: Path) -> list[Document]:
    faits = []
    for chemin in sorted(dossiers_exemples.glob("*.agls")):
        dossier = Dossier.ouvrir(chemin)
        volet = next(v for v in reversed(VOLETS) if dossier.a_des_reponses(v))
        evaluation = evaluer(dossier.referentiel, dossier.reponses(volet))
        faits.append(composer(dossier, evaluation, MODELES["evaluation"], JOUR))
    return faits


def test_every_text_of_the_report_is_in_the_pdf(documents: list[Document]) -> None:
    for doc in documents[:2]:  # one in each volet
        lu = lire_pdf(ecrire(doc))
        blocs = tuple(b for nom, blocs in doc.arbre.items() if nom != "titre" for b in blocs)
        assert len(dits(blocs)) > 1000
        assert [d for d in dits(blocs) if serrer(montrer(d)) not in lu] == []


def test_what_the_file_says_of_itself(documents: list[Document]) -> None:
    lu = pypdf.PdfReader(io.BytesIO(ecrire(documents[0])))
    assert lu.metadata is not None
    assert lu.metadata.title == f"{documents[0].titre} – {documents[0].residence}"
    assert lu.metadata["/CreationDate"] == "D:20260302000000Z"
    catalogue = lu.root_object
    assert catalogue["/Lang"] == "fr-FR"
    assert "/StructTreeRoot" in catalogue, "tagged"
    pages = [p.extract_text() for p in lu.pages]
    assert all(f"page {n} / {len(pages)}" in page for n, page in enumerate(pages, 1))


def test_same_report_same_bytes(documents: list[Document]) -> None:
    assert ecrire(documents[1]) == ecrire(documents[1])


HOSTILES = [
    '#panic(1) $x$ #import "@preview/cetz:0.1.0" <etiquette> @renvoi \\ ` * _ = - + /',
    "<script>alert(1)</script> {{ 7*7 }} {% for %} =1+1 ]]>",
    "😀 漢字 עברית العربية 👩‍👩‍👧 e\u0301\u0302\u0323 \ufffd ⟦U+202E⟧",
    "a\tb\n\n  c   d\n" * 3,
    "x" * 3000,
]


@pytest.mark.parametrize("dit", HOSTILES, ids=range(len(HOSTILES)))
def test_a_text_is_printed_as_it_was_written(dit: str) -> None:
    texte = f'<span class="texte">{escape(dit)}</span>'
    lu = lire_pdf(ecrire(document(
        f'<h2>Essai</h2><p>{texte}</p><div class="note"><p>{texte}</p></div><div class="carte bloc">{texte}</div>'
        f"<table><caption>Légende</caption><tbody><tr><th>{texte}</th><td>{texte}</td></tr></tbody></table>"
    )))  # fmt: skip
    assert lu.count(serrer(montrer(dit))[:400]) >= 5


def test_a_very_long_text_is_whole() -> None:
    dit = " ".join(f"mot{n}" for n in range(13_000))
    assert len(dit) > 100_000
    lu = lire_pdf(
        ecrire(document(f'<table><tbody><tr><th>Note</th><td><span class="texte">{dit}</span></td></tr></tbody></table>'))
    )
    assert [n for n in range(13_000) if f"mot{n}" not in lu] == []


def test_every_character_listed_is_shown() -> None:
    tous = escape("".join(chr(c) for c in sorted(_montrables()) if c > 0x20))
    ecrire(document(f"<h2>{tous}</h2><p>{tous}</p><p><em>{tous}</em></p><p><code>{tous}</code></p>"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400))
def test_no_text_fails(dit: str) -> None:
    ecrire(document(f'<h2>{escape(dit)}</h2><p>x<span class="texte">{escape(dit)}</span></p>'))


def test_a_heading_may_skip_a_level_and_a_link_have_no_end() -> None:
    page = '<h4>Quatre</h4><p><a href="#rien">Nulle part</a></p><h2 id="a">Deux</h2><h3 id="a">Trois</h3>'
    lu = lire_pdf(ecrire(document(page)))
    assert "Quatre" in lu
    assert "Nullepart" in lu
