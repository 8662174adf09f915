"""w: from a figure down to the answers, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from evaluator.evaluation.pourquoi import expliquer
from evaluator.evaluation.result import INCONNU, Etape
from evaluator.ui import keys
from evaluator.ui.keys import ALLER, Touche
from evaluator.ui.screens.zones import FIN_DE_BARRE, EcranZones
from evaluator.ui.session import Session
from evaluator.ui.texte.glyphes import CACHES
from evaluator.ui.texte.lignes import Entree, Ligne
from evaluator.ui.texte.pourquoi import Arbre, cle, ligne_de_pas, pas_en_lignes, place_de

ICI = (
    Touche(("right",), "ouvrir", "→", "ouvrir", "ouvrir le pas, puis descendre à ce sur quoi il repose", ALLER),
    Touche(("left",), "fermer", "←", "fermer", "refermer le pas, puis remonter à celui qu’il compose", ALLER),
    Touche(("t", "T"), "tout", "t", "tout ouvrir", "ouvrir tous les pas, ou les refermer", ALLER),
    Touche(("g", "G"), "question", "g", "question", "aller à la question du pas", ALLER),
    Touche(("home",), "sommet", "Début", "", "remonter au premier pas", ALLER),
    Touche(("w", "W"), "retour", "w", "", "fermer", ALLER),
)


class EcranPourquoi(EcranZones):
    """Returns the question to go to. `ident`: the step to open on, of the trace, or a question."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranZones.TOUCHES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Pourquoi"

    def __init__(self, session: Session, ident: str = "montant") -> None:
        super().__init__(session)
        self.ident = ident
        self._arbre: Arbre | None = None

    def barre(self) -> list[tuple[str, str]]:
        premieres = [
            ("↓ ↑", "pas"),
            ("→ ←", "ouvrir, fermer"),
            ("Entrée", "ouvrir"),
            ("g", "question"),
            ("t", "tout ouvrir"),
        ]
        return [*premieres, *FIN_DE_BARRE]

    @property
    def arbre(self) -> Arbre:
        """From the amount where the step is under it, else from the step itself."""
        if self._arbre is None:
            session = self.session
            arbre = Arbre(session.analyse.pourquoi)
            if not arbre.viser(self.ident):
                etape = session.evaluation.etape(self.ident) or Etape(self.ident, "", "", INCONNU)
                arbre = Arbre(expliquer(session.dossier.referentiel, session.evaluation, etape))
            self._arbre = arbre
        return self._arbre

    def entrees(self, cellules: int) -> Sequence[Entree]:
        arbre = self.arbre
        return [(cle(place), ligne_de_pas(arbre, place, cellules)) for place in arbre.montres()]

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        return pas_en_lignes(self.arbre.pas(place_de(ident)), cellules) if ident else ()

    def _montrer(self) -> None:
        montres = self.arbre.montres()
        self.tout_montrer(montres.index(self.arbre.place))

    def preparer(self) -> None:
        self.dire("")
        if self.cache:
            self.tout_montrer()
        else:
            self._montrer()

    def on_resize(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    def action_scores(self) -> None:
        self.session.scores_visibles = not self.session.scores_visibles
        self.preparer()

    def _prendre(self) -> bool:
        """The step under the cursor is the one in hand."""
        if self.cache or self.liste.choisie is None:
            self.dire(f"{CACHES} : h les montre", "alerte")
            return False
        self.arbre.place = place_de(self.liste.choisie)
        return True

    def action_ouvrir(self) -> None:
        if self._prendre():
            if not self.arbre.ouvrir():
                self.dire("rien en dessous ; Entrée va à la question" if self._question() else "rien en dessous", "attenue")
            self._montrer()

    def action_fermer(self) -> None:
        if self._prendre():
            self.arbre.fermer()
            self.dire("")
            self._montrer()

    def action_tout(self) -> None:
        if self._prendre():
            montres = self.arbre.montres()
            self.arbre.tout()
            self.dire("" if self.arbre.montres() != montres else "rien en dessous", "attenue")
            self._montrer()

    def action_sommet(self) -> None:
        if self._prendre():
            self.arbre.place = ()
            self._montrer()

    def _question(self) -> str | None:
        """The question of the step in hand: its answer, or a scored reading of it."""
        ident = self.arbre.pas().id
        notees = {n.id: n.question for n in self.session.evaluation.notations}
        question = notees.get(ident, ident)
        return question if question in self.session.parcours.questions else None

    def action_question(self) -> None:
        if not self._prendre():
            return
        if question := self._question():
            self.dismiss(question)
        else:
            self.alarme("ce pas n’est pas une réponse : ouvrez-le (→) jusqu’aux réponses")

    def choisie(self, ident: str) -> None:
        """Open; on an answer, where nothing is below, go to its question."""
        if not self._prendre():
            return
        if self.arbre.pas().enfants:
            self.arbre.ouvrir()
            self._montrer()
        elif question := self._question():
            self.dismiss(question)
        else:
            self.dire("rien en dessous", "attenue")
