"""Types shared by the YAML models: exact numbers, tuples read from lists, identifiers, formulas kept as text."""

from __future__ import annotations

import itertools
from abc import ABC
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar, cast

from msgspec import Meta, Struct

from evaluator import french
from evaluator.modele import Lectures

T = TypeVar("T")
Liste: TypeAlias = tuple[T, ...]


def montrer(valeur: object) -> str:
    """A raw value in words, for an error."""
    match valeur:
        case None:
            return "rien"
        case bool():
            return "« true »" if valeur else "« false »"
        case list() | tuple():
            return "une liste"
        case dict():
            return "un groupe « clé: valeur »"
    texte = str(valeur)
    return f"« {texte[:60]}{'…' if len(texte) > 60 else ''} »"


Nombre: TypeAlias = Fraction


def _nombre(valeur: object) -> Fraction:
    """An exact number: an integer, a decimal, or a text such as `0,35`, `2/3`, `20 %` (which is 0.20)."""
    if isinstance(valeur, int | Decimal | Fraction) and not isinstance(valeur, bool):
        return Fraction(valeur)
    if isinstance(valeur, str) and (lu := french.lire_nombre(valeur)) is not None:
        return lu / 100 if valeur.rstrip().endswith("%") else lu
    raise ValueError(f'nombre attendu (par exemple 3, "0,35", "2/3" ou "20 %") ; trouvé : {montrer(valeur)}')


class Jour(date):
    """A day as a person writes it: `2024-12-31` or `31/12/2024`."""


def _jour(valeur: object) -> Jour:
    if isinstance(valeur, str) and (lu := french.lire_date(valeur)) is not None:
        return Jour(lu.year, lu.month, lu.day)
    raise ValueError(f"date attendue (2024-12-31 ou 31/12/2024) ; trouvé : {montrer(valeur)}")


if TYPE_CHECKING:
    Brut: TypeAlias = bool | int | Decimal | str
else:

    class Brut(ABC):  # noqa: B024  # a union that msgspec does not know
        """A value as it is written; it is read against its question or column when levers are compiled."""

    for _genre in (bool, int, Decimal, str):
        Brut.register(_genre)


def _brut(valeur: object) -> object:
    if isinstance(valeur, Brut):
        return valeur
    raise ValueError(f"une valeur simple est attendue (oui, une option, un nombre, un texte) ; trouvé : {montrer(valeur)}")


def _motif(motif: str, **dit: str) -> Meta:
    """Texts of this form, to the last character. `dit`: what an editor says of another one (`evaluator/schemas`)."""
    return Meta(pattern=motif.removesuffix("$") + r"\Z", extra_json_schema={"pattern": motif, **dit})


Ident = Annotated[
    str,
    _motif(r"^[a-z][a-z0-9_]{0,59}$", patternErrorMessage="minuscules, chiffres et « _ », en commençant par une lettre"),
]
Nom = Annotated[str, _motif(r"^[a-z][a-z0-9-]{0,59}$")]
Version = Annotated[str, _motif(r"^\d+\.\d+\.\d+$", errorMessage='trois nombres entre guillemets, par exemple "1.0.0"')]
Libre = Annotated[str, Meta(min_length=1, max_length=80)]
Texte = Annotated[str, Meta(min_length=1, max_length=4000)]
Formule = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=1000,
        extra_json_schema={
            "errorMessage": "une formule est un texte entre guillemets doubles, 1 000 caractères au plus, "
            'par exemple "nb_logements ≥ 50"'
        },
    ),
]


class Point(Struct, frozen=True):
    """One point of a piecewise-linear function."""

    x: Fraction
    y: Fraction


def _point(valeur: object) -> Point:
    if isinstance(valeur, list) and len(valeur) == 2:
        return Point(_nombre(valeur[0]), _nombre(valeur[1]))
    raise ValueError('un point s\'écrit [valeur, score], par exemple ["0,80", 1]')


class Courbe(tuple[Point, ...]):
    """Piecewise-linear function, flat beyond its ends; `x` strictly increasing, monotone in `y`."""

    __slots__ = ()

    def en(self, x: french.Borne) -> Fraction:
        """Value at `x`, exact; ±infinity takes the end."""
        if x <= self[0].x:
            return self[0].y
        for gauche, droite in itertools.pairwise(self):
            if x <= droite.x:
                return gauche.y + (droite.y - gauche.y) * (Fraction(x) - gauche.x) / (droite.x - gauche.x)
        return self[-1].y

    def entre(self, bas: french.Borne, haut: french.Borne) -> tuple[Fraction, Fraction]:
        """Lowest and highest value on [bas, haut] (the function is monotone)."""
        a, b = self.en(bas), self.en(haut)
        return (a, b) if a <= b else (b, a)


def _courbe(valeur: object) -> Courbe:
    if not isinstance(valeur, list) or len(valeur) < 2:
        raise ValueError("une courbe a au moins deux points [valeur, score]")
    points = Courbe(_point(p) for p in valeur)
    if any(b.x <= a.x for a, b in itertools.pairwise(points)):
        raise ValueError("les abscisses d'une courbe doivent croître strictement")
    ys = [p.y for p in points]
    if ys not in (sorted(ys), sorted(ys, reverse=True)):
        raise ValueError("une courbe doit être croissante ou décroissante, sans retour")
    if min(ys) < 0 or max(ys) > 1:
        raise ValueError("les ordonnées d'une courbe vont de 0 à 1")
    return points


LECTURES: Lectures = {Fraction: _nombre, Jour: _jour, cast(type, Brut): _brut, Courbe: _courbe}
