"""One sitting on one dossier: where we are, what was answered, what the evaluation now says. No terminal here.

Every answer goes through `dossier.repondre`, which returns once it is on the disk; only then is it evaluated and shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from evaluator.dossier.actes import Conflit
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import NON_RENSEIGNEE, Annotation, Reponse, SourceReponse, Valeur, Visibilite, Volet
from evaluator.evaluation import comparaison as comparaisons
from evaluator.evaluation.comparaison import Comparaison, Desaccord
from evaluator.evaluation.comparaison.ecarts import differe
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import EtatCalcule, Evaluation
from evaluator.questionnaire.models import Question
from evaluator.ui import visite
from evaluator.ui.parcours import etat_de
from evaluator.ui.preferences import Preferences
from evaluator.ui.reprise import Reprise
from evaluator.ui.sejour import Sejour
from evaluator.ui.suivi import Suivi

if TYPE_CHECKING:
    from evaluator.evaluation.analyse import Analyse

AUTRE: dict[Volet, Volet] = {"auto_evaluation": "constat", "constat": "auto_evaluation"}
Geste = list[tuple[str, Volet, Reponse]]  # answers changed at once, as they were before


class Session(Sejour):
    """State of the evaluation screen. Methods that write raise `AglsError` or `OSError`, and change nothing then."""

    def __init__(
        self, dossier: Dossier, volet: Volet, *, reprise: Reprise | None = None, preferences: Preferences | None = None
    ) -> None:
        super().__init__(dossier, volet, reprise or Reprise(), preferences or Preferences())
        self.sources_pretes: dict[str, SourceReponse] = {}  # given before the answer
        self._panne: tuple[str, datetime | None] | None = None  # why a write failed, and when the last good one was
        self.recherche = ""  # the words last looked for
        self.rouvrir: Callable[..., None] | None = None  # the screen that led to this question, until one moves on
        self.rapport = self.preferences.rapport  # what is asked of the next one
        self._suivis: dict[Volet, Suivi] = {}  # of the volets that were opened
        self._analyse: Analyse | None = None
        self._comparaison: Comparaison | None = None
        self._visite: visite.Tournee | None = None
        self._pile: list[Geste] = []
        self._annules: list[Geste] = []
        self._ouvrir_volet()
        self.courante = self._place_de_depart()

    def _place_de_depart(self) -> str:
        """The question of the last sitting; else the first one without an answer."""
        laissee = self.place.question
        if laissee in self.visibles:
            return laissee
        return next((q for q in self.visibles if self.sans_reponse(q)), self.visibles[0])

    def _ouvrir_volet(self) -> None:
        if self.volet not in self._suivis:
            self._suivis[self.volet] = Suivi(self.dossier, self.volet)
        self.parcours = self._suivis[self.volet].parcours
        self._evaluer()

    def _evaluer(self) -> None:
        suivi = self._suivis[self.volet]
        suivi.suivre(self.dossier)
        self.evaluation: Evaluation = suivi.evaluation
        self.visibles, self.repondues = suivi.visibles, suivi.repondues
        self._analyse = None  # what was analysed no longer stands
        self._comparaison = None

    @property
    def panne(self) -> str | None:
        """Why the last write failed, until one succeeds, whatever it writes."""
        return self._panne[0] if self._panne and self._panne[1] == self.dossier.enregistre_a else None

    @panne.setter
    def panne(self, message: str) -> None:
        self._panne = (message, self.dossier.enregistre_a)

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
        """How many of the visible questions, or of these among them, are answered, out of how many."""
        if questions is None or questions is self.visibles:
            return len(self.repondues), len(self.visibles)
        return len(self.repondues.intersection(questions)), len(questions)

    # — analysing ——————————————————————————————————————————————————————————————————————————————————————————

    @property
    def analyse(self) -> Analyse:
        """Made when first asked for, dropped when an answer changes: nothing heavy runs at a key press."""
        if self._analyse is None:
            from evaluator.evaluation.analyse import Analyse

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

    # — moving —————————————————————————————————————————————————————————————————————————————————————————————

    @property
    def chemin(self) -> list[str]:
        """The questions that the keys walk through: all, or those that the filter keeps."""
        filtre = visite.FILTRES.get(self.filtre or "")
        if filtre is None:
            return self.visibles
        if self._visite is None:
            self._visite = visite.suivre(self, filtre)
        vues = set(self.visibles)
        return [q for q in self._visite.questions if q in vues]

    @property
    def visite_perimee(self) -> bool:
        """Answers changed since the way through the filter was drawn."""
        return self.filtre is not None and self._visite is not None and self._visite.evaluation is not self.evaluation

    def retracer(self) -> None:
        """Draw the way through the filter again."""
        if self.filtre in visite.FILTRES:
            self._visite = visite.suivre(self, visite.FILTRES[self.filtre], self._visite)

    def filtrer(self, filtre: str | None) -> bool:
        """Walk through what `filtre` keeps, or through all. False, and all, where it keeps nothing."""
        self.filtre, self._visite = filtre, None
        chemin = self.chemin
        if not chemin:
            self.filtre = None
            return False
        if self.courante not in chemin:
            self.courante = self.parcours.voisine(chemin, self.courante, 1) or chemin[-1]
        return True

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

    def marquee(self) -> bool:
        """To the next question marked « à revoir », round the end if need be."""
        marquees = [q for q in self.visibles if self.annotation(q).a_revoir]
        apres = [q for q in marquees if self.visibles.index(q) > self._rang()]
        return self._vers(next(iter([*apres, *marquees]), None))

    def _rang(self) -> int:
        return self.visibles.index(self.courante) if self.courante in self.visibles else -1

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
        if self.filtre and not self.chemin:
            self.filtre = None
        if self.courante not in self.visibles:
            self.courante = self.parcours.voisine(self.visibles, self.courante, -1) or self.visibles[0]

    # — writing ————————————————————————————————————————————————————————————————————————————————————————————

    def continuer_dans(self, chemin: Path) -> None:
        """Go on in a copy: the way out of a disk that refuses. What was open is given back. Raises as `Dossier.copier`."""
        copie = self.dossier.copier(chemin)
        self.dossier.fermer()
        self.dossier = copie
        self._evaluer()

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
        self._retenir(avant)
        for question, _ in changements:
            self.sources_pretes.pop(question, None)
        self._evaluer()

    def _retenir(self, avant: Geste) -> None:
        """One more thing that can be undone; what was undone before it can no longer be done again."""
        self._pile.append(avant)
        self._annules.clear()

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
        return self._revenir(self._pile, self._annules)

    def refaire(self) -> str | None:
        """Give again, by a new event, what was undone last. None: nothing was undone since the last answer."""
        return self._revenir(self._annules, self._pile)

    def _revenir(self, de: list[Geste], vers: list[Geste]) -> str | None:
        if not de:
            return None
        gestes = de[-1]
        question, volet, reponse = gestes[0]
        present = [(q, v, self.dossier.reponse(q, v)) for q, v, _ in gestes]
        if len(gestes) == 1:
            self.dossier.repondre(question, volet, reponse)
        else:
            self.dossier.repondre_tout(volet, {q: r for q, _, r in gestes})
        de.pop()
        vers.append(present)
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
        if nombre:
            self._retenir(avant)
        self._evaluer()
        return nombre

    def noter(self, note: str, visibilite: Visibilite) -> None:
        self.dossier.noter(self.courante, self.volet, note, visibilite)

    def partager(self) -> Visibilite | None:
        """Turn the note from *interne* to *partagee*, or back: what it now is. None where there is no note."""
        annotation = self.annotation()
        if not annotation.note:
            return None
        autre: Visibilite = "interne" if annotation.visibilite == "partagee" else "partagee"
        self.noter(annotation.note, autre)
        return autre

    def revoir(self, question: str | None = None) -> bool:
        """Toggle the mark; True when it is now set."""
        ident = question or self.courante
        marque = not self.annotation(ident).a_revoir
        self.dossier.marquer(ident, self.volet, marque)
        return marque
