"""From what happened to a line of the journal: the envelope, its hash, its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from evaluator.canonical import Json, en_json, octets_canoniques
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.evenements import VERSION, Evenement, Role, TypeEvenement, VoletEvenement, lire_evenement, maintenant
from evaluator.dossier.lignes import LigneIllisible, empreinte_evenement
from evaluator.errors import FaultyInput, Faute

Acte = tuple[TypeEvenement, VoletEvenement | None, Mapping[str, Json]]


def nouvel_id() -> str:
    """A UUID, for a dossier or an event."""
    return str(uuid4())


def sceller(brut: Mapping[str, Json], n: int, prec: str | None) -> tuple[Evenement, bytes]:
    """`brut` at its place in a chain: the event, and its line. Raises `FaultyInput` for what could not be read back."""
    try:
        complet = en_json({**brut, "n": n, "prec": prec})
        assert isinstance(complet, dict)
        complet["empreinte"] = empreinte_evenement(complet)
        # Read back as any program would: what is in memory is what is on disk.
        return lire_evenement(complet), octets_canoniques(complet) + b"\n"
    except LigneIllisible as erreur:
        raise FaultyInput([Faute(f"impossible à enregistrer : {erreur}")]) from None
    except UnicodeEncodeError:
        raise FaultyInput([Faute("impossible à enregistrer : demi-caractère Unicode dans un texte")]) from None


def rediger(
    actes: list[Acte], *, dossier: str, auteur: Auteur, role: Role | None, n: int, prec: str | None
) -> tuple[list[Evenement], list[bytes]]:
    """Events for `actes` after event `n`, of one instant and author, and their lines."""
    instant = maintenant()
    evenements, lignes = [], []
    for genre, volet, charge in actes:
        brut: dict[str, Json] = {
            "v": VERSION,
            "id": nouvel_id(),
            "dossier": dossier,
            "instant": instant,
            "auteur": {"nom": auteur.nom, "fonction": auteur.fonction, "organisme": auteur.organisme},
            "role": role,
            "volet": volet,
            "type": genre,
            "charge": dict(charge),
        }
        n += 1
        evenement, ligne = sceller(brut, n, prec)
        prec = evenement.empreinte
        evenements.append(evenement)
        lignes.append(ligne)
    return evenements, lignes
