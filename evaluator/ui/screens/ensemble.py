"""q: the overview: besoin and réponse, robustness, supports, *sans objet*."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.ui import keys
from evaluator.ui.keys import Touche
from evaluator.ui.screens.defilant import EcranDefilant
from evaluator.ui.session import Session
from evaluator.ui.texte.ensemble import ensemble_en_lignes
from evaluator.ui.texte.glyphes import CACHES
from evaluator.ui.texte.lignes import Ligne, Segment

ICI = (
    Touche(("q", "Q"), "retour", "q", "", "fermer", keys.ALLER),
    Touche(("f6",), "volet", "F6", "autre volet", "la vue d’ensemble de l’autre volet", keys.VOIR),
    keys.SCORES,
    Touche(("f1", "?"), "aide", "F1", "aide", "cette aide", keys.VOIR),
)


class EcranEnsemble(EcranDefilant):
    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranDefilant.TOUCHES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        session = self.session
        gauche: list[Segment] = [(" Vue d’ensemble", "titre"), (" · ", "attenue"), (LIBELLES_VOLET[session.volet], "accent")]
        return gauche, [(f"{session.dossier.nom.removesuffix('.agls')} ", "attenue")]

    def contenu(self, largeur: int) -> Sequence[Ligne]:
        if not self.session.scores_visibles:
            return [((f" {CACHES}", "alerte"),)]
        return ensemble_en_lignes(self.session.analyse, largeur)

    def action_volet(self) -> None:
        self.session.changer_volet()
        self.tout_montrer()

    def action_scores(self) -> None:
        self.session.scores_visibles = not self.session.scores_visibles
        self.tout_montrer()
