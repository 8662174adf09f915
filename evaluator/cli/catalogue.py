"""The list of questions, for `agls questionnaire`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evaluator.canonical import en_json as json_exact
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.models import (
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionNombre,
    QuestionRepartition,
    QuestionTableau,
)
from evaluator.signes import json_inoffensif


def en_mots(q: Questionnaire) -> str:
    return "\n".join(_lignes(q))


def _lignes(q: Questionnaire) -> Iterator[str]:
    yield f"{q.lu.id} {q.lu.version} — {q.lu.titre} ({len(q.questions)} questions)"
    for i, section in enumerate(q.lu.sections, 1):
        yield f"\n{i}. {section.titre}"
        for j, question in enumerate(section.questions, 1):
            yield f"  {i}.{j} {question.id} [{question.type}] {question.libelle}"
            for detail in _details(question):
                yield f"        {detail}"


def _details(question: Question) -> Iterator[str]:
    if isinstance(question, QuestionChoix | QuestionChoixMultiple):
        yield "options : " + ", ".join(o.id for o in question.options)
    if isinstance(question, QuestionRepartition):
        yield "catégories : " + ", ".join(c.id for c in question.categories) + ", non_connu"
    if isinstance(question, QuestionTableau):
        yield "colonnes : " + ", ".join(c.id for c in question.colonnes)
    if question.si:
        yield f"si : {question.si}"
    if question.indicateur:
        yield f"notée : {question.indicateur}, {question.dimension}"
    if isinstance(question, QuestionTableau):
        for n in question.notations:
            yield f"notée : {n.indicateur}, {n.dimension} ({n.id})"
    if question.clauses:
        yield "clauses : " + ", ".join(question.clauses)


def en_json(q: Questionnaire) -> str:
    objet = {
        "id": q.lu.id,
        "version": q.lu.version,
        "empreinte": q.empreinte,
        "titre": q.lu.titre,
        "questions": [_objet(nom, q) for nom in q.questions],
    }
    return json_inoffensif(json.dumps(objet, ensure_ascii=False, indent=1))


def _objet(nom: str, q: Questionnaire) -> dict[str, object]:
    question = q.questions[nom]
    siennes = [n for n in q.notations if n.question == nom]
    seule = siennes[0] if len(siennes) == 1 else None  # a table may have several: see « notations »
    objet: dict[str, object] = {
        "id": nom,
        "section": q.sections[nom].id,
        "type": question.type,  # type: ignore[attr-defined]  # every concrete question has a type
        "libelle": question.libelle,
        "commun": question.commun,
        "volet": question.volet,
        "si": question.si,
        "clauses": list(question.clauses),
        "visite": question.visite,
        "periode": question.periode,
        "sans_objet": question.sans_objet,
        "imperatif": question.imperatif,
        "actionnable": question.actionnable,
        "indicateur": seule.indicateur if seule else None,
        "dimension": seule.dimension if seule else None,
        "sens": _sens(question, seule.id) if seule else None,
        "notations": [
            {"id": n.id, "indicateur": n.indicateur, "dimension": n.dimension, "sens": _sens(question, n.id)}
            for n in siennes
        ],
    }
    if isinstance(question, QuestionNombre):
        objet |= {"min": json_exact(question.min), "max": json_exact(question.max), "unite": question.unite}
    if isinstance(question, QuestionChoix | QuestionChoixMultiple):
        objet["options"] = [{"id": o.id, "libelle": o.libelle} for o in question.options]
    if isinstance(question, QuestionNiveau):
        objet["niveaux"] = list(question.niveaux)
    if isinstance(question, QuestionRepartition):
        objet["categories"] = [{"id": c.id, "libelle": c.libelle} for c in question.categories]
    if isinstance(question, QuestionTableau):
        objet["colonnes"] = [
            {"id": c.id, "libelle": c.libelle, "type": c.type, "options": [o.id for o in c.options]}
            for c in question.colonnes
        ]
    return objet


def _sens(question: Question, notation: str) -> str:
    if isinstance(question, QuestionTableau):
        return next(n.sens for n in question.notations if n.id == notation)
    lue = getattr(question, "notation", None)
    return lue.sens if lue is not None else "croissant"
