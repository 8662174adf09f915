"""Which dossiers are meant by what was written on a command line."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

from evaluator.errors import Unreadable

EXTENSION = ".agls"


def etendre(chemins: Sequence[Path]) -> list[Path]:
    """Each as it is; the dossiers of a folder, by name; `*.agls` where the shell left it as it is. Raises `Unreadable`."""
    trouves: list[Path] = []
    for chemin in chemins:
        if os.path.isdir(chemin):  # `Path.is_dir` raises where its parent may not be entered
            lus = sorted(f for f in chemin.iterdir() if f.suffix == EXTENSION and os.path.isfile(f))
            if not lus:
                raise Unreadable(f"« {chemin} » ne contient aucun fichier {EXTENSION}")
        elif glob.has_magic(str(chemin)) and not os.path.lexists(chemin):
            lus = sorted(Path(f) for f in glob.glob(str(chemin)))
            if not lus:
                raise Unreadable(f"aucun dossier ne répond à « {chemin} »")
        else:
            lus = [chemin]
        trouves += lus
    return trouves
