"""Raising one scored answer in its sense, all else equal, never lowers the global score; a declared level is capped."""

from __future__ import annotations

from fractions import Fraction as F
from random import Random

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.evaluate import evaluer
from tests.modele.resultat import observed

from .strategies import complete, example, given_answer, holes, near_example, row, seeds
from .synthetic import LEVELS, NR, NSP, SO, WORKED, answer, answers, build, question, scored, shipped, worked
from .zoo import level, zoo

BETTER = {
    "actions": {"prevue": True, "objectif": "un objectif", "realisee": True, "preuve": "document"},
    "acts": {"done": True, "proof": "document"},
    "equipe": {"etp_gls": F(1, 10), "etp_total": F(1)},
    "team": {"etp": F(1, 10), "duty": "gls"},
    "partenaires": {"formalise": True},
}
POINTS = {"pick": ["a", "b", "c"]}
FALLING = {"late"}


def improved(q, a: Reponse, rng: Random) -> Reponse | None:
    """`a` one step better in its sense, on the same source; None where there is no better."""
    v = a.valeur
    if a.etat != "renseignee":
        return None
    match q.type:
        case "oui_non":
            return None if v else replace(a, valeur=True)
        case "niveau":
            return replace(a, valeur=v + 1) if v < 3 else None
        case "choix":
            order = POINTS[q.id]
            return None if v == order[-1] else replace(a, valeur=order[order.index(v) + 1])
        case "choix_multiple":
            names = [o.id for o in q.options if not o.exclusive]
            kept = set(v) & set(names) | {rng.choice(names)}
            return replace(a, valeur=tuple(n for n in names if n in kept))
        case "tableau":
            rows = list(v)
            rows.insert(rng.randint(0, len(rows)), {**row(q, rng), **BETTER[q.id]})
            return replace(a, valeur=tuple(rows))
    step = 1 if q.type == "entier" else F(1, 10)
    if q.id in FALLING:
        return replace(a, valeur=max(q.min, v - step))
    return replace(a, valeur=v + step if q.max is None else min(q.max, v + step))


def never_lower(ref, base: Reponses, rng: Random) -> int:
    before, count = evaluer(ref, base), 0
    for name in rng.sample(sorted(ref.questionnaire.notees), min(6, len(ref.questionnaire.notees))):
        better = improved(ref.questionnaire.questions[name], base[name], rng)
        if better is None:
            continue
        after = evaluer(ref, Reponses(base.volet, {**base.par_question, name: better}))
        if not (before.globale.absent or after.globale.absent):
            assert after.globale.min >= before.globale.min, (name, base[name], better)
            assert after.globale.max >= before.globale.max, (name, base[name], better)
        count += 1
    return count


@settings(max_examples=25)
@given(seeds())
def test_annex_I(rng):
    # Would catch: a share or mean over rows, a step over the declared cap that scores less, a wrong `sens`.
    base = rng.choice([complete, near_example])(rng)
    if rng.random() < 0.4:
        base = holes(base, rng, 0.1, ("exercice",))
    never_lower(shipped(), base, rng)


@settings(max_examples=45)
@given(seeds())
def test_zoo(rng):
    # Would catch: a child that appears when its parent says yes, and costs.
    base = complete(rng, zoo())
    if rng.random() < 0.4:
        base = holes(base, rng, 0.15, ("exercice",))
    never_lower(zoo(), base, rng)


def test_saying_yes_does_not_cost_even_with_a_child_unanswered_or_nil():
    ref = zoo()
    base = {**WORKED, "vuln": 10, "rep": {"c1": 9, "c2": 1}, "vuln2": 1, "fact": True, "count": 5, "pick": "a"}
    no = evaluer(ref, answers(ref, {**base, "yes": False}))
    for child in (NR, NSP, 0, 3):
        yes = evaluer(ref, answers(ref, {**base, "yes": True, "child": child}))
        assert yes.globale.min >= no.globale.min
        assert yes.globale.max >= no.globale.max


def test_hiring_a_second_person_does_not_lower():
    ref, base = shipped(), example("pre_sorbier", "constat")
    before = evaluer(ref, base)
    for etp in (F(0), F(1, 100), F(1)):
        more = {**BETTER["equipe"], "etp_gls": etp, "qualification": "aucune"}
        rows = (*base["equipe"].valeur, more)
        after = evaluer(ref, Reponses("constat", {**base.par_question, "equipe": Reponse("renseignee", rows, "document")}))
        assert after.globale.min >= before.globale.min


# — the constat's cap on a declared level —————————————————————————————————————————————————————————————————————


def levels(source, value, volet="constat"):
    ref = build([level("lvl", "I1"), question("seul", "niveau", niveaux=LEVELS)], {"I1": "A1"})
    given_ = {"lvl": answer(ref, "lvl", value, source), "seul": answer(ref, "seul", value, source)}
    return worked(ref, volet, **given_)


@pytest.mark.parametrize("source", ["declaratif", None, "document", "entretien", "observation"])
@pytest.mark.parametrize("value", [0, 1, 2, 3])
@pytest.mark.parametrize("volet", ["auto_evaluation", "constat"])
def test_declared_level(source, value, volet):
    e = levels(source, value, volet)
    capped = volet == "constat" and source in (None, "declaratif") and value > 1
    assert e.globale.valeur == F(1 if capped else value, 3)
    assert e.plafonnees == (("lvl", "seul") if capped else ())
    assert e.questions["lvl"].plafonnee is capped
    assert e.questions["lvl"].valeur == value  # what was answered is kept
    assert (e.questions["lvl"].retenue if capped else value) == (1 if capped else value)


def test_only_levels_are_capped():
    ref = build([scored("a"), scored("b", "besoin")], {"I1": "A1"})
    e = worked(ref, a=answer(ref, "a", 1, None), b=answer(ref, "b", 1, "declaratif"))
    assert (e.globale.valeur, e.plafonnees) == (1, ())


@settings(max_examples=20)
@given(seeds())
def test_a_better_source_never_lowers(rng):
    # Would catch: a cap at level 1 that also lifts a level 0, or a source read on something that is no level.
    base = near_example(rng)
    if base.volet != "constat":
        base = Reponses("constat", base.par_question)
    better = {n: replace(a, source="document") if a.etat == "renseignee" else a for n, a in base.par_question.items()}
    assert evaluer(shipped(), Reponses("constat", better)).globale.min >= evaluer(shipped(), base).globale.min


# — masked questions ——————————————————————————————————————————————————————————————————————————————————————————


@settings(max_examples=15)
@given(seeds())
def test_answering_a_masked_question_changes_nothing(rng):
    # Would catch: a hidden value read by a vigilance, a control, completeness or the list of capped levels.
    ref = rng.choice([shipped(), zoo()])
    base = complete(rng, ref)
    before = evaluer(ref, base)
    masked = [n for n, q in before.questions.items() if q.etat == "masquee"]
    for name in rng.sample(masked, min(3, len(masked))):
        q = ref.questionnaire.questions[name]
        for other in (NR, NSP, given_answer(q, rng), SO if q.sans_objet != "refuse" else NR):
            after = evaluer(ref, Reponses(base.volet, {**base.par_question, name: other}))
            assert observed(after) == observed(before), name
            assert [c.question for c in after.controles] == [c.question for c in before.controles]


def test_a_masked_value_is_kept_and_said():
    ref = zoo()
    e = evaluer(ref, answers(ref, {**WORKED, "yes": False, "child": 3}))
    child = e.questions["child"]
    assert (child.etat, child.valeur, child.plafonnee) == ("masquee", 3, False)
