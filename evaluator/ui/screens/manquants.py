"""F3: what is missing, gravest first; Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from evaluator import french
from evaluator.ui import keys
from evaluator.ui.keys import Touche
from evaluator.ui.screens.choix import LETTRES, EcranListe
from evaluator.ui.session import Session
from evaluator.ui.texte.glyphes import CACHES
from evaluator.ui.texte.lignes import Segment, Style, couper, filet, plier
from evaluator.ui.texte.manquants import Manque, manquants
from evaluator.ui.widgets.liste import Entree

ICI = (*LETTRES, keys.SCORES, Touche(("f3",), "retour", "F3", "", "revenir à la question", keys.ALLER))


class EcranManquants(EcranListe[str | None]):
    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranListe.TOUCHES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        faites, toutes = self.session.comptes()
        evaluation = self.session.evaluation
        seuil = self.session.dossier.referentiel.grille.lue.completude_min
        completude = f"complétude (notées) {french.pourcent(evaluation.completude)} (avis dès {french.pourcent(seuil)})"
        droite = f"{faites}/{toutes} répondues · {completude} "
        return [(" Ce qui manque", "titre")], [(droite, "attenue")]

    def remplir(self) -> None:
        parcours, rubrique = self.session.parcours, ""
        entrees: list[Entree] = []
        tous = manquants(self.session)
        comptes: dict[str, int] = {}
        for manque in tous:
            comptes[manque.rubrique] = comptes.get(manque.rubrique, 0) + 1
        largeur = self.liste.size.width
        for manque in tous:
            if manque.rubrique != rubrique:
                rubrique = manque.rubrique
                entrees.append((None, filet(f"{rubrique} ({comptes[rubrique]})", largeur)))
            question = parcours.question(manque.question)
            mots = f"{parcours.numeros[manque.question]:<5} {question.etiquette}"
            reste = manque.precision or (question.libelle if question.court else "")
            ligne: tuple[Segment, ...] = ((f"{manque.signe} ", manque.style), (couper(f"{mots:<36}", 40), "fort"),
                                          (" " + couper(reste, max(largeur - 46, 0)), "attenue"))  # fmt: skip
            entrees.append((manque.question, ligne))
            if manque.dessous:
                dit = plier([(manque.dessous, "attenue")], largeur - 3, tete=[(" " * 9, "")])
                entrees += [(None, plie) for plie in dit]
        self.liste.remplir(entrees)
        self.dire(*self._resume(tous))
        super().remplir()

    def _resume(self, tous: Sequence[Manque]) -> tuple[str, Style]:
        """What the whole list means for the amount."""
        manque = self.session.analyse.manque
        if not tous:
            return "✓ rien ne manque ; F4 : résultats", "bon"
        if not manque.utiles:
            return "✓ plus rien de ce qui manque ne change l’avis ni le montant", "bon"
        if not self.session.scores_visibles:
            return f"{CACHES} ; rangées de la plus utile à la moins utile", "attenue"
        quoi = "chiffre indicatif" if self.session.evaluation.modulation.indicatif is not None else "montant"
        large = f"{quoi} sans borne encore" if manque.largeur is None else f"{quoi} à {french.euros(manque.largeur)} près"
        return large + ("" if manque.complet else " ; recherche arrêtée avant la fin"), "attenue"

    def action_scores(self) -> None:
        self.session.scores_visibles = not self.session.scores_visibles
        self.remplir()

    def on_mount(self) -> None:
        self.dire("calcul en cours…", "attenue")
        super().on_mount()

    def on_resize(self) -> None:
        self.call_after_refresh(self.remplir)
