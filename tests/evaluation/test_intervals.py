"""Intervals: whatever is taken away, the figures contain every completion, and are reached where nothing is read twice."""

from __future__ import annotations

import itertools
from fractions import Fraction as F
from random import Random

import pytest
from hypothesis import given, settings

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.evaluate import evaluer

from .strategies import complete, example, holes, near_example, seeds
from .synthetic import NR, NSP, SO, WORKED, answer, answers, ends, shipped, worked
from .zoo import GRIDS, fill, outside, tight, zoo

# The exercice chooses the regime; request and reason of a derogation are acts, not unknowns.
KEEP = ("exercice", "derogation_demandee", "derogation_motif")


@settings(max_examples=90)
@given(seeds())
def test_every_completion_of_the_zoo_is_inside(rng):
    # Would catch: a pending child read as absent only, a table whose unknown cells are dropped, a lower end above a
    # completion that is sans objet, a vigilance certain on one reading of an unknown.
    ref = zoo(rng.choice(list(GRIDS)))
    partial = holes(complete(rng, ref), rng, rng.choice([0.1, 0.3, 0.7]), KEEP)
    wide = evaluer(ref, partial)
    for _ in range(8):
        full = fill(ref, partial, rng)
        assert outside(wide, evaluer(ref, full)) == [], full


@settings(max_examples=60)
@given(seeds())
def test_fewer_answers_never_narrow_the_zoo(rng):
    # Would catch: an end of the amount that jumps when an answer disappears (a term dropped, a cap forgotten).
    ref = zoo(rng.choice(list(GRIDS)))
    some = holes(complete(rng, ref), rng, 0.2, KEEP)
    fewer = holes(some, rng, 0.3, KEEP, cells=False)
    assert outside(evaluer(ref, fewer), evaluer(ref, some)) == []


@settings(max_examples=45)
@given(seeds())
def test_every_completion_of_annex_I_is_inside(rng):
    # Would catch: a formula of the shipped vigilances, or of an indicator, that is unsound under an empty cell.
    ref = shipped()
    whole = rng.choice([complete, near_example])(rng)
    partial = holes(whole, rng, rng.choice([0.03, 0.1, 0.4]), KEEP)
    wide = evaluer(ref, partial)
    assert outside(wide, evaluer(ref, whole)) == []
    assert outside(wide, evaluer(ref, fill(ref, partial, rng))) == []


@settings(max_examples=25)
@given(seeds())
def test_fewer_answers_never_narrow_annex_I(rng):
    # Would catch: an unknown that raises a lower bound (completeness read as a score, a mean over what is answered).
    ref = shipped()
    some = holes(near_example(rng), rng, 0.1, KEEP)
    fewer = holes(some, rng, 0.2, KEEP, cells=False)
    assert outside(evaluer(ref, fewer), evaluer(ref, some)) == []


NAMED = ["nb_logements", "type_structure", "cout_gls", "cofinancements", "nb_menages", "montant_demande", "type_demande",
         "agls_n1_accordee", "menages_vulnerables", "actions", "equipe", "partenaires", "mesures_mobilisees",
         "projet_social_existe", "diagnostic_entree", "derogation_taux"]  # fmt: skip


@pytest.mark.parametrize("unknown", [NR, NSP])
@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("which", ["pre_sorbier", "quai_solveig"])
def test_one_answer_taken_away_from_an_example(which, name, unknown):
    ref, base = shipped(), example(which, "constat")
    partial = Reponses("constat", {**base.par_question, name: unknown})
    wide = evaluer(ref, partial)
    assert outside(wide, evaluer(ref, base)) == []
    rng = Random(f"{which} {name}")
    for _ in range(3):
        assert outside(wide, evaluer(ref, fill(ref, partial, rng))) == []


@pytest.mark.parametrize("table", ["cofinancements", "actions", "equipe", "partenaires"])
def test_each_cell_taken_away_from_an_example(table):
    ref, base = shipped(), example("pre_sorbier", "constat")
    whole = evaluer(ref, base)
    rows = base[table].valeur
    for i, r in enumerate(rows):
        for column in [c for c in r if c not in ("intitule", "fonction", "nom", "frequence", "beneficiaires", "poste_id")]:
            less = [dict(x) for x in rows]
            del less[i][column]
            partial = {**base.par_question, table: Reponse("renseignee", tuple(less), base[table].source)}
            assert outside(evaluer(ref, Reponses("constat", partial)), whole) == [], (i, column)


# — tightness —————————————————————————————————————————————————————————————————————————————————————————————————

CANDIDATES = {
    "f1": [True, False],
    "f2": [True, False, SO],
    "f3": [0, 1],
    "n1": [True, False, SO],
    "n2": ["a", "b", "c", SO],
    "n3": [0, 1, 2, 3],
    "n4": [["x", "y"], ["x"], ["rien"], SO],
    "n5": [0, "0,5", 1, SO],
    "n6": [0, 1, 3],
    "acts": [
        [],
        [{"kind": "k1", "done": True, "proof": "document"}],
        [{"kind": "k1", "done": True, "proof": "document"}, {"kind": "k2", "done": True, "proof": "document"}],
        SO,
    ],
}


def completions(ref, known, unknown):
    for combo in itertools.product(*(CANDIDATES[n] for n in unknown)):
        yield evaluer(ref, answers(ref, {**WORKED, **known, **dict(zip(unknown, combo, strict=True))}, "auto_evaluation"))


@settings(max_examples=20)
@given(seeds())
def test_ends_are_reached_where_nothing_is_read_twice(rng):
    # Would catch: a hull too wide (an optional child dropped that may not be, a pending one counted twice).
    ref = tight()
    unknown = rng.sample(sorted(CANDIDATES), rng.randint(1, 4))
    known = {n: rng.choice(v) for n, v in CANDIDATES.items() if n not in unknown}
    given_ = answers(ref, {**WORKED, **known, **{n: rng.choice([NR, NSP]) for n in unknown}}, "auto_evaluation")
    wide = evaluer(ref, given_)
    done = list(completions(ref, known, unknown))
    for e in done:
        assert outside(wide, e) == []

    def reached(read):
        seen = [read(e) for e in done if not read(e).absent]
        return (min(x.min for x in seen), max(x.max for x in seen)) if seen else (0, 1)

    assert reached(lambda e: e.globale) == (wide.globale.min, wide.globale.max)
    for d in ("besoin", "reponse"):
        assert reached(lambda e, d=d: e.dimensions[d]) == (wide.dimensions[d].min, wide.dimensions[d].max)
    for k in range(2):
        assert reached(lambda e, k=k: e.axes[k].score) == (wide.axes[k].score.min, wide.axes[k].score.max)
    if not any(e.globale.absent for e in done):
        amounts = [ends(e)[1:] for e in done]
        assert (min(a for a, _ in amounts), max(b for _, b in amounts)) == ends(wide)[1:]


def test_unknown_table_cells_by_hand():
    # Two rows for k1, one done and proven if the empty cell says so; k2 unknown kind: brute force over the cells.
    ref = tight()
    base = {n: v[0] for n, v in CANDIDATES.items()}
    rows = [{"kind": "k1", "done": True}, {"done": True, "proof": "document"}]
    wide = evaluer(ref, answers(ref, {**WORKED, **base, "acts": rows}))
    score = next(n for n in wide.notations if n.id == "acts_done").score
    # Row 1 proven and row 2 of k2: 1. Every other case: 1/2. The kind of row 2 is read twice: sound, perhaps not tight.
    reached = []
    for proof, kind in itertools.product(["document", "aucune"], ["k1", "k2"]):
        full = [{**rows[0], "proof": proof}, {**rows[1], "kind": kind}]
        e = evaluer(ref, answers(ref, {**WORKED, **base, "acts": full}))
        reached.append(next(n for n in e.notations if n.id == "acts_done").score.valeur)
    assert (min(reached), max(reached)) == (F(1, 2), F(1))
    assert score.min <= min(reached)
    assert max(reached) <= score.max


def test_unanswered_table():
    ref = tight()
    base = {n: v[0] for n, v in CANDIDATES.items()}
    e = evaluer(ref, answers(ref, {**WORKED, **base, "acts": NSP}))
    score = next(n for n in e.notations if n.id == "acts_done").score
    assert (score.min, score.max) == (0, 1)


def test_not_known_in_a_distribution_widens_each_category():
    # rep.c1 = 2, non_connu = 3: « rep.c1 > 2 » is unknown; total 2 + 0 + 3 = 5 is known: vuln2 = 2 gives 2/5 ÷ 0.5 = 4/5.
    ref = zoo()
    given_ = {**WORKED, "rep": {"c1": 2, "c2": 0, "non_connu": 3}, "vuln2": 2, "fact": False, "other": 1}
    e = evaluer(ref, answers(ref, given_))
    assert e.questions["other"].etat == "en_attente"
    assert next(n for n in e.notations if n.id == "vuln2").score.valeur == F(4, 5)


@pytest.mark.parametrize("name", ["cout_gls", "montant_demande"])
def test_sans_objet_is_a_completion_too(name):
    wide = worked(**{name: NSP})
    assert outside(wide, worked(**{name: SO})) == []


def test_answers_are_exact():
    assert answer(zoo(), "late", "0,1").valeur == F(1, 10)
