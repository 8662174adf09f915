"""A table as aligned text: the columns that fit, the others said to be left out; totals under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.dossier.reponses import Cellule
from evaluator.questionnaire.models import Colonne, QuestionTableau
from evaluator.ui.texte.lignes import Ligne, Segment, cale, couper, plier, propre
from evaluator.ui.texte.valeur import cellule, totaux_en_mots

LARGEUR_MAX, LARGEUR_MIN = 24, 6
_NUMERIQUES = ("entier", "decimal", "montant")


def largeurs(q: QuestionTableau, lignes: Sequence[Mapping[str, Cellule]], place: int) -> dict[str, int]:
    """Width of each column shown: what it holds, at most 24 cells, narrowed; the last columns go where nothing fits."""
    voulues = {}
    for c in q.colonnes:
        contenus = [cellule(c, ligne.get(c.id)) for ligne in lignes]
        voulues[c.id] = max(LARGEUR_MIN, min(LARGEUR_MAX, max((len(t) for t in (c.libelle, *contenus)), default=0)))
    while sum(voulues.values()) + len(voulues) > place and max(voulues.values()) > LARGEUR_MIN + 3:
        large = max(voulues, key=lambda c: voulues[c])
        voulues[large] -= 1
    while sum(voulues.values()) + len(voulues) > place and len(voulues) > 1:
        voulues.popitem()
    return voulues


def apercu(
    q: QuestionTableau, lignes: Sequence[Mapping[str, Cellule]], largeur: int, curseur: int | None = None
) -> list[Ligne]:
    """Head, rows and totals. `curseur` marks a row with ▶."""
    place = largeur - 5
    montrees = largeurs(q, lignes, place)
    colonnes = [c for c in q.colonnes if c.id in montrees]
    tete: list[Segment] = [("     ", "")]
    for c in colonnes:
        tete.append((_case(c, c.libelle, montrees[c.id]) + " ", "attenue"))
    sorties: list[Ligne] = [tuple(tete)]
    for rang, ligne in enumerate(lignes):
        ici = rang == curseur
        segments: list[Segment] = [(f"{'▶' if ici else ' '}{rang + 1:>3} ", "accent" if ici else "attenue")]
        for c in colonnes:
            mots = cellule(c, ligne.get(c.id))
            segments.append((_case(c, mots or "·", montrees[c.id]) + " ", "fort" if ici else "" if mots else "attenue"))
        sorties.append(tuple(segments))
    if not lignes:
        sorties = [((f"  aucune ligne ({propre(q.ligne)})", "attenue"),)]
    for mots in totaux_en_mots(q, tuple(lignes)):
        sorties += plier([(mots, "fort")], largeur - 1, tete=[("  ", "")])
    if len(colonnes) < len(q.colonnes) and lignes:
        cachees = ", ".join(c.libelle for c in q.colonnes if c.id not in montrees)
        sorties += plier([(propre(f"non montrées ici : {cachees}"), "attenue")], largeur - 1, tete=[("  ", "")])
    return sorties


def _case(c: Colonne, mots: str, cellules: int) -> str:
    if c.type in _NUMERIQUES:
        return cale(" " * max(cellules - len(couper(mots, cellules)), 0) + couper(mots, cellules), cellules)
    return cale(mots, cellules)
