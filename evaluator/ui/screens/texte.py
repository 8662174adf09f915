"""A page for a long text or a note. What is typed is kept as a draft; nothing is recorded without Ctrl+S."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import TextArea

from evaluator.dossier.reponses import Visibilite
from evaluator.signes import lignes_inoffensives
from evaluator.ui import keys
from evaluator.ui.keys import AUTOUR, Touche
from evaluator.ui.screens.base import REPOS, Ecran
from evaluator.ui.texte.lignes import Segment, plier, propre
from evaluator.ui.widgets.lignes import Lignes

ENREGISTRER = Touche(("ctrl+s", "f10"), "enregistrer", "Ctrl+S", "enregistrer", "enregistrer (Ctrl+S ou F10)", AUTOUR, True)
VISIBILITE = Touche(
    ("f7",),
    "visibilite",
    "F7",
    "interne/partagée",
    "note interne au service, ou partagée avec le gestionnaire",
    AUTOUR,
    True,
)
RETOUR = Touche(
    ("escape",), "retour", "Échap", "garder en brouillon", "sortir et garder le texte en brouillon", AUTOUR, True
)
PAGE = (ENREGISTRER, VISIBILITE, RETOUR, keys.QUITTER)


class TexteSaisi(Struct, frozen=True):
    """`brouillon`: left without recording."""

    texte: str
    visibilite: Visibilite | None
    brouillon: bool


class EcranTexte(Ecran[TexteSaisi]):
    """`visibilite` is None for an answer, whose visibility is not a question. `garder` keeps what is typed as a draft, each
    time the hand rests; it says whether it could."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = PAGE
    BINDINGS = keys.liaisons(PAGE)  # Textual's own declaration

    def __init__(
        self,
        intitule: str,
        texte: str,
        consigne: str,
        visibilite: Visibilite | None = None,
        garder: Callable[[str], bool] | None = None,
    ) -> None:
        super().__init__()
        # what is typed over is shown as it stands: controls of a received text cannot be, and are not
        self.texte = lignes_inoffensives(texte)
        self.intitule, self.consigne, self.visibilite = intitule, consigne, visibilite
        self._garder = garder
        self._garde = self.texte
        self._repos: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Lignes(id="consigne")
        yield TextArea(self.texte, soft_wrap=True, show_line_numbers=False, compact=True, id="page")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        page = self.query_one("#page", TextArea)
        page.focus()
        page.move_cursor(page.document.end)
        self.call_after_refresh(self._montrer)

    def on_resize(self) -> None:
        """Once the page is folded to its new width: it paints again only the line of the cursor by itself."""
        self.call_after_refresh(self._montrer)
        self.call_after_refresh(self.query_one("#page", TextArea).refresh)

    def _montrer(self) -> None:
        zone = self.query_one("#consigne", Lignes)
        zone.montrer(lambda n: [*plier([(propre(self.intitule), "fort")], n - 1, tete=[(" ", "")]),
                                *plier([(self.consigne, "attenue")], n - 1, tete=[(" ", "")])])  # fmt: skip
        zone.styles.height = len(zone.lignes) + 1
        self.rafraichir()

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        mots = {"interne": "note interne au service", "partagee": "note partagée", None: ""}[self.visibilite]
        return [(" Texte" if self.visibilite is None else " Note", "titre")], [(mots + " ", "alerte")]

    def mode(self) -> str:
        return "SAISIE"

    def barre(self) -> Sequence[tuple[str, str]]:
        return [(t.affiche, t.court) for t in self.TOUCHES if t is not VISIBILITE or self.visibilite]

    @on(TextArea.Changed)
    def _frappe(self) -> None:
        if self._repos:
            self._repos.stop()
        self._repos = self.set_timer(REPOS, self._mettre_de_cote)

    def _mettre_de_cote(self) -> bool:
        """Keep what is typed as a draft. False where nothing can."""
        texte = self.query_one("#page", TextArea).text
        if texte == self._garde:
            return True
        if self._garder is None or not self._garder(texte):
            return False
        self._garde = texte
        return True

    def non_enregistre(self) -> str:
        return "" if self._mettre_de_cote() else "texte non enregistré (Ctrl+S)"

    def _rendre(self, *, brouillon: bool) -> None:
        self.dismiss(TexteSaisi(self.query_one("#page", TextArea).text, self.visibilite, brouillon))

    def action_enregistrer(self) -> None:
        self._rendre(brouillon=False)

    def action_retour(self) -> None:
        self._rendre(brouillon=True)

    def action_visibilite(self) -> None:
        if self.visibilite:
            self.visibilite = "interne" if self.visibilite == "partagee" else "partagee"
            self.rafraichir()
