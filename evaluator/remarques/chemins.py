"""Where the parts of a questionnaire stand in its tree."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.models import Question, QuestionTableau
from evaluator.questionnaire.notation import NotationCompilee
from evaluator.questionnaire.source import Chemin


def questions(q: Questionnaire) -> Iterator[tuple[str, Chemin]]:
    for i, section in enumerate(q.lu.sections):
        question: Question
        for j, question in enumerate(section.questions):
            yield question.id, ("sections", i, "questions", j)


def chemin_notation(n: NotationCompilee, q: Questionnaire) -> Chemin:
    question = q.questions[n.question]
    chemin = dict(questions(q))[n.question]
    if isinstance(question, QuestionTableau):
        return (*chemin, "notations", [x.id for x in question.notations].index(n.id))
    return (*chemin, "notation")
