"""Bars and figures: what is sure, what is possible, and no rounding past a threshold."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluator.evaluation.result import Encadrement, Montants
from evaluator.ui.texte.lignes import brut
from evaluator.ui.texte.scores import barre, montant_en_mots, score_en_mots

F = Fraction


def test_bar_shows_minimum_maximum_and_thresholds() -> None:
    dessin = brut(barre(Encadrement(F(1, 4), F(1, 2)), 20, [F(35, 100), F(65, 100)]))
    assert dessin == "█████▒▒┼▒▒···│······"
    assert brut(barre(Encadrement(F(1, 2), F(1, 2)), 10, [F(35, 100)])) == "███│█·····"  # seen through the bar too


@pytest.mark.parametrize(
    ("bas", "haut", "attendu"), [(F(0), F(1), "▒" * 10), (F(1), F(1), "█" * 10), (F(0), F(0), "·" * 10)]
)
def test_bar_ends(bas: Fraction, haut: Fraction, attendu: str) -> None:
    assert brut(barre(Encadrement(bas, haut), 10)) == attendu


def test_a_score_just_under_a_threshold_does_not_look_as_if_it_had_reached_it() -> None:
    juste_sous = F(3496, 10000)
    assert score_en_mots(Encadrement(juste_sous, juste_sous), 2, [F(35, 100)]) == "0,3496"
    assert score_en_mots(Encadrement(F(1, 2), F(1, 2)), 2, [F(35, 100)]) == "0,50"
    assert score_en_mots(Encadrement(F(1, 4), F(3, 4))) == "0,25 à 0,75"
    assert score_en_mots(Encadrement(F(0), F(1), absent=True)) == "—"


def _montants(montant: int | None, bas: int | None, haut: int | None) -> Montants:
    return Montants(None, montant, bas, haut, None, None, None)


def test_amounts_in_words() -> None:
    assert montant_en_mots(_montants(17340, 17340, 17340)) == "17\u202f340\u00a0€"
    assert montant_en_mots(_montants(None, 14053, 16320)) == "de 14\u202f053\u00a0€ à 16\u202f320\u00a0€"
    assert montant_en_mots(_montants(None, None, None)) == "non déterminé"
