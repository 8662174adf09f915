"""The rate τ of the ceiling, and the word of the opinion, at both ends of the global score (`model.md` §4)."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.result import Encadrement, ResultatVigilance
from evaluator.evaluation.scores import Noeud, encadrement
from evaluator.evaluation.vigilances import plafond_avis
from evaluator.questionnaire.grille import AVIS, Avis


class Taux(Struct, frozen=True):
    """The rate before caps (`brut`) and after them (`bas`, `haut`), and the words after caps."""

    brut: Encadrement
    bas: Fraction
    haut: Fraction
    avis_bas: Avis
    avis_haut: Avis


def calculer(globale: Noeud, vigilances: tuple[ResultatVigilance, ...], contexte: Contexte) -> Taux:
    """τ and the word: certain caps bind both ends, possible ones the lower end only.

    A capped word caps τ at the upper end of its band: a lower word never carries more euros than a higher one.
    """
    grille = contexte.grille
    score = encadrement(globale.score)
    bas = Fraction(score.min)
    haut = bas if score.max is score.min else Fraction(score.max)
    courbe = grille.lue.modulation.courbe
    brut_bas, brut_haut = (courbe.en(bas),) * 2 if bas is haut else courbe.entre(bas, haut)
    certain = plafond_avis(vigilances, contexte, possibles=False)
    possible = plafond_avis(vigilances, contexte, possibles=True)
    return Taux(
        Encadrement(brut_bas, brut_haut),
        brut_bas if possible is None else min(brut_bas, grille.taux_plafonne(possible)),
        brut_haut if certain is None else min(brut_haut, grille.taux_plafonne(certain)),
        _plus_bas(grille.avis(bas), possible),
        _plus_bas(grille.avis(haut), certain),
    )


def _plus_bas(mot: Avis, plafond: Avis | None) -> Avis:
    return mot if plafond is None else min(mot, plafond, key=AVIS.index)
