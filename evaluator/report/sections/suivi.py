"""How the objectives are followed and evaluated: what the circulaire says, quoted; the rest is said to be proposed."""

from __future__ import annotations

from datetime import date

from evaluator.report.sections.objectifs import objectifs
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Bloc, typo

CLAUSES = ("C-IV-c-tri", "C-IV-c-suivi")
TERME = "Au terme de la convention"
ANNEES = 3  # « dans une perspective triennale »
A_ECRIRE = "____"
REGIME, PREMIERE_2025 = "R-2025", 2025
DEPUIS_2025 = (
    "Les années 2025 et suivantes relèvent, pour les modalités d’octroi, de la circulaire du 9 mai 2025. Garder pour elles "
    "la perspective triennale et le suivi décrits ci-dessus est une lecture de l’outil, à confirmer par le service."
)
CHAPEAU = (
    "La circulaire demande une perspective triennale, déclinée chaque année par une convention financière, et le suivi de "
    "l’emploi des crédits."
)
PROPOSE = (
    "Elle ne fixe ni calendrier ni forme à ce suivi : les étapes ci-dessous sont proposées par l’outil, à convenir entre le "
    "service et le gestionnaire."
)
CHAQUE_ANNEE = (
    "Dialogue de gestion : actions prévues et réalisées, crédits accordés et dépensés, valeur de chaque objectif ; il "
    "prépare la convention financière de l’année suivante."
)
A_LA_FIN = (
    "Évaluation des trois années : objectifs atteints ou non, emploi des crédits, résultats pour les résidents (accès au "
    "logement, plans d’apurement respectés) ; elle prépare la décision de renouveler l’aide ou d’en moduler le montant."
)


def suivi(sujet: Sujet) -> Bloc:
    annees = _annees(sujet)
    return {
        "chapeau": typo(CHAPEAU),
        "clauses": [sujet.clause(c) for c in CLAUSES if c in sujet.referentiel.textes.clauses],
        "propose": typo(PROPOSE),
        "contenus": [
            {"quand": "Chaque année", "quoi": typo(CHAQUE_ANNEE)},
            {"quand": TERME, "quoi": typo(A_LA_FIN)},
        ],
        "etapes": [*annees, TERME],
        "annees": [*annees],
        "regime": sujet.clause(REGIME) if _regime(sujet) else {},
        "depuis_2025": typo(DEPUIS_2025) if _regime(sujet) else "",
        "rangs": objectifs(sujet)["rangs"],
    }


def _annees(sujet: Sujet) -> list[str]:
    """The years of the convention where its dates are recorded, else room to write them: the exercice is not its start."""
    debut = _debut(sujet)
    return [f"Année {rang} ({debut.year + rang - 1 if debut else A_ECRIRE})" for rang in range(1, ANNEES + 1)]


def _debut(sujet: Sujet) -> date | None:
    prise = sujet.dossier.decision
    convention = prise.convention if prise else None
    return convention.debut if convention and convention.type == "objectifs" else None


def _regime(sujet: Sujet) -> bool:
    """Whether the convention may cover a year that the circulaire of 2025 governs."""
    debut = _debut(sujet)
    premiere = debut.year if debut else sujet.evaluation.exercice
    return premiere is not None and premiere + ANNEES > PREMIERE_2025 and REGIME in sujet.referentiel.textes.clauses
