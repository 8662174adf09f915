"""The local server before requests that no browser sends. (Who may come in: `tests/serveur`.)"""

from __future__ import annotations

import logging
import sys

import pytest

aiohttp = pytest.importorskip("aiohttp", reason="complément [navigateur] absent")
pytest.importorskip("textual_serve", reason="complément [navigateur] absent")

import asyncio  # noqa: E402

from aiohttp import web  # noqa: E402

from evaluator.serveur.acces import Acces  # noqa: E402
from evaluator.serveur.application import Application  # noqa: E402
from evaluator.serveur.service import digne_d_etre_dit, ecouter  # noqa: E402


async def _demander(port: int, octets: bytes) -> bytes:
    lecture, ecriture = await asyncio.open_connection("127.0.0.1", port)
    try:
        ecriture.write(octets)
        await ecriture.drain()
        return (await asyncio.wait_for(lecture.readline(), 5)).strip()
    except ConnectionError:
        return b"rompue"
    finally:
        ecriture.close()


async def test_requests_out_of_measure_are_refused_and_nothing_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    prise = ecouter(0)
    acces = Acces(prise.getsockname()[1])
    coureur = web.AppRunner(Application(acces, (sys.executable, "-c", "")).construire(), access_log=None)
    await coureur.setup()
    await web.SockSite(coureur, prise).start()
    hote, jeton = b"Host: 127.0.0.1:%d\r\n" % acces.port, acces.jeton.encode()
    bonne = b"GET /?jeton=%s HTTP/1.1\r\n%s\r\n" % (jeton, hote)
    essais = {
        b"GET /?jeton=%s HTTP/1.1\r\nBad header\r\n\r\n" % jeton: (400,),
        b"GET /%s HTTP/1.1\r\n%s\r\n" % (b"a" * 100_000, hote): (400, 414),
        b"GET / HTTP/1.1\r\n%sX: %s\r\n\r\n" % (hote, b"a" * 100_000): (400, 431),
        b"GET /?jeton=%s HTTP/1.1\r\n%sHost: exemple.test\r\n\r\n" % (jeton, hote): (400, 403),
        b"POST / HTTP/1.1\r\n%sContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % hote: (400,),
        b"TRACE %s?jeton=%s HTTP/1.1\r\n%s\r\n" % (acces.racine.encode(), jeton, hote): (405,),
        b"GET %s..%%2f..%%2fetc%%2fpasswd?jeton=%s HTTP/1.1\r\n%s\r\n" % (acces.racine.encode(), jeton, hote): (404,),
    }
    lentes = [await asyncio.open_connection("127.0.0.1", acces.port) for _ in range(60)]  # and say nothing
    try:
        for octets, attendus in essais.items():
            dite = await _demander(acces.port, octets)
            assert dite == b"rompue" or int(dite.split()[1]) in attendus, octets[:80]
        assert b" 200 " in await _demander(acces.port, bonne)
    finally:
        for _, ecriture in lentes:
            ecriture.close()
        await coureur.cleanup()
    assert acces.jeton not in caplog.text
    assert acces.racine not in caplog.text
    assert not [e for e in caplog.records if e.name == "aiohttp.server" and digne_d_etre_dit(e)]


def test_a_fault_of_ours_is_still_said() -> None:
    faute = logging.LogRecord("aiohttp.server", logging.ERROR, "", 0, "", None, (ValueError, ValueError("x"), None))
    assert digne_d_etre_dit(faute)
