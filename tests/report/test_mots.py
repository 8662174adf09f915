"""The words of the reports, read by who signs them: each sentence says what is true of this dossier, once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from evaluator.dossier.actes import Decision, Recommandation
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.evaluation.evaluate import evaluer
from evaluator.report import svg
from evaluator.report.render import rediger
from tests.report.conftest import Fabrique

Lire = Callable[..., str]
SERVICE = Auteur.lire("Anne Martin, inspectrice, DDETS")


def texte(dossier: Dossier, modele: str, sortie: Path, volet: str = "") -> str:
    """One kind as plain text: Markdown without its marks, no-break spaces as plain ones."""
    lu = volet or ("constat" if dossier.a_des_reponses("constat") else "auto_evaluation")
    evaluation = evaluer(dossier.referentiel, dossier.reponses(lu))  # type: ignore[arg-type]
    (md,) = rediger(dossier, evaluation, modele=modele, formats=("md",), sortie=sortie)
    lue = re.sub(r"\\(.)", r"\1", md.read_text(encoding="utf-8"))
    return re.sub(r"[\u00a0\u202f]", " ", lue).replace("\u2011", "-").replace("**", "")


@pytest.fixture(scope="module")
def lire(dossiers_exemples: Path, tmp_path_factory: pytest.TempPathFactory) -> Lire:
    """`lire("pre-sorbier", "contradictoire")`: an example as it is shipped, each kind written once."""
    lus: dict[tuple[str, str], str] = {}

    def de(nom: str, modele: str) -> str:
        if (nom, modele) not in lus:
            with Dossier.ouvrir(dossiers_exemples / f"{nom}.agls") as dossier:
                lus[nom, modele] = texte(dossier, modele, tmp_path_factory.mktemp("mots"))
        return lus[nom, modele]

    return de


@pytest.fixture
def sorbier(dossiers_exemples: Path, tmp_path: Path) -> Path:
    """A copy of the example with both volets, to write in."""
    return Path(shutil.copy(dossiers_exemples / "pre-sorbier.agls", tmp_path / "sorbier.agls"))


# — levers ——————————————————————————————————————————————————————————————————————————————————————————————————


def test_levers_of_equal_gain_are_shown_as_alternatives(lire: Lire) -> None:
    """Net cost 18 300 − 16 726 = 1 574 €: two levels reach it, « Mobilisation des mesures » with the higher score."""
    lu = lire("pre-sorbier", "evaluation")
    assert [t for t in re.findall(r"#+ (.*) : montant de 18 300 €", lu)] == [
        "Avec un objectif",
        "Ou bien, avec un objectif",
    ]
    assert lu.index("Demander des mesures FSL") < lu.index("Mener et suivre des actions de GLS adaptées")
    assert "l’un ou l’autre suffit" in lu


# — contradictoire ——————————————————————————————————————————————————————————————————————————————————————————


def test_an_effect_of_one_answer_is_said_once_and_with_what(lire: Lire) -> None:
    """46 differences, 11 with a price; the declared cost alone changes nothing, and with the 11 others lifts the net cost
    up to the request: 18 300 − 19 800. It leaves 34 without effect."""
    lu = lire("pre-sorbier", "contradictoire")
    assert "34 différences sans effet" in lu
    assert "limite l’aide : n° 12, avec n° 1 à n° 11" in lu
    assert "0 € à elle seule ; − 1 500 € avec les autres" in lu


def test_once_decided_the_contradictoire_recalls_and_the_service_answers(sorbier: Path, tmp_path: Path, lire: Lire) -> None:
    avant = lire("pre-sorbier", "contradictoire")
    assert "avant la décision, les réponses" in avant
    assert avant.count("Réponse du service :") == 3  # the three observations of the example
    with Dossier.ouvrir(sorbier, ecriture=True, auteur=SERVICE) as dossier:
        reco = Recommandation("favorable", *(16_726,) * 3, 20_400, dossier.evenements, dossier.empreinte)
        dossier.decider(
            Decision(16_726, "Claude Petit", "directeur adjoint", date(2024, 9, 2), recommandation=reco)
        )  # fmt: skip
        apres = texte(dossier, "contradictoire", tmp_path)
    assert "Ce document rappelle les écarts relevés avant la décision du 2 septembre 2024 :" in apres
    assert "avant décision" not in apres
    assert "avant la décision, les réponses" not in apres
    assert "dans le délai" not in apres


# — from 2025 on: a lump sum ————————————————————————————————————————————————————————————————————————————————


def test_no_lever_brings_euros_to_a_lump_sum(lire: Lire) -> None:
    """2026, the lump sum left to the service and not modulated: the score moves the word, never the amount."""
    for modele in ("evaluation", "auto_evaluation", "fiche_synthetique"):
        lu = lire("puits-mirette", modele)
        assert not re.search(r"\(\+ [\d ]+ €\)", lu), modele
    for modele in ("evaluation", "auto_evaluation"):
        assert "Sans effet sur le montant tant que le service n’a pas dit moduler le forfait." in lire(
            "puits-mirette", modele
        )
    lu = lire("puits-mirette", "evaluation")
    # 0,6075: (0,6075 − 0,35) ÷ 0,45 = 57,23 %
    assert "Taux lu sur le score : 57,23 % (repère de 2013, sans application en 2026)." in lu
    assert "du plafond." not in lu
    assert "Cette étape donnerait :" in lire("puits-mirette", "auto_evaluation")


def test_a_lump_sum_not_given_and_the_rules_of_2025_are_called_so(lire: Lire) -> None:
    lu = lire("puits-mirette", "auto_evaluation")
    assert "aucun montant (forfait de 2026 non renseigné par le service)" in lu
    assert "pas encore calculable" not in lu
    assert "1 question est sans réponse, sans effet possible" in lu  # no other question is listed
    lu = lire("puits-mirette", "evaluation")
    assert "*Barème – origine : circulaire du 9 mai 2025*" in lu
    assert "ajournement" not in lu


# — what counts, and in what ————————————————————————————————————————————————————————————————————————————————


def test_only_scored_levels_are_said_to_count_for_one(lire: Lire) -> None:
    """« Objectifs de mixité » rests on a declaration too, but no score reads it."""
    lu = lire("pre-sorbier", "evaluation")
    assert "d’entretien ou d’observation : Médiation extérieure." in lu
    assert lire("pre-sorbier", "grille_complete").count("niveau 2, compté 1 (déclaration seule)") == 2  # both are capped


def test_a_total_leaves_out_what_is_there_for_the_record(lire: Lire) -> None:
    """Four rows, 31 800 €, of which the AGLS asked for, 19 800 €."""
    lu = lire("pre-sorbier", "evaluation")
    assert "total hors AGLS, Montant : 12 000 €" in lu
    assert re.search(r"\| Total, hors AGLS \|.* 12 000 € \|", lu)
    assert "31 800" not in lu


def test_a_ceiling_raised_says_how(lire: Lire) -> None:
    """214 dwellings: 25 000 × 1,12 = 28 000."""
    assert "25 000 € + 12 % à titre exceptionnel (IV-c) = 28 000 € (214 logements)" in lire("quai-solveig", "evaluation")
    lu = lire("quai-solveig", "contradictoire")
    assert "| Plafond | 25 000 € | 25 000 € + 12 % à titre exceptionnel (IV-c) = 28 000 € |" in lu


def test_one_question_takes_the_singular(lire: Lire) -> None:
    lu = lire("pre-sorbier", "evaluation")
    for nombre, suite in re.findall(r"# (\d+) questions? non posées?\n+(\w+) condition", lu):
        assert suite == ("Sa" if nombre == "1" else "Leur")
    assert re.search(r"# 1 question non posée\n+Sa condition n’est pas remplie : elle n’est pas posée", lu)


def test_the_circulaire_asks_the_prefets_and_reproaches_nothing(lire: Lire) -> None:
    assert "adressée aux préfets, la demande « dans la mesure du possible » ; rien n’est reproché" in lire(
        "pre-sorbier", "evaluation"
    )


def test_a_condition_on_rows_reads_as_a_sentence(lire: Lire) -> None:
    lu = lire("pre-sorbier", "grille_complete")
    assert (
        "Seulement si aucune ligne de « Mesures FSL, ASLL, AVDL » n’a « Accordées » supérieur à 0 mesure (question 5.1)."
        in lu
    )
    assert (
        "Seulement si au moins une ligne de « Actions de GLS » a « Au projet social » : oui et « Réalisée en N-1 » : non"
    ) in lu


def test_a_part_stands_beside_its_whole(lire: Lire) -> None:
    """Found: 9 plans signed, 6 kept; 38 orientations, 21 followed."""
    lu = lire("pre-sorbier", "evaluation")
    assert "6 plans sur 9" in lu
    assert "21 orientations sur 38" in lu


# — paper ———————————————————————————————————————————————————————————————————————————————————————————————————


def test_the_grid_of_the_visit_holds_what_is_to_be_seen(lire: Lire) -> None:
    """Without a constat: the 16 questions on site, of which those not asked keep their condition; no other one."""
    lu = lire("puits-mirette", "grille_de_visite")
    assert len(re.findall(r"^### ", lu, re.MULTILINE)) == 16
    assert lu.count("sur place ·") == 16
    assert re.search(r"\| 1.10 \| Statut de la structure \| .* \| ☐ exact +☐ à corriger : \.+ \|", lu)
    assert "\n### 1." not in lu  # identification is that table alone
    # With one: « Ménages vulnérables », 66 declared and 54 found; « Formation », to be prepared before, differs too.
    lu = lire("pre-sorbier", "grille_de_visite")
    assert "### 2.10 " in lu
    assert "### 4.10 " in lu
    assert "### 2.1 " not in lu  # both sides say the same
    assert "### 2.1 " in lire("pre-sorbier", "grille_complete")


# — parameters ——————————————————————————————————————————————————————————————————————————————————————————————


def test_the_origin_of_parameters_is_said_once_for_each_group(lire: Lire) -> None:
    lu = lire("pre-sorbier", "evaluation")
    section = lu[lu.index("## Les paramètres et leur origine") :]
    section = section[: section.index("## Portée")]
    groupes = len(re.findall(r"^\*.* – origine : .*\*$", section, re.MULTILINE))
    assert groupes >= 8
    assert section.count("paramètre de l’outil") == groupes - 1  # the barème is the circulaire's


# — persons —————————————————————————————————————————————————————————————————————————————————————————————————


def test_few_persons_are_not_to_be_published_and_what_names_them_is_not_sent(
    lire: Lire, fabriquer: Fabrique, tmp_path: Path
) -> None:
    ne_pas = "Ce rapport contient des effectifs inférieurs à 5 : ne pas le publier en l’état."
    assert ne_pas in lire("pre-sorbier", "evaluation")  # four single women
    assert ne_pas in lire("pre-sorbier", "contradictoire")
    peu, assez = ({"nb_logements": 60, "exercice": 2024, "menages_vulnerables": n} for n in (4, 5))
    assert ne_pas in texte(fabriquer(peu).dossier, "evaluation", tmp_path)
    (tmp_path / "essai.agls").unlink()
    assert ne_pas not in texte(fabriquer(assez).dossier, "evaluation", tmp_path)
    assert "Diagnostics récents, à montrer sur place, noms cachés, sans copie ni envoi" in lire(
        "pre-sorbier", "auto_evaluation"
    )


def test_the_tool_proposes_in_every_report(lire: Lire) -> None:
    for modele in ("evaluation", "motivation", "fiche_synthetique", "contradictoire"):
        assert not re.search("recommand", lire("pre-sorbier", modele), re.IGNORECASE), modele


def test_the_tables_of_the_annex_have_no_number_of_their_own(lire: Lire) -> None:
    """In annex I each table stands under the title of its axis."""
    for nom in ("pre-sorbier", "puits-mirette"):
        lu = lire(nom, "evaluation")
        assert "annexe I, tableau du premier axe" in lu
        assert not re.search(r"annexe I, tableau \d", lu)


def test_a_target_is_not_set_in_the_past(lire: Lire) -> None:
    lu = lire("pre-sorbier", "evaluation")
    assert "a au moins une action écrite, réalisée dans l’année et suivie d’un bilan" in lu
    leviers = lu[lu.index("## Objectifs possibles") : lu.index("## Solidité")]
    assert "N-1" not in leviers


# — drawings and pages ——————————————————————————————————————————————————————————————————————————————————————


def test_bars_stand_beside_a_table_of_four_figures_at_least_and_names_are_whole(fabriquer: Fabrique) -> None:
    long = "Autre logement accompagné (foyer, pension de famille, résidence hôtelière à vocation sociale)"
    rangs = svg.repartition([svg.Compte(long, 2, "2"), svg.Compte("Rue", 1, "1")])["rangs"]
    noms = [[n["texte"] for n in r["noms"]] for r in rangs]  # type: ignore[union-attr,index,call-overload]
    assert [" ".join(n) for n in noms] == [long, "Rue"]
    assert all(len(n) <= 27 for n in noms[0])
    assert float(rangs[1]["y"]) > 10 * len(noms[0])  # type: ignore[index,call-overload]  # the next bar is below the name
    trois = {"homme_seul": 3, "femme_seule": 2, "couple_sans_enfant": 1}
    for valeurs, dessins in ((trois, 0), ({**trois, "couple_enfants": 1}, 1)):
        r = fabriquer({"exercice": 2024, "menages_composition": valeurs})
        section = r.html[r.html.index('id="indicateurs"') : r.html.index('id="resultats"')]
        assert section.count("<svg") == dessins
        (r.dossier.chemin).unlink()


def test_the_strength_of_the_opinion_is_kept_on_one_page(fabriquer: Fabrique) -> None:
    assert '<section class="bloc" aria-labelledby="robustesse">' in fabriquer({"exercice": 2024}).html
