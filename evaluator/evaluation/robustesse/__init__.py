"""Would other weights, or the default of a local parameter, give another opinion? (`model.md` §5)"""

from evaluator.evaluation.robustesse.bascule import Bascule
from evaluator.evaluation.robustesse.effets import EffetParametre
from evaluator.evaluation.robustesse.verdict import MARGE, Robustesse, examiner

__all__ = ["MARGE", "Bascule", "EffetParametre", "Robustesse", "examiner"]
