"""The rows of a table as values: each operation gives new rows, the others left as they are. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from evaluator.dossier.reponses import Cellule

Rangee = Mapping[str, Cellule]
Rangees = tuple[Rangee, ...]


class Place(Struct, frozen=True):
    """Where the cursor stands: a row and a column."""

    rang: int = 0
    champ: int = 0


def pleines(rangees: Rangees) -> Rangees:
    """The rows that hold something: a row begins with its first cell."""
    return tuple(r for r in rangees if r)


def poser(rangees: Rangees, rang: int, colonne: str, valeur: Cellule | None) -> Rangees:
    """One cell; None makes it unknown again. A row past the end is begun."""
    avant = rangees[rang] if rang < len(rangees) else {}
    if avant.get(colonne) == valeur and type(avant.get(colonne)) is type(valeur):
        return rangees
    neuve = {c: v for c, v in avant.items() if c != colonne}
    if valeur is not None:
        neuve[colonne] = valeur
    return (*rangees[:rang], neuve, *rangees[rang + 1 :])


def dupliquer(rangees: Rangees, rang: int) -> Rangees:
    """A copy of the row, right under it."""
    return (*rangees[: rang + 1], dict(rangees[rang]), *rangees[rang + 1 :])


def retirer(rangees: Rangees, rang: int) -> Rangees:
    return (*rangees[:rang], *rangees[rang + 1 :])


def deplacer(rangees: Rangees, rang: int, pas: int) -> Rangees:
    """The row one place up or down; unchanged at the ends."""
    cible = rang + pas
    if not 0 <= cible < len(rangees):
        return rangees
    autres = [r for i, r in enumerate(rangees) if i != rang]
    autres.insert(cible, rangees[rang])
    return tuple(autres)


def identiques(rangees: Sequence[Rangee]) -> list[tuple[int, ...]]:
    """Groups of rows that hold the same cells: a copy that was not changed counts twice in the totals."""
    vues: dict[frozenset[tuple[str, Cellule]], list[int]] = {}
    for rang, rangee in enumerate(rangees):
        if rangee:
            vues.setdefault(frozenset(rangee.items()), []).append(rang)
    return [tuple(rangs) for rangs in vues.values() if len(rangs) > 1]
