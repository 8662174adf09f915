"""Running sums say what a mean and a completeness made from nothing say, whatever was changed on the way."""

from __future__ import annotations

from fractions import Fraction as F
from random import Random

import pytest
from hypothesis import given, settings

from evaluator.evaluation import comptes, scores
from evaluator.evaluation.comptes import compter
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.memoire import Memoire
from evaluator.evaluation.sommes import Sommes
from evaluator.questionnaire.formula.domain import ABSENT, Nombre, moyenne_ponderee, nombre

from .strategies import complete, example, holes, seeds
from .synthetic import NSP, shipped
from .test_memoire import step
from .zoo import GRIDS, zoo

DEMI, TIERS = F(1, 2), F(1, 3)


def _terme(rng: Random) -> tuple[int, Nombre]:
    """A weight, and a known score, an interval, what may not apply, or what does not."""
    bas, haut = sorted(F(rng.randint(0, 4), rng.choice([4, 5, 7])) for _ in range(2))
    score = rng.choice([nombre(bas), Nombre(bas, haut), Nombre(bas, haut, True, True), ABSENT])
    return rng.choice([0, 1, 1, 2, 9]), score


@settings(max_examples=150)
@given(seeds())
def test_a_mean_kept_up_to_date_is_the_mean(rng: Random) -> None:
    # Would catch: an optional child left out, or twice; a weight of 0; a fixed interval taken for a point.
    termes = [_terme(rng) for _ in range(rng.randint(0, 8))]
    sommes = Sommes.de(termes)
    for _ in range(6):
        rang, mis = rng.randint(0, 8), [_terme(rng) for _ in range(rng.choice([0, 1, 1, 2]))]
        sommes = sommes.remplacer(termes[rang : rang + 1], mis)
        termes[rang : rang + 1] = mis
        assert sommes.moyenne() == moyenne_ponderee(termes)
    assert sommes == Sommes.de(termes)
    assert sommes.moyenne() == moyenne_ponderee(termes)


def test_what_is_optional_is_kept_while_it_moves_the_mean() -> None:
    # 1/2 for certain with weight 3; 1 with weight 2 and 0 with weight 1, each perhaps not there.
    # Low: 0 in, 1 out: 3/2 ÷ 4 = 3/8. High: 1 in, 0 out: (3/2 + 2) ÷ 5 = 7/10.
    sommes = Sommes.de([(3, nombre(DEMI)), (2, Nombre(F(1), F(1), True, True)), (1, Nombre(F(0), F(0), True, True))])
    assert sommes.moyenne() == Nombre(F(3, 8), F(7, 10))
    # 1/3 instead of 1/2: 1 ÷ 4 = 1/4, and (1 + 2) ÷ 5 = 3/5.
    autres = sommes.remplacer([(3, nombre(DEMI))], [(3, nombre(TIERS))])
    assert autres.moyenne() == Nombre(F(1, 4), F(3, 5))
    # Nothing for certain: from the lowest to the highest, or nothing at all.
    seules = autres.remplacer([(3, nombre(TIERS))], ())
    assert seules.moyenne() == Nombre(F(0), F(1), True, True)
    assert Sommes.de([(0, nombre(DEMI)), (2, ABSENT)]).moyenne() == ABSENT


@settings(max_examples=40)
@given(seeds())
def test_counts_kept_up_to_date_are_the_counts(rng: Random) -> None:
    ref = zoo(rng.choice(list(GRIDS)))
    q, grille = ref.questionnaire, ref.grille
    reponses = holes(complete(rng, ref), rng, rng.choice([0.0, 0.3, 0.8]), ())
    contexte = Contexte(q, grille, reponses)
    comptees = compter(contexte)
    for _ in range(8):
        reponses = step(ref, reponses, rng)
        suivant = Contexte(q, grille, reponses, avant=contexte)
        comptees = compter(suivant, (contexte, comptees))
        assert comptees == compter(Contexte(q, grille, reponses))
        contexte = suivant


def test_an_answer_counts_what_reads_it_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    ref, base = shipped(), example("pre_sorbier", "constat")
    notees = ref.questionnaire.notations
    question = next(n.question for n in notees if n.formule is None)
    siennes = [n.id for n in notees if n.question == question or (n.formule and question in n.formule.noms)]
    memoire, comptees, moyennes = Memoire(ref), [], []
    evaluer(ref, base, memoire=memoire)
    terme, moyenne = comptes._terme, moyenne_ponderee
    monkeypatch.setattr(comptes, "_terme", lambda n, c: comptees.append(n.id) or terme(n, c))
    monkeypatch.setattr(scores.d, "moyenne_ponderee", lambda termes: moyennes.append(1) or moyenne(termes))
    evaluer(ref, type(base)(base.volet, {**base.par_question, question: NSP}), memoire=memoire)
    # Once as it was, once as it is.
    assert sorted(comptees) == sorted(siennes * 2)
    # Indicator, axis, dimension, global are brought up to date; only the share declared without a source is made again.
    assert len(moyennes) <= 1
