"""`agls serveur`: what it refuses, what it starts, and the real thing from the address to the lock given back."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from evaluator.cli import serveur
from evaluator.cli.francais import executer
from evaluator.dossier.dossier import Dossier

aiohttp = pytest.importorskip("aiohttp", reason="complément [navigateur] absent")
pytest.importorskip("textual_serve", reason="complément [navigateur] absent")

RACINE = str(Path(__file__).resolve().parents[2])


@pytest.fixture
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "mot"),
    [
        (["absent.agls"], 3, "n'existe pas"),
        (["--volet", "constat"], 2, "--volet va avec un fichier"),
        (["--port", "beaucoup"], 2, "« beaucoup »"),
        (["--port", "65536"], 2, "de 1024 à 65535"),
    ],
)
def test_what_is_refused(ici: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, mot: str) -> None:
    assert executer(["serveur", *arguments]) == code
    capture = capsys.readouterr()
    assert mot in capture.err
    assert capture.out == ""


def test_without_the_extra_it_says_what_to_install(
    ici: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serveur, "find_spec", lambda nom: None)
    assert executer(["serveur"]) == 2
    assert "requirements-navigateur.lock" in capsys.readouterr().err


def test_a_taken_port_is_named(ici: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from evaluator.serveur.service import ecouter

    with ecouter(0) as prise:
        port = prise.getsockname()[1]
        assert executer(["serveur", "--port", str(port), "--sans-navigateur"]) == 4
    assert f"le port {port} n'est pas libre" in capsys.readouterr().err


def test_the_interface_is_started_without_a_shell(ici: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evaluator.serveur import service

    vues: list[tuple[object, ...]] = []
    monkeypatch.setattr(service, "servir", lambda commande, **options: vues.append((*commande, options["port"])))
    nom = '-l’été "d\'André"; $(x).agls'
    (ici / nom).touch()
    assert executer(["--auteur", "A. Martin", "serveur", "--volet", "constat", "--port", "8421", "--", nom]) == 0
    options = ("--auteur", "A. Martin", "remplir", "--volet", "constat")
    assert vues == [(sys.executable, "-P", "-m", "evaluator", *options, "--", nom, 8421)]


class Serveur:
    """The program itself, and a client with its cookie."""

    def __init__(self, processus: asyncio.subprocess.Process, client: aiohttp.ClientSession, base: str, racine: str) -> None:
        self.processus, self._client, self._base, self._racine = processus, client, base, racine

    async def page(self) -> aiohttp.ClientWebSocketResponse:
        return await self._client.ws_connect(f"{self._base}{self._racine}prise?width=80&height=24", origin=self._base)


@asynccontextmanager
async def lance(dossier: Path, *arguments: str) -> AsyncIterator[Serveur]:
    processus = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "evaluator", "serveur", "--sans-navigateur", *arguments,
        cwd=dossier, env={**os.environ, "PYTHONPATH": RACINE}, stdout=PIPE, stderr=DEVNULL,
    )  # fmt: skip
    assert processus.stdout is not None
    adresse = (await asyncio.wait_for(processus.stdout.readline(), 10)).decode().strip()
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            async with client.get(adresse) as reponse:
                racine = (await reponse.text()).split("url=")[1].split('"')[0]
            yield Serveur(processus, client, f"http://{urlsplit(adresse).netloc}", racine)
    finally:
        if processus.returncode is None:
            processus.kill()
        await processus.wait()


async def _voir(prise: aiohttp.ClientWebSocketResponse, texte: str) -> None:
    vu = b""
    while texte.encode() not in vu:
        vu += await asyncio.wait_for(prise.receive_bytes(), 10)


async def _libre(dossier: Path) -> None:
    for _ in range(300):
        if not list(dossier.glob(".*.verrou*")):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("le dossier est encore tenu")


@pytest.mark.skipif(sys.platform == "win32", reason="signaux POSIX")
async def test_answer_close_open_again_and_a_killed_server_leaves_nothing(tmp_path: Path, dossiers_exemples: Path) -> None:
    dossier = tmp_path / 'l’été "d\'André"'
    dossier.mkdir()
    fichier = dossier / "pré sorbier.agls"
    shutil.copy(dossiers_exemples / "pre-sorbier.agls", fichier)
    async with lance(dossier, fichier.name) as serveur:
        prise = await serveur.page()
        await _voir(prise, "BRZ-60-003")
        await prise.send_json(["stdin", "\r"])
        await _voir(prise, "SAISIE")
        await prise.send_json(["stdin", "-é\r"])
        await _voir(prise, "enregistré")
        await prise.close()
        await _libre(dossier)
        with Dossier.ouvrir(fichier) as ouvert:
            assert ouvert.reponses("auto_evaluation")["residence_id"].valeur == "BRZ-60-003-é"
        prise = await serveur.page()
        await _voir(prise, "BRZ-60-003-é")
        assert list(dossier.glob(".*.verrou*"))
        serveur.processus.kill()
        await _libre(dossier)


@pytest.mark.skipif(sys.platform == "win32", reason="signaux POSIX")
@pytest.mark.parametrize("signe", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_stops_it_in_order(tmp_path: Path, signe: signal.Signals) -> None:
    async with lance(tmp_path) as serveur:
        serveur.processus.send_signal(signe)
        assert await asyncio.wait_for(serveur.processus.wait(), 5) == 0
