"""The wheel carries the questionnaires and the templates, and works from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]


def test_an_installed_wheel_works_in_an_empty_folder(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=RACINE,
        check=True,
        capture_output=True,
    )
    (roue,) = (tmp_path / "dist").glob("*.whl")
    installe = tmp_path / "site"
    with zipfile.ZipFile(roue) as archive:
        archive.extractall(installe)
        noms = archive.namelist()
    assert "evaluator/livre/questionnaires/annexe_1/questionnaire.yaml" in noms
    assert any(nom.startswith("evaluator/livre/report_templates/") for nom in noms)
    assert not [nom for nom in noms if nom.startswith(("tests/", "docs/", "bench/"))]
    vide = tmp_path / "vide"
    vide.mkdir()
    milieu = {**os.environ, "PYTHONPATH": str(installe), "PYTHONSAFEPATH": "1"}

    def agls(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "evaluator", *arguments],
            cwd=vide,
            env=milieu,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    demo = agls("demo")
    assert demo.returncode == 0, demo.stderr
    rapports = [ligne for ligne in demo.stdout.splitlines() if ligne.endswith(".html")]
    assert len(rapports) == 1
    assert "Pré-Sorbier" in (vide / rapports[0]).read_text(encoding="utf-8")
    evalue = agls("evaluer", "--json", "agls-demo/pre-sorbier.agls")
    assert json.loads(evalue.stdout)["modulation"]["montant"] == 16726
