"""The amount of the year for the annual convention: what was decided, by whom, and the arithmetic behind the proposal."""

from __future__ import annotations

from evaluator import french
from evaluator.dossier.actes import Decision
from evaluator.report import mots
from evaluator.report.sections.decision import details, motifs_a_remplir
from evaluator.report.sections.synthese import legende_termes, termes
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Bloc, typo

DEROGATION = "dépassement exceptionnel compris"
TOUTES_LETTRES = "Montant en toutes lettres"
REGLE = (
    "Le plafond vient de la circulaire. Les poids, le taux et la prise en compte du coût net sont des paramètres de la "
    "grille : l’outil propose, la personne nommée ci-dessus a décidé."
)


def montant_accorde(sujet: Sujet) -> Bloc:
    """Written only of a dossier whose decision holds (`exigences.py`)."""
    prise = sujet.dossier.decision
    if prise is None:
        return {"vide": True}
    m = sujet.evaluation.modulation.montants
    return {
        "vide": False,
        "montant": french.euros(prise.montant),
        "exercice": str(sujet.evaluation.exercice or ""),
        "qui": f"{prise.nom}, {prise.fonction}" if prise.fonction else prise.nom,
        "jour": french.jour_long(prise.date),
        "plafond": french.euros(m.plafond) if m.plafond is not None else "non calculé",
        "derogation": DEROGATION if sujet.evaluation.modulation.derogation.prise else "",
        "propose": mots.montant(m),
        "ecart": typo(_ecart(prise, m.montant)),
        "details": details(sujet, prise),
        "tardive": typo(_tardive(prise, sujet.evaluation.exercice)),
        "a_remplir": [typo(TOUTES_LETTRES), *motifs_a_remplir(prise)],
        "calcul": [typo(ligne) for ligne in _calcul(sujet)],
        "termes": termes(sujet),
        "legende": legende_termes(sujet),
        "arrondi": mots.montant(m),
        "regle": typo(REGLE),
    }


def _tardive(prise: Decision, exercice: int | None) -> str:
    if exercice is None or prise.date.year <= exercice:
        return ""
    return f"Décision prise après la fin de l’exercice {exercice} : vérifier l’engagement des crédits."


def _ecart(prise: Decision, propose: int | None) -> str:
    if propose is None or prise.montant == propose:
        return "Le montant accordé est égal au montant que l’outil propose."
    plus = "de plus" if prise.montant > propose else "de moins"
    return f"{french.euros(abs(prise.montant - propose))} {plus} que le montant proposé : le motif est donné ci-dessous."


def _calcul(sujet: Sujet) -> list[str]:
    """From the score to the rate, in words."""
    evaluation, modulation = sujet.evaluation, sujet.evaluation.modulation
    if modulation.taux is None:
        return []
    lignes: list[str] = [
        f"Score global de l’évaluation : {mots.score(evaluation.globale)} sur 1.",
        f"Taux ouvert par ce score : {mots.taux(modulation.taux_brut, 4)} du plafond.",
    ]
    if modulation.taux != modulation.taux_brut:
        lignes.append(f"Taux après points de vigilance : {mots.taux(modulation.taux, 4)} du plafond.")
    return lignes
