"""What each type of event carries (`model.md` §6). What people decide and agree on tolerates keys of another version."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints

from evaluator.dossier.reponses import Etat, SourceReponse, Visibilite

if TYPE_CHECKING:
    from evaluator.dossier.evenements import Evenement

MONTANT_MAX = 10**9  # euros: beyond, it is no aid
LISTE_MAX = 500

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|\+00:00)")


def _instant(texte: str) -> str:
    if not _INSTANT.fullmatch(texte):
        raise ValueError("instant attendu, en UTC : 2026-11-21T23:03:12.123456Z")
    datetime.fromisoformat(texte)  # ValueError for a 30th of February
    return texte


def _jour(texte: str) -> str:
    if date.fromisoformat(texte).isoformat() != texte:
        raise ValueError("date attendue : 2024-12-31")
    return texte


Uuid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Instant = Annotated[str, AfterValidator(_instant)]
Jour = Annotated[str, AfterValidator(_jour)]
Nom = Annotated[str, StringConstraints(max_length=300)]
Ident = Annotated[str, StringConstraints(min_length=1, max_length=60)]
LongTexte = Annotated[str, StringConstraints(max_length=200_000)]
Euros = Annotated[int, Field(ge=0, le=MONTANT_MAX)]


class Modele(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Charge(Modele):
    """What an event carries."""


class Precedent(Modele):
    """The dossier of the year before, by its id and its last hash."""

    dossier: Uuid
    empreinte: Sha256
    exercice: int | None


class Origine(Modele):
    """The dossier that this one was exported from, at its event `n`."""

    dossier: Uuid
    empreinte: Sha256
    n: Annotated[int, Field(ge=1)]


class Creation(Charge):
    """Full copies of questionnaire, default grid, overlay (or null), clauses and barèmes, and the SHA-256 of each.

    `lignee`: where the dossier named by `origine` itself came from, the nearest first.
    """

    gele: dict[str, object]
    empreintes: dict[str, Sha256 | None]
    precedent: Precedent | None
    origine: Origine | None = None
    lignee: Annotated[list[Origine], Field(max_length=LISTE_MAX)] = []


class Reponse(Charge):
    """An answer as given. `valeur` is read against the frozen questionnaire when it is asked for, not here."""

    question: Ident
    etat: Etat
    valeur: object
    source: SourceReponse | None
    motif: LongTexte | None


class Confirmation(Reponse):
    """The constat takes the declared answer over: a copy of its state, value and reason as of this event; its own source."""


class Note(Charge):
    """The note beside an answer; an empty one clears it."""

    question: Ident
    note: LongTexte
    visibilite: Visibilite


class Piece(Charge):
    """A piece of evidence joined to a question, or taken away (`retiree`), by name."""

    question: Ident
    nom: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    sha256: Sha256
    visibilite: Visibilite
    retiree: bool


class ARevoir(Charge):
    question: Ident
    a_revoir: bool


class _Ouverte(Charge):
    """Another version may say more than is read here: what it says is kept on every copy."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


class Observation(_Ouverte):
    """What the gestionnaire observes, on one question or on the whole."""

    texte: LongTexte
    question: Ident | None = None


class Convention(_Ouverte):
    type: Literal["objectifs", "financiere"]
    debut: Jour | None = None
    fin: Jour | None = None
    reference: Nom | None = None


class Recommandation(_Ouverte):
    avis: Ident
    montant: Euros | None
    montant_min: Euros | None
    montant_max: Euros | None
    plafond: Euros | None
    evenements: Annotated[int, Field(ge=1)]
    empreinte: Sha256


class Decision(_Ouverte):
    """The amount granted. Without a date, that of the event holds."""

    montant: Euros
    motif: LongTexte | None = None
    derogation: LongTexte | None = None
    nom: Nom = ""
    fonction: Nom = ""
    date: Jour | None = None
    convention: Convention | None = None
    date_notification: Jour | None = None
    recommandation: Recommandation | None = None


class Objectif(_Ouverte):
    enonce: LongTexte
    question: Ident | None = None
    clauses: Annotated[list[Ident], Field(max_length=LISTE_MAX)] = []
    depart: LongTexte | None = None
    cible: LongTexte | None = None
    echeance: Jour | None = None


class Cloture(_Ouverte):
    """With the objectives agreed, the questions that differ without a reason, and why where nothing was decided."""

    objectifs: Annotated[list[Objectif], Field(max_length=LISTE_MAX)] = []
    ecarts_sans_motif: Annotated[list[Ident], Field(max_length=10_000)] = []
    motif: LongTexte | None = None


class Reouverture(_Ouverte):
    motif: LongTexte


class Fusion(Charge):
    """Another branch's events, whole, that were not here: `dossier` and `empreinte` name that branch and its last event.

    `ancetre`: event of this chain up to which both are common. `branche`: a copy sent to the gestionnaire, or a plain copy.
    `suite_de`: the last hash of that branch at an earlier `fusion`, where this one goes on from there.
    """

    dossier: Uuid
    empreinte: Sha256
    ancetre: Annotated[int, Field(ge=1)]
    branche: Literal["envoi", "copie"]
    suite_de: Sha256 | None
    evenements: Annotated[list[dict[str, object]], Field(min_length=1)]
    _lus: tuple[Evenement, ...] = PrivateAttr(())

    @property
    def lus(self) -> tuple[Evenement, ...]:
        """`evenements`, read and checked one by one (`evenements.lire_evenement`)."""
        return self._lus
