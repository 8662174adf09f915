"""Runs the server until it is stopped: one socket of this machine, the browser, the signals, everything ended in order."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from evaluator.errors import Held, WrongUse, cause
from evaluator.serveur.acces import HOTE, Acces
from evaluator.serveur.application import Application
from evaluator.serveur.invitation import Invitation

_SIGNAUX = ("SIGINT", "SIGTERM", "SIGHUP")
_ARRET = 15.0  # seconds for the processes to end


def servir(
    commande: Sequence[str], *, port: int, navigateur: bool, annoncer: Callable[[str], None], prevenir: Callable[[str], None]
) -> None:
    """Serve `commande` to the browser until Ctrl+C. `port` 0: any free one. `annoncer` gets the address,
    `prevenir` the rest.

    Raises `Held` where the port is taken, `WrongUse` where it is not ours to take.
    """
    prise = ecouter(port)
    with suppress(KeyboardInterrupt):
        asyncio.run(_servir(prise, commande, navigateur, annoncer, prevenir))


def ecouter(port: int) -> socket.socket:
    """A listening socket that only this machine reaches."""
    prise = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Under Windows, SO_REUSEADDR would let another program take the port over.
    exclusif = getattr(socket, "SO_EXCLUSIVEADDRUSE", None) if sys.platform == "win32" else socket.SO_REUSEADDR
    if exclusif is not None:
        prise.setsockopt(socket.SOL_SOCKET, exclusif, 1)
    try:
        prise.bind((HOTE, port))
        prise.listen()
    except PermissionError:
        prise.close()
        raise WrongUse(f"le port {port} est réservé par le système : laissez le programme choisir, sans --port") from None
    except OSError as erreur:
        prise.close()
        raise Held(f"le port {port} n'est pas libre ({cause(erreur)}) : laissez le programme choisir, sans --port") from None
    return prise


async def _servir(
    prise: socket.socket,
    commande: Sequence[str],
    navigateur: bool,
    annoncer: Callable[[str], None],
    prevenir: Callable[[str], None],
) -> None:
    acces = Acces(prise.getsockname()[1])
    invitation = Invitation(acces.adresse)
    arret = asyncio.Event()
    for nom in _SIGNAUX:
        with suppress(NotImplementedError, AttributeError):  # Windows: Ctrl+C comes as KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(getattr(signal, nom), arret.set)
    logging.getLogger("aiohttp.server").addFilter(digne_d_etre_dit)
    # no access log: addresses hold the token
    coureur = web.AppRunner(
        Application(acces, commande, invitation.retirer).construire(), access_log=None, shutdown_timeout=_ARRET
    )
    await coureur.setup()
    try:
        await web.SockSite(coureur, prise).start()
        annoncer(acces.adresse)
        if navigateur:
            threading.Thread(target=_inviter, args=(invitation, prevenir), daemon=True).start()
        await arret.wait()
    finally:
        invitation.retirer()
        await coureur.cleanup()


def digne_d_etre_dit(entree: logging.LogRecord) -> bool:
    """Not a request that is no HTTP: it was refused, and any program of this machine could fill the terminal with them."""
    return not (entree.exc_info and isinstance(entree.exc_info[1], HttpProcessingError))


def _inviter(invitation: Invitation, prevenir: Callable[[str], None]) -> None:
    if not invitation.ouvrir():
        prevenir("Aucun navigateur n’a pu être ouvert : ouvrez cette adresse vous-même.")
