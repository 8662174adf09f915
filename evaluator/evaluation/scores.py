"""From answers to scores: questions, indicators, axes, dimensions and the global score, each an interval (`model.md` §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial

from msgspec import Struct

from evaluator.dossier.reponses import Reponse
from evaluator.evaluation import traces
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.differe import Differe
from evaluator.evaluation.noeuds import Noeud, encadrement, est_connue, option_retenue, vue
from evaluator.evaluation.preparation import DIMENSIONS, Branche
from evaluator.evaluation.sommes import Sommes
from evaluator.questionnaire.compile import nom_score
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.models import Dimension
from evaluator.questionnaire.notation import NotationCompilee

ZERO = Fraction(0)
UN = Fraction(1)
ZERO_FIXE = d.nombre(0)


class Moyenne(Noeud, frozen=True, dict=True, eq=False):
    """A weighted mean of `enfants`."""

    branche: Branche
    enfants: Sequence[Noeud]
    reprises: Sommes | None = None  # those of another mean, brought up to date

    @cached_property
    def sommes(self) -> Sommes:
        """Made the first time that a child changes."""
        return self.reprises or Sommes.de((p, e.score) for p, e in zip(self.branche.parts, self.enfants, strict=True))


class Scores(Struct, frozen=True):
    """All scores of an evaluation, by id; `poids` are nominal weights in the global score, and add up to 1."""

    notations: Mapping[str, Noeud]
    indicateurs: Mapping[str, Moyenne]
    axes: Mapping[str, Moyenne]
    dimensions: Mapping[Dimension, Moyenne]
    globale: Moyenne
    poids: Mapping[str, Fraction]

    def noms(self) -> dict[str, d.Valeur]:
        """The `score_…` names that vigilances and conditions of derogation read."""
        noms: dict[str, d.Valeur] = {"score_global": self.globale.score}
        for groupe in (self.indicateurs, self.axes, self.dimensions):
            noms |= {nom_score(nom): noeud.score for nom, noeud in groupe.items()}
        return noms


def noter(contexte: Contexte, avant: Scores | None = None) -> Scores:
    """Score everything that the questionnaire scores; `avant`: the scores of the context that this one started from."""
    q, plan = contexte.questionnaire, contexte.plan
    moyenne = _Moyenne(contexte)
    if avant is None or contexte.changes is None:
        notations = {n.id: _noter(n, contexte) for n in q.notations}
        indicateurs = {b.id: moyenne(b, notations) for b in plan.indicateurs}
        axes = {b.id: moyenne(b, indicateurs) for b in plan.axes}
        globale = moyenne(plan.globale, axes)
        dimensions = {dim: moyenne(b, notations) for dim, b in zip(DIMENSIONS, plan.dimensions, strict=True)}
    else:
        renotees = [q.notations[rang] for rang in plan.trame.lectures_notations.touches(contexte.changes)]
        notations = {**avant.notations, **{n.id: _noter(n, contexte) for n in renotees}}
        touchees, touches = {n.id for n in renotees}, {n.indicateur for n in renotees}
        siens = (b for b in plan.indicateurs if b.id in touches)
        indicateurs = {
            **avant.indicateurs, **{b.id: moyenne.ou(avant.indicateurs[b.id], b, notations, touchees) for b in siens}
        }  # fmt: skip
        dimensions = {
            dim: moyenne.ou(avant.dimensions[dim], b, notations, touchees)
            for dim, b in zip(DIMENSIONS, plan.dimensions, strict=True)
        }
        axes = {b.id: moyenne.ou(avant.axes[b.id], b, indicateurs, touches) for b in plan.axes}
        globale = moyenne.ou(avant.globale, plan.globale, axes, {b.id for b in plan.axes if not b.noms.isdisjoint(touches)})
    return Scores(notations, indicateurs, axes, dimensions, globale, plan.poids)


class _Moyenne:
    """Weighted means of the scores of a context."""

    def __init__(self, contexte: Contexte) -> None:
        self.contexte = contexte

    def __call__(self, branche: Branche, noeuds: Mapping[str, Noeud]) -> Moyenne:
        enfants = [noeuds[nom] for _, _, nom in branche.enfants]
        score = d.moyenne_ponderee([(part, e.score) for part, e in zip(branche.parts, enfants, strict=True)])
        return self._noeud(branche, enfants, score)

    def ou(self, ancienne: Moyenne, branche: Branche, noeuds: Mapping[str, Noeud], touches: set[str]) -> Moyenne:
        """`ancienne` where no child is one of `touches`, else brought up to date from it."""
        siens = branche.noms & touches
        if not siens:
            return ancienne
        rangs = [branche.rangs[nom] for nom in siens]
        enfants = list(ancienne.enfants)
        otes = [(branche.parts[rang], enfants[rang].score) for rang in rangs]
        for rang, nom in zip(rangs, siens, strict=True):
            enfants[rang] = noeuds[nom]
        sommes = ancienne.sommes.remplacer(otes, [(branche.parts[rang], enfants[rang].score) for rang in rangs])
        return self._noeud(branche, enfants, sommes.moyenne(), sommes)

    def _noeud(self, branche: Branche, enfants: list[Noeud], score: d.Nombre, sommes: Sommes | None = None) -> Moyenne:
        trace = Differe(partial(traces.moyenne, branche, enfants, self.contexte, score))
        return Moyenne(score, trace, branche, enfants, sommes)


def par_indicateur(contexte: Contexte) -> dict[str, list[NotationCompilee]]:
    """The scored readings by indicator, in the order of the questionnaire's indicators."""
    return contexte.plan.trame.par_indicateur


def poids_nominaux(contexte: Contexte) -> dict[str, Fraction]:
    """Share of axis × share in axis × share in indicator, for each scored reading."""
    return contexte.plan.poids


# — one scored reading ——————————————————————————————————————————————————————————————————————————————————————


def _noter(n: NotationCompilee, contexte: Contexte) -> Noeud:
    score = _score(n, contexte)
    return Noeud(score, Differe(partial(traces.notation, n, contexte, score)))


def _score(n: NotationCompilee, contexte: Contexte) -> d.Nombre:
    etat = contexte.etats[n.question]
    zero = contexte.questionnaire.questions[n.question].masquee_compte == "zero"
    if etat == "masquee":
        return ZERO_FIXE if zero else d.ABSENT
    score = _interieur(n, contexte)
    if etat == "en_attente":
        return d.enveloppe(score, ZERO_FIXE) if zero else d.Nombre(score.bas, score.haut, score.present, True)
    return score


def _interieur(n: NotationCompilee, contexte: Contexte) -> d.Nombre:
    """The score were the question asked for certain."""
    question, reponse = contexte.questionnaire.questions[n.question], contexte.reponses[n.question]
    if reponse.etat == "sans_objet":
        return ZERO_FIXE if contexte.sans_objet_zero else d.ABSENT
    score = _valeur(n, contexte, reponse)
    if est_connue(reponse) or question.sans_objet == "refuse" or not score.present:
        return score
    if contexte.sans_objet_zero:  # it may still be declared sans objet
        return d.enveloppe(score, ZERO_FIXE)
    return d.Nombre(score.bas, score.haut, True, True)


def _valeur(n: NotationCompilee, contexte: Contexte, reponse: Reponse) -> d.Nombre:
    if n.formule is not None:
        assert n.courbe is not None
        valeur = bounds.number(n.formule, vue(n, contexte))
        if not valeur.present:
            return d.ABSENT
        if d.est_point(valeur):
            return d.nombre(n.courbe.en(valeur.bas))
        bas, haut = n.courbe.entre(valeur.bas, valeur.haut)
        return d.Nombre(bas, haut, True, valeur.absent)
    assert n.points is not None
    if n.cible is not None:
        return _multiple(n.points, reponse)
    if est_connue(reponse):
        return d.nombre(n.points[option_retenue(n, contexte)])
    return d.Nombre(min(n.points.values()), max(n.points.values()))


def _multiple(points: Mapping[str, Fraction], reponse: Reponse) -> d.Nombre:
    if est_connue(reponse):
        choisies = reponse.valeur
        assert isinstance(choisies, tuple)
        return d.nombre(min(UN, sum((points[str(c)] for c in choisies), ZERO)))
    return d.Nombre(ZERO, min(UN, sum(points.values(), ZERO)))


# — shares of weight ———————————————————————————————————————————————————————————————————————————————————————————————


def masquee_dehors(n: NotationCompilee, contexte: Contexte) -> bool:
    """Masked, and out of every mean."""
    question = contexte.questionnaire.questions[n.question]
    return contexte.etats[n.question] == "masquee" and question.masquee_compte != "zero"


__all__ = [
    "Moyenne",
    "Noeud",
    "Scores",
    "encadrement",
    "masquee_dehors",
    "noter",
    "par_indicateur",
    "poids_nominaux",
]
