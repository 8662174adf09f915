"""A new dossier on annexe 1, and the interface opened on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse, Volet
from evaluator.questionnaire.load import Referentiel
from evaluator.ui.app import AglsApp
from evaluator.ui.screens.evaluation import EcranEvaluation
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import tout
from evaluator.ui.widgets.lignes import Lignes


@pytest.fixture
def dossier(tmp_path: Path, referentiel: Referentiel) -> Iterator[Dossier]:
    with Dossier.creer(tmp_path / "residence.agls", referentiel, auteur=Auteur("Essai")) as ouvert:
        yield ouvert


@pytest.fixture
def session(dossier: Dossier) -> Session:
    return Session(dossier, "auto_evaluation")


@pytest.fixture
def sorbier(dossiers_exemples: Path, tmp_path: Path) -> Path:
    """A copy of Pré-Sorbier: 19 800 € declared, 16 726 € found (docs/exemple-calcule.md)."""
    chemin = tmp_path / "pre-sorbier.agls"
    chemin.write_bytes((dossiers_exemples / "pre-sorbier.agls").read_bytes())
    return chemin


@dataclass
class Banc:
    """The interface at work, and short ways to look at it."""

    pilot: Pilot[None]

    @property
    def app(self) -> AglsApp:
        assert isinstance(self.pilot.app, AglsApp)
        return self.pilot.app

    @property
    def session(self) -> Session:
        return next(e for e in self.app.screen_stack if isinstance(e, EcranEvaluation)).session

    def aller(self, question: str) -> None:
        ecran = self.app.screen
        assert isinstance(ecran, EcranEvaluation)
        ecran.aller_a(question)

    def vu(self, zone: str = "#question") -> str:
        """What a pane shows, without styles."""
        return tout(self.app.screen.query_one(zone, Lignes).lignes)

    async def taper(self, texte: str) -> None:
        noms = {" ": "space", ",": "comma", "/": "slash", ".": "full_stop", "-": "minus"}
        await self.pilot.press(*(noms.get(c, c) for c in texte))

    def reponse(self, question: str, volet: Volet = "auto_evaluation") -> Reponse:
        return self.session.dossier.reponse(question, volet)


async def presser(b: Banc, *touches: str) -> None:
    """Keys one by one, then time for what they ask to be shown."""
    for touche in touches:
        await b.pilot.press(touche)
        await b.pilot.pause()
    await b.pilot.pause()


Ouvrir = Callable[..., AbstractAsyncContextManager[Banc]]


@pytest.fixture
def ouvrir(tmp_path: Path, referentiel: Referentiel) -> Ouvrir:
    """Open the interface on a new dossier, or on an existing file."""

    @asynccontextmanager
    async def banc(
        chemin: Path | None = None, *, volet: Volet | None = None, taille: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Banc]:
        if chemin is None:
            chemin = tmp_path / "residence.agls"
            Dossier.creer(chemin, referentiel).fermer()
        app = AglsApp(chemin, volet, auteur=Auteur("Essai"))
        async with app.run_test(size=taille) as pilot:
            await pilot.pause()
            await pilot.pause()
            yield Banc(pilot)

    return banc
