"""A weighted mean as running sums: a child that changes costs its difference, however many there are beside it."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct, field

from evaluator.french import Borne
from evaluator.questionnaire.formula import domain as d

Terme = tuple[int, d.Nombre]  # a weight and a score: its ends are in [0; 1]


class Sommes(Struct, frozen=True):
    """Of the children that may apply, with some weight: the fixed ones summed, the optional ones grouped by score.

    Those of one score are kept or left out together: the mean is that of `domain.moyenne_ponderee`, exactly.
    """

    poids: int = 0  # of the fixed ones
    bas: Fraction = d.ZERO  # Σ weight × lower end
    haut: Fraction = d.ZERO
    larges: int = 0  # how many of them are not one known score
    libres_bas: Mapping[Borne, int] = field(default_factory=dict)  # weights of the optional ones, by lower end
    libres_haut: Mapping[Borne, int] = field(default_factory=dict)

    @staticmethod
    def de(termes: Iterable[Terme]) -> Sommes:
        return Sommes().remplacer((), termes)

    def remplacer(self, otes: Iterable[Terme], mis: Iterable[Terme]) -> Sommes:
        """Without `otes`, which were there, and with `mis`."""
        libres_bas, libres_haut = dict(self.libres_bas), dict(self.libres_haut)
        signes = [
            (signe, signe * p, n) for signe, termes in ((-1, otes), (1, mis)) for p, n in termes if n.present and p > 0
        ]
        fixes = [terme for terme in signes if not terme[2].absent]
        for _, p, n in signes:
            if n.absent:
                _ajouter(libres_bas, n.bas, p)
                _ajouter(libres_haut, n.haut, p)
        larges = [signe for signe, _, n in fixes if n.bas is not n.haut]
        en_bas = _somme((p, n.bas) for _, p, n in fixes)
        en_haut = _somme((p, n.haut) for _, p, n in fixes) if larges else en_bas
        poids = self.poids + sum(p for _, p, _ in fixes)
        return Sommes(poids, self.bas + en_bas, self.haut + en_haut, self.larges + sum(larges), libres_bas, libres_haut)

    def moyenne(self) -> d.Nombre:
        if not self.poids and not self.libres_bas:
            return d.ABSENT
        bas = _bout(self.poids, self.bas, self.libres_bas, 1)
        if not self.larges and not self.libres_bas:
            return d.Nombre(bas, bas)
        return d.Nombre(bas, _bout(self.poids, self.haut, self.libres_haut, -1), True, not self.poids)


def _somme(termes: Iterable[tuple[int, Borne]]) -> Fraction:
    """Σ weight × score, as integers over one common denominator: a Fraction per term is ten times slower."""
    total, sous_total = 0, 1
    for poids, score in termes:
        n, m = score.as_integer_ratio()
        if sous_total % m:
            commun = math.lcm(sous_total, m)
            total, sous_total = total * (commun // sous_total), commun
        total += poids * n * (sous_total // m)
    return Fraction(total, sous_total)


def _ajouter(libres: dict[Borne, int], score: Borne, poids: int) -> None:
    somme = libres.pop(score, 0) + poids
    if somme:
        libres[score] = somme


def _bout(poids: int, total: Borne, libres: Mapping[Borne, int], signe: Literal[1, -1]) -> Borne:
    """Lowest mean of all fixed children and any of the optional ones; highest where `signe` is -1."""
    if not poids:
        return (min if signe == 1 else max)(libres)
    en_deca = operator.ge if signe == 1 else operator.le
    for score in sorted(libres, reverse=signe == -1):
        if en_deca(score * poids, total):  # not beyond the mean so far
            break
        total += score * libres[score]
        poids += libres[score]
    return total / poids
