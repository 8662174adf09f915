"""The indicators of annex I: a named value with its unit, the distributions behind it, and its score where it has one."""

from __future__ import annotations

from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.result import Encadrement, ResultatIndicateur
from evaluator.evaluation.scores import Scores, encadrement
from evaluator.questionnaire.formula import bounds


def relever(contexte: Contexte, scores: Scores) -> tuple[ResultatIndicateur, ...]:
    """All indicators, in the order of the circulaire."""
    resultats = []
    for nom, indicateur in contexte.questionnaire.indicateurs.items():
        valeur = None
        if indicateur.valeur is not None:
            brute = bounds.number(indicateur.valeur, contexte)
            valeur = Encadrement(brute.bas, brute.haut, absent=not brute.present)
            if brute.absent and brute.present:  # it may not apply: nothing is certain
                valeur = Encadrement(brute.bas, float("inf"))
        details = {
            question: reponse.valeur
            for question in indicateur.lu.details
            if contexte.etats[question] == "renseignee" and (reponse := contexte.reponses[question]).valeur is not None
        }
        noeud = scores.indicateurs.get(nom)
        resultats.append(
            ResultatIndicateur(
                nom, indicateur.lu.axe, indicateur.lu.libelle, indicateur.lu.clauses, indicateur.lu.affichage,
                indicateur.lu.unite, valeur, details, encadrement(noeud.score) if noeud else None,
            )
        )  # fmt: skip
    return tuple(resultats)
