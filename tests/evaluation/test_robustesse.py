"""Ranges over the box of weights, the weight that flips the opinion, the effect of each local parameter."""

from __future__ import annotations

import itertools
from fractions import Fraction as F
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.analyses_json import robustesse_en_json
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import INCONNU, Encadrement
from evaluator.evaluation.robustesse import effets
from evaluator.evaluation.robustesse.verdict import MARGE, Robustesse, etendue, examiner
from evaluator.questionnaire.load import Referentiel, Sources, assembler, charger, sources_livrees
from evaluator.questionnaire.reader import lire_fichier
from evaluator.questionnaire.source import Source

from .strategies import example, holes, near_example, seeds
from .synthetic import NR, WORKED, answers, build, floor, mini, question, scored, shipped, vigilance

LOW, HIGH = 1 - MARGE, 1 + MARGE


def weighted(ref: Referentiel, **groups: dict[str, F]) -> Referentiel:
    """`ref` with other weights: `poids_axes`, `poids_indicateurs`, `poids_notations`."""
    lue = ref.grille.lue
    lue = replace(lue, **{k: {**getattr(lue, k), **v} for k, v in groups.items()})
    return replace(ref, grille=replace(ref.grille, lue=lue))


def box(weights: dict[str, F]):
    for factors in itertools.product((LOW, HIGH), repeat=len(weights)):
        yield {name: w * f for (name, w), f in zip(weights.items(), factors, strict=True)}


def look(ref: Referentiel, values: dict[str, object], volet: str = "constat") -> tuple:
    given_ = answers(ref, {**WORKED, **values}, volet)
    evaluation = evaluer(ref, given_)
    return given_, evaluation, examiner(ref, given_, evaluation)


# — range of a weighted mean ————————————————————————————————————————————————————————————————————————————————


def by_vertices(children, margin: F) -> tuple[F, F] | None:
    """Every vertex of the box, every subset of the optional children: slow, and nothing to get wrong."""
    kept = [(w, e, opt) for w, e, opt in children if w > 0 and not e.absent]
    lows, highs = [], []
    for factors in itertools.product((1 - margin, 1 + margin), repeat=len(kept)):
        for present in itertools.product((True, False), repeat=len(kept)):
            if not any(present) or any(not here and not opt for here, (_, _, opt) in zip(present, kept, strict=True)):
                continue
            chosen = [(w * f, e) for (w, e, _), f, here in zip(kept, factors, present, strict=True) if here]
            total = sum(w for w, _ in chosen)
            lows.append(sum(w * e.min for w, e in chosen) / total)
            highs.append(sum(w * e.max for w, e in chosen) / total)
    return (min(lows), max(highs)) if lows else None


def random_child(rng: Random) -> tuple[F, Encadrement, bool]:
    a, b = sorted(F(rng.randint(0, 12), 12) for _ in range(2))
    if rng.random() < 0.4:
        b = a
    absent = rng.random() < 0.1
    return F(rng.randint(0, 8), rng.choice([1, 2, 3])), Encadrement(a, b, absent), rng.random() < 0.35


@settings(max_examples=300)
@given(rng=seeds())
def test_the_range_is_that_of_the_vertices(rng: Random) -> None:
    children = [random_child(rng) for _ in range(rng.randint(1, 5))]
    margin = rng.choice([MARGE, MARGE, F(1, 3), F(0), F(9, 10)])
    found, expected = etendue(children, margin), by_vertices(children, margin)
    assert (found == INCONNU) if expected is None else ((found.min, found.max, found.absent) == (*expected, False))


def known(score: str) -> Encadrement:
    return Encadrement(F(score), F(score))


def test_ranges_by_hand() -> None:
    # 0 and 1, equal weights: lowest (1,25×0 + 0,75×1) ÷ 2 = 3/8, highest 5/8
    assert etendue([(F(1), known("0"), False), (F(1), known("1"), False)]) == Encadrement(F(3, 8), F(5, 8))
    # 1/2 weighing 2 for certain, 1 weighing 1 perhaps: lowest without the second, 1/2;
    # highest (1,5×0,5 + 1,25×1) ÷ 2,75 = 2 ÷ 2,75 = 8/11
    assert etendue([(F(2), known("1/2"), False), (F(1), known("1"), True)]) == Encadrement(F(1, 2), F(8, 11))
    # nothing certain: the lowest alone, the highest alone
    assert etendue([(F(2), known("1/4"), True), (F(1), known("1"), True)]) == Encadrement(F(1, 4), F(1))
    # one child only: its weight does not matter
    assert etendue([(F(7), Encadrement(F(1, 5), F(2, 5)), False)]) == Encadrement(F(1, 5), F(2, 5))
    assert etendue([]) == etendue([(F(1), INCONNU, False)]) == etendue([(F(0), known("1"), False)]) == INCONNU


# — ranges of a dossier —————————————————————————————————————————————————————————————————————————————————————


def test_the_printed_range_is_recomputed_from_the_axes_of_the_json() -> None:
    ref = shipped()
    for name, volet in itertools.product(("pre_sorbier", "quai_solveig"), ("auto_evaluation", "constat")):
        reponses = example(name, volet)
        e = evaluer(ref, reponses)
        r = examiner(ref, reponses, e)
        assert (r.axes.min, r.axes.max) == by_vertices([(a.poids, a.score, False) for a in e.axes], MARGE)
        assert r.tous_poids.min <= r.axes.min <= e.globale.min <= e.globale.max <= r.axes.max <= r.tous_poids.max


@settings(max_examples=40)
@given(rng=seeds())
def test_ranges_hold_the_score_whatever_is_missing(rng: Random) -> None:
    reponses = holes(near_example(rng), rng, rng.choice([0, 0.1, 0.6]), keep=("type_structure", "exercice"))
    e = evaluer(shipped(), reponses)
    r = examiner(shipped(), reponses, e)
    assert r.tous_poids.min <= r.axes.min <= e.globale.min <= e.globale.max <= r.axes.max <= r.tous_poids.max
    # at any weights of the box
    w = {a.id: a.poids * F(rng.randint(75, 125), 100) for a in e.axes}
    autre = evaluer(weighted(shipped(), poids_axes=w), reponses)
    assert r.axes.min <= autre.globale.min <= autre.globale.max <= r.axes.max


@cache
def two_levels() -> Referentiel:
    questions = [
        scored("a", indicateur="I1"),
        scored("b", indicateur="I1"),
        scored("c", dimension="besoin", indicateur="I2"),
        scored("e", indicateur="I3"),
        scored("f", indicateur="I3", si="ouvert"),
        question("ouvert", "oui_non", sans_objet="refuse"),
    ]
    return build(questions, {"I1": "A1", "I2": "A1", "I3": "A2"}, poids_axes={"A1": 3, "A2": 2}, completude_min=0,
                 poids_indicateurs={"I1": 2}, poids_notations={"b": 3})  # fmt: skip


@pytest.mark.parametrize("ouvert", [True, False, NR])
def test_all_weights_by_vertices(ouvert: object) -> None:
    """2 axes, 2 + 1 indicators, 2 + 1 + 2 questions: every vertex evaluated (what is alone in its mean is left out)."""
    ref = two_levels()
    values = {"a": "0,9", "b": "0,2", "c": "0,75", "e": "0,3", "f": "1", "ouvert": ouvert}
    reponses, _, r = look(ref, values)
    ends = []
    for axes in box({"A1": F(3), "A2": F(2)}):
        for indicators in box({"I1": F(2), "I2": F(1)}):
            for notations in box({"a": F(1), "b": F(3), "e": F(1), "f": F(1)}):
                other = weighted(ref, poids_axes=axes, poids_indicateurs=indicators, poids_notations=notations)
                ends.append(evaluer(other, reponses).globale)
    assert (r.tous_poids.min, r.tous_poids.max) == (min(e.min for e in ends), max(e.max for e in ends))
    assert r.tous_poids.min < r.axes.min


# — verdict —————————————————————————————————————————————————————————————————————————————————————————————————


@cache
def plane(**options: object) -> Referentiel:
    """A1: `need` and `act1`; A2: `act2`. Every score is what is written; `floors` are (id, element, minimum, severity)."""
    questions = [
        scored("need", dimension="besoin", indicateur="I1"),
        scored("act1", indicateur="I2"),
        scored("act2", indicateur="I3"),
        question("imp", "oui_non", sans_objet="refuse", imperatif=True),
    ]
    floors = [floor(*f) for f in options.get("floors", ())]  # type: ignore[union-attr,attr-defined]
    return build(questions, {"I1": "A1", "I2": "A1", "I3": "A2"}, [vigilance("IMP", "imp", "imperatif")], planchers=floors)


def verdict(r: Robustesse) -> tuple:
    return r.verdict, r.avis_min, r.avis_max


def test_robust_then_fragile_by_hand() -> None:
    # A1 = (0,8 + 0,8) ÷ 2 = 0,8, A2 = 0,6: global 0,7; lowest (0,75×0,8 + 1,25×0,6) ÷ 2 = 0,675, highest 0,725
    *_, r = look(plane(), {"need": "0,8", "act1": "0,8", "act2": "0,6"})
    assert r.axes == Encadrement(F("0.675"), F("0.725"))
    assert verdict(r) == ("robuste", "favorable", "favorable")
    # A2 = 0,5: global exactly 0,65; lowest (0,6 + 0,625) ÷ 2 = 0,6125
    *_, r = look(plane(), {"need": "0,8", "act1": "0,8", "act2": "0,5"})
    assert r.axes == Encadrement(F("0.6125"), F("0.6875"))
    assert verdict(r) == ("fragile", "favorable_avec_reserves", "favorable")
    assert r.changements == ()


def test_a_floor_that_may_be_lost_makes_the_verdict_fragile() -> None:
    # Both axes at 0,6 whatever their weights. Réponse = (0,2×½ + 0,6) ÷ (½ + 1) = 0,4667;
    # lowest, A1 at 1,25 and A2 at 0,75: (0,125 + 0,45) ÷ (0,625 + 0,75) = 0,575 ÷ 1,375 = 0,4182
    values = {"need": "1", "act1": "0,2", "act2": "0,6"}
    *_, r = look(plane(floors=(("R", "reponse", "0,41", "imperatif"),)), values)
    assert r.axes == known("0.6")
    assert (verdict(r), r.changements) == (("robuste", "favorable_avec_reserves", "favorable_avec_reserves"), ())
    *_, r = look(plane(floors=(("R", "reponse", "0,42", "imperatif"),)), values)
    assert verdict(r) == ("fragile", "reserve", "favorable_avec_reserves")
    assert len(r.changements) == 1
    assert "« R »" in r.changements[0].replace("\u00a0", " ")
    # a floor that caps nothing leaves the opinion as it is, and is said all the same
    *_, r = look(plane(floors=(("R", "reponse", "0,42", "mineure"),)), values)
    assert verdict(r) == ("fragile", "favorable_avec_reserves", "favorable_avec_reserves")
    # a floor on an axis does not move with the weights of the axes
    *_, r = look(plane(floors=(("A", "A2", "0,60", "imperatif"),)), values)
    assert r.verdict == "robuste"


def test_an_axis_without_a_score_moves_too() -> None:
    # A4 wholly sans objet: 2/13 = 15,4 % of the weight. With A4 at 2 × 1,25 and the others at × 0,75: 2,5 ÷ (8,25 + 2,5) =
    # 10/43 = 23,3 %, above the 20 % of V-SANS-OBJET, a majeure: no longer « favorable ».
    so = Reponse("sans_objet", motif="Aucune mesure dans le département.")
    reponses = example("pre_sorbier", "constat")
    sans = Reponses("constat", {**reponses.par_question, "mesures_mobilisees": so})
    r = examiner(shipped(), sans, evaluer(shipped(), sans))
    assert (r.verdict, r.avis_min, r.avis_max) == ("fragile", "favorable_avec_reserves", "favorable")


def test_no_opinion_no_verdict() -> None:
    values = {"need": "0,8", "act1": "0,8", "act2": "0,6"}
    *_, e, r = look(plane(), {**values, "type_structure": "pension_de_famille"})
    assert (e.modulation.avis, r.verdict, r.bascule) == ("irrecevable", None, None)
    assert "irrecevable" in r.pourquoi
    *_, e, r = look(plane(), {**values, "act2": NR, "need": NR})
    assert (e.modulation.avis, r.verdict, r.bascules) == ("indetermine", None, ())
    assert "indéterminé" in r.pourquoi
    *_, e, r = look(plane(), {**values, "type_structure": "autre"})
    assert (verdict(r), e.modulation.avis) == ((None, "irrecevable", "favorable"), "indetermine")


@settings(max_examples=25)
@given(rng=seeds())
def test_robust_means_the_same_opinion_anywhere_in_the_box(rng: Random) -> None:
    reponses = holes(near_example(rng), rng, rng.choice([0, 0, 0.05]), keep=("type_structure", "exercice", "nb_logements"))
    ref = shipped()
    e = evaluer(ref, reponses)
    r = examiner(ref, reponses, e)
    if r.verdict == "robuste":
        for _ in range(6):
            w = {a.id: a.poids * F(rng.randint(75, 125), 100) for a in e.axes}
            assert evaluer(weighted(ref, poids_axes=w), reponses).modulation.avis == e.modulation.avis
    elif r.verdict == "fragile":
        autres = [evaluer(weighted(ref, poids_axes=w), reponses) for w in box({a.id: a.poids for a in e.axes})]
        floors = {p.id for p in ref.grille.lue.planchers}
        states = {(o.modulation.avis, *sorted((v.id, v.statut) for v in o.vigilances if v.id in floors)) for o in autres}
        assert len(states) > 1


# — the weight that flips the opinion ———————————————————————————————————————————————————————————————————————


def test_flips_by_hand() -> None:
    # A1 = 0,8, A2 = 0,6, weights 1 and 1. (0,8t + 0,6) ÷ (t + 1) = 0,65 at t = 1/3; (0,8 + 0,6t) ÷ (1 + t) = 0,65 at t = 3
    *_, r = look(plane(), {"need": "0,8", "act1": "0,8", "act2": "0,6"})
    assert [(b.axe, b.poids, b.poids_bascule, b.ecart, b.avis) for b in r.bascules] == [
        ("A1", F(1), F(1, 3), F(-2, 3), "favorable_avec_reserves"),
        ("A2", F(1), F(3), F(2), "favorable_avec_reserves"),
    ]
    assert r.bascule == r.bascules[0]


def test_the_opinion_flips_upwards_at_the_threshold_itself() -> None:
    # A1 = 0,8, A2 = 0,4: global 0,6. (0,8t + 0,4) ÷ (t + 1) = 0,65 at t = 5/3; = 0,5 at t = 1/3.
    # (0,8 + 0,4t) ÷ (1 + t) = 0,65 at t = 3/5; = 0,5 at t = 3. Nearest: A2 at −2/5 (A1 at ±2/3)
    *_, r = look(plane(), {"need": "0,8", "act1": "0,8", "act2": "0,4"})
    assert (r.bascule.axe, r.bascule.poids_bascule, r.bascule.avis) == ("A2", F(3, 5), "favorable")


def test_a_capped_word_does_not_flip_upwards() -> None:
    values = {"need": "0,8", "act1": "0,8", "act2": "0,6", "imp": True}
    *_, e, r = look(plane(), values)
    assert (e.modulation.avis, r.verdict, r.bascules) == ("reserve", "robuste", ())
    # it flips downwards, where the score itself leaves its band: (0,8t + 0,2) ÷ (t + 1) = 0,35 at t = 1/3
    *_, r = look(plane(), {**values, "act2": "0,2"})
    assert [(b.axe, b.poids_bascule, b.avis) for b in r.bascules] == [
        ("A1", F(1, 3), "defavorable"), ("A2", F(3), "defavorable")]  # fmt: skip


def test_a_floor_flips_the_opinion() -> None:
    # Both axes at 0,6. Réponse with A1 at t: (0,1t + 0,6) ÷ (0,5t + 1) = 0,35 at t = 10/3;
    # with A2 at t: (0,1 + 0,6t) ÷ (0,5 + t) = 0,35 at t = 3/10
    *_, r = look(plane(floors=(("R", "reponse", "0,35", "imperatif"),)), {"need": "1", "act1": "0,2", "act2": "0,6"})
    assert [(b.axe, b.poids_bascule, b.ecart, b.avis) for b in r.bascules] == [
        ("A2", F(3, 10), F(-7, 10), "reserve"), ("A1", F(10, 3), F(7, 3), "reserve")]  # fmt: skip


def test_what_is_no_score_flips_the_opinion_too() -> None:
    """A2 is unanswered and weighs 1 of 6: answered 83 %, and 80 % where A1 weighs 4 or A2 weighs 1,25."""
    ref = build([scored("a", indicateur="I1"), scored("b", indicateur="I2", sans_objet="refuse")],
                {"I1": "A1", "I2": "A2"}, poids_axes={"A1": 5, "A2": 1})  # fmt: skip
    reponses, e, r = look(ref, {"a": "1"})
    assert e.modulation.avis == "favorable"
    assert r.verdict == "fragile"
    assert any("complétude" in c for c in r.changements)
    par_axe = {b.axe: b for b in r.bascules}
    assert F(4) - F(5, 1000) <= par_axe["A1"].poids_bascule < 4
    assert F(5, 4) < par_axe["A2"].poids_bascule <= F(5, 4) + F(2, 1000)
    for b in r.bascules:
        there = evaluer(weighted(ref, poids_axes={b.axe: b.poids_bascule}), reponses)
        assert there.modulation.avis == b.avis == "indetermine"


def test_one_axis_alone_never_flips() -> None:
    *_, r = look(mini(), {})
    assert (r.verdict, r.bascules, r.axes) == ("robuste", (), known("0.7325"))


@cache
def random_grid(seed: int) -> Referentiel:
    rng = Random(seed)
    questions = [scored(f"q{k}", dimension=rng.choice(["besoin", "reponse"]), indicateur=f"I{k}") for k in range(6)]
    indicators = {f"I{k}": f"A{1 + k % 3}" for k in range(6)}
    floors = [floor("R", "reponse", f"0,{rng.randint(20, 60)}", "imperatif"), floor("B", "besoin", "0,40", "majeure")]
    if len({q["dimension"] for q in questions}) == 1:
        questions[0]["dimension"] = "besoin" if questions[0]["dimension"] == "reponse" else "reponse"
    return build(questions, indicators, planchers=floors, poids_axes={f"A{k}": rng.randint(1, 6) for k in (1, 2, 3)})


@settings(max_examples=60)
@given(rng=seeds())
def test_each_flip_is_the_nearest_and_flips(rng: Random) -> None:
    ref = random_grid(rng.randint(0, 30))
    values: dict[str, object] = {f"q{k}": f"0,{rng.randint(0, 99):02d}" for k in range(6)}
    if rng.random() < 0.4:
        values[f"q{rng.randint(0, 5)}"] = NR
    reponses, e, r = look(ref, values)
    if r.verdict is None:
        return

    def avis(axe: str, t: F) -> str:
        return evaluer(weighted(ref, poids_axes={axe: t}), reponses).modulation.avis

    now, found = e.modulation.avis, {b.axe: b for b in r.bascules}
    for axe, w in ref.grille.lue.poids_axes.items():
        far = abs(found[axe].poids_bascule - w) if axe in found else 50 * w
        for k in range(1, 12):
            for t in (w - far * F(k, 12), w + far * F(k, 12)):
                assert t < 0 or avis(axe, t) == now, (axe, t)
        if axe in found:
            b = found[axe]
            past = b.poids_bascule + (b.poids_bascule - w) / 10**5
            assert avis(axe, max(past, F(0))) == b.avis != now
    assert list(r.bascules) == sorted(r.bascules, key=lambda b: abs(b.ecart))


# — local parameters ————————————————————————————————————————————————————————————————————————————————————————

LOCAL = Path(__file__).resolve().parents[2] / "questionnaires" / "grilles" / "exemple_local.yaml"


@cache
def local() -> Referentiel:
    return charger(grille=LOCAL)


def under(tree: dict | None) -> Referentiel:
    base = sources_livrees()
    return assembler(Sources(base.questionnaire, base.grille, base.textes, base.baremes,
                             Source(tree, "locale") if tree else None))  # fmt: skip


def test_each_local_parameter_against_the_grid_without_it() -> None:
    ref, reponses = local(), example("pre_sorbier", "constat")
    tree = lire_fichier(LOCAL).arbre
    e = evaluer(ref, reponses)
    r = examiner(ref, reponses, e)
    assert [p.chemin for p in r.parametres] == [x.chemin for x in ref.grille.ecarts]
    assert len(r.parametres) == 6
    for p in r.parametres:
        group, _, key = p.chemin.partition(".")
        without = {**tree, group: {k: v for k, v in tree[group].items() if k != key}}
        expected = evaluer(under(without), reponses)
        assert p.score == expected.globale
        assert p.montant == expected.modulation.montants.montant
        assert p.avis == expected.modulation.avis
        assert p.ecart_montant == e.modulation.montants.montant - p.montant
        assert p.ecart_score == e.globale.valeur - expected.globale.valeur
        assert not p.pourquoi
    assert any(p.ecart_montant for p in r.parametres)
    mots = {p.chemin: (p.libelle, p.defaut, p.local) for p in r.parametres}
    assert mots["poids_notations.protocole_impayes"] == ("Poids de la question “Procédure d’impayés”", "1", "2")
    assert mots["references.ref_etp_gls_100"][1:] == ("0,5\u00a0ETP", "0,6\u00a0ETP")
    assert mots["notations.menages_besoins_non_couverts"][1:] == ("0 → 0 ; 0,5 → 1", "0 → 0 ; 0,4 → 1")
    assert mots["planchers.V-PLANCHER-REPONSE"] == ("Réponse insuffisante : score minimal", "0,35", "0,4")


HEAD = {"id": "local", "version": "1.0.0", "titre": "Locale", "base": "defaut"}
EVERYTHING = {
    "poids_axes": {"A1": 4}, "poids_indicateurs": {"A2-IND1": 2}, "poids_notations": {"protocole_impayes": 2},
    "notations": {"protocole_impayes": {"points": [0, 0, 1, 2]}}, "modulation": {"courbe": [["0,30", 0], ["0,80", 1]]},
    "avis": [{"avis": "defavorable", "libelle": "défavorable", "de": 0, "a": "0,30"},
             {"avis": "reserve", "libelle": "réservé", "de": "0,30", "a": "0,50"},
             {"avis": "favorable_avec_reserves", "libelle": "favorable avec réserves", "de": "0,50", "a": "0,65"},
             {"avis": "favorable", "libelle": "favorable", "de": "0,65", "a": 1}],
    "plafonnements": {"majeure": "reserve"}, "completude_min": "0,70",
    "sans_objet": {"maximum": "0,30", "gravite": "mineure"},
    "declaratif": {"maximum": "0,10"}, "planchers": {"V-PLANCHER-BESOIN": "0,30"}, "references": {"ref_part_siege": "0,40"},
    "derogation": {"conditions": [{"libelle": "Publics", "si": "score_besoin ≥ 0,6"}]}, "terme_cout_net": False,
    "forfait": {"par_logement": 300, "reference": "Notification de crédits"},
    "moduler_forfait": {"valeur": True, "reference": "Relevé de décisions"},
    "plan": {"besoin": "0,60", "quadrants": {"fort_forte": {"titre": "Autre titre"}}}, "triangulation": {"part": "0,40"},
}  # fmt: skip


def test_every_kind_of_parameter_has_a_name_and_its_values_in_words() -> None:
    ref = under({**HEAD, **EVERYTHING})
    reponses = example("pre_sorbier", "constat")
    found = effets.effets(ref, reponses, evaluer(ref, reponses))
    assert len(found) == len(ref.grille.ecarts) == 22
    for p in found:
        for text in (p.libelle, p.defaut, p.local):
            assert "_" not in text
            assert text
        assert "." not in p.libelle
        assert p.libelle not in ("Autre paramètre", "Valeur de référence", "score minimal")
        assert p.defaut != p.local, p.chemin
    assert len({p.libelle for p in found}) == len(found)


def test_a_parameter_that_another_depends_on_is_said_not_guessed() -> None:
    ref = under({**HEAD, "forfait": {"par_logement": 300, "reference": "Notification de crédits"}})
    values = {n: a for n, a in example("pre_sorbier", "constat").par_question.items()}
    reponses = answers(ref, {**values, "exercice": 2026})
    e = evaluer(ref, reponses)
    forfait, reference = effets.effets(ref, reponses, e)
    # the lump sum alone may be taken away: no amount is left, so no difference can be told
    assert (forfait.montant, forfait.ecart_montant, forfait.pourquoi) == (None, None, "")
    assert e.modulation.montants.montant is not None
    # its reference may not: a lump sum without the text that sets it is no valid grid
    assert (reference.ecart_montant, reference.ecart_score) == (None, None)
    assert "ne se remet pas seul" in reference.pourquoi


def test_two_grids_do_not_share_their_effects() -> None:
    reponses = example("pre_sorbier", "constat")
    scores_ = []
    for weight in (4, 1):
        ref = under({**HEAD, "poids_axes": {"A1": weight, "A2": 9}})
        scores_.append(effets.effets(ref, reponses, evaluer(ref, reponses))[1].score)
    assert scores_[0] != scores_[1]  # without A2's weight, that of A1 is still each grid's own


# — JSON ————————————————————————————————————————————————————————————————————————————————————————————————————


def test_json() -> None:
    *_, r = look(plane(), {"need": "0,8", "act1": "0,8", "act2": "0,6"})
    # all weights: indicators of A1 are equal scores, so the range is that of the axes
    assert robustesse_en_json(r) == {
        "verdict": "robuste", "marge": 0.25, "min": 0.675, "max": 0.725, "avis_min": "favorable", "avis_max": "favorable",
        "tous_poids": {"min": 0.675, "max": 0.725},
        "bascule": {"axe": "A1", "poids": 1, "poids_bascule": 0.3333, "ecart": -0.6667, "avis": "favorable_avec_reserves"},
        "parametres_locaux": [],
    }  # fmt: skip
    ref, reponses = local(), example("pre_sorbier", "constat")
    premier = robustesse_en_json(examiner(ref, reponses, evaluer(ref, reponses)))["parametres_locaux"][0]  # type: ignore[index]
    assert list(premier) == ["chemin", "defaut", "local", "score", "montant", "ecart_montant"]
