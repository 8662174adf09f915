"""A drawing as a picture: resvg at twice its size, with the fonts of the program."""

from __future__ import annotations

from functools import lru_cache

import resvg_py

from evaluator import resources
from evaluator.report.arbre.noeuds import Dessin
from evaluator.report.formats.bureau.poses import Image
from evaluator.report.formats.bureau.styles import DESSIN

FINESSE = 2
FAMILLE = "Source Sans 3"
PAR_PIXEL = 15  # a pixel is three quarters of a point


def polices() -> list[str]:
    """The font files of the program, those of the local folder first."""
    return [
        str(fichier)
        for dossier in resources.dossiers(resources.MODELES)
        for fichier in sorted((dossier / "polices").glob("*.[ot]tf"))
    ]


def image(dessin: Dessin, largeur: int, retrait: int = 0) -> Image:
    """The picture of `dessin`, no wider than `largeur`."""
    large, haute = dessin.largeur * PAR_PIXEL or 1, dessin.hauteur * PAR_PIXEL
    if large > largeur:
        large, haute = largeur, haute * largeur // large
    png = _png(dessin.svg, tuple(polices()))
    return Image(DESSIN, png, dessin.titre, dessin.description, large, haute, retrait)


@lru_cache(maxsize=16)
def _png(svg: str, fichiers: tuple[str, ...]) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=FINESSE,
        background="#ffffff",
        font_files=list(fichiers) or None,
        skip_system_fonts=bool(fichiers),
        font_family=FAMILLE,
        sans_serif_family=FAMILLE,
        languages=["fr"],
    )
