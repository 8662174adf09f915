"""One sitting on one dossier: where we are, what was answered, what the evaluation now says. No terminal here.

Every answer goes through `dossier.repondre`, which returns once it is on the disk; only then is it evaluated and shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import NON_RENSEIGNEE, Annotation, Reponse, SourceReponse, Valeur, Visibilite, Volet
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import EtatCalcule, Evaluation
from evaluator.questionnaire.models import Question
from evaluator.ui.parcours import Parcours, etat_de

AUTRE: dict[Volet, Volet] = {"auto_evaluation": "constat", "constat": "auto_evaluation"}


class Session:
    """State of the evaluation screen. Methods that write raise `AglsError` or `OSError`, and change nothing then."""

    def __init__(self, dossier: Dossier, volet: Volet) -> None:
        self.dossier = dossier
        self.volet: Volet = volet
        self.sources_defaut: dict[str, SourceReponse] = {}  # by section: written into each event
        self.sources_pretes: dict[str, SourceReponse] = {}  # given before the answer
        self.brouillons: dict[str, str] = {}  # text typed and not recorded
        self.repartitions: dict[str, dict[str, str]] = {}  # counts typed and not recorded
        self.scores_visibles = True
        self._pile: list[list[tuple[str, Volet, Reponse]]] = []
        self._ouvrir_volet()
        self.courante = next((q for q in self.visibles if self.sans_reponse(q)), self.visibles[0])

    def _ouvrir_volet(self) -> None:
        self.parcours = Parcours.de(self.dossier.referentiel.questionnaire, self.dossier.questions(self.volet))
        self._evaluer()

    def _evaluer(self) -> None:
        self.evaluation: Evaluation = evaluer(self.dossier.referentiel, self.dossier.reponses(self.volet))
        self.visibles = self.parcours.visibles(self.evaluation)

    # — reading ————————————————————————————————————————————————————————————————————————————————————————————

    @property
    def question(self) -> Question:
        return self.parcours.question(self.courante)

    @property
    def section(self) -> str:
        return self.parcours.section(self.courante).id

    def reponse(self, question: str | None = None) -> Reponse:
        return self.dossier.reponse(question or self.courante, self.volet)

    def annotation(self, question: str | None = None) -> Annotation:
        return self.dossier.annotation(question or self.courante, self.volet)

    def declaree(self, question: str | None = None) -> Reponse | None:
        """In the constat, what the gestionnaire declared; None for what both share, or where nothing was."""
        ident = question or self.courante
        q = self.parcours.question(ident)
        if self.volet != "constat" or q.commun or q.volet == "constat":
            return None
        declaree = self.dossier.reponse(ident, "auto_evaluation")
        return declaree if declaree.etat != "non_renseignee" else None

    def sans_reponse(self, question: str) -> bool:
        return self.reponse(question).etat == "non_renseignee"

    def etat(self, question: str) -> EtatCalcule:
        return etat_de(self.evaluation, question)

    def comptes(self, questions: Sequence[str] | None = None) -> tuple[int, int]:
        """How many of the visible questions are answered, out of how many."""
        parmi = self.visibles if questions is None else questions
        return sum(1 for q in parmi if not self.sans_reponse(q)), len(parmi)

    # — moving —————————————————————————————————————————————————————————————————————————————————————————————

    def aller(self, pas: int) -> bool:
        return self._vers(self.parcours.voisine(self.visibles, self.courante, pas))

    def manquante(self, pas: int) -> bool:
        """To the next question without an answer, round the end if need be."""
        tous = self.visibles if pas > 0 else list(reversed(self.visibles))
        if self.courante in tous:
            ici = tous.index(self.courante)
            tous = [*tous[ici + 1 :], *tous[:ici]]
        return self._vers(next((q for q in tous if self.sans_reponse(q)), None))

    def partie(self, pas: int) -> bool:
        return self._vers(self.parcours.partie(self.visibles, self.courante, pas))

    def bout(self, rang: int) -> bool:
        dans = [q for q in self.visibles if self.parcours.section(q).id == self.section]
        return self._vers(dans[rang] if dans else None)

    def _vers(self, question: str | None) -> bool:
        if question is None or question == self.courante:
            return False
        self.courante = question
        return True

    def changer_volet(self) -> None:
        self.volet = AUTRE[self.volet]
        self._ouvrir_volet()
        if self.courante not in self.visibles:
            self.courante = self.parcours.voisine(self.visibles, self.courante, -1) or self.visibles[0]

    # — writing ————————————————————————————————————————————————————————————————————————————————————————————

    def source_pour(self, question: str) -> SourceReponse | None:
        """The source an answer given now would carry."""
        avant = self.reponse(question)
        if avant.source:
            return avant.source
        return self.sources_pretes.get(question) or self.sources_defaut.get(self.parcours.section(question).id)

    def _ecrire(self, changements: Sequence[tuple[str, Reponse]]) -> None:
        avant = [(q, self.volet, self.reponse(q)) for q, _ in changements]
        if len(changements) == 1:
            question, reponse = changements[0]
            self.dossier.repondre(question, self.volet, reponse)
        else:
            self.dossier.repondre_tout(self.volet, dict(changements))
        self._pile.append(avant)
        for question, _ in changements:
            self.sources_pretes.pop(question, None)
        self._evaluer()

    def repondre(self, valeur: Valeur, question: str | None = None) -> None:
        ident = question or self.courante
        self._ecrire([(ident, Reponse("renseignee", valeur, self.source_pour(ident)))])

    def ne_sait_pas(self) -> None:
        self._ecrire([(self.courante, Reponse("ne_sait_pas"))])

    def sans_objet(self, motif: str | None) -> None:
        self._ecrire([(self.courante, Reponse("sans_objet", motif=motif))])

    def effacer(self) -> bool:
        """Clear the current answer. False where there is none."""
        if self.sans_reponse(self.courante):
            return False
        self._ecrire([(self.courante, NON_RENSEIGNEE)])
        return True

    def sourcer(self, source: SourceReponse) -> bool:
        """Give the current answer its source. False, and kept for the answer to come, where there is none yet."""
        reponse = self.reponse()
        if reponse.etat != "renseignee":
            self.sources_pretes[self.courante] = source
            return False
        if reponse.source != source:
            self._ecrire([(self.courante, replace(reponse, source=source))])
        return True

    def annuler(self) -> str | None:
        """Undo the last answer of the session by a new event. None: nothing was answered in this session."""
        if not self._pile:
            return None
        derniers = self._pile[-1]
        question, volet, _ = derniers[0]
        if len(derniers) == 1:
            self.dossier.repondre(question, volet, derniers[0][2])
        else:
            self.dossier.repondre_tout(volet, {q: r for q, _, r in derniers})
        self._pile.pop()
        if volet != self.volet:
            self.volet = volet
            self._ouvrir_volet()
        self._evaluer()
        self.courante = question
        return question

    def confirmables(self) -> list[str]:
        """Questions of the section whose declared value the constat has neither taken over nor replaced."""
        return [q for q in self.visibles
                if self.parcours.section(q).id == self.section and self.sans_reponse(q) and self.declaree(q)]  # fmt: skip

    def confirmer(self, questions: Sequence[str], source: SourceReponse | None) -> int:
        avant = [(q, self.volet, self.reponse(q)) for q in questions]
        nombre = self.dossier.confirmer(list(questions), source)
        self._pile.append(avant)
        self._evaluer()
        return nombre

    def noter(self, note: str, visibilite: Visibilite) -> None:
        self.dossier.noter(self.courante, self.volet, note, visibilite)

    def revoir(self) -> bool:
        """Toggle the mark; True when it is now set."""
        marque = not self.annotation().a_revoir
        self.dossier.marquer(self.courante, self.volet, marque)
        return marque
