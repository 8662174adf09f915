"""From answers to scores: questions, indicators, axes, dimensions and the global score, each an interval (`model.md` §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from evaluator.dossier.reponses import Reponse
from evaluator.evaluation import traces
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.noeuds import Noeud, encadrement, est_connue, option_retenue, vue
from evaluator.evaluation.preparation import DIMENSIONS, Branche
from evaluator.questionnaire.compile import nom_score
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.models import Dimension
from evaluator.questionnaire.notation import NotationCompilee

ZERO = Fraction(0)
UN = Fraction(1)
ZERO_FIXE = d.nombre(0)
_UN_FIXE = d.nombre(1)
_ZERO_OU_UN = d.Nombre(ZERO, UN)


@dataclass(frozen=True)
class Scores:
    """All scores of an evaluation, by id; `poids` are nominal weights in the global score, and add up to 1."""

    notations: Mapping[str, Noeud]
    indicateurs: Mapping[str, Noeud]
    axes: Mapping[str, Noeud]
    dimensions: Mapping[Dimension, Noeud]
    globale: Noeud
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
        touchees = {n.id for n in renotees}
        indicateurs = {b.id: moyenne.ou(avant.indicateurs[b.id], b, notations, touchees) for b in plan.indicateurs}
        dimensions = {
            dim: moyenne.ou(avant.dimensions[dim], b, notations, touchees)
            for dim, b in zip(DIMENSIONS, plan.dimensions, strict=True)
        }
        touches = {b.id for b in plan.indicateurs if not b.noms.isdisjoint(touchees)}
        axes = {b.id: moyenne.ou(avant.axes[b.id], b, indicateurs, touches) for b in plan.axes}
        globale = moyenne.ou(avant.globale, plan.globale, axes, {b.id for b in plan.axes if not b.noms.isdisjoint(touches)})
    return Scores(notations, indicateurs, axes, dimensions, globale, plan.poids)


class _Moyenne:
    """Weighted means of the scores of a context."""

    def __init__(self, contexte: Contexte) -> None:
        self.contexte = contexte

    def __call__(self, branche: Branche, noeuds: Mapping[str, Noeud]) -> Noeud:
        enfants = [noeuds[nom] for _, _, nom in branche.enfants]
        score = d.moyenne_ponderee([(part, e.score) for part, e in zip(branche.parts, enfants, strict=True)])
        return Noeud(score, partial(traces.moyenne, branche, enfants, self.contexte, score))

    def ou(self, ancienne: Noeud, branche: Branche, noeuds: Mapping[str, Noeud], touches: set[str]) -> Noeud:
        """`ancienne` where no child is one of `touches`."""
        return ancienne if branche.noms.isdisjoint(touches) else self(branche, noeuds)


def par_indicateur(contexte: Contexte) -> dict[str, list[NotationCompilee]]:
    """The scored readings by indicator, in the order of the questionnaire's indicators."""
    return contexte.plan.trame.par_indicateur


def poids_nominaux(contexte: Contexte) -> dict[str, Fraction]:
    """Share of axis × share in axis × share in indicator, for each scored reading."""
    return contexte.plan.poids


# — one scored reading ——————————————————————————————————————————————————————————————————————————————————————


def _noter(n: NotationCompilee, contexte: Contexte) -> Noeud:
    score = _score(n, contexte)
    return Noeud(score, partial(traces.notation, n, contexte, score))


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


# — completeness ————————————————————————————————————————————————————————————————————————————————————————————


def completude(contexte: Contexte, notations: Sequence[NotationCompilee]) -> Fraction:
    """Answered nominal weight, over that of all these scored readings but *sans objet* and masked-out.

    A masked question that counts 0 is answered; a pending one is below the line, and above it if it holds a value.
    """
    parts, etats = contexte.plan.parts, contexte.etats
    haut = bas = 0
    for n in notations:
        etat = etats[n.question]
        if etat == "sans_objet" or (etat == "masquee" and masquee_dehors(n, contexte)):
            continue
        bas += parts[n.id]
        if etat in ("renseignee", "masquee") or (
            etat == "en_attente" and contexte.reponses[n.question].etat == "renseignee"
        ):
            haut += parts[n.id]
    if bas:
        return Fraction(haut, bas)
    return UN if notations and all(contexte.etats[n.question] == "sans_objet" for n in notations) else ZERO


def masquee_dehors(n: NotationCompilee, contexte: Contexte) -> bool:
    """Masked, and out of every mean."""
    question = contexte.questionnaire.questions[n.question]
    return contexte.etats[n.question] == "masquee" and question.masquee_compte != "zero"


def part_sans_objet(contexte: Contexte) -> tuple[Fraction, d.Nombre]:
    """Share of *sans objet*, in nominal weight, over all but masked-out: as it stands, and its bounds."""
    parts, etats = contexte.plan.parts, contexte.etats
    haut = bas = repondu = inconnu = 0
    termes: list[tuple[int, d.Nombre]] = []
    for n in contexte.questionnaire.notations:
        etat = etats[n.question]
        if etat == "renseignee":  # nearly all: 0 for certain, one term for all
            repondu += parts[n.id]
            continue
        if etat == "masquee" and masquee_dehors(n, contexte):
            continue
        question = contexte.questionnaire.questions[n.question]
        bas += parts[n.id]
        haut += parts[n.id] if etat == "sans_objet" else 0
        donne = contexte.reponses[n.question].etat
        possible = donne in ("ne_sait_pas", "non_renseignee") and question.sans_objet != "refuse" and etat != "masquee"
        sur = donne == "sans_objet" and etat != "masquee"
        if possible and etat != "en_attente":  # the same for all of these
            inconnu += parts[n.id]
            continue
        terme = _UN_FIXE if sur else _ZERO_OU_UN if possible else ZERO_FIXE
        if etat == "en_attente":
            terme = (d.Nombre(d.ZERO, terme.haut) if question.masquee_compte == "zero"
                     else d.Nombre(terme.bas, terme.haut, True, True))  # fmt: skip
        termes.append((parts[n.id], terme))
    bas += repondu
    bornes = d.moyenne_ponderee([(repondu, ZERO_FIXE), (inconnu, _ZERO_OU_UN), *termes])
    return (Fraction(haut, bas) if bas else ZERO), bornes if bornes.present else ZERO_FIXE


def part_declarative(contexte: Contexte) -> d.Nombre:
    """Share of the need, in nominal weight, answered on declaration alone or on no source: its bounds."""
    termes: list[tuple[int, d.Nombre]] = []
    for n in contexte.questionnaire.notations:
        etat, reponse = contexte.etats[n.question], contexte.reponses[n.question]
        if n.dimension != "besoin" or etat in ("masquee", "sans_objet") or reponse.etat == "sans_objet":
            continue
        # what is not answered rests on nothing yet, declaration included
        declaree = d.nombre(1 if reponse.etat == "renseignee" and reponse.source in (None, "declaratif") else 0)
        if etat == "en_attente":
            declaree = d.Nombre(declaree.bas, declaree.haut, True, True)
        termes.append((contexte.plan.parts[n.id], declaree))
    part = d.moyenne_ponderee(termes)
    return part if part.present else ZERO_FIXE


__all__ = [
    "Noeud",
    "Scores",
    "completude",
    "encadrement",
    "masquee_dehors",
    "noter",
    "par_indicateur",
    "part_declarative",
    "part_sans_objet",
    "poids_nominaux",
]
