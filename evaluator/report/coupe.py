"""Texts made to fit a place: cut at a word, and said to be cut. Limits are in characters and in printed lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from evaluator import french

SUITE = f"…{french.INSECABLE}suite dans le rapport"
SUITE_DOSSIER = f"…{french.INSECABLE}suite dans le dossier"
MOT_MAX = 40  # a longer word may be cut inside


class Place(Struct, frozen=True):
    """`caracteres` on one line, `lignes` at most."""

    caracteres: int
    lignes: int

    def plus(self, lignes: int) -> Place:
        """The same, with `lignes` more (or less)."""
        return Place(self.caracteres, self.lignes + lignes)


def couper(texte: str, limite: int, suite: str = SUITE) -> str:
    """`texte` on one run, of `limite` characters at most, `suite` included where it is cut."""
    plat = " ".join(mot for mot in texte.split(" ") if mot) if "\n" not in texte else " ".join(texte.split())
    if len(plat) <= limite:
        return plat
    tete = plat[: max(0, limite - len(suite) - 1)]
    entier = tete.rpartition(" ")[0]
    if entier and len(tete) - len(entier) <= MOT_MAX:
        tete = entier
    return f"{tete.rstrip(' ,;:.')} {suite}"


def lignes_de(texte: str, largeur: int) -> int:
    """How many lines of `largeur` characters a text takes, words whole where they fit."""
    compte, reste = 1, largeur
    for mot in texte.split(" "):
        besoin = len(mot) + (reste < largeur)
        if besoin <= reste:
            reste -= besoin
            continue
        compte += 1 + (len(mot) - 1) // largeur if reste < largeur else (len(mot) - 1) // largeur
        reste = largeur - ((len(mot) - 1) % largeur + 1)
    return compte


def faire_tenir(textes: Iterable[str], place: Place, chacun: int, suite: str = SUITE) -> tuple[list[str], int]:
    """The first of `textes` that fit in `place`, each cut to `chacun` characters; and how many do not."""
    tous: Sequence[str] = list(textes)
    gardes: list[str] = []
    reste = place.lignes
    for texte in tous:
        coupe = couper(texte, chacun, suite)
        prises = lignes_de(coupe, place.caracteres)
        if prises > reste:
            break
        gardes.append(coupe)
        reste -= prises
    return gardes, len(tous) - len(gardes)
