""": or Ctrl+P: every command of the screen by its words, and the questions by their number; Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from evaluator.ui.keys import ALLER, AUTOUR, REPONDRE, SOURCE, VOIR, Touche
from evaluator.ui.parcours import nu
from evaluator.ui.screens.choix import EcranFiltrant
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import Segment, cale, couper
from evaluator.ui.widgets.liste import Entree
from evaluator.ui.widgets.saisie import LigneDeSaisie

TOUCHE = 10  # cells of the column of keys
GROUPES = (VOIR, AUTOUR, ALLER, REPONDRE, SOURCE)  # what one looks for by its words comes first


def offertes(touches: Sequence[Touche], texte: str) -> list[Touche]:
    """The commands whose words hold all those typed, each action once; those that begin with them first."""
    mots = nu(texte).split()
    par_action: dict[str, Touche] = {}
    for touche in touches:
        if not touche.action.startswith(("choisir(", "commandes")):
            par_action.setdefault(touche.action, touche)
    trouvees = [t for t in par_action.values() if all(m in nu(f"{t.court} {t.aide}") for m in mots)]
    debut = nu(texte)

    def ordre(touche: Touche) -> tuple[bool, int]:
        return not any(nu(m).startswith(debut) for m in (touche.court, touche.aide)), GROUPES.index(touche.groupe)

    return sorted(trouvees, key=ordre)


class EcranCommandes(EcranFiltrant[str | None]):
    """Returns the action to run."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = EcranFiltrant.TOUCHES

    def __init__(self, touches: Sequence[Touche], session: Session | None = None) -> None:
        super().__init__()
        self.touches, self.session = touches, session

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" Commandes", "titre")], [("des mots, ou le numéro d’une question ", "attenue")]

    def barre(self) -> Sequence[tuple[str, str]]:
        return [("↓ ↑", "choisir"), ("Entrée", "exécuter"), ("Échap", "retour"), ("Ctrl+Q", "quitter")]

    def on_mount(self) -> None:
        self.query_one(LigneDeSaisie).ouvrir("Commande :", "", "par exemple rapport, note, 2.3")
        super().on_mount()

    def remplir(self) -> None:
        texte = self.texte
        largeur = self.liste.size.width
        entrees: list[Entree] = []
        for touche in offertes(self.touches, texte):
            ligne: tuple[Segment, ...] = (
                ("  " + cale(touche.affiche, TOUCHE), "accent"),
                (couper(touche.aide, max(largeur - TOUCHE - 5, 10)), ""),
            )
            entrees.append((touche.action, ligne))
        if texte.strip() and self.session is not None:
            entrees += self._questions(self.session, texte, largeur)
        self.liste.remplir(entrees, 0)
        self.dire("" if entrees else "aucune commande ne contient ces mots", "alerte")
        super().remplir()

    def _questions(self, session: Session, texte: str, largeur: int) -> list[Entree]:
        """The questions that the same words lead to."""
        parcours = session.parcours
        return [(f"aller_question('{ident}')",
                 (("  " + cale(parcours.numeros[ident], TOUCHE), "accent"),
                  (couper("aller à : " + parcours.question(ident).libelle, max(largeur - TOUCHE - 5, 10)), "")))
                for ident in parcours.chercher(texte)]  # fmt: skip

    def action_commandes(self) -> None:
        """Ctrl+P again closes."""
        self.action_retour()
