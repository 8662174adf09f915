"""What the gestionnaire observes: read, and added, on the whole or on a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on

from evaluator.dossier.auteur import Auteur
from evaluator.ui import keys
from evaluator.ui.keys import ALLER, REPONDRE, Touche
from evaluator.ui.screens.actes import EcranActes, Page
from evaluator.ui.screens.zones import FIN_DE_BARRE
from evaluator.ui.session import Session
from evaluator.ui.texte.consignes import SANS_PERSONNE
from evaluator.ui.texte.lignes import Entree, Ligne, Segment
from evaluator.ui.texte.observations import (
    auteur_en_mots,
    brouillon_en_lignes,
    cle_brouillon,
    observation_en_lignes,
    observations_en_entrees,
    rangees,
    sujet_en_mots,
)
from evaluator.ui.widgets.saisie import LigneDeSaisie

AJOUTER = Touche(("n", "N"), "ajouter", "n", "ajouter", "ajouter une observation sur la question en main", REPONDRE)
ENSEMBLE = Touche(("e", "E"), "ensemble", "e", "sur l’ensemble", "ajouter une observation sur l’ensemble", REPONDRE)
NUMERO = Touche(
    ("g", "G"), "numero", "g", "sur un numéro", "ajouter une observation sur une question, par son numéro", REPONDRE
)
FERMER = Touche(("o", "O"), "retour", "o", "", "fermer", ALLER)
ECRITURES = (AJOUTER, ENSEMBLE, NUMERO)
ICI = (*ECRITURES, FERMER)


class EcranObservations(EcranActes):
    """`question`: the one in hand, None for the whole. Returns the question to go to."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = tuple(t for t in (*EcranActes.TOUCHES, *ICI) if t is not keys.SCORES)
    ECRITURES = ECRITURES
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Observations du gestionnaire"
    CHIFFRES = False

    def __init__(self, session: Session, question: str | None = None) -> None:
        super().__init__(session)
        self.question = question
        self._montrer: str | None = None  # the line to go to once it is listed

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        gauche, droite = super().titre()
        return [gauche[0], (f" ({len(self.session.dossier.observations)})", "accent")], droite

    def barre(self) -> list[tuple[str, str]]:
        if self.saisie_ouverte:
            return [("Entrée", "écrire sur cette question"), ("Échap", "abandonner")]
        sur = "l’ensemble" if self._sujet() is None else self.session.parcours.numeros.get(self._sujet() or "", "elle")
        ajouter = [] if self.empeche else [(AJOUTER.affiche, f"ajouter sur {sur}")]
        autres = self.indices(*([ENSEMBLE] if self._sujet() else []), NUMERO)
        entree = "reprendre" if self._genre() == "b" else "question"
        return [("↓ ↑", "ligne"), *ajouter, *autres, ("Entrée", entree), *(i for i in FIN_DE_BARRE if i[0] != "h")]

    def mode(self) -> str:
        return "SAISIE" if self.saisie_ouverte else ""

    def preparer(self) -> None:
        siennes = [f"o:{rang}" for rang, o in rangees(self.session) if o.question == self.question]
        self._montrer = next(iter(siennes), None)
        super().preparer()

    def tout_montrer(self, garder: int | None = None) -> None:
        super().tout_montrer(garder)
        if self._montrer is not None:
            self.liste.placer(self._montrer)
            self._montrer = None
            self.montrer_detail()
            self.rafraichir()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "scores" and super().check_action(action, parameters)

    # — what it shows ——————————————————————————————————————————————————————————————————————————————————————

    def _genre(self) -> str:
        return (self.liste.choisie or "").partition(":")[0]

    def _en_main(self) -> tuple[bool, str | None]:
        """Whether a line stands for something, and for which question."""
        genre, _, reste = (self.liste.choisie or "").partition(":")
        if genre == "o":
            return True, self.session.dossier.observations[int(reste)].question
        return genre == "b", reste or None

    def _sujet(self) -> str | None:
        """What `n` adds to: the question one came from, else that of the line in hand."""
        return self.question or self._en_main()[1]

    def entrees(self, cellules: int) -> Sequence[Entree]:
        return observations_en_entrees(self.session, cellules)

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        genre, _, reste = (ident or "").partition(":")
        if genre == "o":
            return observation_en_lignes(self.session, self.session.dossier.observations[int(reste)], cellules)
        return brouillon_en_lignes(self.session, reste or None, cellules) if genre == "b" else ()

    def action_bouger(self, pas: int) -> None:
        super().action_bouger(pas)
        self.rafraichir()  # the bar says on what `n` adds

    # — what it does ———————————————————————————————————————————————————————————————————————————————————————

    def choisie(self, ident: str) -> None:
        _, question = self._en_main()
        if ident.startswith("b:"):
            self._ecrire(question)
        elif question is None or question not in self.session.parcours.numeros:
            self.alarme("cette observation porte sur l’ensemble : elle ne mène à aucune question")
        else:
            self.dismiss(question)

    def action_ajouter(self) -> None:
        self._ecrire(self._sujet())

    def action_ensemble(self) -> None:
        self._ecrire(None)

    def action_numero(self) -> None:
        if not self.refuse():
            numero = self.session.parcours.numeros.get(self._sujet() or "", "")
            self.ouvrir_ligne("Question n° :", numero, "son numéro, par exemple 2.3 ; rien : l’ensemble", remplacer=True)

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        numero = event.texte.strip().replace(",", ".")
        question = next((q for q, n in self.session.parcours.numeros.items() if n == numero), None)
        if numero and question is None:
            self.alarme(f"aucune question ne porte le numéro « {numero} »")
            return
        self.fermer_ligne()
        self.rafraichir()
        self._ecrire(question)

    def _ecrire(self, question: str | None) -> None:
        if self.refuse():
            return
        dossier = self.session.dossier
        sujet = sujet_en_mots(self.session, question)
        qui = (
            f"au nom de {auteur_en_mots(dossier.auteur)}"
            if dossier.auteur != Auteur()
            else "sans nom d’auteur (« agls --auteur » le donne)"
        )
        consigne = f"Ce que le gestionnaire observe sur le constat ; enregistré {qui}, sans retour possible. {SANS_PERSONNE}"
        page = Page(cle_brouillon(question), "observation", f"Observation — {sujet}", "", consigne)
        self.ouvrir_page(page, lambda texte, _: self._observer(texte, question), "Entrée")

    def _observer(self, texte: str, question: str | None) -> None:
        self.session.dossier.observer(texte, question)
        self._montrer = f"o:{len(self.session.dossier.observations) - 1}"
