"""What is missing: what knowing it would narrow, and what can no longer change anything."""

from __future__ import annotations

from fractions import Fraction as F
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation.comparaison_json import manque_en_json
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.manque import classement as module
from evaluator.evaluation.manque import classer
from evaluator.evaluation.manque.candidats import _arrondi
from evaluator.evaluation.portee import montants

from .strategies import complete, example, exists, given_answer, holes, seeds
from .synthetic import LEVELS, NR, NSP, WORKED, answers, build, mini, question, scored, shipped, vigilance
from .zoo import rank, zoo

UNKNOWN = ("non_renseignee", "ne_sait_pas")
ACTS = ("derogation_demandee", "derogation_taux", "derogation_motif")


def rank_missing(ref, given_: Reponses):
    return classer(ref, given_, evaluer(ref, given_))


def worked_missing(ref=None, volet="auto_evaluation", **changes):
    ref = ref or mini()
    return rank_missing(ref, answers(ref, WORKED | changes, volet))


def useful(m) -> dict:
    return {u.question: u for u in m.utiles}


# — by hand ———————————————————————————————————————————————————————————————————————————————————————————————————


def test_nothing_missing():
    m = worked_missing()
    assert (m.largeur, m.utiles, m.complet) == (0, (), True)


def test_one_missing_cost():
    # Ceiling × rate = 17 340 €. Cost unknown: [0; 17 340]; whatever the cost, the amount is known: all of it is narrowed.
    m = worked_missing(cout_gls=NSP)
    (u,) = m.utiles
    assert (m.largeur, u.question, u.moyen, u.certain, u.avis) == (17340, "cout_gls", 17340, 17340, False)


def test_two_missing_answers():
    # [0; 17 340]. `maj` oui: [0; 13 600], 3 740 € less; non, or sans objet: nothing. Mean 3 740/3, and it can change the
    # word. Cost, among 0, 1 000, 2 000, 5 000, 10 000, 20 000, 50 000, 100 000 € and sans objet: up to 20 000 the net cost
    # (8 000 at most) bounds both ends, 17 340 € less; above, or sans objet, [13 600; 17 340] is left, 13 600 € less.
    m = worked_missing(cout_gls=NR, maj=NR)
    u = useful(m)
    assert (u["maj"].moyen, u["maj"].certain, u["maj"].avis) == (F(3740, 3), 0, True)
    assert (u["cout_gls"].moyen, u["cout_gls"].certain, u["cout_gls"].avis) == (F(6 * 17340 + 3 * 13600, 9), 13600, False)
    assert [x.question for x in m.utiles] == ["cout_gls", "maj"]  # by what they narrow
    assert manque_en_json(m)["utiles"][1] == {
        "question": "maj", "moyen": 1246.67, "certain": 0, "avis": True, "revele": []
    }  # fmt: skip


def test_exercice_first_where_there_is_no_bound():
    ref = mini()
    m = rank_missing(ref, answers(ref, WORKED | {"exercice": NR, "maj": NR}))
    assert m.largeur is None
    assert (m.utiles[0].question, m.utiles[0].moyen) == ("exercice", None)


def test_irrecevable_nothing_matters_any_more():
    m = worked_missing(type_structure="rhvs", note=NSP, cout_gls=NR)
    assert (m.utiles, m.inutiles) == ((), ("cout_gls", "note"))


def test_a_question_that_nothing_reads_is_of_no_use():
    m = worked_missing(agls_n1_accordee=NR, maj=NR)  # last year's aid gives the direction, not the amount
    assert [u.question for u in m.utiles] == ["maj"]
    assert "agls_n1_accordee" in m.inutiles


def test_an_answer_that_would_contradict_is_useful_but_no_change_of_opinion():
    m = worked_missing(faute=NR)
    (u,) = m.utiles
    assert (u.question, u.avis, u.moyen) == ("faute", False, 0)


def test_below_the_completeness_every_scored_question_counts():
    (u,) = worked_missing(note=NSP).utiles
    assert (u.question, u.avis) == ("note", True)


@cache
def joint():
    """Two majeures, each on two facts: no single answer settles the lower end."""
    questions = [scored("note", sans_objet="refuse"), *(question(n, "oui_non", sans_objet="refuse") for n in "abcd")]
    return build(questions, {"I1": "A1"}, [vigilance("AB", "a et b", "majeure"), vigilance("CD", "c et d", "majeure")])


def test_what_only_matters_together_stays_useful():
    m = worked_missing(joint())
    assert {u.question for u in m.utiles} == {"a", "b", "c", "d"}
    assert {(u.moyen, u.avis) for u in m.utiles} == {(0, False)}
    # With AB certain the cap is there: CD adds nothing to it.
    m = worked_missing(joint(), a=True, b=True)
    assert (m.utiles, m.inutiles) == ((), ("c", "d"))


def test_what_an_answer_brings_up_is_named_and_comes_after_it():
    ref = build(
        [
            scored("note", sans_objet="refuse"),
            question("fact", "oui_non", sans_objet="refuse"),
            question("child", "oui_non", si="fact", sans_objet="refuse", imperatif=True),
        ],
        {"I1": "A1"},
        [vigilance("CHILD", "child", "imperatif")],
    )
    # imperatif possible: [6 800; 17 340]. fact non: settled, 10 540 € less; oui: nothing. child, still pending: non
    # settles it, oui leaves « fact » to decide.
    m = worked_missing(ref)
    assert [(u.question, u.moyen, u.revele) for u in m.utiles] == [("fact", 5270, ("child",)), ("child", 5270, ())]


def test_an_empty_cell_is_named_where_it_matters():
    row = {"financeur": "departement", "nature": "subvention", "objet": "gls", "statut": "acquis", "poste_finance": "aucun"}
    m = worked_missing(cofinancements=[row])
    assert m.utiles == ()
    assert m.partielles == ("cofinancements",)
    assert worked_missing(cofinancements=[row], type_structure="rhvs").partielles == ()


def test_the_budget_stops_the_search_and_says_so(monkeypatch):
    whole = worked_missing(cout_gls=NR, maj=NR)
    monkeypatch.setattr(module, "BUDGET", 3)
    m = worked_missing(cout_gls=NR, maj=NR)
    assert whole.complet
    assert not m.complet
    assert {u.question for u in m.utiles} == {u.question for u in whole.utiles}  # nothing is lost


def test_in_the_constat_a_level_tried_is_taken_as_documented():
    # Score = the level ÷ 3, alone; `maj` unknown caps at 13 600 €. Level 3: [13 600; 20 400]; level 2: τ = (2/3 − 7/20)
    # ÷ 9/20 = 19/27, 14 355 €: [13 600; 14 355]; levels 1 and 0 (0.33 < 0.35): 0 €.
    # Were 2 and 3 capped at 1 for want of a source, all four would give 0 €.
    niv = question("niv", "niveau", niveaux=LEVELS, dimension="reponse", indicateur="I1", sans_objet="refuse")
    ref = build([niv, question("maj", "oui_non")], {"I1": "A1"}, [vigilance("MAJ", "maj", "majeure")])
    u = useful(worked_missing(ref, "constat", maj=NSP, niv=NSP))["niv"]
    assert u.moyen == F(20400 + 20400 + (20400 - 755) + (20400 - 6800), 4)
    assert u.certain == 20400 - 6800


def test_an_empty_dossier_of_annexe_1():
    m = rank_missing(shipped(), Reponses("auto_evaluation", {}))
    assert m.complet
    assert [u.question for u in m.utiles[:2]] == [
        "type_structure",
        "exercice",
    ]  # each may give a bound; the first a word too
    names = set(useful(m))
    assert {q for q in shipped().questionnaire.notees} <= names
    assert {"montant_demande", "cout_gls", "cofinancements", "nb_logements", "nb_menages"} <= names
    assert not names & {"residence_nom", "taux_occupation", "agls_n1_accordee", "conseil_concertation"}


def test_the_reason_of_a_derogation_is_an_act_that_still_counts():
    # 214 dwellings, request made, conditions met: without the written reason 25 000 €, with it 26 500 € (net cost).
    ref, base = shipped(), example("quai_solveig", "constat")
    m = rank_missing(ref, replaced(base, "derogation_motif", NR))
    assert (m.largeur, [(u.question, u.moyen, u.avis) for u in m.utiles]) == (0, [("derogation_motif", 0, False)])
    # The gestionnaire cannot write it: on that side the request changes nothing.
    m = rank_missing(ref, replaced(example("quai_solveig", "auto_evaluation"), "derogation_demandee", NR))
    assert m.utiles == ()
    assert "derogation_demandee" in m.inutiles


# — properties ————————————————————————————————————————————————————————————————————————————————————————————————


def settled(e):
    m = montants(e)
    mod = e.modulation
    return (mod.avis, mod.avis_min, mod.avis_max, m.montant_min, m.montant_max)


def blocked(e) -> bool:
    return any(c.gravite == "bloquant" for c in e.controles)


def wider(before, after) -> list[str]:
    a, b = montants(before), montants(after)
    found = []
    if a.montant_min is not None and b.montant_min is not None and b.montant_min < a.montant_min:
        found.append(f"lower end {a.montant_min}, then {b.montant_min}")
    if a.montant_max is not None and (b.montant_max is None or b.montant_max > a.montant_max):
        found.append(f"upper end {a.montant_max}, then {b.montant_max}")
    m, n = before.modulation, after.modulation
    if not (rank(m.avis_min) <= rank(n.avis_min) and rank(n.avis_max) <= rank(m.avis_max)):
        found.append(f"words {m.avis_min}…{m.avis_max}, then {n.avis_min}…{n.avis_max}")
    return found


def partial(ref, base: Reponses, rng: Random, share: float) -> Reponses:
    questions = ref.questionnaire.questions
    kept = Reponses(base.volet, {n: a for n, a in base.par_question.items() if exists(questions[n], base.volet)})
    return holes(kept, rng, share, (), cells=False)


def draw(rng: Random):
    """A questionnaire and a dossier in which some answers are missing."""
    if rng.random() < 0.5:
        ref = zoo(rng.choice(["plain", "lump sum", "modulated", "other"]))
        return ref, partial(ref, complete(rng, ref), rng, rng.choice([0.1, 0.3, 0.8]))
    ref = shipped()
    base = example(rng.choice(["pre_sorbier", "quai_solveig"]), rng.choice(["auto_evaluation", "constat"]))
    return ref, partial(ref, base, rng, rng.choice([0.05, 0.2, 0.6]))


def replaced(given_: Reponses, name: str, a) -> Reponses:
    return Reponses(given_.volet, {**given_.par_question, name: a})


@settings(max_examples=80)
@given(seeds())
def test_the_best_question_never_widens_and_the_useless_ones_change_nothing(rng):
    ref, given_ = draw(rng)
    before = evaluer(ref, given_)
    m = classer(ref, given_, before)
    asked = [n for n, q in before.questions.items() if q.etat != "masquee" and given_[n].etat in UNKNOWN]
    assert sorted([*useful(m), *m.inutiles]) == sorted(asked)
    questions = ref.questionnaire.questions
    assert all(u.certain is None or u.certain >= 0 for u in m.utiles if u.question not in ACTS)
    for u in [u for u in m.utiles if u.question not in ACTS][:1]:  # an act is no unknown: it may raise the ceiling
        for _ in range(4):
            after = evaluer(ref, replaced(given_, u.question, given_answer(questions[u.question], rng)))
            if (found := wider(before, after)) and not u.revele:
                raise AssertionError(f"{u.question}: {found}")
    for name in rng.sample(m.inutiles, min(6, len(m.inutiles))):
        a = given_answer(questions[name], rng)
        assert settled(evaluer(ref, replaced(given_, name, a))) == settled(before), (name, a)


@settings(max_examples=20)
@given(seeds())
def test_following_the_best_question_settles_the_result(rng):
    # Would catch: a useful question left out (the walk ends early), a useless one that matters with others.
    ref, given_ = draw(rng)
    questions = ref.questionnaire.questions
    for _ in range(len(questions)):
        e = evaluer(ref, given_)
        m = classer(ref, given_, e)
        if not m.utiles:
            break
        given_ = replaced(given_, m.utiles[0].question, given_answer(questions[m.utiles[0].question], rng))
    else:
        raise AssertionError("the walk does not end")
    if not blocked(e):
        assert e.modulation.avis != "indetermine"
        assert m.largeur == 0 or (m.largeur is None and e.bareme is None)
    # All that is left, answered at once at random, changes nothing (but a contradiction that it may bring in).
    rest = {n: given_answer(questions[n], rng) for n in m.inutiles if n not in ACTS}
    end = evaluer(ref, Reponses(given_.volet, {**given_.par_question, **rest}))
    if not blocked(end) and not blocked(e):
        assert settled(end) == settled(e), sorted(rest)


@pytest.mark.parametrize("name", ["protocole_impayes", "equipe", "actions", "menages_vulnerables", "nb_menages"])
def test_one_answer_taken_away_from_an_example_is_the_useful_one(name):
    ref, base = shipped(), example("pre_sorbier", "constat")
    m = rank_missing(ref, replaced(base, name, NSP))
    assert [u.question for u in m.utiles] == [name]


def test_what_is_tried_is_what_a_hand_can_type() -> None:
    questions = shipped().questionnaire.questions
    third = F(10, 3)
    assert _arrondi(third, questions["montant_demande"]) == F(333, 100)  # type: ignore[arg-type]  # to the cent
    assert _arrondi(third, questions["taux_occupation"]) == F(3_333_333, 1_000_000)  # type: ignore[arg-type]
