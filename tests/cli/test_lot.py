"""`evaluer` on many dossiers: the same bytes for any number of processes, a folder, an interruption."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator import ouvriers
from evaluator.cli import lot
from evaluator.cli.francais import executer
from evaluator.cli.lot import Demande, Issue


@pytest.fixture
def dossier(dossiers_exemples: Path, tmp_path: Path) -> Path:
    """Two sound ones around one that is no dossier, and a file of another kind."""
    shutil.copy(dossiers_exemples / "pre-sorbier.agls", tmp_path / "a.agls")
    (tmp_path / "b.agls").write_text("ceci n’est pas un dossier", encoding="utf-8")
    shutil.copy(dossiers_exemples / "puits-mirette.agls", tmp_path / "c.agls")
    (tmp_path / "note.txt").write_text("rien", encoding="utf-8")
    return tmp_path


def test_a_folder_gives_its_dossiers_with_one_process_or_two(dossier: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert executer(["evaluer", str(dossier), "--processus", "1"]) == 1
    seul = capfd.readouterr()
    assert executer(["evaluer", str(dossier), "--processus", "2"]) == 1
    assert capfd.readouterr() == seul
    assert [li.split(" — ")[0] for li in seul.out.splitlines() if " — " in li and ".agls" in li] == ["a.agls", "c.agls"]
    assert seul.err.startswith(f"{dossier / 'b.agls'} : ")


def test_a_folder_is_an_array_even_of_one(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for nom in ("b.agls", "c.agls"):
        (dossier / nom).unlink()
    assert executer(["evaluer", str(dossier), "--json", "--bref"]) == 0
    assert [o["dossier"] for o in json.loads(capsys.readouterr().out)] == ["a.agls"]
    (dossier / "a.agls").unlink()
    assert executer(["evaluer", str(dossier)]) == 3
    assert "ne contient aucun fichier .agls" in capsys.readouterr().err


def test_few_dossiers_take_no_process(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ouvriers, "processeurs", lambda: 8)
    # 40 dossiers, or 4 with their analyses, are worth starting a process.
    assert [lot._utiles(n, Demande()) for n in (3, 39, 80, 1000)] == [0, 0, 2, 8]
    assert [lot._utiles(n, Demande(en_json=True)) for n in (3, 8, 1000)] == [0, 2, 8]

    def jamais(*_: object, **__: object) -> None:
        raise AssertionError("a process for two dossiers")

    monkeypatch.setattr(ouvriers, "mener", jamais)
    assert [i.code for i in lot.mener([dossier / "a.agls", dossier / "b.agls"], Demande())] == [0, 1]


def test_what_ends_first_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def mener(*_: object, **__: object) -> Iterator[tuple[int, object]]:
        yield 2, Issue("trois")
        yield 0, Issue("un")
        yield 1, ouvriers.Perdue("arret")

    monkeypatch.setattr(ouvriers, "mener", mener)
    issues = list(lot.mener([Path("a"), Path("b"), Path("c")], Demande(), processus=2))
    assert [i.texte for i in issues] == ["un", "", "trois"]
    assert issues[1].code == 1
    assert "agls evaluer b" in issues[1].erreur


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_interruption_is_said_and_leaves_no_half_of_a_json(
    dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    def mener(*_: object, **__: object) -> Iterator[Issue]:
        yield Issue("un", None if not options else {"dossier": "a"})
        raise KeyboardInterrupt

    monkeypatch.setattr(lot, "mener", mener)
    assert executer(["evaluer", str(dossier), *options]) == 1
    dit = capsys.readouterr()
    assert dit.err.startswith("interrompu : ")
    assert ("un" in dit.out, "[" in dit.out) == (True, False)


def test_a_fault_of_the_program_costs_one_dossier(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lot, "evaluer", lambda *_: 1 / 0)
    assert "erreur du programme, à signaler" in lot.essayer(Demande(), dossier / "a.agls").erreur
