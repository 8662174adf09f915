"""Screens that are a list with, under it or beside it, all that is known of the line in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.evaluation import words
from evaluator.ui import keys
from evaluator.ui.keys import VOIR, Touche
from evaluator.ui.screens.choix import LETTRES, EcranListe
from evaluator.ui.session import Session
from evaluator.ui.texte.glyphes import CACHES
from evaluator.ui.texte.lignes import Entree, Ligne, Segment, filet
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.liste import Liste
from evaluator.ui.widgets.saisie import LigneDeSaisie

SUITE = Touche(("space",), "suite", "Espace", "suite", "la suite de ce qui est dit de la ligne choisie", VOIR)
AIDES = Touche(("f1", "?"), "aide", "F1", "aide", "cette aide", VOIR)
FIN_DE_BARRE = [("Espace", "suite"), ("Échap", "retour"), ("h", "scores"), ("F1", "aide"), ("Ctrl+Q", "quitter")]
ZONES = (*LETTRES, SUITE, keys.SCORES, AIDES)


class EcranZones(EcranListe[str | None]):
    """Subclasses give `entrees` and `detail`; what needs time is asked of them once the screen is there."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranListe.TOUCHES, *ZONES)
    BINDINGS = keys.liaisons(ZONES)  # Textual's own declaration
    NOM: ClassVar[str] = ""
    CHIFFRES: ClassVar[bool] = True  # amounts stand here, and the title says what they are worth under a grid of no one
    CACHER: ClassVar[bool] = True  # nothing of it can be read without a score

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        with Container(id="zones"):
            yield Liste(id="liste")
            yield Lignes(id="detail")
        yield LigneDeSaisie(id="saisie")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    @property
    def cache(self) -> bool:
        return self.CACHER and not self.session.scores_visibles

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        session = self.session
        gauche: list[Segment] = [(f" {self.NOM}", "titre"), (" · ", "attenue"), (LIBELLES_VOLET[session.volet], "accent")]
        simule = self.CHIFFRES and session.scores_visibles and words.ligne_grille(session.dossier.referentiel.grille)
        droite: list[Segment] = [("simulation  ", "alerte")] if simule else []
        return gauche, [*droite, (f"{session.dossier.nom.removesuffix('.agls')} ", "attenue")]

    def on_mount(self) -> None:
        self.query_one("#saisie").display = False
        self.dire("calcul en cours…", "attenue")
        self.call_after_refresh(self.preparer)

    def preparer(self) -> None:
        """The first showing, once the screen is painted."""
        self.dire("")
        self.tout_montrer()

    def entrees(self, cellules: int) -> Sequence[Entree]:
        raise NotImplementedError

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        raise NotImplementedError

    def tout_montrer(self, garder: int | None = None) -> None:
        cellules = max(self.liste.size.width - 3, 20)  # the mark of the cursor, the scroll bar
        self.liste.remplir([(None, ((f" {CACHES}", "alerte"),))] if self.cache else self.entrees(cellules), garder)
        self.montrer_detail()
        self.rafraichir()

    def remplir(self) -> None:
        self.tout_montrer()

    def montrer_detail(self) -> None:
        """What is said of the line in hand, from its top."""
        ident = None if self.cache else self.liste.choisie
        filets = self.size.width < 116

        def rendu(cellules: int) -> Sequence[Ligne]:
            dit = () if self.cache else self.detail(ident, cellules)
            return [filet("", cellules), *dit] if filets and dit else dit

        self.query_one("#detail", Lignes).montrer(rendu, haut=True)

    def on_resize(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    def on_screen_resume(self) -> None:
        if self.is_mounted and self.liste.size.width:
            self.call_after_refresh(self.tout_montrer)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.is_mounted and self.query_one(LigneDeSaisie).ouverte:
            return action in ("retour", "quitter", "commandes", "copie")
        return True

    def action_bouger(self, pas: int) -> None:
        if abs(pas) == 1:
            self.liste.avancer(pas)
        else:
            self.liste.tourner(1 if pas > 0 else -1)
        self.montrer_detail()

    def action_suite(self) -> None:
        self.query_one("#detail", Lignes).page()

    def action_scores(self) -> None:
        choisie = self.liste.choisie
        self.session.scores_visibles = not self.session.scores_visibles
        self.dire("scores montrés" if self.session.scores_visibles else CACHES, "attenue")
        self.tout_montrer()
        if choisie is not None:  # the line in hand stays in hand, wherever it now stands
            self.liste.placer(choisie)
            self.montrer_detail()

    def action_retour(self) -> None:
        saisie = self.query_one(LigneDeSaisie)
        if saisie.ouverte:
            saisie.fermer()
            self.dire("")
            self.tout_montrer()
        else:
            self.dismiss(None)
