"""What one sitting leaves for the next, on this machine only: the place, the drafts, where pieces of evidence lie.

Nothing of it is an answer and nothing of it is in the dossier: a file that is lost, torn or foreign costs comfort, never
work that was recorded. It is written beside, then moved into place, and only its owner can read it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct, field

from evaluator import resources
from evaluator.dossier.actes import Objectif
from evaluator.dossier.reponses import SourceReponse, Volet
from evaluator.ui.preferences import deposer

TAILLE_MAX = 8 * 1024 * 1024  # bytes: drafts are texts of 200 kB at most
S = TypeVar("S", bound=Struct)


class Place(Struct):
    """Of one volet: where one was, and what was typed and not recorded."""

    question: str | None = None
    brouillons: dict[str, str] = field(default_factory=dict)
    repartitions: dict[str, dict[str, str]] = field(default_factory=dict)
    sources_defaut: dict[str, SourceReponse] = field(default_factory=dict)


class Reprise(Struct):
    """Of one dossier. `pieces`: where the file of each piece was last seen, by SHA-256."""

    volet: Volet | None = None
    filtre: str | None = None
    places: dict[Volet, Place] = field(default_factory=dict)
    pieces: dict[str, str] = field(default_factory=dict)
    objectifs: list[Objectif] = field(default_factory=list)
    formulaire: dict[str, str] | None = None


def chemin_reprise(dossier: str) -> Path:
    """The file of the dossier of this id, which may come from a foreign file: its hash is a name, whatever it holds."""
    return resources.dossier_etat() / f"{hashlib.sha256(dossier.encode(errors='replace')).hexdigest()[:32]}.json"


def lire(chemin: Path, genre: type[S]) -> S:
    """What was left there; the defaults where nothing is, or nothing that can be read. Never raises."""
    try:
        with chemin.open("rb") as flux:
            return msgspec.json.decode(flux.read(TAILLE_MAX), type=genre)
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):  # no `ValueError` before msgspec 0.22
        return genre()


def en_json(contenu: Struct) -> str:
    """`contenu` as its file holds it. Raises `ValueError` for half a character, which no file can hold."""
    return msgspec.json.encode(contenu).decode()


def ecrire(chemin: Path, contenu: Struct) -> bool:
    """Leave `contenu` there, whole or not at all. False where the system refuses: nothing depends on it."""
    return deposer(chemin, en_json(contenu))
