"""Keys become values, type by type, without a terminal."""

from __future__ import annotations

import pytest

from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import QuestionChoix, QuestionChoixMultiple, QuestionNiveau
from evaluator.ui.editeurs import ChoixRefuse, editeur, mode_de, rangs


def test_a_choice_and_its_tenth_option(referentiel: Referentiel) -> None:
    for q in referentiel.questionnaire.questions.values():
        if isinstance(q, QuestionChoix):
            assert editeur(q).choisir(q, None, 1) == q.options[0].id
            with pytest.raises(ChoixRefuse):
                editeur(q).choisir(q, None, 11)
        if isinstance(q, QuestionChoixMultiple) and len(q.options) >= 10:
            assert editeur(q).choisir(q, None, 0) == (q.options[9].id,)


def test_every_option_has_a_key(referentiel: Referentiel) -> None:
    for q in referentiel.questionnaire.questions.values():
        if isinstance(q, QuestionChoix | QuestionChoixMultiple):
            assert len(rangs(q)) == len(q.options), q.id


def test_an_exclusive_option_stands_alone(referentiel: Referentiel) -> None:
    q = referentiel.questionnaire.questions["attribution_taches"]
    assert isinstance(q, QuestionChoixMultiple)
    seule = next(i for i, o in enumerate(q.options, 1) if o.exclusive)
    deux = editeur(q).choisir(q, editeur(q).choisir(q, None, 1), 2)
    assert deux == (q.options[0].id, q.options[1].id)
    assert editeur(q).choisir(q, deux, seule) == (q.options[seule - 1].id,)
    assert editeur(q).choisir(q, (q.options[seule - 1].id,), 1) == (q.options[0].id,)
    assert editeur(q).choisir(q, (q.options[0].id,), 1) is None


def test_a_level_is_its_own_key(referentiel: Referentiel) -> None:
    q = next(q for q in referentiel.questionnaire.questions.values() if isinstance(q, QuestionNiveau))
    assert [editeur(q).choisir(q, None, n) for n in range(4)] == [0, 1, 2, 3]
    with pytest.raises(ChoixRefuse, match="0 à 3"):
        editeur(q).choisir(q, None, 4)


def test_zero_means_an_empty_table(referentiel: Referentiel) -> None:
    q = referentiel.questionnaire.questions["cofinancements"]
    assert editeur(q).choisir(q, None, 0) == ()
    with pytest.raises(ChoixRefuse, match="a des lignes"):
        editeur(q).choisir(q, ({"montant": 1},), 0)


def test_short_texts_are_typed_on_a_line(referentiel: Referentiel) -> None:
    questions = referentiel.questionnaire.questions
    assert mode_de(questions["residence_nom"]) == "ligne"
    assert mode_de(questions["refus_siao_motifs"]) == "texte"
