"""Would other weights give another opinion? The exact range of the global score under weights ±25 % (`model.md` §5)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation import scores
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import INCONNU, AvisRendu, Encadrement, Evaluation, Statut
from evaluator.evaluation.robustesse.bascule import Bascule, avec_poids, bascules
from evaluator.evaluation.robustesse.effets import EffetParametre, effets
from evaluator.evaluation.vigilances import plafond_avis
from evaluator.french import INSECABLE as NB
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.grille import AVIS
from evaluator.questionnaire.load import Referentiel

MARGE = Fraction(1, 4)
AXES_MAX = 8  # the verdict looks at each vertex of the box: 2 to the power of the number of axes
_ORDRE: tuple[AvisRendu, ...] = ("irrecevable", *AVIS)
Verdict = Literal["robuste", "fragile"]


class Robustesse(Struct, frozen=True):
    """`verdict` None: there is no opinion to be robust about, and `pourquoi` says why.

    `changements`: what crosses a threshold within the box beside the score, in words (a floor, the completeness).
    """

    verdict: Verdict | None
    axes: Encadrement  # global score when only the weights of the axes move
    tous_poids: Encadrement  # when the weights of axes, indicators and questions all move
    avis_min: AvisRendu  # the lowest and the highest opinion when only the weights of the axes move
    avis_max: AvisRendu
    bascule: Bascule | None
    bascules: tuple[Bascule, ...]  # one per axis at most, the smallest relative change first
    parametres: tuple[EffetParametre, ...]
    pourquoi: str = ""
    changements: tuple[str, ...] = ()
    autres_mots: tuple[str, ...] = ()  # other opinions, in words, when the weights of indicators and questions move too


def etendue(enfants: Sequence[tuple[Fraction, Encadrement, bool]], marge: Fraction = MARGE) -> Encadrement:
    """Exact range of a weighted mean: each (weight, score, optional) with its weight in [w(1 − marge); w(1 + marge)].

    An optional child may also leave the mean, at least one child in all. Nothing in the mean: [0; 1], said absent.
    """
    plage = _etendue([(p, d.Nombre(e.min, e.max, not e.absent, libre)) for p, e, libre in enfants], marge)
    return Encadrement(plage.bas, plage.haut) if plage.present else INCONNU


def _etendue(enfants: Iterable[tuple[Fraction, d.Nombre]], marge: Fraction) -> d.Nombre:
    presents = [(p, n) for p, n in enfants if p > 0 and n.present]
    if not presents:
        return d.ABSENT
    bas = _bout([(Fraction(n.bas), p, n.absent) for p, n in presents], marge)
    haut = -_bout([(-Fraction(n.haut), p, n.absent) for p, n in presents], marge)
    return d.Nombre(bas, haut, True, all(n.absent for _, n in presents))


def _bout(enfants: Iterable[tuple[Fraction, Fraction, bool]], marge: Fraction) -> Fraction:
    """Lowest mean of these (score, weight, optional).

    At the lowest mean, what is below it weighs as much as it can and what is above as little as it can (nothing, if it is
    optional): sorted by score, one cut says it all. Every cut can be reached, so the lowest of them is the answer. The first
    child is always below the cut.
    """
    somme = total = Fraction(0)  # all fixed children at their lightest
    ranges = sorted(enfants)
    for score, poids, libre in ranges:
        if not libre:
            somme += poids * (1 - marge) * score
            total += poids * (1 - marge)
    moyennes = []
    for score, poids, libre in ranges:
        ajout = poids * (1 + marge if libre else 2 * marge)
        somme += ajout * score
        total += ajout
        moyennes.append(somme / total)
    return min(moyennes)


def examiner(referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation) -> Robustesse:
    """Ranges, verdict, weights that flip the opinion, effect of each local parameter.

    The verdict re-evaluates the answers at each vertex of the box of the axis weights. That is enough for all of it: the
    lower end of a score is lowest, and its upper end highest, at a vertex.
    """
    contexte = Contexte(referentiel.questionnaire, referentiel.grille, reponses)
    tous = scores.noter(contexte)
    poids = {axe.id: referentiel.grille.poids_axe(axe.id) for axe in referentiel.questionnaire.lu.axes}
    axes = scores.encadrement(_etendue([(poids[nom], noeud.score) for nom, noeud in tous.axes.items()], MARGE))
    tous_poids = scores.encadrement(_imbriquee(contexte, tous))
    parametres = effets(referentiel, reponses, evaluation)
    m = evaluation.modulation
    # an axis without a score moves too: its weight still counts in the share of sans objet and in the completeness
    mobiles = [nom for nom, p in poids.items() if p > 0]
    if m.avis == "irrecevable" or len(mobiles) > AXES_MAX:
        raison = (f"La demande est irrecevable{NB}: aucun poids n’y change rien." if m.avis == "irrecevable"
                  else f"Plus de {AXES_MAX} axes{NB}: la robustesse de l’avis n’est pas mesurée.")  # fmt: skip
        return Robustesse(None, axes, tous_poids, m.avis_min, m.avis_max, None, (), parametres, raison)
    sommets = [evaluer(avec_poids(referentiel, p), reponses) for p in _sommets(poids, mobiles)]
    toutes = (evaluation, *sommets)
    avis_min = min((e.modulation.avis_min for e in toutes), key=_ORDRE.index)
    avis_max = max((e.modulation.avis_max for e in toutes), key=_ORDRE.index)
    if m.avis == "indetermine":
        raison = f"L’avis est indéterminé{NB}: il n’y a pas encore d’avis dont mesurer la robustesse."
        return Robustesse(None, axes, tous_poids, avis_min, avis_max, None, (), parametres, raison)
    changements = tuple(_changements(referentiel, evaluation, sommets))
    stable = not changements and all(e.modulation.avis == m.avis for e in sommets)
    trouvees = bascules(referentiel, reponses, evaluation, tous)
    return Robustesse(
        "robuste" if stable else "fragile",
        axes,
        tous_poids,
        avis_min,
        avis_max,
        trouvees[0] if trouvees else None,
        trouvees,
        parametres,
        changements=changements,
        autres_mots=tuple(_partout(contexte, evaluation, tous_poids)),
    )


def _partout(contexte: Contexte, evaluation: Evaluation, etendue_: Encadrement) -> Iterator[str]:
    """The other words that the global score reaches when every weight moves, under today's caps."""
    grille, mot = contexte.grille, evaluation.modulation.avis
    plafond = plafond_avis(evaluation.vigilances, contexte, possibles=True)
    for borne in (etendue_.min, etendue_.max):
        autre = grille.avis(Fraction(borne))
        if plafond is not None:
            autre = min(autre, plafond, key=AVIS.index)
        if autre != mot:
            yield grille.libelles_avis[autre]


def _imbriquee(contexte: Contexte, tous: scores.Scores) -> d.Nombre:
    """The global score when every weight moves: each mean is monotone in its children, so ranges nest."""
    grille, q = contexte.grille, contexte.questionnaire
    indicateurs = {
        nom: _etendue([(grille.poids_notation(n.id), tous.notations[n.id].score) for n in siennes], MARGE)
        for nom, siennes in scores.par_indicateur(contexte).items()
    }
    axes = []
    for axe in q.lu.axes:
        siens = [(grille.poids_indicateur(i), n) for i, n in indicateurs.items() if q.indicateurs[i].lu.axe == axe.id]
        axes.append((grille.poids_axe(axe.id), _etendue(siens, MARGE)))
    return _etendue(axes, MARGE)


def _sommets(poids: Mapping[str, Fraction], mobiles: Sequence[str]) -> Iterator[dict[str, Fraction]]:
    """The vertices of the box, but for all up and all down: the same proportions as now."""
    for facteurs in itertools.product((1 - MARGE, 1 + MARGE), repeat=len(mobiles)):
        if len(set(facteurs)) > 1:
            yield {**poids, **{nom: poids[nom] * f for nom, f in zip(mobiles, facteurs, strict=True)}}


def _changements(referentiel: Referentiel, evaluation: Evaluation, sommets: Iterable[Evaluation]) -> Iterator[str]:
    autres = list(sommets)
    for plancher in referentiel.grille.lue.planchers:
        if any(_statut(e, plancher.id) != _statut(evaluation, plancher.id) for e in autres):
            yield f"le score minimal «{NB}{plancher.titre}{NB}» peut être atteint ou perdu"
    if any(e.completude < referentiel.grille.lue.completude_min for e in autres):
        yield "la complétude peut passer au-dessous de son minimum"


def _statut(evaluation: Evaluation, vigilance: str) -> Statut | None:
    return next((v.statut for v in evaluation.vigilances if v.id == vigilance), None)


__all__ = ["AXES_MAX", "MARGE", "Bascule", "EffetParametre", "Robustesse", "Verdict", "etendue", "examiner"]
