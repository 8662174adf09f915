"""Writes the pictures of the README and of the guide from the example dossiers (`make pictures`).

Textual draws each screen as SVG; rsvg-convert (Debian: librsvg2-bin, Homebrew: librsvg) turns it into PNG.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from evaluator import exemples
from evaluator.dossier.dossier import Auteur
from evaluator.ui.app import AglsApp

ICI = Path(__file__).resolve().parent
# name: (dossier, volet, columns, rows, keys)
IMAGES: dict[str, tuple[str, str, int, int, tuple[str, ...]]] = {
    "question": ("pre-sorbier.agls", "constat", 120, 36, ("g", "3", ".", "1", "7", "enter")),
    "question-80": ("pre-sorbier.agls", "constat", 80, 24, ("g", "3", ".", "1", "7", "enter")),
    "resultats": ("pre-sorbier.agls", "constat", 100, 40, ("f4",)),
    "pourquoi": ("pre-sorbier.agls", "constat", 100, 36, ("f4", "w", "right", "down", "down", "right", "down", "right")),
    "contradictoire": ("pre-sorbier.agls", "constat", 100, 36, ("f7",)),
    "leviers": ("puits-mirette.agls", "auto_evaluation", 100, 36, ("l",)),
    "ensemble": ("pre-sorbier.agls", "constat", 100, 50, ("q",)),
    "large": ("quai-solveig.agls", "constat", 200, 60, ("g", "2", ".", "9", "enter")),
}


async def _prendre(dossier: Path, volet: str, colonnes: int, lignes: int, touches: tuple[str, ...]) -> str:
    application = AglsApp(dossier, volet, auteur=Auteur())  # type: ignore[arg-type]  # a volet by its name
    async with application.run_test(size=(colonnes, lignes)) as pilote:
        await pilote.pause()
        for touche in touches:
            await pilote.press(touche)
        await pilote.pause()
        return application.export_screenshot(title="AGLS Évaluateur")


def main() -> int:
    convertir = shutil.which("rsvg-convert")
    if convertir is None:
        print(
            "rsvg-convert est introuvable (Debian : apt install librsvg2-bin ; macOS : brew install librsvg)",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory() as temporaire:
        racine = exemples.construire(Path(temporaire) / "dossiers")
        for nom, (fichier, volet, colonnes, lignes, touches) in IMAGES.items():
            svg = asyncio.run(_prendre(racine / fichier, volet, colonnes, lignes, touches))
            cible = ICI / f"{nom}.png"
            subprocess.run(
                [convertir, "--zoom", "0.8", "-o", str(cible)],
                input=svg.replace("<svg ", '<svg xml:space="preserve" ', 1).encode(),
                check=True,
            )
            print(cible)
    return 0


if __name__ == "__main__":
    sys.exit(main())
