"""A new question type is one entry per room: each table has exactly the types of the models."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from evaluator.dossier.valeurs import LECTEURS
from evaluator.evaluation.contexte import CONNUES, INCONNUES
from evaluator.questionnaire.compile import TYPES
from evaluator.questionnaire.models import QUESTIONS
from evaluator.questionnaire.notation import NOTEURS
from evaluator.report.cellules import CELLULES
from evaluator.ui.editeurs import EDITEURS
from evaluator.ui.lineaire.reponses import LECTURES

TABLES: dict[str, Mapping[str, object]] = {
    "static type of formulas (questionnaire.compile)": TYPES,
    "scoring (questionnaire.notation)": NOTEURS,
    "reading a value (dossier.valeurs)": LECTEURS,
    "known answer (evaluation.contexte)": CONNUES,
    "unknown answer (evaluation.contexte)": INCONNUES,
    "editor (ui.editeurs)": EDITEURS,
    "a line typed (ui.lineaire.reponses)": LECTURES,
    "cell of the report (report.cellules)": CELLULES,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_type_has_its_entry(table: str) -> None:
    assert set(TABLES[table]) == set(QUESTIONS)
