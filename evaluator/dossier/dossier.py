"""A dossier: one residence, one exercice, one file. Its state is the replay of its events.

Nothing is said to be saved before it is on disk.

An answer is `repondre`; clearing or undoing one is another answer. What is wrong in a file that was received is in `fautes`
and counts as not answered: it never stops the program.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import cast

from evaluator.canonical import Json
from evaluator.dossier import etat as etats
from evaluator.dossier import evenements as ev
from evaluator.dossier import lecture, referentiels, saisie
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.evenements import Evenement, Role
from evaluator.dossier.journal import Journal
from evaluator.dossier.lecture import Lecture
from evaluator.dossier.redaction import Acte, nouvel_id, rediger
from evaluator.dossier.reponses import (
    NON_RENSEIGNEE,
    SANS_ANNOTATION,
    Annotation,
    Piece,
    Reponse,
    Reponses,
    SourceReponse,
    Visibilite,
    Volet,
)
from evaluator.dossier.saisie import ReponseRefusee
from evaluator.dossier.verrou import Verrou
from evaluator.errors import FaultyInput, Faute, Unreadable, WrongUse
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Question

_PERSONNE = Auteur()


class Dossier:
    """Made by `creer` or `ouvrir`. A writer holds the lock until `fermer`; a reader holds nothing and writes nothing."""

    def __init__(self, chemin: Path, lue: Lecture, auteur: Auteur, role: Role | None) -> None:
        self.chemin = chemin
        self.nom = chemin.name
        self.auteur = auteur
        self.role: Role | None = role
        self.enregistre_a: datetime | None = None
        self.annonces: tuple[str, ...] = (lue.annonce,) if lue.annonce else ()
        self.fautes_chaine: tuple[Faute, ...] = lue.fautes
        self.lecture_seule: str | None = None
        if lue.fautes:
            self.lecture_seule = f"{lue.fautes[0]} ; le dossier s'ouvre en lecture seule"
        self.creation = lecture.creation(lue)
        self.journal: list[Evenement] = []
        self.etat = etats.Etat()
        self._lues: dict[etats.Cle, Reponse] = {}
        self._referentiel: Referentiel | None = None
        self._ecrivain: tuple[Journal, Verrou] | None = None
        self._retenir(lue.evenements)

    # — opening and closing ————————————————————————————————————————————————————————————————————————————————

    @classmethod
    def creer(
        cls,
        chemin: Path,
        referentiel: Referentiel,
        *,
        auteur: Auteur = _PERSONNE,
        role: Role | None = None,
        precedent: Dossier | None = None,
    ) -> Dossier:
        """A new file, lock held, `referentiel` frozen in it. Raises `Unreadable` where the file exists or cannot be made."""
        reel = _reel(chemin)
        charge: dict[str, Json] = {
            "gele": dict(referentiel.gele),
            "empreintes": cast(Json, referentiels.empreintes(referentiel.gele)),
            "precedent": precedent._reference() if precedent else None,
        }
        actes: list[Acte] = [("creation", None, charge)]
        premiers, lignes = rediger(actes, dossier=nouvel_id(), auteur=auteur, role=role, n=0, prec=None)
        if reel.exists():
            raise Unreadable(f"{chemin} existe déjà : un dossier n'est jamais écrasé")
        verrou = Verrou(reel, auteur.nom)
        try:
            journal = Journal.creer(reel, lignes[0])
        except BaseException:
            verrou.liberer()
            raise
        dossier = cls(chemin, Lecture(chemin.name, tuple(premiers), (), len(lignes[0])), auteur, role)
        dossier._ecrivain = (journal, verrou)
        dossier._referentiel = referentiel
        dossier.enregistre_a = datetime.now(UTC)
        return dossier

    @classmethod
    def ouvrir(
        cls, chemin: Path, *, ecriture: bool = False, auteur: Auteur = _PERSONNE, role: Role | None = None
    ) -> Dossier:
        """Open to read, or to write as well. Raises `Unreadable`, `Held`, and `FaultyInput` where it is no dossier of ours.

        A file whose chain is broken opens, and says why it can only be read (`lecture_seule`).
        """
        reel = _reel(chemin)
        if not ecriture:
            return cls(chemin, lecture.lire(lecture.lire_octets(reel), chemin.name), auteur, role)
        lecture.lire_octets(reel)  # a file that is not there leaves no lock behind
        verrou = Verrou(reel, auteur.nom)
        try:
            lue = lecture.lire(lecture.lire_octets(reel), chemin.name)
            dossier = cls(chemin, lue, auteur, role)
            if dossier.lecture_seule:
                verrou.liberer()
                return dossier
            journal, mis_de_cote = Journal.ouvrir(reel, lue)
        except BaseException:
            verrou.liberer()
            raise
        if mis_de_cote:
            dossier.annonces = (f"{lue.annonce} (gardée dans « {mis_de_cote} »)",)
        dossier._ecrivain = (journal, verrou)
        return dossier

    def fermer(self) -> None:
        """Give the file and its lock back. Everything is on disk already; a second call does nothing."""
        if self._ecrivain:
            journal, verrou = self._ecrivain
            self._ecrivain = None
            journal.fermer()
            verrou.liberer()

    def __enter__(self) -> Dossier:
        return self

    def __exit__(self, genre: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None) -> None:
        self.fermer()

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
    def referentiel(self) -> Referentiel:
        """Questionnaire, grid, clauses and barèmes as frozen. Raises `FaultyInput` where they no longer check."""
        if self._referentiel is None:
            self._referentiel = referentiels.degele(self.creation, self.nom)
        return self._referentiel

    @property
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
                try:
                    saisie.relire(questions[nom], actes[-1].charge)
                except ReponseRefusee as erreur:
                    message = f"« {nom} » : {erreur} ; la réponse compte comme non renseignée"
            if message:
                fautes.append(Faute(message, self.nom, actes[-1].n))
        for volet, nom in self.etat.annotations:
            if message := saisie.mal_placee(questions.get(nom), nom, volet):
                fautes.append(Faute(message, self.nom))
        return tuple(fautes)

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
        cle: etats.Cle = (saisie.volet_de(lue, volet), question)
        if cle not in self._lues:
            acte = self.etat.dernier(cle)
            self._lues[cle] = NON_RENSEIGNEE if acte is None else _relire(lue, acte)
        return self._lues[cle]

    def reponses(self, volet: Volet) -> Reponses:
        """All answers of this volet that stand, common ones included: the input of an evaluation."""
        toutes = {q.id: self.reponse(q.id, volet) for q in self.questions(volet)}
        return Reponses(volet, {nom: r for nom, r in toutes.items() if r is not NON_RENSEIGNEE})

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
        return _relire(lue, actes[-2].charge) if len(actes) > 1 else NON_RENSEIGNEE

    # — acting —————————————————————————————————————————————————————————————————————————————————————————————

    def repondre(self, question: str, volet: Volet, reponse: Reponse) -> None:
        """Returns once the answer is on disk. Raises `FaultyInput` for an answer that is none, `Unreadable` where the disk
        refuses: the former answer then stands, in memory and on disk."""
        lue = self._question(question, volet)
        try:
            normale = saisie.normaliser(lue, reponse)
        except ReponseRefusee as erreur:
            raise saisie.refuser(question, str(erreur), self.nom) from None
        self._ecrire([("reponse", saisie.volet_de(lue, volet), saisie.charge(question, normale))])

    def repondre_tout(
        self, volet: Volet, reponses: Mapping[str, Reponse], annotations: Mapping[str, Annotation] | None = None
    ) -> int:
        """One write for all: the number of events. What changes nothing is not written again; annotations only add.

        Raises `FaultyInput` with all faults; nothing is then written.
        """
        actes: list[Acte] = []
        fautes: list[Faute] = []
        for nom, reponse in reponses.items():
            try:
                question = saisie.trouver(self.referentiel.questionnaire, nom, volet)
                normale = saisie.normaliser(question, reponse)
            except ReponseRefusee as erreur:
                fautes.append(saisie.faute(nom, str(erreur), self.nom))
                continue
            if normale != self.reponse(nom, volet):
                actes.append(("reponse", saisie.volet_de(question, volet), saisie.charge(nom, normale)))
        for nom, annotation in (annotations or {}).items():
            try:
                question = saisie.trouver(self.referentiel.questionnaire, nom, volet)
            except ReponseRefusee as erreur:
                fautes.append(saisie.faute(nom, str(erreur), self.nom))
                continue
            ou = saisie.volet_de(question, volet)
            actes += [(g, ou, c) for g, c in saisie.charges_annotation(nom, self.annotation(nom, volet), annotation)]
        if fautes:
            raise FaultyInput(fautes)
        return self._ecrire(actes)

    def confirmer(self, questions: Sequence[str], source: SourceReponse | None) -> int:
        """The constat takes over the declared answer of each question that has one, with `source`: the number of events.

        Common questions and those not declared are passed over; a constat already given is replaced (and can be undone).
        """
        actes: list[Acte] = []
        for nom in questions:
            question = self._question(nom, None)
            declaree = self.reponse(nom, "auto_evaluation")
            if question.commun or not saisie.existe(question, "constat") or declaree.etat == "non_renseignee":
                continue
            copie = Reponse(declaree.etat, declaree.valeur, source, declaree.motif)
            actes.append(("confirmation", "constat", saisie.charge(nom, copie)))
        return self._ecrire(actes)

    def noter(self, question: str, volet: Volet, note: str, visibilite: Visibilite | None = None) -> None:
        """Put a note beside an answer; empty clears it. Unless said, `interne` in the constat, `partagee` elsewhere."""
        visibilite = visibilite or saisie.visibilite_par_defaut(volet)
        charge: dict[str, Json] = {"question": question, "note": note, "visibilite": visibilite}
        self._annoter("note", question, volet, charge)

    def joindre(self, question: str, volet: Volet, piece: Piece) -> None:
        """Name a piece of evidence; one of the same name is replaced."""
        self._annoter("piece", question, volet, saisie.charge_piece(question, piece, retiree=False))

    def retirer(self, question: str, volet: Volet, nom_piece: str) -> None:
        """Take a piece away. Raises `FaultyInput` where there is none of this name."""
        for piece in self.annotation(question, volet).pieces:
            if piece.nom == nom_piece:
                self._annoter("piece", question, volet, saisie.charge_piece(question, piece, retiree=True))
                return
        raise saisie.refuser(question, f"aucune pièce ne s'appelle « {nom_piece[:60]} »", self.nom)

    def marquer(self, question: str, volet: Volet, a_revoir: bool) -> None:
        """Mark a question to come back to, or take the mark away."""
        self._annoter("a_revoir", question, volet, {"question": question, "a_revoir": a_revoir})

    def _annoter(self, genre: ev.TypeEvenement, nom: str, volet: Volet, charge: dict[str, Json]) -> None:
        question = self._question(nom, volet)
        self._ecrire([(genre, saisie.volet_de(question, volet), charge)])

    # — inside —————————————————————————————————————————————————————————————————————————————————————————————

    def _question(self, nom: str, volet: Volet | None) -> Question:
        questionnaire = self.referentiel.questionnaire
        try:
            if volet is None and nom in questionnaire.questions:
                return questionnaire.questions[nom]
            return saisie.trouver(questionnaire, nom, volet or "constat")
        except ReponseRefusee as erreur:
            raise saisie.refuser(nom, str(erreur), self.nom) from None

    def _ecrire(self, actes: list[Acte]) -> int:
        if self.lecture_seule:
            raise Unreadable(self.lecture_seule)
        if self._ecrivain is None:
            raise WrongUse(f"« {self.nom} » n'est pas ouvert en écriture : la réponse n'a pas été enregistrée")
        if self.clos:
            raise WrongUse(f"« {self.nom} » est clos : il faut le rouvrir avant d'y répondre")
        if not actes:
            return 0
        nouveaux, lignes = rediger(
            actes, dossier=self.id, auteur=self.auteur, role=self.role, n=self.journal[-1].n, prec=self.empreinte
        )
        self._ecrivain[0].ajouter(lignes)
        self._retenir(nouveaux)
        self.enregistre_a = datetime.now(UTC)
        return len(nouveaux)

    def _retenir(self, nouveaux: Sequence[Evenement]) -> None:
        self.journal += nouveaux
        for evenement in nouveaux:
            if cle := self.etat.appliquer(evenement):
                self._lues.pop(cle, None)

    def _reference(self) -> dict[str, Json]:
        exercice: object = None
        with contextlib.suppress(FaultyInput):
            exercice = self.reponse("exercice", "auto_evaluation").valeur
        annee = exercice if isinstance(exercice, int) and not isinstance(exercice, bool) else None
        return {"dossier": self.id, "empreinte": self.empreinte, "exercice": annee}


def _relire(question: Question, acte: ev.Reponse) -> Reponse:
    try:
        return saisie.relire(question, acte)
    except ReponseRefusee:
        return NON_RENSEIGNEE  # named in `fautes`


def _reel(chemin: Path) -> Path:
    """Where the file really is: two links to one dossier share one lock."""
    try:
        return chemin.resolve()
    except (OSError, RuntimeError, ValueError):
        raise Unreadable(f"« {chemin} » n'est pas un chemin valable") from None


__all__ = ["Auteur", "Dossier"]
