"""A report laid out for a word processor: paragraphs, tables and pictures in order, each with the name of its style.

Lengths are in twentieths of a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from evaluator.report.arbre.noeuds import Passages, texte


class Puce(Struct, frozen=True):
    """The mark of a list item; `numero` where the list counts, `suite` where it goes on counting from the item before."""

    niveau: int
    numero: int | None = None
    suite: bool = False


class Alinea(Struct, frozen=True):
    """A paragraph. `titre`: the level of a heading, 0 for none. `retrait`: added to that of the style. `page_de`: the anchor
    whose page is told at the end of the line."""

    style: str
    texte: Passages = ()
    titre: int = 0
    puce: Puce | None = None
    ancres: tuple[str, ...] = ()
    retrait: int = 0
    droite: bool = False
    avec_suivant: bool = False
    page: bool = False  # begins a page
    page_de: str = ""


class Role(Enum):
    """What a row says: it decides how its cells look."""

    ENTETE = "entete"
    CORPS = "corps"
    TOTAL = "total"
    RETENU = "retenu"


class Case(Struct, frozen=True):
    poses: tuple[Pose, ...]
    colonnes: int = 1


class Rangee(Struct, frozen=True):
    cases: tuple[Case, ...]
    role: Role = Role.CORPS
    insecable: bool = True  # not split over two pages
    avec_suivante: bool = False
    hauteur: int = 0  # at least


class Grille(Struct, frozen=True):
    """A table. `nom`: its caption again, for whoever does not see it."""

    style: str
    largeurs: tuple[int, ...]
    rangees: tuple[Rangee, ...]
    nom: str = ""
    retrait: int = 0
    avec_suivant: bool = False
    page: bool = False

    @property
    def insecable(self) -> bool:
        """On one page, whole."""
        return all(r.avec_suivante for r in self.rangees[:-1]) and all(r.insecable for r in self.rangees)


class Image(Struct, frozen=True):
    """A picture in a paragraph of its own."""

    style: str
    png: bytes
    titre: str
    description: str
    largeur: int
    hauteur: int
    retrait: int = 0
    avec_suivant: bool = False


Pose: TypeAlias = Alinea | Grille | Image


def lettres(poses: Iterable[Pose]) -> int:
    """How long the text is."""
    return sum(len(texte(a.texte)) for a in alineas(poses))


def alineas(poses: Iterable[Pose]) -> Iterator[Alinea]:
    """Every paragraph, those of the cells too."""
    for pose in poses:
        match pose:
            case Alinea():
                yield pose
            case Grille():
                for rangee in pose.rangees:
                    for case in rangee.cases:
                        yield from alineas(case.poses)
            case Image():
                pass


def ancres(poses: Iterable[Pose]) -> frozenset[str]:
    """The places that links may lead to."""
    return frozenset(ancre for a in alineas(poses) for ancre in a.ancres)
