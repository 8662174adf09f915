"""Folders and files as a person names them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def court(chemin: Path) -> str:
    """Its whole path, `~` for the user's own folder."""
    entier = chemin.absolute()
    with suppress(RuntimeError, OSError):
        for maison in (Path.home(), Path.home().resolve()):
            if entier.is_relative_to(maison):
                return str(Path("~") / entier.relative_to(maison))
    return str(entier)
