"""Properties: what must change nothing (order, a question that does not apply) and what is known exactly of it."""

from __future__ import annotations

import copy
from collections import Counter
from fractions import Fraction as F
from random import Random

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.evaluate import evaluer
from tests.evaluation.strategies import exists
from tests.evaluation.synthetic import NR, NSP, SO

from .dossiers import partiel
from .generes import construire, genere, plan
from .reference import tirer
from .resultat import observed


def tout(e) -> dict:
    """All figures, with what is said beside them, and no order."""
    return observed(e) | {
        "messages": sorted((v.id, v.statut, v.message) for v in e.vigilances),
        "controles": sorted((c.question, c.message) for c in e.controles),
        "valeurs": {i.id: i.valeur for i in e.indicateurs},
        "etats": {n: (q.etat, q.retenue, q.plafonnee) for n, q in e.questions.items()},
        "poids": {n.id: n.poids_nominal for n in e.notations},
        "raisons": e.modulation.raisons,
    }


def differe(a: dict, b: dict) -> list[str]:
    return [f"{k}: {a[k]} / {b[k]}" for k in a if a[k] != b[k]]


def ordre_des_lignes(rng: Random, seen: Counter) -> list[str]:
    """Rows of tables, options ticked, categories, and answers themselves, in another order."""
    ref, base = tirer(rng, seen)
    mixed: dict[str, Reponse] = {}
    for name, a in rng.sample(sorted(base.par_question.items()), len(base.par_question)):
        v = a.valeur
        if isinstance(v, tuple):
            rows = [dict(rng.sample(sorted(r.items()), len(r))) if isinstance(r, dict) else r for r in v]
            v = tuple(rng.sample(rows, len(rows)))
        elif isinstance(v, dict):
            v = dict(rng.sample(sorted(v.items()), len(v)))
        mixed[name] = Reponse(a.etat, v, a.source, a.motif)
    before, after = tout(evaluer(ref, base)), tout(evaluer(ref, Reponses(base.volet, mixed)))
    for d in (before, after):  # what was ticked is kept in the order in which it was
        d.pop("etats")
    return differe(before, after)


def ordre_du_questionnaire(rng: Random, seen: Counter) -> list[str]:
    """Questions, options, columns, axes, indicators, vigilances and floors in another order."""
    seed = rng.randrange(10**4)
    ref, tree = genere(seed), copy.deepcopy(plan(seed))
    rng.shuffle(tree.questions)
    for q in tree.questions:
        for key in ("options", "categories", "colonnes", "notations"):
            rng.shuffle(q.get(key, []))
    tree.indicateurs = dict(rng.sample(sorted(tree.indicateurs.items()), len(tree.indicateurs)))
    for listed in (tree.vigilances, tree.grille["planchers"]):
        rng.shuffle(listed)
    tree.grille = dict(rng.sample(sorted(tree.grille.items()), len(tree.grille)))
    other = construire(tree)
    seen["questionnaires"] += 1
    base = partiel(rng, ref)
    return differe(tout(evaluer(ref, base)), tout(evaluer(other, base)))


def comme_absente(rng: Random, seen: Counter) -> list[str]:
    """A scored question that does not apply (*sans objet*, or masked out) against the questionnaire without it.

    Indicators, axes and global score are equal. A dimension and completeness are at nominal weights, which are those of the
    whole questionnaire: they are worked out here from them.
    """
    seed = rng.randrange(10**4)
    tree, ref = copy.deepcopy(plan(seed, True)), genere(seed, True)
    scored = [q for q in tree.questions if "dimension" in q or "notations" in q]
    gone = [q for q in rng.sample(scored, rng.randint(1, len(scored) - 1)) if q.get("masquee_compte") != "zero"]
    names = {q["id"] for q in gone}
    base = partiel(rng, ref)
    out = {n: SO for n in names if ref.questionnaire.questions[n].sans_objet != "refuse"}
    if set(out) != names or not names:
        return []
    dropped = {n["id"] for q in gone for n in q.get("notations", [q])}
    tree.questions = [q for q in tree.questions if q["id"] not in names]
    tree.grille["poids_notations"] = {k: v for k, v in tree.grille["poids_notations"].items() if k not in dropped}
    used = {n["indicateur"] for q in tree.questions for n in q.get("notations", [q] if "indicateur" in q else [])}
    tree.indicateurs = {i: a for i, a in tree.indicateurs.items() if i in used}
    tree.grille["poids_axes"] = {a: tree.grille["poids_axes"][a] for a in set(tree.indicateurs.values())}
    without = construire(tree)
    # A conditioned question declared *sans objet* leaves only where it is asked; the others are given a known condition.
    e = evaluer(ref, Reponses(base.volet, {**base.par_question, **out}))
    if any(e.questions[n].etat not in ("sans_objet", "masquee") for n in names):
        return []
    less = evaluer(without, Reponses(base.volet, {n: a for n, a in base.par_question.items() if n not in names}))
    seen["compared"] += 1
    seen["an axis left"] += len(less.axes) < len(e.axes)
    found = []
    if e.globale != less.globale:
        found.append(f"global {e.globale} / {less.globale}")
    left = {a.id: a.score for a in less.axes}
    found += [
        f"{a.id} {a.score} / {left.get(a.id)}"
        for a in e.axes
        if (a.score != left[a.id] if a.id in left else not a.score.absent)
    ]
    kept = {i.id: i.score for i in less.indicateurs}
    found += [f"{i.id} {i.score} / {kept.get(i.id)}" for i in e.indicateurs
              if (i.score != kept[i.id] if i.id in kept else not i.score.absent)]  # fmt: skip
    weights = {n.id: n.poids_nominal for n in e.notations}
    asked = [n for n in e.notations if n.id not in dropped and (n.etat not in ("sans_objet", "masquee") or zero(ref, n))]
    done = [n for n in asked if n.etat in ("renseignee", "masquee")
            or (n.etat == "en_attente" and base[n.question].etat == "renseignee")]  # fmt: skip
    total = sum(weights[n.id] for n in asked)
    if total and e.completude != sum((weights[n.id] for n in done), F(0)) / total:
        found.append(f"completeness {e.completude}")
    return found


def zero(ref, n) -> bool:
    return n.etat == "masquee" and ref.questionnaire.questions[n.question].masquee_compte == "zero"


def masquee_ne_compte_pas(rng: Random, seen: Counter) -> list[str]:
    """Whatever is written behind a false condition changes nothing."""
    ref, base = tirer(rng, seen)
    before = evaluer(ref, base)
    masked = [
        n for n, q in before.questions.items() if q.etat == "masquee" and exists(ref.questionnaire.questions[n], base.volet)
    ]
    new = dict(base.par_question)
    for name in masked:
        new[name] = rng.choice(
            [NR, NSP, new[name], *([SO] if ref.questionnaire.questions[name].sans_objet != "refuse" else [])]
        )
    seen["masked answers changed"] += len(masked)
    return differe({k: v for k, v in tout(before).items() if k != "etats"}, tout(evaluer(ref, Reponses(base.volet, new))))


def vigilances_muettes(rng: Random, seen: Counter) -> list[str]:
    """A questionnaire whose vigilances are all unfired gives what the same one without vigilances gives."""
    seed = rng.randrange(10**4)
    tree, ref = copy.deepcopy(plan(seed)), genere(seed)
    own = {v["id"] for v in tree.vigilances}
    base = partiel(rng, ref)
    e = evaluer(ref, base)
    if own & {v.id for v in e.vigilances}:
        return []
    seen["compared"] += 1
    tree.vigilances = []
    return differe(tout(e), tout(evaluer(construire(tree), base)))


def poids_a_l_echelle(rng: Random, seen: Counter) -> list[str]:
    """Every weight of a grid times the same factor."""
    seed, factor = rng.randrange(10**4), rng.choice([F(2), F(7), F(1, 3)])
    tree, ref = copy.deepcopy(plan(seed)), genere(seed)
    names = [n["id"] for q in tree.questions for n in q.get("notations", [q] if "dimension" in q else [])]
    weights = {n: F(str(tree.grille["poids_notations"].get(n, 1))) for n in names}
    tree.grille["poids_notations"] = {n: str(w * factor) for n, w in weights.items()}
    tree.grille["poids_axes"] = {a: str(w * factor) for a, w in tree.grille["poids_axes"].items()}
    base = partiel(rng, ref)
    seen["grids"] += 1
    return differe(tout(evaluer(ref, base)), tout(evaluer(construire(tree), base)))
