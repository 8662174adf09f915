"""F8: the decision of a named person, checked against the recommendation; then the closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace
from textual import on

from evaluator import french
from evaluator.dossier.actes import Decision, Recommandation
from evaluator.evaluation.decision import assise, controler, recommandation, reserves
from evaluator.ui import formulaire, keys
from evaluator.ui.formulaire import Champ, Faute
from evaluator.ui.keys import ALLER, REPONDRE, Touche
from evaluator.ui.screens.actes import EcranActes
from evaluator.ui.screens.zones import FIN_DE_BARRE
from evaluator.ui.session import Session
from evaluator.ui.texte.decision import (
    cachee_en_lignes,
    champ_en_lignes,
    cloture_en_lignes,
    decision_en_lignes,
    formulaire_en_entrees,
    recommandation_en_lignes,
    refus_en_lignes,
    reserves_en_lignes,
)
from evaluator.ui.texte.lignes import Entree, Ligne, Segment, entrees
from evaluator.ui.widgets.saisie import LigneDeSaisie

SUIVANT = Touche(("tab",), "champ(1)", "Tab", "champ suivant", "retenir, puis saisir le champ suivant", REPONDRE)
PRECEDENT = Touche(("shift+tab",), "champ(-1)", "Maj+Tab", "", "retenir, puis saisir le champ précédent", REPONDRE)
EFFACER = Touche(("delete", "backspace"), "effacer", "Suppr", "vider", "vider le champ", REPONDRE)
ENREGISTRER = Touche(("f10", "ctrl+s"), "enregistrer", "F10", "enregistrer", "enregistrer la décision (F10 ou Ctrl+S)", REPONDRE)  # noqa: E501  # fmt: skip
CLOTURE = Touche(("c", "C"), "cloture", "c", "clôture", "passer à la clôture du dossier", ALLER)
ROUVRIR = Touche(("r", "R"), "rouvrir", "r", "rouvrir", "rouvrir un dossier clos, avec un motif", REPONDRE)
FERMER = Touche(("f8",), "retour", "F8", "", "fermer", ALLER)
ECRITURES = (SUIVANT, PRECEDENT, EFFACER, ENREGISTRER, CLOTURE)
ICI = (*ECRITURES, ROUVRIR, FERMER)


class EcranDecision(EcranActes):
    """Returns the question to go to. What is typed is kept in the session until it is recorded.

    `cloture`: open the closing at once, at this line; it then says where to come back to.
    """

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranActes.TOUCHES, *ICI)
    ECRITURES = ECRITURES
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Décision"
    CHIFFRES = False

    def __init__(self, session: Session, cloture: str | None = None) -> None:
        super().__init__(session)
        self.cloture = cloture
        self._reouverture = False

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        _, droite = super().titre()
        sur: list[Segment] = [] if self.empeche else [(" · ", "attenue"), ("sur le constat du service", "accent")]
        return [(f" {self.NOM}", "titre"), *sur], droite

    def barre(self) -> list[tuple[str, str]]:
        if self.saisie_ouverte:
            if self._reouverture:
                return [("Entrée", "rouvrir le dossier"), ("Échap", "garder en brouillon")]
            return [("Entrée", "retenir"), ("Tab", "retenir, champ suivant"), ("Échap", "laisser comme avant")]
        fin = [i for i in FIN_DE_BARRE if i[0] != "Espace"]
        if self.empeche:
            return [*([(ROUVRIR.affiche, ROUVRIR.court)] if self._rouvrable else []), *fin]
        if not self.session.scores_visibles:
            return [("h", "montrer la proposition"), *self.indices(CLOTURE), *(i for i in fin if i[0] != "h")]
        return [("↓ ↑", "champ"), ("Entrée", "saisir"), *self.indices(SUIVANT, ENREGISTRER, EFFACER, CLOTURE), *FIN_DE_BARRE]

    def touches_utiles(self) -> Sequence[Touche]:
        return [t for t in super().touches_utiles() if t is not ROUVRIR or self._rouvrable]

    def mode(self) -> str:
        return "SAISIE" if self.saisie_ouverte else ""

    @property
    def _rouvrable(self) -> bool:
        return self.session.dossier.clos and not self.session.dossier.lecture_seule

    def preparer(self) -> None:
        super().preparer()
        if self._rouvrable:
            self.dire("! dossier clos : r pour le rouvrir, avec un motif", "alerte")
        if self.cloture is not None:
            self.action_cloture()

    # — what it shows ——————————————————————————————————————————————————————————————————————————————————————

    def _recommandation(self) -> Recommandation:
        dossier = self.session.dossier
        return recommandation(self.session.constat, dossier.evenements, dossier.empreinte)

    def _textes(self) -> formulaire.Textes:
        """As typed; until something is, what the form starts with, which is kept nowhere."""
        session = self.session
        if session.formulaire is not None:
            return session.formulaire
        jour = datetime.now().astimezone().date()
        return formulaire.prerempli(session.dossier.decision, self._recommandation(), session.dossier.auteur, jour)

    def _remplir(self, ident: str, texte: str) -> None:
        self.session.formulaire = {**self._textes(), ident: texte.strip()}
        self.session.garder()

    def non_enregistre(self) -> str:
        if self.saisie_ouverte and not self._reouverture and self.liste.choisie is not None:
            self._remplir(self.liste.choisie, self.query_one(LigneDeSaisie).texte)
        return super().non_enregistre()

    def entrees(self, cellules: int) -> Sequence[Entree]:
        dossier, grille = self.session.dossier, self.session.dossier.referentiel.grille
        lignes = list(cloture_en_lignes(dossier.cloture, cellules)) if dossier.cloture else []
        if not self.session.scores_visibles:
            return entrees(None, [*lignes, *cachee_en_lignes(cellules, ouvert=not self.empeche)])
        lignes += recommandation_en_lignes(self._recommandation(), grille, cellules)
        lignes += decision_en_lignes(dossier.decision, cellules, perimee=dossier.decision_perimee)
        if self.empeche:
            return entrees(None, lignes)
        return [*entrees(None, lignes), *formulaire_en_entrees(self._textes(), cellules)]

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        champ = self._champ(ident)
        if champ is None:
            return ()
        lignes = champ_en_lignes(champ, self._textes().get(champ.id, ""), cellules)
        refus, decision = self._lire()
        if decision is not None and not refus:
            lignes += reserves_en_lignes(reserves(self.session.constat, decision), cellules)
            if self._deja(decision):
                return [*lignes, *refus_en_lignes((), "décision enregistrée ; c : passer à la clôture", cellules)]
        pret = "rien n’empêche d’enregistrer cette décision (F10)"
        return [*lignes, *refus_en_lignes([f.mots for f in refus], pret, cellules)]

    def _champ(self, ident: str | None) -> Champ | None:
        if self.empeche or not self.session.scores_visibles:
            return None
        return next((c for c in formulaire.CHAMPS if c.id == ident), None)

    def _lire(self) -> tuple[Sequence[Faute], Decision | None]:
        """What stands in the way, or the decision."""
        session = self.session
        decision, fautes = formulaire.lire(self._textes(), self._recommandation())
        if decision is None:
            rien = assise(session.dossier.referentiel, session.constat)
            return [*(Faute("", mots) for mots in rien), *fautes], None
        refus = controler(session.dossier.referentiel, session.constat, decision)
        return [Faute("", mots) for mots in refus], decision

    def _deja(self, decision: Decision) -> bool:
        """It is recorded already, and nothing changed since."""
        dossier = self.session.dossier
        connue = dossier.decision
        if connue is None or dossier.decision_perimee:
            return False
        return replace(connue, recommandation=None) == replace(decision, recommandation=None)

    # — the form ———————————————————————————————————————————————————————————————————————————————————————————

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return (action == "champ" and not self._reouverture) or super().check_action(action, parameters)

    def choisie(self, ident: str) -> None:
        champ = self._champ(ident)
        if champ is None:
            return
        textes = self._textes()
        if champ.genre == "convention":
            self._remplir(ident, formulaire.suivante(textes.get(ident, "")))
            self.tout_montrer()
        else:
            texte = textes.get(ident, "")
            self.ouvrir_ligne(f"{champ.libelle} :", texte, champ.attendu, remplacer=champ.genre != "texte")

    def action_champ(self, pas: int) -> None:
        """Keep what is typed, then on to the next field, open if it is one to type in."""
        avant = self.liste.choisie
        if self._champ(avant) is None:
            return
        if self.saisie_ouverte:
            self._retenir(self.query_one(LigneDeSaisie).texte, pas)
        else:
            self.action_bouger(pas)
        champ = self._champ(self.liste.choisie)
        if champ is not None and champ.id != avant and champ.genre != "convention":
            self.choisie(champ.id)

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        if self._reouverture:
            self._rouvrir(event.texte)
        else:
            self._retenir(event.texte, 1)

    def _retenir(self, texte: str, pas: int) -> None:
        ident = self.liste.choisie
        if ident is not None:
            self._remplir(ident, texte)
        self.fermer_ligne()
        self.liste.bouger(pas)
        self.dire("")  # what was refused before may be put right
        self.tout_montrer()

    def action_effacer(self) -> None:
        champ = self._champ(self.liste.choisie)
        if champ is not None:
            self.dire("" if self._textes().get(champ.id) else "ce champ est déjà vide", "attenue")
            self._remplir(champ.id, "")
            self.tout_montrer()
        elif self.session.scores_visibles:
            self.refuse()

    def action_enregistrer(self) -> None:
        if self.refuse():
            return
        if not self.session.scores_visibles:
            self.alarme("la proposition est cachée : h pour la montrer, puis F10")
            return
        refus, decision = self._lire()
        if refus or decision is None:
            if refus and refus[0].champ:
                self.liste.placer(refus[0].champ)
                self.montrer_detail()
            autres = f" (et {french.pluriel(len(refus) - 1, 'autre', 'autres')}, au-dessus)" if len(refus) > 1 else ""
            self.alarme(refus[0].mots + autres)
        elif self._deja(decision):
            self.dire("cette décision est déjà enregistrée ; c : passer à la clôture", "attenue")
        elif self.tenter(lambda: self.session.dossier.decider(decision)):
            self.session.formulaire = None
            self.session.garder()
            self.dire_ecrit("décision enregistrée ; c : clôture")
            self.tout_montrer()

    def action_scores(self) -> None:
        self.dire("")  # a refusal may have told what is hidden now
        super().action_scores()

    # — closing, reopening —————————————————————————————————————————————————————————————————————————————————

    def action_cloture(self) -> None:
        from evaluator.ui.screens.cloture import EcranCloture

        if self.refuse():
            return
        ecran = EcranCloture(self.session, self.cloture)
        self.cloture = None

        def apres(question: str | None) -> None:
            if question:
                self.cloture = ecran.ligne
                self.dismiss(question)
            elif self.session.dossier.clos:
                self.dire_ecrit("dossier clos ; r pour le rouvrir, avec un motif")

        self.app.push_screen(ecran, apres)

    def action_rouvrir(self) -> None:
        if not self._rouvrable:
            self.alarme(self.session.dossier.lecture_seule or "ce dossier n’est pas clos")
            return
        self._reouverture = True
        exemple = "pourquoi le dossier est rouvert"
        self.ouvrir_ligne("Motif de la réouverture :", "", exemple, cle="reouverture", reprendre="r")

    def _rouvrir(self, motif: str) -> None:
        if not motif.strip():
            self.alarme("un motif est demandé pour rouvrir")
            return
        close = self.session.dossier.cloture
        if self.tenter(lambda: self.session.dossier.rouvrir(motif.strip())):
            # agreed once: to be kept or dropped, not typed again
            self.session.objectifs = list(close.objectifs) if close else []
            self._reouverture = False
            self.fermer_ligne()
            self.dire_ecrit("dossier rouvert")
            self.tout_montrer()

    def action_retour(self) -> None:
        super().action_retour()
        self._reouverture = False
        if self.is_active:
            self.rafraichir()
