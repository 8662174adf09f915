"""Who is at work: the name that answers, acts and reports carry, kept on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from evaluator.dossier.auteur import Auteur
from evaluator.errors import WrongUse
from evaluator.ui import keys
from evaluator.ui.keys import ALLER, Touche
from evaluator.ui.screens.base import Ecran
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment, plier
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

FERMER = Touche(("escape",), "retour", "Échap", "revenir sans changer", "revenir sans changer", ALLER, True)
ICI = (FERMER, keys.QUITTER)
DITS = (
    "Votre nom, votre fonction, votre organisme, séparés par des virgules. Chaque réponse enregistrée ensuite porte ce nom, "
    "comme une décision ou une clôture ; ce qui est déjà enregistré ne change pas.",
    "Retenu sur ce poste seulement. Les résidents, eux, ne sont jamais nommés.",
)


class EcranAuteur(Ecran[Auteur | None]):
    """Returns who it now is."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = ICI
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(self, auteur: Auteur) -> None:
        super().__init__()
        self.auteur = auteur

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Lignes(id="texte")
        yield LigneDeSaisie(id="saisie")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        a = self.auteur
        connu = ", ".join(p for p in (a.nom, a.fonction, a.organisme) if p) if a != Auteur() else ""
        self.query_one(LigneDeSaisie).ouvrir("Qui saisit :", connu, "A. Martin, directrice, Les Tilleuls")
        self.call_after_refresh(self._montrer)

    def on_resize(self) -> None:
        self.call_after_refresh(self._montrer)

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" Qui saisit", "titre")], []

    def mode(self) -> str:
        return "SAISIE"

    def barre(self) -> Sequence[tuple[str, str]]:
        return [("Entrée", "retenir"), (FERMER.affiche, FERMER.court), ("Ctrl+Q", "quitter")]

    def action_commandes(self) -> None:
        self.action_retour()

    def _montrer(self) -> None:
        self.query_one("#texte", Lignes).montrer(self._texte)
        self.rafraichir()

    def _texte(self, cellules: int) -> list[Ligne]:
        lignes: list[Ligne] = [VIDE]
        for mots in DITS:
            lignes += [*plier([(mots, "")], min(cellules, 100) - 1, tete=[(" ", "")]), VIDE]
        return lignes

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        try:
            self.dismiss(Auteur.lire(event.texte))
        except WrongUse as refus:
            self.alarme(str(refus))

    def action_retour(self) -> None:
        self.dismiss(None)
