"""/ and g: to a question by its words or its number."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from evaluator.ui.keys import Touche
from evaluator.ui.screens.choix import EcranListe
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.lignes import Segment, couper
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.liste import Entree, Liste
from evaluator.ui.widgets.saisie import LigneDeSaisie


class EcranRecherche(EcranListe[str | None]):
    TOUCHES: ClassVar[tuple[Touche, ...]] = EcranListe.TOUCHES

    def __init__(self, session: Session, *, numero: bool = False) -> None:
        super().__init__()
        self.session, self.numero = session, numero

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield LigneDeSaisie(id="saisie")
        yield Liste(id="liste")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" Aller à une question", "titre")], [("son numéro, ou des mots de la question ", "attenue")]

    def on_mount(self) -> None:
        invite, exemple = ("Numéro :", "par exemple 2.3") if self.numero else ("Chercher :", "mots, numéro ou clause")
        self.query_one(LigneDeSaisie).ouvrir(invite, "", exemple)
        super().on_mount()

    def remplir(self) -> None:
        session, texte = self.session, self.query_one(LigneDeSaisie).texte
        trouvees = session.parcours.chercher(texte)
        largeur = self.liste.size.width
        entrees: list[Entree] = []
        for ident in trouvees:
            question = session.parcours.question(ident)
            masquee = session.etat(ident) == "masquee"
            glyphe, _, style = glyphes.ETATS["masquee" if masquee else session.reponse(ident).etat]
            segments: tuple[Segment, ...] = (
                (f"{glyphe} ", style),
                (
                    couper(f"{session.parcours.numeros[ident]:<5} {question.libelle}", largeur - 6),
                    "attenue" if masquee else "",
                ),
            )
            entrees.append((ident, segments))
        garder = trouvees.index(session.courante) if not texte and session.courante in trouvees else 0
        self.liste.remplir(entrees, garder)
        self.dire("" if trouvees else "aucune question ne contient ces mots", "alerte")
        super().remplir()

    @on(Input.Changed)
    def _change(self) -> None:
        self.remplir()

    @on(LigneDeSaisie.Validee)
    def _validee(self) -> None:
        self.liste.choisir()
