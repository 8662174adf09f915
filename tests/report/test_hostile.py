"""Whatever an answer holds is printed literally, in both formats, whole."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from evaluator.dossier.reponses import Annotation
from evaluator.report.formats.echappement_md import echapper
from evaluator.report.texte import assainir
from tests.report.conftest import Fabrique, Rapport

HOSTILES = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "jinja": "{{ 7*7 }} {% for x in range(9) %}x{% endfor %} {# rien #}",
    "attribut": '" onmouseover="x" \'',
    "markdown": "| a | b |\n# titre\n* puce\n1. un\n[lien](http://exemple.fr) ![i](x) `code` **gras** ~~non~~ <b>",
    "typst": "#panic() $x$ =HYPERLINK() @ref \\textbf",
    "emoji": "👩🏽‍🚒 🏠 مرحبا 漢字",
    "entite": "&lt; &amp; &nbsp; &#60;",
}


def _lire_md(texte: str) -> str:
    """What a reader of the Markdown sees, with line breaks back."""
    rendu = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(texte)
    return html.unescape(re.sub(r"<[^>]+>", "", rendu.replace("<br>", "\n")))


@pytest.mark.parametrize("cas", HOSTILES)
def test_hostile_answers_and_notes_are_literal(fabriquer: Fabrique, cas: str) -> None:
    texte = HOSTILES[cas]
    r = fabriquer(
        {
            "residence_nom": texte.replace("\n", " "),
            "necessite_agls": texte,
            "actions": ({"intitule": texte, "mission": "gls1"},),
        },
        {"nb_logements": Annotation(texte, "partagee")},
        auteur="Ève <script>, {{ 7*7 }}, |",
    )
    assert html.unescape(r.html).count(texte) >= 3
    assert "<script" not in r.html
    assert "<img" not in r.html
    assert 'onmouseover="' not in r.html
    assert "49" not in re.sub(r"[0-9a-f]{16,}", "", r.html.split("<table", 2)[1])
    assert _lire_md(r.md).count(texte) >= 3
    assert set(re.findall(r"(?<!\\)<[^>]*>", re.sub(r"`[^`\n]*`", "", r.md))) == {"<br>"}


def test_control_characters_and_directions_are_seen(fabriquer: Fabrique) -> None:
    r = fabriquer({"necessite_agls": "avant\x00\x07\x1b[31m\u202eegnevid\u2066après\x85fin\ufeff"})
    for texte in (r.html, r.md):
        assert "\x00" not in texte
        assert "\x1b" not in texte
        assert "\u202e" not in texte
        assert "\ufffd" in texte
        assert "U+202E" in texte
        assert "U+2066" in texte


def test_a_very_long_text_is_whole(fabriquer: Fabrique) -> None:
    long = "z" * 2900
    note = ("mot " * 25_000).strip()
    r = fabriquer({"necessite_agls": long}, {"nb_logements": Annotation(note, "partagee")})
    for texte in (r.html, r.md):
        assert long in texte
        assert note in texte


def test_lone_surrogates_do_not_stop_the_writing() -> None:
    assert assainir("a\ud800b") == "a\ufffdb"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cf"]), min_size=1, max_size=60))
def test_markdown_escaping_gives_the_text_back(texte: str) -> None:
    texte = " ".join(texte.split()) or "x"
    lu = MarkdownIt("gfm-like", {"linkify": False}).render(f"| a |\n| --- |\n| {echapper(texte)} |\n")
    cellule = re.search(r"<td>(.*)</td>", lu, re.DOTALL)
    assert cellule
    assert html.unescape(cellule[1]).replace("\u00a0", " ").strip() == texte.replace("\u00a0", " ").strip()


def test_no_request_leaves_the_page(rapports: list[Rapport]) -> None:
    for r in rapports:
        permis = r"#|data:application/json;"
        assert not re.findall(rf'(?:src|href)="(?!{permis})[^"]*"|url\((?!#|data:font)|@import|<link|<script', r.html)
