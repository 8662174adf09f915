"""The annex of a report, read back from the page alone, gives the printed amount exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from evaluator.dossier.reponses import Reponses
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Volet
from evaluator.report.arbre import lire
from evaluator.report.formats.md import blocs
from evaluator.report.gabarits import remplir
from evaluator.report.sections.calcul import calcul
from evaluator.report.sujet import Sujet
from evaluator.report.texte import nettoyer
from tests.evaluation.strategies import complete, example, holes, near_example
from tests.evaluation.synthetic import mini, shipped
from tests.evaluation.zoo import GRIDS, tight, zoo
from tests.report.conftest import Rapport
from tests.report.relecture import Etape, calculer, controler, lire_html, lire_md, nombre, verifier

GENERES = 240


def _section(texte: str, debut: str, fin: str) -> str:
    apres = texte[texte.index(debut) :]
    return apres[: apres.index(fin)] if fin in apres else apres


def _annexes(r: Rapport) -> list[list[Etape]]:
    return [
        lire_html(_section(r.html, '<h2 id="calcul">', "</section>")),
        lire_md(_section(r.md, "## Comment le montant est calculé", "\n## ")),
    ]


def _attendu(e: Evaluation, etape: Etape) -> None:
    """The last step is the amount to the euro, or both its ends, or says that there is none."""
    m = e.modulation.montants
    assert etape.titre == "Montant proposé"
    if m.montant_min is None:
        assert etape.resultat == "aucun montant"
    elif m.montant is not None:
        assert etape.valeurs == [m.montant]
    else:
        haut = [] if m.montant_max in (None, m.montant_min) else [Fraction(m.montant_max or 0)]
        assert etape.valeurs == [Fraction(m.montant_min), *haut]


def test_the_annex_of_each_example_gives_its_amount(rapports: list[Rapport]) -> None:
    for r in rapports:
        for etapes in _annexes(r):
            assert len(etapes) > 25
            assert verifier(etapes) > 20
            _attendu(r.evaluation, etapes[-1])


@pytest.mark.parametrize(
    ("nom", "volet", "valeurs"),
    [
        # docs/exemple-calcule.md, sections 3 to 8: scores of the axes, global score, rate, term, amount
        ("Pré-Sorbier", "constat", ["347/504 point", "106/135 point", "127/172 point", "0,718959 point (1012783/1408680)",
                                    "81,9909 % du plafond (519745/633906)", "16 726,14 € (", "18 300 €", "16 726 €"]),
        ("Pré-Sorbier", "auto_evaluation", ["67/72 point", "26/27 point", "8/9 point", "0,939103 point (293/312)",
                                            "100 % du plafond", "31 400 €", "19 800 €"]),
        # section 12
        ("Quai Solveig", "auto_evaluation", ["389/412 point", "26/27 point", "0,969982 point (46757/48204)", "44 500 €",
                                             "25 000 €"]),
        ("Quai Solveig", "constat", ["1459/1854 point", "8/9 point", "3061/3852 point", "0,793746 point (4094003/5157828)",
                                     "98,6101 % du plafond (11443816/11605113)", "25 000 € × (1 + 12 %) = 28 000 €",
                                     "27 610,83 € (", "26 500 €"]),
        ("Puits-Mirette", "auto_evaluation", ["82/135 point", "91/108 point", "5/9 point", "0,607550 point (853/1404)",
                                              "57,2333 % du plafond (1808/3159)", "6 982,46 € (", "10 500 €", "6 982 €"]),
    ],
)  # fmt: skip
def test_the_figures_worked_by_hand_are_printed(rapports: list[Rapport], nom: str, volet: Volet, valeurs: list[str]) -> None:
    r = next(r for r in rapports if nom in r.html and r.evaluation.volet == volet)
    for etapes in _annexes(r):
        page = re.sub("[\u00a0\u202f]", " ", " ; ".join(f"{e.resultat} {' '.join(e.lignes)}" for e in etapes))
        manquent = [v for v in valeurs if v not in page]
        assert not manquent


@dataclass(frozen=True)
class Faux:
    """As much of a dossier as the section reads."""

    referentiel: Referentiel
    lues: Reponses
    decision: None = None

    def reponses(self, _: Volet) -> Reponses:
        return self.lues


def _generes() -> Iterator[tuple[Referentiel, Reponses]]:
    rng = Random(20241231)
    grilles = [zoo(nom) for nom in GRIDS]
    for k in range(GENERES):
        volet = rng.choice(["auto_evaluation", "constat"])
        match k % 6:
            case 0:
                yield shipped(), near_example(rng)
            case 1:
                yield shipped(), holes(near_example(rng), rng, rng.choice([0.03, 0.3]), ())
            case 2:
                yield shipped(), holes(complete(rng), rng, 0.2, ("type_structure", "exercice"))
            case 3:
                yield shipped(), holes(example(rng.choice(["pre_sorbier", "quai_solveig"]), "constat"), rng, 0.1, ())
            case _:
                ref = rng.choice([*grilles, tight()])
                yield ref, holes(complete(rng, ref, volet), rng, rng.choice([0, 0.15, 0.6]), ())


def test_the_annex_of_generated_dossiers_gives_their_amounts() -> None:
    """And means, rate, product and amount are never stated without their operation."""
    montants, intervalles, equations = 0, 0, 0
    for ref, reponses in _generes():
        evaluation = evaluer(ref, reponses)
        sujet = Sujet(Faux(ref, reponses), evaluation, date(2024, 12, 31))  # type: ignore[arg-type]  # what it reads is there
        donnees = nettoyer(calcul(sujet))
        html = remplir("sections/calcul.html.j2", calcul=donnees)
        for etapes in (lire_html(html), lire_md(blocs(lire(html, "calcul")))):
            equations += verifier(etapes)
            _attendu(evaluation, etapes[-1])
        for groupe in donnees["groupes"]:  # type: ignore[union-attr]  # a list of groups
            for e in groupe["etapes"]:  # type: ignore[index,call-overload,union-attr]
                moyenne = re.match("Moyenne|Taux|Le plus petit", e["regle"])  # type: ignore[index,call-overload,arg-type]
                if moyenne and "/" in e["resultat"]:  # type: ignore[index,call-overload,operator]
                    assert e["calculs"], e  # type: ignore[index,call-overload]
        m = evaluation.modulation.montants
        montants += m.montant is not None
        intervalles += m.montant_min != m.montant_max
    assert GENERES >= 200
    assert montants > 30
    assert intervalles > 60
    assert equations > 30 * GENERES


def test_the_reader_of_the_test_can_fail() -> None:
    etape = Etape(4, "Moyenne", "0,555556 point (5/9)", texte="")
    assert controler(etape, "(2/3 point + 2/3 point + 1/3 point) ÷ 3 questions = 5/9 point") == 1
    for fausse in (
        "(2/3 point + 2/3 point + 2/3 point) ÷ 3 questions = 5/9 point",
        "(2/3 point + 2/3 point + 1/3 point) ÷ 3 questions = 4/9 point",
        "2/3 point + 2/3 point = 4/3 point",
    ):
        with pytest.raises(AssertionError):
            controler(etape, fausse)
    with pytest.raises(AssertionError, match="beside"):
        verifier([Etape(1, "Score", "0,666665 point (2/3)")])
    with pytest.raises(AssertionError, match="not a result"):
        verifier([Etape(1, "A", "0,5 point"), Etape(2, "B", "0,6 point", ["0,6 point (étape\u00a01) = 0,6 point"])])
    assert calculer("le plus petit de 20\u202f400\u00a0€, de (5\u00a0€ − 2\u00a0€) et de 4\u00a0€") == 3
    assert calculer("25\u202f000\u00a0€ × (1 + 12\u202f%)") == 28000
    assert nombre("12", "\u202f%") == Fraction(12, 100)


def test_the_mini_questionnaire_of_the_model_is_worked_out() -> None:
    """`model.md` §4, worked: 0,7325 gives 85 % of 20 400 €, 17 340 €."""
    ref = mini()
    from tests.evaluation.synthetic import WORKED, answers  # the figures of the model

    evaluation = evaluer(ref, answers(ref, WORKED))
    sujet = Sujet(Faux(ref, answers(ref, WORKED)), evaluation, date(2024, 12, 31))  # type: ignore[arg-type]
    groupes = calcul(sujet)["groupes"]
    lignes = [c["exact"] for g in groupes for e in g["etapes"] for c in e["calculs"]]  # type: ignore[union-attr,index,call-overload]
    page = re.sub("[\u00a0\u202f]", " ", "\n".join(re.sub(r" \(étape.\d+\)", "", str(ligne)) for ligne in lignes))
    assert "(0,7325 point − 0,35 point) ÷ (0,8 point − 0,35 point) = 85 % du plafond" in page
    assert "20 400 € × 85 % du plafond = 17 340 €" in page
    assert "41 000 € − 12 000 € = 29 000 €" in page
    assert "le plus petit de 17 340 €, de 29 000 € et de 20 400 €, arrondi à l’euro inférieur = 17 340 €" in page
