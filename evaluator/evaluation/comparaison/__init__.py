"""The price of each disagreement between the two volets, reconciled with the total gap (`model.md` §5)."""

from evaluator.evaluation.comparaison.prix import (
    Comparaison,
    Desaccord,
    Interaction,
    Prix,
    bouts,
    comparer,
    ecart,
    regrouper,
    somme,
)

__all__ = ["Comparaison", "Desaccord", "Interaction", "Prix", "bouts", "comparer", "ecart", "regrouper", "somme"]
