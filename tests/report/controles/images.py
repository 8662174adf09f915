"""Every page as a picture, and the pages of a report on one sheet: an eye finds what no check was told to look for."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.report.controles.bilan import Absent
from tests.report.controles.outils import programme

POINTS = 90  # per inch: a page is read at full size


def peindre(pdfs: Mapping[str, Path], lieu: Path) -> Iterator[str]:
    """Paint each file under its name; say where, or why not."""
    try:
        pdftoppm = programme("pdftoppm", "poppler-utils")
    except Absent as absence:
        yield f"non vérifié : images : {absence}"
        return
    shutil.rmtree(lieu, ignore_errors=True)
    with ThreadPoolExecutor(os.cpu_count()) as fils:
        pages = sum(fils.map(lambda paire: _pages(pdftoppm, paire[1], lieu / paire[0]), pdfs.items()))
        yield f"{pages} pages en images dans {lieu}"
        if (montage := shutil.which("montage")) is None:
            yield "non vérifié : planches : montage n’est pas installé (apt-get install imagemagick)"
            return
        (lieu / "planches").mkdir(parents=True, exist_ok=True)
        list(fils.map(lambda nom: _planche(montage, lieu / nom, lieu / "planches" / f"{nom}.png"), pdfs))
    yield f"{len(pdfs)} planches, une par rapport, dans {lieu / 'planches'}"


def _pages(pdftoppm: str, pdf: Path, lieu: Path) -> int:
    lieu.mkdir(parents=True)
    subprocess.run([pdftoppm, "-png", "-r", str(POINTS), pdf, lieu / "page"], check=True, capture_output=True)
    return len(list(lieu.iterdir()))


def _planche(montage: str, pages: Path, planche: Path) -> None:
    subprocess.run(
        [montage, *sorted(pages.iterdir()), "-geometry", "420x594+6+6", "-tile", "4x", "-background", "#777", planche],
        check=True,
        capture_output=True,
    )
