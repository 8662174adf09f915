"""Old consoles: what they cannot show is said with what they have, and nothing ends in a traceback. Pipes are UTF-8."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from evaluator.cli import consoles, francais
from evaluator.cli.francais import executer
from tests.compat.arbres import MODULES, RACINE


class Tuyau(io.TextIOWrapper):
    """A standard stream of this encoding, that keeps what it was given."""

    def __init__(self, encodage: str, contenu: bytes = b"", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(contenu), encoding=encodage)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def octets(self) -> bytes:
        self.flush()
        brut = self.buffer
        assert isinstance(brut, io.BytesIO)
        return brut.getvalue()


def brancher(monkeypatch: pytest.MonkeyPatch, encodage: str, *, terminal: bool = False, entree: bytes = b"") -> Tuyau:
    """The three streams as Python opens them there, then as the program sets them up. Returns stdout."""
    sortie = Tuyau(encodage, terminal=terminal)
    monkeypatch.setattr(sys, "stdout", sortie)
    monkeypatch.setattr(sys, "stderr", Tuyau(encodage, terminal=terminal))
    monkeypatch.setattr(sys, "stdin", Tuyau(encodage, entree, terminal=terminal))
    consoles.encoder()
    return sortie


@pytest.mark.parametrize(
    ("encodage", "lisible"),
    [
        # What each of the three has is as it was; the rest reads the same.
        ("cp1252", "« L’été à 3 000 € » – ×÷° >= 0,5 -> # +-+ [oui] œuvre 2²"),
        ("cp850", "« L'été à 3 000 EUR » - ×÷° >= 0,5 -> █ ┌─┐ [oui] oeuvre 2²"),
        ("ascii", '" L\'ete a 3 000 EUR " - x/o >= 0,5 -> # +-+ [oui] oeuvre 22'),
    ],
)
def test_what_a_console_lacks_reads_the_same(monkeypatch: pytest.MonkeyPatch, encodage: str, lisible: str) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encodage)
    sortie = brancher(monkeypatch, encodage)
    print("« L’été à 3\u202f000 € » – ×÷° ≥ 0,5 → █ ┌─┐ ✓ œuvre 2²")
    lu = sortie.octets.decode(encodage)
    assert lu.replace("\xa0", " ") == lisible.replace("\xa0", " ") + "\n"


def test_any_other_character_is_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252:strict")
    sortie = brancher(monkeypatch, "cp1252")
    print("a\u65e5b\U0001f600c\u0301\ud800")
    assert sortie.octets == b"a?b?c?\n"  # an accent on its own goes with its letter


@pytest.mark.parametrize("commande", [["evaluer"], ["expliquer"], ["comparer"]])
def test_every_result_is_said_on_every_console(
    commande: list[str], monkeypatch: pytest.MonkeyPatch, dossiers_exemples: Path
) -> None:
    """As many lines as in UTF-8, and no question mark more."""
    arguments = [*commande, str(dossiers_exemples / "pre-sorbier.agls")]
    complet = brancher(monkeypatch, "utf-8")
    assert executer(arguments) == 0
    attendu = complet.octets.decode()
    for encodage in ("cp1252", "ascii"):
        monkeypatch.setenv("PYTHONIOENCODING", encodage)
        sortie = brancher(monkeypatch, encodage)
        assert executer(arguments) == 0
        lu = sortie.octets.decode(encodage)
        assert lu.count("?") == attendu.count("?")
        assert lu.count("\n") == attendu.count("\n")


def test_json_is_the_same_bytes_on_every_console(monkeypatch: pytest.MonkeyPatch, dossiers_exemples: Path) -> None:
    arguments = ["evaluer", "--json", "--bref", str(dossiers_exemples / "pre-sorbier.agls")]
    vus = set()
    for encodage in ("utf-8", "cp1252", "ascii"):
        monkeypatch.setenv("PYTHONIOENCODING", encodage)
        sortie = brancher(monkeypatch, encodage)
        assert executer(arguments) == 0
        vus.add(sortie.octets)
    (octets,) = vus
    assert "é" in octets.decode()
    assert json.loads(octets)["volet"] == "constat"
    assert b"\r" not in octets


def test_a_pipe_is_utf8_whatever_windows_would_have_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    sortie = brancher(monkeypatch, "cp1252", entree="l’été\n".encode())
    print("l’été ≥")
    assert sortie.octets == "l’été ≥\n".encode()
    assert sys.stdin.readline() == "l’été\n"  # not « lâ€™Ã©tÃ© », that would be stored
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    brancher(monkeypatch, "cp1252", entree="l’été\n".encode())
    assert sys.stdin.readline() == "l’été\n"  # even then: answers are UTF-8


@pytest.mark.parametrize(
    ("encodage", "attendu"), [("iso8859-15", b"\xe9 >=\n"), ("utf-8", "é ≥\n".encode()), ("ascii", "é ≥\n".encode())]
)
def test_a_terminal_is_written_to_in_its_own_encoding(
    monkeypatch: pytest.MonkeyPatch, encodage: str, attendu: bytes
) -> None:
    """`LANG=C` says nothing of the terminal: today they all read UTF-8."""
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    sortie = brancher(monkeypatch, encodage, terminal=True)
    print("é ≥")
    assert sortie.octets == attendu


@pytest.mark.parametrize(
    ("nom", "dit"),
    [
        ("été.html".encode(), "été.html"),  # read under `LC_ALL=C`
        (b"\xe9t\xe9.html", "?t?.html"),  # another encoding
        (b"\xc2\x9b31m.html", "?31m.html"),  # a control sequence of old terminals
    ],
)
def test_a_path_that_the_locale_could_not_read(monkeypatch: pytest.MonkeyPatch, nom: bytes, dit: str) -> None:
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    sortie = brancher(monkeypatch, "utf-8")
    print(nom.decode("ascii", "surrogateescape"), "\ud800")
    assert sortie.octets.decode() == f"{dit} ?\n"


def test_a_stream_that_is_not_there_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pythonw` and services have none."""
    for nom in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, nom, None)
    consoles.encoder()


def _caracteres() -> set[str]:
    """Beyond ASCII, all that the command line may say: what the modules and the questionnaires are written with."""
    modules = [f for f in MODULES if not {"ui", "serveur"} & set(f.parts)]
    questionnaires = (RACINE / "questionnaires").rglob("*.yaml")
    dits = set().union(*(f.read_text(encoding="utf-8") for f in (*modules, *questionnaires)))
    # Left out: what is there to be recognised in a text and taken away, and never said.
    tus = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Mn")
    return {c for c in dits if not c.isascii() and unicodedata.category(c) not in tus}


ETRANGERS = set("\ufffd\U00010000\u21ff\u2300\u23ff\u27bf\u2b00\u2bff\U0001f000\u1faff")  # bounds of ranges


def test_all_that_the_program_says_can_be_said_in_ascii() -> None:
    consoles.encoder()
    muets = {c for c in _caracteres() - ETRANGERS if "?" in c.encode("ascii", "lisible").decode()}
    assert not muets, sorted(hex(ord(c)) for c in muets)


def test_a_real_process_with_the_worst_console(dossiers_exemples: Path, tmp_path: Path) -> None:
    """No UTF-8 mode, no locale, ASCII; and no file of ours opened in the encoding of the locale."""
    milieu = {**os.environ, "PYTHONPATH": str(RACINE), "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    options = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning"]
    dossier = str(dossiers_exemples / "pre-sorbier.agls")
    rapport = ["rapport", dossier, "--sortie", str(tmp_path / "été"), "--format", "html"]
    for encodage, arguments, attendu in (("ascii", ["evaluer", dossier], "defaut"), ("", rapport, "été")):
        fini = subprocess.run(
            [sys.executable, *options, "-m", "evaluator", *arguments],
            env={**milieu, "PYTHONIOENCODING": encodage},
            capture_output=True,
        )
        assert (fini.returncode, fini.stderr) == (0, b"")
        assert attendu in fini.stdout.decode(encodage or "utf-8")
    assert (tmp_path / "été" / "pre-sorbier-evaluation.html").is_file()


def test_a_pipe_that_nobody_reads_any_more_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """`agls … | more`, left before its end: Windows says EINVAL."""

    class Ferme(io.StringIO):
        numero = errno.EINVAL

        def write(self, texte: str) -> int:
            raise OSError(self.numero, "")

        def fileno(self) -> int:
            return os.dup(1)

    monkeypatch.setattr(sys, "stdout", Ferme())
    monkeypatch.setattr(francais, "TUBE_FERME", (errno.EINVAL,))
    assert executer(["rapport", "--liste"]) == 0
    monkeypatch.setattr(Ferme, "numero", errno.EIO)
    assert executer(["rapport", "--liste"]) == 3  # a fault
