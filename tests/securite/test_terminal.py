"""Nothing that someone else wrote acts on the terminal: not an answer, a name, a frozen word, a file's name or a paste."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input, TextArea

from evaluator import cli
from evaluator.cli.flux import FluxInoffensif
from evaluator.signes import AGISSANTS as MOTIF
from evaluator.signes import inoffensif, json_inoffensif
from evaluator.ui.app import AglsApp
from evaluator.ui.screens.texte import EcranTexte
from evaluator.ui.widgets.lignes import Lignes
from tests.securite.conftest import AGISSANTS, GESTES, Evenements, Falsifier, partout

MOTS = ("libelle", "titre", "aide", "message", "texte", "lecture")


def _mots_figes(evenements: Evenements) -> None:
    gele = evenements[0]["charge"]["gele"]
    evenements[0]["charge"]["gele"] = {partie: partout(v, MOTS, GESTES) for partie, v in gele.items()}
    for e in evenements[1:]:
        e["auteur"]["nom"] += GESTES
        if e["charge"].get("question") in ("residence_nom", "gestionnaire_nom"):
            e["charge"]["valeur"] += GESTES


@pytest.fixture
def agls(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command really writes, on both streams."""

    def faire(*arguments: str) -> str:
        flux = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
        for nom in ("stdout", "stderr"):
            monkeypatch.setattr(sys, nom, flux)
        monkeypatch.setattr(sys, "argv", ["agls", *arguments])
        with pytest.raises(SystemExit):
            cli.main()
        flux.flush()
        return flux.buffer.getvalue().decode()  # type: ignore[attr-defined]  # a BytesIO

    return faire


@pytest.mark.parametrize("commande", [("evaluer",), ("expliquer",), ("evaluer", "--json", "--bref"), ("verifier",)])
def test_a_received_dossier(agls: Callable[..., str], falsifier: Falsifier, commande: tuple[str, ...]) -> None:
    dit = agls(*commande, str(falsifier(_mots_figes)))
    assert "Traceback" not in dit
    assert not set(dit) & set(AGISSANTS), commande
    if commande != ("verifier",):
        assert "ROUGE" in dit  # the words are there, without what they did
    if "--json" in commande:
        assert "\\u202egauche\\r\\u2066Q\\u007f" in dit, "a program that reads it has the same data"


@pytest.mark.parametrize("nom", ["a\x1b[31mb.agls", "a\x9b31mb.agls", "a\u202eb.agls", "a\rb.agls"])
def test_the_name_of_a_file(agls: Callable[..., str], tmp_path: Path, nom: str) -> None:
    (tmp_path / nom).write_bytes(b'{"a":1}\n')
    assert not set(agls("evaluer", str(tmp_path / nom))) & set(AGISSANTS)
    assert not set(agls("evaluer", str(tmp_path / f"absent{nom}"))) & set(AGISSANTS)


def test_every_character_that_acts_and_no_other() -> None:
    agissent = {*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    assert {c for c in range(0x3000) if MOTIF.search(chr(c))} == agissent - {0x07, 0x09, 0x0A}
    assert inoffensif("é\u00a0\u202f’« 漢 \t\n") == "é\u00a0\u202f’« 漢 \t\n"


def test_json_says_the_same_data() -> None:
    valeur = {"a": GESTES, "b": ["\u0085"]}
    ecrit = json_inoffensif(json.dumps(valeur, ensure_ascii=False, indent=1))
    assert json.loads(ecrit) == valeur
    assert not set(ecrit) & set(AGISSANTS)


def test_what_the_program_draws_is_drawn() -> None:
    dessous = io.StringIO()
    flux = FluxInoffensif(dessous)
    flux.tracer("\r3/4")
    flux.writelines(["\x1b[0m", "x"])
    assert dessous.getvalue() == "\r3/4\ufffd[0mx"


async def test_a_painted_line_a_pasted_text_and_a_note_typed_over(tmp_path: Path) -> None:
    async with AglsApp(tmp_path).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        zone = next(iter(pilot.app.screen.query(Lignes)))
        bande = zone.dessiner((((GESTES, "fort"), ("suite", "")), " "))
        assert not set(bande.text) & set(AGISSANTS)
        assert "ROUGE" in bande.text
        assert bande.cell_length == zone.size.width

        await pilot.app.push_screen(EcranTexte("Intitulé", GESTES, "consigne"))
        await pilot.pause()
        page = pilot.app.screen.query_one(TextArea)
        assert not set(page.text) & set(AGISSANTS)
        page.text = ""
        pilot.app.post_message(Paste(f"un\r\ndeux{GESTES}"))
        await pilot.pause()
        assert page.text.startswith("un\ndeux")
        assert not set(page.text) & set(AGISSANTS)
        assert not pilot.app.screen.query(Input)
