"""What is printed is enough to find the amount again with a pocket calculator."""

from __future__ import annotations

import re
from fractions import Fraction

from evaluator.report.context import contexte
from tests.report.conftest import Rapport


def _etapes(r: Rapport) -> dict[str, str]:
    donnees = contexte(r.dossier, r.evaluation, r.dossier.dernier_instant.date())
    return {e["titre"]: e["calcul"] for e in donnees["calcul"]["etapes"]}  # type: ignore[index,call-overload,union-attr]


def _calculer(operation: str) -> Fraction:
    """The left side of a printed operation, in exact arithmetic."""
    expression = operation.split(" = ")[0].replace("×", "*").replace("÷", "/").replace("−", "-").replace("+", "+")
    expression = re.sub(r"(\d)[\u202f\u00a0 ](?=\d)", r"\1", expression.replace("€", "").replace("\u00a0", " "))
    jetons = re.sub(r"\d+", lambda m: f"Fraction({m[0]})", expression.replace(",", "."))
    return Fraction(eval(jetons, {"Fraction": Fraction}))  # what our own templates printed, digits and signs only


def test_the_printed_steps_give_the_printed_amount(rapports: list[Rapport]) -> None:
    suivis = 0
    for r in rapports:
        evaluation, modulation = r.evaluation, r.evaluation.modulation
        etapes = _etapes(r)
        assert _calculer(etapes["Score global"]) == evaluation.globale.valeur
        if modulation.taux_brut.valeur not in (0, 1):
            assert _calculer(etapes["Taux du plafond"]) == modulation.taux_brut.valeur
        if modulation.montants.montant is None or modulation.taux is None or modulation.montants.plafond is None:
            continue
        produit = _calculer(etapes["Montant"])
        assert modulation.taux.valeur is not None
        assert produit == modulation.montants.plafond * modulation.taux.valeur
        if modulation.montants.terme_limitant in ("taux", "plafond", "vigilance"):
            assert int(produit) == modulation.montants.montant
        suivis += 1
    assert suivis >= 3


def test_each_axis_is_printed_with_its_exact_fraction(rapports: list[Rapport]) -> None:
    for r in rapports:
        for axe in r.evaluation.axes:
            valeur = axe.score.valeur
            assert valeur is not None
            assert f"{valeur.numerator}/{valeur.denominator}" in r.html or valeur.denominator == 1
