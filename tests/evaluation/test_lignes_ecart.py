"""Which rows, categories and options tell two answers apart. Worked out by hand on rows of three cells."""

from __future__ import annotations

from typing import cast

import pytest

from evaluator.dossier.reponses import Ligne, Reponse
from evaluator.evaluation.comparaison.lignes import lignes_ecart, nombres_ecart, options_ecart
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import QuestionChoixMultiple, QuestionRepartition, QuestionTableau


def table(*lignes: Ligne) -> Reponse:
    return Reponse("renseignee", lignes)


def ligne(financeur: str, montant: int, objet: str = "gls") -> Ligne:
    return {"financeur": financeur, "montant": montant, "objet": objet}


@pytest.fixture(scope="module")
def cofinancements(referentiel: Referentiel) -> QuestionTableau:
    return cast(QuestionTableau, referentiel.questionnaire.questions["cofinancements"])


def noms(question: QuestionTableau, avant: Reponse, apres: Reponse) -> list[tuple[object, object, list[str]]]:
    return [
        (e.avant and e.avant["montant"], e.apres and e.apres["montant"], [c.id for c in e.colonnes])
        for e in lignes_ecart(question, avant, apres)
    ]


def test_a_row_stands_beside_its_like_with_the_cells_that_differ(cofinancements: QuestionTableau) -> None:
    avant = table(ligne("commune", 1), ligne("departement", 12))
    apres = table(ligne("departement", 9, "fonctionnement"), ligne("commune", 1))
    assert noms(cofinancements, avant, apres) == [(12, 9, ["objet", "montant"])]


def test_rows_without_their_like_are_whole(cofinancements: QuestionTableau) -> None:
    avant, apres = table(ligne("commune", 1)), table(ligne("departement", 2))
    assert noms(cofinancements, avant, apres) == [(1, None, ["objet", "montant"]), (None, 2, ["objet", "montant"])]
    assert noms(cofinancements, Reponse("ne_sait_pas"), apres) == [(None, 2, ["objet", "montant"])]


def test_two_rows_of_one_name_are_never_paired_at_random(cofinancements: QuestionTableau) -> None:
    avant = table(ligne("commune", 1), ligne("commune", 2), ligne("commune", 3))
    apres = table(ligne("commune", 3), ligne("commune", 4))
    assert noms(cofinancements, avant, apres) == [
        (1, None, ["objet", "montant"]),
        (2, None, ["objet", "montant"]),
        (None, 4, ["objet", "montant"]),
    ]


def test_the_same_row_twice_against_once_is_a_difference(cofinancements: QuestionTableau) -> None:
    deux, une = table(ligne("commune", 1), ligne("commune", 1)), table(ligne("commune", 1))
    assert noms(cofinancements, deux, une) == [(1, None, ["objet", "montant"])]
    assert noms(cofinancements, une, une) == []


def test_categories_and_options_that_differ(referentiel: Referentiel) -> None:
    questions = referentiel.questionnaire.questions.values()
    repartition = next(q for q in questions if isinstance(q, QuestionRepartition))
    un, deux = repartition.categories[0], repartition.categories[1]
    ecarts = nombres_ecart(
        repartition,
        Reponse("renseignee", {un.id: 3, deux.id: 4}),
        Reponse("renseignee", {un.id: 3, "non_connu": 4, deux.id: 0}),
    )
    assert ecarts == ((deux.libelle, 4, 0), ("Non connu", 0, 4))
    multiple = next(q for q in questions if isinstance(q, QuestionChoixMultiple))
    a, b, c = multiple.options[:3]
    avant, apres = (Reponse("renseignee", v) for v in ((a.id, b.id), (c.id, b.id)))
    assert options_ecart(multiple, avant, apres) == ([a.libelle], [c.libelle])
