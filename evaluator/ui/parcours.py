"""The order in which questions are met: numbers, what is shown, what comes next. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:  # the list of dossiers searches too, before anything is read
    from evaluator.evaluation.result import EtatCalcule, Evaluation
    from evaluator.questionnaire.compile import Questionnaire
    from evaluator.questionnaire.models import Question, Section


class Parcours(Struct, frozen=True, dict=True):
    """The questions of one volet. Numbers (`2.3`) come from the questionnaire: the same in both volets, masked or not."""

    questionnaire: Questionnaire
    questions: tuple[str, ...]
    numeros: dict[str, str]
    rangs: dict[str, int]  # of the section, from 1

    @staticmethod
    def de(questionnaire: Questionnaire, questions: Sequence[Question]) -> Parcours:
        numeros, rangs = {}, {}
        for i, section in enumerate(questionnaire.lu.sections, 1):
            for j, q in enumerate(section.questions, 1):
                numeros[q.id], rangs[q.id] = f"{i}.{j}", i
        return Parcours(questionnaire, tuple(q.id for q in questions), numeros, rangs)

    def question(self, ident: str) -> Question:
        return self.questionnaire.questions[ident]

    def section(self, ident: str) -> Section:
        return self.questionnaire.sections[ident]

    def rang_section(self, ident: str) -> int:
        """From 1."""
        return self.rangs[ident]

    def visibles(self, evaluation: Evaluation) -> list[str]:
        """The flow: what is masked is left out."""
        resultats = evaluation.questions
        return [q for q in self.questions if q not in resultats or resultats[q].etat != "masquee"]

    def voisine(self, visibles: Sequence[str], courante: str, pas: int) -> str | None:
        """The question `pas` further in the flow; from a masked one, its neighbour. None at the end."""
        if courante in visibles:
            rang = visibles.index(courante) + pas
            return visibles[rang] if 0 <= rang < len(visibles) else None
        ici, gardees = self.questions.index(courante), set(visibles)
        suite = self.questions[ici + 1 :] if pas > 0 else reversed(self.questions[:ici])
        return next((q for q in suite if q in gardees), None)

    def partie(self, visibles: Sequence[str], courante: str, pas: int) -> str | None:
        """The first visible question of the next or previous section."""
        rang = self.rang_section(courante)
        suivantes = [q for q in visibles if (self.rang_section(q) - rang) * pas > 0]
        if not suivantes:
            return None
        cible = self.rang_section(suivantes[0] if pas > 0 else suivantes[-1])
        return next(q for q in visibles if self.rang_section(q) == cible)

    def chercher(self, texte: str) -> list[str]:
        """Questions of the volet whose number starts with `texte`, or whose words contain it, accents or not."""
        cherche = nu(texte)
        if not cherche:
            return list(self.questions)
        if cherche[0].isdigit():
            exacts = [q for q in self.questions if self.numeros[q] == cherche]
            debuts = [q for q in self.questions if self.numeros[q].startswith(cherche)]
            if debuts:
                return [*exacts, *(q for q in debuts if q not in exacts)]
        mots = cherche.split()
        return [q for q, plat in self._mots.items() if all(mot in plat for mot in mots)]

    @cached_property
    def _mots(self) -> dict[str, str]:
        """The words of each question in plain letters: made at the first search."""
        toutes = ((ident, self.question(ident)) for ident in self.questions)
        return {i: nu(" ".join((q.libelle, q.etiquette, q.id.replace("_", " "), *q.clauses))) for i, q in toutes}


def etat_de(evaluation: Evaluation, ident: str) -> EtatCalcule:
    resultat = evaluation.questions.get(ident)
    return resultat.etat if resultat else "non_renseignee"


def nu(texte: str) -> str:
    """Lower case, without accents, spaces collapsed: for searching."""
    plat = unicodedata.normalize("NFD", texte.replace("’", "'").casefold())
    return " ".join("".join(c for c in plat if not unicodedata.combining(c)).split())
