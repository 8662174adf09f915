"""A dossier: one residence, one exercice, one file. Its state is the replay of its events.

Nothing is said to be saved before it is on disk.

An answer is `repondre`; clearing or undoing one is another answer. What is wrong in a file that was received is in `fautes`
and counts as not answered: it never stops the program.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import cast

from evaluator.canonical import Json, octets_canoniques
from evaluator.dossier import evenements as ev
from evaluator.dossier import lecture, lecture_actes, saisie
from evaluator.dossier.actes import Decision, Objectif
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.consultation import Consultation
from evaluator.dossier.evenements import Role
from evaluator.dossier.journal import Journal
from evaluator.dossier.lecture import Lecture
from evaluator.dossier.redaction import Acte, nouvel_id, rediger
from evaluator.dossier.reponses import Annotation, Piece, Reponse, SourceReponse, Visibilite, Volet
from evaluator.dossier.saisie import ReponseRefusee
from evaluator.dossier.verrou import Verrou
from evaluator.errors import FaultyInput, Faute, Unreadable, WrongUse
from evaluator.questionnaire.load import Referentiel, empreintes_de

_PERSONNE = Auteur()


class Dossier(Consultation):
    """Made by `creer` or `ouvrir`. A writer holds the lock until `fermer`; a reader holds nothing and writes nothing."""

    def __init__(self, chemin: Path, lue: Lecture, auteur: Auteur, role: Role | None) -> None:
        super().__init__(chemin, lue)
        self.auteur = auteur
        self.role: Role | None = role
        self.enregistre_a: datetime | None = None
        self._ecrivain: tuple[Journal, Verrou] | None = None

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
            "empreintes": cast(Json, empreintes_de(referentiel.gele)),
            "precedent": precedent._reference() if precedent else None,
        }
        actes: list[Acte] = [("creation", None, charge)]
        premiers, lignes = rediger(actes, dossier=nouvel_id(), auteur=auteur, role=role, n=0, prec=None)
        if os.path.exists(reel):
            raise Unreadable(f"{chemin} existe déjà : un dossier n’est jamais écrasé")
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

    def copier(self, chemin: Path) -> Dossier:
        """All that is in memory, in a new file open to write: the way out where this one can no longer be written.

        The events are the same, with their hashes. Raises `Unreadable` where the file exists or cannot be made.
        """
        reel = _reel(chemin)
        if os.path.exists(reel):
            raise Unreadable(f"{chemin} existe déjà : un dossier n’est jamais écrasé")
        lignes = [octets_canoniques(evenement.brut()) + b"\n" for evenement in self.journal]
        verrou = Verrou(reel, self.auteur.nom)
        try:
            journal = Journal.creer(reel, lignes[0])
            try:
                journal.ajouter(lignes[1:])
                lue = lecture.lire(lecture.lire_octets(reel), chemin.name)
            except BaseException:
                journal.fermer()
                reel.unlink(missing_ok=True)
                raise
        except BaseException:
            verrou.liberer()
            raise
        dossier = Dossier(chemin, lue, self.auteur, self.role)
        dossier._ecrivain = (journal, verrou)
        dossier._referentiel = self._referentiel
        dossier.enregistre_a = datetime.now(UTC)
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
            # The reason of a *sans objet* is part of the answer; any other one is of the gestionnaire's own saying.
            motif = declaree.motif if declaree.etat == "sans_objet" else None
            copie = Reponse(declaree.etat, declaree.valeur, source, motif)
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
        raise saisie.refuser(question, f"aucune pièce ne s’appelle « {nom_piece[:60]} »", self.nom)

    def marquer(self, question: str, volet: Volet, a_revoir: bool) -> None:
        """Mark a question to come back to, or take the mark away."""
        self._annoter("a_revoir", question, volet, {"question": question, "a_revoir": a_revoir})

    def _annoter(self, genre: ev.TypeEvenement, nom: str, volet: Volet, charge: dict[str, Json]) -> None:
        question = self._question(nom, volet)
        self._ecrire([(genre, saisie.volet_de(question, volet), charge)])

    # — deciding, closing, observing ———————————————————————————————————————————————————————————————————————

    def observer(self, texte: str, question: str | None = None) -> None:
        """What the gestionnaire observes, on one question or on the whole. Raises `FaultyInput` for an empty text."""
        if not texte.strip():
            raise self._refuser("une observation demande un texte")
        if question is not None:
            self._question(question, None)
        self._ecrire([("observation", None, {"question": question, "texte": texte.strip()})], "gestionnaire")

    def decider(self, decision: Decision) -> None:
        """Record who granted what. A later decision takes its place; both stay in the journal.

        Its form is checked here (`FaultyInput`); whether it may be taken is for `evaluation.decision.controler`.
        """
        if isinstance(decision.montant, bool) or not isinstance(decision.montant, int) or decision.montant < 0:
            raise self._refuser("le montant décidé est un nombre entier d’euros, 0 ou plus")
        if not decision.nom.strip() or not decision.fonction.strip():
            raise self._refuser("une décision porte le nom et la fonction de la personne qui la prend")
        self._ecrire([("decision", None, lecture_actes.charge_decision(decision))], "service")

    def cloturer(
        self, objectifs: Sequence[Objectif] = (), *, ecarts_sans_motif: Sequence[str] = (), motif: str | None = None
    ) -> None:
        """Nothing is written any more until `rouvrir`. `motif` says why where nothing was decided."""
        if any(not objectif.enonce.strip() for objectif in objectifs):
            raise self._refuser("un objectif demande un énoncé")
        for nom in (*(o.question for o in objectifs if o.question), *ecarts_sans_motif):
            self._question(nom, None)
        charge: dict[str, Json] = {
            "objectifs": [lecture_actes.charge_objectif(objectif) for objectif in objectifs],
            "ecarts_sans_motif": list(ecarts_sans_motif),
            "motif": (motif or "").strip() or None,
        }
        self._ecrire([("cloture", None, charge)], "service")

    def rouvrir(self, motif: str) -> None:
        """Write again in a closed dossier. Raises `FaultyInput` where it is not closed, or without a reason."""
        if not self.clos:
            raise self._refuser("le dossier n’est pas clos : il n’y a rien à rouvrir")
        if not motif.strip():
            raise self._refuser("rouvrir un dossier demande un motif")
        self._ecrire([("reouverture", None, {"motif": motif.strip()})], "service")

    # — inside —————————————————————————————————————————————————————————————————————————————————————————————

    def _refuser(self, message: str) -> FaultyInput:
        return FaultyInput([Faute(message, self.nom)])

    def _ecrire(self, actes: list[Acte], role: Role | None = None) -> int:
        if self.lecture_seule:
            raise Unreadable(self.lecture_seule)
        if self._ecrivain is None:
            raise WrongUse(f"« {self.nom} » n’est pas ouvert en écriture : la réponse n’a pas été enregistrée")
        if self.etat.cloture and actes and actes[0][0] != "reouverture":
            raise self._refuser(
                f"le dossier est clos, {lecture_actes.dit_par(self.etat.cloture)} : rien ne s’y écrit ;"
                f' pour le rouvrir : agls rouvrir {self.nom} --motif "…"'
            )
        if not actes:
            return 0
        nouveaux, lignes = rediger(
            actes,
            dossier=self.id,
            auteur=self.auteur,
            role=role or self.role,
            n=self.journal[-1].n,
            prec=self.empreinte,
        )
        self._ecrivain[0].ajouter(lignes)
        self._retenir(nouveaux)
        self.enregistre_a = datetime.now(UTC)
        return len(nouveaux)


def _reel(chemin: Path) -> Path:
    """Where the file really is: two links to one dossier share one lock."""
    try:
        return chemin.resolve()
    except (OSError, RuntimeError, ValueError):
        raise Unreadable(f"« {chemin} » n’est pas un chemin valable") from None


__all__ = ["Auteur", "Dossier"]
