"""Dossiers of a service, all different: `python bench/dossiers.py 1000 FOLDER` writes them.

Each starts from one of the examples; about half of its answers are drawn again, each from the type of its question, and some
are left open. Two in three hold both volets, the others the self-assessment alone: 100 to 220 events each.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import NON_RENSEIGNEE, Reponse
from evaluator.questionnaire.load import Referentiel, charger
from evaluator.questionnaire.models import Volet
from tests.evaluation.strategies import example, given_answer

REDITES, OUVERTES = 0.5, 0.05  # shares of the answers: drawn again, left open
GESTIONNAIRE = Auteur.lire("Claire Petit, responsable de résidence, Association d’exemple")
SERVICE = Auteur.lire("Anne Martin, inspectrice, DDETS")
COMMUNES = ("93066", "69123", "13055", "35238", "59350")


def fabriquer(racine: Path, nombre: int) -> list[Path]:
    """`nombre` dossiers, the same for the same number but for their ids and dates."""
    racine.mkdir(parents=True)
    referentiel = charger()
    return [_un(referentiel, racine / f"residence-{n:04}.agls", n) for n in range(nombre)]


def _un(referentiel: Referentiel, chemin: Path, n: int) -> Path:
    rng = Random(n)
    exemple = ("pre_sorbier", "quai_solveig")[n % 2]
    propres = {
        "residence_id": Reponse("renseignee", f"R-{n:04}"),
        "residence_nom": Reponse("renseignee", f"Résidence n° {n}"),
        "commune_insee": Reponse("renseignee", rng.choice(COMMUNES)),
    }
    with Dossier.creer(chemin, referentiel, auteur=GESTIONNAIRE, role="gestionnaire") as dossier:
        dossier.repondre_tout("auto_evaluation", _reponses(referentiel, exemple, "auto_evaluation", rng) | propres)
    if n % 3:
        with Dossier.ouvrir(chemin, ecriture=True, auteur=SERVICE, role="service") as dossier:
            dossier.repondre_tout("constat", _reponses(referentiel, exemple, "constat", rng))
    return chemin


def _reponses(referentiel: Referentiel, exemple: str, volet: Volet, rng: Random) -> dict[str, Reponse]:
    questions = referentiel.questionnaire.questions
    reponses = {}
    for nom, reponse in example(exemple, volet).par_question.items():
        if questions[nom].commun and volet == "constat":
            continue
        if rng.random() < OUVERTES:
            reponses[nom] = NON_RENSEIGNEE
        elif rng.random() < REDITES and questions[nom].type != "texte":  # type: ignore[attr-defined]  # every question has one
            reponses[nom] = given_answer(questions[nom], rng)
        else:
            reponses[nom] = reponse
    return reponses


if __name__ == "__main__":
    print(len(fabriquer(Path(sys.argv[2]), int(sys.argv[1]))), "dossiers")
