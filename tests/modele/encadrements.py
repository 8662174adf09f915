"""Intervals: every completion is inside, both ends are reached where nothing is read twice, learning narrows."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction as F
from random import Random

from msgspec.structs import replace

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Encadrement, Evaluation
from evaluator.questionnaire.checks import FIXES
from tests.evaluation.strategies import exists
from tests.evaluation.synthetic import NR, NSP, shipped
from tests.evaluation.zoo import GRIDS, zoo

from .dossiers import entier
from .generes import genere

ACTS = ("derogation_demandee", "derogation_motif")  # acts, not unknowns: while absent, they stay so
RANKS = ["irrecevable", "defavorable", "reserve", "favorable_avec_reserves", "favorable"]
MAX = 150  # completions of one dossier


# — what a completion may be ——————————————————————————————————————————————————————————————————————————————————


def _nombres(c) -> list:
    low, high = c.min or F(0), c.max if c.max is not None else F(10**6)
    if c.type == "entier":
        return sorted({int(n) for n in (low, low + 1, low + 2, low + 3, high) if n <= high})
    return [low, low + (high - low) / 4, high]


def _cellule(c) -> list:
    match c.type:
        case "oui_non":
            return [True, False]
        case "choix":
            return [o.id for o in c.options]
        case "date":
            return [date(1990, 1, 1), date(2018, 12, 31), date(2101, 1, 1)]
        case "texte":
            return ["aucun", "un texte"]
    return _nombres(c)


def _multiple(q) -> list:
    plain = [o.id for o in q.options if not o.exclusive]
    return [(), tuple(plain), *[(o.id,) for o in q.options]]


def _repartition(q, value) -> list:
    names = [c.id for c in q.categories]
    if value is None:
        return [dict.fromkeys(names, k) | {"non_connu": 0} for k in (0, 9)] + [
            dict.fromkeys(names, 0) | {names[0]: 3, "non_connu": 0}]  # fmt: skip
    n, known = value["non_connu"], {k: v for k, v in value.items() if k != "non_connu"}
    return [known | {c: known[c] + n, "non_connu": 0} for c in names]


def _lignes(q, value) -> list:
    """Tables that `value` may become: its empty cells filled in; a few tables where it is not known."""
    cells = [{c.id: _cellule(c) for c in q.colonnes} for _ in range(1 if value is None else len(value))]
    if value is None:
        ends = {c: v if len(v) < 3 else [v[0], v[-1]] for c, v in cells[0].items()}
        each = [dict(zip(ends, combo, strict=True)) for combo in itertools.islice(itertools.product(*ends.values()), 16)]
        return [(), *[(row,) for row in each], (each[0], each[0]), tuple(each)]
    slots = [(k, c, v) for k, row in enumerate(value) for c, v in cells[k].items() if c not in row]
    made = []
    for combo in itertools.islice(itertools.product(*[v for _, _, v in slots]), MAX):
        rows = [dict(r) for r in value]
        for (k, c, _), v in zip(slots, combo, strict=True):
            rows[k][c] = v
        made.append(tuple(rows))
    return made


def candidats(q, a: Reponse) -> list[Reponse] | None:
    """Every answer (of a small domain, its extremes in it) that `a` may become; None where it is complete."""
    if a.etat == "renseignee":
        if q.type == "tableau" and any(len(r) < len(q.colonnes) for r in a.valeur):
            return [replace(a, valeur=v) for v in _lignes(q, a.valeur)]
        if q.type == "repartition" and a.valeur["non_connu"]:
            return [replace(a, valeur=v) for v in _repartition(q, a.valeur)]
        return None
    if a.etat == "sans_objet" or q.id in ACTS:
        return None
    match q.type:
        case "choix_multiple":
            made = _multiple(q)
        case "repartition":
            made = _repartition(q, None)
        case "tableau":
            made = _lignes(q, None)
        case "niveau":
            made = [0, 1, 2, 3]
        case _:
            made = _cellule(q)
    free = [Reponse("sans_objet", motif="motif")] if q.sans_objet != "refuse" else []
    return [Reponse("renseignee", v, "document") for v in made] + free


def completions(ref, answers: Reponses, rng: Random) -> Iterator[Reponses]:
    """All of them, or `MAX` at random where there are more."""
    questions = ref.questionnaire.questions
    open_ = {n: c for n, q in questions.items() if exists(q, answers.volet) and (c := candidats(q, answers[n])) is not None}
    every = math.prod(len(c) for c in open_.values()) <= MAX
    some = ([rng.choice(c) for c in open_.values()] for _ in range(MAX))
    combos = itertools.product(*open_.values()) if every else some
    for combo in combos:
        yield Reponses(answers.volet, {**answers.par_question, **dict(zip(open_, combo, strict=True))})


# — what is outside ———————————————————————————————————————————————————————————————————————————————————————————


def encadres(e: Evaluation) -> dict[str, Encadrement]:
    """Every interval of scores and values that is printed; one that says nothing is [0; 1]."""
    made = {"global": e.globale, **{a.id: a.score for a in e.axes}, **e.dimensions}
    made |= {i.id: i.score for i in e.indicateurs if i.score is not None}
    return made | {"note " + n.id: n.score for n in e.notations}


def dehors(wide: Evaluation, narrow: Evaluation) -> list[str]:
    """What `narrow` (fewer unknowns) says that `wide` had excluded."""
    found, left, right = [], encadres(wide), encadres(narrow)
    for k, b in right.items():
        if not (left[k].min <= b.min and b.max <= left[k].max):
            found.append(f"{k} [{b.min}; {b.max}] out of [{left[k].min}; {left[k].max}]")
    for i, j in zip(wide.indicateurs, narrow.indicateurs, strict=True):
        a, b = i.valeur, j.valeur
        if a and b and not b.absent and not a.min <= b.min <= b.max <= a.max:
            found.append(f"value of {i.id} {b} out of {a}")
    sure, open_ = ([{v.id for v in e.vigilances if v.statut == s} for e in (wide, narrow)] for s in ("certaine", "possible"))
    if lost := sure[0] - sure[1]:
        found.append(f"certain, then not: {sorted(lost)}")
    if new := (sure[1] | open_[1]) - sure[0] - open_[0]:
        found.append(f"not even possible, then there: {sorted(new)}")
    m, n = wide.modulation, narrow.modulation
    if m.taux and n.taux and not m.taux.min <= n.taux.min <= n.taux.max <= m.taux.max:
        found.append(f"rate {n.taux} out of {m.taux}")
    if not RANKS.index(m.avis_min) <= RANKS.index(n.avis_min) <= RANKS.index(n.avis_max) <= RANKS.index(m.avis_max):
        found.append(f"words {n.avis_min}…{n.avis_max} out of {m.avis_min}…{m.avis_max}")
    for k, a, b in (("amount", m, n), ("indicative", m.indicatif, n.indicatif)):
        if a is not None and b is not None:
            found += montants_dehors(k, a.montants, b.montants)
    if m.avis not in ("indetermine", n.avis) and n.avis != "indetermine":
        found.append(f"opinion {m.avis}, then {n.avis}")
    if m.sens not in (None, "ajournement", n.sens) and n.sens != "ajournement":
        found.append(f"sens {m.sens}, then {n.sens}")
    for c, d in zip(m.derogation.conditions, n.derogation.conditions, strict=True):
        if (c.remplie and not d.remplie) or (d.possible and not c.possible):
            found.append(f"condition {c} then {d}")
    return found


def montants_dehors(name: str, a, b) -> list[str]:
    low_a, high_a, low_b, high_b = a.montant_min, a.montant_max, b.montant_min, b.montant_max
    if low_b is None and high_b is None:
        return []  # no amount under this exercice
    found = []
    if low_a is not None and (low_b < low_a or (high_a is not None and (high_b is None or high_b > high_a))):
        found.append(f"{name} [{low_b}; {high_b}] out of [{low_a}; {high_a}]")
    if a.montant is not None and b.montant not in (None, a.montant):
        found.append(f"{name} {a.montant}, then {b.montant}")
    if a.plafond is not None and b.plafond not in (None, a.plafond):
        found.append(f"{name}: ceiling {a.plafond}, then {b.plafond}")
    return found


# — properties ————————————————————————————————————————————————————————————————————————————————————————————————


def trous(ref, base: Reponses, rng: Random, names: list[str], cells: bool = True) -> Reponses:
    """`base` with those answers unknown, or with one cell or a few counts of them not known."""
    result = dict(base.par_question)
    for n in names:
        q, v = ref.questionnaire.questions[n], base[n].valeur
        if cells and q.type == "tableau" and v and rng.random() < 0.6:
            rows = [dict(r) for r in v]
            row = rng.choice(rows)
            row.pop(rng.choice(sorted(row)))
            result[n] = replace(base[n], valeur=tuple(rows))
        elif cells and q.type == "repartition" and v and rng.random() < 0.6:
            moved = rng.choice([c.id for c in q.categories])
            result[n] = replace(base[n], valeur=v | {moved: 0, "non_connu": v[moved] + v["non_connu"]})
        else:
            result[n] = rng.choice([NR, NSP])
    return Reponses(base.volet, result)


def tirer(rng: Random, seen: Counter, most: int = 4):
    """A referential and a dossier with a few unknowns among what counts."""
    kind = rng.choice(["annexe 1", "zoo", "generated", "generated"])
    seen[kind] += 1
    seed, name = rng.randrange(10**4), rng.choice(list(GRIDS))
    ref = shipped() if kind == "annexe 1" else zoo(name) if kind == "zoo" else genere(seed)
    base = entier(rng, ref)
    names = [n for n in base.par_question if n not in ACTS]
    if kind == "annexe 1":  # most of its questions are read by one vigilance or by nothing: those that count, more often
        weighty = {*ref.questionnaire.notees, *FIXES}
        names = [n for n in names if n in weighty or (rng.random() < 0.5 and ref.questionnaire.questions[n].type != "texte")]
    return ref, trous(ref, base, rng, rng.sample(names, rng.randint(1, most)))


def se_juge(ref) -> bool:
    """False where a vigilance reads how much is answered: that figure is what it is today, and no interval."""
    return not any("completude" in v.lu.si for v in ref.questionnaire.vigilances)


def completions_dedans(rng: Random, seen: Counter) -> list[str]:
    """Everything printed contains every completion."""
    ref, partial = tirer(rng, seen)
    if not se_juge(ref):
        return []
    wide, found = evaluer(ref, partial), []
    for full in completions(ref, partial, rng):
        seen["completions"] += 1
        found += dehors(wide, evaluer(ref, full))
        if found:
            return [f"{found} {ref.questionnaire.lu.id} {changes(partial, full)}"]
    return []


def changes(before: Reponses, after: Reponses) -> dict:
    return {n: (before[n], a) for n, a in after.par_question.items() if before[n] != a}


def apprendre(rng: Random, seen: Counter) -> list[str]:
    """An unknown becomes known, others stay: no interval widens."""
    ref, partial = tirer(rng, seen, 8)
    if not se_juge(ref):
        return []
    questions = ref.questionnaire.questions
    open_ = {n: c for n, q in questions.items() if exists(q, partial.volet) and (c := candidats(q, partial[n])) is not None}
    before, here = evaluer(ref, partial), partial
    for n in rng.sample(sorted(open_), len(open_)):
        seen["answers learnt"] += 1
        now = Reponses(here.volet, {**here.par_question, n: rng.choice(open_[n])})
        after = evaluer(ref, now)
        if found := dehors(before, after):
            return [f"{found} {changes(here, now)}"]
        before, here = after, now
    return []


def bouts_atteints(rng: Random, seen: Counter) -> list[str]:
    """Where nothing is read twice and no two questions share an unknown condition, both ends of every score are reached."""
    ref = genere(rng.randrange(10**4), True)
    base = entier(rng, ref)
    names = [n for n in base.par_question if n[0] in "fs" and n[1:].isdigit()]
    partial = trous(ref, base, rng, rng.sample(names, min(len(names), rng.randint(1, 3))))
    wide, reached = evaluer(ref, partial), {}
    done = list(completions(ref, partial, rng))
    if len(done) == MAX:
        return []  # not all of them
    for full in done:
        seen["completions"] += 1
        for k, b in encadres(evaluer(ref, full)).items():
            low, high = reached.get(k, (b.min, b.max))
            reached[k] = (min(low, b.min), max(high, b.max))
    seen["dossiers"] += 1
    seen["intervals wider than a point"] += sum(a.min < a.max for a in encadres(wide).values())
    return [f"{k}: [{a.min}; {a.max}], but {reached[k]} reached: {changes(partial, done[0])}"
            for k, a in encadres(wide).items() if reached[k] != (a.min, a.max)]  # fmt: skip
