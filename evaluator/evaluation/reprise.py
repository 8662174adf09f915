"""Calculations made again only where something that they read has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
Changes = frozenset[str] | None  # names whose value is not that of the last time; None: there was no last time


class Index:
    """Which calculations of a list read a name."""

    def __init__(self, lectures: Iterable[Iterable[str]]) -> None:
        self.combien = 0
        self._par_nom: dict[str, list[int]] = {}
        for noms in lectures:
            for nom in noms:
                self._par_nom.setdefault(nom, []).append(self.combien)
            self.combien += 1

    def touches(self, changes: Iterable[str]) -> set[int]:
        """Ranks of the calculations that read one of `changes`."""
        return {rang for nom in changes for rang in self._par_nom.get(nom, ())}


def refaire(avant: Sequence[T] | None, index: Index, changes: Changes, calcul: Callable[[int], T]) -> list[T]:
    """The results of a list of calculations, those of `avant` where nothing that they read has changed."""
    if avant is None or changes is None:
        return [calcul(rang) for rang in range(index.combien)]
    resultats = list(avant)
    for rang in index.touches(changes):
        resultats[rang] = calcul(rang)
    return resultats
