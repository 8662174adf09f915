"""Nodes of a formula. Each knows the slice of the source it came from, so that faults and traces can quote it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


class FormulaError(Exception):
    """A fault in a formula; `colonne` counts from 1 in the formula's own text."""

    def __init__(self, message: str, colonne: int) -> None:
        self.message = message
        self.colonne = colonne
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Noeud:
    debut: int
    fin: int


@dataclass(frozen=True, slots=True)
class Constante(Noeud):
    valeur: Fraction


@dataclass(frozen=True, slots=True)
class Litteral(Noeud):
    """A text between quotes: the id of an option, a free text, or a date once typed."""

    texte: str


@dataclass(frozen=True, slots=True)
class Jour(Noeud):
    """A date literal, as its proleptic ordinal. Made by the typing pass from a `Litteral` compared with a date."""

    ordinal: int


@dataclass(frozen=True, slots=True)
class Nom(Noeud):
    """A question, a built-in name or a reference of the grid."""

    nom: str


@dataclass(frozen=True, slots=True)
class Cellule(Noeud):
    """A column, inside the condition of `nombre` or `total`. Made by the typing pass from a `Nom`."""

    nom: str


@dataclass(frozen=True, slots=True)
class Membre(Noeud):
    """`table.colonne` (only inside `total`) or `repartition.categorie`."""

    nom: str
    membre: str


@dataclass(frozen=True, slots=True)
class Unaire(Noeud):
    operateur: str  # non, −
    terme: Noeud


@dataclass(frozen=True, slots=True)
class Binaire(Noeud):
    operateur: str  # et ou + − × ÷ = ≠ < ≤ > ≥
    gauche: Noeud
    droite: Noeud


@dataclass(frozen=True, slots=True)
class Parmi(Noeud):
    terme: Noeud
    textes: tuple[Litteral, ...]


@dataclass(frozen=True, slots=True)
class Appel(Noeud):
    fonction: str
    arguments: tuple[Noeud, ...]


def enfants(n: Noeud) -> tuple[Noeud, ...]:
    """The direct sub-expressions of a node."""
    match n:
        case Unaire() | Parmi():
            return (n.terme,)
        case Binaire():
            return (n.gauche, n.droite)
        case Appel():
            return n.arguments
    return ()
