"""Property: a scored answer improved in its `sens` never lowers a score, the rate, an end of the amount or of the opinion.

Exceptions that the model names: a vigilance or a control that reads the answer itself and fires on the better one (both are
words of the questionnaire's author), counted apart; the opinion itself, which a blocking control takes away.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction as F
from random import Random

from msgspec.structs import replace

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Evaluation

from .encadrements import RANKS, encadres
from .reference import tirer

# What a cell of a scored column becomes; other columns of a new row are such that no vigilance is about them.
BETTER: dict[str, object] = {
    "prevue": True, "objectif": "un objectif", "realisee": True, "preuve": "document", "formalise": True, "done": True,
    "proof": "document", "fait": True,
}  # fmt: skip
MORE = {"etp_gls": F(1, 10), "etp": F(1, 10), "n": F(1, 4)}
NEUTRAL = {"etp_agls": F(0), "etp_total": F(1), "qualification": "diplome_social"}


def _ligne(q, row: dict, rng: Random) -> dict:
    """`row` with one or all of its scored cells better; an empty cell stays empty."""
    up = {c: v for c, v in BETTER.items() if c in row}
    for c, step in MORE.items():
        column = next((x for x in q.colonnes if x.id == c), None)
        if c in row and column is not None:
            up[c] = row[c] + step if column.max is None else min(column.max, row[c] + step)
    kept = rng.sample(sorted(up), rng.randint(1, len(up))) if up else []
    return {**row, **{c: up[c] for c in kept}}


def _nouvelle(q, rng: Random) -> dict:
    made = {}
    for c in q.colonnes:
        made[c.id] = BETTER.get(c.id, MORE.get(c.id, NEUTRAL.get(c.id, "un texte")))
        if c.type == "choix" and c.id not in BETTER and c.id not in NEUTRAL:
            made[c.id] = rng.choice(c.options).id
        elif c.type == "entier":
            made[c.id] = 1
        elif c.type == "oui_non":
            made[c.id] = True
    return made


def meilleure(ref, q, a: Reponse, rng: Random) -> Reponse | None:
    """`a` one step better in its sense, on the same source; None where there is no better."""
    if a.etat != "renseignee":
        return None
    v, notation = a.valeur, getattr(q, "notation", None)
    down = notation is not None and notation.sens == "decroissant"
    match q.type:
        case "oui_non":
            return None if v is not down else replace(a, valeur=not v)
        case "niveau":
            return replace(a, valeur=v + 1) if v < 3 else None
        case "choix":
            higher = [o for o, p in notation.points.items() if p > notation.points[v]]
            return replace(a, valeur=rng.choice(higher)) if higher else None
        case "choix_multiple":
            new = [o.id for o in q.options if not o.exclusive and o.id not in v]
            kept = [o for o in v if o in {x.id for x in q.options if not x.exclusive}]
            return replace(a, valeur=(*kept, rng.choice(new))) if new else None
        case "tableau":
            rows = [dict(r) for r in v]
            if rows and rng.random() < 0.5:
                k = rng.randrange(len(rows))
                rows[k] = _ligne(q, rows[k], rng)
            else:
                rows.insert(rng.randint(0, len(rows)), _nouvelle(q, rng))
            return replace(a, valeur=tuple(rows))
    step = rng.choice([1, 5]) if q.type == "entier" else rng.choice([F(1, 10), F(1)])
    new = max(q.min, v - step) if down else v + step if q.max is None else min(q.max, v + step)
    return replace(a, valeur=new) if new != v else None


def plus_bas(before: Evaluation, after: Evaluation, *, money: bool) -> list[str]:
    """What `after` lowered; words, rate and amounts where `money`."""
    found, left, right = [], encadres(before), encadres(after)
    for k, a in left.items():
        b = right[k]
        if a.absent == b.absent and not (a.min <= b.min and a.max <= b.max):
            found.append(f"{k} [{a.min}; {a.max}] then [{b.min}; {b.max}]")
    if not money:
        return found
    m, n = before.modulation, after.modulation
    if m.taux and n.taux and not (m.taux.min <= n.taux.min and m.taux.max <= n.taux.max):
        found.append(f"rate {m.taux} then {n.taux}")
    for end in ("avis_min", "avis_max"):
        if RANKS.index(getattr(n, end)) < RANKS.index(getattr(m, end)):
            found.append(f"{end} {getattr(m, end)} then {getattr(n, end)}")
    for name, x, y in (("amount", m, n), ("indicative", m.indicatif, n.indicatif)):
        for end in ("montant", "montant_min", "montant_max"):
            low, high = (getattr(z.montants, end) if z else None for z in (x, y))
            if low is not None and high is not None and high < low:
                found.append(f"{name} {end} {low} then {high}")
    return found


def plafonds(ref, e: Evaluation) -> tuple[int, int]:
    """The cap on the word under certain vigilances, and under certain and possible ones."""
    words = ["defavorable", "reserve", "favorable_avec_reserves", "favorable"]
    rank = {s: words.index(w) for s, w in ref.grille.lue.plafonnements.items()}
    sure = min([rank[v.gravite] for v in e.vigilances if v.gravite in rank and v.statut == "certaine"], default=3)
    return sure, min([rank[v.gravite] for v in e.vigilances if v.gravite in rank], default=3)


def ameliorer(rng: Random, seen: Counter) -> list[str]:
    ref, base = tirer(rng, seen)
    annexe = ref.questionnaire.lu.id == "agls-annexe-1"
    before, questions = evaluer(ref, base), ref.questionnaire.questions
    for name in rng.sample(sorted(ref.questionnaire.notees), min(5, len(ref.questionnaire.notees))):
        better = meilleure(ref, questions[name], base[name], rng)
        if better is None:
            continue
        after = evaluer(ref, Reponses(base.volet, {**base.par_question, name: better}))
        caps = [plafonds(ref, e) for e in (before, after)]
        lower = any(b < a for a, b in zip(*caps, strict=True))
        seen["answers improved"] += 1
        seen["of which a vigilance fires on the better answer"] += lower
        seen["with an unknown"] += before.globale.min != before.globale.max
        seen["with a vigilance that caps"] += min(caps[0]) < 3
        if annexe and lower:
            return [f"a cap falls {caps}: {name} {base[name]} {better}"]
        if found := plus_bas(before, after, money=not lower):
            return [f"{found} {name} {base[name].valeur} {better.valeur}"]
    return []
