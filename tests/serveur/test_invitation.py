"""The browser is given a private file, not an address that every user could read among the arguments of a program."""

from __future__ import annotations

import stat
import sys
import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from evaluator.serveur.invitation import Invitation

ADRESSE = "http://127.0.0.1:8421/?jeton=secret"


@pytest.fixture
def ouvertures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    vues: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda adresse: vues.append(adresse) or True)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("DISPLAY", ":9")
    return vues


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ne montre pas les arguments aux autres utilisateurs")
def test_a_private_file_leads_to_the_address_and_goes_away(ouvertures: list[str]) -> None:
    invitation = Invitation(ADRESSE)
    assert invitation.ouvrir()
    (ouverte,) = ouvertures
    assert "secret" not in ouverte
    fichier = Path(unquote(urlparse(ouverte).path))
    assert stat.S_IMODE(fichier.stat().st_mode) == 0o600
    assert f"url={ADRESSE}" in fichier.read_text(encoding="utf-8")
    invitation.retirer()
    invitation.retirer()
    assert not fichier.exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="il y a toujours un écran")
def test_without_a_screen_nothing_is_opened(ouvertures: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not Invitation(ADRESSE).ouvrir()
    assert ouvertures == []
