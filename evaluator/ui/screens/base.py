"""What all screens share: a title line, a message line, a key bar read off the table of keys, errors said in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.screen import Screen
from textual.widgets import Input

from evaluator.errors import AglsError, Unreadable
from evaluator.ui import keys
from evaluator.ui.keys import Touche
from evaluator.ui.refus import en_mots
from evaluator.ui.texte.lignes import STYLES, Ligne, Segment, Style, ecarter, plier, propre
from evaluator.ui.widgets.lignes import Lignes

if TYPE_CHECKING:
    from evaluator.ui.session import Session

Resultat = TypeVar("Resultat")
REPOS = 0.4  # seconds without a key: the hand rests
LARGEUR_MIN, HAUTEUR_MIN = 80, 24  # cells; smaller works, crowded, and is said to be


class Ecran(Screen[Resultat]):
    """A screen whose keys are those of `TOUCHES`, and no other."""

    COMPONENT_CLASSES = {f"lignes--{nom}" for nom in STYLES}  # noqa: RUF012  # Textual's own declaration
    TOUCHES: ClassVar[tuple[Touche, ...]] = ()
    BINDINGS = keys.liaisons((keys.COMMANDES,))  # Textual's own declaration
    AUTO_FOCUS = ""
    _prevenu = False

    @property
    def seance(self) -> Session | None:
        """The session of a screen on one dossier."""
        session = getattr(self, "session", None)
        if session is None:
            return None
        from evaluator.ui.session import Session

        return session if isinstance(session, Session) else None

    def barre(self) -> Sequence[tuple[str, str]]:
        """What the key bar shows: by default every key that has a short name."""
        return [(t.affiche, t.court) for t in self.TOUCHES if t.court]

    def touches_utiles(self) -> Sequence[Touche]:
        """The keys that can do something now, for the help and the commands."""
        return self.TOUCHES

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        """Left and right of the title line."""
        return [], []

    def rafraichir(self) -> None:
        """Title and key bar."""
        self.query_one("#titre", Lignes).montrer(lambda n: [self._titre(n)])
        indices, mode = list(self.barre()), self.mode()
        zone = self.query_one("#barre", Lignes)
        zone.montrer(lambda n: keys.barre(indices, n, max(zone.size.height, 1), mode))

    def _titre(self, place: int) -> Ligne:
        gauche, droite = self.titre()
        largeur, hauteur = self.app.size
        if largeur < LARGEUR_MIN or hauteur < HAUTEUR_MIN:
            gauche = [(f" ! fenêtre de {largeur}×{hauteur} : agrandissez-la à {LARGEUR_MIN}×{HAUTEUR_MIN}", "alerte")]
            droite = []
        if self.seance is not None and self.seance.panne:
            droite = [(" ✗ NON ENREGISTRÉ ", "panne"), (" ", "")]
        return ecarter(gauche, droite, place)

    def mode(self) -> str:
        """The word of the mode, before the keys; at least where letters go to a line."""
        return "SAISIE" if isinstance(self.focused, Input) else ""

    def dire(self, texte: str, style: Style = "", fin: str = "") -> None:
        """The message line. Good news is cut to one line, `fin` kept; refusals take up to three."""

        def rendu(largeur: int) -> list[Ligne]:
            if style != "erreur":
                return [ecarter([(" " + texte, style)], [(fin + " ", style)] if fin else [], largeur)]
            return plier([(propre(texte, lignes=False), style)], largeur - 1, 2, tete=[(" ", "")])[:3]

        zone = self.query_one("#message", Lignes)
        zone.montrer(rendu, haut=True)
        zone.styles.height = max(len(zone.lignes), 1)

    def alarme(self, texte: str) -> None:
        """Something was refused or failed: in words, with a bell."""
        self.dire(f"✗ {texte}", "erreur")
        self.app.bell()

    def tenter(self, geste: Callable[[], object]) -> bool:
        """Do what may fail (a full disk, a refused answer). False, and said, where it did."""
        try:
            geste()
        except (AglsError, OSError) as erreur:
            dire = self.en_panne if isinstance(erreur, Unreadable | OSError) else self.alarme
            dire(en_mots(erreur))
            return False
        return True

    def en_panne(self, message: str) -> None:
        """The disk refuses: said in the title until a write succeeds, with the way out."""
        if self.seance is None or self.seance.dossier.lecture_seule:
            self.alarme(message)
            return
        chemin = self.seance.dossier.chemin
        message = message.replace(str(chemin), chemin.name)  # the title says which one
        self.seance.panne = message
        self.alarme(f"{message} ; réessayez, ou Ctrl+P puis « copie » pour continuer ailleurs")
        self.rafraichir()

    def action_commandes(self) -> None:
        from evaluator.ui.screens.commandes import EcranCommandes

        def faire(action: str | None) -> None:
            if action:
                self.call_later(self.run_action, action)

        touches = [t for t in self.touches_utiles() if self.check_action(t.action.split("(")[0], ())]  # not while typing
        touches += [keys.AUTEUR, *([keys.COPIE] if self.seance else [])]
        questions = self.seance if hasattr(self, "action_aller_question") else None  # where one can go to them
        self.app.push_screen(EcranCommandes(touches, questions), faire)

    def action_copie(self) -> None:
        """The whole dossier in a new file, where one goes on."""
        from evaluator.ui.screens.copie import EcranCopie

        session = self.seance
        if session is None:
            return

        def fini(chemin: Path | None) -> None:
            if chemin:
                self.dire(f"✓ le dossier continue dans « {chemin} » ; refaites la saisie qui n’était pas prise", "bon")
            self.rafraichir()

        self.app.push_screen(EcranCopie(session), fini)

    def non_enregistre(self) -> str:
        """What quitting now would lose, in words; nothing, nearly always."""
        return ""

    def action_aide(self) -> None:
        """The keys of this screen, where it has one for them."""
        from evaluator.ui.screens.aide import EcranAide

        self.app.push_screen(EcranAide(self.touches_utiles()))

    def action_quitter(self) -> None:
        perdu = self.non_enregistre()
        if perdu and not self._prevenu:
            self._prevenu = True
            self.alarme(f"{perdu} : Ctrl+Q de nouveau pour quitter sans")
        else:
            self.app.exit()

    def on_resize(self) -> None:
        self.call_after_refresh(self.rafraichir)
