"""Intervals, rates and amounts in words, the same in every section."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluator import french
from evaluator.evaluation.result import Encadrement, Montants


def score(e: Encadrement | None) -> str:
    """`0,7325`, `de 0,6600 à 0,7100`, `sans objet`."""
    if e is None:
        return "non noté"
    if e.absent:
        return "sans objet"
    return french.score(e.min) if e.min == e.max else f"de {french.score(e.min)} à {french.score(e.max)}"


def score_court(e: Encadrement) -> str:
    """`0,7325`, `0,66 – 0,71`: for a chart."""
    if e.absent or e.min == e.max:
        return score(e)
    return f"{french.nombre(e.min, 2, fixe=True)} – {french.nombre(e.max, 2, fixe=True)}"


def score_exact(e: Encadrement | None) -> str:
    """The exact fraction, or both ends: what a pocket calculator needs to find the printed decimals again."""
    if e is None or e.absent:
        return ""
    bas, haut = french.fraction(Fraction(e.min)), french.fraction(Fraction(e.max))
    return bas if bas == haut else f"de {bas} à {haut}"


def taux(e: Encadrement | None, decimales: int = 2) -> str:
    if e is None:
        return "sans objet"
    bas, haut = french.pourcent(e.min, decimales), french.pourcent(e.max, decimales)
    return bas if e.min == e.max else f"de {bas} à {haut}"


def entre(bas: french.Borne | None, haut: french.Borne | None) -> str:
    """An amount in euros, or both its ends; an open end is said in words."""
    if bas is None or haut is None:
        return "non calculé"
    if bas == haut:
        return french.euros(bas)
    if french.est_infini(haut):
        return f"{french.euros(bas)} ou plus"
    return f"de {french.euros(bas)} à {french.euros(haut)}"


def euros(e: Encadrement) -> str:
    return "sans objet : ne joue pas" if e.absent else entre(e.min, e.max)


def montant(m: Montants) -> str:
    return french.euros(m.montant) if m.montant is not None else "aucun montant proposé"


def intervalle(m: Montants) -> str:
    """The interval of an amount that is not known, or nothing."""
    if m.montant is not None or m.montant_min is None or m.montant_max is None:
        return ""
    return entre(m.montant_min, m.montant_max)


def signe(valeur: Fraction) -> str:
    """`+ 2 340 €`, `− 800 €`, `0 €`."""
    if valeur == 0:
        return french.euros(valeur)
    return f"{'+' if valeur > 0 else '−'}{french.INSECABLE}{french.euros(abs(valeur))}"


def euros_signes(valeur: int | None) -> str:
    """`+ 2 340 €`, `− 800 €`; nothing where there is no figure."""
    return "non chiffrable" if valeur is None else signe(Fraction(valeur))


def points_signes(valeur: Fraction) -> str:
    """A change of score: `+ 0,0322 point`, `− 0,0100 point`."""
    devant = f"{'+' if valeur > 0 else '−'}{french.INSECABLE}" if valeur else ""
    return f"{devant}{french.score(abs(valeur))}{french.INSECABLE}point"


def liste(elements: Sequence[str]) -> str:
    """`a, b et c`."""
    return " et ".join([", ".join(elements[:-1]), elements[-1]]) if len(elements) > 1 else "".join(elements)
