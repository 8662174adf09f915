"""The way out when a dossier can no longer be written: go on in a copy, elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evaluator import resources
from evaluator.errors import AglsError, cause
from evaluator.ui.pieces.chemins import nouveau_dossier
from evaluator.ui.screens.demande import EcranDemande
from evaluator.ui.session import Session
from evaluator.ui.texte.lieux import court
from evaluator.ui.texte.lignes import Segment, Style, propre

SUR = "Tout ce qui a été enregistré est dans le fichier, et le reste. Seule la dernière saisie n’est pas prise."
REESSAYER = "Supprimez la cause (libérez de la place, rebranchez le disque), revenez (Échap) et refaites la saisie."
OU_COPIER = "Ou continuez dans une copie, sur un autre disque : elle contient tout, et la suite s’y écrit."
COPIER = (
    "Tout est enregistré dans le fichier. Une copie contient tout ; la suite s’y écrit, et le fichier d’aujourd’hui reste "
    "comme il est."
)


class EcranCopie(EcranDemande[Path | None]):
    """Returns where the dossier now goes on."""

    NOM = "Continuer dans une copie"
    VALIDER = "copier et continuer"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return super().titre()[0], [(f"{self.session.dossier.nom.removesuffix('.agls')} ", "attenue")]

    def demande(self) -> tuple[str, str, str]:
        nom = self.session.dossier.chemin.with_suffix("").name
        return "Copie :", court((resources.maison() or Path.cwd()) / f"{nom}-copie.agls"), "chemin du nouveau fichier"

    def dits(self) -> Sequence[tuple[str, Style]]:
        panne = self.session.panne
        if not panne:
            return [(COPIER, "")]
        return [(f"✗ {propre(panne)}", "erreur"), (SUR, ""), (REESSAYER, ""), (OU_COPIER, "")]

    def valider(self, texte: str) -> None:
        if not texte.strip():
            self.alarme("écrivez le chemin du nouveau fichier, par exemple /media/cle/residence.agls")
            return
        try:
            chemin = nouveau_dossier(texte)
            self.session.continuer_dans(chemin)
        except (AglsError, OSError) as erreur:
            self.alarme(str(erreur) if isinstance(erreur, AglsError) else f"copie impossible : {cause(erreur)}")
            return
        self.dismiss(chemin)
