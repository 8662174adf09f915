"""F5: kinds, formats, volet, date and folder are chosen by keyboard, said before they are written, kept afterwards."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from evaluator.dossier.dossier import Dossier
from evaluator.ui.choix_rapport import ChoixRapport
from evaluator.ui.screens.rapport import EcranRapport, completer_dossier
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import brut, largeur, tout
from evaluator.ui.texte.rapport import Offre, Sorte, fichiers_en_lignes, rapport_en_entrees, volet_du

from .conftest import Ouvrir, presser

OFFRE = Offre(
    (Sorte("evaluation", "Évaluation", "Tout.", None), Sorte("auto_evaluation", "Où en est", "Progrès.", "auto_evaluation")),
    ("html", "md", "xyz"),
)


def test_the_kind_decides_the_volet_then_the_choice_then_what_is_open(session: Session) -> None:
    session.volet = "constat"
    assert volet_du(OFFRE, ChoixRapport(), session) == "constat"
    assert volet_du(OFFRE, ChoixRapport(volet="auto_evaluation"), session) == "auto_evaluation"
    assert volet_du(OFFRE, ChoixRapport("auto_evaluation", volet="constat"), session) == "auto_evaluation"
    assert volet_du(OFFRE, ChoixRapport("retiré depuis"), session) == "constat"  # the first kind


@pytest.mark.parametrize("cellules", [46, 77, 110])
def test_every_choice_is_a_line_that_fits(session: Session, cellules: int) -> None:
    choix = ChoixRapport(formats=("md", "html"), sortie=Path("/un/chemin/très/long/" * 8), jour=date(2024, 12, 31))
    entrees = rapport_en_entrees(OFFRE, choix, session, cellules)
    assert [i for i, _ in entrees if i] == [
        "ecrire", "modele:evaluation", "modele:auto_evaluation", "format:html", "format:md", "format:xyz",
        "volet", "date", "dossier",
    ]  # fmt: skip
    vu = tout(x for _, x in entrees)
    assert "(●) Évaluation" in vu
    assert "[ ] XYZ" in vu
    assert "31/12/2024" in vu
    assert [brut(x) for _, x in entrees if largeur(x) > cellules] == []


def test_a_file_that_is_there_is_said_to_be_replaced() -> None:
    vu = tout(fichiers_en_lignes([("a.html", True), ("a.md", False)], 77, nouveau=False))
    assert vu.splitlines()[1].endswith("a.html existe déjà : sera remplacé")
    assert vu.splitlines()[2].endswith("a.md")


def test_another_dossier_keeps_what_holds_for_it() -> None:
    choix = ChoixRapport("contradictoire", ("md",), Path("/x"), date(2024, 1, 1), "constat")
    assert choix.ailleurs() == ChoixRapport("contradictoire", ("md",), Path("/x"))


def test_only_folders_are_completed_as_far_as_they_agree(tmp_path: Path) -> None:
    for nom in ("rapports-2024", "rapports-2025", "Zone"):
        (tmp_path / nom).mkdir()
    (tmp_path / "rapports.txt").touch()
    (tmp_path / "quoi.txt").touch()
    base = f"{tmp_path}/"
    assert completer_dossier(f"{base}ra", tmp_path) == (f"{base}rapports-202", ["rapports-2024", "rapports-2025"])
    assert completer_dossier("zo", tmp_path) == ("Zone/", [])
    assert completer_dossier(f"{base}q", tmp_path) == (f"{base}q", [])


@pytest.mark.asyncio
async def test_chosen_written_and_kept(ouvrir: Ouvrir, sorbier: Path, tmp_path: Path) -> None:
    (tmp_path / "sorties").mkdir()
    async with ouvrir(sorbier, volet="auto_evaluation") as b:
        await presser(b, "f5", "down", "down", "enter", "2")  # contradictoire, in HTML and PDF
        assert b.session.rapport.modele == "contradictoire"
        assert "pre-sorbier-contradictoire.pdf" in b.vu("#detail")
        await presser(b, "d")
        champ = b.app.screen.query_one("#champ", Input)
        champ.value = f"{tmp_path}{os.sep}so"
        await presser(b, "tab", "enter", "f10")
        await b.pilot.pause()
        ecrits = sorted(x.name for x in (tmp_path / "sorties").iterdir())
        assert ecrits == ["pre-sorbier-contradictoire.html", "pre-sorbier-contradictoire.pdf"]
        assert "2 fichiers écrits" in b.vu("#message")
        assert "pre-sorbier-contradictoire.pdf" in b.vu("#detail").replace("\n", "").replace(" ", "")
        await presser(b, "escape")
        assert "rapport écrit" in b.vu("#message")
        await presser(b, "f5")
        assert isinstance(b.app.screen, EcranRapport)
        assert "existe déjà" in b.vu("#detail")
        assert b.session.rapport.sortie == tmp_path / "sorties"
        b.session.rapport = ChoixRapport("contradictoire", ("html",), sorbier / "dans un fichier")
        await presser(b, "f10")
        assert "chemin passe par un fichier" in " ".join(b.vu("#message").split())


@pytest.mark.asyncio
async def test_personal_data_is_shown_before_it_is_written(ouvrir: Ouvrir, sorbier: Path) -> None:
    with Dossier.ouvrir(sorbier, ecriture=True) as dossier:
        dossier.noter("nb_logements", "auto_evaluation", "Mme X, 06 12 34 56 78", "partagee")
    ecrit = sorbier.with_name("pre-sorbier-evaluation.html")
    async with ouvrir(sorbier, volet="auto_evaluation") as b:
        await presser(b, "f5", "f10")
        await b.pilot.pause()
        vu = " ".join((b.vu("#message") + b.vu("#detail")).split())
        assert "pas encore écrit" in vu
        assert "note partagée" in vu
        assert "06 12 …" in vu
        assert "34 56" not in vu
        assert not ecrit.exists()
        await presser(b, "f10")
        await b.pilot.pause()
        assert "1 fichier écrit" in b.vu("#message")
        assert ecrit.exists()
