"""What a page is made of, whatever the format: a dozen kinds of blocks, and runs of text.

A `style` is the name of what a block says (`aide`, `banniere`, `operation`…), as the class of the section's HTML; each
format has a table from these names to its own styles, with a plain one for a name it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace


class Passage(Struct, frozen=True):
    """A run of text. `\\n` is a line end. `litteral`: written by a person, spaces count. `lien`: `#anchor` or an address."""

    texte: str
    gras: bool = False
    italique: bool = False
    mono: bool = False
    discret: bool = False
    litteral: bool = False
    lien: str = ""

    def dire(self, texte: str) -> Passage:
        """`texte` in the same look."""
        return replace(self, texte=texte)

    @property
    def allure(self) -> tuple[bool, bool, bool, bool, bool, str]:
        """All but the text."""
        return self.gras, self.italique, self.mono, self.discret, self.litteral, self.lien


Passages: TypeAlias = tuple[Passage, ...]


class Titre(Struct, frozen=True):
    """A heading; 1 is that of the document, 2 that of a section."""

    niveau: int
    texte: Passages
    ancre: str = ""


class Paragraphe(Struct, frozen=True):
    texte: Passages
    style: str = ""


class Element(Struct, frozen=True):
    """One item of a list; `numero` where the list counts."""

    blocs: Blocs
    numero: int | None = None


class Liste(Struct, frozen=True):
    elements: tuple[Element, ...]
    style: str = ""


class Fiche(Struct, frozen=True):
    """Names and what each holds, in two columns without lines."""

    lignes: tuple[tuple[Passages, Blocs], ...]


class Cellule(Struct, frozen=True):
    """`colonnes`: how many it spans. `droite`: a number, aligned on the right."""

    blocs: Blocs
    entete: bool = False
    droite: bool = False
    colonnes: int = 1


class Rang(Struct, frozen=True):
    cellules: tuple[Cellule, ...]
    style: str = ""


class Tableau(Struct, frozen=True):
    """`largeurs`: per cent of each column, 0 for what is left; empty where the format decides."""

    legende: Passages
    entete: tuple[Rang, ...]
    corps: tuple[Rang, ...]
    pied: tuple[Rang, ...]
    largeurs: tuple[int, ...] = ()
    styles: frozenset[str] = frozenset()

    @property
    def rangs(self) -> tuple[Rang, ...]:
        return (*self.entete, *self.corps, *self.pied)

    @property
    def colonnes(self) -> int:
        return max((sum(c.colonnes for c in r.cellules) for r in self.rangs), default=0)


class Groupe(Struct, frozen=True):
    """Blocks that belong together: a card, a note, a quoted clause, a section. `bloc`: not split over two pages."""

    blocs: Blocs
    style: str = ""
    ancre: str = ""
    bloc: bool = False
    page: bool = False  # begins a page


class Colonnes(Struct, frozen=True):
    """Blocks side by side, with their share of the width, in per cent. `style`: `avis` is framed."""

    colonnes: tuple[Blocs, ...]
    parts: tuple[int, ...]
    style: str = ""
    bloc: bool = False


class Dessin(Struct, frozen=True):
    """An SVG drawing that stands alone, with its title and the same content in words."""

    svg: str
    titre: str
    description: str
    largeur: int
    hauteur: int


class Filets(Struct, frozen=True):
    """Blank ruled lines to write on."""

    nombre: int


Bloc: TypeAlias = Titre | Paragraphe | Liste | Fiche | Tableau | Groupe | Colonnes | Dessin | Filets
Blocs: TypeAlias = tuple[Bloc, ...]


def texte(passages: Passages) -> str:
    return "".join(p.texte for p in passages)


def parcourir(blocs: Blocs) -> Iterator[Bloc]:
    """Every block, the outer one before what it holds."""
    for bloc in blocs:
        yield bloc
        yield from parcourir(contenu(bloc))


def contenu(bloc: Bloc) -> Blocs:
    """The blocks that a block holds."""
    match bloc:
        case Groupe(blocs=blocs):
            return blocs
        case Colonnes(colonnes=colonnes):
            return tuple(b for colonne in colonnes for b in colonne)
        case Liste(elements=elements):
            return tuple(b for e in elements for b in e.blocs)
        case Fiche(lignes=lignes):
            return tuple(b for _, blocs in lignes for b in blocs)
        case Tableau():
            return tuple(b for rang in bloc.rangs for c in rang.cellules for b in c.blocs)
        case _:
            return ()
