"""The window is closed, the line cut: the program ends, even where it was told to ignore the signal that says so."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.questionnaire.load import Referentiel
from tests.terminal.pseudo import Pseudo

pytestmark = pytest.mark.skipif("not hasattr(__import__('os'), 'fork')", reason="no pseudo-terminal on this system")


def test_without_its_terminal_the_program_leaves_the_dossier(tmp_path: Path, referentiel: Referentiel) -> None:
    with Dossier.creer(tmp_path / "a.agls", referentiel):
        pass
    avant = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as under nohup
    try:
        pseudo = Pseudo(["remplir", "a.agls"], tmp_path)
    finally:
        signal.signal(signal.SIGHUP, avant)
    pseudo.voir("1.1", "PARCOURS")
    pseudo.taper("g1.9", "enter", "2")
    pseudo.reposer()
    pseudo.raccrocher()
    fin = time.monotonic() + 20
    while not (fini := os.waitpid(pseudo.pid, os.WNOHANG))[0]:
        assert time.monotonic() < fin, "still there without a terminal"
        time.sleep(0.02)
    assert os.waitstatus_to_exitcode(fini[1]) == 128 + signal.SIGHUP
    with Dossier.ouvrir(tmp_path / "a.agls", ecriture=True) as dossier:  # nobody holds it
        assert dossier.reponses("auto_evaluation")["type_demande"].valeur == "renouvellement"
