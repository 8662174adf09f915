"""`agls serveur`: what it refuses, what it starts, and the real thing from the address to the lock given back."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from evaluator.cli import serveur
from evaluator.cli.francais import executer
from evaluator.dossier.dossier import Dossier
from tests.serveur.programme import libre, serveur_lance

aiohttp = pytest.importorskip("aiohttp", reason="complément [navigateur] absent")
pytest.importorskip("textual_serve", reason="complément [navigateur] absent")


@pytest.fixture
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "mot"),
    [
        (["absent.agls"], 3, "n’existe pas"),
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


@asynccontextmanager
async def client(adresse: str) -> AsyncIterator[Callable[[], Awaitable[aiohttp.ClientWebSocketResponse]]]:
    """What opens a page, with the cookie of the address."""
    base = f"http://{urlsplit(adresse).netloc}"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(adresse) as reponse:
            racine = (await reponse.text()).split("url=")[1].split('"')[0]
        yield lambda: session.ws_connect(f"{base}{racine}prise?width=80&height=24", origin=base)


async def _voir(prise: aiohttp.ClientWebSocketResponse, texte: str) -> None:
    vu = b""
    while texte.encode() not in vu:
        vu += await asyncio.wait_for(prise.receive_bytes(), 10)


@pytest.mark.skipif(sys.platform == "win32", reason="signaux POSIX")
async def test_answer_close_open_again_and_a_killed_server_leaves_nothing(tmp_path: Path, dossiers_exemples: Path) -> None:
    dossier = tmp_path / 'l’été "d\'André"'
    dossier.mkdir()
    fichier = dossier / "pré sorbier.agls"
    shutil.copy(dossiers_exemples / "pre-sorbier.agls", fichier)
    async with serveur_lance(dossier, fichier.name) as (processus, adresse), client(adresse) as ouvrir:
        prise = await ouvrir()
        await _voir(prise, "BRZ-60-003")
        await prise.send_json(["stdin", "\r"])
        await _voir(prise, "SAISIE")
        await prise.send_json(["stdin", "-é\r"])
        await _voir(prise, "enregistré")
        await prise.close()
        await libre(dossier)
        with Dossier.ouvrir(fichier) as ouvert:
            assert ouvert.reponses("auto_evaluation")["residence_id"].valeur == "BRZ-60-003-é"
        prise = await ouvrir()
        await _voir(prise, "BRZ-60-003-é")
        second = await ouvrir()
        await _voir(second, "fermez")  # the other tab
        processus.kill()
        await libre(dossier)


@pytest.mark.skipif(sys.platform == "win32", reason="signaux POSIX")
async def test_ctrl_c_stops_it_in_order(tmp_path: Path) -> None:
    async with serveur_lance(tmp_path) as (processus, adresse), client(adresse) as ouvrir:
        prise = await ouvrir()
        await _voir(prise, "Aucun dossier ici")
        processus.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(processus.wait(), 5) == 0
        while (recu := await prise.receive()).type is aiohttp.WSMsgType.BINARY:  # a last screen, painted before the signal
            pass
        assert recu.data == 4002
