"""Rules are printed in the words of the questionnaire: no id, no option id, no function name."""

from __future__ import annotations

import re
from fractions import Fraction

from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.scalars import Courbe, Point
from evaluator.report.formules import courbe_en_mots, en_mots
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
    sujet = Sujet(r.dossier, r.evaluation, r.dossier.dernier_instant.date())
    formule = next(n.formule for n in sujet.referentiel.questionnaire.notations if n.id == "menages_vulnerables")
    assert formule is not None
    nu = "«\u00a0Ménages vulnérables\u00a0» ÷ «\u00a0Ménages présents\u00a0»"
    assert en_mots(formule, sujet) == nu
    # pre_sorbier.yaml: 54 households of the 84
    chiffres = "«\u00a0Ménages vulnérables\u00a0» (54\u00a0ménages) ÷ «\u00a0Ménages présents\u00a0» (84\u00a0ménages)"
    assert en_mots(formule, sujet, valeurs=True) == chiffres


def test_a_curve_is_said_in_words() -> None:
    def points(*paires: tuple[str, str]) -> Courbe:
        return Courbe(Point(x=Fraction(x), y=Fraction(y)) for x, y in paires)

    assert courbe_en_mots(points(("0", "0"), ("1", "1"))) == "score égal à ce nombre, 1 au plus"
    assert courbe_en_mots(points(("0", "0"), ("4/5", "1"))) == (
        "score de 0 pour 0, de 1 pour 0,8, en ligne droite entre les deux, sans changement au-delà"
    )
