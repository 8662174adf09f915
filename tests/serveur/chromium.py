"""A real Chromium, driven by its own protocol: what a person would do and see in the page."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import aiohttp
import pyte

NOMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
    "--host-resolver-rules=MAP exemple.test 127.0.0.1", "about:blank",
)  # fmt: skip
# Key: code, virtual key code, what it types.
TOUCHES = {
    "Enter": ("Enter", 13, "\r"), "Escape": ("Escape", 27, ""), "Tab": ("Tab", 9, ""), "ArrowDown": ("ArrowDown", 40, ""),
    **{f"F{n}": (f"F{n}", 111 + n, "") for n in range(1, 13)},
}  # fmt: skip
CTRL, MAJ = 2, 8


def trouver() -> str | None:
    return os.environ.get("CHROMIUM") or next((chemin for nom in NOMS if (chemin := shutil.which(nom))), None)


class Onglet:
    """A page, the text screen that its terminal shows, and its keyboard."""

    def __init__(self, navigateur: Chromium, session: str, colonnes: int = 80, lignes: int = 24) -> None:
        self._navigateur, self._session = navigateur, session
        self._ecran = pyte.Screen(colonnes, lignes)
        self._flux = pyte.ByteStream(self._ecran)
        self.adresses: list[str] = []
        self.erreurs: list[str] = []

    async def demander(self, methode: str, **arguments: object) -> dict[str, Any]:
        return await self._navigateur.demander(methode, session=self._session, **arguments)

    def noter(self, methode: str, valeurs: dict[str, Any]) -> None:
        """What the browser tells: every address it asks for, every frame of the terminal, every error of the page."""
        if methode == "Network.requestWillBeSent":
            self.adresses.append(valeurs["request"]["url"])
        elif methode == "Network.webSocketFrameReceived" and valeurs["response"]["opcode"] == 2:
            self._flux.feed(base64.b64decode(valeurs["response"]["payloadData"]))
        elif methode == "Network.webSocketFrameSent" and '"resize"' in (texte := valeurs["response"]["payloadData"]):
            taille = json.loads(texte)[1]
            self._ecran.resize(taille["height"], taille["width"])
        elif methode == "Runtime.exceptionThrown":
            self.erreurs.append(valeurs["exceptionDetails"].get("exception", {}).get("description", "exception"))
        elif methode == "Runtime.consoleAPICalled" and valeurs["type"] in ("error", "assert"):
            self.erreurs.append(" ".join(str(a.get("value", a.get("description"))) for a in valeurs["args"]))
        elif methode == "Log.entryAdded" and valeurs["entry"]["level"] == "error":
            self.erreurs.append(valeurs["entry"]["text"])

    @property
    def ecran(self) -> str:
        return "\n".join(ligne.rstrip() for ligne in self._ecran.display)

    @property
    def colonnes(self) -> int:
        return self._ecran.columns

    async def attendre(self, voulu: str | Callable[[], bool], duree: float = 20.0) -> None:
        fin = time.monotonic() + duree
        while not (voulu() if callable(voulu) else voulu in self.ecran):
            assert time.monotonic() < fin, f"{voulu!r} n’est pas venu :\n{self.ecran}"
            await asyncio.sleep(0.05)

    async def attendre_page(self, voulu: str) -> None:
        """In the page itself, not in its terminal."""
        for _ in range(200):
            if voulu in (lu := str(await self.evaluer("document.body?.innerText"))):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{voulu!r} n’est pas venu :\n{lu}")

    async def aller(self, adresse: str) -> None:
        await self.demander("Page.navigate", url=adresse)

    async def evaluer(self, script: str) -> Any:
        rendu = await self.demander("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return rendu["result"].get("value")

    async def taille(self, largeur: int, hauteur: int) -> None:
        await self.demander(
            "Emulation.setDeviceMetricsOverride", width=largeur, height=hauteur, deviceScaleFactor=1, mobile=False
        )

    async def toucher(self, touche: str, modificateurs: int = 0) -> None:
        code, numero, texte = TOUCHES.get(touche) or (
            "",
            ord(touche.upper()) if touche.isascii() and touche.isalnum() else 0,
            touche,
        )
        commun = {"key": touche, "code": code, "windowsVirtualKeyCode": numero, "modifiers": modificateurs}
        tapee = {} if modificateurs & CTRL or not texte else {"text": texte}
        await self.demander("Input.dispatchKeyEvent", type="keyDown" if tapee else "rawKeyDown", **commun, **tapee)
        await self.demander("Input.dispatchKeyEvent", type="keyUp", **commun)

    async def photographier(self, fichier: Path) -> None:
        rendu = await self.demander("Page.captureScreenshot", format="png")
        fichier.write_bytes(base64.b64decode(rendu["data"]))

    async def fermer(self) -> None:
        await self.demander("Page.close")


class Chromium:
    """One browser with a new profile; `async with`. `patience`: seconds to wait for an answer."""

    def __init__(self, programme: str, profil: Path, patience: float = 20) -> None:
        self._programme, self._profil, self._patience = programme, profil, patience
        self._rangs = itertools.count(1)
        self._attentes: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._onglets: dict[str, Onglet] = {}

    async def __aenter__(self) -> Self:
        self._processus = await asyncio.create_subprocess_exec(
            self._programme, *OPTIONS, f"--user-data-dir={self._profil}", stdout=-3, stderr=-3
        )
        annonce = self._profil / "DevToolsActivePort"
        for _ in range(400):
            if annonce.exists() and len(lignes := annonce.read_text().splitlines()) == 2:
                break
            await asyncio.sleep(0.05)
        self._client = aiohttp.ClientSession()
        self._prise = await self._client.ws_connect(f"ws://127.0.0.1:{lignes[0]}{lignes[1]}", max_msg_size=0)
        self._lecture = asyncio.create_task(self._lire())
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(Exception):
            await asyncio.wait_for(self.demander("Browser.close"), 5)
        self._lecture.cancel()
        await self._client.close()
        with suppress(ProcessLookupError):
            self._processus.kill()
        await self._processus.wait()

    async def _lire(self) -> None:
        async for recu in self._prise:
            message = recu.json()
            if "id" in message:
                self._attentes.pop(message["id"]).set_result(message)
            elif (onglet := self._onglets.get(message.get("sessionId", ""))) is not None:
                onglet.noter(message["method"], message["params"])

    async def demander(self, methode: str, *, session: str | None = None, **arguments: object) -> dict[str, Any]:
        rang = next(self._rangs)
        attente = self._attentes[rang] = asyncio.get_running_loop().create_future()
        await self._prise.send_json(
            {"id": rang, "method": methode, "params": arguments, **({"sessionId": session} if session else {})}
        )
        reponse = await asyncio.wait_for(attente, self._patience)
        assert "error" not in reponse, reponse
        return reponse["result"]

    async def ouvrir(self, adresse: str, largeur: int = 1280, hauteur: int = 800) -> Onglet:
        cible = await self.demander("Target.createTarget", url="about:blank")
        rendu = await self.demander("Target.attachToTarget", targetId=cible["targetId"], flatten=True)
        onglet = self._onglets[rendu["sessionId"]] = Onglet(self, rendu["sessionId"])
        for domaine in ("Page", "Network", "Runtime", "Log"):
            await onglet.demander(f"{domaine}.enable")
        await onglet.taille(largeur, hauteur)
        await onglet.aller(adresse)
        return onglet
