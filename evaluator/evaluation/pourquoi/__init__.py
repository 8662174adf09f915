"""Why: each figure in plain French, from the amount down to the answers, and as numbered steps to recompute by hand."""

from evaluator.evaluation.pourquoi.arbre import element, elements, expliquer
from evaluator.evaluation.pourquoi.pas import EtapeNumerotee, Pas, annexe

__all__ = ["EtapeNumerotee", "Pas", "annexe", "element", "elements", "expliquer"]
