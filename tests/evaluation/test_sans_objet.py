"""The list of *sans objet*, and the result had each of them scored zero."""

from __future__ import annotations

from fractions import Fraction as F
from functools import cache

from evaluator.dossier.reponses import Reponse
from evaluator.evaluation.analyses_json import sans_objet_en_json
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Encadrement
from evaluator.evaluation.sans_objet import relever
from evaluator.questionnaire.load import Referentiel

from .synthetic import NR, WORKED, answers, build, question, scored


@cache
def ref() -> Referentiel:
    questions = [
        scored("a", indicateur="I1"),
        scored("b", indicateur="I1"),
        scored("c", indicateur="I2"),
        question("fait", "oui_non"),
        question("ouvert", "oui_non", sans_objet="refuse"),
        question("cache", "oui_non", si="ouvert"),
    ]
    return build(questions, {"I1": "A1", "I2": "A1"}, sans_objet={
        "id": "V-SO", "titre": "R", "maximum": 1, "gravite": "majeure", "clauses": ["A0"], "message": "M"})  # fmt: skip


def look(**values: object):
    reponses = answers(ref(), {**WORKED, "ouvert": False, **values})
    return relever(ref(), reponses, evaluer(ref(), reponses))


def so(motif: str) -> Reponse:
    return Reponse("sans_objet", motif=motif)


def test_the_list_and_the_score_had_it_been_zero() -> None:
    # b out: I1 = 0,8, I2 = 0,6, global 0,7. b at 0: I1 = 0,4, global 0,5; τ = 0,15 ÷ 0,45 = 1/3, 20 400 ÷ 3 = 6 800 €
    r = look(a="0,8", b=so("pas de b"), c="0,6", fait=so("pas de fait"), cache=so("masquée"))
    assert [(s.question, s.motif, s.poids) for s in r.liste] == [("b", "pas de b", F(1, 4)), ("fait", "pas de fait", 0)]
    assert r.part == F(1, 4)
    assert r.score_si_zero == Encadrement(F(1, 2), F(1, 2))
    assert (r.avis_si_zero, r.montant_min_si_zero, r.montant_max_si_zero) == ("favorable_avec_reserves", 6800, 6800)
    assert sans_objet_en_json(r) == {
        "part": 0.25,
        "liste": [{"question": "b", "motif": "pas de b", "poids": 0.25},
                  {"question": "fait", "motif": "pas de fait", "poids": 0}],
        "si_zero": {"score": 0.5, "min": 0.5, "max": 0.5, "avis": "favorable_avec_reserves", "montant_min": 6800,
                    "montant_max": 6800},
    }  # fmt: skip


def test_a_masked_question_declares_nothing_until_it_is_asked() -> None:
    assert [s.question for s in look(cache=so("x"), ouvert=True).liste] == ["cache"]
    assert [s.question for s in look(cache=so("x"), ouvert=NR).liste] == ["cache"]
    assert look(cache=so("x")).liste == ()


def test_without_scored_sans_objet_nothing_moves() -> None:
    values = {"a": "0,8", "b": "0,2", "c": "0,6", "fait": so("x")}
    reponses = answers(ref(), {**WORKED, "ouvert": False, **values})
    e = evaluer(ref(), reponses)
    r = relever(ref(), reponses, e)
    assert (r.score_si_zero, r.avis_si_zero, r.part) == (e.globale, e.modulation.avis, 0)
    assert r.montant_min_si_zero == e.modulation.montants.montant_min


def test_everything_sans_objet() -> None:
    r = look(a=so("x"), b=so("y"), c=so("z"))
    assert (len(r.liste), r.part, r.score_si_zero) == (3, 1, Encadrement(F(0), F(0)))
