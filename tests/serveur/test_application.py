"""The web application with a small program in place of the interface: requests, the websocket, and how processes end."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

aiohttp = pytest.importorskip("aiohttp", reason="complément [navigateur] absent")
pytest.importorskip("textual_serve", reason="complément [navigateur] absent")

from aiohttp import ClientSession, CookieJar, web  # noqa: E402

from evaluator.serveur import enfant, pages  # noqa: E402
from evaluator.serveur.acces import Acces  # noqa: E402
from evaluator.serveur.application import ARRET, QUITTE, TOMBE, Application  # noqa: E402
from evaluator.serveur.enfant import paquet  # noqa: E402
from evaluator.serveur.service import ecouter  # noqa: E402

# Says hello, echoes, writes a file when it ends. `quitte` and `tombe` end it, `sourd` makes it stubborn, `lent` slow.
PROGRAMME = """
import os, signal, sys, time
trace = sys.argv[1]
def dire(octets): os.write(1, b"D" + len(octets).to_bytes(4, "big") + octets)
with open(trace, "a") as f: f.write("debut ")
os.write(1, b"quelque chose avant\\n__GANGLION__\\n")
dire(f"bonjour {os.environ['COLUMNS']}x{os.environ['ROWS']}".encode())
sourd = lent = False
while recu := os.read(0, 4096):
    if b"quitte" in recu: break
    if b"tombe" in recu: sys.exit(3)
    if b"sourd" in recu: sourd = True; signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if b"lent" in recu: lent = True
    dire(recu)
if sourd: time.sleep(60)
if lent: time.sleep(0.3)
for _ in range(300): dire(b"x" * 2_000)  # more than the pipe holds
with open(trace, "a") as f: f.write("fin ")
"""


@dataclass
class Essai:
    acces: Acces
    trace: Path
    client: ClientSession
    coureur: web.AppRunner

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.acces.port}"

    async def brancher(self, suite: str = "") -> aiohttp.ClientWebSocketResponse:
        return await self.client.ws_connect(f"{self.base}{self.acces.racine}prise{suite}", origin=self.base)

    async def attendre(self, vu: str) -> None:
        for _ in range(200):
            if self.trace.exists() and self.trace.read_text() == vu:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(self.trace.read_text())


@pytest.fixture
async def essai(tmp_path: Path) -> AsyncIterator[Essai]:
    prise = ecouter(0)
    acces = Acces(prise.getsockname()[1])
    trace = tmp_path / "trace"
    application = Application(acces, (sys.executable, "-c", PROGRAMME, str(trace)))
    coureur = web.AppRunner(application.construire(), access_log=None, shutdown_timeout=5)
    await coureur.setup()
    await web.SockSite(coureur, prise).start()
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as client:  # unsafe: cookies of a bare address
        yield Essai(acces, trace, client, coureur)
    await coureur.cleanup()


def test_only_this_machine_is_listened_to() -> None:
    with ecouter(0) as prise:
        assert prise.getsockname()[0] == "127.0.0.1"


async def test_strangers_are_refused_everywhere(essai: Essai) -> None:
    port, racine, jeton = essai.acces.port, essai.acces.racine, f"?jeton={essai.acces.jeton}"
    prise = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "A" * 22 + "==",
    }
    cas: list[tuple[str, dict[str, str]]] = [
        *((chemin, {}) for chemin in ("/", "/?jeton=faux", racine, f"{racine}textual.js", f"{racine}prise", "/ailleurs")),
        *((f"{chemin}{jeton}", {"Host": f"exemple.test:{port}"}) for chemin in ("/", racine, f"{racine}textual.js")),
        *((f"{chemin}{jeton}", {"Origin": "http://exemple.test"}) for chemin in ("/", racine, f"{racine}textual.js")),
        (f"{racine}prise{jeton}", prise),
        (f"{racine}prise{jeton}", {**prise, "Origin": "http://exemple.test"}),
        (f"{racine}prise{jeton}", {**prise, "Origin": essai.base, "Host": "exemple.test"}),
        (f"{racine}prise", {**prise, "Origin": essai.base}),
    ]
    for chemin, entetes in cas:
        async with essai.client.get(essai.base + chemin, headers=entetes) as reponse:
            assert reponse.status == 403, (chemin, entetes)
            assert reponse.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in reponse.headers
            assert "Accès refusé" in await reponse.text()
            assert essai.acces.racine not in await reponse.text()
    assert not essai.trace.exists()  # no process was started


async def test_the_address_gives_a_cookie_and_the_page(essai: Essai) -> None:
    async with essai.client.get(essai.acces.adresse) as reponse:
        cookie = reponse.headers["Set-Cookie"]
        assert f"url={essai.acces.racine}" in await reponse.text()
    assert {"HttpOnly", "SameSite=Strict", f"Path={essai.acces.racine}"} <= set(cookie.split("; "))
    async with essai.client.get(essai.base + essai.acces.racine) as reponse:
        page = await reponse.text()
        assert reponse.headers["Referrer-Policy"] == "no-referrer"
    assert '<html lang="fr">' in page
    assert "<title>AGLS Évaluateur</title>" in page
    assert essai.acces.jeton not in page
    for nom in pages.fichiers():
        async with essai.client.get(f"{essai.base}{essai.acces.racine}{nom}") as reponse:
            assert (reponse.status, reponse.headers["Cache-Control"]) == (200, "no-store")
    for nom in ("", "static/", "..%2f..%2fetc%2fpasswd", "page.css%2f..%2fpage.css", "download/x"):
        async with essai.client.get(f"{essai.base}{essai.acces.racine}rien{nom}") as reponse:
            assert reponse.status == 404
    async with essai.client.post(essai.base + essai.acces.racine) as reponse:
        assert reponse.status == 405


def test_our_pages_name_no_other_address() -> None:
    notres = [pages.page(nom, racine="/r/", prise="/p", motif="m") for nom in ("entree", "refus", "interface")]
    notres += [pages.fichiers()[nom].contenu.decode() for nom in ("demarrer.js", "page.css")]
    assert not [trouve for texte in notres for trouve in re.findall(r"(?:https?:)?//[\w.]+\.\w+|@import", texte)]


def test_a_value_cannot_write_in_the_page() -> None:
    assert "<script>" not in pages.page("refus", motif="<script>alert(1)</script>")


async def test_keys_go_in_screens_come_out_and_a_closed_tab_ends_the_process(essai: Essai) -> None:
    await essai.client.get(essai.acces.adresse)
    prise = await essai.brancher("?width=100&height=999999")
    assert await prise.receive_bytes() == b"bonjour 100x24"
    await prise.send_json(["stdin", "é"])
    assert await prise.receive_bytes() == paquet(b"D", "é".encode())
    await prise.send_json(["resize", {"width": 10**9, "height": -3}])
    assert await prise.receive_bytes() == paquet(b"M", b'{"type": "resize", "width": 1000, "height": 1}')
    for sottise in ("[", '{"a": 1}', "[]", '["stdin"]', '["stdin", 3]', '["resize", {}]'):
        await prise.send_str(sottise)
    await prise.send_json(["focus"])
    assert await prise.receive_bytes() == paquet(b"M", b'{"type": "focus"}')
    await prise.close()
    await essai.attendre("debut fin ")


async def test_a_page_loaded_again_waits_for_the_first_process(essai: Essai) -> None:
    await essai.client.get(essai.acces.adresse)
    prise = await essai.brancher()
    await prise.send_json(["stdin", "lent"])
    for _ in range(2):
        await prise.receive_bytes()
    _, suivante = await asyncio.gather(prise.close(), essai.brancher())
    assert await suivante.receive_bytes() == b"bonjour 80x24"
    assert essai.trace.read_text() == "debut fin debut "


@pytest.mark.parametrize(("mot", "code"), [("quitte", QUITTE), ("tombe", TOMBE)])
async def test_the_page_is_told_how_the_program_ended(essai: Essai, mot: str, code: int) -> None:
    await essai.client.get(essai.acces.adresse)
    prise = await essai.brancher()
    await prise.send_json(["stdin", mot])
    while (recu := await prise.receive()).type != aiohttp.WSMsgType.CLOSE:
        assert recu.type == aiohttp.WSMsgType.BINARY
    assert recu.data == code


async def test_stopping_the_server_tells_the_page_and_ends_even_a_stubborn_process(
    essai: Essai, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enfant, "_SURSIS", 0.2)
    await essai.client.get(essai.acces.adresse)
    docile, sourde = await essai.brancher(), await essai.brancher()
    await sourde.send_json(["stdin", "sourd"])
    for prise in (docile, sourde, sourde):
        await prise.receive_bytes()
    arret = asyncio.create_task(essai.coureur.cleanup())
    codes = [(await prise.receive()).data for prise in (docile, sourde)]
    await asyncio.wait_for(arret, 3)
    assert codes == [ARRET, ARRET]
    assert essai.trace.read_text().split() == ["debut", "debut", "fin"]
