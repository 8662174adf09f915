"""The dated ceilings of the aid. A barème is data of the circulaire: no grid changes it."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from msgspec import Meta, Struct

from evaluator.modele import Modele
from evaluator.questionnaire.scalars import Libre, Liste, Nombre, Texte

Annee = Annotated[int, Meta(ge=2000, le=2100)]


class Exercices(Modele, frozen=True):
    """Years of application, inclusive; no `a`: until further notice."""

    de: Annee
    a: Annee | None = None


class Tranche(Modele, frozen=True, kw_only=True):
    """Ceiling in euros from `de` to `a` dwellings, inclusive; the last has no `a`."""

    de: Annotated[int, Meta(ge=1)]
    a: Annotated[int, Meta(ge=1)] | None = None
    montant: Nombre


class DerogationBareme(Modele, frozen=True):
    """C-IV-c-20: from how many dwellings, and by how much at most, the ceiling may be exceeded."""

    a_partir_de: Annotated[int, Meta(ge=1)]
    taux_max: Nombre
    clauses: Liste[Libre]


class ComplementFjt(Modele, frozen=True):
    """From 2025 on, a FJT adds this share of the CAF's PSE."""

    taux: Nombre
    assiette: Literal["pse_caf_n1"]


class Bareme(Modele, frozen=True):
    """One regime. `plafond`: ceilings by size. `forfait`: lump sum per dwelling, filled in by the service."""

    id: Libre
    titre: Texte
    reference: Texte
    exercices: Exercices
    mode: Literal["plafond", "forfait"]
    clauses: Annotated[Liste[Libre], Meta(min_length=1)]
    tranches: Liste[Tranche] = ()
    derogation: DerogationBareme | None = None
    complement_fjt: ComplementFjt | None = None

    def plafond(self, logements: int) -> Fraction:
        """Ceiling in euros for `logements` ≥ 1 dwellings."""
        for tranche in self.tranches:
            if logements >= tranche.de and (tranche.a is None or logements <= tranche.a):
                return tranche.montant
        raise ValueError(f"{logements} logements: no tranche")  # the static checks made sure there is one

    def plafonds_entre(self, bas: int, haut: int | None) -> tuple[Fraction, Fraction]:
        """Lowest and highest ceiling over a range of sizes (None: no upper end)."""
        montants = [t.montant for t in self.tranches if (haut is None or t.de <= haut) and (t.a is None or t.a >= bas)]
        return min(montants), max(montants)


class BaremesLus(Modele, frozen=True):
    baremes: Annotated[Liste[Bareme], Meta(min_length=1)]


class Baremes(Struct, frozen=True):
    """All regimes, by exercice."""

    lus: tuple[Bareme, ...]
    empreinte: str

    def pour(self, exercice: int) -> Bareme | None:
        """The regime of a year, or None before the first."""
        for bareme in self.lus:
            if bareme.exercices.de <= exercice and (bareme.exercices.a is None or exercice <= bareme.exercices.a):
                return bareme
        return None

    @property
    def dernier_plafond(self) -> Bareme:
        """The last regime by ceilings: the one the *indicatif* figure is computed under."""
        return [b for b in self.lus if b.mode == "plafond"][-1]
