"""Who may speak to the server: only a page of ours, in a browser that was given the token."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

HOTE = "127.0.0.1"
MAUVAIS_HOTE = "cette adresse n’est pas celle du serveur"
AUTRE_SITE = "la demande vient d’un autre site"
SANS_JETON = "le jeton manque, ou n’est pas celui de cette session"


def _secret() -> str:
    return secrets.token_urlsafe(32)  # 256 bits


@dataclass(frozen=True, slots=True)
class Acces:
    """The secrets of one run.

    The page lives under a random path: a cookie knows no port, and under `/` it would go to every server of this machine.
    """

    port: int
    jeton: str = field(default_factory=_secret, repr=False)
    racine: str = field(default_factory=lambda: f"/{_secret()}/", repr=False)

    @property
    def adresse(self) -> str:
        return f"http://{HOTE}:{self.port}/?jeton={self.jeton}"

    @property
    def cookie(self) -> str:
        """Its name; with the port, so that two servers do not take each other's."""
        return f"agls_{self.port}"

    @property
    def hotes(self) -> tuple[str, str]:
        return (f"{HOTE}:{self.port}", f"localhost:{self.port}")

    def refus(self, hote: str | None, origine: str | None, jetons: Iterable[str | None], *, page: bool) -> str | None:
        """Why a request is refused, in words; None where it may pass. Not `page`: a websocket must say where it comes from.

        A foreign host is a name that someone points at this machine (DNS rebinding): the browser would take us for his site.
        """
        if hote not in self.hotes:
            return MAUVAIS_HOTE
        if origine != f"http://{hote}" and not (page and origine is None):
            return AUTRE_SITE
        if not any([self._est_le_jeton(jeton) for jeton in jetons]):  # a list: all are compared, in the same time
            return SANS_JETON
        return None

    def _est_le_jeton(self, donne: str | None) -> bool:
        return secrets.compare_digest((donne or "").encode("utf-8", "replace"), self.jeton.encode())

    def entetes(self, hote: str) -> Mapping[str, str]:
        """On every response. `unsafe-inline` is for styles only: the terminal of the page writes its own."""
        prise = f"ws://{hote if hote in self.hotes else self.hotes[0]}"
        regles = {
            "default-src": "'none'", "script-src": "'self'", "style-src": "'self' 'unsafe-inline'", "font-src": "'self'",
            "img-src": "data:", "connect-src": f"'self' {prise}", "base-uri": "'none'", "form-action": "'none'",
            "frame-ancestors": "'none'",
        }  # fmt: skip
        return {
            "Content-Security-Policy": "; ".join(f"{nom} {valeur}" for nom, valeur in regles.items()),
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Server": "agls",
        }
