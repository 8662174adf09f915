"""Dossiers as a hostile colleague makes them: whole chains, right hashes, wrong intentions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from evaluator.canonical import condense, octets_canoniques

Evenements = list[dict[str, Any]]
Falsifier = Callable[[Callable[[Evenements], object]], Path]

# OSC 52 fills the clipboard, CSI moves and colours, a C1 control does what ESC [ does, a carriage return overwrites, a
# direction mark turns the line around.
GESTES = "Z\x1b]52;c;aGFjaw==\x07\x1b[31mROUGE\x9b31m\u202egauche\r\u2066Q\x7f"
AGISSANTS = "\x1b\x9b\x7f\r\u202e\u2066"


def enchainer(evenements: Iterable[dict[str, Any]]) -> bytes:
    """The lines of a file whose chain holds."""
    lignes, prec = [], None
    for e in evenements:
        nu = {**{c: v for c, v in e.items() if c != "empreinte"}, "prec": prec}
        prec = condense(octets_canoniques(nu))
        lignes.append(octets_canoniques({**nu, "empreinte": prec}) + b"\n")
    return b"".join(lignes)


@pytest.fixture
def falsifier(dossiers_exemples: Path, tmp_path: Path) -> Falsifier:
    """`falsifier(change)`: an example whose events were changed, and chained and hashed again."""

    def faire(change: Callable[[Evenements], object]) -> Path:
        lignes = (dossiers_exemples / "pre-sorbier.agls").read_bytes().splitlines()
        evenements = [json.loads(ligne) for ligne in lignes]
        change(evenements)
        tete = evenements[0]["charge"]
        tete["empreintes"] = {c: None if v is None else condense(octets_canoniques(v)) for c, v in tete["gele"].items()}
        chemin = tmp_path / "recu.agls"
        chemin.write_bytes(enchainer(evenements))
        return chemin

    return faire


def partout(arbre: Any, cles: Iterable[str], suite: str) -> Any:
    """`arbre` with `suite` after each text of one of these keys."""
    if isinstance(arbre, dict):
        return {
            c: v + suite if c in cles and isinstance(v, str) and "{" not in v else partout(v, cles, suite)
            for c, v in arbre.items()
        }
    return [partout(v, cles, suite) for v in arbre] if isinstance(arbre, list) else arbre
