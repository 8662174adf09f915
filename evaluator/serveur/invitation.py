"""Opens the user's browser on the address, without showing its token to the other users of the machine."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path

from evaluator import resources
from evaluator.serveur import pages


class Invitation:
    """The arguments of a program can be read by every user (not under Windows): the browser is given a file that only
    its owner may read, and that goes on to the address. In the home folder and visible, since a browser in a sandbox
    sees neither hidden folders nor the temporary one."""

    def __init__(self, adresse: str) -> None:
        self._adresse = adresse
        self._fichier: Path | None = None

    def ouvrir(self) -> bool:
        """False where there is no browser to open."""
        if not _ecran():
            return False
        with suppress(OSError, webbrowser.Error):
            return webbrowser.open(self._adresse if sys.platform == "win32" else self._ecrire().as_uri())
        return False

    def _ecrire(self) -> Path:
        descripteur, nom = tempfile.mkstemp(prefix="agls-ouverture-", suffix=".html", dir=resources.maison())  # 0600
        self._fichier = Path(nom)
        with os.fdopen(descripteur, "w", encoding="utf-8") as flux:
            flux.write(pages.page("entree", racine=self._adresse))
        return self._fichier

    def retirer(self) -> None:
        """Once it has served, and at the latest when the server stops."""
        if self._fichier is not None:
            with suppress(OSError):
                self._fichier.unlink(missing_ok=True)


def _ecran() -> bool:
    """Without a screen, Python would open a browser in the terminal, over what is said there."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
