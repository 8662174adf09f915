"""Who may come in, as a table; what every response says to the browser."""

from __future__ import annotations

from base64 import urlsafe_b64decode

import pytest

from evaluator.serveur.acces import AUTRE_SITE, MAUVAIS_HOTE, SANS_JETON, Acces

ICI, LA = "127.0.0.1:8421", "http://127.0.0.1:8421"


@pytest.mark.parametrize(
    ("hote", "origine", "jetons", "page", "refus"),
    [
        (ICI, None, ("bon",), True, None),
        (ICI, LA, (None, "bon"), True, None),
        (ICI, LA, ("vieux", "bon"), False, None),
        ("localhost:8421", "http://localhost:8421", ("bon",), False, None),
        (ICI, None, (None, None), True, SANS_JETON),
        (ICI, None, ("", "bo"), True, SANS_JETON),
        (ICI, LA, ("bon ", "é"), False, SANS_JETON),
        (ICI, None, ("bon",), False, AUTRE_SITE),  # a websocket that does not say where it comes from
        (ICI, "null", ("bon",), True, AUTRE_SITE),  # a page of a file, or in a sandbox
        (ICI, "http://exemple.test", ("bon",), True, AUTRE_SITE),
        (ICI, "http://127.0.0.1:9000", ("bon",), True, AUTRE_SITE),  # another server of this machine
        (ICI, "https://127.0.0.1:8421", ("bon",), True, AUTRE_SITE),
        (ICI, "http://localhost:8421", ("bon",), True, AUTRE_SITE),
        ("exemple.test:8421", "http://exemple.test:8421", ("bon",), True, MAUVAIS_HOTE),  # DNS rebinding
        ("127.0.0.1", None, ("bon",), True, MAUVAIS_HOTE),
        ("127.0.0.1:8422", None, ("bon",), True, MAUVAIS_HOTE),
        ("127.0.0.1:8421.exemple.test", None, ("bon",), True, MAUVAIS_HOTE),
        ("[::1]:8421", None, ("bon",), True, MAUVAIS_HOTE),
        ("", None, ("bon",), True, MAUVAIS_HOTE),
        (None, None, ("bon",), True, MAUVAIS_HOTE),
    ],
)
def test_who_may_come_in(
    hote: str | None, origine: str | None, jetons: tuple[str | None, ...], page: bool, refus: str | None
) -> None:
    assert Acces(8421, jeton="bon").refus(hote, origine, jetons, page=page) == refus


def test_the_secrets_are_long_and_new_each_time() -> None:
    acces, autre = Acces(8421), Acces(8421)
    assert len(urlsafe_b64decode(acces.jeton + "=")) == 32
    assert len({acces.jeton, autre.jeton, acces.racine.strip("/"), autre.racine.strip("/")}) == 4
    assert acces.adresse == f"http://127.0.0.1:8421/?jeton={acces.jeton}"
    assert acces.jeton not in repr(acces)
    assert acces.racine not in repr(acces)


def test_nothing_is_loaded_from_elsewhere_nor_sent_nor_kept() -> None:
    entetes = Acces(8421).entetes("localhost:8421")
    regles = entetes["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in regles
    assert "script-src 'self'" in regles
    assert "connect-src 'self' ws://localhost:8421" in regles
    assert "frame-ancestors 'none'" in regles
    assert (entetes["Referrer-Policy"], entetes["Cache-Control"]) == ("no-referrer", "no-store")
    assert not [nom for nom in entetes if nom.startswith("Access-Control")]
    assert "exemple" not in Acces(8421).entetes("exemple.test; script-src *")["Content-Security-Policy"]
