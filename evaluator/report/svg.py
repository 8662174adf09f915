"""Coordinates of the charts: numbers as text, ready to be placed by a template. Figures stand beside them as words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from evaluator import french
from evaluator.report.texte import Affichable, Bloc

LARGEUR, MARGE, DROITE = 640, 4, 100
PAS, HAUT = 40, 40
COTE, PETIT = 216, 150
MINCE = 6  # least side of a rectangle, so that one known side stays visible


class Barre(Struct, frozen=True):
    """One bar: its name, the interval of its score, the figures as they are printed. `fort`: set apart."""

    libelle: str
    bas: Fraction
    haut: Fraction
    valeur: str
    absent: bool = False
    fort: bool = False


class Seuil(Struct, frozen=True):
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
            "y_haut": _p(y + 16), "y_bas": _p(y + 32),
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
    return {"largeur": _p(LARGEUR), "hauteur": _p(bas + 6), "barres": rangs, "bandes": bandes}


def plan(
    besoin: tuple[Fraction, Fraction],
    reponse: tuple[Fraction, Fraction],
    seuil_besoin: Fraction,
    seuil_reponse: Fraction,
    cote: int = COTE,
) -> Bloc:
    """The besoin × réponse square: need to the right, response upwards; a rectangle where something is unknown.

    Labels stand outside the square, so that no point hides one. `cote`: its side, `COTE` or `PETIT`.
    """
    gauche, haut = 44, 8

    def x(v: Fraction) -> Fraction:
        return gauche + v * cote

    def y(v: Fraction) -> Fraction:
        return haut + (1 - v) * cote

    large, haute = (max((b - a) * cote, Fraction(MINCE)) for a, b in (besoin, reponse))
    cx, cy = x((besoin[0] + besoin[1]) / 2), y((reponse[0] + reponse[1]) / 2)
    mx, my = x(seuil_besoin), y(seuil_reponse)
    return {
        "largeur": _p(gauche + cote + 8), "hauteur": _p(haut + cote + 34), "cote": _p(cote),
        "gauche": _p(gauche), "haut": _p(haut), "bas": _p(haut + cote), "droite": _p(gauche + cote),
        "mx": _p(mx), "my": _p(my), "fort_l": _p(gauche + cote - mx), "fort_h": _p(my - haut),
        "x": _p(cx - large / 2), "y": _p(cy - haute / 2), "l": _p(large), "h": _p(haute), "cx": _p(cx), "cy": _p(cy),
        "point": besoin[0] == besoin[1] and reponse[0] == reponse[1],
        "x_faible": _p((gauche + mx) / 2), "x_fort": _p((gauche + cote + mx) / 2), "y_mots": _p(haut + cote + 27),
        "y_faible": _p((haut + cote + my) / 2), "y_fort": _p((haut + my) / 2), "x_mots": _p(10),
        "y_repere": _p(haut + cote + 13), "x_repere": _p(gauche - 4), "y_repere2": _p(my + 3),
        "seuil_besoin": french.nombre(seuil_besoin, 2, fixe=True),
        "taille": "10" if cote == COTE else "9",
        "seuil_reponse": french.nombre(seuil_reponse, 2, fixe=True),
    }  # fmt: skip


# — counts and euros ————————————————————————————————————————————————————————————————————————————————————————————

RANG, NOM, BARRE, CHIFFRES = 22, 130, 112, 78  # one row of a distribution; room for its name, its longest bar, its figures
TEINTES = ("#26425e", "#8fa6bd", "#c3cfdb", "#6b7f93", "#dfe5ec", "#a9b8c7")
SOMBRES = frozenset({"#26425e", "#6b7f93"})  # a letter is white on them
EPAIS, SUITE = 26, 17
LARGEUR_LETTRE = 14


class Compte(Struct, frozen=True):
    """One class of a distribution: `valeur` draws the bar (None: masked, no bar), `texte` is printed beside it."""

    libelle: str
    valeur: int | None
    texte: str


class Tranche(Struct, frozen=True):
    """One part of a stacked bar. `reste`: what nothing pays, left white."""

    libelle: str
    valeur: Fraction
    texte: str
    reste: bool = False


def repartition(comptes: Sequence[Compte]) -> Bloc:
    """Horizontal bars, one per class, each with its figures; the longest is that of the largest count."""
    plus_grand = max((c.valeur or 0 for c in comptes), default=0) or 1
    rangs: list[Affichable] = []
    haut = 0
    for c in comptes:
        noms = _plier(c.libelle)
        epais = max(RANG, LIGNE_NOM * len(noms) + 4)  # a long name takes the lines it needs
        milieu = haut + Fraction(epais, 2)
        premiere = milieu + 3 - Fraction(LIGNE_NOM * (len(noms) - 1), 2)
        longueur = Fraction((c.valeur or 0) * BARRE, plus_grand)
        rangs.append({
            "noms": [{"texte": nom, "y": _p(premiere + LIGNE_NOM * k)} for k, nom in enumerate(noms)],
            "valeur": c.texte, "masque": c.valeur is None, "x_nom": _p(NOM - 6),
            "x": _p(NOM), "y": _p(milieu - 6), "l": _p(longueur), "h": _p(12),
            "x_valeur": _p(NOM + longueur + 6), "y_valeur": _p(milieu + 4),
        })  # fmt: skip
        haut += epais
    bas = haut + 2
    return {"largeur": _p(NOM + BARRE + CHIFFRES), "hauteur": _p(bas), "rangs": rangs, "x": _p(NOM), "bas": _p(bas)}


_NOM_LONG = 27  # characters that fit in `NOM` at the size of the drawing
LIGNE_NOM = 10  # the height of a line of a name


def _plier(nom: str) -> list[str]:
    """A name whole, on as many lines as it needs, each cut at a space."""
    return textwrap.wrap(nom, _NOM_LONG, break_on_hyphens=False) or [""]


def empilement(tranches: Sequence[Tranche], largeur: Fraction, repere: Fraction) -> Bloc:
    """One stacked bar over [0, `largeur`], a mark at `repere`, and one line per part below, each with its letter."""
    utile = Fraction(LARGEUR - 2 * MARGE)
    x = Fraction(MARGE)
    rangs: list[Affichable] = []
    for rang, t in enumerate(tranches):
        long = t.valeur / largeur * utile
        teinte = "#ffffff" if t.reste else TEINTES[rang % len(TEINTES)]
        y = EPAIS + 26 + SUITE * rang
        rangs.append({
            "libelle": t.libelle, "texte": t.texte, "lettre": chr(ord("A") + rang), "teinte": teinte,
            "encre": "#ffffff" if teinte in SOMBRES else "#1d2630", "lisible": long >= LARGEUR_LETTRE,
            "x": _p(x), "l": _p(long), "milieu": _p(x + long / 2), "y_mot": _p(y), "y_pave": _p(y - 9),
        })  # fmt: skip
        x += long
    x_repere = MARGE + repere / largeur * utile
    bas = EPAIS + 26 + SUITE * len(tranches)
    return {
        "largeur": _p(LARGEUR), "hauteur": _p(bas), "tranches": rangs, "y": _p(4), "h": _p(EPAIS), "y_lettre": _p(4 + 17),
        "x_repere": _p(x_repere), "haut_repere": _p(0), "bas_repere": _p(EPAIS + 8), "deborde": repere < largeur,
        "x_pave": _p(MARGE), "x_mot": _p(MARGE + 16),
    }  # fmt: skip
