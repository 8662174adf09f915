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
        racine = _donnee(os.environ.get("APPDATA"), "AppData", "Roaming")
    elif sys.platform == "darwin":
        racine = _donnee(None, "Library", "Application Support")
    else:
        racine = _donnee(os.environ.get("XDG_CONFIG_HOME"), ".config")
    # `Path.is_dir` raises where its parent may not be entered
    return racine / "agls" if racine and os.path.isdir(racine / "agls") else None


def dossier_etat() -> Path:
    """Where this machine keeps what one sitting leaves for the next: in the user's own folder, else in the platform's. It
    may not exist yet; nothing can be kept there where the user has no folder at all."""
    if choisi := os.environ.get("AGLS_LOCAL"):
        return Path(choisi) / "etat"
    suite: tuple[str, ...] = ("agls", "etat")
    if sys.platform == "win32":
        racine = _donnee(os.environ.get("LOCALAPPDATA"), "AppData", "Local")
    elif sys.platform == "darwin":
        racine = _donnee(None, "Library", "Application Support")
    else:
        racine, suite = _donnee(os.environ.get("XDG_STATE_HOME"), ".local", "state"), ("agls",)
    return (racine or Path(os.devnull)).joinpath(*suite)


def maison() -> Path | None:
    """The home folder; None for an account that has none (a service, a container)."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def _donnee(nomme: str | None, *sinon: str) -> Path | None:
    """The folder that the environment names, where it is an absolute path (a relative one would follow the current folder);
    else the usual one."""
    if nomme and os.path.isabs(nomme):
        return Path(nomme)
    chez_soi = maison()
    return chez_soi and chez_soi.joinpath(*sinon)


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
