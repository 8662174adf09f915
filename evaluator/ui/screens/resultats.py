"""F4: what the answers are worth, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.ui import keys
from evaluator.ui.keys import Touche
from evaluator.ui.screens.defilant import EcranDefilant
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import Ligne, Segment
from evaluator.ui.texte.resultats import resultats_en_lignes

ICI = (
    Touche(("f4",), "retour", "F4", "", "revenir aux questions", keys.ALLER),
    Touche(("f5",), "rapport", "F5", "rapport", "écrire le rapport", keys.VOIR),
    Touche(("f6",), "volet", "F6", "autre volet", "les résultats de l’autre volet", keys.VOIR),
    Touche(("f1", "?"), "aide", "F1", "aide", "cette aide", keys.VOIR),
)


class EcranResultats(EcranDefilant):
    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranDefilant.TOUCHES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        faites, toutes = self.session.comptes()
        return ([(" Résultats", "titre"), (" · ", "attenue"), (LIBELLES_VOLET[self.session.volet], "accent")],
                [(f"{self.session.dossier.nom}  {faites}/{toutes} ", "attenue")])  # fmt: skip

    def contenu(self, largeur: int) -> Sequence[Ligne]:
        return resultats_en_lignes(self.session.evaluation, self.session.dossier.referentiel, largeur)

    def action_volet(self) -> None:
        self.session.changer_volet()
        self.tout_montrer()

    def action_aide(self) -> None:
        from evaluator.ui.screens.aide import EcranAide

        self.app.push_screen(EcranAide(self.TOUCHES))

    def action_rapport(self) -> None:
        from evaluator.ui.screens.rapport import EcranRapport

        self.app.push_screen(EcranRapport(self.session), lambda mots: self.dire(mots, "bon") if mots else None)
