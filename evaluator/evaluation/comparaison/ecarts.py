"""Where the two volets differ, and the answers in between: some as found, the others as declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from msgspec.structs import replace

from evaluator.dossier.reponses import Reponse, Reponses, Valeur
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Question

INCONNUES = ("non_renseignee", "ne_sait_pas")


class Hybrides:
    """`ecarts`: the questions that differ, in the order of the questionnaire; `accords`: those answered the same way.

    A question that the constat masks is neither: nobody asks it. What nobody knows on either side is nothing.
    """

    def __init__(self, referentiel: Referentiel, auto: Reponses, constat: Reponses, constatee: Evaluation) -> None:
        self.auto, self.constat = auto, constat
        ecarts: list[str] = []
        accords: list[str] = []
        self._trouvees: dict[str, Reponse] = {}
        self._etablies: dict[str, Reponse] = {}
        for nom, question in referentiel.questionnaire.questions.items():
            if nom not in constatee.questions:
                continue
            declaree, constat_ = auto[nom], constat[nom]
            if question.volet == "constat":  # it has no declared side: an act of the service, where there is one
                declaree = Reponse()
            resultat = constatee.questions[nom]
            self._trouvees[nom] = constat_
            if question.commun:
                continue
            if differe(question, declaree, constat_) or resultat.plafonnee:
                self._etablies[nom] = etablie(declaree)
                if resultat.etat == "masquee":  # should its condition be given back, its declared value comes with it
                    self._trouvees[nom] = self._etablies[nom]
                else:
                    ecarts.append(nom)
            elif resultat.etat != "masquee" and constat_.etat != "non_renseignee" and declaree.etat == constat_.etat:
                accords.append(nom)
        self.ecarts, self.accords = tuple(ecarts), tuple(accords)

    def plafonnee(self, nom: str, question: Question) -> bool:
        """Nothing but the cap tells the two sides apart."""
        return not differe(question, self.auto[nom], self.constat[nom])

    def declaree(self, nom: str, question: Question) -> Reponse:
        return Reponse() if question.volet == "constat" else self.auto[nom]

    def reponses(self, rendues: Collection[str]) -> Reponses:
        """Under the rules of the constat: these differences as declared and taken as established, all else as found."""
        return Reponses("constat", {**self._trouvees, **{nom: self._etablies[nom] for nom in rendues}})


def etablie(reponse: Reponse) -> Reponse:
    """A declared answer as if the service had a document: neither the cap of levels nor the rule on declarations acts."""
    if reponse.etat == "renseignee" and reponse.source in (None, "declaratif"):
        return replace(reponse, source="document")
    return reponse


def differe(question: Question, declaree: Reponse, constatee: Reponse) -> bool:
    """Another state or another value. The source alone is no difference; two unknowns are none either."""
    if declaree.etat in INCONNUES and constatee.etat in INCONNUES:
        return False
    if declaree.etat != constatee.etat:
        return True
    return _forme(declaree.valeur) != _forme(constatee.valeur)


def _forme(valeur: Valeur | None) -> object:
    """The value whatever the order of options or rows, and with the zeros of a distribution left out."""
    if isinstance(valeur, Mapping):
        return {categorie: n for categorie, n in valeur.items() if n}
    if isinstance(valeur, tuple):
        return Counter(frozenset(e.items()) if isinstance(e, Mapping) else e for e in valeur)
    return valeur
