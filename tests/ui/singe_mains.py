"""Random hands on the interface: which keys, bursts, pastes, sizes of window; and how to wait until all is dealt with."""

from __future__ import annotations

import asyncio
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from evaluator.ui.app import AglsApp
from evaluator.ui.keys import EVALUATION, chiffre
from evaluator.ui.screens.base import Ecran
from evaluator.ui.screens.copie import EcranCopie
from evaluator.ui.screens.evaluation import EcranEvaluation
from evaluator.ui.screens.rapport import EcranRapport
from evaluator.ui.texte.lignes import tout
from evaluator.ui.widgets.lignes import Lignes

Pas = tuple[str, object]  # what is done, with what

NOMS: dict[str, tuple[str, ...]] = {
    "Entrée": ("enter",), "Échap": ("escape",), "↓ ↑": ("down", "up"), "PgDn PgUp": ("pagedown", "pageup"), "Tab": ("tab",),
    "PgDn": ("pagedown",), "PgUp": ("pageup",), "Maj+Tab": ("shift+tab",), "Suppr": ("delete",), "Espace": ("space",),
    "Début": ("home",), "Fin": ("end",), "Ctrl+S": ("ctrl+s",), "Ctrl+Z": ("ctrl+z",), "Ctrl+Y": ("ctrl+y",),
    "Ctrl+P": ("ctrl+p",), "Ctrl+V": ("ctrl+v",), "Inser": ("insert",), "↓": ("down",), "↑": ("up",),
}  # fmt: skip
SORTIE = "Ctrl+Q"
MOUVEMENTS = ("↓ ↑", "PgDn PgUp", "PgDn", "PgUp", "Début", "Fin", "Espace")  # nothing further to see: nothing moves
COLLES = (
    "86", "3,5", "residence sociale", "l’été\tà 14 h", "a\tb\tc\n1\t2\t3\n4\t5\t6\n", "12\n30\n7\n", "\n\n\n", "x" * 6000,
    "Intitulé\tMission\tMode\nPermanence\tgls1\tcollective\nAtelier 🛠\tgls9\tindividuelle\n",
    "{}/piece-0.pdf", "'{}/piece 1.txt'", "file://{}/piece-0.pdf", "{}/piece-0.pdf\n{}/absente.pdf",
    "«\u00a0note\u202f»\u0000\x1b[31m", "département\tsubvention\tgls\t12 000\tacquis",
)  # fmt: skip
TEXTES = (
    "86", "3,5", "20 400", "2026", "31/12/2024", "é🎉", "Vu le registre.", "oui", "55208131766522", "0", "-1", "1e9",
    "g", "2.3",
    "rapport", "copie", "décision", "œuvre ‰", "residence-2",
)  # fmt: skip
GENERALES = tuple(
    {t for touche in EVALUATION for t in touche.touches if t != "ctrl+q"}
    | {*"abcdefghijklmnopqrstuvwxyz0123456789&é\"'(-è_çà.,;!ùµ€$*^œ", "🎉", "enter", "escape", "tab", "shift+tab", "space"}
    | {f"f{n}" for n in range(1, 13)} | {f"ctrl+{c}" for c in "abcdefklnoprstuvwxyz"}
    | {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "delete", "backspace", "insert"}
)  # fmt: skip
PROFONDES = (
    "f2",
    "f3",
    "f4",
    "f5",
    "f6",
    "f7",
    "f8",
    "w",
    "l",
    "q",
    "c",
    "i",
    "enter",
    "enter",
    "enter",
    "f1",
    "colon",
    "slash",
    "g",
    "y",
    "z",
)
# Named by number: tables, distributions, long texts, and what they depend on.
AILLEURS = (
    "1.9", "1.10", "1.11", "1.12", "1.13", "1.21", "1.22", "2.1", "2.2", "2.3", "3.1", "3.2", "3.5", "3.6", "1.14", "2.20",
    "3.12", "4.7", "4.13", "4.15", "4.16", "5.1", "5.6", "2.6", "2.7", "2.8", "2.11", "2.12", "2.17", "3.27", "2.19",
    "3.10", "3.13",
)  # fmt: skip


class Trouve(AssertionError):
    """Something that must hold does not. `genre`: the same defect, whatever the figures."""

    def __init__(self, genre: str, dit: str) -> None:
        super().__init__(f"{genre}: {dit}")
        self.genre = genre


def nom_de(touche: str) -> tuple[str, str | None]:
    if len(touche) == 1:
        return _character_to_key(touche), touche
    return touche, {"space": " ", "slash": "/", "colon": ":"}.get(touche)


@dataclass
class Panne:
    """A disk that refuses when told to."""

    hasard: random.Random
    part: float = 0.0
    refuse: bool = False  # the last write failed
    ecritures: int = 0
    refus: int = 0

    def essayer(self) -> None:
        self.ecritures += 1
        self.refuse = self.hasard.random() < self.part
        if self.refuse:
            self.refus += 1
            raise OSError(28, "No space left on device")


@dataclass
class Mains:
    """One run: a dossier, a seed, what was done so far."""

    chemin: Path
    graine: int
    panne_possible: bool = False
    faits: list[Pas] = field(default_factory=list)
    touches: int = 0
    dits: int = 0  # messages and bells
    ecrans: set[str] = field(default_factory=set)
    suspects: set[str] = field(default_factory=set)
    muettes: set[str] = field(default_factory=set)  # keys of the bar that did and said nothing

    app: AglsApp = field(init=False)
    pilot: Pilot[None] = field(init=False)

    def __post_init__(self) -> None:
        self.hasard = random.Random(self.graine)
        self.panne = Panne(random.Random(self.graine))

    # — the hands ——————————————————————————————————————————————————————————————————————————————————————————

    @property
    def ecran(self) -> Ecran[object]:
        ecran = self.app.screen
        if not isinstance(ecran, Ecran):
            raise Trouve("écran", f"{ecran} is no screen of ours")
        return ecran

    def prochain(self) -> Pas:
        """What a hand that knows the screen a little would do next."""
        h = self.hasard
        d = h.random()
        if d < 0.03:
            return ("taille", (h.randint(40, 220), h.randint(10, 70)))
        if d < 0.07:
            return (
                "coller",
                h.choice(COLLES).replace("{}", str(self.chemin if self.chemin.is_dir() else self.chemin.parent)),
            )
        if d < 0.10:
            return ("rafale", tuple(self._touche() for _ in range(h.randint(2, 12))))
        if d < 0.13 and isinstance(self.ecran, EcranEvaluation):
            return ("rafale", ("g", *h.choice(AILLEURS), "enter", "enter"))
        if d < 0.17:
            return ("rafale", tuple(h.choice(TEXTES)))
        if d < 0.19:
            return ("attendre", 0.45)
        if d < 0.21 and self.panne_possible:
            return ("panne", h.choice((0.0, 0.0, 0.5, 1.0)))
        if d < 0.30 and (
            barre := [
                a for a, _ in self.barre_montree() if a != SORTIE and (len(a) == 1 or a in NOMS or re.match(r"F\d", a))
            ]
        ):
            return ("barre", h.choice(barre))
        return ("touche", self._touche())

    def _touche(self) -> str:
        h, ecran = self.hasard, self.ecran
        if isinstance(self.app.focused, Input | TextArea):
            d = h.random()
            if d < 0.35:
                return "enter"
            if d < 0.45:
                return h.choice(("tab", "escape", "down", "up", "shift+tab", "pagedown", "f10", "ctrl+s"))
            if d < 0.75:
                return h.choice("0123456789,/on")
        d = h.random()
        if d < 0.45:
            siennes = [
                t for touche in ecran.TOUCHES for t in touche.touches[:1] if t != "ctrl+q" and touche.action != "exemples"
            ]
            return h.choice(siennes) if siennes else "escape"
        if d < 0.60:
            return h.choice(chiffre(h.randint(0, 9)))
        if d < 0.80:
            return h.choice(PROFONDES)
        if d < 0.84:
            return "escape"
        return h.choice(GENERALES)

    # — a step —————————————————————————————————————————————————————————————————————————————————————————————

    async def faire(self, pas: Pas) -> None:
        self.faits.append(pas)
        genre, quoi = pas
        app = self.app
        if genre == "touche":
            self._poster(str(quoi))
        elif genre == "rafale":
            assert isinstance(quoi, tuple)
            for touche in quoi:
                self._poster(touche)
        elif genre == "coller":
            app.post_message(Paste(str(quoi)))
        elif genre == "taille":
            assert isinstance(quoi, tuple)
            app._driver._size = quoi  # type: ignore[union-attr]
            await self.pilot.resize_terminal(*quoi)
        elif genre == "attendre":
            await asyncio.sleep(float(str(quoi)))
        elif genre == "panne":
            self.panne.part = float(str(quoi))
        elif genre == "barre":
            await self.calme()
            await self._de_la_barre(str(quoi))
        await self.calme()

    async def _de_la_barre(self, affiche: str) -> None:
        """A key that the bar names: something changes, or something is said."""
        if affiche not in dict(self.barre_montree()):
            return
        ecran, avant, dits, sens = self.ecran, self._tableau(), self.dits, dict(self.barre_montree())[affiche]
        noms = NOMS.get(affiche) or [n for a in affiche.split() for n in NOMS.get(a, (a.lower() if len(a) > 1 else a,))]
        for touche in noms:
            self._poster(touche)
            await self.calme()
            if self.dits != dits or self.app.screen is not ecran or self._tableau() != avant:
                return
        largeur, hauteur = self.app.size
        if affiche not in MOUVEMENTS and largeur >= 80 and hauteur >= 24:
            self.muettes.add(f"{type(ecran).__name__} : « {affiche} {sens} »")

    def _tableau(self) -> object:
        """What a key may change, of the screen in front."""
        return self.vu(), [z.haut for z in self.ecran.query(Lignes)], self.app.focused, self.app.theme, self.ecran.classes, [
            (c.cursor_position, c.selection) for c in self.ecran.query(Input)]  # fmt: skip

    def _poster(self, touche: str) -> None:
        self.touches += 1
        if touche in ("slash", "/", "~", ".") and isinstance(self.ecran, EcranCopie | EcranRapport):
            return  # no file out of the folder of the test
        self.app.post_message(Key(*nom_de(touche)))

    async def calme(self) -> None:
        """Until nothing moves: keys dealt with, queues empty, screens painted."""
        calmes = 0
        for _ in range(1500):
            await asyncio.sleep(0.001)
            if self.app._exception is not None:
                raise Trouve("exception", repr(self.app._exception))
            calmes = calmes + 1 if self._immobile() else 0
            if calmes == 2:
                return
        e = self.app.screen
        quoi = [w for w in e.walk_children() if not w._message_queue.empty() or w._next_callbacks]
        raise Trouve(
            "clavier bloqué" if self.app.en_retard else "jamais calme",
            f"{e} {self.app._attendent} {e._callbacks} {e._next_callbacks} {e._dirty_widgets} {e.is_running} {quoi}",
        )

    def _immobile(self) -> bool:
        app = self.app
        if app.en_retard or not app._message_queue.empty() or app._next_callbacks:
            return False
        for ecran in app.screen_stack:
            if ecran._callbacks or ecran._next_callbacks or not ecran._message_queue.empty():
                return False
            if ecran is app.screen and (ecran._dirty_widgets or not ecran.is_running):
                return False
        return all(w._message_queue.empty() and not w._next_callbacks for w in app.screen.walk_children())

    # — what is seen ———————————————————————————————————————————————————————————————————————————————————————

    def vu(self) -> str:
        """All that stands on the screen in front."""
        zones = [tout(z.lignes) for z in self.ecran.query(Lignes) if z.display]
        champs = [c.value for c in self.ecran.query(Input) if c.display] + [c.text for c in self.ecran.query(TextArea)]
        return "\n".join([*zones, *champs])

    def barre_montree(self) -> list[tuple[str, str]]:
        vue = tout(self.ecran.query_one("#barre", Lignes).lignes)
        return [(a, c) for a, c in self.ecran.barre() if f"{a} {c}" in vue]
