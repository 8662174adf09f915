"""The four axes and the global score: a chart, and its figures."""

from __future__ import annotations

from fractions import Fraction

from evaluator import french
from evaluator.evaluation.result import Encadrement
from evaluator.report import mots, svg
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo


def axes(sujet: Sujet) -> Bloc:
    evaluation, grille = sujet.evaluation, sujet.referentiel.grille
    barres = [
        _barre(f"{axe.id} – {typo(axe.titre)} (poids {french.nombre(axe.poids)})", axe.score) for axe in evaluation.axes
    ]
    barres.append(_barre("Score global", evaluation.globale, fort=True))
    seuils = [svg.Seuil(b.de, b.a, b.libelle) for b in grille.lue.avis]
    lignes: list[Affichable] = [
        {
            "id": axe.id,
            "titre": typo(axe.titre),
            "poids": french.nombre(axe.poids),
            "score": mots.score(axe.score),
            "exact": mots.score_exact(axe.score),
            "mot": _mot(sujet, axe.score),
            "completude": french.pourcent(axe.completude),
            "points": [sujet.clause(p) for p in _points(sujet, axe.id)],
        }
        for axe in evaluation.axes
    ]
    return {
        "graphique": svg.barres(barres, seuils),
        "lignes": lignes,
        "global": {
            "score": mots.score(evaluation.globale),
            "exact": mots.score_exact(evaluation.globale),
            "mot": _mot(sujet, evaluation.globale),
            "completude": french.pourcent(evaluation.completude),
            "poids": french.nombre(sum((a.poids for a in evaluation.axes), Fraction(0))),
        },
        "seuils": [
            typo(f"{b.libelle} : de {french.nombre(b.de, 4)} {'à 1' if b.a == 1 else f'à moins de {french.nombre(b.a, 4)}'}")
            for b in grille.lue.avis
        ],
    }


def _barre(libelle: str, score: Encadrement, *, fort: bool = False) -> svg.Barre:
    return svg.Barre(libelle, Fraction(score.min), Fraction(score.max), mots.score_court(score),
                     absent=score.absent, fort=fort)  # fmt: skip


def _points(sujet: Sujet, axe: str) -> tuple[str, ...]:
    return next(a.points_attention for a in sujet.referentiel.questionnaire.lu.axes if a.id == axe)


def _mot(sujet: Sujet, score: Encadrement) -> str:
    """The word of the band a score falls in, or both words: a reading aid, not the opinion."""
    if score.absent:
        return "sans objet"
    grille = sujet.referentiel.grille
    bas, haut = (grille.libelles_avis[grille.avis(Fraction(b))] for b in (score.min, score.max))
    return bas if bas == haut else f"{bas} à {haut}"
