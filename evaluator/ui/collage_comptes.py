"""Counts pasted into a distribution: a column of numbers, or the name of each category beside its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from evaluator import french
from evaluator.canonical import TROP_DE_MARQUES, trop_de_marques
from evaluator.ui.collage import CARACTERES_MAX, CollageRefuse, decouper, plat, reconnaitre

_TOTAUX = frozenset({"total", "ensemble", "somme", "total general"})


class Comptes(Struct, frozen=True):
    """Texts by category, right or wrong, and the lines that went nowhere."""

    textes: Mapping[str, str]
    ignorees: tuple[str, ...]


def lire_comptes(champs: Sequence[tuple[str, str]], rang: int, texte: str) -> Comptes:
    """`champs`: id and words of each category; a column of numbers goes from `rang` down. Raises `CollageRefuse`."""
    if len(texte) > CARACTERES_MAX:
        raise CollageRefuse(f"collage trop grand : {french.nombre(len(texte), 0)} caractères")
    if trop_de_marques(texte):
        raise CollageRefuse(TROP_DE_MARQUES)
    rangees = [[c.strip() for c in r] for r in decouper(texte)]
    if not rangees:
        raise CollageRefuse("rien à coller : le presse-papiers ne contient aucun nombre")
    if len(rangees) == 1 and len(rangees[0]) > 1 and all(_est_nombre(c) for c in rangees[0] if c):
        rangees = [[c] for c in rangees[0]]
    if any(len([c for c in r if c]) > 1 for r in rangees):
        comptes = _nommes(champs, rangees)
        if comptes.textes or not all(_est_nombre(r[0]) for r in rangees if r[0]):
            return comptes
    return _en_colonne(champs, rang, [next((c for c in r if c), "") for r in rangees])


def _est_nombre(texte: str) -> bool:
    """A count: a share in % is none."""
    return "%" not in texte and french.lire_nombre(texte) is not None


def _ecrit(texte: str) -> str:
    """A number as the field shows it; anything else as it came, so that it can be corrected."""
    lu = french.lire_nombre(texte)
    return texte if lu is None or not _est_nombre(texte) else french.nombre(lu, 6).replace(french.FINE, "").replace("−", "-")


def _en_colonne(champs: Sequence[tuple[str, str]], rang: int, cellules: Sequence[str]) -> Comptes:
    ignorees: list[str] = []
    if len(cellules) > 1 and cellules[0] and not _est_nombre(cellules[0]) and any(_est_nombre(c) for c in cellules[1:]):
        ignorees.append(cellules[0])  # the head of the column
        cellules = cellules[1:]
    textes = {nom: _ecrit(cellule) for (nom, _), cellule in zip(champs[rang:], cellules, strict=False)}
    ignorees += [c for c in cellules[len(champs) - rang :] if c]
    return Comptes(textes, tuple(ignorees))


def _nommes(champs: Sequence[tuple[str, str]], rangees: Sequence[Sequence[str]]) -> Comptes:
    textes: dict[str, str] = {}
    ignorees: list[str] = []
    for rangee in rangees:
        cases = [c for c in rangee if c]
        if not cases:
            continue
        nom = reconnaitre(champs, rangee[0])
        suite = [c for c in rangee[1:] if c]
        if nom is None or nom in textes:
            if plat(cases[0]) not in _TOTAUX:
                ignorees.append(" ".join(cases))
            continue
        textes[nom] = _ecrit(next((c for c in suite if _est_nombre(c)), suite[0] if suite else ""))
    return Comptes(textes, tuple(ignorees))
