"""`agls rapport` of several dossiers: paths on stdout in their order, the rest on stderr, the worst exit code."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.cli.avancement import Avancement
from evaluator.cli.francais import executer
from evaluator.report import lot
from evaluator.report.lot import Demande, Issue


@pytest.fixture
def ici(dossiers_exemples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dossier = tmp_path / "ici"
    (dossier / "sud").mkdir(parents=True)
    shutil.copy(dossiers_exemples / "pre-sorbier.agls", dossier / "b.agls")
    shutil.copy(dossiers_exemples / "puits-mirette.agls", dossier / "a.agls")
    shutil.copy(dossiers_exemples / "puits-mirette.agls", dossier / "sud" / "a.agls")
    (dossier / "casse.agls").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(dossier)
    return dossier


def _nouvelles(sortie: Path) -> list[str]:
    return sorted(f.name for f in sortie.iterdir())


def test_several_dossiers_one_broken_one_absent(ici: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["rapport", "b.agls", "casse.agls", "absent.agls", "a.agls", "--format", "html, md,html", "--sortie", "s"]
    assert executer(arguments) == 3  # 1 for the broken one, 3 for the absent one
    premier = capsys.readouterr()
    s = f"s{os.sep}"
    assert premier.out.splitlines() == [
        f"{s}b-evaluation.html", f"{s}b-evaluation.md", f"{s}a-evaluation.html", f"{s}a-evaluation.md",
    ]  # fmt: skip
    lignes = premier.err.splitlines()
    assert lignes[0] == "2 dossiers sur 4 sans rapport :"
    assert [ligne.split(" : ")[0] for ligne in lignes[1:] if not ligne.startswith("    ")] == [
        "  casse.agls",
        "  absent.agls",
    ]
    assert executer([*arguments, "--processus", "1"]) == 3
    assert capsys.readouterr() == premier
    assert _nouvelles(ici / "s") == ["a-evaluation.html", "a-evaluation.md", "b-evaluation.html", "b-evaluation.md"]


def test_two_of_one_name_are_refused_before_anything_is_written(ici: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert executer(["rapport", "b.agls", "a.agls", str(Path("sud", "a.agls")), "--sortie", "s"]) == 2
    sortie = capsys.readouterr()
    assert sortie.out == ""
    assert f"« a.agls » et « {Path('sud', 'a.agls')} »" in sortie.err
    assert not (ici / "s").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "mot"),
    [
        (["absent.agls"], 3, "absent.agls"),
        (["*.rien"], 3, "aucun dossier ne répond à « *.rien »"),
        (["a.agls", "--format", "papyrus"], 2, "connus : html"),
        (["a.agls", "--modele", "rien"], 2, "connus : evaluation, contradictoire"),
        (["a.agls", "--processus", "0"], 2, "« 0 » n’est pas un nombre"),
        (["a.agls", "--date", "hier"], 2, "n’est pas une date"),
        ([], 2, "il manque FICHIER.agls"),
    ],
)
def test_refusals(ici: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, mot: str) -> None:
    assert executer(["rapport", *arguments]) == code
    sortie = capsys.readouterr()
    assert mot in sortie.err
    assert "sans rapport" not in sortie.err
    assert sortie.out == ""


def test_interrupted_what_was_written_is_said(
    ici: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def mener(fichiers: list[Path], demande: Demande, **_: object) -> Iterator[tuple[int, Issue]]:
        yield 1, Issue(fichiers[1], (Path("b-evaluation.html"),))
        raise KeyboardInterrupt

    monkeypatch.setattr(lot, "mener", mener)
    assert executer(["rapport", "a.agls", "b.agls", "casse.agls"]) == 1
    sortie = capsys.readouterr()
    assert sortie.out == "b-evaluation.html\n"
    assert sortie.err == "interrompu : 1 rapport écrit ; 2 dossiers à reprendre :\n  a.agls\n  casse.agls\n"


def test_the_help_is_french_and_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert executer(["rapport", "--help"]) == 0
    aide = capsys.readouterr().out
    for option in (
        "--volet",
        "--modele",
        "--format",
        "--sortie",
        "--date",
        "--processus",
        "--refuser-",
        "--liste",
        "--help",
    ):
        assert option in aide
    assert "Show" not in aide


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


def _suivre(monkeypatch: pytest.MonkeyPatch, flux: io.StringIO, terme: str, total: int = 2) -> str:
    monkeypatch.setenv("TERM", terme)
    monkeypatch.setattr("sys.stderr", flux)
    avancement = Avancement(total)
    avancement.debuter()
    for nom in ("un\x1b[2J.agls", "x" * 200)[:total]:
        avancement.avancer(nom, echec=nom.startswith("x"))
    avancement.effacer()
    return flux.getvalue()


def test_progress_is_one_line_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    dessin = _suivre(monkeypatch, _Terminal(), "xterm")
    lignes = dessin.split("\r")
    assert [ligne.strip() for ligne in lignes[1:3]] == ["0/2", "1/2 · un?[2J.agls"]
    assert lignes[3] == ("2/2 · 1 échec · " + "x" * 200)[:79]
    assert lignes[4:] == [" " * 79, ""]
    assert "\x1b" not in dessin
    assert "\n" not in dessin
    assert _suivre(monkeypatch, _Terminal(), "dumb").splitlines()[:2] == ["0/2", "1/2 · un?[2J.agls"]
    assert _suivre(monkeypatch, io.StringIO(), "xterm") == ""
    assert _suivre(monkeypatch, _Terminal(), "xterm", 1) == ""
