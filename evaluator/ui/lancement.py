"""How the command line opens the interface."""

from __future__ import annotations

import contextlib
import gc
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluator.dossier.auteur import Auteur
    from evaluator.questionnaire.models import Volet


def lancer(chemin: Path | None, volet: Volet | None = None, *, auteur: Auteur) -> None:
    """Run until the user quits. `chemin`: a dossier, a folder, or None for the current folder."""
    gc.disable()  # nothing made while starting is garbage, and looking for it takes a tenth of the time: `AglsApp` resumes
    from evaluator.ui.app import AglsApp
    from evaluator.ui.raccroche import finir_avec_le_terminal

    for flux in (sys.__stdout__, sys.__stderr__):  # Textual draws on the first under Windows, on the second elsewhere
        if isinstance(flux, io.TextIOWrapper):
            with contextlib.suppress(ValueError, OSError):
                flux.reconfigure(encoding="utf-8", errors="replace")
    finir_avec_le_terminal()
    AglsApp(chemin, volet, auteur=auteur).run()
