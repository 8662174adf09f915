"""What whoever sits here prefers, whatever the dossier. Read before the first screen: nothing heavy is imported here."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import asdict

from evaluator import resources
from evaluator.ui.choix_rapport import ChoixRapport

_GENRES: dict[str, type] = {"prevenu": bool, "scores_visibles": bool, "theme": str, "auteur": str}


class Preferences(Struct):
    """`prevenu`: the first screen was read. `rapport`: what was last written, whatever the dossier."""

    prevenu: bool = False
    scores_visibles: bool = True
    theme: str | None = None
    auteur: str | None = None  # « Nom, fonction, organisme »
    rapport: ChoixRapport = field(default_factory=ChoixRapport)


def chemin_preferences() -> Path:
    return resources.dossier_etat() / "preferences.json"


def lire_preferences() -> Preferences:
    """What was left there; the defaults where nothing is, or nothing that can be read. Never raises."""
    preferences = Preferences()
    with suppress(OSError, ValueError, RecursionError):
        lu = json.loads(chemin_preferences().read_bytes())
        if isinstance(lu, dict):
            for nom, genre in _GENRES.items():
                if type(valeur := lu.get(nom)) is genre:
                    setattr(preferences, nom, valeur)
            preferences.rapport = _rapport(lu.get("rapport"))
    return preferences


def _rapport(lu: object) -> ChoixRapport:
    match lu:
        case {"modele": str(modele), "formats": [*formats], "sortie": str() | None as sortie} if all(
            isinstance(nom, str) for nom in formats
        ):
            return ChoixRapport(modele, tuple(formats), None if sortie is None else Path(sortie))
    return ChoixRapport()


def garder_preferences(preferences: Preferences) -> bool:
    rapport = preferences.rapport
    choix = {"modele": rapport.modele, "formats": rapport.formats, "sortie": rapport.sortie and str(rapport.sortie)}
    return deposer(chemin_preferences(), json.dumps({**asdict(preferences), "rapport": choix}, ensure_ascii=False))


def deposer(chemin: Path, texte: str) -> bool:
    """Leave `texte` there, whole or not at all. False where the system refuses: nothing depends on it."""
    try:
        chemin.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd, provisoire = tempfile.mkstemp(dir=chemin.parent, suffix=".tmp")
        try:
            with os.fdopen(fd, "w", encoding="utf-8") as flux:
                flux.write(texte)
            os.replace(provisoire, chemin)
        except BaseException:
            with suppress(OSError):
                os.unlink(provisoire)
            raise
    except (OSError, ValueError):
        return False
    return True
