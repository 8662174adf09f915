"""What one sitting leaves for the next, on this machine only: the place, the drafts, where pieces of evidence lie.

Nothing of it is an answer and nothing of it is in the dossier: a file that is lost, torn or foreign costs comfort, never
work that was recorded. It is written beside, then moved into place, and only its owner can read it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evaluator import resources
from evaluator.dossier.actes import Objectif
from evaluator.dossier.reponses import SourceReponse, Volet
from evaluator.ui.preferences import deposer

TAILLE_MAX = 8 * 1024 * 1024  # bytes: drafts are texts of 200 kB at most
Modele = TypeVar("Modele", bound=BaseModel)


class Place(BaseModel):
    """Of one volet: where one was, and what was typed and not recorded."""

    model_config = ConfigDict(extra="ignore")

    question: str | None = None
    brouillons: dict[str, str] = Field(default_factory=dict)
    repartitions: dict[str, dict[str, str]] = Field(default_factory=dict)
    sources_defaut: dict[str, SourceReponse] = Field(default_factory=dict)


class Reprise(BaseModel):
    """Of one dossier. `pieces`: where the file of each piece was last seen, by SHA-256."""

    model_config = ConfigDict(extra="ignore")

    volet: Volet | None = None
    filtre: str | None = None
    places: dict[Volet, Place] = Field(default_factory=dict)
    pieces: dict[str, str] = Field(default_factory=dict)
    objectifs: list[Objectif] = Field(default_factory=list)
    formulaire: dict[str, str] | None = None


def chemin_reprise(dossier: str) -> Path:
    """The file of the dossier of this id, which may come from a foreign file: its hash is a name, whatever it holds."""
    return resources.dossier_etat() / f"{hashlib.sha256(dossier.encode(errors='replace')).hexdigest()[:32]}.json"


def lire(chemin: Path, modele: type[Modele]) -> Modele:
    """What was left there; the defaults where nothing is, or nothing that can be read. Never raises."""
    try:
        with chemin.open("rb") as flux:
            return modele.model_validate_json(flux.read(TAILLE_MAX))
    except (OSError, ValidationError, ValueError, RecursionError):
        return modele()


def ecrire(chemin: Path, contenu: BaseModel) -> bool:
    """Leave `contenu` there, whole or not at all. False where the system refuses: nothing depends on it."""
    return deposer(chemin, contenu.model_dump_json())
