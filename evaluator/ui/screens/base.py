"""What all screens share: a title line, a message line, a key bar read off the table of keys, errors said in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual.screen import Screen

from evaluator.errors import AglsError, FaultyInput, cause
from evaluator.ui import keys
from evaluator.ui.keys import Touche
from evaluator.ui.texte.lignes import Ligne, Segment, Style, ecarter, plier, propre
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

Resultat = TypeVar("Resultat")


class Ecran(Screen[Resultat]):
    """A screen whose keys are those of `TOUCHES`, and no other."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = ()
    AUTO_FOCUS = ""
    _prevenu = False

    def rattraper(self, caractere: str) -> bool:
        """A key that was on its way when the input line opened belongs to the line: nothing typed is lost."""
        lignes = self.query(LigneDeSaisie)
        if not lignes or not lignes.first().ouverte:
            return False
        lignes.first().champ.insert_text_at_cursor(caractere)
        return True

    def barre(self) -> Sequence[tuple[str, str]]:
        """What the key bar shows: by default every key that has a short name."""
        return [(t.affiche, t.court) for t in self.TOUCHES if t.court]

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        """Left and right of the title line."""
        return [], []

    def rafraichir(self) -> None:
        """Title and key bar."""
        gauche, droite = self.titre()
        self.query_one("#titre", Lignes).montrer(lambda n: [ecarter(gauche, droite, n)])
        indices, mode = list(self.barre()), self.mode()
        zone = self.query_one("#barre", Lignes)
        zone.montrer(lambda n: keys.barre(indices, n, max(zone.size.height, 1), mode))

    def mode(self) -> str:
        """The word of the mode, before the keys."""
        return ""

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
        except FaultyInput as erreur:
            self.alarme(" ; ".join(faute.message for faute in erreur.fautes))
            return False
        except AglsError as erreur:
            self.alarme(str(erreur))
            return False
        except OSError as erreur:
            self.alarme(f"écriture impossible, rien n’est enregistré : {cause(erreur)}")
            return False
        return True

    def non_enregistre(self) -> str:
        """What quitting now would lose, in words; nothing, nearly always."""
        return ""

    def action_aide(self) -> None:
        """The keys of this screen, where it has one for them."""
        from evaluator.ui.screens.aide import EcranAide

        self.app.push_screen(EcranAide(self.TOUCHES))

    def action_quitter(self) -> None:
        perdu = self.non_enregistre()
        if perdu and not self._prevenu:
            self._prevenu = True
            self.alarme(f"{perdu} : Ctrl+Q de nouveau pour quitter sans")
        else:
            self.app.exit()

    def on_resize(self) -> None:
        self.call_after_refresh(self.rafraichir)
