"""One sitting by prompts: what every gesture needs, saying, asking, writing. The gestures are in the modules beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_SOURCE, LIBELLES_VOLET, SourceReponse, Valeur, Volet
from evaluator.errors import AglsError, Unreadable
from evaluator.ui import refus
from evaluator.ui.heure import heure
from evaluator.ui.lineaire.dialogue import Demande, Dialogue
from evaluator.ui.lineaire.question import annonces, controles, nom, question_en_phrases, suites
from evaluator.ui.parcours import nu
from evaluator.ui.session import Session
from evaluator.ui.texte.glyphes import SOURCES, TOUCHES_SOURCE
from evaluator.ui.texte.valeur import reponse_en_mots

MODE_D_EMPLOI = (
    "Une ligne vide passe à la question suivante. ? : aide ; ?? : toutes les commandes ; :quitter : sortir. "
    "Rien n’est à enregistrer : chaque réponse l’est dès qu’elle est donnée."
)
SOURCES_EN_MOTS = ", ".join(TOUCHES_SOURCE.split("  "))
DITE_MAX = 160  # characters of an answer that are said again once it is recorded


class Consultations(Struct, frozen=True):
    """What the command line says too, in the same words: `agls evaluer`, `agls expliquer … leviers`…"""

    resultats: Callable[[Session], str]
    leviers: Callable[[Session], str]
    ensemble: Callable[[Session], str]


class Seance:
    """`rature`: what was refused, for the next prompt to start with; `finie`: nothing more is asked."""

    def __init__(self, session: Session, dialogue: Dialogue, consultations: Consultations) -> None:
        self.session, self.dialogue, self.consultations = session, dialogue, consultations
        self.dire = dialogue.dire
        self.rature = ""
        self.finie = False
        self._montree: tuple[str, Volet] | None = None
        self._partie = ""

    # — saying —————————————————————————————————————————————————————————————————————————————————————————————

    def accueillir(self) -> None:
        session = self.session
        self.dire(f"AGLS Évaluateur, saisie ligne à ligne. Dossier « {session.dossier.nom} ».")
        self.dire(f"{LIBELLES_VOLET[session.volet]} : {self.avancement()}.")
        for annonce in annonces(session.dossier):
            self.dire(f"Attention : {annonce}")
        self.dire(MODE_D_EMPLOI)

    def prendre_conge(self) -> None:
        session = self.session
        self.dire("")
        for cle, texte in session.brouillons.items():
            ou = "note de " if cle.startswith("note:") else ""
            self.dire(f"Non enregistré, {ou}{nom(session, cle.removeprefix('note:'))} : « {texte} »")
        if session.brouillons and session.garder():
            self.dire("Ces brouillons sont gardés sur cette machine.")
        self.dire(f"Fin. {self.avancement()}. Tout ce qui est répondu est enregistré dans « {session.dossier.nom} ».")

    def avancement(self) -> str:
        faites, toutes = self.session.comptes()
        return f"{french.pluriel(faites, 'question répondue', 'questions répondues')} sur {toutes}"

    def montrer(self) -> None:
        """The question, where it is another than the one last shown."""
        session = self.session
        if self._montree == (session.courante, session.volet):
            return
        self._montree = (session.courante, session.volet)
        self.dire("")
        if self._partie != session.section:
            self._partie = session.section
            section = session.parcours.section(session.courante)
            siennes = [q for q in session.visibles if session.parcours.section(q).id == section.id]
            faites, toutes = session.comptes(siennes)
            rang = session.parcours.rang_section(session.courante)
            self.dire(f"Partie {rang}, {section.titre}, {french.pluriel(faites, 'réponse')} sur {toutes}.")
        for phrase in question_en_phrases(session):
            self.dire(phrase)

    def refuser(self, message: str) -> None:
        """Where no hand is there to see the question, the message names it."""
        ou = "" if self.dialogue.main else f"{self.session.parcours.numeros[self.session.courante]}, "
        self.dialogue.refuser(ou + message)

    def remontrer(self) -> None:
        """The question is said again before the next prompt."""
        self._montree = None

    # — asking —————————————————————————————————————————————————————————————————————————————————————————————

    def demander_ou(
        self, invite: str, texte: str = "", *, locales: Sequence[str] = (), aide: Callable[[], None] | None = None
    ) -> tuple[str, str]:
        """A command of this place and nothing, or nothing and what was answered. Any other command raises `Demande`."""
        while True:
            try:
                return "", self.dialogue.demander(invite, texte)
            except Demande as demande:
                commande = nu(demande.ligne).removeprefix(":")
                if aide is not None and commande in ("?", "aide"):
                    aide()
                elif siennes := [c for c in locales if commande and c.startswith(commande)]:
                    return siennes[0], ""
                else:
                    raise

    def source_de(self, texte: str) -> SourceReponse | None:
        """`p`, `pièce` or `document`; None, and said, where it is none."""
        nue = nu(texte)
        for source, (lettre, mot) in SOURCES.items():
            if nue and (nue == lettre or nu(mot).startswith(nue)):
                return source
        self.refuser(f"une source est attendue, {SOURCES_EN_MOTS} ; trouvé : « {texte[:60]} »")
        return None

    # — writing ————————————————————————————————————————————————————————————————————————————————————————————

    def ferme(self) -> bool:
        """Nothing can be written here, and that is said before anything is typed."""
        dossier = self.session.dossier
        if pourquoi := dossier.lecture_seule or ("le dossier est clos : rien ne s’y écrit" if dossier.clos else ""):
            self.refuser(pourquoi)
        return bool(pourquoi)

    def tenter(self, geste: Callable[[], object]) -> bool:
        """Do what may fail. False, and said with a bell, where it did: nothing then changed."""
        try:
            geste()
        except (AglsError, OSError) as erreur:
            message, panne = refus.en_mots(erreur), isinstance(erreur, Unreadable | OSError)
            if panne and not self.session.ferme:
                self.session.panne = message
                message += " ; réessayez, ou :copie pour continuer dans un autre fichier"
            self.dialogue.alarme(message, erreur.code if isinstance(erreur, AglsError) else Unreadable.code)
            return False
        return True

    def enregistrer(self, geste: Callable[[], object], mots: str) -> bool:
        """Write, then say that it is on the disk."""
        fait = self.tenter(geste)
        if fait:
            self.dire_ecrit(mots)
        return fait

    def dire_ecrit(self, mots: str) -> None:
        self.dire(f"enregistré {heure(self.session.dossier.enregistre_a)} — {mots}")

    def ecrire(self, geste: Callable[[], object], texte: str = "") -> bool:
        """Write an answer to the current question. `texte`: what was typed, kept as a draft where it cannot be written."""
        session, ident = self.session, self.session.courante
        if not self.tenter(geste):
            if texte:
                session.brouillons[ident] = texte
            return False
        session.brouillons.pop(ident, None)
        self.dire_enregistree(ident)
        return True

    def dire_enregistree(self, ident: str) -> None:
        """What is now on the disk, and what it contradicts."""
        session = self.session
        reponse = session.reponse(ident)
        mots = " ".join(reponse_en_mots(session.parcours.question(ident), reponse, source=True).split("\n"))
        dite = mots if len(mots) <= DITE_MAX else mots[:DITE_MAX] + "…"
        self.dire_ecrit(f"{nom(session, ident)} : {dite}")
        for message in controles(session, ident):
            self.dire(message)

    def donner(self, valeur: Valeur, texte: str = "") -> None:
        """Record the answer, ask for its source where one counts, go on."""
        if self.ecrire(lambda: self.session.repondre(valeur), texte):
            self.apres_reponse()

    def apres_reponse(self) -> None:
        session, reponse = self.session, self.session.reponse()
        compte = session.volet == "constat" and not session.question.commun
        if compte and reponse.etat == "renseignee" and reponse.source is None:
            self.demander_source()
        for phrase in suites(session, session.courante):
            self.dire(phrase)
        self.suivre()

    def demander_source(self) -> None:
        while texte := self.dialogue.demander(f"Source ({SOURCES_EN_MOTS} ; Entrée : aucune)"):
            if (source := self.source_de(texte)) is not None and self.sourcer(source):
                return

    def sourcer(self, source: SourceReponse) -> bool:
        return self.enregistrer(lambda: self.session.sourcer(source), f"source : {LIBELLES_SOURCE[source]}")

    def suivre(self) -> None:
        if not self.session.aller(1):
            self.dire("Dernière question. :manquants : ce qui manque ; :résultats ; :quitter.")
