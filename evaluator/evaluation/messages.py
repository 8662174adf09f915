"""Messages of controls and vigilances, with their figures written in French."""

from __future__ import annotations

from datetime import date

from evaluator import french
from evaluator.questionnaire.atelier import Message
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import Nom
from evaluator.questionnaire.formula.types import DATE, Expression
from evaluator.questionnaire.models import QuestionChoix

INCONNUE = "non renseigné"


def rediger(message: Message, env: bounds.Environnement, questionnaire: Questionnaire) -> str:
    """The message with each formula replaced by its value, in the unit of its question."""
    return "".join(m if isinstance(m, str) else _montrer(m, env, questionnaire) for m in message.morceaux)


def _montrer(expression: Expression, env: bounds.Environnement, questionnaire: Questionnaire) -> str:
    valeur = bounds.evaluate(expression, env)
    if isinstance(valeur, int):
        return {d.VRAI: "oui", d.FAUX: "non", d.SANS_OBJET: "sans objet"}.get(valeur, INCONNUE)
    if isinstance(valeur, d.Texte):
        if not valeur.present:
            return "sans objet"
        if valeur.possibles is None or len(valeur.possibles) != 1:
            return INCONNUE
        return _libelle(expression, next(iter(valeur.possibles)), questionnaire)
    if not isinstance(valeur, d.Nombre):
        return INCONNUE
    if not valeur.present:
        return "sans objet"
    if expression.type.genre == DATE:
        connu = valeur.connu
        return french.jour(date.fromordinal(int(connu))) if connu is not None else INCONNUE
    unite = expression.type.unite
    if valeur.bas == valeur.haut:
        return french.mesure(valeur.bas, unite)
    if french.est_infini(valeur.bas) or french.est_infini(valeur.haut):
        return INCONNUE
    return f"entre {french.mesure(valeur.bas, unite)} et {french.mesure(valeur.haut, unite)}"


def _libelle(expression: Expression, option: str, questionnaire: Questionnaire) -> str:
    if isinstance(expression.arbre, Nom):
        question = questionnaire.questions.get(expression.arbre.nom)
        if isinstance(question, QuestionChoix):
            return next((o.libelle for o in question.options if o.id == option), option)
    return option
