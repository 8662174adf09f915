"""/ and g: to a question by its words or its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from evaluator.ui.keys import Touche
from evaluator.ui.recherche import Index, Trouvee
from evaluator.ui.screens.choix import EcranFiltrant
from evaluator.ui.session import Session
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.lignes import Ligne, Segment, couper
from evaluator.ui.widgets.saisie import LigneDeSaisie


class EcranRecherche(EcranFiltrant[str | None]):
    TOUCHES: ClassVar[tuple[Touche, ...]] = EcranFiltrant.TOUCHES

    def __init__(self, session: Session, *, numero: bool = False) -> None:
        super().__init__()
        self.session, self.numero = session, numero
        self._index = Index(session)

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" Aller à une question", "titre")], [("question, réponse, note ", "attenue")]

    def on_mount(self) -> None:
        invite, exemple = ("Numéro :", "par exemple 2.3") if self.numero else ("Chercher :", "mots, numéro, clause")
        derniere = "" if self.numero else self.session.recherche
        self.query_one(LigneDeSaisie).ouvrir(invite, derniere, exemple, remplacer=True)
        super().on_mount()

    def remplir(self) -> None:
        texte = self.texte
        trouvees = self._index.chercher(texte)
        self.liste.remplir([(t.question, self._ligne(t)) for t in trouvees], self._garder(texte, trouvees))
        self.dire("" if trouvees else "ni question, ni réponse, ni note ne contient ces mots", "alerte")
        super().remplir()

    def _garder(self, texte: str, trouvees: Sequence[Trouvee]) -> int:
        """With nothing typed yet, the cursor is where one is."""
        if texte:
            return 0
        return next((i for i, t in enumerate(trouvees) if t.question == self.session.courante), 0)

    def _ligne(self, trouvee: Trouvee) -> Ligne:
        session, ident = self.session, trouvee.question
        question = session.parcours.question(ident)
        masquee = session.etat(ident) == "masquee"
        glyphe, _, style = glyphes.ETATS["masquee" if masquee else session.reponse(ident).etat]
        place = max(self.liste.size.width - 6, 10)
        numero = f"{session.parcours.numeros[ident]:<5} "
        if not trouvee.ou:
            return ((f"{glyphe} ", style), (couper(numero + question.libelle, place), "attenue" if masquee else ""))
        debut = couper(f"{numero}{question.etiquette} · {trouvee.ou} : ", place)
        return ((f"{glyphe} ", style), (debut, ""), (couper(trouvee.extrait, max(place - len(debut), 0)), "attenue"))

    def choisie(self, ident: str) -> None:
        if not self.numero:
            self.session.recherche = self.texte
        super().choisie(ident)
