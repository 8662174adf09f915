"""The clauses that every rule cites: a short quotation of the circulaire, and what the tool does with it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from evaluator.modele import Modele
from evaluator.questionnaire.scalars import Libre, Liste, Texte

SOURCES = {
    "circulaire": "Circulaire n° DGCS/DIHAL/DHUP/2013/219 du 30 mai 2013 (NOR AFSA1313911C)",
    "annexe": "Annexes de la circulaire n° DGCS/DIHAL/DHUP/2013/219 du 30 mai 2013",
    "etude": "Étude sur l’aide à la gestion locative sociale, préconisations, octobre 2009",
    "regime": "Autre texte",
}


class Clause(Modele, frozen=True, kw_only=True):
    """`citation` is verbatim; the study has only a `resume`. `inference`: what follows is a reading of the tool."""

    id: Libre
    source: Literal["circulaire", "annexe", "etude", "regime"]
    section: Texte | None = None
    titre: Texte
    citation: Texte | None = None
    resume: Texte | None = None
    consequence: Texte
    portee: Literal["texte", "inference"] = "texte"

    @property
    def texte(self) -> str:
        """The quotation between guillemets, or the summary."""
        return f"«\u00a0{self.citation}\u00a0»" if self.citation else self.resume or self.titre


class TextesLus(Modele, frozen=True):
    clauses: Annotated[Liste[Clause], Meta(min_length=1)]


class Textes(Struct, frozen=True):
    clauses: dict[str, Clause]
    empreinte: str

    def __contains__(self, clause: str) -> bool:
        return clause in self.clauses

    def __getitem__(self, clause: str) -> Clause:
        return self.clauses[clause]
