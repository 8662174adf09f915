"""Room for the signatures of the parties. The tool signs nothing and knows no one's authority to sign."""

from __future__ import annotations

from evaluator.report.sujet import Sujet
from evaluator.report.texte import Bloc, typo

LIGNES = ("Nom et prénom", "Qualité", "Date et lieu", "Signature")


def signatures(sujet: Sujet) -> Bloc:
    return {
        "lignes": [typo(ligne) for ligne in LIGNES],
        "parties": ["Pour l’État", "Pour le gestionnaire"],
        "avertissement": typo(
            "Cette annexe est tirée d’un dossier d’évaluation ; seules les signatures portées ici ou sur la convention "
            "engagent les parties. Les empreintes permettent de vérifier les données, elles ne sont pas une signature."
        ),
    }
