"""The result of an evaluation: figures, words and their trace, as one frozen value that the fronts only show."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from evaluator.dossier.reponses import Etat, SourceReponse, Valeur
from evaluator.evaluation.differe import Differe
from evaluator.french import Borne
from evaluator.questionnaire.formula.tree import Noeud
from evaluator.questionnaire.grille import Avis, Origine
from evaluator.questionnaire.models import Dimension, Gravite, GraviteControle, Volet

EtatCalcule = Etat | Literal["masquee", "en_attente"]
Statut = Literal["certaine", "possible"]
AvisRendu = Avis | Literal["irrecevable", "indetermine"]
StatutRecevabilite = Literal["recevable", "irrecevable", "indeterminee"]
Terme = Literal["plafond", "taux", "vigilance", "cout_net", "demande", "forfait", "recevabilite"]
Sens = Literal["ajournement", "non_renouvellement", "attribution", "reconduction", "hausse", "baisse"]


class Encadrement(Struct, frozen=True):
    """An interval [min, max]; `valeur` where both are equal. `absent`: nothing applies, the interval says nothing."""

    min: Borne
    max: Borne
    absent: bool = False

    @property
    def valeur(self) -> Fraction | None:
        return Fraction(self.min) if self.min == self.max and not self.absent else None


INCONNU = Encadrement(Fraction(0), Fraction(1), absent=True)


class Etape(Struct, frozen=True):
    """One step of the explanation: a figure, the operation that made it, and the steps it rests on.

    `poids` is its weight in the step above. `origine` says whose parameter it is; `chemin` is that of the grid.
    """

    id: str
    libelle: str
    operation: str
    valeur: Encadrement
    unite: Literal["score", "euros", "taux", "nombre"] = "score"
    poids: Fraction | None = None
    origine: Origine | None = None
    clauses: tuple[str, ...] = ()
    detail: str = ""
    etat: EtatCalcule | None = None
    enfants: tuple[Etape, ...] = ()
    noeud: Noeud | None = None  # of a formula's step: what it says, to be put in words

    def parcourir(self) -> Iterator[Etape]:
        """This step and all below it, depth first."""
        yield self
        for enfant in self.enfants:
            yield from enfant.parcourir()


class ResultatControle(Struct, frozen=True):
    """A control that fires."""

    question: str
    gravite: GraviteControle
    message: str


class ResultatQuestion(Struct, frozen=True):
    """What became of one question. `retenue`: the value counted, where a cap changed it (a level). `plafonnee`: it did."""

    id: str
    etat: EtatCalcule
    valeur: Valeur | None
    source: SourceReponse | None
    motif: str | None
    retenue: Valeur | None
    plafonnee: bool
    controles: tuple[ResultatControle, ...] = ()


class ResultatNotation(Struct, frozen=True):
    """One scored reading: its score, its nominal weight in the global score, and its own trace."""

    id: str
    question: str
    libelle: str
    indicateur: str
    dimension: Dimension
    score: Encadrement
    poids_nominal: Fraction
    etat: EtatCalcule
    tracer: Differe[Etape]

    @property
    def trace(self) -> Etape:
        """Its step, built when it is first read."""
        return self.tracer()


class ResultatIndicateur(Struct, frozen=True):
    """`valeur` in `unite` (a share is in [0, 1]); `details`: question ids whose distribution or rows are shown."""

    id: str
    axe: str
    libelle: str
    clauses: tuple[str, ...]
    affichage: str
    unite: str | None
    valeur: Encadrement | None
    details: Mapping[str, Valeur]
    score: Encadrement | None  # None: displayed only


class ResultatAxe(Struct, frozen=True):
    id: str
    titre: str
    score: Encadrement
    completude: Fraction
    poids: Fraction


class ResultatVigilance(Struct, frozen=True):
    id: str
    titre: str
    gravite: Gravite
    statut: Statut
    message: str
    clauses: tuple[str, ...]
    portee: Literal["texte", "lecture"]


class Motif(Struct, frozen=True):
    clause: str
    message: str


class Recevabilite(Struct, frozen=True):
    statut: StatutRecevabilite
    motifs: tuple[Motif, ...] = ()


class ConditionDerogation(Struct, frozen=True):
    """`remplie` on lower bounds: whatever the unknowns turn out to be."""

    libelle: str
    remplie: bool
    possible: bool


class ResultatDerogation(Struct, frozen=True):
    """C-IV-c-20. `possible`: at least 200 dwellings, both conditions on lower bounds. `prise`: the ceiling includes it."""

    possible: bool
    demandee: bool
    taux: Fraction | None
    motif: str | None
    conditions: tuple[ConditionDerogation, ...]
    prise: bool = False


class Montants(Struct, frozen=True):
    """An amount in whole euros with its interval, its ceiling, and the term that binds (None: the two ends differ)."""

    plafond: Fraction | None
    montant: int | None
    montant_min: int | None
    montant_max: int | None
    terme_limitant: Terme | None
    terme_min: Terme | None
    terme_max: Terme | None


class Indicatif(Struct, frozen=True):
    """The figure under the last barème by ceilings, where the exercice's own is not filled in. Never an amount."""

    bareme: str
    taux: Fraction | None
    montants: Montants


class Modulation(Struct, frozen=True):
    avis: AvisRendu
    avis_min: AvisRendu
    avis_max: AvisRendu
    taux: Encadrement | None  # after caps; None where irrecevable
    taux_brut: Encadrement  # before caps
    montants: Montants
    sens: Sens | None
    ecart_n1: Fraction | None
    agls_n1: Fraction | None
    derogation: ResultatDerogation
    indicatif: Indicatif | None
    raisons: tuple[str, ...]  # why no opinion, or no amount, in words
    tracer: Differe[Etape]

    @property
    def trace(self) -> Etape:
        """From the amount down to the answers, built when it is first read."""
        return self.tracer()


class Evaluation(Struct, frozen=True):
    """Everything that is known of a dossier's worth. Scores are exact; see `as_json` for the rounded form."""

    volet: Volet
    exercice: int | None
    bareme: str | None
    recevabilite: Recevabilite
    completude: Fraction
    part_sans_objet: Fraction
    plafonnees: tuple[str, ...]
    globale: Encadrement
    axes: tuple[ResultatAxe, ...]
    dimensions: Mapping[Dimension, Encadrement]
    indicateurs: tuple[ResultatIndicateur, ...]
    questions: Mapping[str, ResultatQuestion]
    notations: tuple[ResultatNotation, ...]
    vigilances: tuple[ResultatVigilance, ...]
    controles: tuple[ResultatControle, ...]
    modulation: Modulation
    tracer_dimensions: Differe[Mapping[Dimension, Etape]]

    def plafonnees_parmi(self, notees: Container[str]) -> list[str]:
        """The levels that count for 1 in a score: one that no score reads (not in `notees`) stands in the answers alone."""
        return [q for q in self.plafonnees if q in notees]

    @property
    def trace(self) -> Etape:
        """From the amount down to the answers, built when it is first read."""
        return self.modulation.trace

    @property
    def traces_dimensions(self) -> Mapping[Dimension, Etape]:
        """The steps of the two dimensions, built when they are first read."""
        return self.tracer_dimensions()

    def etape(self, element: str) -> Etape | None:
        """The step of the trace with this id (a question, a notation, an indicator, an axis, `global`, `montant`…)."""
        traces = (self.trace, *self.traces_dimensions.values())
        return next((e for trace in traces for e in trace.parcourir() if e.id == element), None)
