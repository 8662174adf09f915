"""A line of the terminal is a tuple of (text, style name). Style names are semantic; `app.tcss` says what they look like."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Literal, get_args

from rich.cells import cell_len, set_cell_size

Style = Literal["", "titre", "fort", "attenue", "accent", "bon", "alerte", "erreur", "curseur", "inverse", "panne"]
STYLES: tuple[Style, ...] = get_args(Style)[1:]
Segment = tuple[str, Style]
Ligne = tuple[Segment, ...]
Entree = tuple[str | None, Ligne]  # a line of a list and what it stands for; None for what the cursor skips

VIDE: Ligne = ()
INSECABLE, FINE = "\u00a0", "\u202f"
TRES_LARGE = 150  # cells: two texts side by side
COTE = " │ "  # between two texts side by side


def propre(texte: str, *, lignes: bool = True) -> str:
    """`texte` without what could move the cursor or hide characters: controls, bidirectional marks, lone surrogates."""
    if texte.replace(INSECABLE, " ").replace(FINE, " ").isprintable():  # nearly always; `translate` is ten times slower
        return texte
    morceaux = []
    for c in texte.replace("\r\n", "\n").replace("\t", " "):
        if c == "\n":
            morceaux.append("\n" if lignes else " ")
        elif unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            morceaux.append("" if c in "\u00ad\u200d\ufeff" else "\ufffd")
        elif c in "\u2028\u2029":
            morceaux.append(" ")
        else:
            morceaux.append(c)
    return "".join(morceaux)


def largeur(ligne: Ligne) -> int:
    """Cells that a line takes."""
    return sum(cell_len(texte) for texte, _ in ligne)


def brut(ligne: Ligne) -> str:
    """The line without its styles."""
    return "".join(texte for texte, _ in ligne)


def tout(lignes: Iterable[Ligne]) -> str:
    """All lines without their styles."""
    return "\n".join(brut(ligne) for ligne in lignes)


def couper(texte: str, cellules: int) -> str:
    """`texte` in at most `cellules` cells, with « … » where it is cut."""
    texte = propre(texte, lignes=False)
    if cell_len(texte) <= cellules:
        return texte
    return set_cell_size(texte, max(cellules - 1, 0)).rstrip() + "…" if cellules > 0 else ""


def cale(texte: str, cellules: int) -> str:
    """`texte` cut or padded to exactly `cellules` cells."""
    return set_cell_size(couper(texte, cellules), cellules)


def ecarter(gauche: Sequence[Segment], droite: Sequence[Segment], cellules: int) -> Ligne:
    """`gauche` at the left, `droite` at the right; the left is cut first."""
    place = max(cellules - largeur(tuple(droite)) - 1, 0)
    coupes: list[Segment] = []
    for texte, style in gauche:
        morceau = couper(texte, place)
        place -= cell_len(morceau)
        if morceau:
            coupes.append((morceau, style))
        if morceau != propre(texte, lignes=False):
            break
    blanc = cellules - largeur(tuple(coupes)) - largeur(tuple(droite))
    return (*coupes, (" " * max(blanc, 1), ""), *droite)


_COLLES = frozenset(";:?!»")  # never first on a line


def _mots(segments: Iterable[Segment]) -> Iterable[list[Segment] | None]:
    """Words as pieces of one style; None for a line break. Only the plain space breaks, and not
    before « ; »: a no-break space never does."""
    mot: list[Segment] = []
    for texte, style in segments:
        for rang, paragraphe in enumerate(texte.split("\n")):
            if rang:
                yield mot
                mot = []
                yield None
            for place, morceau in enumerate(paragraphe.split(" ")):
                if place and mot and (morceau in _COLLES or mot[-1][0].endswith("«")):
                    morceau = f" {morceau}"  # « mot ; » holds together, as with a no-break space
                elif place:
                    yield mot
                    mot = []
                if morceau:
                    mot.append((morceau, style))
    yield mot


def _tronconner(mot: list[Segment], cellules: int) -> Iterable[list[Segment]]:
    """A word that no line can hold, cut where it must be."""
    for texte, style in mot:
        while cell_len(texte) > cellules:
            pris = max(1, len(set_cell_size(texte, cellules).rstrip(" ")))
            yield [(texte[:pris], style)]
            texte = texte[pris:]
        if texte:
            yield [(texte, style)]


def plier(segments: Sequence[Segment], cellules: int, retrait: int = 0, tete: Sequence[Segment] = ()) -> list[Ligne]:
    """Wrap to `cellules`. `tete` starts the first line; the others are indented by its width plus `retrait`."""
    return list(_plier(tuple(segments), cellules, retrait, tuple(tete)))


@lru_cache(maxsize=2000)  # some fifty questions: what is read again is not wrapped again
def _plier(segments: Ligne, cellules: int, retrait: int, tete: Ligne) -> list[Ligne]:
    marge = largeur(tete) + retrait
    place = max(cellules - marge + retrait, 8)
    lignes: list[Ligne] = []
    ligne: list[Segment] = list(tete)
    pris = 0

    def rompre() -> None:
        nonlocal ligne, pris, place
        lignes.append(tuple(s for s in ligne if s[0]))
        ligne, pris, place = [(" " * marge, "")], 0, max(cellules - marge, 8)

    for mot in _mots(segments):
        if mot is None:
            rompre()
            continue
        if not mot:
            continue
        entier = cell_len(mot[0][0]) if len(mot) == 1 else largeur(tuple(mot))
        for morceau in _tronconner(mot, place) if entier > place else (mot,):
            taille = entier if morceau is mot else largeur(tuple(morceau))
            if pris and pris + 1 + taille > place:
                rompre()
            if pris:
                ligne.append((" ", morceau[0][1] if ligne[-1][1] == morceau[0][1] else ""))
                pris += 1
            ligne.extend(morceau)
            pris += taille
    rompre()
    return lignes


def entrees(ident: str | None, lignes: Sequence[Ligne]) -> list[Entree]:
    """`lignes` as entries of a list: the first one stands for `ident`, the others belong to it."""
    return [(ident if rang == 0 else None, ligne) for rang, ligne in enumerate(lignes)]


def cote_a_cote(gauche: Sequence[Entree], droite: Sequence[Ligne], cellules: int) -> list[Entree]:
    """`droite` beside `gauche`, which was made for `cellules` cells; the lines stand for what those of `gauche` do."""
    sorties: list[Entree] = []
    for entree, ligne in zip_longest(gauche, droite):
        ident, debut = entree or (None, VIDE)
        blanc: Segment = (" " * max(cellules - largeur(debut), 0), "")
        sorties.append((ident, (*debut, blanc, (COTE, "attenue"), *(ligne or VIDE))))
    return sorties


def champ(nom: str, segments: Sequence[Segment], cellules: int, marge: int = 15) -> list[Ligne]:
    """`nom` in a column of `marge` cells, then its words, wrapped beside it."""
    return plier(segments, cellules - 1, tete=[(f" {couper(nom, marge - 2):<{marge - 1}}", "attenue")])


def filet(titre: str, cellules: int) -> Ligne:
    """A rule across the pane with its title in it."""
    debut = f"── {couper(titre, cellules - 4)} " if titre else ""
    return ((debut + "─" * max(cellules - cell_len(debut), 0), "attenue"),)
