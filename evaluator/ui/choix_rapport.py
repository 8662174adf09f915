"""What is asked of a report: its kind, its formats, where it goes. Kept from one report to the next."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from evaluator.dossier.reponses import Volet


@dataclass(frozen=True, slots=True)
class ChoixRapport:
    """`sortie` None: beside the dossier; `jour` None: that of its last event; `volet` None: the one that is open."""

    modele: str = "evaluation"
    formats: tuple[str, ...] = ("html",)
    sortie: Path | None = None
    jour: date | None = None
    volet: Volet | None = None

    def ailleurs(self) -> ChoixRapport:
        """What of it holds for another dossier."""
        return replace(self, jour=None, volet=None)


def completer(texte: str) -> tuple[str, list[str]]:
    """A path of a folder as far as it can be completed, and the folders that it may still lead to, where several."""
    tete, _, debut = texte.rpartition(os.sep)
    racine = Path(tete + os.sep if os.sep in texte else ".").expanduser()
    try:
        noms = sorted(x.name for x in racine.iterdir() if x.is_dir() and x.name.startswith(".") == debut.startswith("."))
    except (OSError, RuntimeError):  # no such folder, no such user
        return texte, []
    trouves = [n for n in noms if n.startswith(debut)] or [n for n in noms if n.casefold().startswith(debut.casefold())]
    if not trouves:
        return texte, []
    devant = texte.removesuffix(debut)
    if len(trouves) == 1:
        return f"{devant}{trouves[0]}{os.sep}", []
    commun = os.path.commonprefix(trouves)  # noqa: RUF071  # characters are meant
    return devant + (commun if len(commun) > len(debut) else debut), trouves
