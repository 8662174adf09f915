"""What the server hands out: a short list of files, read once, and nothing else of the disk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from msgspec import Struct

_NOTRES = "evaluator.serveur"
_TERMINAL = "textual_serve"
JS, CSS, POLICE = "text/javascript", "text/css", "font/ttf"
# Name in the address: whose file, where it is there, and its type.
_FICHIERS = {
    "demarrer.js": (_NOTRES, "page/demarrer.js", JS),
    "page.css": (_NOTRES, "page/page.css", CSS),
    "textual.js": (_TERMINAL, "static/js/textual.js", JS),
    "xterm.css": (_TERMINAL, "static/css/xterm.css", CSS),
    "droite.ttf": (_TERMINAL, "static/fonts/RobotoMono-VariableFont_wght.ttf", POLICE),
    "penchee.ttf": (_TERMINAL, "static/fonts/RobotoMono-Italic-VariableFont_wght.ttf", POLICE),
}


class Fichier(Struct, frozen=True):
    contenu: bytes
    genre: str


@cache
def fichiers() -> Mapping[str, Fichier]:
    return {
        nom: Fichier(files(paquetage).joinpath(chemin).read_bytes(), genre)
        for nom, (paquetage, chemin, genre) in _FICHIERS.items()
    }


def page(nom: str, **valeurs: str) -> str:
    """The page `nom`, its `$names` replaced."""
    modele = files(_NOTRES).joinpath(f"page/{nom}.html").read_text(encoding="utf-8")
    return Template(modele).substitute({cle: escape(valeur) for cle, valeur in valeurs.items()})
