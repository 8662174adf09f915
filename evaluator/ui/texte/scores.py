"""Scores as bars: what is sure, what is possible, where the thresholds are. Figures come from the evaluation, ready."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluator import french
from evaluator.evaluation import words
from evaluator.evaluation.result import Encadrement, Evaluation, Montants
from evaluator.questionnaire.grille import Grille
from evaluator.questionnaire.models import GRAVITES
from evaluator.ui.texte import glyphes
from evaluator.ui.texte.lignes import INSECABLE, VIDE, Ligne, Segment, Style, ecarter, filet, plier, propre

NB = INSECABLE
RETRAIT: Segment = ("  ", "")
GRILLE_COURTE = "grille par défaut, non adoptée : simulation"


def barre(score: Encadrement, cellules: int, seuils: Sequence[Fraction] = ()) -> tuple[Segment, ...]:
    """`█` up to the minimum, `▒` up to the maximum, `·` beyond; `│` at each threshold (`┼` inside the interval)."""
    if score.absent:
        return (("·" * cellules, "attenue"),)
    bas, haut = (int(Fraction(b) * cellules + Fraction(1, 2)) for b in (score.min, score.max))
    haut = max(haut, bas, 1 if score.max else 0)
    ticks = {min(int(s * cellules), cellules - 1) for s in seuils if 0 < s < 1}
    segments: list[Segment] = []
    for rang in range(cellules):
        if rang in ticks:
            signe: Segment = ("┼" if bas <= rang < haut else "│", "fort")
        else:
            signe = ("█", "accent") if rang < bas else ("▒", "accent") if rang < haut else ("·", "attenue")
        if segments and segments[-1][1] == signe[1]:
            segments[-1] = (segments[-1][0] + signe[0], signe[1])
        else:
            segments.append(signe)
    return tuple(segments)


def score_en_mots(score: Encadrement, decimales: int = 2, ticks: Sequence[Fraction] = ()) -> str:
    """`0,73`, `0,66 à 0,71`, `—` where nothing applies. Four places where two would mislead about a threshold."""
    if score.absent:
        return "—"
    if score.valeur is not None:
        lu = french.arrondi(score.valeur, decimales)
        if any((score.valeur < tick) != (lu < tick) for tick in ticks):
            decimales = 4
        return french.nombre(score.valeur, decimales, fixe=True)
    return f"{french.nombre(score.min, decimales, fixe=True)} à {french.nombre(score.max, decimales, fixe=True)}"


def montant_en_mots(montants: Montants) -> str:
    """`17 340 €`, `de 14 053 € à 16 320 €`, `non déterminé`."""
    if montants.montant is not None:
        return french.euros(montants.montant)
    if montants.montant_min is not None and montants.montant_max is not None:
        return f"de {french.euros(montants.montant_min)} à {french.euros(montants.montant_max)}"
    if montants.montant_max is not None:
        return f"{french.euros(montants.montant_max)} au plus"
    return "non déterminé"


def seuils(grille: Grille) -> list[Fraction]:
    """Where the word of the opinion changes."""
    return [bande.de for bande in grille.lue.avis if bande.de > 0]


def avis_en_mots(evaluation: Evaluation, grille: Grille) -> str:
    """`favorable`, `indéterminé (réservé … favorable)`."""
    m = evaluation.modulation
    mot = words.avis(m.avis, grille)
    if m.avis == "indetermine" and m.avis_min != m.avis_max:
        return f"{mot} ({words.avis(m.avis_min, grille)} … {words.avis(m.avis_max, grille)})"
    return mot


def resume(evaluation: Evaluation, grille: Grille, *, court: bool = False) -> str:
    """What the title line says of the scores; under a grid that no one adopted, that it is a simulation."""
    simule = " (simulation)" if words.ligne_grille(grille) else ""
    score = f"score {score_en_mots(evaluation.globale, 2, seuils(grille))}{simule}"
    return score if court else f"{score} · {words.avis(evaluation.modulation.avis, grille)}"


def panneau(evaluation: Evaluation, grille: Grille, largeur: int) -> list[Ligne]:
    """The live panel beside the question."""
    ticks = seuils(grille)
    lignes: list[Ligne] = [filet("Scores", largeur)]
    for nom, score, style in _scores(evaluation):
        lignes.append(ecarter([(nom, style)], [(score_en_mots(score, 2, ticks), style)], largeur))
        lignes.append(barre(score, largeur, ticks if nom == "Global" else ()))
    m = evaluation.modulation
    lignes += [VIDE, filet("Avis et montant", largeur)]
    lignes += plier([(f"Avis{NB}: ", "attenue"), (avis_en_mots(evaluation, grille), "fort")], largeur, 2)
    if m.indicatif is None:
        lignes += plier([(f"Montant{NB}: ", "attenue"), (montant_en_mots(m.montants), "titre")], largeur, 2)
        if m.montants.terme_limitant:
            lignes += plier(
                [(f"borné par {words.LIBELLES_TERME[m.montants.terme_limitant]}", "attenue")], largeur, tete=[RETRAIT]
            )
    else:
        lignes += plier([(f"Montant{NB}: ", "attenue"), ("aucun, forfait non renseigné", "fort")], largeur, 2)
        lignes += plier(
            [(f"indicatif, barème 2013{NB}: {montant_en_mots(m.indicatif.montants)}", "attenue")], largeur, tete=[RETRAIT]
        )
    lignes += plier([(f"Complétude{NB}: ", "attenue"), (french.pourcent(evaluation.completude), "fort")], largeur)
    if words.ligne_grille(grille):
        lignes += plier([(GRILLE_COURTE, "alerte")], largeur, tete=[("! ", "alerte")])
    return [*lignes, VIDE, *_points(evaluation, largeur)]


def _scores(evaluation: Evaluation) -> list[tuple[str, Encadrement, Style]]:
    return [
        ("Global", evaluation.globale, "fort"),
        *((f"{a.id} {_court(a.titre)}", a.score, "") for a in evaluation.axes),
        ("Besoin", evaluation.dimensions["besoin"], ""),
        ("Réponse", evaluation.dimensions["reponse"], ""),
    ]


def _court(titre: str) -> str:
    court = propre(titre).removeprefix("L’").removeprefix("Évaluation de ").removeprefix("l’").removeprefix("la ")
    return court[:1].upper() + court[1:]


def _points(evaluation: Evaluation, largeur: int) -> list[Ligne]:
    """Vigilances and blocking checks, the gravest first, one line each."""
    bloquants = [c for c in evaluation.controles if c.gravite == "bloquant"]
    lignes = [filet("Points de vigilance", largeur)] if evaluation.vigilances or bloquants else []
    for controle in bloquants:
        lignes += plier([(propre(controle.message), "")], largeur, tete=[("! bloquant ", "erreur")])
    for vigilance in sorted(evaluation.vigilances, key=lambda v: (GRAVITES.index(v.gravite), v.statut)):
        signe, style = glyphes.GRAVITES[vigilance.gravite]
        possible = " (possible)" if vigilance.statut == "possible" else ""
        lignes += plier([(propre(vigilance.titre) + possible, "" if vigilance.statut == "certaine" else "attenue")], largeur,
                        tete=[(f"{signe:<3} ", style)])  # fmt: skip
    return lignes
