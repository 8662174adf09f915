"""Random dossiers: one generator per question type, and the examples that are shipped, changed here and there.

hypothesis chooses the seed and a plain `Random` makes the dossier: drawing 110 answers one by one is twenty times slower.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction as F
from functools import cache
from random import Random

from hypothesis import strategies as st

from evaluator import resources
from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.questionnaire.reader import lire_fichier

from .synthetic import NR, NSP, answer, shipped

SOURCES = ["document", "document", "observation", "entretien", "declaratif", None]
DAYS = [date(2012, 3, 1), date(2018, 12, 31), date(2019, 1, 1), date(2023, 12, 31), date(2024, 6, 30)]
EUROS = [F(n) for n in (0, 1, 999, 3500, 12000, 15000, 20400, 24300, 41000)]
SPECIAL = {
    "exercice": [2013, 2020, 2023, 2024, 2024, 2024, 2025, 2026],
    "nb_logements": [1, 12, 49, 50, 51, 86, 99, 100, 101, 150, 199, 200, 214, 500],
    "nb_menages": [0, 1, 30, 47, 80, 84, 200],
    "projet_social_existe": [True, True, True, False],  # False is an impératif: most dossiers without it
    "type_structure": ["residence_sociale", "residence_sociale_ex_ftm", "residence_sociale_fjt"],
}


def _some(rng: Random, items) -> list:
    return [i for i in items if rng.random() < 0.4]


def _cell(c, rng: Random):
    match c.type:
        case "oui_non":
            return rng.random() < 0.5
        case "choix":
            return rng.choice(c.options).id
        case "entier":
            return rng.randint(0, 9)
        case "decimal":
            return F(rng.randint(0, 100), 100) if c.max is None else rng.choice([F(0), c.max / 4, c.max])
        case "montant":
            return rng.choice(EUROS)
        case "date":
            return rng.choice(DAYS)
    return rng.choice(["aucun", "un texte"]) if c.aucun else "un texte"


def row(q, rng: Random) -> dict:
    return {c.id: _cell(c, rng) for c in q.colonnes}


def value(q, rng: Random):
    """A value of `q`, every cell filled in and nothing *non connu*."""
    if q.id in SPECIAL:
        return rng.choice(SPECIAL[q.id])
    match q.type:
        case "oui_non":
            return rng.random() < 0.5
        case "choix":
            return rng.choice(q.options).id
        case "choix_multiple":
            alone = [o.id for o in q.options if o.exclusive]
            if alone and rng.random() < 0.2:
                return (rng.choice(alone),)
            return tuple(_some(rng, [o.id for o in q.options if not o.exclusive]))
        case "niveau":
            return rng.randint(0, 3)
        case "date":
            return rng.choice(DAYS)
        case "texte":
            return "Un texte."
        case "repartition":
            top = rng.choice([0, 2, 12])
            return {c.id: rng.randint(0, top) for c in q.categories} | {"non_connu": 0}
        case "tableau":
            return tuple(row(q, rng) for _ in range(rng.randint(q.lignes_min, q.lignes_min + 4)))
        case "montant":
            return rng.choice(EUROS)
    high = q.max if q.max is not None else max(F(60), q.min)
    if q.type == "entier":
        return rng.randint(int(q.min), int(high))
    return q.min + (high - q.min) * rng.randint(0, 100) / 100


def given_answer(q, rng: Random) -> Reponse:
    """An answer that leaves nothing unknown: a value on some source, or *sans objet* where it is allowed."""
    if q.sans_objet != "refuse" and rng.random() < 0.15:
        return Reponse("sans_objet", None, None, "motif")
    return Reponse("renseignee", value(q, rng), rng.choice(SOURCES))


def exists(q, volet: str) -> bool:
    return q.volet is None or q.volet == volet


@cache
def example(name: str, volet: str) -> Reponses:
    """A shipped example as the evaluation reads it, common answers included."""
    ref = shipped()
    tree = lire_fichier(resources.trouver(resources.QUESTIONNAIRES, f"annexe_1/exemples/{name}.yaml")).arbre
    raw = dict(tree["auto_evaluation"])
    if volet == "constat":
        raw = {n: v for n, v in raw.items() if ref.questionnaire.questions[n].commun} | tree["constat"]
    result = {}
    for question, v in raw.items():
        if not isinstance(v, dict) or not {"valeur", "etat"} & v.keys():
            v = {"valeur": v}
        if v.get("etat", "renseignee") == "renseignee":
            result[question] = answer(ref, question, v["valeur"], v.get("source"))
        else:
            result[question] = Reponse(v["etat"], None, v.get("source"), v.get("motif"))
    return Reponses(volet, result)


def complete(rng: Random, ref=None, volet: str | None = None) -> Reponses:
    """Every question answered, masked ones included (what is hidden keeps its value and must not count)."""
    volet = volet or rng.choice(["auto_evaluation", "constat"])
    questions = (ref or shipped()).questionnaire.questions
    return Reponses(volet, {n: given_answer(q, rng) for n, q in questions.items() if exists(q, volet)})


def near_example(rng: Random) -> Reponses:
    """An example with a few answers drawn again: high scores and few vigilances, where the amount is not a cap."""
    questions = shipped().questionnaire.questions
    volet = rng.choice(["auto_evaluation", "constat"])
    base = example(rng.choice(["pre_sorbier", "quai_solveig"]), volet)
    names = [n for n, q in questions.items() if exists(q, volet)]
    picked = set(rng.sample(names, rng.randint(0, 12)))
    # What the example leaves unasked (masked) may become visible: it gets something too.
    picked |= {n for n in names if base[n].etat not in ("renseignee", "sans_objet")}
    return Reponses(volet, {n: given_answer(questions[n], rng) if n in picked else base[n] for n in names})


def holes(answers: Reponses, rng: Random, share: float, keep: tuple[str, ...], cells: bool = True) -> Reponses:
    """Some answers taken away (unanswered or *ne sait pas*), some cells emptied, some counts made *non connu*."""
    result = dict(answers.par_question)
    for name, a in answers.par_question.items():
        if name in keep:
            continue
        if rng.random() < share:
            result[name] = rng.choice([NR, NSP])
        elif cells and isinstance(a.valeur, tuple) and a.valeur and isinstance(a.valeur[0], dict) and rng.random() < 0.3:
            rows = tuple({c: v for c, v in r.items() if rng.random() > 0.2} for r in a.valeur)
            result[name] = Reponse("renseignee", rows, a.source)
        elif cells and isinstance(a.valeur, dict) and rng.random() < 0.3:
            moved = {c: rng.randint(0, n) for c, n in a.valeur.items() if c != "non_connu"}
            known = {c: n - moved[c] for c, n in a.valeur.items() if c != "non_connu"}
            result[name] = Reponse("renseignee", known | {"non_connu": sum(moved.values())}, a.source)
    return Reponses(answers.volet, result)


def seeded(make: Callable[[Random], Reponses]):
    return st.integers(0, 2**64 - 1).map(lambda seed: make(Random(seed)))


def seeds():
    return st.integers(0, 2**64 - 1).map(Random)
