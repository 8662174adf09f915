"""Who is at work: the name that answers, acts and reports carry, kept on this machine."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.dossier.auteur import Auteur
from evaluator.errors import WrongUse
from evaluator.ui.screens.demande import EcranDemande
from evaluator.ui.texte.lignes import Style

DITS = (
    "Votre nom, votre fonction, votre organisme, séparés par des virgules. Chaque réponse enregistrée ensuite porte ce nom, "
    "comme une décision ou une clôture ; ce qui est déjà enregistré ne change pas.",
    "Retenu sur ce poste seulement. Les résidents, eux, ne sont jamais nommés.",
)


class EcranAuteur(EcranDemande[Auteur | None]):
    """Returns who it now is."""

    NOM = "Qui saisit"
    VALIDER = "retenir"

    def __init__(self, auteur: Auteur) -> None:
        super().__init__()
        self.auteur = auteur

    def demande(self) -> tuple[str, str, str]:
        a = self.auteur
        connu = ", ".join(p for p in (a.nom, a.fonction, a.organisme) if p) if a != Auteur() else ""
        return "Qui saisit :", connu, "A. Martin, directrice, Les Tilleuls"

    def dits(self) -> Sequence[tuple[str, Style]]:
        return [(mots, "") for mots in DITS]

    def valider(self, texte: str) -> None:
        try:
            self.dismiss(Auteur.lire(texte))
        except WrongUse as refus:
            self.alarme(str(refus))
