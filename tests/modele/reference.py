"""Property: the program and the slow evaluator say the same, on dossiers with and without unknowns."""

from __future__ import annotations

from collections import Counter
from random import Random

from evaluator.evaluation.evaluate import evaluer
from tests.evaluation.synthetic import shipped
from tests.evaluation.zoo import GRIDS, zoo

from .dossiers import partiel
from .generes import genere
from .lente import lente
from .resultat import differences, observed


def tirer(rng: Random, seen: Counter):
    """Annex I, the zoo, or a questionnaire of its own, and a dossier with holes."""
    match rng.choice(["annexe 1", "zoo", "generated", "generated"]):
        case "annexe 1":
            ref, name = shipped(), "annexe 1"
        case "zoo":
            ref, name = zoo(rng.choice(list(GRIDS))), "zoo"
        case _:
            ref, name = genere(rng.randrange(10**4), rng.random() < 0.3), "generated"
    seen[name] += 1
    return ref, partiel(rng, ref)


def comme_la_lente(rng: Random, seen: Counter) -> list[str]:
    ref, answers = tirer(rng, seen)
    e = evaluer(ref, answers)
    m = e.modulation
    seen[f"avis {m.avis}"] += 1
    seen[f"terme {m.montants.terme_limitant}"] += 1
    seen["an interval"] += e.globale.min != e.globale.max
    seen["possible vigilance"] += any(v.statut == "possible" for v in e.vigilances)
    seen["derogation taken"] += m.derogation.prise
    seen["indicative figure"] += m.indicatif is not None
    return [f"{k}: {pair}" for k, pair in differences(lente(ref, answers), observed(e)).items()]
