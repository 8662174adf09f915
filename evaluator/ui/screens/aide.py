"""F1: every key that works now, then the help of the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from evaluator.questionnaire.models import Question
from evaluator.questionnaire.textes import Textes
from evaluator.ui import keys
from evaluator.ui.keys import Touche
from evaluator.ui.screens.defilant import EcranDefilant
from evaluator.ui.texte.aide import aide_en_lignes, touches_en_lignes
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment, plier, propre

REFERMER = Touche(("f1", "?"), "retour", "F1 ?", "refermer", "refermer l’aide", keys.ALLER)


class EcranAide(EcranDefilant):
    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranDefilant.TOUCHES, REFERMER)
    BINDINGS = keys.liaisons((REFERMER,))  # Textual's own declaration

    def __init__(self, touches: Sequence[Touche], question: Question | None = None, textes: Textes | None = None) -> None:
        super().__init__()
        self.touches, self.question, self.textes = touches, question, textes

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" Aide : les touches", "titre"), (", puis la question" if self.question else "", "")], []

    def contenu(self, largeur: int) -> Sequence[Ligne]:
        lignes = touches_en_lignes(self.touches, largeur)
        if self.question is not None and self.textes is not None:
            lignes += [VIDE, *plier([(propre(self.question.libelle), "titre")], largeur - 1, tete=[(" ", "")])]
            lignes += aide_en_lignes(self.question, self.textes, largeur)
        return lignes
