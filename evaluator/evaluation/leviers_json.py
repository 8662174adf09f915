"""Levers in the JSON of `agls evaluer --json`: scores rounded to 4 places for display, values as the journal writes them."""

from __future__ import annotations

from fractions import Fraction

from evaluator import french
from evaluator.dossier.reponses import Valeur
from evaluator.dossier.valeurs import ecrire
from evaluator.evaluation.leviers import Leviers
from evaluator.questionnaire.load import Referentiel


def en_json(leviers: Leviers, referentiel: Referentiel) -> list[dict[str, object]]:
    """One object per lever, those that reach the next opinion first; `clauses` are ids that the referentiel knows."""
    connues = referentiel.textes.clauses
    return [
        {
            "effet": levier.effet,
            "changements": [
                {
                    "question": c.question,
                    "objectif": c.objectif,
                    "de": _valeur(c.avant.valeur),
                    "vers": _valeur(c.apres.valeur),
                    "clauses": [clause for clause in c.clauses if clause in connues],
                }
                for c in levier.changements
            ],
            "avis": levier.avis,
            "score": _score(levier.score),
            "montant": levier.montant,
            "gain": levier.gain,
        }
        for levier in (*leviers.avis, *leviers.euros)
    ]


def _valeur(valeur: Valeur | None) -> object:
    return None if valeur is None else ecrire(valeur)


def _score(valeur: Fraction) -> int | float:
    arrondie = french.arrondi(valeur, 4)
    return int(arrondie) if arrondie.denominator == 1 else float(arrondie)
