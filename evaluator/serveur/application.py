"""The web application: every request is checked, then handed one of our pages or a process of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from http import HTTPStatus

from aiohttp import WSMsgType, web

from evaluator.serveur import pages
from evaluator.serveur.acces import Acces
from evaluator.serveur.enfant import Enfant

# Why a websocket closes; `demarrer.js` has the words.
QUITTE, TOMBE, ARRET = 4000, 4001, 4002
_PLUS_GRAND = 1000  # cells
_BATTEMENT = 15.0  # seconds: a browser that does not answer for so long is gone

Suite = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Application:
    """`commande` is run once for each page that is open; `entree` is called when a page was let in by the address."""

    def __init__(self, acces: Acces, commande: Sequence[str], entree: Callable[[], None] = lambda: None) -> None:
        self._acces, self._commande, self._entree = acces, tuple(commande), entree
        self._prises: set[web.WebSocketResponse] = set()
        self._fins: set[asyncio.Task[None]] = set()

    def construire(self) -> web.Application:
        application = web.Application(middlewares=[self._garder])
        application.router.add_get("/", self._accueillir)
        application.router.add_get(self._acces.racine, self._interface)
        application.router.add_get(f"{self._acces.racine}prise", self._brancher)
        application.router.add_get(f"{self._acces.racine}{{nom}}", self._fichier)
        application.on_response_prepare.append(self._signer)
        application.on_shutdown.append(self._fermer)
        return application

    # — who may come in ————————————————————————————————————————————————————————————————————————————————————

    @web.middleware
    async def _garder(self, request: web.Request, handler: Suite) -> web.StreamResponse:  # aiohttp names them
        jetons = (request.query.get("jeton"), request.cookies.get(self._acces.cookie))
        page = not request.path.endswith("/prise")
        refus = self._acces.refus(request.headers.get("Host"), request.headers.get("Origin"), jetons, page=page)
        if refus is not None:
            return _html(pages.page("refus", motif=refus), HTTPStatus.FORBIDDEN)
        return await handler(request)

    async def _signer(self, demande: web.Request, reponse: web.StreamResponse) -> None:
        reponse.headers.update(self._acces.entetes(demande.headers.get("Host", "")))

    # — pages ——————————————————————————————————————————————————————————————————————————————————————————————

    async def _accueillir(self, demande: web.Request) -> web.StreamResponse:
        """The cookie, then on to an address without the token: it stays in no history and no screenshot."""
        self._entree()
        reponse = _html(pages.page("entree", racine=self._acces.racine))
        reponse.set_cookie(self._acces.cookie, self._acces.jeton, path=self._acces.racine, httponly=True, samesite="Strict")
        return reponse

    async def _interface(self, demande: web.Request) -> web.StreamResponse:
        return _html(pages.page("interface", prise=f"ws://{demande.headers['Host']}{self._acces.racine}prise"))

    async def _fichier(self, demande: web.Request) -> web.StreamResponse:
        fichier = pages.fichiers().get(demande.match_info["nom"])
        if fichier is None:
            raise web.HTTPNotFound(text="Rien à cette adresse.")
        return web.Response(body=fichier.contenu, content_type=fichier.genre)

    # — the interface ——————————————————————————————————————————————————————————————————————————————————————

    async def _brancher(self, demande: web.Request) -> web.StreamResponse:
        prise = web.WebSocketResponse(heartbeat=_BATTEMENT, compress=False, timeout=2.0)
        await prise.prepare(demande)
        self._prises.add(prise)
        try:
            while self._fins:  # a page that is loaded again: the dossier is given back first
                await asyncio.wait(self._fins)
            enfant = await Enfant.lancer(self._commande, _cellules(demande, "width", 80), _cellules(demande, "height", 24))
            vers_la_page = asyncio.create_task(_montrer(enfant, prise))
            try:
                await _obeir(prise, enfant)
            finally:
                fin = asyncio.create_task(_finir(enfant, vers_la_page))
                self._fins.add(fin)
                fin.add_done_callback(self._fins.discard)
                await asyncio.shield(fin)
        finally:
            self._prises.discard(prise)
        return prise

    async def _fermer(self, application: web.Application) -> None:
        """The server stops: every page is told. aiohttp then waits for `_brancher`, that is, for the processes."""
        await asyncio.gather(*(prise.close(code=ARRET) for prise in set(self._prises)))


async def _montrer(enfant: Enfant, prise: web.WebSocketResponse) -> None:
    """From the process to the page. Read to the end even where the page is gone: a full pipe would hold the process back."""
    async for ecran in enfant.ecrans():
        with suppress(ConnectionError):
            await prise.send_bytes(ecran)
    await prise.close(code=QUITTE if enfant.code == 0 else TOMBE)


async def _obeir(prise: web.WebSocketResponse, enfant: Enfant) -> None:
    """From the page to the process, until either is gone."""
    async for recu in prise:
        if recu.type != WSMsgType.TEXT:
            continue
        match _lire(recu.data):
            case ["stdin", str(texte)]:
                await enfant.saisir(texte)
            case ["resize", {"width": int(largeur), "height": int(hauteur)}]:
                await enfant.dire(type="resize", width=_borner(largeur), height=_borner(hauteur))
            case ["focus" | "blur" as sens, *_]:
                await enfant.dire(type=sens)
            case ["ping", str(instant)]:
                await prise.send_json(["pong", instant])


def _lire(texte: str) -> object:
    with suppress(ValueError, RecursionError):
        return json.loads(texte)
    return None


async def _finir(enfant: Enfant, vers_la_page: asyncio.Task[None]) -> None:
    await enfant.finir()
    await vers_la_page


def _cellules(demande: web.Request, cote: str, defaut: int) -> int:
    donne = demande.query.get(cote, "")
    return _borner(int(donne)) if donne.isdecimal() and len(donne) < 6 else defaut


def _borner(cellules: int) -> int:
    return min(max(cellules, 1), _PLUS_GRAND)


def _html(texte: str, statut: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(text=texte, content_type="text/html", status=statut)
