"""A distribution as it is typed: counts, shares, the total and what it has to agree with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evaluator import french
from evaluator.questionnaire.models import QuestionRepartition
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment, plier, propre

COMPTE, PART, BARRE = 10, 8, 24  # cells of a count, of a share, of a bar
LARGE = 100  # from this width on, a bar shows each share
CONSIGNE = "une case vide vaut 0 ; ce que l’on ne sait pas classer va dans « Non connu »"
PLUSIEURS = "un ménage peut compter dans plusieurs catégories : pas de part du total"


def total(textes: Mapping[str, str]) -> Fraction:
    """The running total of what can be read."""
    lus = [french.lire_nombre(t) for t in textes.values() if t.strip()]
    return sum((n for n in lus if n is not None), start=Fraction(0))


def part(texte: str, somme: Fraction) -> Fraction | None:
    """The share of one count; an empty one is 0. None where there is no total or no number."""
    lu = french.lire_nombre(texte) if texte.strip() else Fraction(0)
    return None if lu is None or lu < 0 or somme <= 0 else lu / somme


def repartition_en_lignes(
    q: QuestionRepartition,
    champs: Sequence[tuple[str, str]],
    textes: Mapping[str, str],
    fautes: Mapping[str, str],
    rang: int,
    dits: Sequence[Segment],
    largeur: int,
    *,
    court: bool = False,
) -> tuple[list[Ligne], int]:
    """The lines, and the one of the current category. `dits`: under the total. `court`: without the instruction."""
    lignes = plier([(propre(q.libelle), "fort")], largeur - 1, tete=[(" ", "")])
    if not court:
        consigne = f"{CONSIGNE} ; {PLUSIEURS}" if q.recouvrement else CONSIGNE
        lignes += plier([(consigne, "attenue")], largeur - 1, tete=[(" ", "")])
    lignes.append(VIDE)
    somme, ou = total(textes), 0
    noms = max(len(libelle) for _, libelle in champs) if largeur >= LARGE else -1
    for i, (nom, libelle) in enumerate(champs):
        ici = i == rang
        ou = len(lignes) if ici else ou
        faute = fautes.get(nom)
        texte = textes.get(nom, "").strip()
        tete: list[Segment] = [
            ("▶" if ici else " ", "accent"),
            (f"{texte[: COMPTE - 2] or '·':>{COMPTE - 2}}  ", "erreur" if faute else "fort" if texte else "attenue"),
            *_part(texte, somme, q),
        ]
        mots: list[Segment] = [(propre(libelle), "curseur" if ici else ""), *_barre(texte, somme, q, noms - len(libelle))]
        if faute:
            mots += [("  ", ""), (f"✗ {propre(faute)}", "erreur")]
        lignes += plier(mots, largeur - 1, 2, tete=tete)
    unite = f" {q.unite}" if q.unite else ""
    mot = "somme" if q.recouvrement else "total"
    lignes.append(((f" {french.nombre(somme, 6):>{COMPTE - 2}}  ", "titre"), (f"{mot}{unite}", "titre")))
    for dit in dits:
        lignes += plier([dit], largeur - 1, 2, tete=[(" " * (COMPTE + 1), "")])
    return lignes, ou


def _part(texte: str, somme: Fraction, q: QuestionRepartition) -> list[Segment]:
    valeur = part(texte, somme)
    mots = "" if valeur is None or not texte else french.pourcent(valeur)
    return [] if q.recouvrement else [(f"{mots:>{PART}}  ", "attenue")]


def _barre(texte: str, somme: Fraction, q: QuestionRepartition, retrait: int) -> list[Segment]:
    """The share as a bar, `retrait` cells after the name; none where there is no room (`retrait` below 0) or no share."""
    valeur = part(texte, somme)
    if q.recouvrement or retrait < 0 or valeur is None:
        return []
    return [(french.INSECABLE * (retrait + 2) + "█" * min(round(valeur * BARRE), BARRE), "accent")]
