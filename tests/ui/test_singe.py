"""Random hands on every kind of dossier (`singe.py` says what must hold); and both fronts, which give the same answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.questionnaire.load import Referentiel
from evaluator.ui.screens.commandes import EcranCommandes
from evaluator.ui.screens.copie import EcranCopie
from evaluator.ui.session import Session
from evaluator.ui.widgets.saisie import LigneDeSaisie
from tests.ui.fil import Fil
from tests.ui.singe_lieux import Lieux, essai
from tests.ui.singe_mains import Pas

from .conftest import Banc, Ouvrir, presser
from .test_frappe import d_un_coup


@pytest.fixture(scope="module")
def lieux(tmp_path_factory: pytest.TempPathFactory, dossiers_exemples: Path) -> Lieux:
    return Lieux(tmp_path_factory.mktemp("singe"), dossiers_exemples)


@pytest.mark.parametrize(
    ("genre", "graine", "pas", "panne"),
    [
        ("dossier", 1, 30, False),
        ("pre-sorbier:constat", 2, 35, False),
        ("clos:constat", 3, 20, False),
        ("conflits:constat", 4, 20, False),
        ("quai-solveig:constat", 5, 30, True),
    ],
)
def test_nothing_gives_way(lieux: Lieux, genre: str, graine: int, pas: int, panne: bool) -> None:
    singe, trouve = essai(lieux, genre, graine, pas, panne)
    assert trouve is None, f"{trouve}\n{singe.faits}"
    assert not singe.muettes, singe.faits


def test_a_disk_that_refuses_now_and_then_loses_no_answer(lieux: Lieux) -> None:
    hasard = random.Random(11)
    gestes: list[Pas] = [("touche", hasard.choice("xxxrrj")) for _ in range(40)]
    singe, trouve = essai(lieux, "pre-sorbier:constat", 11, [("panne", 0.5), *gestes], panne=True)
    assert trouve is None, trouve
    assert 5 < singe.panne.refus < singe.panne.ecritures - 5


# — the same answers by keys and by lines ——————————————————————————————————————————————————————————————————


def _questions(hasard: random.Random) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """A question of each type and a random answer: its number, the keys of the interface, the lines of the prompts."""
    rang, niveau, entier = hasard.randint(1, 3), hasard.randint(0, 3), str(hasard.randint(0, 900))
    decimal = f"{hasard.randint(0, 99)},{hasard.randint(0, 9)}"
    jour = f"{hasard.randint(1, 28):02}/{hasard.randint(1, 12):02}/{hasard.randint(1990, 2024)}"
    plusieurs = sorted(hasard.sample(range(1, 6), 3))
    texte = "".join(hasard.choices("aé œ’3.,;", k=12)).strip() + "."
    comptes = [str(hasard.randint(0, 9)) for _ in range(11)]
    oui = hasard.choice("on")
    yield "type_demande", "1.9", (str(rang),), (str(rang),)
    yield "agrement", "1.15", (oui,), (oui,)
    yield "protocole_impayes", "3.17", (str(niveau),), (str(niveau),)
    yield "projet_social_validation", "2.3", tuple(map(str, plusieurs)), (" ".join(map(str, plusieurs)),)
    for question, numero, mots in (
        ("nb_logements", "1.11", entier), ("duree_mediane", "2.13", decimal), ("montant_demande", "1.16", entier),
        ("ouverture_date", "1.7", jour), ("residence_nom", "1.2", texte),
    ):  # fmt: skip
        yield question, numero, ("enter", mots, "enter"), (mots,)
    yield "necessite_agls", "2.19", ("enter", texte, "ctrl+s"), (texte, ".")
    par_nombre = tuple(touche for compte in comptes for touche in (compte, "enter"))
    yield "sorties", "3.27", ("enter", *par_nombre), ("s", *comptes)
    cases = (texte, jour, entier)
    yield "conventions_apl", "1.14", ("enter", *(t for c in cases for t in (c, "enter")), "escape"), ("s", *cases, "")


@pytest.mark.asyncio
async def test_keys_and_lines_give_the_same_answers(ouvrir: Ouvrir, tmp_path: Path, referentiel: Referentiel) -> None:
    cas = list(_questions(random.Random(7)))
    with Dossier.creer(tmp_path / "lignes.agls", referentiel) as dossier:
        session = Session(dossier, "auto_evaluation")
        for _, numero, _, lignes in cas:
            Fil(session).taper(f":aller {numero}", *lignes)
        attendues = {question: session.reponse(question) for question, *_ in cas}
    assert all(r.etat == "renseignee" for r in attendues.values()), attendues
    async with ouvrir() as b:
        for question, _, touches, _ in cas:
            b.aller(question)
            await d_un_coup(b, *touches)
        assert {question: b.reponse(question) for question, *_ in cas} == attendues


# — what the hands found, cut down —————————————————————————————————————————————————————————————————————————


@pytest.mark.asyncio
async def test_the_plan_never_covers_a_field_in_use(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("nb_logements")
        await presser(b, "8", "f2")
        assert b.vu("#barre").strip().startswith("PARCOURS")  # the letters are keys again
        assert b.session.brouillons == {"nb_logements": "8"}
        await presser(b, "j")
        assert b.session.courante == "nb_places"


@pytest.mark.asyncio
async def test_a_narrower_window_that_shows_the_plan_puts_the_field_away(ouvrir: Ouvrir) -> None:
    async with ouvrir(taille=(120, 30)) as b:
        b.aller("nb_logements")
        await presser(b, "f2", "8")  # the plan is hidden where there is room for both, and alone where there is not
        await b.pilot.resize_terminal(80, 24)
        await b.pilot.pause()
        assert b.vu("#barre").strip().startswith("PARCOURS")
        assert b.session.brouillons == {"nb_logements": "8"}


@pytest.mark.asyncio
@pytest.mark.parametrize("touche", ["slash", "ctrl+p"])
async def test_a_search_line_says_that_letters_go_to_it(ouvrir: Ouvrir, touche: str) -> None:
    async with ouvrir() as b:
        await presser(b, touche, *"zzz", "enter")
        assert b.vu("#barre").strip().startswith("SAISIE")
        assert "rien à choisir ici" in b.vu("#message")


@pytest.mark.asyncio
async def test_the_way_out_of_a_disk_that_refuses_is_open_while_typing(ouvrir: Ouvrir, sorbier: Path) -> None:
    async with ouvrir(sorbier, volet="constat") as b:
        await presser(b, "f7", "t", "ctrl+p", *"ouv")
        assert isinstance(b.app.screen, EcranCommandes)
        assert "aucune commande" in b.vu("#message")  # « ouvrir la question » is not for now
        await presser(b, *["backspace"] * 3, *"copie", "enter")
        assert isinstance(b.app.screen, EcranCopie)
        await presser(b, "escape", *"vu")
        assert "vu" in b.app.screen.query_one(LigneDeSaisie).texte  # still there, still in hand


@pytest.mark.asyncio
async def test_any_write_that_succeeds_ends_the_alarm(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("type_demande")
        b.session.panne = "le disque est plein"
        await _rougi(b, rouge=True)
        await presser(b, "r")  # a mark is a write as well
        await _rougi(b, rouge=False)


async def _rougi(b: Banc, *, rouge: bool) -> None:
    b.app.screen.rafraichir()  # type: ignore[attr-defined]
    await b.pilot.pause()
    assert ("NON ENREGISTRÉ" in b.vu("#titre")) is rouge
