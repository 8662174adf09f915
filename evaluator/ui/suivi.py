"""What one volet is worth, which of its questions are asked, which answered: an answer changes only what it touches."""

from __future__ import annotations

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Volet
from evaluator.evaluation.evaluate import poursuivre
from evaluator.evaluation.memoire import Passe
from evaluator.evaluation.result import Evaluation
from evaluator.ui.parcours import Parcours


class Suivi:
    """To be brought up to date by `suivre` after whatever was written, in this volet or in what both share."""

    def __init__(self, dossier: Dossier, volet: Volet) -> None:
        self.volet: Volet = volet
        self.parcours = Parcours.de(dossier.referentiel.questionnaire, dossier.questions(volet))
        self.visibles: list[str] = []  # another list each time that a question appears or goes
        self.repondues: set[str] = set()  # of the visible ones
        self._passe = poursuivre(dossier.referentiel, dossier.reponses(volet), None)
        self._compter(self._passe, None)

    @property
    def evaluation(self) -> Evaluation:
        return self._passe.evaluation

    def suivre(self, dossier: Dossier) -> None:
        avant = self._passe
        self._passe = poursuivre(dossier.referentiel, dossier.reponses(self.volet), avant)
        if self._passe is not avant:
            self._compter(self._passe, avant)

    def _compter(self, passe: Passe, avant: Passe | None) -> None:
        """The evaluation names what it found changed: nothing else is looked at."""
        etats, reponses, changes = passe.contexte.etats, passe.contexte.reponses, passe.contexte.changes
        touchees = [q for q in (etats if avant is None or changes is None else changes) if q in etats]
        anciens = avant.contexte.etats if avant else {}
        if any((etats[q] == "masquee") != (anciens.get(q) == "masquee") for q in touchees) or not self.visibles:
            self.visibles = self.parcours.visibles(passe.evaluation)
        for q in touchees:
            if etats[q] != "masquee" and reponses[q].etat != "non_renseignee":
                self.repondues.add(q)
            else:
                self.repondues.discard(q)
