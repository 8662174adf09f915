"""Types shared by the YAML models: exact numbers, tuples read from lists, identifiers, formulas kept as text."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, StringConstraints, WithJsonSchema

from evaluator import french

T = TypeVar("T")


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


class Modele(BaseModel):
    """Base of what is read from YAML: no unknown key, no silent conversion, no later change."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _tuple(valeur: object) -> object:
    return tuple(valeur) if isinstance(valeur, list) else valeur


Liste = Annotated[tuple[T, ...], BeforeValidator(_tuple)]


def _nombre(valeur: Any) -> Fraction:
    """An exact number: an integer, a decimal, or a text such as `0,35`, `2/3`, `20 %` (which is 0.20)."""
    if isinstance(valeur, int | Decimal | Fraction) and not isinstance(valeur, bool):
        return Fraction(valeur)
    if isinstance(valeur, str) and (lu := french.lire_nombre(valeur)) is not None:
        return lu / 100 if valeur.rstrip().endswith("%") else lu
    raise ValueError(f'nombre attendu (par exemple 3, "0,35", "2/3" ou "20 %") ; trouvé : {montrer(valeur)}')


def _jour(valeur: Any) -> date:
    if isinstance(valeur, date):
        return valeur
    if isinstance(valeur, str) and (lu := french.lire_date(valeur)) is not None:
        return lu
    raise ValueError(f"date attendue (2024-12-31 ou 31/12/2024) ; trouvé : {montrer(valeur)}")


def _ecrit(refus: str, **forme: object) -> WithJsonSchema:
    """What an editor checks while one types, and says (`patternErrorMessage`: of a text, `errorMessage`: of anything)."""
    return WithJsonSchema({**forme, "patternErrorMessage" if "pattern" in forme else "errorMessage": refus})


# The same rules as `_nombre`, `_jour` and the patterns below, for an editor.
NOMBRE_ECRIT = r"^\s*(-?\d{1,9}\s*/\s*[1-9]\d{0,8}|[-+−]?\s*\d[\d\s]*([.,]\s*\d[\d\s]*)?)\s*%?\s*€?\s*$"
JOUR_ECRIT = r"^\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})\s*$"
IDENT_ECRIT = r"^[a-z][a-z0-9_]{0,59}$"
REFUS_NOMBRE = 'nombre attendu ; une virgule se met entre guillemets : 3, "0,35", "2/3" ou "20 %"'

Nombre = Annotated[Fraction, PlainValidator(_nombre), _ecrit(REFUS_NOMBRE, type=["number", "string"], pattern=NOMBRE_ECRIT)]
Jour = Annotated[
    date,
    PlainValidator(_jour),
    _ecrit("date attendue (2024-12-31 ou 31/12/2024)", type="string", pattern=JOUR_ECRIT),
]
Ident = Annotated[
    str,
    StringConstraints(pattern=IDENT_ECRIT),
    _ecrit("minuscules, chiffres et « _ », en commençant par une lettre", type="string", pattern=IDENT_ECRIT),
]
Libre = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Texte = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Formule = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1000),
    _ecrit(
        "une formule est un texte entre guillemets doubles, 1 000 caractères au plus, par exemple \"nb_logements ≥ 50\"",
        type="string", minLength=1, maxLength=1000,
    ),
]  # fmt: skip


class Point(Modele):
    """One point of a piecewise-linear function."""

    x: Nombre
    y: Nombre


def _point(valeur: object) -> object:
    if isinstance(valeur, list) and len(valeur) == 2:
        return {"x": valeur[0], "y": valeur[1]}
    if isinstance(valeur, dict | Point):
        return valeur
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
    if isinstance(valeur, Courbe):
        return valeur
    if not isinstance(valeur, list) or len(valeur) < 2:
        raise ValueError("une courbe a au moins deux points [valeur, score]")
    points = Courbe(Point.model_validate(_point(p)) for p in valeur)
    if any(b.x <= a.x for a, b in itertools.pairwise(points)):
        raise ValueError("les abscisses d'une courbe doivent croître strictement")
    ys = [p.y for p in points]
    if ys not in (sorted(ys), sorted(ys, reverse=True)):
        raise ValueError("une courbe doit être croissante ou décroissante, sans retour")
    if min(ys) < 0 or max(ys) > 1:
        raise ValueError("les ordonnées d'une courbe vont de 0 à 1")
    return points


CourbeLue = Annotated[
    Courbe,
    PlainValidator(_courbe),
    WithJsonSchema(
        {
            "type": "array",
            "minItems": 2,
            "errorMessage": 'une courbe a au moins deux points [valeur, score], par exemple [[0, 0], ["0,80", 1]]',
            "items": {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "errorMessage": 'un point s’écrit [valeur, score], par exemple ["0,80", 1]',
                "items": {"type": ["number", "string"], "pattern": NOMBRE_ECRIT, "patternErrorMessage": REFUS_NOMBRE},
            },
        }
    ),
]
