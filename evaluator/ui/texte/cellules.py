"""The cells of one row, one under the other, with the options of the current one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evaluator import french
from evaluator.dossier.reponses import Cellule
from evaluator.questionnaire.models import Colonne, QuestionTableau
from evaluator.ui.texte.lignes import INSECABLE, Ligne, Segment, cale, couper, filet, plier, propre
from evaluator.ui.texte.valeur import cellule

_GENRES = {
    "entier": "nombre entier",
    "decimal": "nombre",
    "montant": "montant en euros",
    "date": "date, par exemple 31/12/2024",
    "texte": "texte",
    "oui_non": "o (oui) ou n (non)",
    "choix": "le numéro d’une option",
}


def attendu(c: Colonne) -> str:
    """What the cell expects, in words."""
    mots = _GENRES[c.type]
    if c.type in ("entier", "decimal", "montant"):
        unite = f" ({c.unite})" if c.unite and c.type != "montant" else ""
        haut = f" à {french.nombre(c.max, 6)}" if c.max is not None else " ou plus"
        return f"{mots}{unite}, {'de ' if c.max is not None else ''}{french.nombre(c.min, 6)}{haut}"
    return mots + (" ; « aucun » s’il n’y en a pas" if c.aucun else "")


def texte_de(c: Colonne, v: Cellule) -> str:
    """What the field starts with when the cell is typed again."""
    if isinstance(v, Fraction | int) and not isinstance(v, bool):
        return french.nombre(v, 6).replace(french.FINE, "").replace("−", "-")
    return cellule(c, v)


def cellules_en_lignes(q: QuestionTableau, ligne: Mapping[str, Cellule], rang: int, champ: int, largeur: int) -> list[Ligne]:
    """`champ` is marked; its options, if it has some, are on the lines under it."""
    noms = min(max(len(c.libelle) for c in q.colonnes) + 1, largeur // 2)
    etat = "" if ligne else ", à remplir"
    sorties = [filet(f"Ligne {rang + 1} ({propre(q.ligne)}){etat}", largeur)]
    for i, colonne in enumerate(q.colonnes):
        ici = i == champ
        valeur = cellule(colonne, ligne.get(colonne.id)) or "·"
        tete: list[Segment] = [
            ("▶ " if ici else "  ", "accent"),
            (cale(colonne.libelle, noms), "curseur" if ici else "attenue"),
            ("  ", ""),
        ]
        place = max(largeur - noms - 5, 10)
        sorties.append((*tete, (couper(valeur, place), "fort" if colonne.id in ligne else "attenue")))
        if ici:
            sorties += _options(colonne, ligne.get(colonne.id), largeur)
    return sorties


def _options(c: Colonne, valeur: Cellule | None, largeur: int) -> list[Ligne]:
    if c.type != "choix":
        return plier([(attendu(c), "attenue")], largeur - 1, tete=[("    ", "")])
    segments: list[Segment] = []
    for n, option in enumerate(c.options, 1):
        touche = str(n % 10) if n <= 10 else "→"
        pris = option.id == valeur
        mots = propre(option.libelle).replace(" ", INSECABLE)
        segments += [(touche, "accent"), (f"{INSECABLE}{'●' if pris else ''}{mots}", "fort" if pris else ""), ("  ", "")]
    return plier(segments, largeur - 1, tete=[("    ", "")])
