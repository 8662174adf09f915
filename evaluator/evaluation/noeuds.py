"""A score of the tree, and what is read to make one."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from evaluator.dossier.reponses import Reponse
from evaluator.evaluation.contexte import Contexte, Vue
from evaluator.evaluation.differe import Differe
from evaluator.evaluation.result import Encadrement, Etape
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.notation import NotationCompilee


class Noeud(Struct, frozen=True):
    """A score of the tree, as bounds that also say whether it may not apply."""

    score: d.Nombre
    tracer: Differe[Etape]

    @property
    def trace(self) -> Etape:
        """What it is made of, built when it is first read."""
        return self.tracer()


def encadrement(n: d.Nombre) -> Encadrement:
    """What is shown: an element that may not apply says nothing for certain, so its interval is [0; 1]."""
    if n.absent:
        return Encadrement(d.ZERO, Fraction(1), absent=not n.present)
    return Encadrement(n.bas, n.haut)


def est_connue(reponse: Reponse) -> bool:
    """True where a value was given."""
    return reponse.etat == "renseignee" and reponse.valeur is not None


def vue(n: NotationCompilee, contexte: Contexte) -> Contexte | Vue:
    """What the formula of a reading reads: its own question as if asked for certain."""
    brute = contexte.brute(n.question)
    return contexte if brute is contexte.valeurs[n.question] else Vue(contexte, {n.question: brute})


def option_retenue(n: NotationCompilee, contexte: Contexte) -> str:
    """The key of the points of a known answer: `oui`, `2`, or the id of an option."""
    retenue = contexte.retenue(contexte.questionnaire.questions[n.question], contexte.reponses[n.question])
    return ("oui" if retenue else "non") if isinstance(retenue, bool) else str(retenue)
