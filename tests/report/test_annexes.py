"""The annexes to the conventions and to the decision, and the paper grid: what each holds, and when one is refused."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.cli.francais import executer
from evaluator.dossier.actes import Convention, Decision, Objectif, Recommandation
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Piece, Reponse
from evaluator.errors import WrongUse
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import VOLETS
from evaluator.report import svg
from evaluator.report.modeles import MODELES
from tests.report.test_html import verifier
from tests.report.test_modeles import SOULIGNE, ecrire, visible

FINANCIERE, OBJECTIFS = "annexe_convention_financiere", "annexe_convention_objectifs"
NOUVEAUX = ("fiche_synthetique", OBJECTIFS, FINANCIERE, "motivation", "grille_de_visite", "grille_complete")
SERVICE = Auteur.lire("Anne Martin, inspectrice, DDETS")
BUT = Objectif("Tenir un diagnostic écrit", "diagnostic_entree", ("A2-IND3",), "17 sur 24", "24 sur 24", date(2025, 12, 31))


@pytest.fixture
def sorbier(dossiers_exemples: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(dossiers_exemples / "pre-sorbier.agls", tmp_path / "sorbier.agls"))


def _ouvrir(chemin: Path) -> Dossier:
    return Dossier.ouvrir(chemin, ecriture=True, auteur=SERVICE)


def _decider(dossier: Dossier, motif: str = "Enveloppe réduite.") -> None:
    dossier.decider(
        Decision(
            15_000, "Claude Petit", "directeur adjoint", date(2024, 9, 2), motif=motif,
            convention=Convention("financiere", date(2024, 9, 1), date(2024, 12, 31), "2024-17"),
            recommandation=Recommandation("favorable", *(16_726,) * 3, 20_400, dossier.evenements, dossier.empreinte),
        )
    )  # fmt: skip


def _page(dossier: Dossier, modele: str, sortie: Path) -> str:
    return ecrire(dossier, modele, sortie)[0]


def _section(page: str, nom: str) -> str:
    """What a reader sees of one section."""
    debut = page.index(f'aria-labelledby="{nom}"')
    return visible(page[debut : page.index("</section>", debut)])


# — every kind —————————————————————————————————————————————————————————————————————————————————————————————


def test_each_kind_on_a_dossier_with_hostile_and_internal_texts(sorbier: Path, tmp_path: Path) -> None:
    texte = "<script>alert(1)</script> {{ 7*7 }}"
    with _ouvrir(sorbier) as dossier:
        for volet in VOLETS:
            for q in list(dossier.questions(volet))[::9]:
                dossier.noter(q.id, volet, "NOTE-INTERNE", "interne")
                dossier.joindre(q.id, volet, Piece("PIECE-INTERNE.pdf", "cd" * 32, "interne"))
        dossier.repondre("residence_nom", "constat", Reponse("renseignee", texte, "document"))
        dossier.repondre("necessite_agls", "constat", Reponse("renseignee", texte, "document"))
        _decider(dossier, texte)
        dossier.cloturer([Objectif(texte, depart=texte, cible=texte)])
        pages = {modele: _page(dossier, modele, tmp_path) for modele in NOUVEAUX}
    for modele, page in pages.items():
        verifier(page)
        assert "INTERNE" not in page, modele
        assert "<script" not in page, modele
        assert texte in html.unescape(page), modele
        assert not SOULIGNE.search(visible(page)), (modele, SOULIGNE.search(visible(page)))


@pytest.mark.parametrize(
    "reponses",
    [
        {"menages_vulnerables": 3},
        {"menages_vulnerables": 3, "type_structure": "pension_de_famille", "nb_logements": 30, "exercice": 2024},
    ],
    ids=["presque vide", "irrecevable"],
)
def test_each_kind_on_a_dossier_that_is_not_plain(
    tmp_path: Path, referentiel: Referentiel, reponses: dict[str, object]
) -> None:
    with Dossier.creer(tmp_path / "essai.agls", referentiel, auteur=SERVICE) as dossier:
        dossier.repondre_tout("constat", {q: Reponse("renseignee", v) for q, v in reponses.items()}, {})  # type: ignore[arg-type]
        for modele in NOUVEAUX:
            if MODELES[modele].exige != "decision":
                verifier(_page(dossier, modele, tmp_path))
        if len(reponses) > 1:
            assert "cette annexe est sans objet" in visible(_page(dossier, OBJECTIFS, tmp_path))


# — the yearly convention ——————————————————————————————————————————————————————————————————————————————————


def test_the_yearly_annex_gives_the_amount_its_arithmetic_and_the_credits(sorbier: Path, tmp_path: Path) -> None:
    with _ouvrir(sorbier) as dossier:
        _decider(dossier)
        page = _page(dossier, FINANCIERE, tmp_path)
    montant, credits_, autres = (_section(page, s) for s in ("montant_accorde", "credits_n1", "financements"))
    for dit in (
        "15\u202f000\u00a0€",
        "20\u202f400\u00a0€",
        "16\u202f726\u00a0€",
        "Claude Petit, directeur adjoint",
        "2 septembre 2024",
    ):
        assert dit in montant
    assert "1\u202f726\u00a0€ de moins que le montant proposé" in montant  # 16 726 − 15 000
    assert "20\u202f400\u00a0€ × 81,9909\u202f%" in montant
    assert "Enveloppe réduite." in montant
    assert "AGLS accordée au titre de 2023" in credits_
    assert credits_.count("18\u202f000\u00a0€") == 3  # granted, spent, and the total of the expenses
    assert "tout est dépensé" in credits_
    assert "Report autorisé, somme à reverser, ou sans suite (à indiquer par le service)" in credits_
    # 24 300 − (4 000 + 2 000) = 18 300; 18 300 − 15 000 = 3 300
    for dit in ("24\u202f300\u00a0€", "−\u00a06\u202f000\u00a0€", "18\u202f300\u00a0€", "3\u202f300\u00a0€"):
        assert dit in autres
    # 15 000 ÷ 24 300, 4 000 ÷ 24 300, 2 000 ÷ 24 300, 3 300 ÷ 24 300
    assert [p.replace("\u202f", "") for p in re.findall(r"\((\d+,\d\u202f%)\)", autres)][:4] == [
        "61,7%",
        "16,5%",
        "8,2%",
        "13,6%",
    ]
    assert "Modalités et calendrier de versement" in _section(page, "versement")
    assert "Signature" in _section(page, "signatures")


def _rien(_: Dossier) -> None:
    """Nothing is decided."""


def _perime(dossier: Dossier) -> None:
    _decider(dossier)
    dossier.repondre("menages_vulnerables", "constat", Reponse("renseignee", 50, "document"))


def _reponse(question: str, reponse: Reponse) -> Callable[[Dossier], None]:
    def faire(dossier: Dossier) -> None:
        dossier.repondre(question, "constat", reponse)
        _decider(dossier)

    return faire


REFUS: dict[str, tuple[Callable[[Dossier], None], str]] = {
    "undecided": (_rien, "aucune décision n’est enregistrée.*agls decider sorbier.agls --montant"),
    "out of date": (_perime, "une réponse a changé depuis la décision du 02/09/2024"),
    "irrecevable": (
        _reponse("type_structure", Reponse("renseignee", "rhvs", "document")),
        "irrecevable, aucun montant ne peut entrer dans une convention",
    ),
    "recevabilité unknown": (_reponse("type_structure", Reponse("ne_sait_pas")), "la recevabilité n’est pas établie"),
    "indicative": (_reponse("exercice", Reponse("renseignee", 2026, "document")), "exercice 2026 n’est qu’indicatif"),
    "no year": (_reponse("exercice", Reponse("ne_sait_pas")), "l’exercice n’est pas renseigné"),
    "before the circulaire": (_reponse("exercice", Reponse("renseignee", 2010)), "aucun barème ne couvre l’exercice 2010"),
    "an interval": (
        _reponse("cout_gls", Reponse("ne_sait_pas")),
        "le montant n’est pas établi .de 0\u00a0€ à 16\u202f726\u00a0€.",
    ),
}


@pytest.mark.parametrize("cas", REFUS)
def test_the_yearly_annex_refuses_an_amount_that_is_not_settled_and_decided(sorbier: Path, tmp_path: Path, cas: str) -> None:
    preparer, message = REFUS[cas]
    with _ouvrir(sorbier) as dossier:
        preparer(dossier)
        with pytest.raises(WrongUse, match=message):
            _page(dossier, FINANCIERE, tmp_path / "sortie")
    assert not (tmp_path / "sortie").exists()


def test_the_command_line_refuses_with_exit_2(sorbier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert executer(["rapport", str(sorbier), "--modele", FINANCIERE, "--sortie", str(tmp_path / "s")]) == 2
    erreur = capsys.readouterr().err
    assert "aucune décision n’est enregistrée" in erreur
    assert not (tmp_path / "s").exists()


# — the three-year convention ——————————————————————————————————————————————————————————————————————————————


def test_objectives_agreed_stand_in_the_three_year_annex(sorbier: Path, tmp_path: Path) -> None:
    with _ouvrir(sorbier) as dossier:
        _decider(dossier)
        dossier.cloturer([BUT])
        page = _page(dossier, OBJECTIFS, tmp_path)
    section = _section(page, "objectifs")
    for dit in (
        "Tenir un diagnostic écrit",
        "Diagnostic à l’entrée",
        "A2-IND3",
        "17 sur 24",
        "24 sur 24",
        "31 décembre 2025",
    ):
        assert dit in section
    assert "tels qu’ils ont été enregistrés" in section
    assert "proposés par l’outil" not in section


def test_without_agreed_objectives_the_levers_are_said_to_be_proposed(sorbier: Path, tmp_path: Path) -> None:
    page = _page(Dossier.ouvrir(sorbier), OBJECTIFS, tmp_path)
    section = _section(page, "objectifs")
    assert "Objectifs proposés par l’outil, à convenir" in section
    assert "Demander des mesures FSL, ASLL ou AVDL quand un besoin dépasse la GLS" in section
    assert "niveau 2 sur 3" in section


def test_the_three_year_annex_quotes_the_four_missions_and_the_follow_up(sorbier: Path, tmp_path: Path) -> None:
    page = _page(Dossier.ouvrir(sorbier), OBJECTIFS, tmp_path)
    missions, suivi = _section(page, "missions"), _section(page, "suivi")
    quatre = ("régulation de la vie collective", "prévention et la gestion des impayés", "lutte contre l’isolement",
              "médiation vers les services extérieurs")  # fmt: skip
    for mission in quatre:
        assert f"La {mission}" in missions
    assert "Café du jeudi et repas partagés" in missions
    assert "dont l’évaluation pourrait justifier du non-renouvellement de l’aide" in suivi
    assert "sont proposées par l’outil, à convenir" in suivi
    assert "Année 3 (____)" in suivi  # the exercice is not the start of the convention
    assert "16\u202f726" not in visible(page)  # no amount: it is that of each yearly convention
    besoin = _section(page, "besoin")
    assert "«\u00a0Ménages vulnérables\u00a0» (54\u00a0ménages) ÷ «\u00a0Ménages présents\u00a0» (84\u00a0ménages)" in besoin


def test_a_convention_for_several_residences_has_them_listed(sorbier: Path, tmp_path: Path) -> None:
    avant = visible(_page(Dossier.ouvrir(sorbier), OBJECTIFS, tmp_path))
    assert "Autres résidences éligibles" not in avant
    with _ouvrir(sorbier) as dossier:
        dossier.repondre("demande_plusieurs", "constat", Reponse("renseignee", True, "document"))
        page = visible(_page(dossier, OBJECTIFS, tmp_path))
    assert "préciser expressément dans la convention les résidences sociales éligibles" in page
    assert "Autres résidences éligibles de la convention" in page


# — the annex to the decision ——————————————————————————————————————————————————————————————————————————————


def test_the_annex_to_the_decision_says_where_each_thing_asked_is(sorbier: Path, tmp_path: Path) -> None:
    with _ouvrir(sorbier) as dossier:
        _decider(dossier)
        page = _page(dossier, "motivation", tmp_path)
    fondement = page[page.index('aria-labelledby="fondement"') : page.index('aria-labelledby="decision"')]
    assert set(re.findall(r'href="#(\w+)"', fondement)) == {"fondement", "donnees", "parametres", "calcul"}
    for dit in ("R. 311-3-1-2", "Les données traitées et leurs sources", "leur pondération", "Les opérations effectuées"):
        assert dit in visible(fondement)
    donnees = page[page.index('aria-labelledby="donnees"') : page.index('aria-labelledby="calcul"')]
    ligne = visible(donnees[donnees.index('data-question="menages_vulnerables"') :].split("</tr>")[0])
    assert "54\u00a0ménages" in ligne
    assert "document" in ligne
    notees = set(Dossier.ouvrir(sorbier).referentiel.questionnaire.notees)
    assert notees - {"actions_pia"} <= set(re.findall(r'data-question="(\w+)"', donnees)) | {"mesures_motif_absence"}
    assert "notification" in _section(page, "contester")
    assert "CADA" in _section(page, "contester")


# — the paper grid —————————————————————————————————————————————————————————————————————————————————————————


@pytest.fixture(scope="module")
def papier(dossiers_exemples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Dossier, str]:
    dossier = Dossier.ouvrir(dossiers_exemples / "pre-sorbier.agls")
    return dossier, _page(dossier, "grille_complete", tmp_path_factory.mktemp("papier"))


def _bloc(page: str, question: str) -> str:
    debut = page.index(f'data-question="{question}"')
    suivant = page.find('data-question="', debut + 20)
    return page[debut:suivant]


def test_the_grid_holds_every_question_of_the_constat_under_its_number(papier: tuple[Dossier, str]) -> None:
    dossier, page = papier
    attendues = [q.id for q in dossier.questions("constat")]
    assert re.findall(r'data-question="([^"]+)"', page) == attendues
    titres = re.findall(r"<h3>(\d+\.\d+) ", page)
    rangs = [tuple(int(n) for n in t.split(".")) for t in titres]
    assert len(rangs) == len(attendues)
    assert rangs == sorted(rangs)
    assert titres[0] == "1.1"
    assert "<h3>1.9 De quel type de demande s’agit-il" in page


def test_each_type_has_its_room_on_paper(papier: tuple[Dossier, str]) -> None:
    _, page = papier
    lu = {
        q: visible(_bloc(page, q))
        for q in ("agrement", "type_demande", "diagnostic_entree", "menages_vulnerables", "actions")
    }
    assert "☐\u00a0oui" in lu["agrement"]
    assert "☐\u00a0non" in lu["agrement"]
    assert all(f"☐\u00a0{mot}" in lu["type_demande"] for mot in ("Première demande", "Renouvellement", "Révision"))
    for niveau in (
        "0 – Absent",
        "1 – Déclaré, non documenté",
        "2 – Documenté, en partie",
        "3 – Documenté, mis en œuvre et suivi",
    ):
        assert f"☐\u00a0{niveau}" in lu["diagnostic_entree"]
    assert re.search(r"Réponse\s:\s\.{10,} ménages", lu["menages_vulnerables"])
    for source in ("document", "entretien", "observation", "déclaratif"):
        assert f"☐\u00a0{source}" in lu["menages_vulnerables"]
    vides = re.findall(r"<tr>(?:<t[hd][^>]*><span class=\"texte\"></span></t[hd]>)+</tr>", _bloc(page, "actions"))
    assert 4 <= len(vides) <= 6
    assert "☐\u00a0sans objet" not in lu["type_demande"]  # refused there
    assert page.count('class="lignes"') >= len(re.findall("<h3>", page))


def test_conditions_and_what_is_declared_stand_beside(papier: tuple[Dossier, str]) -> None:
    _, page = papier
    assert "Seulement si «\u00a0Type de demande\u00a0» autre que «\u00a0Première demande\u00a0» (question 1.9)." in visible(
        _bloc(page, "agls_n1_accordee")
    )
    vulnerables = visible(_bloc(page, "menages_vulnerables"))
    assert re.search(r"Déclaré\s:\s+66\u00a0ménages", vulnerables)
    assert re.search(r"Déjà constaté\s:\s+54\u00a0ménages", vulnerables)
    assert "À regarder" in vulnerables
    composition = _bloc(page, "menages_composition")
    assert re.search(r">Homme seul<.*?>76<", composition)  # the declared count, beside an empty cell


# — drawings ———————————————————————————————————————————————————————————————————————————————————————————————


def test_the_parts_of_a_stacked_bar_are_as_long_as_their_euros() -> None:
    tranches = [svg.Tranche("A", Fraction(15_000), ""), svg.Tranche("B", Fraction(6_000), ""),
                svg.Tranche("C", Fraction(3_300), "", reste=True)]  # fmt: skip
    fait = svg.empilement(tranches, Fraction(24_300), Fraction(24_300))
    # 632 units for 24 300 €: 632 × 15 000 ÷ 24 300 = 390,12; 156,05; 85,83
    parts = fait["tranches"]
    assert [t["l"] for t in parts] == ["390.12", "156.05", "85.83"]  # type: ignore[union-attr,index,call-overload]
    assert [t["x"] for t in parts] == ["4", "394.12", "550.17"]  # type: ignore[union-attr,index,call-overload]
    assert parts[2]["teinte"] == "#ffffff"  # type: ignore[index,call-overload]
    assert fait["deborde"] is False


def test_the_bars_of_a_distribution_are_as_long_as_their_counts() -> None:
    fait = svg.repartition(
        [svg.Compte("Homme seul", 40, "40"), svg.Compte("Femme seule", 10, "10"), svg.Compte("Autre", None, "masqué")]
    )
    rangs = fait["rangs"]
    assert [r["l"] for r in rangs] == ["112", "28", "0"]  # type: ignore[union-attr,index,call-overload]
    assert [r["masque"] for r in rangs] == [False, False, True]  # type: ignore[union-attr,index,call-overload]
