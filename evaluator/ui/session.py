"""One sitting on one dossier: where we are, what was answered, what the evaluation now says. No terminal here.

Every answer goes through `dossier.repondre`, which returns once it is on the disk; only then is it evaluated and shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from evaluator.dossier.actes import Conflit, Objectif
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import NON_RENSEIGNEE, Annotation, Reponse, SourceReponse, Valeur, Visibilite, Volet
from evaluator.evaluation import comparaison as comparaisons
from evaluator.evaluation.analyse import Analyse
from evaluator.evaluation.comparaison import Comparaison, Desaccord
from evaluator.evaluation.comparaison.ecarts import differe
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import EtatCalcule, Evaluation
from evaluator.questionnaire.models import Question
from evaluator.ui import visite
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
        self.en_visite = False
        self.rouvrir: Callable[..., None] | None = None  # the screen that led to this question, until one moves on
        self.objectifs: list[Objectif] = []  # kept for the closing, written with it
        self.formulaire: dict[str, str] | None = None  # the decision as it is typed, until it is recorded
        self._analyse: Analyse | None = None
        self._comparaison: Comparaison | None = None
        self._visite: visite.Tournee | None = None
        self._pile: list[list[tuple[str, Volet, Reponse]]] = []
        self._ouvrir_volet()
        self.courante = next((q for q in self.visibles if self.sans_reponse(q)), self.visibles[0])

    def _ouvrir_volet(self) -> None:
        self.parcours = Parcours.de(self.dossier.referentiel.questionnaire, self.dossier.questions(self.volet))
        self._evaluer()

    def _evaluer(self) -> None:
        self.evaluation: Evaluation = evaluer(self.dossier.referentiel, self.dossier.reponses(self.volet))
        self.visibles = self.parcours.visibles(self.evaluation)
        self._analyse = None  # what was analysed no longer stands
        self._comparaison = None

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

    def conflit(self, question: str | None = None) -> Conflit | None:
        """The merge conflict that stands open on this question, here or in what both volets share."""
        ident = question or self.courante
        return next((c for c in self.dossier.conflits if c.question == ident and c.volet in (self.volet, "commun")), None)

    def sans_reponse(self, question: str) -> bool:
        return self.reponse(question).etat == "non_renseignee"

    def etat(self, question: str) -> EtatCalcule:
        return etat_de(self.evaluation, question)

    def comptes(self, questions: Sequence[str] | None = None) -> tuple[int, int]:
        """How many of the visible questions are answered, out of how many."""
        parmi = self.visibles if questions is None else questions
        return sum(1 for q in parmi if not self.sans_reponse(q)), len(parmi)

    # — analysing ——————————————————————————————————————————————————————————————————————————————————————————

    @property
    def analyse(self) -> Analyse:
        """Made when first asked for, dropped when an answer changes: nothing heavy runs at a key press."""
        if self._analyse is None:
            self._analyse = Analyse(self.dossier.referentiel, self.dossier.reponses(self.volet), self.evaluation)
        return self._analyse

    @property
    def comparaison(self) -> Comparaison:
        """Both volets, whichever is open."""
        if self._comparaison is None:
            auto, constat = (self.dossier.reponses(v) for v in ("auto_evaluation", "constat"))
            self._comparaison = comparaisons.comparer(self.dossier.referentiel, auto, constat)
        return self._comparaison

    @property
    def constat(self) -> Evaluation:
        """What the decision rests on, whichever volet is open."""
        if self.volet == "constat":
            return self.evaluation
        return evaluer(self.dossier.referentiel, self.dossier.reponses("constat"))

    @property
    def compare(self) -> bool:
        """The comparison is at hand."""
        return self._comparaison is not None

    def desaccord(self, question: str | None = None) -> Desaccord | None:
        """The difference on this question, with its price: only where the comparison was made already."""
        ident = question or self.courante
        connus = self._comparaison.desaccords if self._comparaison else ()
        return next((e for e in connus if e.question == ident), None)

    def ecart(self, question: str) -> bool:
        """The constat answers otherwise than the gestionnaire declared."""
        declaree, trouvee = self.declaree(question), self.reponse(question)
        if declaree is None or trouvee.etat == "non_renseignee":
            return False
        return differe(self.parcours.question(question), declaree, trouvee)

    def reprendre(self, derniere: Session | None, meme: Session | None) -> None:
        """Take over what the last sitting hid, and what one on the same dossier had kept for the closing."""
        if derniere is not None:
            self.scores_visibles = derniere.scores_visibles
        if meme is not None:
            self.objectifs = list(meme.objectifs)
            self.formulaire = meme.formulaire

    # — moving —————————————————————————————————————————————————————————————————————————————————————————————

    @property
    def chemin(self) -> list[str]:
        """The questions that the keys walk through: all, or those of the visit."""
        if not self.en_visite:
            return self.visibles
        if self._visite is None:
            self._visite = visite.suivre(self)
        vues = set(self.visibles)
        return [q for q in self._visite.questions if q in vues]

    @property
    def visite_perimee(self) -> bool:
        """Answers changed since the way of the visit was drawn."""
        return self.en_visite and self._visite is not None and self._visite.evaluation is not self.evaluation

    def retracer(self) -> None:
        """Draw the way of the visit again."""
        self._visite = visite.suivre(self, self._visite)

    def visiter(self) -> bool:
        """Begin or leave the visit; True where it began."""
        self.en_visite = not self.en_visite
        self._visite = None
        return self.en_visite

    def utile(self) -> bool:
        """To the unanswered question that would narrow the amount most; from it, to the next best one."""
        utiles = [m.question for m in self.analyse.manque.utiles if self.sans_reponse(m.question)]
        if self.courante in utiles:
            rang = utiles.index(self.courante) + 1
            utiles = [*utiles[rang:], *utiles[:rang]]
        return self._vers(next(iter(utiles), None))

    def aller(self, pas: int) -> bool:
        return self._vers(self.parcours.voisine(self.chemin, self.courante, pas))

    def manquante(self, pas: int) -> bool:
        """To the next question without an answer, round the end if need be."""
        tous = list(self.chemin) if pas > 0 else list(reversed(self.chemin))
        if self.courante in tous:
            ici = tous.index(self.courante)
            tous = [*tous[ici + 1 :], *tous[:ici]]
        return self._vers(next((q for q in tous if self.sans_reponse(q)), None))

    def partie(self, pas: int) -> bool:
        return self._vers(self.parcours.partie(self.chemin, self.courante, pas))

    def bout(self, rang: int) -> bool:
        dans = [q for q in self.chemin if self.parcours.section(q).id == self.section]
        return self._vers(dans[rang] if dans else None)

    def _vers(self, question: str | None) -> bool:
        if question is None or question == self.courante:
            return False
        self.courante = question
        return True

    def changer_volet(self) -> None:
        self.volet = AUTRE[self.volet]
        comparaison = self._comparaison  # of both volets: still good
        self._ouvrir_volet()
        self._comparaison, self._visite = comparaison, None
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
        self._ecrire([(ident, Reponse("renseignee", valeur, self.source_pour(ident), self._motif_garde(ident)))])

    def _motif_garde(self, question: str) -> str | None:
        """The reason of a difference outlives a change of the value; that of a *sans objet* does not."""
        avant = self.reponse(question)
        return avant.motif if avant.etat in ("renseignee", "ne_sait_pas") else None

    def motiver(self, motif: str, question: str | None = None) -> None:
        """Why the constat differs from what was declared; empty takes the reason away."""
        ident = question or self.courante
        comparaison = self._comparaison
        texte = motif.strip() or None
        self._ecrire([(ident, replace(self.reponse(ident), motif=texte))])
        if comparaison:  # a reason changes no figure
            self._comparaison = visite.avec_motif(comparaison, ident, texte)

    def ne_sait_pas(self) -> None:
        self._ecrire([(self.courante, Reponse("ne_sait_pas", motif=self._motif_garde(self.courante)))])

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

    def revoir(self, question: str | None = None) -> bool:
        """Toggle the mark; True when it is now set."""
        ident = question or self.courante
        marque = not self.annotation(ident).a_revoir
        self.dossier.marquer(ident, self.volet, marque)
        return marque
