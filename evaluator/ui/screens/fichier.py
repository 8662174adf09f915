"""Which file: a path with completion over the entries of its folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from evaluator.ui import keys
from evaluator.ui.keys import ALLER, REPONDRE, Touche
from evaluator.ui.pieces.chemins import lire_chemins
from evaluator.ui.pieces.completion import Choix, Explorateur, completer
from evaluator.ui.pieces.fichier import controler
from evaluator.ui.screens.choix import EcranListe
from evaluator.ui.texte.lignes import Segment, propre
from evaluator.ui.texte.pieces import choix_en_entrees, plusieurs_en_entrees
from evaluator.ui.widgets.chemin import LigneDeChemin
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.liste import Liste
from evaluator.ui.widgets.saisie import LigneDeSaisie

ICI = (
    Touche(("tab",), "completer", "Tab", "compléter", "compléter le chemin, ou prendre la ligne choisie", REPONDRE),
    Touche(("f1",), "aide", "F1", "aide", "cette aide", keys.VOIR, True),
)
PRENDRE = Touche(("enter",), "choisir", "Entrée", "prendre", "prendre le fichier, entrer dans le dossier", ALLER)
ABANDONNER = Touche(("escape",), "retour", "Échap", "abandonner", "revenir sans rien prendre", ALLER, True)


class EcranFichier(EcranListe[tuple[Path, ...] | None]):
    """Returns the paths given: several where several were pasted. One that can be no piece stays to be corrected."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (
        *(t for t in EcranListe.TOUCHES if t.action not in ("choisir", "retour")),
        PRENDRE,
        *ICI,
        ABANDONNER,
    )
    BINDINGS = keys.liaisons((PRENDRE, *ICI, ABANDONNER))  # Textual's own declaration

    def __init__(self, pour: str, base: Path) -> None:
        super().__init__()
        self.pour = pour
        self.explorateur = Explorateur(base)
        self.choix = Choix(base)

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield LigneDeChemin(id="saisie")
        yield Liste(id="liste")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(f" {propre(self.pour)}", "titre")], [("nom, chemin, ou fichier glissé ici ", "attenue")]

    def barre(self) -> Sequence[tuple[str, str]]:
        return [("Entrée", "prendre"), ("Tab", "compléter"), ("↓ ↑", "choisir"), ("Échap", "abandonner"), ("F1", "aide")]

    def mode(self) -> str:
        return "SAISIE"

    @property
    def ligne(self) -> LigneDeSaisie:
        return self.query_one(LigneDeSaisie)

    def on_mount(self) -> None:
        self.ligne.ouvrir("Fichier :", "", "les premières lettres, puis Tab ; ~ : chez soi ; .. : au-dessus")
        super().on_mount()

    def remplir(self) -> None:
        texte = self.ligne.texte
        self.choix = self.explorateur.proposer(texte)
        chemins, largeur = lire_chemins(texte, self.explorateur.base), max(self.liste.size.width - 3, 20)
        plusieurs = len(chemins) > 1
        self.liste.remplir(plusieurs_en_entrees(chemins) if plusieurs else choix_en_entrees(self.choix, texte, largeur), 0)
        super().remplir()

    def on_resize(self) -> None:
        self.call_after_refresh(self.remplir)

    @on(Input.Changed)
    def _change(self) -> None:
        self.dire("")
        self.remplir()

    def _ecrire(self, texte: str) -> None:
        champ = self.ligne.champ
        champ.value = texte
        champ.cursor_position = len(texte)

    def action_completer(self) -> None:
        if self.liste.choisie:
            self._ecrire(self.choix.entrees[int(self.liste.choisie)].texte)
            return
        texte = self.ligne.texte
        complet = completer(texte, self.choix.entrees)
        if complet != texte:
            self._ecrire(complet)
        elif self.choix.entrees:
            self.dire("plusieurs fichiers commencent ainsi : ↓ pour choisir, ou une lettre de plus", "attenue")
        else:
            self.alarme("rien ne commence ainsi dans ce dossier")

    @on(LigneDeSaisie.Validee)
    def _validee(self) -> None:
        self.liste.choisir()

    def choisie(self, ident: str) -> None:
        texte = self.ligne.texte
        if ident:
            entree = self.choix.entrees[int(ident)]
            if not entree.dossier:
                self._rendre((entree.chemin,))
            elif propre(entree.texte, lignes=False) == entree.texte:
                self._ecrire(entree.texte)
            else:  # a name that the line cannot hold
                self.explorateur = Explorateur(entree.chemin)
                self._ecrire("")
                self.remplir()
        elif not texte.strip():
            self.alarme("rien n’est choisi : un nom, ou ↓ pour choisir ; Échap pour revenir")
        else:
            self._prendre(lire_chemins(texte, self.explorateur.base))

    def _prendre(self, chemins: tuple[Path, ...]) -> None:
        """What is typed: a folder is entered, what is not there is said at once and stays to be corrected."""
        seul = chemins[0]
        if len(chemins) == 1 and seul.is_dir():
            texte = self.ligne.texte
            if texte.endswith("/"):
                self.alarme("c’est un dossier : une pièce est un fichier ; ↓ pour choisir dedans")
            else:
                self._ecrire(texte + "/")
        elif len(chemins) == 1 and not os.path.lexists(seul) and len(self.choix.entrees) == 1:
            self.alarme(f"« {seul.name} » n’existe pas ; Tab complète en « {self.choix.entrees[0].chemin.name} »")
        else:
            self._rendre(chemins)

    def _rendre(self, chemins: tuple[Path, ...]) -> None:
        if len(chemins) > 1 or self.tenter(lambda: controler(chemins[0])):
            self.dismiss(chemins)
