"""The decision and the closing: what hidden scores hide, what is refused before anything is typed, what is recorded once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evaluator.dossier.actes import Decision
from evaluator.dossier.dossier import Dossier
from evaluator.evaluation.decision import recommandation
from evaluator.ui.screens.cloture import EcranCloture
from evaluator.ui.screens.decision import EcranDecision
from evaluator.ui.session import Session
from evaluator.ui.texte.decision import cachee_en_lignes, cloture_en_entrees, decision_en_lignes
from evaluator.ui.texte.lignes import brut, largeur, tout

from .conftest import Banc, Ouvrir, presser


def tout_vu(b: Banc) -> str:
    return "\n".join(b.vu(z) for z in ("#titre", "#liste", "#detail", "#message")).replace("\u202f", " ")


@pytest.mark.parametrize("cellules", [46, 77, 110])
def test_what_stands_in_for_the_recommendation_fits_and_says_how_to_go_on(cellules: int) -> None:
    for ouvert in (True, False):
        lignes = cachee_en_lignes(cellules, ouvert=ouvert)
        assert max(largeur(x) for x in lignes) <= cellules
        assert "scores cachés : h les montre" in brut(lignes[0])
        assert ("clôture" in tout(lignes)) == ouvert


def test_a_decision_hides_its_amount_and_the_closing_lists_by_number(dossiers_exemples: Path) -> None:
    s = Session(Dossier.ouvrir(dossiers_exemples / "pre-sorbier.agls"), "constat")
    decision = Decision(16726, "A. Martin", "cheffe", date(2025, 3, 12))
    assert "16" not in tout(decision_en_lignes(decision, 77, perimee=False, cachee=True))
    ouverts = [i for i, _ in cloture_en_entrees(s, "", 77) if i]
    s.scores_visibles = False
    caches = [i for i, _ in cloture_en_entrees(s, "", 77) if i]
    assert sorted(caches) == sorted(ouverts)
    assert caches == sorted(caches, key=lambda i: s.parcours.questions.index(i[2:]))  # the price gives no order


@pytest.mark.asyncio
async def test_hidden_scores_leak_nowhere_from_the_decision_to_the_closing(ouvrir: Ouvrir, sorbier: Path) -> None:
    async with ouvrir(sorbier, volet="constat") as b:
        await presser(b, "f8", "enter", "1", "enter", "tab", "A", "enter", "f10")
        assert "16 726" in b.vu("#message").replace("\u202f", " ")  # 1 € is not what is recommended
        await presser(b, "h")
        assert "€" not in tout_vu(b)
        await presser(b, "f10")
        assert "h pour la montrer" in b.vu("#message")
        assert b.session.dossier.decision is None
        evaluation, dossier = b.session.constat, b.session.dossier
        dossier.decider(
            Decision(
                16726,
                "A",
                "B",
                date(2025, 3, 12),
                recommandation=recommandation(evaluation, dossier.evenements, dossier.empreinte),
            )
        )
        await presser(b, "c")
        assert isinstance(b.app.screen, EcranCloture)
        assert "16 726" not in tout_vu(b)
        await presser(b, "h")
        assert "16 726" in tout_vu(b)


@pytest.mark.asyncio
async def test_nothing_is_decided_on_an_empty_constat_and_it_is_said_first(ouvrir: Ouvrir) -> None:
    async with ouvrir(volet="constat") as b:
        await presser(b, "f8")
        assert "ne porte aucune réponse" in " ".join(b.vu("#detail").split())
        await presser(b, "f10")
        assert "ne porte aucune réponse" in " ".join(b.vu("#message").split())


@pytest.mark.asyncio
async def test_closing_without_a_decision_asks_for_a_reason_kept_when_left(ouvrir: Ouvrir, sorbier: Path) -> None:
    async with ouvrir(sorbier, volet="constat") as b:
        await presser(b, "f8", "c", "f10", "z", "escape")
        assert b.session.brouillons_de("constat") == {"cloture": "z"}
        await presser(b, "f10", "enter", "down", "f10")
        assert not b.session.dossier.clos  # asked once more, since the reason was given
        assert "F10 de nouveau" in b.vu("#message")


@pytest.mark.asyncio
async def test_from_the_closing_to_a_question_and_back_to_its_line(ouvrir: Ouvrir, sorbier: Path) -> None:
    async with ouvrir(sorbier, volet="constat") as b:
        await presser(b, "f8", "c", "down", "down")
        assert isinstance(b.app.screen, EcranCloture)
        ligne = b.app.screen.liste.choisie
        await presser(b, "enter")
        assert f"e:{b.session.courante}" == ligne
        await presser(b, "escape")
        assert isinstance(b.app.screen, EcranCloture)
        assert b.app.screen.liste.choisie == ligne
        await presser(b, "escape")
        assert isinstance(b.app.screen, EcranDecision)
