"""The closing: objectives agreed, differences without a reason, then a dossier that is only read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec.structs import replace
from textual import on

from evaluator import french
from evaluator.dossier.actes import Objectif
from evaluator.evaluation.cloture import controler
from evaluator.ui import keys
from evaluator.ui.keys import ALLER, REPONDRE, Touche
from evaluator.ui.screens.actes import EcranActes
from evaluator.ui.screens.zones import FIN_DE_BARRE
from evaluator.ui.session import Session
from evaluator.ui.texte.decision import cloture_en_entrees, objectif_en_lignes, refus_en_lignes
from evaluator.ui.texte.lignes import VIDE, Entree, Ligne, Segment
from evaluator.ui.widgets.saisie import LigneDeSaisie

AJOUTER = Touche(("n", "N"), "ajouter", "n", "objectif", "ajouter un objectif", REPONDRE)
ECHEANCE = Touche(("d", "D"), "echeance", "d", "échéance", "donner une échéance à l’objectif", REPONDRE)
RETIRER = Touche(("delete", "backspace"), "retirer", "Suppr", "retirer", "retirer l’objectif", REPONDRE)
MOTIVER = Touche(("f7",), "contradictoire", "F7", "motiver", "les écarts sans motif, pour les motiver", ALLER)
CLORE = Touche(("f10", "ctrl+s"), "clore", "F10", "clore", "clore le dossier (F10 ou Ctrl+S), après confirmation", REPONDRE)
FERMER = Touche(("c", "C", "f8"), "retour", "c", "", "revenir à la décision", ALLER)
ECRITURES = (AJOUTER, ECHEANCE, RETIRER, CLORE)
ICI = (*ECRITURES, MOTIVER, FERMER)
SANS_DECISION = "cloture"  # the draft that holds why the dossier is closed without a decision


class EcranCloture(EcranActes):
    """Returns the question to go to; `ligne` then says where to come back to."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranActes.TOUCHES, *ICI)
    ECRITURES = ECRITURES
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Clôture"

    def __init__(self, session: Session, ligne: str | None = None) -> None:
        super().__init__(session)
        self.saisie = ""  # what the line is for: objectif, nouveau, echeance, motif
        self.ligne = ligne
        self._motif_dit = False  # Entrée was pressed on it
        self._annonce = False  # F10 was pressed once, and nothing changed since

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        gauche, droite = super().titre()
        return gauche[:1], droite

    def barre(self) -> list[tuple[str, str]]:
        if self.saisie_ouverte:
            laisser = "garder en brouillon" if self.saisie in ("nouveau", "motif") else "laisser comme avant"
            return [("Entrée", "retenir"), ("Échap", laisser)]
        sur = self._rang() is not None
        ligne = [("Entrée", "changer"), *self.indices(ECHEANCE, RETIRER)] if sur else [("Entrée", "question")]
        ligne = ligne if self.liste.choisie else []
        motiver = self.indices(MOTIVER) if self.session.comparaison.sans_motif else []
        return [("↓ ↑", "ligne"), *ligne, *self.indices(AJOUTER), *motiver, *self.indices(CLORE), *FIN_DE_BARRE]

    def mode(self) -> str:
        return "SAISIE" if self.saisie_ouverte else ""

    def preparer(self) -> None:
        super().preparer()
        if self.ligne is not None:
            self.liste.placer(self.ligne)
            self.montrer_detail()

    @property
    def motif(self) -> str:
        """Why the dossier is closed without a decision."""
        return self.brouillons.get(SANS_DECISION, "").strip() if self._motif_dit else ""

    def entrees(self, cellules: int) -> Sequence[Entree]:
        return cloture_en_entrees(self.session, self.motif, cellules)

    def montrer_detail(self) -> None:
        self._annonce = False
        super().montrer_detail()

    def action_bouger(self, pas: int) -> None:
        super().action_bouger(pas)
        self.rafraichir()  # the keys depend on the line

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
        return int(rang) if genre == "o" else None

    # — objectives —————————————————————————————————————————————————————————————————————————————————————————

    def choisie(self, ident: str) -> None:
        rang = self._rang()
        if rang is None:
            self._vers(ident.partition(":")[2])
        else:
            self.saisie = "objectif"
            self.ouvrir_ligne("Objectif :", self.session.objectifs[rang].enonce, "ce qui est convenu")

    def _vers(self, question: str | None) -> None:
        if question:
            self.ligne = self.liste.choisie or ""
            self.dismiss(question)

    def action_contradictoire(self) -> None:
        from evaluator.ui.screens.contradictoire import EcranContradictoire

        self.app.push_screen(EcranContradictoire(self.session, (None, "sans_motif")), self._vers)

    def action_ajouter(self) -> None:
        if not self.refuse():
            self.saisie = "nouveau"
            exemple = "par exemple : tenir deux conseils de concertation par an"
            self.ouvrir_ligne("Objectif :", "", exemple, cle="objectif", reprendre="n")

    def _objectif(self) -> int | None:
        """The rank of the objective in hand, where it may be changed; said where there is none."""
        rang = None if self.refuse() else self._rang()
        if rang is None and not self.empeche:
            self.alarme("choisissez un objectif (↓ ↑), ou n pour en ajouter un")
        return rang

    def action_echeance(self) -> None:
        rang = self._objectif()
        if rang is not None:
            echeance = self.session.objectifs[rang].echeance
            self.saisie = "echeance"
            exemple = "date, par exemple 31/12/2025 ; rien : aucune"
            self.ouvrir_ligne("Échéance :", french.jour(echeance) if echeance else "", exemple, remplacer=True)

    def action_retirer(self) -> None:
        rang = self._objectif()
        if rang is not None:
            self.session.objectifs = [o for i, o in enumerate(self.session.objectifs) if i != rang]
            self.session.garder()
            self.dire("objectif retiré")
            self.tout_montrer()

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        texte, rang = event.texte.strip(), self._rang()
        dit = ""
        if self.saisie == "motif" and not texte:
            self.alarme("un motif est demandé pour clore sans décision")
            return
        if self.saisie == "motif":
            self.fermer_ligne()
            self.mettre_de_cote(SANS_DECISION, texte, "")
            self._motif_dit = True
            self.tout_montrer()
            self.action_clore()
            return
        if self.saisie == "echeance" and rang is not None:
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
            dit = "objectif retenu, écrit dans le dossier à la clôture ; d : son échéance"
        elif rang is not None:
            self._changer(rang, replace(self.session.objectifs[rang], enonce=texte))
        self.fermer_ligne()
        self.dire(dit, "bon")
        self.tout_montrer()
        if self.saisie == "nouveau":
            self.liste.placer(f"o:{len(self.session.objectifs) - 1}")
            self.montrer_detail()
            self.rafraichir()

    def _changer(self, rang: int, objectif: Objectif) -> None:
        self.session.objectifs = [objectif if i == rang else o for i, o in enumerate(self.session.objectifs)]

    # — closing ————————————————————————————————————————————————————————————————————————————————————————————

    def action_clore(self) -> None:
        session, dossier = self.session, self.session.dossier
        if self.refuse():
            return
        if refus := controler(session.constat, len(dossier.conflits), decision=True, motif=None):  # whatever is decided
            self.alarme(" ; ".join(refus))
            return
        if dossier.decision is None and not self.motif:
            self.saisie = "motif"
            exemple = "pourquoi le dossier est clos sans décision"
            self.ouvrir_ligne("Clore sans décision, motif :", "", exemple, cle=SANS_DECISION, reprendre="F10")
            return
        sans = session.comparaison.sans_motif
        if not self._annonce:
            self._annonce = True
            ecarts = french.pluriel(len(sans), "écart sans motif", "écarts sans motif") if sans else "tout écart motivé"
            objectifs = french.pluriel(len(session.objectifs), "objectif") if session.objectifs else "aucun objectif"
            self.dire(f"F10 de nouveau pour clore ({ecarts}, {objectifs})", "alerte")
            return
        motif = self.motif or None if dossier.decision is None else None
        if self.tenter(lambda: dossier.cloturer(session.objectifs, ecarts_sans_motif=sans, motif=motif)):
            session.objectifs = []
            self.mettre_de_cote(SANS_DECISION, "", "")
            self.dismiss(None)
