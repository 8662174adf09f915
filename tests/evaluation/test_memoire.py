"""A memory changes nothing but the time: each evaluation equals the one made from nothing, figures and traces."""

from __future__ import annotations

import gc
from fractions import Fraction as F
from random import Random

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.memoire import GARDEES, Memoire
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.formula import bounds

from .strategies import complete, example, exists, given_answer, holes, near_example, seeds
from .synthetic import NR, NSP, SO, WORKED, answers, build, by_status, mini, question, scored, shipped, vigilance, worked
from .zoo import GRIDS, zoo


def same(a: Evaluation, b: Evaluation) -> bool:
    """Every field, and every trace, which equality leaves out."""
    return (
        a == b
        and a.trace == b.trace
        and dict(a.traces_dimensions) == dict(b.traces_dimensions)
        and [n.trace for n in a.notations] == [n.trace for n in b.notations]
    )


def step(ref, start: Reponses, rng: Random) -> Reponses:
    """One to three answers changed: another value, no value, another source, another reason, or the same once more."""
    questions = ref.questionnaire.questions
    names = [n for n, q in questions.items() if exists(q, start.volet)]
    result = dict(start.par_question)
    for name in rng.sample(names, rng.choice([1, 1, 1, 2, 3])):
        now = start[name]
        change = rng.random()
        if change < 0.5:
            result[name] = given_answer(questions[name], rng)
        elif change < 0.75:
            result[name] = rng.choice([NR, NSP])
        elif change < 0.9:
            result[name] = replace(
                now, source=rng.choice(["document", "declaratif", None]), motif=rng.choice([None, "autre"])
            )
        else:
            result[name] = replace(now)
    return Reponses(start.volet, result)


def walk(ref, start: Reponses, other: Reponses, rng: Random, length: int) -> None:
    """A walk from `start`: a step further, from the start again, or from the answers of the other volet."""
    memory, here = Memoire(ref), start
    for _ in range(length):
        here = step(ref, rng.choice([here, here, start, other]), rng)
        zero = rng.random() < 0.2
        warm = evaluer(ref, here, memoire=memory, sans_objet_zero=zero)
        assert same(warm, evaluer(ref, here, sans_objet_zero=zero))


@settings(max_examples=25)
@given(seeds())
def test_a_walk_around_an_example(rng):
    # Would catch: a result kept although a name that it reads has changed, through a condition, a cap or a score.
    start = near_example(rng)
    if rng.random() < 0.5:
        start = holes(start, rng, 0.2, ())
    other = "constat" if start.volet == "auto_evaluation" else "auto_evaluation"
    walk(shipped(), start, example("pre_sorbier", other), rng, 12)


@settings(max_examples=40)
@given(seeds())
def test_a_walk_over_every_question_type(rng):
    ref = zoo(rng.choice(list(GRIDS)))
    start = holes(complete(rng, ref), rng, rng.choice([0.0, 0.3, 0.8]), ())
    walk(ref, start, complete(rng, ref), rng, 15)


@pytest.mark.parametrize("name", ["actions", "exercice", "type_demande", "nb_logements", "projet_social_existe"])
def test_what_most_rules_read(name):
    """A table, the year, what masks half of a section: changed, taken away, put back."""
    ref, base = shipped(), example("pre_sorbier", "constat")
    memory, rng = Memoire(ref), Random(name)
    other = Reponses("constat", {**base.par_question, name: given_answer(ref.questionnaire.questions[name], rng)})
    without = Reponses("constat", {n: a for n, a in base.par_question.items() if n != name})
    for state in (base, other, base, without, other, without, base):
        assert same(evaluer(ref, state, memoire=memory), evaluer(ref, state))


def test_one_answer_for_another_and_another_order():
    # Would catch: answers compared by their place, where as many are given but not to the same questions.
    ref, base = shipped(), example("pre_sorbier", "constat").par_question
    sans = [{n: a for n, a in base.items() if n != name} for name in ("nb_logements", "cout_gls")]
    memory = Memoire(ref)
    for donnees in (sans[0], sans[1], dict(reversed(sans[1].items())), dict(reversed(sans[0].items())), base):
        state = Reponses("constat", donnees)
        assert same(evaluer(ref, state, memoire=memory), evaluer(ref, state))


def test_one_changed_answer_reads_few_formulas(monkeypatch):
    ref, base = shipped(), example("pre_sorbier", "constat")
    read = []
    truth = bounds.truth
    monkeypatch.setattr(bounds, "truth", lambda e, env: read.append(e) or truth(e, env))
    memory = Memoire(ref)
    first = evaluer(ref, base, memoire=memory)
    cold = len(read)
    read.clear()
    changed = Reponses("constat", {**base.par_question, "pse_etp": Reponse("renseignee", F(2), "document")})
    second = evaluer(ref, changed, memoire=memory)
    # pse_etp is read by one control, and by one vigilance; two conditions belong to the derogation, always read
    assert cold > 100
    assert len(read) <= 5
    assert second.notations[0] is first.notations[0]
    read.clear()
    assert evaluer(ref, Reponses("constat", dict(base.par_question)), memoire=memory) is first
    assert read == []


def test_a_message_follows_the_figures_that_it_quotes():
    # Neither `si` reads the figure of its message; `suite` hides one control without being named by it.
    controle = {"si": "maj", "gravite": "alerte", "message": "Trouvé : {cout_gls}."}
    point = {**vigilance("MENAGES", "maj", "mineure"), "message": "Ménages : {nb_menages}."}
    ref = build(
        [
            scored("note"),
            question("maj", "oui_non"),
            question("suite", "oui_non"),
            question("detail", "oui_non", si="suite", controles=[controle]),
        ],
        {"I1": "A1"},
        [point],
    )
    memory, found = Memoire(ref), []
    for changes in ({}, {"cout_gls": 500}, {"suite": False}, {"nb_menages": 3}, {}):
        reponses = answers(ref, {**WORKED, "maj": True, "suite": True, **changes})
        e = evaluer(ref, reponses, memoire=memory)
        messages = [v.message for v in e.vigilances if v.id == "MENAGES"] + [c.message for c in e.controles]
        found.append([m.replace("\u202f", " ").replace("\u00a0", " ") for m in messages])
    whole = ["Ménages : 80 ménages.", "Trouvé : 41 000 €."]
    assert found == [
        whole,
        ["Ménages : 80 ménages.", "Trouvé : 500 €."],
        ["Ménages : 80 ménages."],
        ["Ménages : 3 ménages.", "Trouvé : 41 000 €."],
        whole,
    ]


def test_the_start_of_many_evaluations_is_kept_and_the_rest_is_not():
    ref, base = shipped(), example("pre_sorbier", "constat")
    memory = Memoire(ref)
    first = evaluer(ref, base, memoire=memory)

    def alive() -> list[int]:
        gc.collect()
        evaluations = [o for o in gc.get_objects() if isinstance(o, Evaluation)]
        return [e.questions["nb_places"].valeur for e in evaluations if e.questions["nb_places"].valeur in tried]

    tried = range(10_000, 10_030)
    for places in tried:
        changed = {**base.par_question, "nb_places": Reponse("renseignee", places, "document")}
        evaluer(ref, Reponses("constat", changed), memoire=memory)
    assert evaluer(ref, base, memoire=memory) is first
    gc.collect()
    assert len(alive()) < GARDEES


def test_a_memory_serves_one_referentiel():
    with pytest.raises(ValueError, match="referentiel"):
        evaluer(mini(), answers(mini(), WORKED), memoire=Memoire(shipped()))


def test_a_trace_is_not_built_before_it_is_read(monkeypatch):
    ref, base = shipped(), example("pre_sorbier", "constat")
    read = []
    trace = bounds.trace
    monkeypatch.setattr(bounds, "trace", lambda e, env: read.append(e) or trace(e, env))
    e = evaluer(ref, base)
    assert read == []
    assert e.trace is e.modulation.trace
    assert len(read) == sum(n.formule is not None for n in ref.questionnaire.notations)


# — sans objet counted as zero ——————————————————————————————————————————————————————————————————————————————


def three_scored():
    """Three scored answers of the same indicator, of equal weight; `c` is of the need."""
    questions = [scored("a"), scored("b"), scored("c", "besoin"), question("d", "oui_non")]
    return build(questions, {"I1": "A1"}, [vigilance("FAIBLE", "score_global < 0,50", "mineure")])


SCORES = {**WORKED, "a": "0,9", "b": SO, "c": "0,6", "d": False}


@pytest.mark.parametrize("changes", [{}, {"d": SO}])
def test_sans_objet_as_zero(changes):
    # As it stands: (0.9 + 0.6) ÷ 2 = 0.75, response 0.9, need 0.6; rate (0.75 − 0.35) ÷ 0.45 = 8/9, capped at 2/3 by the
    # majeure V-SANS-OBJET (1/3 > 20 %): 20 400 × 2/3 = 13 600 €.
    # b as 0: (0.9 + 0 + 0.6) ÷ 3 = 0.5, response 0.45, need 0.6; rate (0.5 − 0.35) ÷ 0.45 = 1/3: 6 800 €. The share of
    # sans objet, its vigilance and the completeness are what they were. `d` is not scored: nothing changes for it.
    ref = three_scored()
    reponses = answers(ref, {**SCORES, **changes})
    as_is, zero = evaluer(ref, reponses), evaluer(ref, reponses, sans_objet_zero=True)
    assert (as_is.globale.valeur, zero.globale.valeur) == (F(3, 4), F(1, 2))
    assert (as_is.dimensions["reponse"].valeur, zero.dimensions["reponse"].valeur) == (F(9, 10), F(9, 20))
    assert as_is.dimensions["besoin"].valeur == zero.dimensions["besoin"].valeur == F(3, 5)
    assert (as_is.modulation.montants.montant, zero.modulation.montants.montant) == (13600, 6800)
    assert as_is.part_sans_objet == zero.part_sans_objet == F(1, 3)
    assert as_is.completude == zero.completude == 1
    assert "V-SANS-OBJET" in by_status(as_is, "certaine") & by_status(zero, "certaine")
    assert zero.etape("b").valeur.valeur == 0


def test_what_may_be_sans_objet_as_zero():
    # b unknown and free to be sans objet. As it stands: in [0; 1] or out: from (0.9 + 0 + 0.6) ÷ 3 = 0.5 to 2.5 ÷ 3 = 5/6.
    # As zero it never leaves, and the interval is the same; with b first at [0.4; 1] by its scoring it would not be: an
    # unknown choice of scores 0.4 and 1 gives (0.9 + 0.4 + 0.6) ÷ 3 = 19/30 in, 0.75 out, 0.5 as zero.
    ref = build(
        [
            scored("a"),
            question("b", "choix", options=[{"id": "x", "libelle": "x"}, {"id": "y", "libelle": "y"}],
                     dimension="reponse", indicateur="I1", notation={"points": {"x": "0,4", "y": 1}}),
            scored("c", "besoin"),
        ],
        {"I1": "A1"},
    )  # fmt: skip
    reponses = answers(ref, {**SCORES, "b": NSP})
    as_is, zero = evaluer(ref, reponses), evaluer(ref, reponses, sans_objet_zero=True)
    assert (as_is.globale.min, as_is.globale.max) == (F(19, 30), F(5, 6))
    assert (zero.globale.min, zero.globale.max) == (F(1, 2), F(5, 6))


def test_a_score_as_zero_fires_what_reads_it():
    # 0.9 and two sans objet: 0.9 as it stands, 0.3 as zero.
    ref = three_scored()
    reponses = answers(ref, {**SCORES, "c": SO})
    assert "FAIBLE" not in by_status(evaluer(ref, reponses), "certaine")
    assert "FAIBLE" in by_status(evaluer(ref, reponses, sans_objet_zero=True), "certaine")


# — the end of the year before ——————————————————————————————————————————————————————————————————————————————


def test_a_condition_reads_the_end_of_the_year_before():
    # Opened on 31/12/2018: five full years at 31/12/2023 (exercice 2024), four at 31/12/2022 (exercice 2023).
    ref = build(
        [question("ouverture", "date"), question("bilan", "oui_non", si="annees(ouverture; fin_n1) ≥ 5"), scored("note")],
        {"I1": "A1"},
    )
    memory = Memoire(ref)
    states = []
    for exercice in (2024, 2023, 2024):
        reponses = answers(ref, {**WORKED, "ouverture": "2018-12-31", "exercice": exercice})
        e = evaluer(ref, reponses, memoire=memory)
        assert same(e, evaluer(ref, reponses))
        states.append(e.questions["bilan"].etat)
    assert states == ["non_renseignee", "masquee", "non_renseignee"]


def test_the_worked_example_is_the_same_from_memory():
    # 20 400 € × (0.7325 − 0.35) ÷ 0.45 = 17 340 €; with a majeure, 20 400 × 2/3 = 13 600 €.
    ref, memory = mini(), Memoire(mini())
    found = []
    for maj in (False, True, False):
        found.append(evaluer(ref, answers(ref, {**WORKED, "maj": maj}), memoire=memory).modulation.montants.montant)
    assert found == [17340, 13600, 17340] == [worked(ref, maj=m).modulation.montants.montant for m in (False, True, False)]
