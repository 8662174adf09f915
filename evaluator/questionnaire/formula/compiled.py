"""What a sub-expression becomes: a closure, and the text under which a table may keep its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import Noeud

Ligne = Mapping[str, d.Valeur] | None


class Environnement(Protocol):
    """Where names get their abstract values."""

    def lire(self, nom: str, /) -> d.Valeur: ...

    def renseigne(self, nom: str, /) -> d.Verite: ...

    @property
    def cellule_vide_renseignee(self) -> d.Verite:
        """What `renseigne` says of an empty cell."""
        ...


# `code(env, ligne)`: `ligne` is the row inside a table. The typing pass made sure that each closure is called where its
# result is of the right kind.
Code = Callable[[Environnement, Ligne], d.Valeur]
CodeNombre = Callable[[Environnement, Ligne], d.Nombre]
CodeVerite = Callable[[Environnement, Ligne], d.Verite]


class Compile(Struct, frozen=True):
    """A closure; `cle` is its text where it reads no name but (at most) that of the table `table`, else None."""

    code: Code
    cle: str | None
    table: str | None = None


Compilateur = Callable[[Noeud], Compile]


def assembler(calcul: Code, texte: str, parties: Sequence[Compile]) -> Compile:
    """`calcul` made of `parties`: kept on the table if that is all it reads. `{}` in `texte` stands for each part."""
    tables = {p.table for p in parties if p.table is not None}
    cles = [p.cle for p in parties if p.cle is not None]
    if len(cles) < len(parties) or len(tables) > 1:
        return Compile(calcul, None)
    cle = texte.format(*cles)
    table = next(iter(tables), None)
    return Compile(calcul if table is None else garder(calcul, table, cle), cle, table)


def garder(calcul: Code, table: str, cle: str) -> Code:
    """`calcul`, which reads nothing but `table`, made once per table object."""

    def lire(env: Environnement, ligne: Ligne) -> d.Valeur:
        lue = env.lire(table)
        assert isinstance(lue, d.Table)
        valeur = lue.memo.get(cle)
        if valeur is None:
            valeur = lue.memo[cle] = calcul(env, ligne)
        return valeur

    return lire
