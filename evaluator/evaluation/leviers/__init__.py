"""Levers: the smallest sets of changes that a residence can make, and what each would be worth (`model.md` §5)."""

from evaluator.evaluation.leviers.cadre import FORFAIT_FIXE
from evaluator.evaluation.leviers.recherche import BUDGET, Changement, Levier, Leviers, appliquer, chercher

__all__ = ["BUDGET", "FORFAIT_FIXE", "Changement", "Levier", "Leviers", "appliquer", "chercher"]
