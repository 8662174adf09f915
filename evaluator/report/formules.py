"""A formula in words, with the typography of the report. See `evaluation/enonce.py`."""

from __future__ import annotations

from fractions import Fraction

from evaluator import french
from evaluator.evaluation.pourquoi import enonce
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.scalars import Courbe
from evaluator.report.sujet import Sujet
from evaluator.report.texte import typo


def en_mots(expression: Expression, sujet: Sujet, *, valeurs: bool = False) -> str:
    """`expression` in words. `valeurs`: each name is followed by its value in this dossier, where it has one."""
    return typo(enonce.en_mots(expression, sujet.referentiel, sujet.valeur if valeurs else None))


def courbe_en_mots(courbe: Courbe) -> str:
    """How a number becomes a score, where its unit is not known: `score de 0 pour 0, de 1 pour 0,8`."""
    points = [(p.x, p.y) for p in courbe]
    if [p for point in points for p in point] == [Fraction(n) for n in (0, 0, 1, 1)]:
        return "score égal à ce nombre, 1 au plus"
    dits = [f"de {french.exact(y)} pour {french.exact(x)}" for x, y in points]
    entre = "les deux" if len(points) == 2 else "ces points"
    return f"score {', '.join(dits)}, en ligne droite entre {entre}, sans changement au-delà"
