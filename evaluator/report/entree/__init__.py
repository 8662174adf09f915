"""What a report carries so that it can be checked again: the evaluation input of one volet, and its SHA-256.

Never the journal, a note, a piece, an observation, an author, nor anything that is `interne`.
"""

from evaluator.report.entree.comparaison import Difference
from evaluator.report.entree.composition import entree
from evaluator.report.entree.jointe import CLE, MIME, NOM, Jointe
from evaluator.report.entree.lecture import Entree, lire
from evaluator.report.entree.porteurs import PORTEURS, inserer
from evaluator.report.entree.recalcul import recalculer

__all__ = ["CLE", "MIME", "NOM", "PORTEURS", "Difference", "Entree", "Jointe", "entree", "inserer", "lire", "recalculer"]
