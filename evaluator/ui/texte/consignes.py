"""What every free text is told: counts and facts, never a person."""

from __future__ import annotations

SANS_PERSONNE = "Aucun nom de résident, aucune nationalité, aucune situation individuelle."
