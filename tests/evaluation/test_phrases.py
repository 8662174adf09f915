"""The sentences of the analyses, each written out by hand: they are what an inspector reads aloud."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from msgspec.structs import replace

from evaluator.evaluation import phrases
from evaluator.evaluation.appuis import Appuis
from evaluator.evaluation.leviers import Levier, Leviers
from evaluator.evaluation.manque import Manque
from evaluator.evaluation.result import INCONNU, Encadrement
from evaluator.evaluation.robustesse import Bascule, EffetParametre, Robustesse
from evaluator.evaluation.sans_objet import SansObjet, SansObjets

from .synthetic import shipped


def plain(texte: str) -> str:
    """No-break spaces are the business of `french`."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def band(low: F | int, high: F | int) -> Encadrement:
    return Encadrement(F(low), F(high))


def test_points_and_euros_with_their_signs() -> None:
    assert plain(phrases.points(F(7325, 10_000))) == "0,7325 point"
    assert plain(phrases.points(F(1, 40), signe=True)) == "+0,0250 point"
    assert plain(phrases.points(F(-1, 40), signe=True)) == "−0,0250 point"
    assert plain(phrases.points(F(0), signe=True)) == "0,0000 point"
    assert plain(phrases.points(F(1, 10_001))) == "moins de 0,0001 point"
    assert plain(phrases.points(F(1, 10_001), signe=True)) == "+moins de 0,0001 point"
    assert plain(phrases.points(F(-1, 10_001), signe=True)) == "−moins de 0,0001 point"
    assert plain(phrases.points(F(1, 10_000))) == "0,0001 point"
    assert [plain(phrases.euros_signes(m)) for m in (1200, -340, 0)] == ["+1 200 €", "−340 €", "0 €"]


SOLID = Robustesse("robuste", band(F(6, 10), F(7, 10)), band(F(1, 2), F(8, 10)), "favorable", "favorable", None, (), ())


def robust(**changes: object) -> list[str]:
    return [plain(x) for x in phrases.robustesse(replace(SOLID, **changes), shipped())]  # type: ignore[arg-type]


RANGE = (
    "Le score global est alors entre 0,6000 et 0,7000 point ; si les poids des indicateurs et des questions varient aussi "
    "de 25 %, entre 0,5000 et 0,8000 point."
)


def test_a_robust_opinion() -> None:
    stays = "Avis robuste : si le poids de chaque axe varie de 25 % en plus ou en moins, l’avis reste « favorable »."
    assert robust() == [stays, RANGE, "Aucun poids d’axe, changé seul, ne change l’avis."]


def test_a_fragile_opinion_and_the_weight_that_flips_it() -> None:
    flip = Bascule("A2", F(3), F(37, 5), F(22, 15), "reserve")
    axis = next(a.titre for a in shipped().questionnaire.lu.axes if a.id == "A2")
    said = robust(verdict="fragile", avis_min="reserve", bascule=flip)
    assert said[0] == (
        "Avis fragile : si le poids de chaque axe varie de 25 % en plus ou en moins, l’avis peut être « réservé » ou"
        " « favorable »."
    )
    assert said[2] == (
        f"Il faudrait porter le poids de l’axe « {axis} » de 3 parts à 7,4 parts (+147 %)"
        " pour que l’avis devienne « réservé »."
    )
    down = plain(phrases.bascule(replace(flip, poids_bascule=F(9, 4), ecart=F(-1, 4)), shipped()))
    assert "de 3 parts à 2,25 parts (−25 %)" in down


def test_what_else_makes_an_opinion_fragile() -> None:
    said = robust(verdict="fragile", changements=("un plancher serait franchi", "un autre aussi"), autres_mots=("réservé",))
    assert said[0].endswith("en plus ou en moins, un plancher serait franchi ; un autre aussi.")
    assert said[2] == "Si tous ces poids variaient ensemble dans le même sens, l’avis pourrait devenir « réservé »."


def test_no_opinion_to_be_robust_about() -> None:
    assert robust(verdict=None, pourquoi="Pas d’avis.", axes=band(1, 1)) == [
        "Pas d’avis.",
        "Le score global est alors de 1,0000 point ; si les poids des indicateurs et des questions varient aussi de 25 %,"
        " entre 0,5000 et 0,8000 point.",
    ]


EFFECT = EffetParametre("x", "Poids de l’axe", "5", "4", band(1, 1), 1, 1, 1, "favorable", -600, F(-1, 40))


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({}, "effet : −0,0250 point, −600 €."),
        ({"ecart_montant": 0}, "effet : −0,0250 point, 0 €."),
        ({"ecart_score": F(0)}, "effet : 0,0000 point, −600 €."),
        ({"ecart_montant": 0, "ecart_score": F(0)}, "sans effet sur ce dossier."),
        ({"ecart_montant": None}, "son effet n’est pas chiffrable tant que le montant ne l’est pas."),
        ({"ecart_score": None}, "son effet n’est pas chiffrable tant que le montant ne l’est pas."),
        ({"pourquoi": "il ne se change pas seul"}, "il ne se change pas seul"),
    ],
)
def test_the_effect_of_a_local_parameter(changes: dict[str, object], end: str) -> None:
    said = plain(phrases.parametre(replace(EFFECT, **changes)))  # type: ignore[arg-type]
    assert said == f"Paramètre local « Poids de l’axe » : 4 (outil : 5) ; {end}"


def test_levers() -> None:
    lever = Levier("avis", (), "favorable", F(7325, 10_000), 17_340, 1200, F(1, 40))
    assert plain(phrases.effet_levier(lever, shipped())) == "+1 200 €, avis « favorable », score de 0,7325 point"
    assert plain(phrases.effet_levier(replace(lever, gain=None), shipped())) == "avis « favorable », score de 0,7325 point"
    assert phrases.vers_l_avis(Leviers(), shipped()) == ""
    assert phrases.vers_l_avis(Leviers(avis=(lever,)), shipped()) == ""
    assert plain(phrases.vers_l_avis(Leviers(avis=(lever,), avis_vise="favorable"), shipped())) == (
        "Pour atteindre l’avis « favorable », les plus petits ensembles de changements :"
    )
    assert list(phrases.entete_leviers(Leviers())) == []
    said = phrases.entete_leviers(Leviers(indicatif=True, complet=False, evaluations=2000, pourquoi_aucun="Rien."))
    assert [plain(x) for x in said] == [
        "Rien.",
        "Les euros sont ceux du chiffre indicatif (barème de 2013).",
        "La recherche s’est arrêtée après 2 000 évaluations : d’autres ensembles, meilleurs, peuvent exister.",
    ]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (Manque("q", None, None, False, ()), "donnerait une borne au montant"),
        (Manque("q", F(2401, 2), F(1000), False, ()), "resserre l’encadrement de 1 201 € en moyenne, au moins 1 000 €"),
        (Manque("q", F(1200), F(0), True, ()), "resserre l’encadrement de 1 200 € en moyenne ; peut changer l’avis"),
        (Manque("q", F(0), F(0), True, ()), "ne resserre pas l’encadrement à elle seule ; peut changer l’avis"),
    ],
)
def test_what_knowing_would_narrow(missing: Manque, said: str) -> None:
    assert plain(phrases.gain_manque(missing)) == said


ZERO = SansObjets((SansObjet("q", "x", F(1, 4)),), F(1, 4), band(F(1, 2), F(1, 2)), "favorable_avec_reserves", 6800, 6800)


def test_had_each_sans_objet_been_zero() -> None:
    def said(**changes: object) -> str:
        return plain(phrases.sans_objet(replace(ZERO, **changes), shipped()))  # type: ignore[arg-type]

    start = "Si chaque sans objet comptait zéro, le score global serait "
    assert said() == f"{start}0,5000 point, l’avis « favorable avec réserves », le montant 6 800 €."
    assert said(montant_min_si_zero=6000) == f"{start}0,5000 point, l’avis « favorable avec réserves »."
    assert (
        said(montant_min_si_zero=None, montant_max_si_zero=None)
        == f"{start}0,5000 point, l’avis « favorable avec réserves »."
    )
    assert said(score_si_zero=band(F(1, 4), F(1, 2))).startswith(f"{start}entre 0,2500 et 0,5000 point, l’avis")
    assert said(score_si_zero=INCONNU).startswith(f"{start}rien ne s’applique, l’avis")
    assert said(liste=()) == "Aucune question n’est déclarée sans objet."
    unscored = (SansObjet("q", "x", F(0)),)
    assert said(liste=unscored) == "Aucune question notée n’est déclarée sans objet : le score n’en dépend pas."


def test_what_an_axis_rests_on() -> None:
    shares = {"declaratif": F(0), "document": F(2, 5), "entretien": F(6, 10)}
    assert plain(phrases.appui(Appuis("A1", shares, False), "Projet")) == "Projet : document 40 %, entretien 60 %"  # type: ignore[arg-type]
    weak = plain(phrases.appui(Appuis("A1", {"declaratif": F(1)}, True), "Projet"))
    assert weak == (
        "Projet : déclaration seule 100 % ; ! score élevé qui repose surtout sur la déclaration : à appuyer par une pièce"
        " ou une visite"
    )
    assert plain(phrases.appui(Appuis(None, {"document": F(0)}, False), "Tout")) == "Tout : rien ne s’applique"
