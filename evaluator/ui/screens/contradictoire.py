"""F7: the differences between the two volets, by price; each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on

from evaluator.evaluation.comparaison import Desaccord
from evaluator.ui import keys
from evaluator.ui.heure import heure
from evaluator.ui.keys import ALLER, AUTOUR, Touche
from evaluator.ui.screens.zones import FIN_DE_BARRE, EcranZones
from evaluator.ui.texte.contradictoire import conflit_en_lignes, contradictoire_en_entrees, ecart_en_lignes
from evaluator.ui.texte.lignes import Entree, Ligne, Segment
from evaluator.ui.widgets.saisie import LigneDeSaisie

ICI = (
    Touche((*keys.MOTIF.touches, "m", "M"), "motiver", "t", "motif", "dire pourquoi le constat diffère (t ou m)", AUTOUR),
    Touche(("r", "R"), "revoir", "r", "à vérifier", "marquer « à vérifier », ou enlever la marque", AUTOUR),
    Touche(("f7",), "retour", "F7", "", "fermer", ALLER),
)


class EcranContradictoire(EcranZones):
    """Returns the question to go to, in the constat."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranZones.TOUCHES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Contradictoire"
    CACHER = False  # the differences can be read without their prices

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        gauche, droite = super().titre()
        return [gauche[0], (" · ", "attenue"), ("du déclaré au constaté", "accent")], droite

    def barre(self) -> list[tuple[str, str]]:
        if self.query_one(LigneDeSaisie).ouverte:
            return [("Entrée", "enregistrer le motif"), ("Échap", "abandonner")]
        return [("↓ ↑", "écart"), ("Entrée", "aller à la question"), ("t", "motif"), ("r", "à vérifier"), *FIN_DE_BARRE]

    def entrees(self, cellules: int) -> Sequence[Entree]:
        return contradictoire_en_entrees(self.session, self.session.comparaison, cellules)

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        session = self.session
        if ident is None:
            return ()
        genre, _, question = ident.partition(":")
        if genre == "c":
            conflit = next((c for c in session.dossier.conflits if c.question == question), None)
            return conflit_en_lignes(session, conflit, cellules) if conflit else ()
        ecart = session.desaccord(question)
        return ecart_en_lignes(session, ecart, cellules) if ecart else ()

    def _ecart(self) -> Desaccord | None:
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
        self.query_one(LigneDeSaisie).ouvrir("Motif :", ecart.motif or "", exemple)
        self.rafraichir()

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        ecart = self._ecart()
        if ecart is None or not self.tenter(lambda: self._motiver(ecart, event.texte)):
            return
        self.query_one(LigneDeSaisie).fermer()
        mots = "motif enregistré" if event.texte.strip() else "motif retiré"
        self.dire(f"✓ {mots}", "bon", f"enregistré {heure(self.session.dossier.enregistre_a)}")
        self.tout_montrer()

    def _motiver(self, ecart: Desaccord, motif: str) -> None:
        """The reason stands in the answer of the constat, whichever volet is open."""
        session = self.session
        if session.volet != "constat":
            session.changer_volet()
        session.motiver(motif, ecart.question)

    def action_revoir(self) -> None:
        ecart = self._ecart()
        if ecart is None:
            return

        def marquer() -> None:
            marque = not self.session.dossier.annotation(ecart.question, "constat").a_revoir
            self.session.dossier.marquer(ecart.question, "constat", marque)

        if self.tenter(marquer):
            self.tout_montrer()

    def choisie(self, ident: str) -> None:
        genre, _, question = ident.partition(":")
        session = self.session
        conflits = {c.question: c.volet for c in session.dossier.conflits}
        voulu = conflits.get(question, "constat") if genre == "c" else "constat"
        if voulu != "commun" and session.volet != voulu:
            session.changer_volet()
        self.dismiss(question)
