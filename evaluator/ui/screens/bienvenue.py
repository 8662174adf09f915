"""The first screen, once: ten lines to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from evaluator.ui import keys
from evaluator.ui.keys import ALLER, Touche
from evaluator.ui.screens.base import Ecran
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment, plier
from evaluator.ui.widgets.lignes import Lignes

COMMENCER = Touche(("enter", "escape", "space"), "commencer", "Entrée", "commencer", "commencer", ALLER, True)
ICI = (COMMENCER, keys.QUITTER)
MOTS: tuple[tuple[str, str], ...] = (
    ("↓ ↑", "question suivante, précédente ; PgDn, PgUp : de partie en partie"),
    ("1 2 3…", "prendre l’option ; o oui, n non ; Entrée : texte, nombre, tableau"),
    ("x s", "ne sait pas (ce n’est pas « non ») ; sans objet"),
    ("d p e v", "la source : déclaratif, document, entretien, vu sur place"),
    ("c i r", "une note, une pièce jointe, « à revoir »"),
    ("u", "annuler la dernière réponse ; Ctrl+Y : la refaire"),
    ("Tab F3", "la question sans réponse suivante ; tout ce qui manque"),
    ("F4 w h", "les résultats ; pourquoi ; cacher ou montrer les scores"),
    ("F1 Ctrl+P", "l’aide de la question et les touches ; toutes les commandes"),
    ("Ctrl+Q", "quitter : chaque réponse est déjà sur le disque"),
)


class EcranBienvenue(Ecran[None]):
    """Shown before anything else, to whoever has not read it."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = ICI
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Lignes(id="texte")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        self.call_after_refresh(self._montrer)

    def on_resize(self) -> None:
        self.call_after_refresh(self._montrer)

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" AGLS Évaluateur", "titre"), (" · chaque euro est expliqué, borné et contestable", "attenue")], []

    def _montrer(self) -> None:
        self.query_one("#texte", Lignes).montrer(self._texte)
        self.rafraichir()

    def _texte(self, cellules: int) -> Sequence[Ligne]:
        lignes: list[Ligne] = [VIDE, ((" Dix lignes pour commencer", "titre"),), VIDE]
        for touche, mots in MOTS:
            lignes += plier([(mots, "")], cellules - 1, tete=[(f"  {touche:<11}", "accent")])
        return [*lignes, VIDE, *plier([("Entrée pour commencer ; F1 redit tout cela.", "fort")], cellules, tete=[(" ", "")])]

    def action_commencer(self) -> None:
        self.dismiss(None)
