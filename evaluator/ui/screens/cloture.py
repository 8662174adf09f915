"""The closing: differences without a reason, objectives agreed, then a dossier that is only read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on

from evaluator import french
from evaluator.dossier.actes import Objectif
from evaluator.evaluation.cloture import controler
from evaluator.ui import keys
from evaluator.ui.keys import ALLER, REPONDRE, Touche
from evaluator.ui.screens.zones import FIN_DE_BARRE, EcranZones
from evaluator.ui.session import Session
from evaluator.ui.texte.decision import cloture_en_entrees, objectif_en_lignes, refus_en_lignes
from evaluator.ui.texte.lignes import VIDE, Entree, Ligne, Segment
from evaluator.ui.widgets.saisie import LigneDeSaisie

ICI = (
    Touche(("n", "N"), "ajouter", "n", "objectif", "ajouter un objectif", REPONDRE),
    Touche(("d", "D"), "echeance", "d", "échéance", "donner une échéance à l’objectif", REPONDRE),
    Touche(("delete", "backspace"), "retirer", "Suppr", "retirer", "retirer l’objectif", REPONDRE),
    Touche(("f10", "ctrl+s"), "clore", "F10", "clore", "clore le dossier (F10 ou Ctrl+S), après confirmation", REPONDRE),
    Touche(("c", "C"), "retour", "c", "", "revenir à la décision", ALLER),
)


class EcranCloture(EcranZones):
    """Returns the question to go to."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranZones.TOUCHES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Clôture"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.saisie = ""  # what the line is for: objectif, nouveau, echeance, motif
        self.motif: str | None = None
        self._annonce = False

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        gauche, droite = super().titre()
        return [gauche[0]], droite

    def barre(self) -> list[tuple[str, str]]:
        if self.query_one(LigneDeSaisie).ouverte:
            return [("Entrée", "retenir"), ("Échap", "abandonner")]
        return [
            ("↓ ↑", "ligne"),
            ("Entrée", "ouvrir ou changer"),
            ("n", "objectif"),
            ("d", "échéance"),
            ("Suppr", "retirer"),
            ("F10", "clore"),
            *FIN_DE_BARRE,
        ]

    def entrees(self, cellules: int) -> Sequence[Entree]:
        return cloture_en_entrees(self.session, self.session.objectifs, cellules)

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        lignes = refus_en_lignes(self._refus(), "rien n’empêche de clore ce dossier (F10)", cellules)
        rang = self._rang()
        if rang is not None:
            lignes = [*objectif_en_lignes(self.session, self.session.objectifs[rang], cellules), VIDE, *lignes]
        return lignes

    def _refus(self) -> Sequence[str]:
        dossier = self.session.dossier
        return controler(self.session.constat, len(dossier.conflits), dossier.decision is not None, self.motif)

    def _rang(self) -> int | None:
        """Of the objective in hand."""
        genre, _, rang = (self.liste.choisie or "").partition(":")
        return int(rang) if genre == "o" and not self.cache else None

    # — objectives —————————————————————————————————————————————————————————————————————————————————————————

    def _ouvrir(self, pour: str, invite: str, texte: str, exemple: str) -> None:
        self.saisie = pour
        self.query_one(LigneDeSaisie).ouvrir(invite, texte, exemple)
        self.rafraichir()

    def choisie(self, ident: str) -> None:
        rang = self._rang()
        if rang is None:
            self.dismiss(ident.partition(":")[2])
        else:
            self._ouvrir("objectif", "Objectif :", self.session.objectifs[rang].enonce, "ce qui est convenu")

    def action_ajouter(self) -> None:
        self._ouvrir("nouveau", "Objectif :", "", "par exemple : tenir deux conseils de concertation par an")

    def action_echeance(self) -> None:
        rang = self._rang()
        if rang is None:
            self.alarme("choisissez un objectif")
            return
        echeance = self.session.objectifs[rang].echeance
        self._ouvrir("echeance", "Échéance :", french.jour(echeance) if echeance else "", "date, par exemple 31/12/2025")

    def action_retirer(self) -> None:
        rang = self._rang()
        if rang is None:
            self.alarme("choisissez un objectif")
        else:
            self.session.objectifs = [o for i, o in enumerate(self.session.objectifs) if i != rang]
            self.tout_montrer()

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        texte, rang = event.texte.strip(), self._rang()
        if self.saisie == "motif":
            self.motif = texte or None
        elif self.saisie == "echeance" and rang is not None:
            jour = french.lire_date(texte)
            if texte and jour is None:
                self.alarme(f"« {texte} » n’est pas une date, par exemple 31/12/2025")
                return
            self._changer(rang, replace(self.session.objectifs[rang], echeance=jour))
        elif not texte:
            self.alarme("écrivez l’objectif, ou Échap")
            return
        elif self.saisie == "nouveau":
            self.session.objectifs = [*self.session.objectifs, Objectif(texte)]
        elif rang is not None:
            self._changer(rang, replace(self.session.objectifs[rang], enonce=texte))
        suite = self.saisie == "motif"
        self.query_one(LigneDeSaisie).fermer()
        self.tout_montrer()
        if suite:
            self.action_clore()

    def _changer(self, rang: int, objectif: Objectif) -> None:
        self.session.objectifs = [objectif if i == rang else o for i, o in enumerate(self.session.objectifs)]

    # — closing ————————————————————————————————————————————————————————————————————————————————————————————

    def action_clore(self) -> None:
        session, dossier = self.session, self.session.dossier
        if dossier.decision is None and not self.motif:
            self._ouvrir("motif", "Clore sans décision, motif :", "", "pourquoi le dossier est clos sans décision")
            return
        if refus := self._refus():
            self.alarme(" ; ".join(refus))
            return
        sans = session.comparaison.sans_motif
        if not self._annonce:
            self._annonce = True
            ecarts = french.pluriel(len(sans), "écart sans motif", "écarts sans motif")
            objectifs = french.pluriel(len(session.objectifs), "objectif")
            self.dire(f"F10 de nouveau pour clore ({ecarts}, {objectifs})", "alerte")
            return
        self._annonce = False
        if self.tenter(lambda: dossier.cloturer(session.objectifs, ecarts_sans_motif=sans, motif=self.motif)):
            session.objectifs = []
            self.dismiss(None)
