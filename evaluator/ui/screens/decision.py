"""F8: the decision of a named person, checked against the recommendation; then the closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual import on

from evaluator.dossier.actes import Decision, Recommandation
from evaluator.evaluation.decision import controler, recommandation
from evaluator.ui import formulaire, keys
from evaluator.ui.keys import ALLER, REPONDRE, Touche
from evaluator.ui.screens.zones import FIN_DE_BARRE, EcranZones
from evaluator.ui.session import Session
from evaluator.ui.texte.decision import (
    cloture_en_lignes,
    decision_en_lignes,
    formulaire_en_entrees,
    recommandation_en_lignes,
    refus_en_lignes,
)
from evaluator.ui.texte.lignes import Entree, Ligne, Segment, entrees
from evaluator.ui.widgets.saisie import LigneDeSaisie

ICI = (
    Touche(("delete", "backspace"), "effacer", "Suppr", "effacer", "vider le champ", REPONDRE),
    Touche(("f10", "ctrl+s"), "enregistrer", "F10", "enregistrer", "enregistrer la décision (F10 ou Ctrl+S)", REPONDRE),
    Touche(("c", "C"), "cloture", "c", "clôture", "passer à la clôture du dossier", ALLER),
    Touche(("r", "R"), "rouvrir", "r", "rouvrir", "rouvrir un dossier clos, avec un motif", REPONDRE),
    Touche(("f8",), "retour", "F8", "", "fermer", ALLER),
)


class EcranDecision(EcranZones):
    """Returns the question to go to. What is typed is kept in the session until it is recorded."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranZones.TOUCHES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Décision"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._reouverture = False

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        _, droite = super().titre()
        clos: list[Segment] = [("! clos, lecture seule  ", "alerte")] if self.session.dossier.clos else []
        return [(f" {self.NOM}", "titre"), (" · ", "attenue"), ("sur le constat du service", "accent")], [*clos, *droite]

    def barre(self) -> list[tuple[str, str]]:
        if self.query_one(LigneDeSaisie).ouverte:
            return [("Entrée", "retenir"), ("Échap", "abandonner")]
        if self.session.dossier.clos:
            return [("r", "rouvrir"), *FIN_DE_BARRE[1:]]
        return [
            ("↓ ↑", "champ"),
            ("Entrée", "saisir"),
            ("F10", "enregistrer"),
            ("c", "clôture"),
            *FIN_DE_BARRE[1:],
        ]

    def mode(self) -> str:
        return "SAISIE" if self.query_one(LigneDeSaisie).ouverte else ""

    # — what it shows ——————————————————————————————————————————————————————————————————————————————————————

    def _recommandation(self) -> Recommandation:
        dossier = self.session.dossier
        return recommandation(self.session.constat, dossier.evenements, dossier.empreinte)

    def _textes(self) -> formulaire.Textes:
        session = self.session
        if session.formulaire is None:
            jour = datetime.now().astimezone().date()
            depart = (session.dossier.decision, self._recommandation(), session.dossier.auteur, jour)
            session.formulaire = formulaire.prerempli(*depart)
        return session.formulaire

    def entrees(self, cellules: int) -> Sequence[Entree]:
        dossier, grille = self.session.dossier, self.session.dossier.referentiel.grille
        lignes = list(cloture_en_lignes(dossier.cloture, cellules)) if dossier.cloture else []
        lignes += recommandation_en_lignes(self._recommandation(), grille, cellules)
        lignes += decision_en_lignes(dossier.decision, cellules, perimee=dossier.decision_perimee)
        if dossier.clos:
            return entrees(None, lignes)
        return [*entrees(None, lignes), *formulaire_en_entrees(self._textes(), cellules)]

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        if self.session.dossier.clos:
            return ()
        refus, _ = self._lire()
        return refus_en_lignes(refus, "rien n’empêche d’enregistrer cette décision (F10)", cellules)

    def _lire(self) -> tuple[Sequence[str], Decision | None]:
        """What stands in the way, or the decision."""
        session = self.session
        decision, fautes = formulaire.lire(self._textes(), self._recommandation())
        if decision is None:
            return fautes, None
        return controler(session.dossier.referentiel, session.constat, decision), decision

    # — what it does ———————————————————————————————————————————————————————————————————————————————————————

    def choisie(self, ident: str) -> None:
        champ = next(c for c in formulaire.CHAMPS if c.id == ident)
        textes = self._textes()
        if champ.genre == "convention":
            textes[ident] = formulaire.suivante(textes.get(ident, ""))
            self.tout_montrer()
        else:
            ligne = self.query_one(LigneDeSaisie)
            ligne.ouvrir(f"{champ.libelle} :", textes.get(ident, ""), champ.attendu, remplacer=champ.genre != "texte")
            self.rafraichir()

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        if self._reouverture:
            self._rouvrir(event.texte)
            return
        ident = self.liste.choisie
        if ident is not None:
            self._textes()[ident] = event.texte.strip()
        self.query_one(LigneDeSaisie).fermer()
        self.liste.bouger(1)
        self.dire("")  # what was refused before may be put right
        self.tout_montrer()

    def action_effacer(self) -> None:
        ident = None if self.cache or self.session.dossier.clos else self.liste.choisie
        if ident is not None:
            self._textes()[ident] = ""
            self.tout_montrer()

    def action_enregistrer(self) -> None:
        session = self.session
        if self.cache:
            self.alarme("la recommandation est cachée : h pour la montrer, puis F10")
            return
        if session.dossier.clos:
            self.alarme("dossier clos : r pour le rouvrir, avec un motif")
            return
        refus, decision = self._lire()
        if refus or decision is None:
            self.alarme(" ; ".join(refus))
        elif self.tenter(lambda: session.dossier.decider(decision)):
            session.formulaire = None
            self.dire("✓ décision enregistrée ; c : passer à la clôture", "bon")
            self.tout_montrer()

    def action_cloture(self) -> None:
        from evaluator.ui.screens.cloture import EcranCloture

        if self.session.dossier.clos:
            self.alarme("ce dossier est déjà clos")
            return
        self.app.push_screen(EcranCloture(self.session), self._apres_cloture)

    def _apres_cloture(self, question: str | None) -> None:
        if question:
            self.dismiss(question)

    def action_rouvrir(self) -> None:
        if not self.session.dossier.clos:
            self.alarme("ce dossier n’est pas clos")
            return
        self._reouverture = True
        self.query_one(LigneDeSaisie).ouvrir("Motif de la réouverture :", "", "pourquoi le dossier est rouvert")
        self.rafraichir()

    def _rouvrir(self, motif: str) -> None:
        if not motif.strip():
            self.alarme("un motif est demandé pour rouvrir")
            return
        close = self.session.dossier.cloture
        if self.tenter(lambda: self.session.dossier.rouvrir(motif.strip())):
            self.session.objectifs = (
                list(close.objectifs) if close else []
            )  # agreed once: to be kept or dropped, not typed again
            self._fermer_saisie()
            self.dire("✓ dossier rouvert", "bon")
            self.tout_montrer()

    def _fermer_saisie(self) -> None:
        self._reouverture = False
        self.query_one(LigneDeSaisie).fermer()

    def action_retour(self) -> None:
        self._reouverture = False
        super().action_retour()
