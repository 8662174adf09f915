"""What is missing, ranked by what knowing it would narrow; and what can no longer change anything."""

from evaluator.evaluation.manque.classement import CeQuiManque, Manque, classer, sans_valeur

__all__ = ["CeQuiManque", "Manque", "classer", "sans_valeur"]
