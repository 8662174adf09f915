"""What people do with a dossier beside answering: observe, decide, close, reopen, settle a conflict after a merge."""

from __future__ import annotations

from datetime import date as Jour
from datetime import datetime
from typing import Literal

from msgspec import Struct

from evaluator.dossier.auteur import Auteur
from evaluator.dossier.evenements import VoletEvenement
from evaluator.dossier.reponses import Reponse

TypeConvention = Literal["objectifs", "financiere"]


class Convention(Struct, frozen=True):
    """The convention that the decision goes with."""

    type: TypeConvention
    debut: Jour | None = None
    fin: Jour | None = None
    reference: str | None = None


class Recommandation(Struct, frozen=True):
    """What the tool recommended when the decision was taken; amounts in euros. `evenements`, `empreinte`: of the journal."""

    avis: str
    montant: int | None
    montant_min: int | None
    montant_max: int | None
    plafond: int | None
    evenements: int
    empreinte: str


class Decision(Struct, frozen=True):
    """A named person grants an amount. `motif`: why it differs from the recommendation; `derogation`: the written reason
    of going past the ceiling (C-IV-c-20)."""

    montant: int
    nom: str
    fonction: str
    date: Jour
    motif: str | None = None
    derogation: str | None = None
    convention: Convention | None = None
    date_notification: Jour | None = None
    recommandation: Recommandation | None = None


class Objectif(Struct, frozen=True):
    """An objective agreed for the convention, with its starting value and its target in words."""

    enonce: str
    question: str | None = None
    clauses: tuple[str, ...] = ()
    depart: str | None = None
    cible: str | None = None
    echeance: Jour | None = None


class Cloture(Struct, frozen=True):
    """`ecarts_sans_motif`: questions on which the volets differ without a reason, as listed when closing. `motif`: why the
    dossier is closed without a decision."""

    objectifs: tuple[Objectif, ...]
    ecarts_sans_motif: tuple[str, ...]
    motif: str | None
    auteur: Auteur
    instant: datetime


class Observation(Struct, frozen=True):
    """What the gestionnaire observes on the constat: on one question, or on the whole (None)."""

    question: str | None
    texte: str
    auteur: Auteur
    instant: datetime


class Conflit(Struct, frozen=True):
    """After a merge: both branches answered this question otherwise. It counts as unknown until it is answered again."""

    question: str
    volet: VoletEvenement
    notre: Reponse
    autre: Reponse
    notre_auteur: Auteur
    autre_auteur: Auteur
    autre_instant: datetime
