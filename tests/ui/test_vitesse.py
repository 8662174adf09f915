"""What makes the interface fast, counted and not timed: nothing that a key does depends on the number of questions.

`bench/terminal.py` measures; `docs/performance.md` says what it found.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction as F
from pathlib import Path

import pytest
from rich.style import Style as RichStyle
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen

from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import NON_RENSEIGNEE, Reponse
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula.domain import Nombre, moyenne_ponderee
from evaluator.questionnaire.load import Referentiel
from evaluator.ui import fiches, suivi
from evaluator.ui.app import AglsApp
from evaluator.ui.screens import accueil
from evaluator.ui.screens.base import Ecran
from evaluator.ui.screens.vue import VueEvaluation
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import Ligne, _plier
from evaluator.ui.texte.plan import Plan
from evaluator.ui.widgets.lignes import Lignes
from tests.questionnaire import grand

from .conftest import Ouvrir, presser

ANALYSES = {f"evaluator.evaluation.{nom}" for nom in ("analyse", "leviers", "manque", "pourquoi", "robustesse")}


@pytest.fixture(scope="module")
def gros(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of 400 questions beside the fixed ones."""
    return grand.creer(tmp_path_factory.mktemp("gros") / "gros.agls", 400)


class Compte:
    """Calls of functions, by name."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.appels: Counter[str] = Counter()

    def de(self, ou: object, nom: str) -> None:
        vraie: Callable[..., object] = getattr(ou, nom)

        def comptee(*a: object, **k: object) -> object:
            self.appels[nom] += 1
            return vraie(*a, **k)

        self._monkeypatch.setattr(ou, nom, comptee)


@pytest.fixture
def compte(monkeypatch: pytest.MonkeyPatch) -> Compte:
    return Compte(monkeypatch)


# — a key ——————————————————————————————————————————————————————————————————————————————————————————————————————


async def test_a_key_costs_the_same_for_any_number_of_questions(gros: Path, ouvrir: Ouvrir, compte: Compte) -> None:
    compte.de(suivi, "poursuivre")
    compte.de(bounds, "truth")
    compte.de(Plan, "__getitem__")
    compte.de(Lignes, "dessiner")
    async with ouvrir() as banc:
        widgets = len(banc.app.screen.walk_children())
    async with ouvrir(gros, taille=(200, 60)) as banc:
        # Would catch: a widget for each question.
        assert len(banc.app.screen.walk_children()) == widgets
        banc.aller("q0201")  # a choice, answered
        await banc.pilot.pause(0.1)
        for touche, evaluations in (("down", 0), ("up", 0), ("pagedown", 0), ("pageup", 0), ("1", 1), ("2", 1)):
            if touche == "1":
                banc.aller("q0201")
                await banc.pilot.pause(0.1)
            compte.appels.clear()
            await banc.taper(touche) if touche.isdigit() else await banc.pilot.press(touche)
            assert compte.appels["poursuivre"] == evaluations, touche
            # What a choice changes is read by few formulas; 400 questions have more than 100.
            assert compte.appels["truth"] <= (10 if evaluations else 0), touche
            # The plan has some 420 lines and 57 rows; it may look at each row once, and once more for the line in sight.
            assert compte.appels["__getitem__"] <= 2 * 60, touche
            # Three panes side by side, title, message and keys: no line is drawn twice.
            assert compte.appels["dessiner"] <= 3 * 60, touche


async def test_a_question_that_comes_back_is_neither_wrapped_nor_drawn(gros: Path, ouvrir: Ouvrir, compte: Compte) -> None:
    compte.de(StylesCache, "render_widget")
    compte.de(Lignes, "dessiner")
    async with ouvrir(gros) as banc:
        banc.aller("q0201")
        await banc.pilot.pause(0.1)
        await presser(banc, "down", "up", "down", "up")
        pliees = _plier.cache_info().misses
        compte.appels.clear()
        await presser(banc, "down", "up")
        assert banc.session.courante == "q0201"
        assert _plier.cache_info().misses == pliees
        # Would catch: a line told from its place, a cache emptied at each question.
        assert compte.appels["dessiner"] == 0
        # 80 columns: no pane has a border, and what contains them is covered: nothing for the general machinery.
        assert compte.appels["render_widget"] == 0


async def test_the_next_question_is_drawn_while_this_one_is_read(
    gros: Path, ouvrir: Ouvrir, compte: Compte, monkeypatch: pytest.MonkeyPatch
) -> None:
    compte.de(Lignes, "dessiner")
    async with ouvrir(gros) as banc:
        banc.aller("q0203")
        await banc.pilot.pause(0.2)  # the hand stops for more than two frames
        assert banc.session.courante == "q0203"
        monkeypatch.setattr(VueEvaluation, "_prevoir", lambda self: None)  # the one after is for later
        compte.appels.clear()
        await presser(banc, "down")
        # Ten lines differ from those of this question; what is left is the bar of the keys that answer it.
        assert banc.session.courante == "q0204"
        assert compte.appels["dessiner"] <= 3


async def test_an_answer_and_the_question_that_follows_are_one_frame(
    gros: Path, ouvrir: Ouvrir, compte: Compte, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(VueEvaluation, "_apres", lambda self: None)  # what waits for the key to be painted
    compte.de(VueEvaluation, "_question")
    compte.de(VueEvaluation, "titre")
    compte.de(Screen, "_compositor_refresh")
    async with ouvrir(gros) as banc:
        # oui ou non, no answer yet, twice; then a choice, answered again
        for question, touches, suivante in (("q0212", "o", "q0213"), ("q0240", "o", "q0241"), ("q0221", "2", "q0221")):
            banc.aller(question)
            banc.session.sources_defaut[banc.session.section] = "document"  # nothing is left to say
            await banc.pilot.pause(0.1)
            compte.appels.clear()
            await presser(banc, touches)
            assert banc.session.courante == suivante
            # Would catch: the panes composed for the question answered, then for the next one; a frame for each.
            assert compte.appels == {"_question": 1, "titre": 1, "_compositor_refresh": 1}, question
        banc.aller("q0202")  # an integer
        banc.session.effacer()
        await presser(banc, "4", "2")
        await banc.pilot.pause(0.1)
        compte.appels.clear()
        await presser(banc, "enter")
        assert (banc.reponse("q0202").valeur, banc.session.courante) == (42, "q0203")
        assert compte.appels["_question"] == compte.appels["titre"] == 1


def test_a_line_is_one_piece_for_each_style() -> None:
    # Would catch: a piece for each word, with its colours around it, of which a slow line carries every byte.
    zone = Lignes()
    zone._largeur, zone._styles = 20, {"": RichStyle(), "fort": RichStyle(bold=True)}
    mots = (("Un", ""), (" ", ""), ("mot", ""), (" ", ""), ("fort", "fort"), (" ", ""), ("puis", ""), (" ", ""), ("un", ""))
    assert [(t.text, t.style.bold) for t in zone.dessiner((mots, " "))] == [
        ("Un mot ", None), ("fort", True), (" puis un", None), (" ", None),
    ]  # fmt: skip
    assert zone.dessiner(((("é" * 30, ""),), " ")).text == "é" * 20


class Page(Ecran[None]):
    def compose(self) -> ComposeResult:
        yield Lignes()

    def rafraichir(self) -> None:
        """Neither title nor keys here."""


class Feuille(App[None]):
    CSS = "Lignes { width: 20; height: 5; scrollbar-size-vertical: 1; }"

    def on_mount(self) -> None:
        self.push_screen(Page())


async def test_a_pane_paints_the_lines_that_changed_and_its_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    lignes: list[Ligne] = [((f"ligne {i}", ""),) for i in range(20)]
    peintes: list[Ligne] = []
    vraie = Lignes.dessiner
    monkeypatch.setattr(Lignes, "dessiner", lambda self, vue: peintes.append(vue[0]) or vraie(self, vue))
    app = Feuille()
    async with app.run_test(size=(20, 5)) as pilot:
        zone = app.screen.query_one(Lignes)

        async def vu() -> list[str]:
            await pilot.pause()
            return [ligne.text for ligne in zone.render_lines(Region(0, 0, 20, 5))]

        zone.montrer(lambda n: lignes)
        # 5 rows of 20 lines: the cursor of the bar is 5 × 5 ÷ 20 = 1 row, first at the top.
        assert await vu() == [f"ligne {i}".ljust(19) + ("┃" if i == 0 else "│") for i in range(5)]
        peintes.clear()
        lignes[2] = (("autre", ""),)
        zone.montrer(lambda n: lignes)
        assert (await vu())[2] == "autre".ljust(19) + "│"
        assert peintes == [lignes[2]]
        peintes.clear()
        zone.montrer(lambda n: lignes)
        await vu()
        assert peintes == []
        zone.aller(99)  # as far as there are lines: 15 to 19
        assert await vu() == [f"ligne {i}".ljust(19) + ("┃" if i == 19 else "│") for i in range(15, 20)]
        assert zone.cachees == 0
        zone.montrer(lambda n: lignes[:3])  # fewer than the rows: from the first, and no bar
        assert [ligne.rstrip() for ligne in await vu()] == ["ligne 0", "ligne 1", "autre", "", ""]


def test_an_answer_is_counted_and_kept_like_in_the_file(tmp_path: Path, referentiel: Referentiel) -> None:
    # Would catch: what is kept in memory from one answer to the next, no longer that of the file.
    fichier = tmp_path / "d.agls"
    with Dossier.creer(fichier, referentiel, auteur=Auteur("Essai")) as dossier:
        s = Session(dossier, "constat")
        gestes: list[Callable[[], object]] = [
            lambda: s.repondre("residence_sociale", "type_structure"),  # common to both volets
            lambda: s.repondre("premiere", "type_demande"),  # masks another question
            lambda: dossier.repondre("nb_logements", "auto_evaluation", Reponse("renseignee", 86)),
            lambda: s.repondre(12, "pse_etp"),
            lambda: s.effacer(),
            lambda: s.annuler(),
        ]
        s.courante = "pse_etp"
        for geste in gestes:
            dossier.reponses("auto_evaluation"), dossier.reponses("constat")
            geste()
            with Dossier.ouvrir(fichier) as relu:
                for volet in ("auto_evaluation", "constat"):
                    assert list(dossier.reponses(volet).par_question.items()) == list(
                        relu.reponses(volet).par_question.items()
                    )
            if geste is not gestes[2]:
                assert s.evaluation == evaluer(referentiel, dossier.reponses("constat"))
                assert s.comptes()[0] == sum(dossier.reponse(q, "constat") != NON_RENSEIGNEE for q in s.visibles)


@pytest.mark.parametrize(("libres", "bas", "haut"), [(False, F(7, 12), F(3, 4)), (True, F(3, 8), F(3, 4))])
def test_a_weighted_mean_over_unlike_denominators(libres: bool, bas: F, haut: F) -> None:
    # Weights 1/2, 1/3, 1/6. Low: 1/2 × 1/2 + 1/3 × 1 + 1/6 × 0 = 7/12; high: 1/2 × 1/2 + 1/3 × 1 + 1/6 × 1 = 3/4.
    # The last two free, each is kept only while it moves the mean outward. Low: from 1/2, the third at 0 gives
    # 1/4 ÷ (2/3) = 3/8, and the second at 1 is left out. High: the second gives (1/4 + 1/3) ÷ (5/6) = 7/10, the third 3/4.
    deuxieme, troisieme = Nombre(F(1), F(1), True, libres), Nombre(F(0), F(1), True, libres)
    moyenne = moyenne_ponderee([(F(1, 2), Nombre(F(1, 2), F(1, 2))), (F(1, 3), deuxieme), (F(1, 6), troisieme)])
    assert (moyenne.bas, moyenne.haut) == (bas, haut)


# — the start ——————————————————————————————————————————————————————————————————————————————————————————————————


def _modules(code: str) -> set[str]:
    fin = "import sys; print('\\n'.join(sys.modules))"
    return set(subprocess.run([sys.executable, "-c", f"{code}\n{fin}"], capture_output=True, text=True).stdout.split())


def test_the_list_is_painted_before_models_and_dossiers_are_imported() -> None:
    charges = _modules("import evaluator.ui.app")
    assert "evaluator.ui.screens.accueil" in charges
    assert not charges & {"evaluator.questionnaire.models", "yaml", "evaluator.dossier.dossier", "evaluator.ui.session"}


def test_the_question_is_painted_before_the_analyses_are_imported() -> None:
    charges = _modules("import evaluator.ui.app, evaluator.ui.screens.evaluation, evaluator.dossier.dossier")
    assert "evaluator.ui.session" in charges
    assert not charges & (ANALYSES | {"yaml", "stdnum", "textual.widgets._text_area", "evaluator.report"})


async def test_a_dossier_named_on_the_command_line_is_the_only_one_read(gros: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lus: list[str] = []
    monkeypatch.setattr(accueil, "lire_fiche", lambda c: lus.append(c.name) or fiches.Fiche())
    app = AglsApp(gros, None, auteur=Auteur("Essai"))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        assert lus == []
        await pilot.press("escape")
        await pilot.pause(0.2)
        assert lus == ["gros.agls"]


def test_at_a_glance_a_file_says_what_reading_it_finds(dossiers_exemples: Path, tmp_path: Path) -> None:
    for chemin in sorted(dossiers_exemples.glob("*.agls")):
        vue, lue = fiches.entrevoir(chemin), fiches.lire_fiche(chemin)
        assert vue is not None
        assert not vue.lue
        assert (vue.residence, vue.exercice, vue.instant) == (lue.residence, lue.exercice, lue.instant)
    entier = chemin.read_bytes()
    for octets in (b"", b"\n\n", b"{}\n{}\n", b"[" * 5000, entier.splitlines()[0] + b'\n{"type": 3}\n', entier[:-40]):
        abime = tmp_path / "abime.agls"
        abime.write_bytes(octets)
        vue = fiches.entrevoir(abime)
        assert vue is None or not vue.lue
    assert vue is not None  # an interrupted write: the lines before it
    assert fiches.entrevoir(tmp_path / "absent.agls") is None
