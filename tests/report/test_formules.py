"""Rules are printed in the words of the questionnaire: no id, no option id, no function name."""

from __future__ import annotations

import re

from evaluator.questionnaire.load import Referentiel
from evaluator.report.context import contexte
from evaluator.report.formules import en_mots
from evaluator.report.sujet import Sujet
from tests.report.conftest import Rapport

IDS = re.compile(r"[a-z0-9]+_[a-z0-9_]+|\b(?:nombre|total|part|min|max)\(|'")


def test_no_rule_shows_an_id(rapports: list[Rapport], referentiel: Referentiel) -> None:
    for r in rapports:
        sujet = Sujet(r.dossier, r.evaluation, r.dossier.dernier_instant.date())
        q = sujet.referentiel.questionnaire
        formules = [n.formule for n in q.notations] + [i.valeur for i in q.indicateurs.values()]
        formules += [c.si for c in sujet.referentiel.grille.derogation]
        for formule in filter(None, formules):
            assert not IDS.search(en_mots(formule, sujet)), en_mots(formule, sujet)
    assert referentiel.questionnaire.notations


def test_a_share_is_printed_with_its_figures(rapports: list[Rapport]) -> None:
    r = next(r for r in rapports if r.evaluation.volet == "constat" and "Pré-Sorbier" in r.html)
    donnees = contexte(r.dossier, r.evaluation, r.dossier.dernier_instant.date())
    details = [str(ligne["detail"]) for ligne in donnees["calcul"]["scores"]]  # type: ignore[index,call-overload]
    assert any("(54) ÷" in d and "(84) = 0,6429 (9/14)" in d for d in details)
