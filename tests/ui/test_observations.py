"""What the gestionnaire observes, on screen: listed, added on a question or on the whole, a draft until it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.questionnaire.load import Referentiel
from evaluator.ui.screens.evaluation import EcranEvaluation
from evaluator.ui.screens.observations import EcranObservations
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import brut, largeur, tout
from evaluator.ui.texte.observations import observation_en_lignes, observations_en_entrees, rangees

from .conftest import Ouvrir, presser


@pytest.fixture
def observe(tmp_path: Path, referentiel: Referentiel) -> Iterator[Session]:
    """Three observations, the last one on the whole."""
    with Dossier.creer(tmp_path / "o.agls", referentiel, auteur=Auteur("B. Diallo", "directrice", "Habitat")) as dossier:
        dossier.observer("Le planning est affiché.", "equipe")
        dossier.observer("Compté deux fois ?\u202etxt", "menages_vulnerables")
        dossier.observer("D’accord.")
        yield Session(dossier, "constat")


def test_the_whole_comes_first_then_the_questions_in_their_order(observe: Session) -> None:
    assert [o.question for _, o in rangees(observe)] == [None, "menages_vulnerables", "equipe"]
    observe.brouillons_de("constat")["observation:equipe"] = "et aussi"
    vu = tout(ligne for _, ligne in observations_en_entrees(observe, 77))
    assert [i for i, _ in observations_en_entrees(observe, 77) if i] == ["b:equipe", "o:2", "o:1", "o:0"]
    assert "l’ensemble du dossier" in vu
    assert f"{observe.parcours.numeros['equipe']} " in vu
    assert "et aussi" in vu
    assert "\u202e" not in vu
    premiere = observe.dossier.observations[0]
    assert "B. Diallo, directrice, Habitat" in tout(observation_en_lignes(observe, premiere, 77))


@pytest.mark.parametrize("cellules", [46, 77, 110])
def test_it_fits(observe: Session, cellules: int) -> None:
    observe.dossier.observer("mot " * 60, "equipe")
    lignes = [ligne for _, ligne in observations_en_entrees(observe, cellules)]
    lignes += [x for o in observe.dossier.observations for x in observation_en_lignes(observe, o, cellules)]
    assert [brut(x) for x in lignes if largeur(x) > cellules] == []


@pytest.mark.asyncio
async def test_added_on_the_question_on_the_whole_and_left_as_a_draft(ouvrir: Ouvrir) -> None:
    async with ouvrir(volet="constat") as b:
        ecran = b.app.screen
        assert isinstance(ecran, EcranEvaluation)
        b.aller("menages_vulnerables")
        ecran.action_observations()
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranObservations)
        await presser(b, "n", "a", "escape")
        assert b.session.brouillons_de("constat") == {"observation:menages_vulnerables": "a"}
        await presser(b, "n", "b", "ctrl+s")
        assert [(o.question, o.texte) for o in b.session.dossier.observations] == [("menages_vulnerables", "ab")]
        assert b.session.dossier.journal[-1].role == "gestionnaire"
        assert b.session.brouillons_de("constat") == {}
        await presser(b, "e", "c", "ctrl+s")
        assert b.session.dossier.observations[-1].question is None
        await presser(b, "e", "ctrl+s")  # empty: refused, nothing written
        assert "texte" in b.vu("#message")
        assert len(b.session.dossier.observations) == 2
        await presser(b, "down", "enter")
        assert isinstance(b.app.screen, EcranEvaluation)
        assert b.session.courante == "menages_vulnerables"
