"""A drawing as a picture: resvg at twice its size, with the fonts of the program."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import resvg_py
from lxml import etree

from evaluator import resources
from evaluator.report.arbre.noeuds import Dessin
from evaluator.report.formats.bureau.poses import Image
from evaluator.report.formats.bureau.styles import DESSIN

FINESSE = 2
FAMILLE = "Source Sans 3"
PAR_PIXEL = 15  # a pixel is three quarters of a point
_XLINK = "{http://www.w3.org/1999/xlink}href"
_ETRANGERS = ("image", "feImage", "foreignObject", "style", "script")  # would read another file


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
    fontes = [str(Path(f)) for f in fichiers]
    return resvg_py.svg_to_bytes(
        svg_string=_sans_renvoi(svg),
        zoom=FINESSE,
        background="#ffffff",
        font_files=fontes or None,
        skip_system_fonts=bool(fontes),
        font_family=FAMILLE,
        sans_serif_family=FAMILLE,
        languages=["fr"],
    )


def _sans_renvoi(svg: str) -> str:
    """`svg` that shows nothing of another file."""
    racine = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for noeud in list(racine.iter()):
        if not isinstance(noeud.tag, str) or etree.QName(noeud).localname in _ETRANGERS:
            noeud.getparent().remove(noeud)
            continue
        for nom in ("href", _XLINK):
            if not noeud.get(nom, "#").startswith("#"):
                del noeud.attrib[nom]
    dit: str = etree.tostring(racine, encoding="unicode")
    return dit
