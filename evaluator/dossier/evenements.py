"""The events of a dossier: their envelope, and how a line becomes one (`model.md` §6).

A new type is one class in `charges.py`, one entry in `CHARGES` and its effect in `etat.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal, cast, get_args

from msgspec import Meta
from msgspec.structs import asdict

from evaluator.canonical import Json
from evaluator.dossier.charges import (
    LECTURES,
    ARevoir,
    Charge,
    Cloture,
    Confirmation,
    Creation,
    Decision,
    Fusion,
    FusionEcrite,
    Instant,
    Nom,
    Note,
    Observation,
    Origine,
    Piece,
    Reouverture,
    Reponse,
    Sha256,
    Uuid,
)
from evaluator.dossier.lignes import LigneIllisible, empreinte_evenement
from evaluator.modele import Ecart, MalForme, Modele, convertir
from evaluator.questionnaire.models import Volet

VERSION = 1

Role = Literal["gestionnaire", "service"]
VoletEvenement = Literal["auto_evaluation", "constat", "commun"]
TypeEvenement = Literal[
    "creation", "reponse", "confirmation", "note", "piece", "a_revoir", "observation", "decision", "cloture",
    "reouverture", "fusion",
]  # fmt: skip
TYPES: tuple[TypeEvenement, ...] = get_args(TypeEvenement)

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
    "fusion": FusionEcrite,
}
_A_VOLET = ("reponse", "confirmation", "note", "piece", "a_revoir")


class AuteurLu(Modele, frozen=True):
    nom: Nom
    fonction: Nom
    organisme: Nom


class Enveloppe(Modele, frozen=True):
    """An event without what it carries. `n` counts from 1; the first has no `prec`. Order is `n`: clocks go backwards."""

    v: Literal[1]
    n: Annotated[int, Meta(ge=1)]
    id: Uuid
    dossier: Uuid
    instant: Instant
    auteur: AuteurLu
    role: Role | None
    volet: VoletEvenement | None
    type: TypeEvenement
    prec: Sha256 | None
    empreinte: Sha256


class Evenement(Enveloppe, frozen=True):
    """`ecrit`: its `charge` as its line holds it, with what this version does not know of it."""

    charge: Charge
    ecrit: dict[str, Json]

    @property
    def quand(self) -> datetime:
        return datetime.fromisoformat(self.instant)

    def tous(self) -> Iterator[Evenement]:
        """This event, and those that a `fusion` brought, at any depth."""
        yield self
        if isinstance(self.charge, Fusion):
            for interieur in self.charge.lus:
                yield from interieur.tous()

    def brut(self) -> dict[str, Json]:
        """The JSON object of its line."""
        enveloppe = {cle: getattr(self, cle) for cle in Enveloppe.__struct_fields__}
        return {**enveloppe, "auteur": asdict(self.auteur), "charge": self.ecrit}


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
    if not isinstance(genre, str):
        raise LigneIllisible("« type » manque")
    if genre not in CHARGES:
        raise TropRecent(f"type d’événement « {genre[:60]} » inconnu de cette version")
    ecrit = cast(dict[str, Json], brut.get("charge"))
    try:
        charge: Charge = convertir(CHARGES[genre], ecrit, LECTURES)
        if isinstance(charge, FusionEcrite):
            charge = Fusion(**asdict(charge), lus=tuple(_interieurs(charge)))
        enveloppe = convertir(Enveloppe, {cle: valeur for cle, valeur in brut.items() if cle != "charge"}, LECTURES)
    except MalForme as erreur:
        raise LigneIllisible(_dire(next(erreur.ecarts()))) from None
    evenement = Evenement(**asdict(enveloppe), charge=charge, ecrit=ecrit)
    if genre in _A_VOLET and evenement.volet is None:
        raise LigneIllisible(f"« volet » manque à un événement « {genre} »")
    if genre == "confirmation" and evenement.volet != "constat":
        raise LigneIllisible("une confirmation ne vaut que dans le constat")
    return evenement


def _interieurs(fusion: FusionEcrite) -> Iterator[Evenement]:
    """The events of the other branch, each as valid as a line of its own file."""
    avant = 0
    for rang, brut in enumerate(cast(list[dict[str, Json]], fusion.evenements), 1):
        try:
            if empreinte_evenement(brut) != brut.get("empreinte"):
                raise LigneIllisible("il ne correspond plus à son empreinte")
            evenement = lire_evenement(brut)
        except TropRecent as erreur:
            raise TropRecent(f"événement {rang} de la fusion : {erreur}") from None
        except LigneIllisible as erreur:
            raise LigneIllisible(f"événement {rang} de la fusion : {erreur}") from None
        if evenement.type == "creation" or evenement.dossier != fusion.dossier or evenement.n <= avant:
            raise LigneIllisible(f"événement {rang} de la fusion : il n’est pas à sa place dans l’autre branche")
        avant = evenement.n
        yield evenement


def _dire(ecart: Ecart) -> str:
    ou = ".".join(str(pas) for pas in ecart.chemin) or "charge"
    match ecart.genre:
        case "manque":
            return f"« {ou} » manque"
        case "inconnu":
            return f"« {ou} » : champ inconnu"
    return f"« {ou[:80]} » n’a pas la forme attendue"


def maintenant() -> str:
    """The instant of an event: UTC, microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


__all__ = [
    "CHARGES", "TYPES", "VERSION", "ARevoir", "Charge", "Cloture", "Confirmation", "Creation", "Decision", "Evenement",
    "Fusion", "Note", "Observation", "Origine", "Piece", "Reouverture", "Reponse", "Role", "Volet", "VoletEvenement",
    "lire_evenement", "maintenant",
]  # fmt: skip
