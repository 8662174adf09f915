"""Besoin × réponse: the plane, its figures as text, and the words of the quadrants."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from evaluator import french
from evaluator.evaluation import words
from evaluator.evaluation.quadrants import Plan
from evaluator.evaluation.result import Encadrement
from evaluator.report import mots, svg
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Bloc, typo

LUS = 2  # beyond it, what each quadrant means says nothing of this residence
EFFET = "Ce repère aide à lire ; il ne change ni l’avis ni le montant."


def plan(sujet: Sujet, cote: int = svg.COTE) -> Bloc:
    """The drawing of the plane, the sentence that stands for it, and the quadrants still possible."""
    p = situer(sujet)
    return {
        "svg": svg.plan(_bornes(p.besoin), _bornes(p.reponse), p.seuil_besoin, p.seuil_reponse, cote),
        "absent": p.besoin.absent or p.reponse.absent,
        "lecture": typo(lecture(p)),
        "ou": typo(ou(p)),
        "possibles": [
            {"titre": typo(q.titre), "lecture": typo(q.lecture)} for q in (p.possibles if len(p.possibles) <= LUS else ())
        ],
        "seul": len(p.possibles) == 1,
        "seuils": typo(
            f"Repères : {_repere(p.seuil_besoin)} pour le besoin, {_repere(p.seuil_reponse)} pour la réponse "
            f"({words.LIBELLES_ORIGINE[p.origine]})."
        ),
        "effet": typo(EFFET),
    }


def situer(sujet: Sujet) -> Plan:
    """The plane of the residence; where a scored count is masked, its scores to the tenth, for they would give it back."""
    p = sujet.analyse.plan
    return replace(p, besoin=_au_dixieme(p.besoin), reponse=_au_dixieme(p.reponse)) if sujet.scores_masques else p


def _au_dixieme(e: Encadrement) -> Encadrement:
    """The tenths that hold the interval, one wide at least."""
    bas = Fraction((Fraction(e.min) * 10).__floor__(), 10)
    haut = Fraction((Fraction(e.max) * 10).__ceil__(), 10)
    if bas == haut:
        bas, haut = (bas, haut + Fraction(1, 10)) if haut < 1 else (bas - Fraction(1, 10), haut)
    return replace(e, min=bas, max=haut)


def _repere(seuil: Fraction) -> str:
    return french.nombre(seuil, 2, fixe=True)


def lecture(p: Plan) -> str:
    """Both figures in words: what the drawing shows, for who does not see it."""
    return (
        f"Besoin : {_dit(p.besoin)} ({_cote(p.besoin, p.seuil_besoin, 'peu établi', 'fort')}). "
        f"Réponse : {_dit(p.reponse)} ({_cote(p.reponse, p.seuil_reponse, 'à renforcer', 'forte')})."
    )


def _dit(e: Encadrement) -> str:
    """A score; the tenths it lies between, where that is all that may be printed."""
    if e.absent or any(Fraction(b) * 10 % 1 for b in (e.min, e.max)) or e.min == e.max:
        return mots.score(e)
    return f"de {french.nombre(e.min, 1, fixe=True)} à {french.nombre(e.max, 1, fixe=True)}"


def ou(p: Plan) -> str:
    """Where the residence stands, in one line."""
    if not p.possibles:
        return "Une des deux dimensions ne s’applique pas : la résidence n’a pas de place dans le plan."
    if len(p.possibles) == len(p.quadrants):
        return "La place dans le plan dépend encore des réponses qui manquent."
    titres = [f"« {q.titre} »" for q in p.possibles]
    if len(titres) == 1:
        return f"Place dans le plan : {titres[0]}."
    return f"Place dans le plan, selon les réponses qui manquent : {', '.join(titres[:-1])} ou {titres[-1]}."


def _bornes(e: Encadrement) -> tuple[Fraction, Fraction]:
    return Fraction(e.min), Fraction(e.max)


def _cote(e: Encadrement, seuil: Fraction, bas: str, haut: str) -> str:
    if e.absent:
        return "sans objet"
    if e.min >= seuil:
        return haut
    return bas if e.max < seuil else f"{bas} ou {haut} selon les réponses qui manquent"
