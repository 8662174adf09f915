"""F7: the differences between the two volets, by price; each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on

from evaluator.dossier.reponses import Visibilite, Volet
from evaluator.dossier.saisie import visibilite_par_defaut
from evaluator.evaluation.comparaison import Desaccord
from evaluator.ui import keys
from evaluator.ui.keys import ALLER, AUTOUR, VOIR, Touche
from evaluator.ui.screens.actes import EcranActes, Page
from evaluator.ui.screens.zones import FIN_DE_BARRE
from evaluator.ui.session import Session
from evaluator.ui.texte.consignes import SANS_PERSONNE
from evaluator.ui.texte.contradictoire import (
    FILTRES,
    Filtre,
    accord_en_lignes,
    compte_en_mots,
    conflit_en_lignes,
    contradictoire_en_entrees,
    ecart_en_lignes,
)
from evaluator.ui.texte.lignes import Entree, Ligne, Segment
from evaluator.ui.widgets.saisie import LigneDeSaisie

MOTIF = Touche((*keys.MOTIF.touches, "m", "M"), "motiver", "t", "motif", "dire pourquoi le constat diffère (t ou m)", AUTOUR)
REPRENDRE = Touche(keys.CONFIRMER.touches, "reprendre", "a", "reprendre", "reprendre la valeur déclarée, après confirmation", AUTOUR)  # noqa: E501  # fmt: skip
NOTER = Touche(keys.NOTE.touches, "noter", "c", "note", "la note du constat sur cette question", AUTOUR)
REVOIR = Touche(keys.A_REVOIR.touches, "revoir", "r", "à vérifier", "marquer « à vérifier », ou enlever la marque", AUTOUR)
SANS_MOTIF = Touche(("tab",), "sans_motif(1)", "Tab", "sans motif", "écart sans motif suivant", ALLER)
SANS_MOTIF_AVANT = Touche(("shift+tab",), "sans_motif(-1)", "Maj+Tab", "", "écart sans motif précédent", ALLER)
FILTRER = Touche(("f", "F"), "filtrer", "f", "filtre", "les écarts ; ceux sans motif ; avec les réponses pareilles", VOIR)
OBSERVATIONS = Touche(("o", "O"), "observations", "o", "observations", "les observations du gestionnaire", VOIR)
FERMER = Touche(("f7",), "retour", "F7", "", "fermer", ALLER)
ECRITURES = (MOTIF, REPRENDRE, NOTER, REVOIR)
ICI = (SANS_MOTIF, SANS_MOTIF_AVANT, *ECRITURES, OBSERVATIONS, FILTRER, FERMER)
Place = tuple[str | None, Filtre]  # the line in hand, what is listed


class EcranContradictoire(EcranActes):
    """Returns the question to go to, in the constat; `place` then says where to come back to."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranActes.TOUCHES, *ICI)
    ECRITURES = ECRITURES
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Contradictoire"

    def __init__(self, session: Session, place: Place | None = None) -> None:
        super().__init__(session)
        self._depart, self.filtre = place or (None, "ecarts")
        self._a_reprendre: str | None = None  # asked once, done at the second press

    @property
    def place(self) -> Place:
        return self._depart, self.filtre

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        gauche, droite = super().titre()
        if not self.session.compare:
            return gauche[:1], droite
        return [gauche[0], (" · ", "attenue"), (compte_en_mots(self.session.comparaison), "accent")], droite

    def barre(self) -> list[tuple[str, str]]:
        if self.saisie_ouverte:
            return [("Entrée", "enregistrer le motif"), ("Échap", "garder en brouillon")]
        return [
            ("↓ ↑", "écart"),
            ("Entrée", "question"),
            *self.indices(SANS_MOTIF, *ECRITURES, OBSERVATIONS, FILTRER),
            *FIN_DE_BARRE,
        ]

    def mode(self) -> str:
        return "SAISIE" if self.saisie_ouverte else ""

    def preparer(self) -> None:
        super().preparer()
        if self._depart is not None:
            self.liste.placer(self._depart)
            self.montrer_detail()

    def entrees(self, cellules: int) -> Sequence[Entree]:
        return contradictoire_en_entrees(self.session, self.session.comparaison, cellules, self.filtre)

    def montrer_detail(self) -> None:
        self._a_reprendre = None
        super().montrer_detail()

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        session = self.session
        if ident is None:
            return ()
        genre, _, question = ident.partition(":")
        if genre == "c":
            conflit = next((c for c in session.dossier.conflits if c.question == question), None)
            return conflit_en_lignes(session, conflit, cellules) if conflit else ()
        if genre == "p":
            return accord_en_lignes(session, question, cellules)
        ecart = session.desaccord(question)
        return ecart_en_lignes(session, ecart, cellules) if ecart else ()

    # — moving —————————————————————————————————————————————————————————————————————————————————————————————

    def action_sans_motif(self, pas: int) -> None:
        sans = set(self.session.comparaison.sans_motif)
        if not self.liste.suivante(lambda ident: ident.startswith("e:") and ident[2:] in sans, pas):
            self.dire("aucun écart sans motif dans cette liste" if sans else "aucun écart n’est sans motif", "attenue")
        self.montrer_detail()

    def action_filtrer(self) -> None:
        noms = list(FILTRES)
        self.filtre = noms[(noms.index(self.filtre) + 1) % len(noms)]
        choisie = self.liste.choisie
        self.tout_montrer(0)
        if choisie is not None:
            self.liste.placer(choisie)
            self.montrer_detail()
        self.dire(f"{FILTRES[self.filtre]} ; f pour changer", "attenue")

    def choisie(self, ident: str) -> None:
        genre, _, question = ident.partition(":")
        conflits = {c.question: c.volet for c in self.session.dossier.conflits}
        voulu = conflits.get(question, "constat") if genre == "c" else "constat"
        if voulu != "commun":
            self._volet(voulu)
        self._depart = ident
        self.dismiss(question)

    def _volet(self, voulu: Volet) -> None:
        if self.session.volet != voulu:
            self.session.changer_volet()

    def action_observations(self) -> None:
        from evaluator.ui.screens.observations import EcranObservations

        _, _, question = (self.liste.choisie or "").partition(":")
        self.app.push_screen(EcranObservations(self.session, question or None), self._vers)

    def _vers(self, question: str | None) -> None:
        if question:
            self._depart = self.liste.choisie
            self._volet("constat")
            self.dismiss(question)

    # — writing ————————————————————————————————————————————————————————————————————————————————————————————

    def _ecart(self) -> Desaccord | None:
        """The difference in hand, where something can be written of it."""
        if self.refuse():
            return None
        genre, _, question = (self.liste.choisie or "").partition(":")
        ecart = self.session.desaccord(question) if genre == "e" else None
        if ecart is None:
            self.alarme("choisissez un écart")
        return ecart

    def action_motiver(self) -> None:
        ecart = self._ecart()
        if ecart is None:
            return
        if ecart.a_constater:
            self.alarme("le constat ne répond pas encore à cette question : Entrée pour y aller, puis répondez")
            return
        exemple = "pourquoi le constat diffère de ce qui est déclaré"
        self.ouvrir_ligne("Motif :", ecart.motif or "", exemple, cle=f"motif:{ecart.question}", reprendre="t")

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        ecart = self._ecart()
        if ecart is None or not self.tenter(lambda: self._motiver(ecart, event.texte)):
            return
        self.fermer_ligne()
        self.dire_ecrit("motif enregistré" if event.texte.strip() else "motif retiré")
        self.tout_montrer()

    def _motiver(self, ecart: Desaccord, motif: str) -> None:
        """The reason stands in the answer of the constat, whichever volet is open."""
        self._volet("constat")
        self.session.motiver(motif, ecart.question)

    def action_reprendre(self) -> None:
        ecart = self._ecart()
        if ecart is None:
            return
        session = self.session
        if ecart.declaree.etat == "non_renseignee":
            self.alarme("le gestionnaire n’a rien déclaré ici : il n’y a rien à reprendre")
        elif ecart.plafonnee:
            self.alarme("la valeur est déjà celle du gestionnaire ; il manque une autre source : Entrée, puis p, e ou v")
        elif self._a_reprendre != ecart.question:
            quoi = "répondre ce qui est déclaré" if ecart.a_constater else "mettre le déclaré à la place du constaté"
            self.dire(f"a de nouveau pour {quoi} (les deux sont ci-dessus)", "alerte")
            self._a_reprendre = ecart.question
        else:
            self._volet("constat")
            source = session.source_pour(ecart.question)
            if self.tenter(lambda: session.confirmer([ecart.question], source)):
                suite = "" if source else " ; la source reste à dire : Entrée, puis d, p, e ou v"
                self.dire_ecrit(f"{session.parcours.numeros[ecart.question]} reprend le déclaré{suite}")
            self.tout_montrer()

    def action_noter(self) -> None:
        ecart = self._ecart()
        if ecart is None:
            return
        session, question = self.session, ecart.question
        annotation = session.dossier.annotation(question, "constat")
        visibilite: Visibilite = annotation.visibilite if annotation.note else visibilite_par_defaut("constat")
        page = Page(
            f"note:{question}",
            "note",
            f"Note du constat — {session.parcours.numeros[question]} {session.parcours.question(question).etiquette}",
            annotation.note,
            SANS_PERSONNE,
            visibilite,
        )
        self.ouvrir_page(page, lambda texte, v: session.dossier.noter(question, "constat", texte, v), "c")

    def action_revoir(self) -> None:
        ecart = self._ecart()
        if ecart is None:
            return

        def marquer() -> None:
            marque = not self.session.dossier.annotation(ecart.question, "constat").a_revoir
            self.session.dossier.marquer(ecart.question, "constat", marque)

        if self.tenter(marquer):
            self.tout_montrer()
