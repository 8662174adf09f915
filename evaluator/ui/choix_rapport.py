"""What is asked of a report: its kind, its formats, where it goes. Kept from one report to the next."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from evaluator.questionnaire.models import Volet


class ChoixRapport(Struct, frozen=True):
    """`sortie` None: beside the dossier; `jour` None: that of its last event; `volet` None: the one that is open."""

    modele: str = "evaluation"
    formats: tuple[str, ...] = ("html",)
    sortie: Path | None = None
    jour: date | None = None
    volet: Volet | None = None

    def ailleurs(self) -> ChoixRapport:
        """What of it holds for another dossier."""
        return replace(self, jour=None, volet=None)
