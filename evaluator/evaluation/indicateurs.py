"""The indicators of annex I: a named value with its unit, the distributions behind it, and its score where it has one."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.reprise import refaire
from evaluator.evaluation.result import Encadrement, ResultatIndicateur
from evaluator.evaluation.scores import Scores, encadrement
from evaluator.questionnaire.compile import IndicateurCompile
from evaluator.questionnaire.formula import bounds


def relever(
    contexte: Contexte, scores: Scores, avant: Sequence[ResultatIndicateur] | None = None
) -> list[ResultatIndicateur]:
    """All indicators, in the order of the circulaire; `avant`: those of the context that this one started from."""
    trame = contexte.plan.trame

    def relever_un(rang: int) -> ResultatIndicateur:
        nom, indicateur = trame.indicateurs[rang]
        noeud = scores.indicateurs.get(nom)
        return _resultat(contexte, nom, indicateur, encadrement(noeud.score) if noeud else None)

    return refaire(avant, trame.lectures_indicateurs, contexte.changes, relever_un)


def _resultat(contexte: Contexte, nom: str, indicateur: IndicateurCompile, score: Encadrement | None) -> ResultatIndicateur:
    lu = indicateur.lu
    valeur = None
    if indicateur.valeur is not None:
        brute = bounds.number(indicateur.valeur, contexte)
        valeur = Encadrement(brute.bas, brute.haut, absent=not brute.present)
        if brute.absent and brute.present:  # it may not apply: nothing is certain
            valeur = Encadrement(brute.bas, float("inf"))
    details = {
        question: reponse.valeur
        for question in lu.details
        if contexte.etats[question] == "renseignee" and (reponse := contexte.reponses[question]).valeur is not None
    }
    return ResultatIndicateur(nom, lu.axe, lu.libelle, lu.clauses, lu.affichage, lu.unite, valeur, details, score)
