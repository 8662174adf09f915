"""Besoin × réponse as a plane of characters: thresholds, where the residence stands, the words of the four quadrants."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluator import french
from evaluator.evaluation import phrases
from evaluator.evaluation.quadrants import NomQuadrant, Plan
from evaluator.evaluation.result import Encadrement
from evaluator.ui.texte.lignes import Ligne, Segment, Style, plier, propre, tout

GAUCHE = 6  # cells of « 0,50 » and the frame
LARGE, HAUTE = 64, 12  # cells inside the frame, at most
Case = tuple[str, Style]


def plan_en_lignes(plan: Plan, cellules: int) -> list[Ligne]:
    """The plane, then what it means."""
    lignes: list[Ligne] = []
    if not (plan.besoin.absent or plan.reponse.absent):
        lignes += _dessin(plan, min(cellules - GAUCHE - 3, LARGE), HAUTE)
    for phrase in phrases.plan(plan):
        lignes += plier([(propre(phrase), "")], cellules - 1, tete=[(" ", "")])
    return lignes


def rang(valeur: Fraction, seuil: Fraction, bas: int, haut: int) -> int:
    """The cell of `valeur` among `bas` under the threshold and `haut` from it on: never on the wrong side."""
    if valeur < seuil:
        return min(int(valeur / seuil * bas), bas - 1)
    return bas + min(int((valeur - seuil) / (1 - seuil) * haut), haut - 1)


def _partage(seuil: Fraction, places: int) -> tuple[int, int]:
    bas = min(max(int(seuil * places + Fraction(1, 2)), 1), places - 1)
    return bas, places - bas


def _etendue(score: Encadrement, seuil: Fraction, places: tuple[int, int]) -> range:
    debut, fin = (rang(Fraction(borne), seuil, *places) for borne in (score.min, score.max))
    return range(debut, fin + 1)


def _dessin(plan: Plan, cellules: int, hauteur: int) -> list[Ligne]:
    colonnes, rangs = _partage(plan.seuil_besoin, cellules), _partage(plan.seuil_reponse, hauteur)
    ici_x = _etendue(plan.besoin, plan.seuil_besoin, colonnes)
    ici_y = _etendue(plan.reponse, plan.seuil_reponse, rangs)
    titres = _titres(plan, colonnes, rangs)
    signe: Case = ("●", "accent") if len(ici_x) == len(ici_y) == 1 else ("▒", "accent")
    seuil = french.nombre(plan.seuil_reponse, 2, fixe=True)
    lignes: list[Ligne] = [(("  réponse", "attenue"),), _cadre("1,00", "┌┬┐", colonnes)]
    for y in reversed(range(hauteur)):
        cases = [signe if x in ici_x and y in ici_y else titres.get((x, y), (" ", "")) for x in range(cellules)]
        gauche, droite = _segments(cases[: colonnes[0]]), _segments(cases[colonnes[0] :])
        trait: Segment = ("│", "attenue")
        lignes.append(((" " * (GAUCHE - 1), ""), trait, *gauche, trait, *droite, trait))
        if y == rangs[0]:
            lignes.append(_cadre(seuil, "├┼┤", colonnes))
    lignes.append(_cadre("0,00", "└┴┘", colonnes))
    milieu = french.nombre(plan.seuil_besoin, 2, fixe=True)
    pied = f"{'':{GAUCHE - 1}}0,00{milieu:>{colonnes[0] - 1}}{'besoin 1,00':>{colonnes[1] - 1}}"
    legende = "● la résidence" if signe[0] == "●" else "▒ où elle peut se trouver, selon les réponses qui manquent"
    return [*lignes, ((pied, "attenue"),), *plier([(legende, "accent")], cellules + GAUCHE, tete=[(" " * GAUCHE, "")])]


def _cadre(gradue: str, coins: str, colonnes: tuple[int, int]) -> Ligne:
    trait = coins[0] + "─" * colonnes[0] + coins[1] + "─" * colonnes[1] + coins[2]
    return ((f"{gradue:>{GAUCHE - 1}}{trait}", "attenue"),)


def _titres(plan: Plan, colonnes: tuple[int, int], rangs: tuple[int, int]) -> dict[tuple[int, int], Case]:
    """The title of each quadrant in its outer corner; the possible ones marked and strong."""
    coins: dict[NomQuadrant, tuple[int, int]] = {
        "fort_forte": (1, 1), "fort_faible": (1, 0), "faible_forte": (0, 1), "faible_faible": (0, 0)
    }  # fmt: skip
    cases: dict[tuple[int, int], Case] = {}
    possibles = {q.id for q in plan.possibles}
    for quadrant in plan.quadrants:
        cote, etage = coins[quadrant.id]
        ici = quadrant.id in possibles
        place = colonnes[cote] - 2
        if place < 8:
            continue
        tete: list[Segment] = [("▶ ", "")] if ici else []
        mots = tout(plier([(propre(quadrant.titre), "")], place, tete=tete)).split("\n")[: max(rangs[etage] - 1, 1)]
        for descend, texte in enumerate(mots):
            y = sum(rangs) - 1 - descend if etage else len(mots) - 1 - descend
            for avance, lettre in enumerate(texte[:place]):
                cases[(1 + avance + (colonnes[0] if cote else 0), y)] = (lettre, "fort" if ici else "attenue")
    return cases


def _segments(cases: Sequence[Case]) -> list[Segment]:
    segments: list[Segment] = []
    for lettre, style in cases:
        if segments and segments[-1][1] == style:
            segments[-1] = (segments[-1][0] + lettre, style)
        else:
            segments.append((lettre, style))
    return segments
