"""Static checks of levers: only what a residence can act on, with an objective that a convention can take up."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.errors import Faute
from evaluator.questionnaire import checks
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.models import Question, QuestionNiveau
from evaluator.questionnaire.source import Chemin, Source
from evaluator.questionnaire.textes import Textes


def leviers(q: Questionnaire, connues: Textes, source: Source) -> Iterator[Faute]:
    """As soon as one question has an `objectif`, every `actionnable` one has one.

    A questionnaire without any was frozen in a dossier before levers existed: it stays readable, and gives no lever.
    """
    attendus = any(question.objectif for question in q.questions.values())
    besoins = {n.question for n in q.notations if n.dimension == "besoin"}
    for i, section in enumerate(q.lu.sections):
        question: Question
        for j, question in enumerate(section.questions):
            chemin = ("sections", i, "questions", j)
            for k, lu in enumerate(getattr(question, "leviers", ())):
                yield from checks.clauses((*chemin, "leviers", k, "clauses"), lu.clauses, connues, source)
            if question.id not in besoins:  # said by another check
                yield from _actionnable(question, chemin, attendus, source)


def _actionnable(question: Question, chemin: Chemin, attendus: bool, source: Source) -> Iterator[Faute]:
    declares = getattr(question, "leviers", ())
    if not question.actionnable:
        for cle in ("objectif", "leviers"):
            if getattr(question, cle, None):
                yield source.faute((*chemin, cle), f"« {cle} » n'a de sens que pour une question « actionnable »")
    elif question.objectif is None:
        if attendus:
            message = f"« {question.id} » est actionnable : « objectif » manque (à l'infinitif, 120 caractères au plus)"
            yield source.faute((*chemin, "actionnable"), message)
    elif not declares and not isinstance(question, QuestionNiveau):
        message = f"« {question.id} » est actionnable : dites par « leviers » ce que la résidence peut changer"
        yield source.faute((*chemin, "actionnable"), message)
