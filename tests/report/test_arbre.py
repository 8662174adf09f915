"""The HTML of a section as a tree: nothing lost, spaces as a reader sees them, faults named."""

from __future__ import annotations

import html as entites
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from evaluator.errors import FaultyInput
from evaluator.report.arbre import lire
from evaluator.report.arbre.noeuds import (
    Colonnes,
    Dessin,
    Fiche,
    Filets,
    Groupe,
    Liste,
    Paragraphe,
    Passage,
    Tableau,
    Titre,
    parcourir,
    texte,
)
from tests.report.conftest import Rapport
from tests.report.lecture import dits


def test_the_spaces_of_a_template_are_not_those_of_a_text() -> None:
    (lu,) = lire("<p>\n  Un <strong> deux</strong>\n  trois<br>\n  quatre </p>\n", "x")
    assert lu == Paragraphe((Passage("Un "), Passage("deux", gras=True), Passage(" trois\nquatre")))


def test_a_no_break_space_stays() -> None:
    (lu,) = lire("<p>20\u202f400\u00a0€ </p>", "x")
    assert isinstance(lu, Paragraphe)
    assert texte(lu.texte) == "20\u202f400\u00a0€"


def test_the_text_of_a_person_keeps_its_spaces_and_lines() -> None:
    (lu,) = lire('<p>Note : <span class="texte"> a  b\n  c </span></p>', "x")
    assert isinstance(lu, Paragraphe)
    assert texte(lu.texte) == "Note :  a  b\n  c "
    assert [p.litteral for p in lu.texte] == [False, True]


def test_each_element_has_its_block() -> None:
    blocs = lire(
        '<section><h2 id="a">Un</h2><p class="aide">Deux</p><ol start="3"><li>Trois<ul><li>Quatre</li></ul></li></ol>'
        "<dl><dt>Cinq</dt><dd>Six</dd></dl>"
        '<div class="deux-egales"><div><p>Sept</p></div><div>Huit</div></div>'
        '<table class="cadre"><caption>Neuf</caption><colgroup><col style="width:30%"><col></colgroup>'
        '<thead><tr><th>Dix</th><th class="n">Onze</th></tr></thead>'
        '<tbody><tr class="retenu"><th>Douze</th><td class="n" colspan="2">13</td></tr></tbody></table>'
        '<div class="lignes"><div></div><div></div></div>'
        '<figure><svg viewBox="0 0 40 30"><title>Quatorze</title><desc>Quinze &amp; plus</desc></svg></figure>'
        '<div class="carte">Seize</div></section>',
        "x",
    )
    (section,) = blocs
    assert isinstance(section, Groupe)
    titre, aide, liste, fiche, colonnes, tableau, filets, dessin, carte = section.blocs
    assert titre == Titre(2, (Passage("Un"),), "a")
    assert aide == Paragraphe((Passage("Deux"),), "aide")
    assert isinstance(liste, Liste)
    assert liste.elements[0].numero == 3
    assert [texte(b.texte) for b in parcourir((liste,)) if isinstance(b, Paragraphe)] == ["Trois", "Quatre"]
    assert fiche == Fiche((((Passage("Cinq"),), (Paragraphe((Passage("Six"),)),)),))
    assert colonnes == Colonnes(((Paragraphe((Passage("Sept"),)),), (Paragraphe((Passage("Huit"),)),)), (50, 50))
    assert isinstance(tableau, Tableau)
    assert tableau.largeurs == (30, 0)
    assert [c.droite for c in tableau.entete[0].cellules] == [False, True]
    assert (tableau.corps[0].style, tableau.corps[0].cellules[1].colonnes) == ("retenu", 2)
    assert filets == Filets(2)
    assert isinstance(dessin, Dessin)
    assert (dessin.titre, dessin.description, dessin.largeur, dessin.hauteur) == ("Quatorze", "Quinze & plus", 40, 30)
    assert 'viewBox="0 0 40 30"' in dessin.svg, "the names of SVG keep their capitals"
    assert carte == Groupe((Paragraphe((Passage("Seize"),)),), "carte", bloc=True)


def test_an_unknown_element_passes_on_what_it_holds() -> None:
    assert dits(lire("<article><aside>Un</aside><p>Deux</p></article>", "x")) == ["Un", "Deux"]


def test_what_runs_is_no_text() -> None:
    assert dits(lire("<p>Un</p><script>alert(1)</script><style>p { color: red }</style>", "x")) == ["Un"]


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>Un</div>", "« </div> » ferme « <p> »"),
        ("<p>Un", "« <p> » n’est pas fermée"),
        ("Un</p>", "ne ferme rien"),
    ],
)
def test_an_element_left_open_is_named(html: str, message: str) -> None:
    with pytest.raises(FaultyInput, match="sections/essai") as levee:
        lire(html, "sections/essai.html.j2")
    assert message in str(levee.value)


@pytest.mark.parametrize(
    "dessin",
    [
        '<image href="/etc/passwd"/>',
        "<foreignObject><p>x</p></foreignObject>",
        "<script>alert(1)</script>",
        '<use href="#a"/>',
        '<rect fill="url(file:///etc/passwd)"/>',
        "<rect fill='url( &quot;http://exemple.fr/x&quot; )'/>",
        '<text xlink:href="x">x</text>',
    ],
)
def test_a_drawing_calls_nothing(dessin: str) -> None:
    with pytest.raises(FaultyInput, match="un dessin n’admet pas"):
        lire(f'<figure><svg viewBox="0 0 1 1">{dessin}</svg></figure>', "sections/essai.html.j2")


def test_a_drawing_may_use_its_own_pattern() -> None:
    assert lire('<svg viewBox="0 0 1 1"><rect fill="url(#hachures)"/></svg>', "x")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_text_is_given_back_as_it_was_written(dit: str) -> None:
    (lu,) = lire(f'<p>x<span class="texte">{escape(dit)}</span></p>', "x")
    assert isinstance(lu, Paragraphe)
    assert texte(lu.texte) == "x" + dit


def test_every_word_of_the_page_is_in_the_tree(rapports: list[Rapport]) -> None:
    for r in rapports:
        corps = re.search(r"<main>(.*)</main>", r.html, re.DOTALL)
        assert corps
        sans_dessin = re.sub(r"<svg.*?</svg>", " ", corps[1], flags=re.DOTALL)
        page = entites.unescape(re.sub(r"<[^>]*>", " ", sans_dessin))
        assert "".join("".join(dits(lire(corps[1], "x"))).split()) == "".join(page.split())
