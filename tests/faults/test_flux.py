"""Streams that are closed, full or left; signals; an environment with nothing in it: never a traceback."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.dossier.verification import verifier
from tests.faults.processus import AGLS, RACINE, agls, attendre, lancer, propre, tube, vrai
from tests.faults.test_deux_programmes import saisie


@pytest.mark.parametrize("commande", [["evaluer"], ["evaluer", "--json", "--bref"], ["exporter", "--format", "agls"]])
def test_nobody_reads_any_more(chemin: Path, commande: list[str]) -> None:
    lu, ecrit = os.pipe()
    os.close(lu)
    fini = agls(commande[0], chemin, *commande[1:], stdout=ecrit)
    os.close(ecrit)
    assert (fini.code, fini.erreurs) == (0, "")


def test_nobody_reads_what_is_being_filled(chemin: Path) -> None:
    """Not to be taken for a script that was read to its end: what was confirmed is there, and the code says it stopped."""
    lu, ecrit = os.pipe()
    os.close(lu)
    lignes = chemin.read_bytes().count(b"\n")
    fini = agls("remplir", chemin, "--texte", entree=":aller 1.11\n90\n", stdout=ecrit)
    os.close(ecrit)
    assert fini.code == 3
    assert "la saisie s’arrête, plus personne ne lit ses réponses ; ce qu’elle a confirmé est enregistré" in fini.erreurs
    assert chemin.read_bytes().count(b"\n") <= lignes + 1
    assert verifier(chemin) == []


def test_streams_that_are_closed(copie: Callable[[str], Path], reponses: Path) -> None:
    """From a shell: the dossier must not take the number of a stream, nor people's words go where results go."""
    chemin = copie("a.agls")
    lignes = chemin.read_bytes().count(b"\n")
    for coquille, arguments, code, sortie in (
        (">&- 2>&- <&-", ["importer", chemin, reponses], 0, b""),
        ("2>&-", ["evaluer", chemin.with_name("absent.agls")], 3, b""),
        ("<&-", ["remplir", chemin, "--texte"], 0, None),
        ("<&-", ["remplir", chemin], 2, b""),
    ):
        fini = vrai(*arguments, coquille=coquille)
        propre(fini)
        assert fini.returncode == code, (coquille, fini)
        assert sortie is None or fini.stdout == sortie, coquille
    assert chemin.read_bytes().count(b"\n") == lignes + 1
    assert verifier(chemin) == []


@pytest.mark.parametrize("numero", [signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_while_it_is_filled(chemin: Path, reponses: Path, numero: signal.Signals) -> None:
    lignes = chemin.read_bytes().count(b"\n")
    with saisie(chemin) as s:
        os.kill(s.fils, numero)
        code, erreurs = s.finir()
    assert (code, erreurs) == (-numero, "")
    assert chemin.read_bytes().count(b"\n") == lignes + 1
    assert agls("importer", chemin, reponses).code == 0


def test_ctrl_c_at_a_prompt_of_a_pipe(chemin: Path) -> None:
    lignes = chemin.read_bytes().count(b"\n")
    with saisie(chemin) as s:
        time.sleep(0.05)  # until it waits for its next line
        os.kill(s.fils, signal.SIGINT)
        code, erreurs = s.finir()
    assert code in (0, 1)
    assert "Traceback" not in erreurs
    assert chemin.read_bytes().count(b"\n") == lignes + 1
    assert verifier(chemin) == []


def test_ctrl_c_at_any_moment(chemin: Path) -> None:
    """Of a real process, from the first instants on: those in which Python itself starts are not ours."""
    hasard = random.Random(20)
    env = {**os.environ, "PYTHONPATH": str(RACINE)}
    for _ in range(2):
        with subprocess.Popen(
            [*AGLS, "evaluer", chemin], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True
        ) as fils:
            time.sleep(hasard.uniform(0.15, 0.6))
            fils.send_signal(signal.SIGINT)
            _, erreurs = fils.communicate(timeout=30)
        if "evaluator" in erreurs or not erreurs:
            assert "Traceback" not in erreurs, erreurs
            assert fils.returncode in (0, 1, -signal.SIGINT)


def test_ctrl_c_while_a_command_works(chemin: Path) -> None:
    sortie, erreurs = tube(), tube()
    with open(os.devnull) as rien:
        fils = lancer(["evaluer", chemin, "--json"], rien.fileno(), sortie[1], erreurs[1])
    time.sleep(0.05)
    os.kill(fils, signal.SIGINT)
    for fd in (sortie[1], erreurs[1], sortie[0]):
        os.close(fd)
    assert attendre(fils) in (0, 1)
    with os.fdopen(erreurs[0]) as flux:
        assert flux.read().strip() in ("interrompu", "")


NUS = [
    {"HOME": "", "AGLS_LOCAL": "", "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "", "TERM": "", "PYTHONIOENCODING": "cp1252"},
    {
        "HOME": "/proc/nulle-part",
        "AGLS_LOCAL": "",
        "XDG_STATE_HOME": "",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
]


@pytest.mark.parametrize("milieu", NUS, ids=lambda m: " ".join(f"{k}={v}" for k, v in m.items()))
def test_an_environment_with_nothing_in_it(copie: Callable[[str], Path], milieu: dict[str, str]) -> None:
    chemin = copie("l’été.agls")
    lignes = chemin.read_bytes().count(b"\n")
    fini = vrai("remplir", chemin, "--texte", entree=":aller 1.2\nL’Été\n:résultats\n:quitter\n".encode(), milieu=milieu)
    propre(fini)
    assert fini.returncode == 0, fini.stderr.decode()
    assert "enregistré" in fini.stdout.decode(milieu.get("PYTHONIOENCODING", "utf-8"))
    assert chemin.read_bytes().count(b"\n") == lignes + 1
    assert "L’Été".encode() in chemin.read_bytes().split(b"\n")[-2]
