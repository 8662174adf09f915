"""Writes the pictures of the documentation from the example dossiers (`make pictures`): those of the README and of the
guide, and each screen at 80×24 and 200×60, dark and light, with the page that shows them (docs/ecrans.md).

Textual draws each screen as SVG; rsvg-convert (Debian: librsvg2-bin, Homebrew: librsvg) turns it into PNG, and pngquant
(Debian and Homebrew: pngquant) makes it small.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from evaluator import exemples
from evaluator.dossier.dossier import Auteur
from evaluator.ui.app import AglsApp
from evaluator.ui.preferences import Preferences, garder_preferences
from evaluator.ui.themes import CLAIR, SOMBRE

ICI = Path(__file__).resolve().parent
ECRANS = ICI.parent / "ecrans"
TAILLES = ((80, 24, 0.6), (200, 60, 0.55))  # columns, rows, zoom
OUTILS = ("rsvg-convert", "pngquant")
SORBIER, MIRETTE, SOLVEIG = "pre-sorbier.agls", "puits-mirette.agls", "quai-solveig.agls"


@dataclass(frozen=True)
class Image:
    """Keys pressed in a dossier (None: the list of dossiers), and what the picture shows. `vide`: in an empty folder."""

    titre: str
    dossier: str | None
    touches: tuple[str, ...] = ()
    volet: str | None = "constat"
    vide: bool = False
    premiere: bool = False


def aller(numero: str) -> tuple[str, ...]:
    """The keys that lead to a question by its number."""
    return ("g", *numero, "enter")


def dire(mots: str) -> tuple[str, ...]:
    """The keys of a text."""
    return tuple({" ": "space", ",": "comma", "/": "slash", ".": "full_stop", "-": "minus"}.get(c, c) for c in mots)


# Of the README and of the guide: name, image, columns, rows.
GUIDE: dict[str, tuple[Image, int, int]] = {
    "question": (Image("", SORBIER, aller("3.17")), 120, 36),
    "question-80": (Image("", SORBIER, aller("3.17")), 80, 24),
    "resultats": (Image("", SORBIER, ("f4",)), 100, 40),
    "pourquoi": (Image("", SORBIER, ("f4", "w", "right", "down", "down", "right", "down", "right")), 100, 36),
    "contradictoire": (Image("", SORBIER, ("f7",)), 100, 36),
    "leviers": (Image("", MIRETTE, ("l",), "auto_evaluation"), 100, 36),
    "ensemble": (Image("", SORBIER, ("q",)), 100, 50),
    "large": (Image("", SOLVEIG, aller("2.9")), 200, 60),
}
TOUS: dict[str, Image] = {
    "bienvenue": Image("Le premier écran", None, premiere=True),
    "vide": Image("Un dossier de fichiers vide", None, vide=True),
    "accueil": Image("Les dossiers", None),
    "niveau": Image("Une question à niveaux, dans le constat : déclaré, écart, motif et prix", SORBIER, aller("3.17")),
    "choix": Image("Une question à choix multiple", SORBIER, aller("3.3"), "auto_evaluation"),
    "nombre": Image("Un nombre pendant sa saisie", SORBIER, (*aller("1.11"), "enter"), "auto_evaluation"),
    "plan": Image("Le plan (F2)", SORBIER, (*aller("3.17"), "f2")),
    "visite": Image("Les filtres de la visite (y)", SORBIER, (*aller("3.17"), "y")),
    "scores-caches": Image("Scores cachés (h)", SORBIER, (*aller("3.17"), "h")),
    "tableau": Image("Un tableau", SORBIER, (*aller("4.7"), "enter", "escape")),
    "tableau-saisie": Image("Une case pendant sa saisie", SORBIER, (*aller("5.6"), "enter", "escape", "down", "enter")),
    "repartition": Image("Une répartition", SORBIER, (*aller("3.27"), "enter")),
    "texte": Image("Un texte long", SORBIER, (*aller("2.19"), "enter")),
    "note": Image("Une note, interne ou partagée", SORBIER, (*aller("3.17"), "c")),
    "pieces": Image("Les pièces (i)", SORBIER, (*aller("3.17"), "i")),
    "chercher": Image("Chercher (/)", SORBIER, ("/", *dire("registre"))),
    "commandes": Image("Les commandes (: ou Ctrl+P)", SORBIER, ("ctrl+p", *dire("rapport"))),
    "aide": Image("L’aide (F1)", SORBIER, (*aller("3.17"), "f1")),
    "manquants": Image("Ce qui manque (F3)", MIRETTE, ("f3",), "auto_evaluation"),
    "resultats": Image("Les résultats (F4)", SORBIER, ("f4",)),
    "pourquoi": Image("Pourquoi (w)", SORBIER, ("f4", "w", "right", "down", "down", "right", "down", "right")),
    "leviers": Image("Les leviers (l)", MIRETTE, ("l",), "auto_evaluation"),
    "ensemble": Image("La vue d’ensemble (q)", SORBIER, ("q",)),
    "contradictoire": Image("Le contradictoire (F7)", SORBIER, ("f7",)),
    "observations": Image("Les observations du gestionnaire", SORBIER, ("f7", "o")),
    "decision": Image("La décision (F8)", SORBIER, ("f8",)),
    "cloture": Image("La clôture", SORBIER, ("f8", "c")),
    "rapport": Image("Les rapports (F5)", SORBIER, ("f5",)),
    "copie": Image("Continuer dans une copie", SORBIER, ("ctrl+p", *dire("copie"), "enter")),
}


async def prendre(racine: Path, image: Image, colonnes: int, lignes: int, theme: str) -> str:
    """One screen as SVG."""
    garder_preferences(Preferences(prevenu=not image.premiere))
    chemin = racine / "vide" if image.vide else racine / "exemples" / (image.dossier or "")
    volet = image.volet if image.dossier else None
    application = AglsApp(chemin, volet, auteur=Auteur("A. Martin", "inspectrice"))  # type: ignore[arg-type]  # a volet by its name
    application.theme = theme
    async with application.run_test(size=(colonnes, lignes)) as pilote:
        await pilote.pause(0.3)
        for touche in image.touches:
            await pilote.press(touche)
            await pilote.pause()
        await pilote.pause(0.6)  # what waits until the hand rests
        return application.export_screenshot(title="AGLS Évaluateur")


def dessiner(svg: str, cible: Path, zoom: float) -> None:
    """SVG to a small PNG."""
    propre = svg.replace("<svg ", '<svg xml:space="preserve" ', 1).encode()
    png = subprocess.run(["rsvg-convert", "--zoom", str(zoom)], input=propre, capture_output=True, check=True).stdout
    petit = subprocess.run(["pngquant", "24", "-"], input=png, capture_output=True, check=True).stdout
    cible.write_bytes(petit)
    print(cible)


def galerie() -> str:
    """docs/ecrans.md."""
    parties = ["# Les écrans\n", "Chaque écran à 80×24 et à 200×60, sombre et clair ; F9 change de l’un à l’autre.\n"]
    for nom, image in TOUS.items():
        parties.append(f"## {image.titre}\n")
        for colonnes, lignes, _ in TAILLES:
            for mot in ("sombre", "clair"):
                parties.append(f"![{image.titre}, {colonnes}×{lignes}, {mot}](ecrans/{nom}-{colonnes}-{mot}.png)")
        parties.append("")
    return "\n".join(parties)


def main(noms: list[str]) -> int:
    """All pictures, or those of these names."""
    absents = [outil for outil in OUTILS if shutil.which(outil) is None]
    if absents:
        print(f"introuvable : {', '.join(absents)} ; Debian : apt install librsvg2-bin pngquant", file=sys.stderr)
        return 1
    ECRANS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        os.environ |= {"AGLS_LOCAL": str(racine / "local"), "HOME": temporaire}  # shown as « ~ »
        (racine / "vide").mkdir()
        for nom, (image, colonnes, lignes) in GUIDE.items():
            if not noms or nom in noms:
                shutil.rmtree(racine / "exemples", ignore_errors=True)
                shutil.rmtree(racine / "local", ignore_errors=True)
                exemples.construire(racine / "exemples")
                dessiner(asyncio.run(prendre(racine, image, colonnes, lignes, SOMBRE)), ICI / f"{nom}.png", 0.8)
        for nom, image in TOUS.items():
            for colonnes, lignes, zoom in TAILLES if not noms or nom in noms else ():
                for mot, theme in (("sombre", SOMBRE), ("clair", CLAIR)):
                    shutil.rmtree(racine / "exemples", ignore_errors=True)
                    shutil.rmtree(racine / "local", ignore_errors=True)
                    exemples.construire(racine / "exemples")
                    svg = asyncio.run(prendre(racine, image, colonnes, lignes, theme))
                    dessiner(svg, ECRANS / f"{nom}-{colonnes}-{mot}.png", zoom)
    (ECRANS.parent / "ecrans.md").write_text(galerie(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
