"""Random dossiers, whole or with holes, that go where others seldom do: refused structures, years, derogations, ties."""

from __future__ import annotations

from fractions import Fraction as F
from random import Random

from msgspec.structs import replace

from evaluator.dossier.reponses import Reponse, Reponses
from tests.evaluation.strategies import complete, holes, near_example
from tests.evaluation.synthetic import shipped

STRUCTURES = ["residence_sociale", "residence_sociale_ex_ftm", "residence_sociale_fjt", "residence_sociale", "autre",
              "pension_de_famille", "rhvs"]  # fmt: skip


def renseignee(value) -> Reponse:
    return Reponse("renseignee", value, "document")


def entier(rng: Random, ref=None) -> Reponses:
    """Nothing unknown."""
    base = rng.choice([complete, near_example])(rng) if ref in (None, shipped()) else complete(rng, ref)
    new = dict(base.par_question)
    if rng.random() < 0.3:
        new["type_structure"] = renseignee(rng.choice(STRUCTURES))
    if rng.random() < 0.1:
        new["exercice"] = renseignee(rng.choice([2000, 2012, 2013, 2024, 2025, 2100]))
    if rng.random() < 0.3:  # a derogation that has all that it needs, but perhaps its conditions
        asked = {"nb_logements": rng.choice([199, 200, 214]), "derogation_demandee": True, "exercice": 2024,
                 "derogation_taux": rng.choice([F(0), F(25, 2), F(20)]), "derogation_motif": "Publics"}  # fmt: skip
        new |= {n: renseignee(v) for n, v in asked.items() if n in new}
    if rng.random() < 0.3:  # the money out of the way, so that scores and caps make the amount
        new |= {n: renseignee(F(10**6)) for n in ("montant_demande", "cout_gls")}
    if rng.random() < 0.2:  # ties of the terms
        new["montant_demande"] = renseignee(rng.choice([F(12200), F(20400), F(25000), F(8600)]))
        new["cout_gls"] = replace(new["montant_demande"])
        new["cofinancements"] = renseignee(())
    return Reponses(base.volet, new)


def partiel(rng: Random, ref=None) -> Reponses:
    """Some answers, cells and counts taken away; rarely nothing, rarely nearly all."""
    return holes(entier(rng, ref), rng, rng.choice([0, 0.02, 0.05, 0.1, 0.25, 0.6]), ())
