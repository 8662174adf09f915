"""What one evaluation leaves to the next: everything that reads only what has not changed is not computed again."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from evaluator.dossier.reponses import Reponses, Volet
from evaluator.evaluation.comptes import Comptes
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.result import (
    Evaluation,
    ResultatControle,
    ResultatIndicateur,
    ResultatQuestion,
    ResultatVigilance,
)
from evaluator.evaluation.scores import Scores
from evaluator.questionnaire.bareme import Baremes
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.grille import Grille
from evaluator.questionnaire.load import Referentiel

GARDEES = 4


class Passe(Struct, frozen=True):
    """An evaluation, and the results on the way to it."""

    contexte: Contexte
    scores: Scores
    comptes: Comptes
    noms: Mapping[str, d.Valeur]
    controles: list[ResultatControle | None]
    vigilances: list[ResultatVigilance | None]
    indicateurs: list[ResultatIndicateur]
    questions: Mapping[str, ResultatQuestion]
    evaluation: Evaluation

    def sert(self, questionnaire: Questionnaire, grille: Grille, volet: Volet, sans_objet_zero: bool = False) -> bool:
        """Another evaluation of this kind may start from here."""
        c = self.contexte
        return (
            c.questionnaire is questionnaire
            and c.grille is grille
            and c.reponses.volet == volet
            and c.sans_objet_zero == sans_objet_zero
        )


class Memoire:
    """The last few evaluations made with one referentiel, of one volet or of both.

    An evaluation starts from the one kept whose answers are nearest, and computes again only what reads a name that is not
    worth the same: its result is that of an evaluation without memory. Evaluations that others started from stay longest.
    """

    def __init__(self, referentiel: Referentiel) -> None:
        self.referentiel = referentiel
        self._passes: list[Passe] = []  # the last that served comes first

    def proche(
        self, questionnaire: Questionnaire, grille: Grille, baremes: Baremes, reponses: Reponses, sans_objet_zero: bool
    ) -> Passe | None:
        """The evaluation to start from, if there is one. Raises `ValueError` on another referentiel."""
        r = self.referentiel
        if r.questionnaire is not questionnaire or r.grille is not grille or r.baremes is not baremes:
            raise ValueError("this memory serves another referentiel")
        candidates = [p for p in self._passes if p.sert(questionnaire, grille, reponses.volet, sans_objet_zero)]
        if not candidates:
            return None
        choisie = min(candidates, key=lambda p: len(p.contexte.autres(reponses)))
        self._passes.remove(choisie)
        self._passes.insert(0, choisie)
        return choisie

    def retenir(self, passe: Passe) -> None:
        """Keep an evaluation; beyond four, the one that has not served for longest goes."""
        self._passes.insert(1, passe)
        del self._passes[GARDEES:]
