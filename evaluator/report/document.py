"""A report before it has a format: its sections written once, as HTML and as the tree, and what every page says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from evaluator.report.arbre import Blocs, lire
from evaluator.report.entree.jointe import SANS_DONNEES, Jointe
from evaluator.report.gabarits import remplir
from evaluator.report.modeles import ModeleRapport
from evaluator.report.texte import Bloc, typo


@dataclass(frozen=True)
class Document:
    """All texts are ready to print."""

    modele: ModeleRapport
    donnees: Bloc = field(repr=False)
    nom: str  # of the dossier's file
    residence: str
    bande: str  # the status: auto-évaluation, projet, définitif
    jour: str  # in words
    instant: int  # the same day at noon, UTC, in seconds: the date that a file carries
    empreinte: str  # of the journal
    avis: list[str] = field(default_factory=list, repr=False, compare=False)  # what a format had to do without
    jointe: Jointe = SANS_DONNEES  # what the file carries so that it can be checked again

    @property
    def titre(self) -> str:
        return typo(self.modele.titre)

    @property
    def pied(self) -> str:
        return typo(self.modele.pied)

    @property
    def rapport(self) -> Bloc:
        """What a template reads of the kind."""
        return {
            "id": self.modele.id,
            "titre": self.titre,
            "pied": self.pied,
            "sections": list(self.modele.sections),
        }

    @cached_property
    def sections(self) -> dict[str, str]:
        """The HTML of each section, in order; empty where it has nothing to say."""
        return {
            nom: remplir(f"sections/{nom}.html.j2", rapport=self.rapport, **self.donnees) for nom in self.modele.sections
        }

    @cached_property
    def arbre(self) -> dict[str, Blocs]:
        """The blocks of each section, in order."""
        return {nom: lire(html, f"sections/{nom}.html.j2") for nom, html in self.sections.items()}

    @property
    def blocs(self) -> Blocs:
        return tuple(b for blocs in self.arbre.values() for b in blocs)
