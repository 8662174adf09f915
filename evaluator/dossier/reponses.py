"""Answers as the evaluation reads them: a state, a value, what it rests on (`model.md` §1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from msgspec import Struct, field

from evaluator.questionnaire.models import VOLETS, Volet

Etat = Literal["renseignee", "ne_sait_pas", "sans_objet", "non_renseignee"]
ETATS: tuple[Etat, ...] = get_args(Etat)
SourceReponse = Literal["declaratif", "document", "entretien", "observation"]
SOURCES: tuple[SourceReponse, ...] = get_args(SourceReponse)
Visibilite = Literal["interne", "partagee"]

Cellule = bool | str | int | Fraction | date
Ligne = Mapping[str, Cellule]  # an empty cell is absent
Repartition = Mapping[str, int]  # by category, and "non_connu"
Valeur = bool | str | int | Fraction | date | tuple[str, ...] | Repartition | tuple[Ligne, ...]

NON_CONNU = "non_connu"
AUCUN = "aucun"

LIBELLES_ETAT: dict[Etat, str] = {
    "renseignee": "renseignée",
    "ne_sait_pas": "ne sait pas",
    "sans_objet": "sans objet",
    "non_renseignee": "non renseignée",
}
LIBELLES_SOURCE: dict[SourceReponse, str] = {
    "declaratif": "déclaratif",
    "document": "document",
    "entretien": "entretien",
    "observation": "observation",
}
LIBELLES_VISIBILITE: dict[Visibilite, str] = {"interne": "interne", "partagee": "partagée"}
LIBELLES_VOLET: dict[Volet, str] = {
    "auto_evaluation": "Auto-évaluation du gestionnaire",
    "constat": "Constat du service",
}


class Reponse(Struct, frozen=True):
    """One answer. `valeur` is set exactly when `etat` is renseignee.

    `motif`: the reason of a *sans objet*; in any state, why the service's answer is not the declared one.
    """

    etat: Etat = "non_renseignee"
    valeur: Valeur | None = None
    source: SourceReponse | None = None
    motif: str | None = None


NON_RENSEIGNEE = Reponse()


class Piece(Struct, frozen=True):
    """A piece of evidence, by name and SHA-256; the file itself stays where it is."""

    nom: str
    sha256: str
    visibilite: Visibilite = "interne"


class Annotation(Struct, frozen=True):
    """What stands beside an answer without counting in it."""

    note: str = ""
    visibilite: Visibilite = "interne"
    pieces: tuple[Piece, ...] = ()
    a_revoir: bool = False


SANS_ANNOTATION = Annotation()


class Reponses(Struct, frozen=True):
    """The answers of one volet, common ones included: the input of an evaluation."""

    volet: Volet
    par_question: Mapping[str, Reponse] = field(default_factory=dict)

    def __getitem__(self, question: str) -> Reponse:
        return self.par_question.get(question, NON_RENSEIGNEE)


__all__ = ["VOLETS", "Volet"]
