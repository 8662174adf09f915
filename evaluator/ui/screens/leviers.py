"""l: what the residence could change, and what it would be worth; kept as objectives for the closing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from evaluator import french
from evaluator.evaluation.leviers import Levier
from evaluator.ui import keys
from evaluator.ui.keys import ALLER, REPONDRE, Touche
from evaluator.ui.screens.zones import FIN_DE_BARRE, EcranZones
from evaluator.ui.texte.leviers import changement_en_lignes, leviers_en_entrees, objectifs_de, retenu, tous
from evaluator.ui.texte.lignes import Entree, Ligne, Segment

ICI = (
    Touche(("+", "o", "O"), "retenir", "+", "retenir pour la clôture", "retenir l’ensemble comme objectifs de la clôture, ou le retirer (+ ou o)", REPONDRE),  # noqa: E501
    Touche(("l", "L"), "retour", "l", "", "fermer", ALLER),
)  # fmt: skip


class EcranLeviers(EcranZones):
    """Returns the question to go to."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranZones.TOUCHES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Leviers"

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        gauche, droite = super().titre()
        retenus = len(self.session.objectifs)
        if retenus:
            droite = [(f"{french.pluriel(retenus, 'objectif retenu', 'objectifs retenus')}  ", "bon"), *droite]
        return gauche, droite

    def barre(self) -> list[tuple[str, str]]:
        return [("↓ ↑", "changement"), ("Entrée", "aller à la question"), ("+", "retenir pour la clôture"), *FIN_DE_BARRE]

    def entrees(self, cellules: int) -> Sequence[Entree]:
        session = self.session
        return leviers_en_entrees(session.analyse.leviers, session.dossier.referentiel, session.objectifs, cellules)

    def _pris(self, ident: str) -> tuple[Levier, int]:
        rang, place = ident.split(".")
        return tous(self.session.analyse.leviers)[int(rang)], int(place)

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        if ident is None:
            return ()
        levier, place = self._pris(ident)
        changement = levier.changements[place]
        numero = self.session.parcours.numeros[changement.question]
        return changement_en_lignes(changement, levier, self.session.dossier.referentiel, numero, cellules)

    def action_retenir(self) -> None:
        session, ident = self.session, None if self.cache else self.liste.choisie
        if ident is None:
            self.alarme("aucun levier à retenir ici")
            return
        levier, _ = self._pris(ident)
        siens = objectifs_de(levier, session.dossier.referentiel)
        if retenu(levier, session.objectifs):
            enonces = {o.enonce for o in siens}
            session.objectifs = [o for o in session.objectifs if o.enonce not in enonces]
            self.dire("retiré des objectifs de la clôture")
        else:
            connus = {o.enonce for o in session.objectifs}
            session.objectifs += [o for o in siens if o.enonce not in connus]
            self.dire("retenu : l’écran de décision (F8), puis la clôture, reprennent ces objectifs", "bon")
        self.tout_montrer()

    def choisie(self, ident: str) -> None:
        levier, place = self._pris(ident)
        self.dismiss(levier.changements[place].question)
