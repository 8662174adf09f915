"""All that can be said of one volet beyond its result, each part computed when it is first asked for."""

from __future__ import annotations

from functools import cached_property

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation import appuis, leviers, manque, pourquoi, quadrants, robustesse, sans_objet
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.load import Referentiel


class Analyse:
    """What terminal, report and command line ask. Pure: the same answers give the same analysis."""

    def __init__(self, referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation | None = None) -> None:
        self.referentiel = referentiel
        self.reponses = reponses
        self.evaluation = evaluation or evaluer(referentiel, reponses)

    @cached_property
    def leviers(self) -> leviers.Leviers:
        return leviers.chercher(self.referentiel, self.reponses, self.evaluation)

    @cached_property
    def robustesse(self) -> robustesse.Robustesse:
        return robustesse.examiner(self.referentiel, self.reponses, self.evaluation)

    @cached_property
    def manque(self) -> manque.CeQuiManque:
        return manque.classer(self.referentiel, self.reponses, self.evaluation)

    @cached_property
    def appuis(self) -> tuple[appuis.Appuis, ...]:
        return appuis.trianguler(self.referentiel, self.reponses, self.evaluation)

    @cached_property
    def sans_objet(self) -> sans_objet.SansObjets:
        return sans_objet.relever(self.referentiel, self.reponses, self.evaluation)

    @cached_property
    def plan(self) -> quadrants.Plan:
        return quadrants.situer(self.referentiel, self.evaluation)

    @cached_property
    def pourquoi(self) -> pourquoi.Pas:
        return pourquoi.expliquer(self.referentiel, self.evaluation)
