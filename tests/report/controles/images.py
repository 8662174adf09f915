"""Every page as a picture, and the pages of a report on one sheet: an eye finds what no check was told to look for."""

from __future__ import annotations

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from evaluator import french
from tests.report.controles.bilan import Absent, Bilan
from tests.report.controles.outils import programme

POINTS = 90  # per inch: a page is read at full size


def peindre(bilan: Bilan, lieu: Path) -> None:
    """Paint every file that has pages, under `lieu`, and say where; what cannot be is added to what was not checked."""
    pdfs = {f"{f.nom.replace(' ', '-')}-{f.format}": p for f in bilan.fichiers if (p := bilan.pdf(f))}
    try:
        pdftoppm = programme("pdftoppm", "poppler-utils")
    except Absent as absence:
        bilan.non_verifies["images"] = str(absence)
        return
    shutil.rmtree(lieu, ignore_errors=True)
    with ThreadPoolExecutor(os.cpu_count()) as fils:
        pages = sum(fils.map(lambda nom: _pages(pdftoppm, pdfs[nom], lieu / nom), pdfs))
        bilan.images.append(f"{french.pluriel(pages, 'page')} en images dans {lieu}")
        try:
            montage = programme("montage", "imagemagick")
        except Absent as absence:
            bilan.non_verifies["planches"] = str(absence)
            return
        (lieu / "planches").mkdir(parents=True)
        list(fils.map(lambda nom: _planche(montage, lieu / nom, lieu / "planches" / f"{nom}.png"), pdfs))
    bilan.images.append(f"{french.pluriel(len(pdfs), 'planche')}, une par rapport, dans {lieu / 'planches'}")


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
