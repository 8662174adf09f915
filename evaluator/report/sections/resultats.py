"""Results (A0): what the circulaire calls impact. Asked and shown, not scored by default."""

from __future__ import annotations

from evaluator.report.sections.reponses import RESULTATS, reponse
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc


def resultats(sujet: Sujet) -> Bloc:
    """The questions that cite A0, in their order; those that do not apply are left out."""
    lues: list[Affichable] = []
    for question in sujet.dossier.questions(sujet.evaluation.volet):
        resultat = sujet.resultat(question.id)
        if RESULTATS in question.clauses and resultat and resultat.etat != "masquee":
            lues.append(reponse(sujet, question))
    return {"clause": sujet.clause(RESULTATS), "reponses": lues}
