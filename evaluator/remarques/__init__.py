"""Remarks of `agls verifier`: what is allowed and can have no effect, which its author most likely did not mean.

They are no faults. A dossier that was frozen before a remark existed stays readable, a grid may hold a weight of 0 on
purpose, and the exit code stays 0.
"""

from __future__ import annotations

from evaluator.errors import Faute, en_ordre
from evaluator.questionnaire.load import Referentiel, Sources
from evaluator.questionnaire.overlay import superposer
from evaluator.remarques import effets, poids
from evaluator.remarques.decouragees import decouragees
from evaluator.remarques.formules import Lecture


def remarques(referentiel: Referentiel, sources: Sources) -> list[Faute]:
    """Every remark on a questionnaire and its grid, in the order of the files."""
    grille, _ = superposer(sources.grille, sources.locale)
    lecture = Lecture(referentiel, sources.questionnaire, grille)
    lecture.tout()
    fautes = [*lecture.atelier.fautes, *lecture.atelier_grille.fautes]
    fautes += effets.questionnaire(referentiel, sources.questionnaire, grille)
    fautes += decouragees(referentiel, sources.questionnaire)
    fautes += poids.grille(referentiel, grille)
    return en_ordre(fautes)
