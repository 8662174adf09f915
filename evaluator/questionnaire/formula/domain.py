"""What a sub-expression may be worth when some answers are missing: the abstract values of the bounds reading.

A concrete outcome is a value or *sans objet*. An abstract value is a superset of the reachable outcomes: for a number an
interval, and whether *sans objet* is reachable (`absent`) and a number is (`present`). Truth values are a set of outcomes
as bits, so that Kleene logic and pending references are one table.

Most numbers are known. One object is then both ends, so that `bas is haut` tells a point at the cost of a comparison of
addresses; each operation treats points first, and keeps them points.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from evaluator.french import Borne

INF = math.inf
ZERO = Fraction(0)

VRAI, FAUX, SANS_OBJET = 1, 2, 4
Verite = int  # a non-empty union of the three bits above


class Nombre(Struct, frozen=True):
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


class Texte(Struct, frozen=True):
    """One of `possibles` (None: any text)."""

    possibles: frozenset[str] | None
    present: bool = True
    absent: bool = False


class Ensemble(Struct, frozen=True):
    """The ticked options of a multiple choice: at least `certains`, at most `possibles` (None: any)."""

    certains: frozenset[str]
    possibles: frozenset[str] | None
    present: bool = True
    absent: bool = False


class Repartition(Struct, frozen=True):
    """Counts by category, and their total."""

    categories: Mapping[str, Nombre]
    total: Nombre
    present: bool = True
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. `ouverte`: unanswered, there may be any number of further rows.

    `memo` and `masques` keep what formulas that read nothing but this table found in it (`code.py`, `rows.py`).
    """

    lignes: tuple[Mapping[str, Valeur], ...]
    ouverte: bool = False
    present: bool = True
    absent: bool = False
    memo: dict[str, Valeur] = field(default_factory=dict, init=False, compare=False, repr=False)
    masques: dict[str, Masques] = field(default_factory=dict, init=False, compare=False, repr=False)


Valeur = Nombre | Texte | Ensemble | Repartition | Table | Verite
Masques = tuple[int, int, int]  # rows on which a condition may be true, false, *sans objet*: bit i for row i

ABSENT = Nombre(ZERO, ZERO, present=False, absent=True)


def nombre(valeur: Fraction | int) -> Nombre:
    """The one known number `valeur`."""
    if type(valeur) is Fraction:
        return Nombre(valeur, valeur)
    return _PETITS.get(valeur) or _point(Fraction(valeur))


def _point(exact: Fraction) -> Nombre:
    return Nombre(exact, exact)


_PETITS: dict[Fraction | int, Nombre] = {n: _point(Fraction(n)) for n in range(256)}


def est_point(n: Nombre) -> bool:
    """One known number, seen by the identity of its ends (False says nothing)."""
    return n.bas is n.haut and n.present and not n.absent


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
    if a.bas is a.haut and b.bas is b.haut:
        bas = a.bas + b.bas
        return Nombre(bas, bas, a.present and b.present, a.absent or b.absent)
    return Nombre(a.bas + b.bas, a.haut + b.haut, a.present and b.present, a.absent or b.absent)


def somme_en_chaine(termes: Sequence[Nombre]) -> Nombre:
    """`plus` from left to right, over one common denominator where all are points."""
    numerateur, denominateur = 0, 1
    present, absent = True, False
    for terme in termes:
        bas = terme.bas
        if bas is not terme.haut or type(bas) is float:
            return functools.reduce(plus, termes)
        present = present and terme.present
        absent = absent or terme.absent
        n, m = bas.as_integer_ratio()
        if m == denominateur:
            numerateur += n
        else:
            numerateur, denominateur = numerateur * m + n * denominateur, denominateur * m
    exact = Fraction(numerateur, denominateur)
    return Nombre(exact, exact, present, absent)


def moins(a: Nombre, b: Nombre) -> Nombre:
    if a.bas is a.haut and b.bas is b.haut:
        bas = a.bas - b.bas
        return Nombre(bas, bas, a.present and b.present, a.absent or b.absent)
    return Nombre(a.bas - b.haut, a.haut - b.bas, a.present and b.present, a.absent or b.absent)


def oppose(a: Nombre) -> Nombre:
    return Nombre(-a.haut, -a.bas, a.present, a.absent)


def fois(a: Nombre, b: Nombre) -> Nombre:
    if a.bas is a.haut and b.bas is b.haut:
        bas = _fois(a.bas, b.bas)
        return Nombre(bas, bas, a.present and b.present, a.absent or b.absent)
    coins = [_fois(x, y) for x in (a.bas, a.haut) for y in (b.bas, b.haut)]
    return Nombre(min(coins), max(coins), a.present and b.present, a.absent or b.absent)


def _divise(a: Borne, b: Borne) -> Borne:
    if isinstance(b, float):
        return ZERO if not isinstance(a, float) else math.copysign(INF, a) * math.copysign(1, b)
    return a / b


def divise(a: Nombre, b: Nombre) -> Nombre:
    """a ÷ b; a zero denominator gives *sans objet*, never 0."""
    if est_point(a) and est_point(b) and b.bas:
        bas = _divise(a.bas, b.bas)
        return Nombre(bas, bas)
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
    if all(map(est_point, termes)):
        return (min if signe < 0 else max)(termes, key=_bas)
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


def _bas(n: Nombre) -> Borne:
    return n.bas


def minimum(termes: Iterable[Nombre]) -> Nombre:
    return _extreme(list(termes), -1)


def maximum(termes: Iterable[Nombre]) -> Nombre:
    return _extreme(list(termes), 1)


def moyenne_ponderee(termes: Iterable[tuple[Fraction | int, Nombre]]) -> Nombre:
    """Weighted mean over what applies, with its bounds (`model.md` §3.6); *sans objet* where nothing does.

    Fixed children stand at their end; optional ones are kept only while that moves the mean outward. Only the ratios of
    the weights count.
    """
    fixes: list[tuple[Fraction | int, Nombre]] = []
    libres: list[tuple[Fraction | int, Nombre]] = []
    points = True
    for poids, n in termes:
        if n.present and poids > 0:
            (libres if n.absent else fixes).append((poids, n))
            points = points and n.bas is n.haut
    if not fixes and not libres:
        return ABSENT
    bas = _bout([(p, n.bas) for p, n in fixes], [(p, n.bas) for p, n in libres])
    if points and not libres:
        return Nombre(bas, bas)
    haut = _bout([(p, n.haut) for p, n in fixes], [(p, n.haut) for p, n in libres], -1)
    return Nombre(bas, haut, True, not fixes)


def _bout(
    fixes: list[tuple[Fraction | int, Borne]], libres: list[tuple[Fraction | int, Borne]], signe: Literal[1, -1] = 1
) -> Borne:
    """Lowest weighted mean of all `fixes` and any of `libres` (at least one child in all); highest where `signe` is -1."""
    if any(type(x) is float for _, x in fixes) or any(type(x) is float for _, x in libres):
        return signe * _bout_infini([(p, signe * x) for p, x in fixes], [(p, signe * x) for p, x in libres])
    if not fixes:
        return (min if signe == 1 else max)(x for _, x in libres)
    # Σ poids × x and Σ poids as integers over one common denominator each: a Fraction per term is ten times slower.
    total, sous_total, poids, sous_poids = 0, 1, 0, 1
    for p, x in fixes:
        (pn, pd), (xn, xd) = p.as_integer_ratio(), x.as_integer_ratio()
        poids, sous_poids = _plus(poids, sous_poids, pn, pd)
        total, sous_total = _plus(total, sous_total, pn * xn, pd * xd)
    for p, x in sorted(libres, key=operator.itemgetter(1), reverse=signe == -1):
        (pn, pd), (xn, xd) = p.as_integer_ratio(), x.as_integer_ratio()
        if signe * xn * poids * sous_total >= signe * total * sous_poids * xd:  # x is not beyond the mean so far
            break
        poids, sous_poids = _plus(poids, sous_poids, pn, pd)
        total, sous_total = _plus(total, sous_total, pn * xn, pd * xd)
    return Fraction(total * sous_poids, sous_total * poids)


def _plus(n: int, m: int, autre_n: int, autre_m: int) -> tuple[int, int]:
    """n/m + autre_n/autre_m, over the least common denominator: the product of a thousand would have thousands of digits."""
    if m == autre_m:
        return n + autre_n, m
    if not m % autre_m:
        return n + autre_n * (m // autre_m), m
    commun = math.lcm(m, autre_m)
    return n * (commun // m) + autre_n * (commun // autre_m), commun


def _bout_infini(fixes: list[tuple[Fraction | int, Borne]], libres: list[tuple[Fraction | int, Borne]]) -> Borne:
    """`_bout` where an end is infinite."""
    libres = sorted(libres, key=operator.itemgetter(1))
    if not fixes:
        return libres[0][1]
    poids = sum((Fraction(p) for p, _ in fixes), ZERO)
    total: Borne = ZERO
    for p, x in fixes:
        total += _fois(Fraction(p), x)
    for p, x in libres:
        if x * poids >= total:
            break
        total += _fois(Fraction(p), x)
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


_TESTS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "≤": operator.le, ">": operator.gt, "≥": operator.ge, "=": operator.eq, "≠": operator.ne,
}  # fmt: skip


def compare(operateur: str, a: Nombre, b: Nombre) -> Verite:
    """Outcomes of `a operateur b`; comparing with *sans objet* is *sans objet*."""
    if est_point(a) and est_point(b) and type(a.bas) is not float and type(b.bas) is not float:
        (an, ad), (bn, bd) = a.bas.as_integer_ratio(), b.bas.as_integer_ratio()
        return VRAI if _TESTS[operateur](an * bd, bn * ad) else FAUX
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
