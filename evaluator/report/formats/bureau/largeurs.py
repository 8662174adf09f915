"""Column widths: those that the section says, else those that its words ask for."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from evaluator.report.arbre.noeuds import Blocs, Paragraphe, Passages, Rang, Tableau, Titre, contenu, texte

SIGNE = 94  # a letter of a cell, about, in twentieths of a point
LARGE = 1.1  # a word that is not cut, in another font too, needs more
SERREMENT = 0.83  # of smaller letters
SERRE = 7  # from so many columns, smaller letters
MARGE = 170  # of a cell, both sides
GRAS = 1.15  # bold letters are wider
A_ECRIRE = 24
_MOT_MAX = 66  # a longer word is cut: a hash fits
_TEXTE_MAX = 110  # beyond, a longer text needs no wider column


def partager(largeur: int, parts: Sequence[float]) -> tuple[int, ...]:
    """`largeur` in whole parts, to the unit."""
    total = sum(parts) or 1
    bornes = [round(largeur * sum(parts[:k]) / total) for k in range(len(parts) + 1)]
    return tuple(b - a for a, b in itertools.pairwise(bornes))


def colonnes(tableau: Tableau, largeur: int) -> tuple[int, ...]:
    """The width of each column of `tableau`; their sum is `largeur`, or less where the table is narrow."""
    nombre = tableau.colonnes
    if tableau.largeurs:
        dites = (*tableau.largeurs, *[0] * nombre)[:nombre]
        libres = dites.count(0)
        reste = max(100 - sum(dites), 5 * libres) / max(libres, 1)
        return partager(largeur, [d or reste for d in dites])
    signe = SIGNE * (SERREMENT if nombre >= SERRE else 1)
    mots, lignes = _besoins(tableau.rangs, nombre)
    if "a-remplir" in tableau.styles:  # a column with nothing yet is one to write in
        vides = _vides(tableau, nombre)
        mots, lignes = ([A_ECRIRE if k in vides else v for k, v in enumerate(b)] for b in (mots, lignes))
    minimes = [mot * signe * LARGE + MARGE for mot in mots]
    voulus = [max(min(ligne, _TEXTE_MAX) * signe + MARGE, m) for ligne, m in zip(lignes, minimes, strict=True)]
    if sum(voulus) <= largeur:
        if "etroit" in tableau.styles:
            return partager(max(round(sum(voulus)), largeur * 45 // 100), voulus)
        return partager(largeur, voulus)
    if sum(minimes) >= largeur:
        return partager(largeur, minimes)
    part = (largeur - sum(minimes)) / (sum(voulus) - sum(minimes))
    return partager(largeur, [m + (v - m) * part for m, v in zip(minimes, voulus, strict=True)])


def _besoins(rangs: Sequence[Rang], nombre: int) -> tuple[list[float], list[float]]:
    """For each column, the letters of its longest word and of its longest text."""
    mots, lignes = [3.0] * nombre, [4.0] * nombre
    for rang in rangs:
        gras = GRAS if rang is rangs[0] or rang is rangs[-1] else 1
        k = 0
        for cellule in rang.cellules:
            if cellule.colonnes == 1 and k < nombre:
                for passages in textes(cellule.blocs):
                    for ligne in texte(passages).split("\n"):
                        lignes[k] = max(lignes[k], len(ligne) * gras)
                        nombre_ = cellule.droite and len(ligne) < 12  # stays on one line
                        mot = len(ligne) if nombre_ else max((len(m) for m in ligne.split(" ")), default=0)
                        mots[k] = max(mots[k], min(mot, _MOT_MAX) * gras)
            k += cellule.colonnes
    return mots, lignes


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
