"""Shared by all tests: a deterministic hypothesis, the shipped questionnaire read once, the examples as dossiers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

from evaluator import exemples
from evaluator.questionnaire.load import Referentiel, charger

collect_ignore = ["terminal"] if sys.platform == "win32" else []  # pseudo-terminals are POSIX

settings.register_profile("suite", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def referentiel() -> Referentiel:
    """Annexe 1 under the default grid."""
    return charger()


@pytest.fixture(scope="session")
def dossiers_exemples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example dossiers; tests that write copy what they need."""
    return exemples.construire(tmp_path_factory.mktemp("exemples") / "dossiers")


@pytest.fixture(autouse=True)
def _sans_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the configuration of the machine it runs on."""
    vide = tmp_path / "configuration-vide"
    (vide / "etat").mkdir(parents=True)
    (vide / "etat" / "preferences.json").write_text('{"prevenu": true}', encoding="utf-8")  # the first screen was read
    monkeypatch.setenv("AGLS_LOCAL", str(vide))
    for maison in ("HOME", "USERPROFILE"):  # nor writes in the folder of whoever runs it
        monkeypatch.setenv(maison, str(tmp_path))
