"""Small counts of persons in what is published: hand-worked tables, and pages in which no masked count may be read."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.errors import WrongUse
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import Referentiel
from evaluator.report.cellules import rendre, resume
from evaluator.report.masquage import MASQUE, MOINS, masquer
from evaluator.report.render import rediger
from evaluator.report.sujet import Sujet

SERVICE = Auteur.lire("Anne Martin, inspectrice, DDETS")


@pytest.mark.parametrize(
    ("comptes", "vus", "total"),
    [
        ((9, 8, 7), (9, 8, 7), 24),  # nothing is small
        ((40, 30, 2, 3), (40, 30, MOINS, MOINS), 75),  # 75 − 70 = 5 = 1 + 4, 2 + 3, 3 + 2 or 4 + 1
        ((40, 30, 2), (40, MASQUE, MOINS), 72),  # alone, 2 = 72 − 70: 30, the smallest shown, is masked too
        ((40, 4, 4), (MASQUE, MOINS, MOINS), 48),  # 48 − 40 = 8 can only be 4 + 4
        ((40, 0, 0), (MASQUE, MOINS, MOINS), 40),  # 40 − 40 = 0 can only be 0 + 0
        ((50, 5, 0), (MASQUE, MASQUE, MOINS), 55),  # 55 − 50 = 5 can only be 5 + 0, since « masqué » is 5 or more
        ((50, 6, 0), (50, MASQUE, MOINS), 56),  # 56 − 50 = 6 is 6 + 0 or 5 + 1
        ((4, 4), (MOINS, MOINS), MASQUE),  # nothing left to mask, and 8 gives both back
        ((1, 2), (MOINS, MOINS), MOINS),
    ],
)
def test_worked_out_by_hand(comptes: tuple[int, ...], vus: tuple[object, ...], total: object) -> None:
    masques = masquer(comptes)
    assert masques.cellules == vus
    assert masques.total == total


def test_counts_that_nothing_ties_are_masked_alone() -> None:
    assert masquer((40, 30, 2), total=False).cellules == (40, 30, MOINS)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_what_is_shown_never_gives_a_small_count_back(comptes: list[int]) -> None:
    """By brute force: among all tables that would be printed the same, each masked small count takes two values at least."""
    masques = masquer(comptes)
    if not isinstance(masques.total, int) or MOINS not in masques.cellules:
        return
    rangs = [range(5) if c == MOINS else range(5, sum(comptes) + 1) if c == MASQUE else (c,) for c in masques.cellules]
    pareils = [t for t in product(*rangs) if sum(t) == masques.total] if len(comptes) < 5 else None  # type: ignore[arg-type]
    if pareils is not None:
        for rang, vu in enumerate(masques.cellules):
            assert vu != MOINS or len({t[rang] for t in pareils}) > 1


# — cells ——————————————————————————————————————————————————————————————————————————————————————————————————


def _lignes(referentiel: Referentiel, question: str, valeur: object) -> tuple[list[list[str]], list[str]]:
    cell = rendre(referentiel.questionnaire.questions[question], valeur, masquer=True)  # type: ignore[arg-type]
    return cell["lignes"], cell["totaux"]  # type: ignore[return-value]


def test_a_distribution_masks_its_counts_and_their_shares(referentiel: Referentiel) -> None:
    lignes, totaux = _lignes(
        referentiel, "menages_composition", {"homme_seul": 40, "femme_seule": 36, "couple_sans_enfant": 4, "autre": 4}
    )
    dits = {ligne[0]: ligne[1:] for ligne in lignes}
    assert dits["Homme seul"] == ["40", "47,6\u202f%"]  # 40 ÷ 84
    assert dits["Couple sans enfant"] == [MOINS, MASQUE]
    assert dits["Parent seul avec enfant"] == [MOINS, MASQUE]  # 0: the reader cannot tell it from 4
    assert totaux == ["Total", "84", "100\u202f%"]


def test_a_distribution_that_overlaps_has_no_total_to_protect(referentiel: Referentiel) -> None:
    lignes, totaux = _lignes(referentiel, "vulnerabilites", {"isolement_social": 40, "isolement_familial": 3})
    assert [ligne[1] for ligne in lignes[:2]] == ["40", MOINS]
    assert totaux == []


def test_a_table_masks_its_column_of_households_and_nothing_else(referentiel: Referentiel) -> None:
    table = ({"intitule": "Accueil", "beneficiaires": 3}, {"intitule": "Atelier", "beneficiaires": 17})
    question = referentiel.questionnaire.questions["actions"]
    rang = [c.id for c in question.colonnes].index("beneficiaires")  # type: ignore[union-attr]
    lignes, _ = _lignes(referentiel, "actions", table)
    assert [ligne[rang] for ligne in lignes] == [MOINS, "17"]
    logements = rendre(
        referentiel.questionnaire.questions["conventions_apl"], ({"numero": "a", "logements": 3},), masquer=True
    )
    assert logements["lignes"] == [["a", "non connu", "3"]]


def test_a_number_is_masked_by_its_unit(referentiel: Referentiel) -> None:
    questions = referentiel.questionnaire.questions
    assert rendre(questions["menages_vulnerables"], 3, masquer=True)["texte"] == f"{MOINS}\u00a0ménages"
    assert rendre(questions["menages_vulnerables"], 5, masquer=True)["texte"] == "5\u00a0ménages"
    assert rendre(questions["nb_logements"], 3, masquer=True)["texte"] == "3\u00a0logements"
    assert rendre(questions["menages_vulnerables"], 3)["texte"] == "3\u00a0ménages"  # not for publication


def test_the_summary_of_a_table_masks_its_totals(referentiel: Referentiel) -> None:
    mesures = referentiel.questionnaire.questions["mesures"]
    colonnes = [c.id for c in mesures.colonnes if c.total and c.unite == "ménages"]  # type: ignore[union-attr]
    for colonne in colonnes:
        dits = resume(mesures, ({colonne: 2}, {colonne: 1}), masquer=True)  # type: ignore[arg-type]
        assert not any(dit.endswith(" 3") for dit in dits)


# — pages ——————————————————————————————————————————————————————————————————————————————————————————————————

PUBLIE = """modeles:
  - id: publie
    titre: "Essai à publier"
    resume: "Tout ce qui se publie."
    publication: true
    sections: [titre, fiche, indicateurs, resultats, decision, parametres, mentions, empreintes]
"""


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dossier = tmp_path / "local" / "report_templates"
    dossier.mkdir(parents=True)
    monkeypatch.setenv("AGLS_LOCAL", str(tmp_path / "local"))
    return dossier


def _page(dossier: Dossier, modele: str, sortie: Path) -> str:
    evaluation = evaluer(dossier.referentiel, dossier.reponses("constat"))
    (fichier,) = rediger(dossier, evaluation, modele=modele, sortie=sortie)
    return html.unescape(fichier.read_text(encoding="utf-8"))


def test_no_masked_count_is_read_in_a_page_for_publication(local: Path, tmp_path: Path, referentiel: Referentiel) -> None:
    (local / "modeles.yaml").write_text(PUBLIE, encoding="utf-8")
    valeurs: Mapping[str, object] = {
        "nb_menages": 84, "menages_vulnerables": 3, "menages_besoins_non_couverts": 2, "nb_logements": 86, "exercice": 2024,
        "type_structure": "residence_sociale", "montant_demande": 20_400,
        "sorties": {"parc_social": 11, "parc_prive": 9, "hebergement": 3},
        "actions": ({"intitule": "Accueil", "mission": "gls1", "beneficiaires": 4},),
    }  # fmt: skip
    with Dossier.creer(tmp_path / "essai.agls", referentiel, auteur=SERVICE) as dossier:
        dossier.repondre_tout("constat", {q: Reponse("renseignee", v, "document") for q, v in valeurs.items()}, {})  # type: ignore[arg-type]
        page = _page(dossier, "publie", tmp_path)
        ouverte = _page(dossier, "evaluation", tmp_path)
    parts = ("3\u00a0ménages", "2\u00a0ménages", "3,6\u202f%", "2,4\u202f%", "3/84", "1/28", "1/42")  # 3 ÷ 84, 2 ÷ 84
    for part in parts[:4]:
        assert part in ouverte  # the guard is worth something
    for part in parts:
        assert part not in page, part
    assert "data:application/json" in ouverte
    assert "data:application/json" not in page  # the answers are not carried either
    assert MOINS in page
    assert page.count("inférieurs à 5") == 2  # the rule is said in the title, and in the sheet
    assert "Auteurs des saisies" not in page
    # 23 exits: 11, 9, and 3 among categories under 5: 23 − 20 = 3 may be in any of them, so that 11 and 9 are shown
    sorties = re.search(r'(?s)data-question="sorties".*?</table>', page)
    assert sorties
    assert re.search(r">9<", sorties[0])
    assert not re.search(r">[0-4]<", sorties[0])
    # scores of single indicators would give the counts back
    assert not re.search(r"Score\s: <b>(de )?[01],", page)
    assert re.search(r"Besoin\s: de 0,\d à 0,\d ", page)


def test_the_plane_of_a_masked_dossier_is_drawn_to_the_tenth(tmp_path: Path, referentiel: Referentiel) -> None:
    from evaluator.report.sections.plan import situer

    with Dossier.creer(tmp_path / "essai.agls", referentiel, auteur=SERVICE) as dossier:
        lues = {"nb_menages": 84, "menages_vulnerables": 3, "menages_besoins_non_couverts": 20}
        dossier.repondre_tout("constat", {q: Reponse("renseignee", v, "document") for q, v in lues.items()}, {})
        evaluation = evaluer(referentiel, dossier.reponses("constat"))
        sujet = Sujet(dossier, evaluation, date(2026, 1, 1))
        # 3 ÷ 84 ÷ 0,8 and 20 ÷ 84 ÷ 0,5 are 0,045 and 0,476; both weigh the same: 0,26
        assert evaluation.dimensions["besoin"].valeur is not None
        besoin = situer(replace(sujet, publication=True)).besoin
        assert (besoin.min * 10, besoin.max * 10) == (2, 3)
        assert situer(sujet).besoin == evaluation.dimensions["besoin"]


def test_a_section_that_does_not_mask_is_refused_in_a_kind_for_publication(
    local: Path, tmp_path: Path, dossiers_exemples: Path
) -> None:
    (local / "modeles.yaml").write_text(PUBLIE.replace("[titre,", "[titre, reponses,"), encoding="utf-8")
    dossier = Dossier.ouvrir(dossiers_exemples / "quai-solveig.agls")
    with pytest.raises(WrongUse, match="« reponses » ne masque pas"):
        _page(dossier, "publie", tmp_path / "sortie")
    assert not (tmp_path / "sortie").exists()


def test_a_local_template_for_publication_reads_only_masked_sections(
    local: Path, tmp_path: Path, dossiers_exemples: Path
) -> None:
    from evaluator.errors import FaultyInput

    (local / "modeles.yaml").write_text(PUBLIE.replace("[titre,", "[curieuse,"), encoding="utf-8")
    (local / "sections").mkdir()
    (local / "sections" / "curieuse.html.j2").write_text("{{ calcul.groupes }}", encoding="utf-8")
    with pytest.raises(FaultyInput, match="calcul"):
        _page(Dossier.ouvrir(dossiers_exemples / "quai-solveig.agls"), "publie", tmp_path / "sortie")
