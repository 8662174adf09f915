"""The HTML of a section as nested elements. Drawings are set aside first: SVG names are case-sensitive, HTML's are not."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from msgspec import Struct, field

from evaluator.errors import FaultyInput, Faute

SEULES = frozenset({"br", "col", "hr", "img", "input", "meta", "link", "wbr"})  # elements without an end
MUETTES = frozenset({"script", "style", "template"})  # what they hold is no text of the report
DESSINABLES = frozenset({
    "svg", "title", "desc", "defs", "pattern", "g", "rect", "line", "circle", "ellipse", "path", "polyline", "polygon",
    "text", "tspan", "lineargradient", "stop", "clippath",
})  # fmt: skip  # a drawing draws: it calls no file, holds no page and runs nothing
_BALISE = re.compile(r"<([a-zA-Z][\w:-]*)")
_RENVOI = re.compile(r"""\bhref\s*=|url\(\s*['"]?(?!['"#]|\))""", re.IGNORECASE)
_DESSIN = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


class Balise(Struct):
    nom: str
    attributs: dict[str, str] = field(default_factory=dict)
    enfants: list[Balise | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributs.get("class", "").split())


class _Lecteur(HTMLParser):
    def __init__(self, section: str) -> None:
        super().__init__(convert_charrefs=True)
        self.section = section
        self.racine = Balise("")
        self.pile = [self.racine]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        lue = Balise(tag, {nom: valeur or "" for nom, valeur in attrs})
        self.pile[-1].enfants.append(lue)
        if tag not in SEULES:
            self.pile.append(lue)

    def handle_endtag(self, tag: str) -> None:
        if tag in SEULES:
            return
        if self.pile[-1].nom != tag:
            ouverte = self.pile[-1].nom
            dit = f"« </{tag}> » ferme « <{ouverte}> »" if ouverte else f"« </{tag}> » ne ferme rien"
            raise FaultyInput([Faute(f"modèle de rapport : {dit} ; fermez chaque balise dans l’ordre", self.section)])
        self.pile.pop()

    def handle_data(self, data: str) -> None:
        if self.pile[-1].nom not in MUETTES:
            self.pile[-1].enfants.append(data)


def lire_balises(html: str, section: str) -> tuple[Balise, list[str]]:
    """The root of what `html` holds, and its drawings: a `dessin` element stands where each was, `n` being its rank.

    `section` names the template in a message. Raises `FaultyInput` where an element is not closed
    in order, and for a drawing that calls something else.
    """
    dessins: list[str] = []

    def garder(lu: re.Match[str]) -> str:
        interdites = [nom for nom in _BALISE.findall(lu[0]) if nom.lower() not in DESSINABLES]
        if interdites or _RENVOI.search(lu[0]):
            quoi = f"« <{interdites[0]}> »" if interdites else "un renvoi vers un fichier ou une adresse"
            raise FaultyInput([Faute(f"modèle de rapport : un dessin n’admet pas {quoi}", section)])
        dessins.append(lu[0])
        return f'<dessin n="{len(dessins) - 1}"></dessin>'

    lecteur = _Lecteur(section)
    lecteur.feed(_DESSIN.sub(garder, html))
    lecteur.close()
    if len(lecteur.pile) > 1:
        raise FaultyInput([Faute(f"modèle de rapport : « <{lecteur.pile[-1].nom}> » n’est pas fermée", section)])
    return lecteur.racine, dessins
