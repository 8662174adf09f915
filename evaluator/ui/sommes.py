"""Totals and shares of what was given: exact, and said to be a lower bound where a cell is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from evaluator import french
from evaluator.dossier.reponses import Cellule
from evaluator.questionnaire.models import Colonne, QuestionTableau
from evaluator.ui.rangees import Rangee

INCONNUE = "—"


def _nombre(cellule: Cellule | None) -> Fraction | int | None:
    return cellule if isinstance(cellule, int | Fraction) and not isinstance(cellule, bool) else None


class Somme(Struct, frozen=True):
    """The sum of the known cells of a column, and how many are unknown."""

    connue: Fraction = Fraction(0)
    vides: int = 0

    def avec(self, ancienne: Cellule | None, nouvelle: Cellule | None, *, neuve: bool) -> Somme:
        """One cell changed. `neuve`: its row held nothing, and was not counted before."""
        avant, apres = _nombre(ancienne), _nombre(nouvelle)
        vides = self.vides - (avant is None and not neuve) + (apres is None)
        return Somme(self.connue - (avant or 0) + (apres or 0), vides)


def sommes(q: QuestionTableau, rangees: Sequence[Rangee]) -> dict[str, Somme]:
    """By column that has a total. A row without any cell is none yet."""
    return {c.id: _somme(c, rangees) for c in q.colonnes if c.total}


def _somme(colonne: Colonne, rangees: Sequence[Rangee]) -> Somme:
    entiers, fractions, vides = 0, Fraction(0), 0
    for rangee in rangees:
        if not rangee:
            continue
        nombre = _nombre(rangee.get(colonne.id))
        if nombre is None:
            vides += 1
        elif isinstance(nombre, int):
            entiers += nombre
        else:
            fractions += nombre
    return Somme(fractions + entiers, vides)


def unite(colonne: Colonne) -> str | None:
    return "€" if colonne.type == "montant" else colonne.unite


def total_en_mots(colonne: Colonne, somme: Somme) -> str:
    """`86 logements`; `≥ 40 logements` where a cell is unknown, whatever it hides being at least 0."""
    mots = french.mesure(somme.connue, unite(colonne), 6)
    if not somme.vides:
        return mots
    return f"≥{french.INSECABLE}{mots}" if colonne.min >= 0 else f"{mots} + {INCONNUE}"


def part(colonne: Colonne, somme: Somme, cellule: Cellule | None) -> Fraction | None:
    """The share of a cell in the total of the known cells; None where it means nothing."""
    nombre = _nombre(cellule)
    if nombre is None or colonne.min < 0 or somme.connue <= 0:
        return None
    return Fraction(nombre) / somme.connue


def part_en_mots(colonne: Colonne, somme: Somme, cellule: Cellule | None) -> str:
    """`46,5 %`; `≤ 46,5 %` where an unknown cell can only make the total larger; empty where there is none."""
    valeur = part(colonne, somme, cellule)
    if valeur is None:
        return ""
    mots = french.pourcent(valeur)
    return f"≤{french.INSECABLE}{mots}" if somme.vides and valeur else mots
