"""Nodes of a formula. Each knows the slice of the source it came from, so that faults and traces can quote it."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct


class FormulaError(Exception):
    """A fault in a formula; `colonne` counts from 1 in the formula's own text."""

    def __init__(self, message: str, colonne: int) -> None:
        self.message = message
        self.colonne = colonne
        super().__init__(message)


class Noeud(Struct, frozen=True):
    debut: int
    fin: int


class Constante(Noeud, frozen=True):
    valeur: Fraction


class Litteral(Noeud, frozen=True):
    """A text between quotes: the id of an option, a free text, or a date once typed."""

    texte: str


class Jour(Noeud, frozen=True):
    """A date literal, as its proleptic ordinal. Made by the typing pass from a `Litteral` compared with a date."""

    ordinal: int


class Nom(Noeud, frozen=True):
    """A question, a built-in name or a reference of the grid."""

    nom: str


class Cellule(Noeud, frozen=True):
    """A column, inside the condition of `nombre` or `total`. Made by the typing pass from a `Nom`."""

    nom: str


class Membre(Noeud, frozen=True):
    """`table.colonne` (only inside `total`) or `repartition.categorie`."""

    nom: str
    membre: str


class Unaire(Noeud, frozen=True):
    operateur: str  # non, −
    terme: Noeud


class Binaire(Noeud, frozen=True):
    operateur: str  # et ou + − × ÷ = ≠ < ≤ > ≥
    gauche: Noeud
    droite: Noeud


class Parmi(Noeud, frozen=True):
    terme: Noeud
    textes: tuple[Litteral, ...]


class Appel(Noeud, frozen=True):
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
