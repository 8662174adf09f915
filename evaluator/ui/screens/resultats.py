"""F4: what the answers are worth. Each figure is a line that opens on why."""

from __future__ import annotations

from typing import ClassVar

from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.ui import keys
from evaluator.ui.keys import Touche
from evaluator.ui.screens.choix import EcranListe
from evaluator.ui.screens.passages import PASSAGES, Passages
from evaluator.ui.session import Session
from evaluator.ui.texte.glyphes import CACHES
from evaluator.ui.texte.lignes import Segment
from evaluator.ui.texte.resultats import resultats_en_entrees

ICI = (
    Touche(("down", "j", "J"), "avancer(1)", "↓ ↑", "chiffre", "chiffre suivant (j)", keys.VOIR),
    Touche(("up", "k", "K"), "avancer(-1)", "↑", "", "chiffre précédent (k)", keys.VOIR),
    Touche(("pagedown", "space"), "page(1)", "PgDn", "page", "une page plus bas (ou Espace)", keys.VOIR),
    Touche(("pageup",), "page(-1)", "PgUp", "", "une page plus haut", keys.VOIR),
    Touche(("home",), "bout(0)", "Début", "", "au début", keys.VOIR),
    Touche(("end",), "bout(1)", "Fin", "", "à la fin", keys.VOIR),
    Touche(("enter", *keys.POURQUOI.touches), "choisir", "Entrée", "pourquoi", "pourquoi ce chiffre, pas à pas (Entrée ou w)", keys.VOIR),  # noqa: E501
    Touche(("f4",), "retour", "F4", "", "revenir aux questions", keys.ALLER),
    Touche(("f6",), "volet", "F6", "autre volet", "les résultats de l’autre volet", keys.VOIR),
    keys.SCORES,
    Touche(("escape",), "retour", "Échap", "retour", "fermer", keys.ALLER, True),
    Touche(("f1", "?"), "aide", "F1", "aide", "cette aide", keys.VOIR),
    keys.QUITTER,
)  # fmt: skip


class EcranResultats(Passages[str | None], EcranListe[str | None]):
    """Returns the question to go to."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*ICI, *PASSAGES)
    BINDINGS = keys.liaisons((*ICI, *PASSAGES))  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        faites, toutes = self.session.comptes()
        return ([(" Résultats", "titre"), (" · ", "attenue"), (LIBELLES_VOLET[self.session.volet], "accent")],
                [(f"{self.session.dossier.nom.removesuffix('.agls')}  {faites}/{toutes} ", "attenue")])  # fmt: skip

    def barre(self) -> list[tuple[str, str]]:
        premieres = [("↓ ↑", "chiffre"), ("Entrée", "pourquoi"), ("PgDn", "page")]
        return [*premieres, *((t.affiche, t.court) for t in PASSAGES), ("F6", "autre volet"), ("h", "scores"),
                ("Échap", "retour"), ("F1", "aide"), ("Ctrl+Q", "quitter")]  # fmt: skip

    def remplir(self) -> None:
        self.tout_montrer()

    def tout_montrer(self) -> None:
        session, largeur = self.session, max(self.liste.size.width - 3, 20)
        if session.scores_visibles:
            entrees = resultats_en_entrees(session.evaluation, session.dossier.referentiel, largeur, session.analyse)
        else:
            entrees = [(None, ((f" {CACHES}", "alerte"),))]
        self.liste.remplir(entrees)
        self.rafraichir()

    def on_resize(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    def on_screen_resume(self) -> None:
        if self.liste.size.width:
            self.call_after_refresh(self.tout_montrer)

    def arrive(self, question: str) -> None:
        self.dismiss(question)

    def choisie(self, ident: str) -> None:
        self.ouvrir_pourquoi(ident)

    def action_avancer(self, pas: int) -> None:
        self.liste.avancer(pas)

    def action_page(self, pas: int) -> None:
        self.liste.tourner(pas)

    def action_bout(self, fin: int) -> None:
        self.liste.aller(len(self.liste.lignes) if fin else 0)
        self.liste.tourner(1 if fin else -1)

    def action_volet(self) -> None:
        self.session.changer_volet()
        self.tout_montrer()

    def action_scores(self) -> None:
        self.session.scores_visibles = not self.session.scores_visibles
        self.tout_montrer()
