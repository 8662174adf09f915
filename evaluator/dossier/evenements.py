"""The events of a dossier: their envelope, and what each type carries (`model.md` §6).

A new type is one class here and one entry in `CHARGES`. This version writes six types; it reads those that a later one adds
to the life of a dossier (observation, decision, closing). It does not know how to merge two branches: a `fusion` is refused
by name rather than half understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from evaluator.canonical import Json
from evaluator.dossier.lignes import LigneIllisible
from evaluator.dossier.reponses import Etat, SourceReponse, Visibilite
from evaluator.questionnaire.models import Volet

VERSION = 1

Role = Literal["gestionnaire", "service"]
VoletEvenement = Literal["auto_evaluation", "constat", "commun"]
TypeEvenement = Literal[
    "creation", "reponse", "confirmation", "note", "piece", "a_revoir", "observation", "decision", "cloture", "reouverture"
]
TYPES: tuple[TypeEvenement, ...] = get_args(TypeEvenement)

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|\+00:00)")


def _instant(texte: str) -> str:
    if not _INSTANT.fullmatch(texte):
        raise ValueError("instant attendu, en UTC : 2026-11-21T23:03:12.123456Z")
    datetime.fromisoformat(texte)  # ValueError for a 30th of February
    return texte


Uuid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Instant = Annotated[str, AfterValidator(_instant)]
Nom = Annotated[str, StringConstraints(max_length=300)]
Ident = Annotated[str, StringConstraints(min_length=1, max_length=60)]
LongTexte = Annotated[str, StringConstraints(max_length=200_000)]


class _Modele(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class AuteurLu(_Modele):
    nom: Nom
    fonction: Nom
    organisme: Nom


class Charge(_Modele):
    """What an event carries."""


class Precedent(_Modele):
    """The dossier of the year before, by its id and its last hash."""

    dossier: Uuid
    empreinte: Sha256
    exercice: int | None


class Origine(_Modele):
    """The dossier that this one was exported from, at its event `n`."""

    dossier: Uuid
    empreinte: Sha256
    n: Annotated[int, Field(ge=1)]


class Creation(Charge):
    """Full copies of questionnaire, default grid, overlay (or null), clauses and barèmes, and the SHA-256 of each."""

    gele: dict[str, object]
    empreintes: dict[str, Sha256 | None]
    precedent: Precedent | None
    origine: Origine | None = None


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
    """Written by a later version, which may say more than is read here."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


class Observation(_Ouverte):
    """What the gestionnaire observes on the constat."""


class Decision(_Ouverte):
    """montant, motif, derogation, nom, fonction, date, convention, date_notification."""


class Cloture(_Ouverte):
    """With the objectives agreed."""


class Reouverture(_Ouverte):
    motif: LongTexte


CHARGES: dict[TypeEvenement, type[Charge]] = {
    "creation": Creation,
    "reponse": Reponse,
    "confirmation": Confirmation,
    "note": Note,
    "piece": Piece,
    "a_revoir": ARevoir,
    "observation": Observation,
    "decision": Decision,
    "cloture": Cloture,
    "reouverture": Reouverture,
}
_A_VOLET = ("reponse", "confirmation", "note", "piece", "a_revoir")


class Evenement(_Modele):
    """The envelope. `n` counts from 1; the first has no `prec`. Order is `n`: a clock may go backwards."""

    v: Literal[1]
    n: Annotated[int, Field(ge=1)]
    id: Uuid
    dossier: Uuid
    instant: Instant
    auteur: AuteurLu
    role: Role | None
    volet: VoletEvenement | None
    type: TypeEvenement
    charge: Charge
    prec: Sha256 | None
    empreinte: Sha256

    @property
    def quand(self) -> datetime:
        return datetime.fromisoformat(self.instant)


class TropRecent(LigneIllisible):
    """An event of a later version of the program: the dossier is refused by name, and left as it is."""


def refuser_plus_recent(brut: Mapping[str, Json]) -> None:
    """Raises `TropRecent` for a later `v`."""
    v = brut.get("v")
    if isinstance(v, int) and not isinstance(v, bool) and v > VERSION:
        raise TropRecent(
            f"format v {v} : cette version du programme connaît le format v {VERSION} ; il faut une version plus récente"
        )


def lire_evenement(brut: Mapping[str, Json]) -> Evenement:
    """The event that a line holds. Raises `LigneIllisible`, or `TropRecent` for a later `v` or a type not known here."""
    refuser_plus_recent(brut)
    genre = brut.get("type")
    if genre == "fusion":
        raise TropRecent("« fusion » : cette version ne sait pas relire deux branches réunies ; il en faut une plus récente")
    if not isinstance(genre, str):
        raise LigneIllisible("« type » manque")
    if genre not in CHARGES:
        raise TropRecent(f"type d'événement « {genre[:60]} » inconnu de cette version")
    try:
        charge = CHARGES[genre].model_validate(brut.get("charge"))
        evenement = Evenement.model_validate({**brut, "charge": charge})
    except ValidationError as erreur:
        raise LigneIllisible(_dire(erreur)) from None
    if genre in _A_VOLET and evenement.volet is None:
        raise LigneIllisible(f"« volet » manque à un événement « {genre} »")
    if genre == "confirmation" and evenement.volet != "constat":
        raise LigneIllisible("une confirmation ne vaut que dans le constat")
    return evenement


def _dire(erreur: ValidationError) -> str:
    detail = erreur.errors(include_url=False, include_input=False)[0]
    ou = ".".join(str(pas) for pas in detail["loc"]) or "charge"
    match detail["type"]:
        case "missing":
            return f"« {ou} » manque"
        case "extra_forbidden":
            return f"« {ou} » : champ inconnu"
    return f"« {ou[:80]} » n'a pas la forme attendue"


def maintenant() -> str:
    """The instant of an event: UTC, microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


__all__ = ["CHARGES", "TYPES", "VERSION", "Evenement", "Role", "Volet", "VoletEvenement", "lire_evenement", "maintenant"]
