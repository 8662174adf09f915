"""The weight of one axis, alone, at which the opinion changes: found in closed form, then checked by evaluating again."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import AvisRendu, Evaluation
from evaluator.evaluation.scores import Scores
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.grille import AVIS
from evaluator.questionnaire.load import Referentiel

PRES = Fraction(1, 10**6)  # how far past a threshold the opinion is read, as a share of the weight
FIN = 1000  # beyond so many times the sum of the weights, the axis is alone
PRECISION = Fraction(1, 1000)  # of a weight that no threshold of a score explains, as a share of the weight

Enfants = list[tuple[str, Fraction, d.Nombre]]  # axis, weight in the mean, score


class Bascule(Struct, frozen=True):
    """The weight of `axe`, alone, at which the opinion becomes `avis`; `ecart` is its relative change (0.4: +40 %)."""

    axe: str
    poids: Fraction
    poids_bascule: Fraction
    ecart: Fraction
    avis: AvisRendu


def avec_poids(referentiel: Referentiel, poids: Mapping[str, Fraction]) -> Referentiel:
    """The same, with other weights of the axes."""
    grille = referentiel.grille
    lue = replace(grille.lue, poids_axes={**grille.lue.poids_axes, **poids})
    return replace(referentiel, grille=replace(grille, lue=lue))


def bascules(referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation, tous: Scores) -> tuple[Bascule, ...]:
    """For each axis that weighs, its nearest weight (≥ 0) at which the opinion changes; the smallest change first."""
    if evaluation.modulation.avis not in AVIS:
        return ()
    poids = referentiel.grille.lue.poids_axes
    trouvees = []
    for axe in (a.id for a in referentiel.questionnaire.lu.axes):
        w = poids.get(axe, Fraction(0))
        autres = sum(poids.values(), Fraction(0)) - w
        if w <= 0 or autres <= 0:
            continue

        def opinion(t: Fraction, axe: str = axe) -> AvisRendu:
            return evaluer(avec_poids(referentiel, {axe: t}), reponses).modulation.avis

        points = sorted(set(_critiques(referentiel, tous, evaluation.modulation.avis, axe, w)))
        loin = max([FIN * (w + autres), *(2 * p for p in points)])
        sens = [_premiere(opinion, evaluation.modulation.avis, w, cote, fin) for cote, fin in (
            ([p for p in reversed(points) if p < w], Fraction(0)), ([p for p in points if p > w], loin))]  # fmt: skip
        if trouves := [s for s in sens if s is not None]:
            seuil, mot = min(trouves, key=lambda s: abs(s[0] - w))
            trouvees.append(Bascule(axe, w, seuil, (seuil - w) / w, mot))
    return tuple(sorted(trouvees, key=lambda b: abs(b.ecart)))


def _premiere(
    opinion: Callable[[Fraction], AvisRendu], avis: AvisRendu, w: Fraction, points: Iterable[Fraction], fin: Fraction
) -> tuple[Fraction, AvisRendu] | None:
    """The first weight, on the way from `w` to `fin`, at which the opinion is no longer `avis`.

    `points` are those where a score crosses a threshold. The opinion may also hang on a share of weight that is no score
    (completeness, *sans objet*): it is then searched for between the two nearest points, to a thousandth.
    """
    arrets = [*points, fin]
    bon = w
    for point, suivant in itertools.pairwise(arrets):
        pas = min(w * PRES, abs(suivant - point) / 3, abs(point - bon) / 3) * (1 if fin > w else -1)
        apres = point + pas
        if not pas:  # the end itself, read below
            continue
        if (mot := opinion(apres)) == avis:
            bon = apres
            continue
        avant = point - pas
        return (point, mot) if opinion(avant) == avis else _chercher(opinion, avis, bon, avant, w)
    return None if opinion(fin) == avis else _chercher(opinion, avis, bon, fin, w)


def _chercher(
    opinion: Callable[[Fraction], AvisRendu], avis: AvisRendu, bon: Fraction, autre: Fraction, w: Fraction
) -> tuple[Fraction, AvisRendu]:
    """Halving between a weight that keeps the opinion and one that does not."""
    mot = opinion(autre)
    while abs(autre - bon) > max(w, bon) * PRECISION:
        milieu = (bon + autre) / 2
        if (lu := opinion(milieu)) == avis:
            bon = milieu
        else:
            autre, mot = milieu, lu
    return autre, mot


def _critiques(referentiel: Referentiel, tous: Scores, avis: AvisRendu, axe: str, w: Fraction) -> Iterator[Fraction]:
    """The weights of `axe` at which the global score leaves the band of `avis`, or a dimension crosses a floor.

    A capped word stands below the score's own: only the lower end of its band can then be crossed to any effect.
    """
    q, grille = referentiel.questionnaire, referentiel.grille
    globale = [(nom, grille.poids_axe(nom), noeud.score) for nom, noeud in tous.axes.items()]
    for bande in grille.lue.avis:
        if bande.avis == avis:
            yield from _passages(globale, bande.de, axe, w)
            yield from _passages(globale, bande.a, axe, w)
    for plancher in grille.lue.planchers:
        siennes = [n for n in q.notations if n.dimension == plancher.element]
        feuilles = [(q.indicateurs[n.indicateur].lu.axe, tous.poids[n.id], tous.notations[n.id].score) for n in siennes]
        yield from _passages(feuilles, plancher.minimum, axe, w)


def _passages(enfants: Enfants, seuil: Fraction, axe: str, w: Fraction) -> Iterator[Fraction]:
    """The weights t ≥ 0 of `axe` (now `w`) at which an end of this weighted mean is `seuil`.

    Mean = threshold where Σ weight × (score − threshold) = 0; that of `axe` is in proportion to t, the rest does not move.
    An optional child counts only on the side that moves the mean outward.
    """
    for haut in (False, True):
        dedans = dehors = Fraction(0)
        for nom, poids, n in enfants:
            if not n.present:
                continue
            ecart = poids * (Fraction(n.haut if haut else n.bas) - seuil)
            if n.absent:
                ecart = max(ecart, Fraction(0)) if haut else min(ecart, Fraction(0))
            dedans, dehors = (dedans + ecart, dehors) if nom == axe else (dedans, dehors + ecart)
        if dedans and (t := -w * dehors / dedans) >= 0 and t != w:
            yield t
