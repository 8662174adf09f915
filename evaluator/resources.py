"""Where the shipped YAML and templates are: first in the user's own folder (local overlay), then in the program."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from evaluator.errors import Unreadable

QUESTIONNAIRES = "questionnaires"
MODELES = "report_templates"


def dossier_local() -> Path | None:
    """The user's own folder: `AGLS_LOCAL`, else the platform's configuration folder, where it exists."""
    if choisi := os.environ.get("AGLS_LOCAL"):
        return Path(choisi)
    if sys.platform == "win32":
        racine = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        racine = Path.home() / "Library" / "Application Support"
    else:
        racine = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    dossier = racine / "agls"
    return dossier if os.path.isdir(dossier) else None  # `Path.is_dir` raises where its parent may not be entered


def dossier_etat() -> Path:
    """Where this machine keeps what one sitting leaves for the next: in the user's own folder, else in the platform's. It
    may not exist yet."""
    if choisi := os.environ.get("AGLS_LOCAL"):
        return Path(choisi) / "etat"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "agls" / "etat"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "agls" / "etat"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "agls"


def dossier_livre(nom: str) -> Path:
    """The shipped folder `nom`: inside the installed package, or at the top of a checkout."""
    paquet = Path(__file__).resolve().parent
    for candidat in (paquet / "livre" / nom, paquet.parent / nom):
        if candidat.is_dir():
            return candidat
    raise Unreadable(f"le dossier « {nom} » livré avec le programme est introuvable : réinstallez AGLS Évaluateur")


def dossiers(nom: str) -> list[Path]:
    """The folders `nom` to look in, the local one first."""
    local = dossier_local()
    trouves = [local / nom] if local and (local / nom).is_dir() else []
    return [*trouves, dossier_livre(nom)]


def trouver(nom: str, relatif: str) -> Path:
    """The first existing `relatif` in the folders `nom`; it may not leave them. Raises `Unreadable`."""
    for racine in dossiers(nom):
        with suppress(ValueError):  # a null character: no file has such a name
            chemin = (racine / relatif).resolve()
            if chemin.is_relative_to(racine.resolve()) and chemin.exists():
                return chemin
    raise Unreadable(f"« {relatif} » est introuvable dans {' ni dans '.join(str(d) for d in dossiers(nom))}")
