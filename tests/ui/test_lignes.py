"""Wrapping, cutting, cleaning: the ground of all that is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.ui.texte.lignes import brut, cale, couper, ecarter, largeur, plier, propre, tout


def test_wraps_on_spaces_and_keeps_no_break_spaces_together() -> None:
    lignes = plier([("un deux\u00a0: trois quatre", "")], 12)
    assert [brut(ligne) for ligne in lignes] == ["un deux\u00a0:", "trois quatre"]


def test_no_line_begins_with_a_french_double_sign() -> None:
    """Typed with the plain space, « ; » and its like follow the word before; a guillemet follows the word it opens."""
    assert [brut(ligne) for ligne in plier([("alpha beta ; gamma", "")], 10)] == ["alpha", "beta ;", "gamma"]
    assert [brut(ligne) for ligne in plier([("aux", ""), (" deux « mot »", "")], 9)] == ["aux deux", "« mot »"]
    assert [brut(ligne) for ligne in plier([("; seul", "")], 10)] == ["; seul"]


def test_head_then_hanging_indent() -> None:
    lignes = plier([("alpha beta gamma delta", "")], 14, tete=[("1 ( ) ", "accent")])
    assert [brut(ligne) for ligne in lignes] == ["1 ( ) alpha", "      beta", "      gamma", "      delta"]


def test_retrait_only_after_the_first_line() -> None:
    assert [brut(ligne) for ligne in plier([("alpha beta gamma", "")], 12, 2, tete=[(" ", "")])] == [
        " alpha beta",
        "   gamma",
    ]


@given(st.text(max_size=200), st.integers(10, 60))
def test_no_line_is_wider_than_asked(texte: str, cellules: int) -> None:
    assert all(largeur(ligne) <= cellules for ligne in plier([(propre(texte), "")], cellules))


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=200))
def test_wrapping_loses_no_character(texte: str) -> None:
    assert tout(plier([(propre(texte), "")], 20)).replace("\n", "").replace(" ", "") == propre(texte).replace(" ", "")


@pytest.mark.parametrize("piege", ["\x1b[2J", "a\x07b", "\u202eabc", "\x9b31m"])
def test_controls_never_reach_the_terminal(piege: str) -> None:
    assert not set(propre(piege)) & set("\x1b\x07\u202e\x9b")


def test_cutting_says_so() -> None:
    assert couper("Résidence des Tilleuls", 10) == "Résidence…"
    assert cale("ab", 4) == "ab  "
    assert brut(ecarter([("un titre trop long", "")], [("12/34", "")], 16)) == "un titre…  12/34"
