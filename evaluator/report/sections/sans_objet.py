"""Every *sans objet*, its reason, and the score had each of them counted for nothing."""

from __future__ import annotations

from evaluator import french
from evaluator.evaluation import phrases
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Bloc, typo


def sans_objet(sujet: Sujet) -> Bloc:
    s = sujet.analyse.sans_objet
    return {
        "vide": not s.liste,
        "lignes": [
            {
                "question": sujet.etiquette(so.question),
                "motif": so.motif or "non indiqué",
                "poids": french.pourcent(so.poids, 2) if so.poids else "non notée",
            }
            for so in s.liste
        ],
        "part": typo(f"Part de « sans objet » : {french.pourcent(s.part)} du poids des questions notées."),
        "si_zero": typo(phrases.sans_objet(s, sujet.referentiel)),
    }
