"""The indicators of annex I: a named value with its unit, the distributions behind it, and its score where it has one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

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
    lus = contexte.plan.trame.indicateurs
    resultats = refaire(avant, contexte.plan.trame.lectures_indicateurs, contexte.changes,
                        lambda rang: _valeur(contexte, *lus[rang]))  # fmt: skip
    for rang, resultat in enumerate(resultats):
        noeud = scores.indicateurs.get(resultat.id)
        score = encadrement(noeud.score) if noeud else None
        if resultat.score != score:
            resultats[rang] = replace(resultat, score=score)
    return resultats


def _valeur(contexte: Contexte, nom: str, indicateur: IndicateurCompile) -> ResultatIndicateur:
    """An indicator, its score apart."""
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
    return ResultatIndicateur(nom, lu.axe, lu.libelle, lu.clauses, lu.affichage, lu.unite, valeur, details, None)
