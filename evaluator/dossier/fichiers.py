"""Which dossiers are meant by what was written on a command line."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

from evaluator.errors import Unreadable

EXTENSION = ".agls"


def etendre(chemins: Sequence[Path]) -> list[Path]:
    """Each as it is; the dossiers of a folder, by name; `*.agls` where the shell left it as it is. Raises `Unreadable`."""
    trouves: list[Path] = []
    for chemin in chemins:
        if chemin.is_dir():
            lus = sorted(f for f in chemin.iterdir() if f.suffix == EXTENSION and f.is_file())
            if not lus:
                raise Unreadable(f"« {chemin} » ne contient aucun fichier {EXTENSION}")
        elif glob.has_magic(str(chemin)) and not chemin.exists():
            lus = sorted(Path(f) for f in glob.glob(str(chemin)))
            if not lus:
                raise Unreadable(f"aucun dossier ne répond à « {chemin} »")
        else:
            lus = [chemin]
        trouves += lus
    return trouves
