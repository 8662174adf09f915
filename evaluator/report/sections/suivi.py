"""How the objectives are followed and evaluated: what the circulaire says, quoted; the rest is said to be proposed."""

from __future__ import annotations

from datetime import date

from evaluator.report.sections.objectifs import objectifs
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Bloc, typo

CLAUSES = ("C-IV-c-tri", "C-IV-c-suivi")
TERME = "Au terme de la convention"
ANNEES = 3  # « dans une perspective triennale »
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
        "rangs": objectifs(sujet)["rangs"],
    }


def _annees(sujet: Sujet) -> list[str]:
    """The years of the convention where its dates are known, else those that start with the exercice, else their rank."""
    prise = sujet.dossier.decision
    convention = prise.convention if prise else None
    debut: date | None = convention.debut if convention and convention.type == "objectifs" else None
    premiere = debut.year if debut else sujet.evaluation.exercice
    return [f"Année {rang}" + (f" ({premiere + rang - 1})" if premiere else "") for rang in range(1, ANNEES + 1)]
