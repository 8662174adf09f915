"""What each type of event carries (`model.md` §6). What people decide and agree on tolerates keys of another version."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from evaluator.dossier.reponses import Etat, SourceReponse, Visibilite
from evaluator.modele import Lectures, Modele

if TYPE_CHECKING:
    from evaluator.dossier.evenements import Evenement

MONTANT_MAX = 10**9  # euros: beyond, it is no aid
LISTE_MAX = 500

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|\+00:00)")


class Instant(str):
    """UTC, to the microsecond: `2026-11-21T23:03:12.123456Z`."""

    __slots__ = ()


class Jour(str):
    """A day that exists: `2024-12-31`."""

    __slots__ = ()


def _instant(lu: object) -> Instant:
    if not isinstance(lu, str) or not _INSTANT.fullmatch(lu):
        raise ValueError("instant attendu, en UTC : 2026-11-21T23:03:12.123456Z")
    datetime.fromisoformat(lu)  # ValueError for a 30th of February
    return Instant(lu)


def _jour(lu: object) -> Jour:
    if not isinstance(lu, str) or date.fromisoformat(lu).isoformat() != lu:
        raise ValueError("date attendue : 2024-12-31")
    return Jour(lu)


LECTURES: Lectures = {Instant: _instant, Jour: _jour}

Uuid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Nom = Annotated[str, Meta(max_length=300)]
Ident = Annotated[str, Meta(min_length=1, max_length=60)]
LongTexte = Annotated[str, Meta(max_length=200_000)]
Euros = Annotated[int, Meta(ge=0, le=MONTANT_MAX)]


class Charge(Modele, frozen=True):
    """What an event carries."""


class Precedent(Modele, frozen=True):
    """The dossier of the year before, by its id and its last hash."""

    dossier: Uuid
    empreinte: Sha256
    exercice: int | None


class Origine(Modele, frozen=True):
    """The dossier that this one was exported from, at its event `n`."""

    dossier: Uuid
    empreinte: Sha256
    n: Annotated[int, Meta(ge=1)]


class Creation(Charge, frozen=True):
    """Full copies of questionnaire, default grid, overlay (or null), clauses and barèmes, and the SHA-256 of each.

    `lignee`: where the dossier named by `origine` itself came from, the nearest first.
    """

    gele: dict[str, object]
    empreintes: dict[str, Sha256 | None]
    precedent: Precedent | None
    origine: Origine | None = None
    lignee: Annotated[tuple[Origine, ...], Meta(max_length=LISTE_MAX)] = ()


class Reponse(Charge, frozen=True):
    """An answer as given. `valeur` is read against the frozen questionnaire when it is asked for, not here."""

    question: Ident
    etat: Etat
    valeur: object
    source: SourceReponse | None
    motif: LongTexte | None


class Confirmation(Reponse, frozen=True):
    """The constat takes the declared answer over: a copy of its state, value and reason as of this event; its own source."""


class Note(Charge, frozen=True):
    """The note beside an answer; an empty one clears it."""

    question: Ident
    note: LongTexte
    visibilite: Visibilite


class Piece(Charge, frozen=True):
    """A piece of evidence joined to a question, or taken away (`retiree`), by name."""

    question: Ident
    nom: Annotated[str, Meta(min_length=1, max_length=300)]
    sha256: Sha256
    visibilite: Visibilite
    retiree: bool


class ARevoir(Charge, frozen=True):
    question: Ident
    a_revoir: bool


class _Ouverte(Charge, frozen=True, forbid_unknown_fields=False):
    """Another version may say more than is read here: what it says is kept on every copy (`Evenement.brut`)."""


class Observation(_Ouverte, frozen=True):
    """What the gestionnaire observes, on one question or on the whole."""

    texte: LongTexte
    question: Ident | None = None


class Convention(_Ouverte, frozen=True):
    type: Literal["objectifs", "financiere"]
    debut: Jour | None = None
    fin: Jour | None = None
    reference: Nom | None = None


class Recommandation(_Ouverte, frozen=True):
    avis: Ident
    montant: Euros | None
    montant_min: Euros | None
    montant_max: Euros | None
    plafond: Euros | None
    evenements: Annotated[int, Meta(ge=1)]
    empreinte: Sha256


class Decision(_Ouverte, frozen=True):
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


class Objectif(_Ouverte, frozen=True):
    enonce: LongTexte
    question: Ident | None = None
    clauses: Annotated[tuple[Ident, ...], Meta(max_length=LISTE_MAX)] = ()
    depart: LongTexte | None = None
    cible: LongTexte | None = None
    echeance: Jour | None = None


class Cloture(_Ouverte, frozen=True):
    """With the objectives agreed, the questions that differ without a reason, and why where nothing was decided."""

    objectifs: Annotated[tuple[Objectif, ...], Meta(max_length=LISTE_MAX)] = ()
    ecarts_sans_motif: Annotated[tuple[Ident, ...], Meta(max_length=10_000)] = ()
    motif: LongTexte | None = None


class Reouverture(_Ouverte, frozen=True):
    motif: LongTexte


class FusionEcrite(Charge, frozen=True):
    """Another branch's events, whole, that were not here: `dossier` and `empreinte` name that branch and its last event.

    `ancetre`: event of this chain up to which both are common. `branche`: a copy sent to the gestionnaire, or a plain copy.
    `suite_de`: the last hash of that branch at an earlier `fusion`, where this one goes on from there.
    """

    dossier: Uuid
    empreinte: Sha256
    ancetre: Annotated[int, Meta(ge=1)]
    branche: Literal["envoi", "copie"]
    suite_de: Sha256 | None
    evenements: Annotated[list[dict[str, object]], Meta(min_length=1)]


class Fusion(FusionEcrite, frozen=True):
    """`lus`: its `evenements`, read and checked one by one (`evenements.lire_evenement`)."""

    lus: tuple[Evenement, ...]
