"""What must change nothing: the order of rows and of questions, neutral rows and questions, a second evaluation."""

from __future__ import annotations

import copy
from fractions import Fraction as F
from random import Random

import pytest
from hypothesis import given, settings

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import Sources, assembler, sources_livrees
from evaluator.questionnaire.source import Source
from tests.modele.resultat import observed

from .strategies import complete, holes, near_example, seeds
from .synthetic import NSP, ONE_ROW, SO, WORKED, answers, build, ends, question, scored, shipped, vigilance, worked
from .zoo import zoo


def everything(e) -> dict:
    """All figures, intervals included, with no order."""
    return observed(e) | {
        "possible": sorted(v.id for v in e.vigilances if v.statut == "possible"),
        "messages": sorted(v.message for v in e.vigilances),
        "notations": {n.id: (n.score, n.poids_nominal, n.etat) for n in e.notations},
        "intervals": (e.globale, e.modulation.taux, e.modulation.montants),
        "values": {i.id: i.valeur for i in e.indicateurs},
    }


@settings(max_examples=25)
@given(seeds())
def test_order_of_rows(rng):
    # Would catch: « first row », « last row », or a dictionary of rows keyed by one column.
    ref = rng.choice([shipped(), zoo()])
    base = complete(rng, ref)
    if rng.random() < 0.5:
        base = holes(base, rng, 0.1, ())
    shuffled = {}
    for name, a in base.par_question.items():
        rows = a.valeur
        if isinstance(rows, tuple) and rows and isinstance(rows[0], dict):
            a = Reponse(a.etat, tuple(rng.sample(rows, len(rows))), a.source, a.motif)
        shuffled[name] = a
    names = rng.sample(sorted(shuffled), len(shuffled))
    again = Reponses(base.volet, {n: shuffled[n] for n in names})
    assert everything(evaluer(ref, again)) == everything(evaluer(ref, base))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_questions_sections_axes_and_indicators(seed):
    rng = Random(seed)
    sources = sources_livrees()
    tree = copy.deepcopy(sources.questionnaire.arbre)
    for key in ("sections", "axes", "indicateurs", "vigilances"):
        rng.shuffle(tree[key])
    for section in tree["sections"]:
        rng.shuffle(section["questions"])
    other = assembler(Sources(Source(tree, "mixed"), sources.grille, sources.textes, sources.baremes))
    for make in (complete, near_example, lambda r: holes(near_example(r), r, 0.1, ())):
        base = make(rng)
        assert everything(evaluer(other, base)) == everything(evaluer(shipped(), base))


def test_a_condition_may_come_after_what_it_hides():
    before = build([question("ouvre", "oui_non"), scored("note", si="ouvre"), scored("autre")], {"I1": "A1"})
    after = build([scored("note", si="ouvre"), scored("autre"), question("ouvre", "oui_non")], {"I1": "A1"})
    for opened in (True, False):
        a, b = (worked(r, ouvre=opened, note=1, autre="0,5") for r in (before, after))
        assert a.globale == b.globale
        assert a.globale.valeur == (F(3, 4) if opened else F(1, 2))


@settings(max_examples=15)
@given(seeds())
def test_twice_the_same(rng):
    # Would catch: a cache kept from one dossier to the next, a list of the input that is sorted in place.
    ref = rng.choice([shipped(), zoo()])
    base = holes(complete(rng, ref), rng, 0.15, ())
    kept = copy.deepcopy(base)
    first = evaluer(ref, base)
    assert base == kept  # the input is not touched
    assert evaluer(ref, base) == first
    assert evaluer(ref, kept) == first


def test_evaluation_does_not_change_what_it_reads():
    ref, base = shipped(), near_example(Random(7))
    frozen = copy.deepcopy((ref.gele, ref.grille.lue, base))
    evaluer(ref, base)
    assert (ref.gele, ref.grille.lue, base) == frozen


# — neutral elements ——————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    "extra",
    [
        {**ONE_ROW, "montant": 0},
        {**ONE_ROW, "statut": "demande"},
        {**ONE_ROW, "objet": "fonctionnement"},
        {**ONE_ROW, "financeur": "agls"},
        {"objet": "investissement"},
    ],
)
def test_neutral_rows(extra):
    e = worked(cout_gls=20000, cofinancements=[ONE_ROW, extra])
    assert ends(e) == (8000,) * 3


def test_an_unscored_question_and_a_sans_objet_one_change_nothing():
    plain = build([scored("a"), scored("b")], {"I1": "A1"}, poids_notations={"a": 3, "b": 1})
    more = build([scored("a"), scored("b"), scored("c"), question("libre", "entier")], {"I1": "A1"},
                 poids_notations={"a": 3, "b": 1, "c": "1/2"})  # fmt: skip
    x = worked(plain, a="0,7", b="0,3")
    y = worked(more, a="0,7", b="0,3", c=SO, libre=4)
    assert x.globale.valeur == y.globale.valeur == F(6, 10)
    assert ends(x) == ends(y)


def test_scaling_weights_changes_nothing():
    small, big = (build([scored("a", indicateur="I1"), scored("b", indicateur="I2")], {"I1": "A1", "I2": "A2"},
                        poids_axes={"A1": 5 * k, "A2": 3 * k}) for k in (1, 7))  # fmt: skip
    x, y = (worked(r, a="0,7", b="0,3") for r in (small, big))
    assert x.globale == y.globale
    assert x.globale.valeur == (5 * F(7, 10) + 3 * F(3, 10)) / 8


def test_a_weight_of_zero_takes_a_question_out():
    ref = build([scored("a"), scored("b")], {"I1": "A1"}, poids_notations={"b": 0})
    for b in (0, 1, SO):
        assert worked(ref, a="0,7", b=b).globale.valeur == F(7, 10)


# Each pair of conditions must agree whatever the answers.
EQUIVALENT = [
    ("p et q", "q et p"), ("p ou q", "q ou p"), ("non (p et q)", "non p ou non q"), ("non non p", "p"),
    ("p et (n > 2 ou n ≤ 2)", "p et (n ≤ 2 ou n > 2)"), ("n > 2", "non (n ≤ 2)"), ("n = 2", "non (n ≠ 2)"),
    ("si(p; n; 0) > 2", "si(non p; 0; n) > 2"), ("n × 1 + 0 > 2", "n > 2"), ("somme(n; 0) > 2", "n > 2"),
    ("max(n; n) > 2", "n > 2"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), EQUIVALENT)
def test_equivalent_conditions(left, right):
    ref = build(
        [scored("note"), question("p", "oui_non"), question("q", "oui_non"), question("n", "entier")], {"I1": "A1"},
        [vigilance("LEFT", left, "information"), vigilance("RIGHT", right, "information")],
    )  # fmt: skip
    for p in (True, False, NSP, SO):
        for q in (True, False, NSP, SO):
            for n in (2, 3, NSP, SO):
                e = evaluer(ref, answers(ref, {**WORKED, "p": p, "q": q, "n": n}))
                found = {v.id: v.statut for v in e.vigilances if v.id in ("LEFT", "RIGHT")}
                if SO in (p, n) and left.startswith(("si(", "somme")):
                    continue  # *sans objet* is not symmetric under si, and drops out of somme
                assert found.get("LEFT") == found.get("RIGHT"), (p, q, n)
