"""PDF by Typst: PDF/A-3a and PDF/UA-1 in one file, the same bytes for the same report.

What a dossier says reaches Typst as data, never as source. Characters that no font shows are spelled out (`couverture`).
"""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import typst

from evaluator import resources
from evaluator.errors import FaultyInput, Faute
from evaluator.report.document import Document
from evaluator.report.formats.typst_arbre import en_json

NORMES = ["a-3a", "ua-1"]
AGE, TOUS = 11, 4  # Typst forgets what ten compilations did not use: about 75 MB for each report before that
_ecrits = count(1)


def ecrire(document: Document) -> bytes:
    """The file. Raises `FaultyInput` where a section of a local template cannot be set."""
    fait = _composer(document, pdf_standards=NORMES, timestamp=document.instant)
    assert isinstance(fait, bytes)
    return fait


def en_images(document: Document, points_par_pouce: float = 72) -> list[bytes]:
    """The same pages as PNG, for the documentation."""
    fait = _composer(document, format="png", ppi=points_par_pouce)
    return [fait] if isinstance(fait, bytes) else list(fait or ())


def _composer(document: Document, **sortie: Any) -> bytes | list[bytes] | None:
    livre = resources.dossier_livre(resources.MODELES)
    entrees = {"rapport": json.dumps(en_json(document), ensure_ascii=False, separators=(",", ":"))}
    if document.jointe.octets is not None:
        entrees["entree"] = document.jointe.octets.decode()
    try:
        fait: bytes | list[bytes] | None = typst.compile(
            livre / "pdf" / "rapport.typ",
            root=livre / "pdf",
            font_paths=[livre / "polices"],
            ignore_system_fonts=True,  # the same page on every machine
            sys_inputs=entrees,
            **sortie,
        )
    except typst.TypstError as erreur:
        raise FaultyInput([Faute(f"modèle de rapport : la mise en page a échoué : {erreur}", "pdf/rapport.typ")]) from erreur
    if next(_ecrits) % TOUS == 0:
        _oublier(livre / "pdf")
    return fait


def _oublier(dossier: Path) -> None:
    """Age what Typst keeps of the reports before, so that a long session or a batch stays small (0.1 s)."""
    vide = typst.Compiler(dossier / "vide.typ", root=dossier, ignore_system_fonts=True)
    for _ in range(AGE):
        vide.compile(format="svg")
