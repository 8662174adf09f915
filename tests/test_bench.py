"""The bench and the page that shows its figures speak of the same rows."""

from __future__ import annotations

from pathlib import Path

from bench.carnet import Carnet
from bench.lignes import LIGNES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def test_every_row_of_the_page_is_measured_and_every_measure_has_its_row() -> None:
    # A table begins with its titles; that of the bench is the one whose fifth column is the target.
    rangees = [ligne.strip("| \n").split(" | ") for ligne in PAGE.read_text(encoding="utf-8").splitlines() if "|" in ligne]
    tete = next(i for i, r in enumerate(rangees) if r[0] == "ce qui est mesuré" and "cible" in r)
    table = rangees[tete + 2 : tete + 2 + len(LIGNES)]
    attendues = [(f"{ligne.quoi} / {ligne.aupres}" if ligne.aupres else ligne.quoi, ligne.but) for ligne in LIGNES]
    assert [(r[0], r[4]) for r in table] == attendues
    # The targets are those that were set (budgets of the project), not what the last run made easy.
    cibles = {
        "depart-accueil": 1.25,
        "depart-remplir": 1.5,
        "evaluer": 2,
        "evaluation": 1,
        "charger": 3,
        "pdf": 0.2,
        "mille": 3,
    }
    assert {ligne.id: ligne.cible for ligne in LIGNES if ligne.id in cibles} == cibles


def test_a_row_that_was_not_measured_is_said(capsys) -> None:
    carnet = Carnet()
    carnet.noter("pdf", 0.21, "210 ms")
    carnet.noter("composites répondre", 10.0, "20 ms", "2 ms")
    carnet.passer("pdf-weasyprint", "Pango manque")
    lignes = carnet.resumer(markdown=True).splitlines()[2:]
    assert len(lignes) == len(LIGNES)
    assert "| rapport complet en PDF, à chaud | 210 ms |  | 0,21 s | ≤ 0,2 s | manqué |" in lignes
    assert any(li.endswith("| 10 × | ≥ 10 × | tenu |") for li in lignes)
    assert any(li.endswith("≥ 8 × | non mesuré : Pango manque |") for li in lignes)
    assert sum("non mesuré" in li for li in lignes) == len(LIGNES) - 2
