"""Column widths: those that the section says, else those that its words ask for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from msgspec import Struct

from evaluator.report.arbre.noeuds import Blocs, Cellule, Liste, Paragraphe, Passages, Tableau, Titre, contenu, texte
from evaluator.report.formats.bureau import mesures

SIGNE = 94  # a letter of a cell, about, in twentieths of a point
LETTRES, PETITES = (
    180,
    150,
)  # the size of the letters of a cell, in twentieths of a point; from SERRE columns, or where needed
SERRE = 7
AISE, AISE_MAX = 1.15, 1.3  # words are wider in another font: what a column must leave them, and where there is room
MARGE = 170  # of a cell, both sides
RETRAIT = 340  # of one level of list
A_ECRIRE = 24
_TEXTE_MAX = 110  # letters: beyond, a longer text needs no wider column
_MOT_MAX = 66  # letters: a longer word is cut; a hash fits
_NOMBRE_MAX = 12  # a shorter text on the right stays on one line


class Largeurs(Struct, frozen=True):
    """The width of each column. `serre`: in small letters, without which a word would be cut."""

    colonnes: tuple[int, ...]
    serre: bool


def partager(largeur: int, parts: Sequence[float]) -> tuple[int, ...]:
    """`largeur` in whole parts, to the unit."""
    total = sum(parts) or 1
    bornes = [round(largeur * sum(parts[:k]) / total) for k in range(len(parts) + 1)]
    return tuple(b - a for a, b in itertools.pairwise(bornes))


def colonnes(tableau: Tableau, largeur: int) -> Largeurs:
    """The width of each column of `tableau`; their sum is `largeur`, or less where the table is narrow."""
    libre = largeur - MARGE * tableau.colonnes
    for serre in (True,) if tableau.colonnes >= SERRE else (False, True):
        mots, lignes = _besoins(tableau, PETITES if serre else LETTRES)
        aise = min(libre / sum(mots), AISE_MAX)
        if aise >= AISE:
            minimes = [mot * aise + MARGE for mot in mots]
            voulus = [max(ligne + MARGE, m) for ligne, m in zip(lignes, minimes, strict=True)]
            return Largeurs(_repartir(tableau, largeur, minimes, voulus), serre)
    minimes = [mot * AISE + MARGE for mot in mots]
    return Largeurs(partager(largeur, _plafonner(minimes, largeur)), serre=True)


def _plafonner(minimes: Sequence[float], largeur: int) -> list[float]:
    """The widest columns give way, down to one width: only their words are cut."""
    reste, plafond = float(largeur), 0.0
    for k, m in enumerate(sorted(minimes)):
        plafond = reste / (len(minimes) - k)
        if m > plafond:
            break
        reste -= m
    return [min(m, plafond) for m in minimes]


def _repartir(tableau: Tableau, largeur: int, minimes: Sequence[float], voulus: Sequence[float]) -> tuple[int, ...]:
    """`largeur` between columns of which each has its least; the section says how, else their texts do."""
    if tableau.largeurs:
        return _elargir(_dites(tableau, largeur), minimes)
    if sum(voulus) <= largeur:
        if "etroit" in tableau.styles:
            return partager(max(round(sum(voulus)), largeur * 45 // 100), voulus)
        return _elargir(partager(largeur, voulus), minimes)
    part = (largeur - sum(minimes)) / (sum(voulus) - sum(minimes) or 1)
    return partager(largeur, [m + (v - m) * part for m, v in zip(minimes, voulus, strict=True)])


def _dites(tableau: Tableau, largeur: int) -> tuple[int, ...]:
    nombre = tableau.colonnes
    dites = (*tableau.largeurs, *[0] * nombre)[:nombre]
    libres = dites.count(0)
    reste = max(100 - sum(dites), 5 * libres) / max(libres, 1)
    return partager(largeur, [d or reste for d in dites])


def _elargir(largeurs: Sequence[int], minimes: Sequence[float]) -> tuple[int, ...]:
    """A column below its least has it, from those that have more than theirs."""
    manque = sum(max(m - large, 0) for large, m in zip(largeurs, minimes, strict=True))
    trop = sum(max(large - m, 0) for large, m in zip(largeurs, minimes, strict=True))
    part = (trop - manque) / trop if trop else 0
    return partager(sum(largeurs), [m + max(large - m, 0) * part for large, m in zip(largeurs, minimes, strict=True)])


def _besoins(tableau: Tableau, lettres: int) -> tuple[list[float], list[float]]:
    """For each column, the width of its longest word and of its longest text, in letters of that size."""
    nombre = tableau.colonnes
    mots, lignes = [1.5 * lettres] * nombre, [2.0 * lettres] * nombre
    gras = {id(rang) for rang in (*tableau.entete, *tableau.pied)}
    for rang in tableau.rangs:
        k = 0
        for cellule in rang.cellules:
            if cellule.colonnes == 1 and k < nombre:
                mot, ligne = _besoin(cellule, lettres, gras=id(rang) in gras or rang.style == "retenu")
                mots[k], lignes[k] = max(mots[k], mot), max(lignes[k], ligne)
            k += cellule.colonnes
    if "a-remplir" in tableau.styles:  # a column with nothing yet is one to write in
        for k in _vides(tableau, nombre):
            mots[k], lignes[k] = max(mots[k], A_ECRIRE * lettres / 2 / AISE_MAX), A_ECRIRE * lettres / 2
    return mots, lignes


def _besoin(cellule: Cellule, lettres: int, *, gras: bool) -> tuple[float, float]:
    """The width of the longest word and of the longest text of a cell."""
    mot = ligne = 0.0
    for passages, retrait in _alineas(cellule.blocs):
        entier = mesures.largeur(passages, lettres, gras=gras)
        seul = cellule.droite and len(texte(passages)) < _NOMBRE_MAX
        long = entier if seul else max(mesures.mots(passages, lettres, gras=gras))
        mot = max(mot, min(long, _MOT_MAX * lettres / 2) + retrait)
        ligne = max(ligne, min(entier, _TEXTE_MAX * lettres / 2) + retrait)
    return mot, ligne


def _alineas(blocs: Blocs, retrait: int = 0) -> Iterator[tuple[Passages, int]]:
    """The texts of a cell, and how far from its edge each begins."""
    for bloc in blocs:
        if isinstance(bloc, Titre | Paragraphe):
            yield bloc.texte, retrait
        yield from _alineas(contenu(bloc), retrait + RETRAIT if isinstance(bloc, Liste) else retrait)


def _vides(tableau: Tableau, nombre: int) -> frozenset[int]:
    """The columns that hold nothing below their head."""
    corps = [rang.cellules for rang in tableau.corps]
    return frozenset(k for k in range(nombre) if not any(c[k].blocs for c in corps if len(c) > k))


def textes(blocs: Blocs) -> list[Passages]:
    """The texts of blocks, in order."""
    lus: list[Passages] = []
    for bloc in blocs:
        if isinstance(bloc, Titre | Paragraphe):
            lus.append(bloc.texte)
        lus += textes(contenu(bloc))
    return lus


def lignes(passages: Passages, largeur: int) -> int:
    """How many lines a text takes, about."""
    par_ligne = max((largeur - MARGE) // SIGNE, 4)
    return sum(1 + len(ligne) // par_ligne for ligne in texte(passages).split("\n"))
