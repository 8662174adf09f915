"""The way out when a dossier can no longer be written: go on in a copy, elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from evaluator.errors import AglsError, cause
from evaluator.ui import keys
from evaluator.ui.keys import ALLER, Touche
from evaluator.ui.screens.base import Ecran
from evaluator.ui.session import Session
from evaluator.ui.texte.lieux import court
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment, Style, plier, propre
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

FERMER = Touche(("escape",), "retour", "Échap", "revenir sans copier", "revenir sans copier", ALLER, True)
ICI = (FERMER, keys.QUITTER)
SUR = "Tout ce qui a été enregistré est dans le fichier, et le reste. Seule la dernière saisie n’est pas prise."
REESSAYER = "Supprimez la cause (libérez de la place, rebranchez le disque), revenez (Échap) et refaites la saisie."
OU_COPIER = "Ou continuez dans une copie, sur un autre disque : elle contient tout, et la suite s’y écrit."
COPIER = (
    "Tout est enregistré dans le fichier. Une copie contient tout ; la suite s’y écrit, et le fichier d’aujourd’hui reste "
    "comme il est."
)


class EcranCopie(Ecran[Path | None]):
    """Returns where the dossier now goes on."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = ICI
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Lignes(id="texte")
        yield LigneDeSaisie(id="saisie")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        nom = self.session.dossier.chemin.with_suffix("").name
        propose = Path.home() / f"{nom}-copie.agls"
        self.query_one(LigneDeSaisie).ouvrir("Copie :", court(propose), "chemin du nouveau fichier")
        self.call_after_refresh(self._montrer)

    def on_resize(self) -> None:
        self.call_after_refresh(self._montrer)

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" Continuer dans une copie", "titre")], [(f"{self.session.dossier.nom.removesuffix('.agls')} ", "attenue")]

    def barre(self) -> Sequence[tuple[str, str]]:
        return [("Entrée", "copier et continuer"), (FERMER.affiche, FERMER.court), ("Ctrl+Q", "quitter")]

    def action_commandes(self) -> None:
        self.action_retour()

    def _montrer(self) -> None:
        self.query_one("#texte", Lignes).montrer(self._texte)
        self.rafraichir()

    def _texte(self, cellules: int) -> list[Ligne]:
        panne = self.session.panne
        dits: list[tuple[str, Style]] = [(f"✗ {propre(panne)}", "erreur"), (SUR, ""), (REESSAYER, "")] if panne else []
        lignes: list[Ligne] = []
        for mots, style in (*dits, (OU_COPIER if panne else COPIER, "")):
            lignes += [*plier([(mots, style)], cellules - 1, tete=[(" ", "")]), VIDE]
        return lignes

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        texte = event.texte.strip()
        if not texte:
            self.alarme("écrivez le chemin du nouveau fichier, par exemple /media/cle/residence.agls")
            return
        chemin = Path(texte).expanduser()
        chemin = chemin if chemin.suffix == ".agls" else chemin.with_name(chemin.name + ".agls")
        try:
            self.session.continuer_dans(chemin)
        except (AglsError, OSError) as erreur:
            self.alarme(str(erreur) if isinstance(erreur, AglsError) else f"copie impossible : {cause(erreur)}")
            return
        self.dismiss(chemin)

    def action_retour(self) -> None:
        self.dismiss(None)
