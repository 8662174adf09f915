"""What a command imports decides how fast it starts: no terminal for the command line, no templates for the terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENTS = ("pypdf", "docx", "docxtpl", "lxml", "typst")
LOURDS = ("textual", "rich", "jinja2", "babel", "aiohttp", "textual_serve", *DOCUMENTS)


def _modules_charges(code: str) -> set[str]:
    fin = "import sys; print('\\n'.join(m for m in sys.modules))"
    sortie = subprocess.run([sys.executable, "-c", f"{code}\n{fin}"], capture_output=True, text=True, check=True).stdout
    return set(sortie.splitlines())


def test_evaluer_imports_neither_the_terminal_nor_the_templates(dossiers_exemples: Path) -> None:
    dossier = sorted(dossiers_exemples.glob("*.agls"))[0]
    charges = _modules_charges(
        f"from evaluator.cli.francais import executer\nassert executer(['evaluer', {str(dossier)!r}, '--json']) == 0"
    )
    assert "evaluator.evaluation.evaluate" in charges
    assert not charges & set(LOURDS)


def test_verifier_imports_the_reader_of_pdf_for_a_pdf_alone(tmp_path: Path) -> None:
    chemins = [str(tmp_path / f"r{extension}") for extension in (".html", ".docx", ".odt", ".md")]
    for chemin in chemins:
        Path(chemin).write_bytes(b"<html>")
    charges = _modules_charges(
        f"from evaluator.cli.francais import executer\nassert executer(['verifier', *{chemins!r}]) == 1"
    )
    assert "evaluator.report.entree.pdf" in charges
    assert not charges & set(LOURDS)


def test_help_imports_no_room() -> None:
    charges = _modules_charges("from evaluator.cli.francais import executer\nexecuter(['--help'])")
    assert not [m for m in charges if m.startswith("evaluator.") and m.split(".")[1] not in ("cli", "errors", "signes")]
    assert "yaml" not in charges


@pytest.mark.parametrize("module", ["evaluator.ui.app", "evaluator.ui.screens.evaluation"])
def test_the_interface_does_not_import_the_template_engine(module: str) -> None:
    charges = _modules_charges(f"import {module}")
    assert "textual" in charges
    assert not charges & {"jinja2", "babel", "evaluator.report.render", "aiohttp"}
