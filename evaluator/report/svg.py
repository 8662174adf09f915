"""Coordinates of the charts: numbers as text, ready to be placed by a template. Figures stand beside them as words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator import french
from evaluator.report.texte import Affichable, Bloc

LARGEUR, MARGE, DROITE = 640, 4, 100
PAS, HAUT = 40, 40
COTE = 216
MINCE = 6  # least side of a rectangle, so that one known side stays visible


@dataclass(frozen=True)
class Barre:
    """One bar: its name, the interval of its score, the figures as they are printed. `fort`: set apart."""

    libelle: str
    bas: Fraction
    haut: Fraction
    valeur: str
    absent: bool = False
    fort: bool = False


@dataclass(frozen=True)
class Seuil:
    """A threshold of the global score: where the band starts, where it ends, its word."""

    de: Fraction
    a: Fraction
    mot: str


def _p(valeur: Fraction | int) -> str:
    """A coordinate with two decimals and a point."""
    return french.nombre(valeur, 2).replace(",", ".").replace(french.FINE, "").replace("−", "-")


def _deux_lignes(mot: str) -> list[str]:
    """A long word of the opinion on two lines, cut at its first space."""
    return mot.split(" ", 1) if len(mot) > 14 else ["", mot]


def barres(barres: Sequence[Barre], seuils: Sequence[Seuil]) -> Bloc:
    """Horizontal bars on [0, 1] over the bands of the words."""
    utile = LARGEUR - MARGE - DROITE

    def x(score: Fraction) -> Fraction:
        return MARGE + score * utile

    bas = HAUT + PAS * len(barres)
    rangs: list[Affichable] = []
    for rang, b in enumerate(barres):
        y = HAUT + PAS * rang
        rangs.append({
            "libelle": b.libelle, "valeur": b.valeur, "absent": b.absent, "fort": b.fort,
            "intervalle": b.bas != b.haut and not b.absent,
            "x": _p(x(Fraction(0))), "y_texte": _p(y + 12), "y": _p(y + 18), "hauteur": _p(12),
            "plein": _p(b.bas * utile), "x_bas": _p(x(b.bas)), "ecart": _p((b.haut - b.bas) * utile),
            "x_valeur": _p(x(Fraction(1)) + 8), "y_valeur": _p(y + 28), "piste": _p(utile),
        })  # fmt: skip
    bandes: list[Affichable] = [
        {
            "mots": _deux_lignes(s.mot), "x": _p(x(s.de)), "largeur": _p((s.a - s.de) * utile),
            "milieu": _p(x((s.de + s.a) / 2)), "y": _p(HAUT), "hauteur": _p(bas - HAUT + 4),
            "y_mot": _p(10), "y_mot2": _p(20), "borne": french.nombre(s.de, 2, fixe=True),
            "y_borne": _p(33), "premiere": rang == 0, "paire": rang % 2 == 0,
        }
        for rang, s in enumerate(seuils)
    ]  # fmt: skip
    return {"largeur": _p(LARGEUR), "hauteur": _p(bas + 6), "barres": rangs, "bandes": bandes, "bas": _p(bas + 4)}


def plan(
    besoin: tuple[Fraction, Fraction], reponse: tuple[Fraction, Fraction], seuil_besoin: Fraction, seuil_reponse: Fraction
) -> Bloc:
    """The besoin × réponse square: need to the right, response upwards; a rectangle where something is unknown.

    Labels stand outside the square, so that no point hides one.
    """
    gauche, haut = 44, 8

    def x(v: Fraction) -> Fraction:
        return gauche + v * COTE

    def y(v: Fraction) -> Fraction:
        return haut + (1 - v) * COTE

    large, haute = (max((b - a) * COTE, Fraction(MINCE)) for a, b in (besoin, reponse))
    cx, cy = x((besoin[0] + besoin[1]) / 2), y((reponse[0] + reponse[1]) / 2)
    mx, my = x(seuil_besoin), y(seuil_reponse)
    return {
        "largeur": _p(gauche + COTE + 8), "hauteur": _p(haut + COTE + 34), "cote": _p(COTE),
        "gauche": _p(gauche), "haut": _p(haut), "bas": _p(haut + COTE), "droite": _p(gauche + COTE),
        "mx": _p(mx), "my": _p(my), "fort_l": _p(gauche + COTE - mx), "fort_h": _p(my - haut),
        "x": _p(cx - large / 2), "y": _p(cy - haute / 2), "l": _p(large), "h": _p(haute), "cx": _p(cx), "cy": _p(cy),
        "point": besoin[0] == besoin[1] and reponse[0] == reponse[1],
        "x_faible": _p((gauche + mx) / 2), "x_fort": _p((gauche + COTE + mx) / 2), "y_mots": _p(haut + COTE + 27),
        "y_faible": _p((haut + COTE + my) / 2), "y_fort": _p((haut + my) / 2), "x_mots": _p(10),
        "y_repere": _p(haut + COTE + 13), "x_repere": _p(gauche - 4), "y_repere2": _p(my + 3),
        "seuil_besoin": french.nombre(seuil_besoin, 2, fixe=True),
        "seuil_reponse": french.nombre(seuil_reponse, 2, fixe=True),
    }  # fmt: skip
