"""What a dossier file says: the replay of its events, read against what it froze. Nothing is written here.

What is wrong in a file that was received is in `fautes` and counts as not answered: it never stops the program.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from evaluator.canonical import Json
from evaluator.dossier import etat as etats
from evaluator.dossier import evenements as ev
from evaluator.dossier import lecture, lecture_actes, referentiels, reunion, saisie
from evaluator.dossier.actes import Cloture, Conflit, Decision, Observation
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.evenements import Evenement
from evaluator.dossier.lecture import Lecture
from evaluator.dossier.reponses import NON_RENSEIGNEE, SANS_ANNOTATION, Annotation, Reponse, Reponses, Volet
from evaluator.dossier.saisie import ReponseRefusee
from evaluator.errors import FaultyInput, Faute
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Question


class Consultation:
    """A dossier as it was read, and as it grows."""

    def __init__(self, chemin: Path, lue: Lecture) -> None:
        self.chemin = chemin
        self.nom = chemin.name
        self.annonces: tuple[str, ...] = (lue.annonce,) if lue.annonce else ()
        self.fautes_chaine: tuple[Faute, ...] = lue.fautes
        self.lecture_seule: str | None = None
        if lue.fautes:
            self.lecture_seule = f"{lue.fautes[0]} ; le dossier s’ouvre en lecture seule"
        self.creation = lecture.creation(lue)
        self.journal: list[Evenement] = []
        self.etat = etats.Etat()
        self._lues: dict[etats.Cle, Reponse] = {}
        self._refus: dict[etats.Cle, str] = {}  # why an answer counts as not given
        # Of a volet that was asked for, in the order of the questionnaire: each question, and the answers that stand.
        self._toutes: dict[Volet, dict[str, Reponse]] = {}
        self._donnees: dict[Volet, dict[str, Reponse]] = {}
        self._referentiel: Referentiel | None = None
        self._retenir(lue.evenements)

    # — what it is —————————————————————————————————————————————————————————————————————————————————————————

    @property
    def id(self) -> str:
        return self.journal[0].dossier

    @property
    def evenements(self) -> int:
        return len(self.journal)

    @property
    def empreinte(self) -> str:
        """The last hash of the chain: printed on every report. It is no signature."""
        return self.journal[-1].empreinte

    @property
    def dernier_instant(self) -> datetime:
        return self.journal[-1].quand

    @property
    def cree_le(self) -> datetime:
        return self.journal[0].quand

    @property
    def clos(self) -> bool:
        return self.etat.clos

    @property
    def cloture(self) -> Cloture | None:
        """The closing in force; None while the dossier is open."""
        return lecture_actes.cloture(self.etat.cloture) if self.etat.cloture else None

    @property
    def decision(self) -> Decision | None:
        """The last decision recorded. See `decision_perimee`."""
        return lecture_actes.decision(self.etat.decision) if self.etat.decision else None

    @property
    def decision_perimee(self) -> bool:
        """An answer changed after the decision was taken (and was not changed back)."""
        return self.etat.decision_perimee

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Those of the gestionnaire, oldest first."""
        return tuple(lecture_actes.observation(e) for e in self.etat.observations)

    @property
    def referentiel(self) -> Referentiel:
        """Questionnaire, grid, clauses and barèmes as frozen. Raises `FaultyInput` where they no longer check."""
        if self._referentiel is None:
            self._referentiel = referentiels.degele(self.creation, self.nom)
        return self._referentiel

    @cached_property
    def fautes(self) -> tuple[Faute, ...]:
        """All that is wrong in the file: the chain, the frozen copies, the answers that are none under them."""
        try:
            questions = self.referentiel.questionnaire.questions
        except FaultyInput as erreur:
            return (*self.fautes_chaine, *erreur.fautes)
        fautes = list(self.fautes_chaine)
        for (volet, nom), actes in self.etat.actes.items():
            message = saisie.mal_placee(questions.get(nom), nom, volet)
            if message is None:
                self._lire((volet, nom), questions[nom])
                if refus := self._refus.get((volet, nom)):
                    message = f"« {nom} » : {refus} ; la réponse compte comme non renseignée"
            if message:
                fautes.append(Faute(message, self.nom, actes[-1].n))
        for volet, nom in self.etat.annotations:
            if message := saisie.mal_placee(questions.get(nom), nom, volet):
                lignes = [t.n for annexe, traces in self.etat.annexes.items() if annexe[1:3] == (volet, nom) for t in traces]
                fautes.append(Faute(message, self.nom, max(lignes, default=None)))
        return tuple(fautes)

    @property
    def a_dire(self) -> tuple[str, ...]:
        """What was found at opening, in words, each after the name of the file."""
        seule = self.lecture_seule or ""
        fautes = [texte for faute in self.fautes if (texte := str(faute)) not in seule]
        messages = (*self.annonces, *([seule] if seule else []), *fautes)
        return tuple(m if m.startswith(self.nom) else f"{self.nom} : {m}" for m in messages)

    @property
    def volet_a_montrer(self) -> Volet:
        """The constat if it holds one answer, else the self-assessment."""
        return "constat" if self.a_des_reponses("constat") else "auto_evaluation"

    # — what was answered ——————————————————————————————————————————————————————————————————————————————————

    def questions(self, volet: Volet) -> list[Question]:
        """Those that exist in this volet, in the order of the questionnaire."""
        sections = self.referentiel.questionnaire.lu.sections
        return [q for section in sections for q in section.questions if saisie.existe(q, volet)]

    def reponse(self, question: str, volet: Volet) -> Reponse:
        """The answer that stands; the one shared value of a `commun` question whatever the volet."""
        lue = self.referentiel.questionnaire.questions.get(question)
        if lue is None or not saisie.existe(lue, volet):
            return NON_RENSEIGNEE
        return self._lire((saisie.volet_de(lue, volet), question), lue)

    def reponses(self, volet: Volet) -> Reponses:
        """All answers of this volet that stand, common ones included: the input of an evaluation."""
        if volet not in self._toutes:
            self._toutes[volet] = {q.id: self.reponse(q.id, volet) for q in self.questions(volet)}
        if volet not in self._donnees:
            self._donnees[volet] = {nom: r for nom, r in self._toutes[volet].items() if r is not NON_RENSEIGNEE}
        return Reponses(volet, self._donnees[volet].copy())

    def annotation(self, question: str, volet: Volet) -> Annotation:
        lue = self.referentiel.questionnaire.questions.get(question)
        if lue is None:
            return SANS_ANNOTATION
        return self.etat.annotations.get((saisie.volet_de(lue, volet), question), SANS_ANNOTATION)

    def a_des_reponses(self, volet: Volet) -> bool:
        """At least one answer of this volet, common ones apart."""
        return self.etat.repondu(volet)

    def precedente(self, question: str, volet: Volet) -> Reponse | None:
        """The answer before the last one (not answered before the first); None where there is nothing to undo."""
        lue = self._question(question, volet)
        actes = self.etat.actes.get((saisie.volet_de(lue, volet), question))
        if not actes:
            return None
        return relire(lue, actes[-2].charge) if len(actes) > 1 else NON_RENSEIGNEE

    @cached_property
    def conflits(self) -> tuple[Conflit, ...]:
        """What two branches answered otherwise and nobody has settled, in the order of the questionnaire."""
        if not (bruts := self.etat.conflits()):
            return ()
        questions = self.referentiel.questionnaire.questions
        rang = {nom: i for i, nom in enumerate(questions)}
        trouves = []
        for (volet, nom), acte in bruts:
            question = questions.get(nom)
            if question is None or acte.conflit is None or saisie.mal_placee(question, nom, volet):
                continue  # named in `fautes`
            notre, autres = acte.conflit
            ici, de_nous = (NON_RENSEIGNEE, Auteur()) if notre is None else _dite(question, notre)
            for autre in autres:
                la, d_eux = _dite(question, autre)
                trouves.append(Conflit(nom, volet, ici, la, de_nous, d_eux, autre.de.quand))
        return tuple(sorted(trouves, key=lambda c: (rang[c.question], c.volet)))

    # — inside —————————————————————————————————————————————————————————————————————————————————————————————

    def _lire(self, cle: etats.Cle, question: Question) -> Reponse:
        """The answer that stands, read against the frozen questionnaire once."""
        lue = self._lues.get(cle)
        if lue is None:
            acte = self.etat.dernier(cle)
            lue = NON_RENSEIGNEE
            if acte is not None:
                try:
                    lue = saisie.relire(question, acte)
                except ReponseRefusee as erreur:
                    self._refus[cle] = str(erreur)
            self._lues[cle] = lue
        return lue

    def _question(self, nom: str, volet: Volet | None) -> Question:
        questionnaire = self.referentiel.questionnaire
        try:
            if volet is None and nom in questionnaire.questions:
                return questionnaire.questions[nom]
            return saisie.trouver(questionnaire, nom, volet or "constat")
        except ReponseRefusee as erreur:
            raise saisie.refuser(nom, str(erreur), self.nom) from None

    def _retenir(self, nouveaux: Sequence[Evenement]) -> None:
        self.journal += nouveaux
        if vars(self).get("conflits") or any(e.type == "fusion" for e in nouveaux):
            vars(self).pop("conflits", None)  # settled by an answer, opened by a merge only
        vars(self).pop("fautes", None)
        for evenement in nouveaux:
            for cle in reunion.appliquer(self.etat, evenement):
                self._lues.pop(cle, None)
                self._refus.pop(cle, None)
                self._relever(cle[1])

    def _relever(self, nom: str) -> None:
        """What is kept of the answers, after that to `nom` may have changed."""
        for volet, toutes in self._toutes.items():
            if nom in toutes:
                avant, apres = toutes[nom], self.reponse(nom, volet)
                toutes[nom] = apres
                if avant is NON_RENSEIGNEE or apres is NON_RENSEIGNEE:
                    self._donnees.pop(volet, None)  # one more or one less: listed again in the order of the questionnaire
                elif volet in self._donnees:
                    self._donnees[volet][nom] = apres

    def _reference(self) -> dict[str, Json]:
        exercice: object = None
        with contextlib.suppress(FaultyInput):
            exercice = self.reponse("exercice", "auto_evaluation").valeur
        annee = exercice if isinstance(exercice, int) and not isinstance(exercice, bool) else None
        return {"dossier": self.id, "empreinte": self.empreinte, "exercice": annee}


def _dite(question: Question, acte: etats.Acte) -> tuple[Reponse, Auteur]:
    return relire(question, acte.charge), lecture_actes.auteur(acte.de)


def relire(question: Question, acte: ev.Reponse) -> Reponse:
    """The answer that an event carries, not answered where it does not fit the frozen questionnaire."""
    try:
        return saisie.relire(question, acte)
    except ReponseRefusee:
        return NON_RENSEIGNEE  # named in `fautes`
