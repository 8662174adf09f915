"""The readings of a typed formula: its bounds under missing answers (a known answer is a point), and its trace.

One evaluator serves the *bounds* and the *value* reading: they differ only in what an `Environnement` says of an unknown
(its declared range, or nothing at all) and of `renseigne` on it (undecided, or false).
"""

from __future__ import annotations

from msgspec import Struct

from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.code import est_connu, operandes
from evaluator.questionnaire.formula.compiled import Environnement
from evaluator.questionnaire.formula.tree import Appel, Constante, Jour, Litteral, Noeud
from evaluator.questionnaire.formula.types import Expression


def evaluate(expression: Expression, env: Environnement) -> d.Valeur:
    """Abstract value of `expression`: it holds every outcome that some completion of the unknowns reaches."""
    return expression.code(env, None)


def truth(expression: Expression, env: Environnement) -> d.Verite:
    """Outcomes of a condition as a whole: *sans objet* counts as false."""
    valeur = expression.code(env, None)
    assert isinstance(valeur, int)  # the typing pass made sure
    return d.a_la_racine(valeur)


def number(expression: Expression, env: Environnement) -> d.Nombre:
    """Outcomes of a numeric formula."""
    valeur = expression.code(env, None)
    assert isinstance(valeur, d.Nombre)  # the typing pass made sure
    return valeur


class Trace(Struct, frozen=True):
    """A sub-expression, what it is worth, and what it is made of."""

    texte: str
    valeur: d.Valeur
    enfants: tuple[Trace, ...] = ()
    noeud: Noeud | None = None


def trace(expression: Expression, env: Environnement) -> Trace:
    """Each sub-expression with its value, from the same nodes that gave the result. A chain of one operator is one step."""

    def suivre(n: Noeud) -> Trace:
        dessous = [] if isinstance(n, Appel) and n.fonction in _ENTIERES else operandes(n)
        suivis = tuple(suivre(e) for e in dessous if not isinstance(e, Constante | Litteral | Jour))
        return Trace(expression.source[n.debut : n.fin], expression.lire(n)(env, None), suivis, n)

    return suivre(expression.arbre)


# What these read is a table or a question, not a sub-expression.
_ENTIERES = frozenset({"nombre", "total", "renseigne"})

__all__ = ["Environnement", "Trace", "est_connu", "evaluate", "number", "trace", "truth"]
