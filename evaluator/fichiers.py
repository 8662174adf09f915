"""Reading a file that someone else may have put there: a bounded number of bytes, and never something that is no file."""

from __future__ import annotations

import stat
from pathlib import Path

from evaluator.errors import Unreadable, cause

_A_SOI = ("/", "dev")  # /dev/stdin, /dev/fd/63: what a command line hands over, not what lies in a folder


def lire_borne(chemin: Path, taille_max: int) -> bytes:
    """The bytes of a file, or its first `taille_max` + 1: whoever asks then says that it is too large.

    Raises `Unreadable`, also for a pipe, which would be waited on for ever.
    """
    try:
        mode = chemin.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or chemin.parts[:2] == _A_SOI):
            raise Unreadable(f"{chemin} : ce n’est pas un fichier")
        with chemin.open("rb") as flux:
            return flux.read(taille_max + 1)
    except OSError as erreur:
        raise Unreadable(f"{chemin} : lecture impossible ({cause(erreur)})") from None
    except ValueError:  # a null character in the name
        raise Unreadable("ce nom de fichier n’est pas valable") from None
