"""What a sub-expression may be worth when some answers are missing: the abstract values of the bounds reading.

A concrete outcome is a value or *sans objet*. An abstract value is a superset of the reachable outcomes: for a number an
interval, and whether *sans objet* is reachable (`absent`) and a number is (`present`). Truth values are a set of outcomes
as bits, so that Kleene logic and pending references are one table.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.french import Borne

INF = math.inf
ZERO = Fraction(0)

VRAI, FAUX, SANS_OBJET = 1, 2, 4
Verite = int  # a non-empty union of the three bits above


@dataclass(frozen=True, slots=True)
class Nombre:
    """A number between `bas` and `haut` (inclusive); dates are numbers too, as ordinals."""

    bas: Borne
    haut: Borne
    present: bool = True
    absent: bool = False

    @property
    def connu(self) -> Fraction | None:
        """The value, where there is only one outcome and it is a number."""
        if self.present and not self.absent and self.bas == self.haut:
            return Fraction(self.bas)
        return None


@dataclass(frozen=True, slots=True)
class Texte:
    """One of `possibles` (None: any text)."""

    possibles: frozenset[str] | None
    present: bool = True
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The ticked options of a multiple choice: at least `certains`, at most `possibles` (None: any)."""

    certains: frozenset[str]
    possibles: frozenset[str] | None
    present: bool = True
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Repartition:
    """Counts by category, and their total."""

    categories: Mapping[str, Nombre]
    total: Nombre
    present: bool = True
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. `ouverte`: unanswered, there may be any number of further rows."""

    lignes: tuple[Mapping[str, Valeur], ...]
    ouverte: bool = False
    present: bool = True
    absent: bool = False


Valeur = Nombre | Texte | Ensemble | Repartition | Table | Verite

ABSENT = Nombre(ZERO, ZERO, present=False, absent=True)


def nombre(valeur: Fraction | int) -> Nombre:
    """The one known number `valeur`."""
    exact = Fraction(valeur)
    return Nombre(exact, exact)


def enveloppe(a: Nombre, b: Nombre) -> Nombre:
    """The smallest number that holds the outcomes of both."""
    absent = a.absent or b.absent
    if not a.present:
        return Nombre(b.bas, b.haut, b.present, absent)
    if not b.present:
        return Nombre(a.bas, a.haut, True, absent)
    return Nombre(min(a.bas, b.bas), max(a.haut, b.haut), True, absent)


# — arithmetic: sans objet is contagious ————————————————————————————————————————————————————————————————————


def _fois(a: Borne, b: Borne) -> Borne:
    return ZERO if a == 0 or b == 0 else a * b


def plus(a: Nombre, b: Nombre) -> Nombre:
    return Nombre(a.bas + b.bas, a.haut + b.haut, a.present and b.present, a.absent or b.absent)


def moins(a: Nombre, b: Nombre) -> Nombre:
    return Nombre(a.bas - b.haut, a.haut - b.bas, a.present and b.present, a.absent or b.absent)


def oppose(a: Nombre) -> Nombre:
    return Nombre(-a.haut, -a.bas, a.present, a.absent)


def fois(a: Nombre, b: Nombre) -> Nombre:
    coins = [_fois(x, y) for x in (a.bas, a.haut) for y in (b.bas, b.haut)]
    return Nombre(min(coins), max(coins), a.present and b.present, a.absent or b.absent)


def _divise(a: Borne, b: Borne) -> Borne:
    if isinstance(b, float):
        return ZERO if not isinstance(a, float) else math.copysign(INF, a) * math.copysign(1, b)
    return a / b


def divise(a: Nombre, b: Nombre) -> Nombre:
    """a ÷ b; a zero denominator gives *sans objet*, never 0."""
    absent = a.absent or b.absent or (b.present and b.bas <= 0 <= b.haut)
    present = a.present and b.present
    if not present or b.bas == b.haut == 0:
        return Nombre(ZERO, ZERO, present=False, absent=True)
    if a.bas == a.haut == 0:
        return Nombre(ZERO, ZERO, True, absent)
    if b.bas < 0 < b.haut:
        return Nombre(-INF, INF, True, absent)
    if b.bas == 0 or b.haut == 0:  # one-sided: the quotient grows without end near zero
        loin = b.haut if b.bas == 0 else b.bas
        signe = 1 if b.bas == 0 else -1
        bords = [_divise(a.bas, loin), _divise(a.haut, loin)]
        haut = INF if (a.haut if signe > 0 else -a.bas) > 0 else max(bords)
        bas = -INF if (a.bas if signe > 0 else -a.haut) < 0 else min(bords)
        return Nombre(bas, haut, True, absent)
    coins = [_divise(x, y) for x in (a.bas, a.haut) for y in (b.bas, b.haut)]
    return Nombre(min(coins), max(coins), True, absent)


# — aggregates: sans objet drops out ————————————————————————————————————————————————————————————————————————


def somme(termes: Iterable[Nombre]) -> Nombre:
    """Sum of what applies; *sans objet* where nothing does."""
    bas: Borne = ZERO
    haut: Borne = ZERO
    present, tous_absents = False, True
    for terme in termes:
        present = present or terme.present
        tous_absents = tous_absents and terme.absent
        if terme.present:
            bas += min(terme.bas, ZERO) if terme.absent else terme.bas
            haut += max(terme.haut, ZERO) if terme.absent else terme.haut
    return Nombre(bas, haut, present, tous_absents)


def _extreme(termes: list[Nombre], signe: int) -> Nombre:
    presents = [t for t in termes if t.present]
    tous_absents = all(t.absent for t in termes)
    if not presents:
        return ABSENT
    fixes = [t for t in presents if not t.absent]
    # the smallest outcome of a minimum takes every child; the largest drops the optional ones, if a fixed one remains
    if signe < 0:
        bas = min(t.bas for t in presents)
        haut = min(t.haut for t in fixes) if fixes else max(t.haut for t in presents)
    else:
        haut = max(t.haut for t in presents)
        bas = max(t.bas for t in fixes) if fixes else min(t.bas for t in presents)
    return Nombre(bas, haut, True, tous_absents)


def minimum(termes: Iterable[Nombre]) -> Nombre:
    return _extreme(list(termes), -1)


def maximum(termes: Iterable[Nombre]) -> Nombre:
    return _extreme(list(termes), 1)


def moyenne_ponderee(termes: Iterable[tuple[Fraction, Nombre]]) -> Nombre:
    """Weighted mean over what applies, with its bounds (`model.md` §3.6); *sans objet* where nothing does.

    Fixed children stand at their end; optional ones are kept only while that moves the mean outward.
    """
    enfants = [(poids, n) for poids, n in termes if poids > 0]
    presents = [(poids, n) for poids, n in enfants if n.present]
    if not presents:
        return ABSENT
    fixes = [(poids, n) for poids, n in presents if not n.absent]
    libres = [(poids, n) for poids, n in presents if n.absent]
    bas = _bout([(p, n.bas) for p, n in fixes], [(p, n.bas) for p, n in libres])
    haut = -_bout([(p, -n.haut) for p, n in fixes], [(p, -n.haut) for p, n in libres])
    return Nombre(bas, haut, True, not fixes)


def _bout(fixes: list[tuple[Fraction, Borne]], libres: list[tuple[Fraction, Borne]]) -> Borne:
    """Lowest weighted mean of all `fixes` and any of `libres` (at least one child in all)."""
    libres = sorted(libres, key=lambda enfant: enfant[1])
    if not fixes:
        return libres[0][1]
    poids = sum((p for p, _ in fixes), ZERO)
    total: Borne = ZERO
    for p, x in fixes:
        total += _fois(p, x)
    for p, x in libres:
        if x * poids >= total:
            break
        total += _fois(p, x)
        poids += p
    return total / poids


# — truth ———————————————————————————————————————————————————————————————————————————————————————————————————


def verite(valeur: bool) -> Verite:
    return VRAI if valeur else FAUX


def _et(a: int, b: int) -> int:
    if SANS_OBJET in (a, b):
        return a if b == SANS_OBJET else b
    return VRAI if a == b == VRAI else FAUX


def _ou(a: int, b: int) -> int:
    if SANS_OBJET in (a, b):
        return a if b == SANS_OBJET else b
    return VRAI if VRAI in (a, b) else FAUX


_BITS = (VRAI, FAUX, SANS_OBJET)


def _table(operation: Callable[[int, int], int]) -> list[list[int]]:
    lignes = []
    for a in range(8):
        ligne = []
        for b in range(8):
            resultat = 0
            for x in _BITS:
                for y in _BITS:
                    if a & x and b & y:
                        resultat |= operation(x, y)
            ligne.append(resultat)
        lignes.append(ligne)
    return lignes


ET, OU = _table(_et), _table(_ou)
NON = [((v & VRAI) and FAUX) | ((v & FAUX) and VRAI) | (v & SANS_OBJET) for v in range(8)]


def a_la_racine(v: Verite) -> Verite:
    """A condition as a whole: *sans objet* counts as false."""
    return (v & (VRAI | FAUX)) | (FAUX if v & SANS_OBJET else 0)


def compare(operateur: str, a: Nombre, b: Nombre) -> Verite:
    """Outcomes of `a operateur b`; comparing with *sans objet* is *sans objet*."""
    resultat = SANS_OBJET if a.absent or b.absent else 0
    if not (a.present and b.present):
        return resultat or SANS_OBJET
    match operateur:
        case "<":
            vrai, faux = a.bas < b.haut, a.haut >= b.bas
        case "≤":
            vrai, faux = a.bas <= b.haut, a.haut > b.bas
        case ">":
            vrai, faux = a.haut > b.bas, a.bas <= b.haut
        case "≥":
            vrai, faux = a.haut >= b.bas, a.bas < b.haut
        case _:
            egal = a.bas <= b.haut and b.bas <= a.haut
            different = not (a.bas == a.haut == b.bas == b.haut)
            vrai, faux = (egal, different) if operateur == "=" else (different, egal)
    return resultat | (VRAI if vrai else 0) | (FAUX if faux else 0)
