"""`make schemas`: writes questionnaires/schemas/ again."""

from __future__ import annotations

from evaluator import resources, schemas
from evaluator.questionnaire.load import charger

if __name__ == "__main__":
    schemas.ecrire(resources.dossier_livre(resources.QUESTIONNAIRES) / "schemas", charger())
