"""Every word can be read: contrast of each semantic colour on each ground, in both looks (WCAG 2.2, 1.4.3: 4.5)."""

from __future__ import annotations

import pytest
from textual.color import Color

from evaluator.ui.themes import THEMES

GROUNDS = ("background", "surface", "panel")
MOTS = ("text-primary", "text-accent", "text-success", "text-warning", "text-error")


def luminance(couleur: Color) -> float:
    """Relative luminance, as WCAG defines it."""

    def canal(octet: int) -> float:
        c = octet / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    return 0.2126 * canal(couleur.r) + 0.7152 * canal(couleur.g) + 0.0722 * canal(couleur.b)


def contraste(une: str, autre: str) -> float:
    clair, sombre = sorted((luminance(Color.parse(une)), luminance(Color.parse(autre))), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def test_the_formula_is_that_of_the_norm() -> None:
    assert contraste("#000000", "#ffffff") == pytest.approx(21)
    assert contraste("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)  # the well-known grey just under 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_each_colour_stands_on_each_ground(theme) -> None:  # type: ignore[no-untyped-def]  # a theme of Textual
    for fond in GROUNDS:
        assert contraste(theme.foreground, getattr(theme, fond)) >= 7
        for mot in MOTS:
            assert contraste(theme.variables[mot], getattr(theme, fond)) >= 4.5, (mot, fond)
    assert contraste(theme.variables["panne-texte"], theme.variables["panne-fond"]) >= 4.5
