"""Is a dossier file sound? Its chain, its frozen copies, and every answer against the questionnaire it was given under."""

from __future__ import annotations

from pathlib import Path

from evaluator.dossier.dossier import Dossier
from evaluator.errors import FaultyInput, Faute


def verifier(chemin: Path) -> list[Faute]:
    """Every fault of the file, an incomplete last line included; empty when it is sound. Raises `Unreadable`.

    The chain shows accidents and partial edits. It is no signature: whoever rewrites it whole passes.
    """
    try:
        dossier = Dossier.ouvrir(chemin)
    except FaultyInput as erreur:
        return list(erreur.fautes)
    return [*dossier.fautes, *(Faute(annonce, chemin.name) for annonce in dossier.annonces)]
