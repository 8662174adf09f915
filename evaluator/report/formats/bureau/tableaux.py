"""A table of the tree as a grid: widths, the look of each row, and the rows that stay together on a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from evaluator.report.arbre.noeuds import Blocs, Cellule, Rang, Tableau
from evaluator.report.formats.bureau import styles
from evaluator.report.formats.bureau.largeurs import colonnes, lignes, textes
from evaluator.report.formats.bureau.poses import Alinea, Case, Grille, Pose, Rangee, Role

Remplir = Callable[[Blocs, int, str], tuple[Pose, ...]]  # blocks, width, style of plain text

A_REMPLIR = 560  # height of a row to write in
LIGNES_INSECABLES = 24  # a longer row may be split
LIGNES_ENSEMBLE = 18  # a table of fewer lines stays on one page
LIGNES_DE_BLOC = 42  # so does one that says so, below this
_STYLES = {Role.ENTETE: styles.ENTETE, Role.TOTAL: styles.TOTAL, Role.RETENU: styles.TOTAL, Role.CORPS: styles.CELLULE}


def grille(tableau: Tableau, largeur: int, retrait: int, remplir: Remplir, nom: str) -> Grille:
    posees = colonnes(tableau, largeur)
    largeurs = posees.colonnes
    a_remplir = "a-remplir" in tableau.styles

    def rangee(rang: Rang, role: Role) -> Rangee:
        if rang.style == "retenu":
            role = Role.RETENU
        style = _STYLES[role]
        if posees.serre:
            style = styles.SERRES[style]
        cases, k, hautes = [], 0, 1
        for cellule in rang.cellules:
            large = sum(largeurs[k : k + cellule.colonnes])
            hautes = max(hautes, sum(lignes(p, large) for p in textes(cellule.blocs)))
            cases.append(_case(cellule, large, style, remplir))
            k += cellule.colonnes
        cases += [Case((Alinea(style),))] * (len(largeurs) - k)
        vide = a_remplir and role is Role.CORPS
        return Rangee(tuple(cases), role, hautes <= LIGNES_INSECABLES, hauteur=A_REMPLIR if vide else 0)

    roles = [(Role.ENTETE, tableau.entete), (Role.CORPS, tableau.corps), (Role.TOTAL, tableau.pied)]
    rangees = [rangee(rang, role) for role, rangs in roles for rang in rangs]
    hauteur = sum(_hauteur(rang, largeurs) for rang in tableau.rangs)
    limite = LIGNES_DE_BLOC if tableau.styles & {"bloc", "etroit", "a-remplir"} else LIGNES_ENSEMBLE
    style = styles.A_REMPLIR if a_remplir else styles.TABLEAU
    return Grille(style, largeurs, _ensemble(rangees, hauteur <= limite, len(tableau.pied)), nom, retrait)


def _case(cellule: Cellule, largeur: int, style: str, remplir: Remplir) -> Case:
    poses = remplir(cellule.blocs, largeur, style) or (Alinea(style),)
    if cellule.droite:
        poses = tuple(replace(p, droite=True) if isinstance(p, Alinea) else p for p in poses)
    return Case(poses, cellule.colonnes)


def _hauteur(rang: Rang, largeurs: Sequence[int]) -> int:
    """Lines of a row, about."""
    hautes, k = 1, 0
    for cellule in rang.cellules:
        large = sum(largeurs[k : k + cellule.colonnes])
        hautes = max(hautes, sum(lignes(p, large) for p in textes(cellule.blocs)))
        k += cellule.colonnes
    return hautes


def _ensemble(rangees: Sequence[Rangee], entier: bool, pied: int) -> tuple[Rangee, ...]:
    """A head keeps the two first rows, a foot the last one; a short table stays whole."""
    entetes = sum(r.role is Role.ENTETE for r in rangees)
    dernier = len(rangees) - 1
    faites = []
    for k, r in enumerate(rangees):
        lie = entier or k <= entetes or k >= dernier - max(pied, 1)
        faites.append(replace(r, avec_suivante=lie and k < dernier and r.insecable))
    return tuple(faites)
