"""Rows, totals and shares of a table: operations on values, and the text that shows them."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import pytest
from msgspec.structs import replace

from evaluator.dossier.reponses import Cellule, Reponse
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Categorie, Colonne, QuestionRepartition, QuestionTableau
from evaluator.ui.rangees import Place, Rangees, deplacer, dupliquer, identiques, pleines, poser, retirer
from evaluator.ui.rapprochements import Rapprochement, en_mots, rapprochements
from evaluator.ui.sommes import Somme, part_en_mots, sommes, total_en_mots
from evaluator.ui.texte.cellules import Fiche
from evaluator.ui.texte.lignes import Ligne, brut, largeur, tout
from evaluator.ui.texte.repartitions import repartition_en_lignes
from evaluator.ui.texte.tableaux import APERCU, Grille, Rangs, apercu, entete, totaux, totaux_caches

A: dict[str, Cellule] = {"n": 1}
B: dict[str, Cellule] = {"n": 2}
C: dict[str, Cellule] = {"n": 3}
ETP = Colonne(id="e", libelle="ETP", type="decimal", unite="ETP", total=True)
SOLDE = Colonne(id="s", libelle="Solde", type="montant", min=Fraction(-100), total=True)


def nu(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


# — rows ————————————————————————————————————————————————————————————————————————————————————————————————————————


def test_rows_are_copied_moved_and_taken_away_without_touching_the_others() -> None:
    rangees: Rangees = (A, B, C)
    assert dupliquer(rangees, 1) == (A, B, B, C)
    assert retirer(rangees, 0) == (B, C)
    assert deplacer(rangees, 2, -1) == (A, C, B)
    assert deplacer(rangees, 0, 1) == (B, A, C)
    assert deplacer(rangees, 0, -1) is rangees
    assert deplacer(rangees, 2, 1) is rangees
    assert rangees == (A, B, C)
    assert dupliquer(rangees, 1)[2] is not B


def test_a_cell_is_set_emptied_or_left_alone() -> None:
    rangees: Rangees = ({"a": 1, "b": True}, {})
    assert poser(rangees, 0, "a", None) == ({"b": True}, {})
    assert poser(rangees, 1, "a", 5) == ({"a": 1, "b": True}, {"a": 5})
    assert poser(rangees, 0, "a", 1) is rangees
    assert poser(rangees, 0, "b", 1) == ({"a": 1, "b": 1}, {})  # 1 is not « oui »
    assert poser(rangees, 1, "a", None) is rangees
    assert pleines(rangees) == ({"a": 1, "b": True},)


def test_rows_given_twice_are_found() -> None:
    assert identiques((A, B, {"n": 1}, {}, {}, B)) == [(0, 2), (1, 5)]


# — totals and shares ———————————————————————————————————————————————————————————————————————————————————————————


def test_an_unknown_cell_makes_the_total_a_lower_bound_and_the_share_an_upper_one() -> None:
    """0,5 + 1,5 = 2; 0,5 of 2 is 25 %. With a cell unknown the total is at least 2, so that the share is at most 25 %."""
    q = QuestionTableau(id="t", libelle="T", colonnes=(ETP,))
    connue = sommes(q, ({"e": Fraction(1, 2)}, {"e": Fraction(3, 2)}, {}))["e"]  # a row without any cell is none yet
    assert connue == Somme(Fraction(2), 0)
    assert nu(total_en_mots(ETP, connue)) == "2 ETP"
    assert nu(part_en_mots(ETP, connue, Fraction(1, 2))) == "25 %"
    trouee = sommes(q, ({"e": Fraction(1, 2)}, {"e": Fraction(3, 2)}, {"autre": "x"}))["e"]
    assert trouee == Somme(Fraction(2), 1)
    assert nu(total_en_mots(ETP, trouee)) == "≥ 2 ETP"
    assert nu(part_en_mots(ETP, trouee, Fraction(1, 2))) == "≤ 25 %"
    assert part_en_mots(ETP, trouee, None) == ""
    assert nu(part_en_mots(ETP, trouee, 0)) == "0 %"


def test_a_total_of_nothing_has_no_share_and_negative_amounts_have_none() -> None:
    assert part_en_mots(ETP, Somme(Fraction(0)), 0) == ""
    assert part_en_mots(SOLDE, Somme(Fraction(50)), 100) == ""
    assert "≥" not in total_en_mots(SOLDE, Somme(Fraction(50), 1))


def test_a_total_follows_the_cell_as_it_is_typed() -> None:
    avant = Somme(Fraction(10), 1)
    assert avant.avec(4, 5, neuve=False) == Somme(Fraction(11), 1)
    assert avant.avec(None, 5, neuve=False) == Somme(Fraction(15), 0)
    assert avant.avec(4, None, neuve=False) == Somme(Fraction(6), 2)
    assert avant.avec(None, 5, neuve=True) == Somme(Fraction(15), 1)  # its row was not counted
    assert avant.avec(None, None, neuve=True) == Somme(Fraction(10), 2)


# — what a total has to agree with ——————————————————————————————————————————————————————————————————————————————


def test_the_controls_say_which_figures_a_total_is_compared_with(referentiel: Referentiel) -> None:
    q = referentiel.questionnaire
    assert rapprochements(q, "conventions_apl") == [Rapprochement("logements", "≠", "nb_logements")]
    assert rapprochements(q, "menages_composition") == [Rapprochement(None, "≠", "nb_menages")]
    assert rapprochements(q, "entrees_origine") == [
        Rapprochement(None, "≠", "entrees_n1")
    ]  # the control of another question
    assert rapprochements(q, "equipe") == [Rapprochement("etp_agls", "<", "attribution_etp")]  # written the other way round
    assert rapprochements(q, "cofinancements") == []  # only a part of the rows is summed
    assert rapprochements(q, "nb_logements") == []


@pytest.mark.parametrize(
    ("operateur", "somme", "dit", "style"),
    [
        ("≠", Somme(Fraction(42)), "! 44 ménages de moins que 1.13 Ménages (86)", "alerte"),
        ("≠", Somme(Fraction(87)), "! 1 ménage de plus que 1.13 Ménages (86)", "alerte"),
        ("≠", Somme(Fraction(86)), "✓ égal à 1.13 Ménages (86)", "bon"),
        ("<", Somme(Fraction(90)), "✓ au moins 1.13 Ménages (86)", "bon"),
        (">", Somme(Fraction(80)), "✓ au plus 1.13 Ménages (86)", "bon"),
        ("≠", Somme(Fraction(42), 1), "au moins 42 pour 1.13 Ménages (86)", "attenue"),
        ("≠", Somme(Fraction(87), 1), "! 1 ménage de plus que 1.13 Ménages (86)", "alerte"),
    ],
)
def test_the_gap_is_said_with_its_figures(operateur: str, somme: Somme, dit: str, style: str) -> None:
    r = Rapprochement(None, operateur, "nb")
    mots, trouve = en_mots(r, somme, "1.13 Ménages", Reponse("renseignee", 86), "ménages")
    assert (nu(mots), trouve) == (dit, style)


def test_a_figure_that_is_not_answered_is_no_contradiction() -> None:
    mots, style = en_mots(Rapprochement(None, "≠", "nb"), Somme(Fraction(4)), "1.13 Ménages", Reponse("ne_sait_pas"), None)
    assert (mots, style) == ("à comparer à 1.13 Ménages, encore sans réponse", "attenue")


# — shown ———————————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.fixture
def equipe(referentiel: Referentiel) -> QuestionTableau:
    return cast(QuestionTableau, referentiel.questionnaire.questions["equipe"])


POSTES: Rangees = (
    {
        "poste_id": "R1",
        "fonction": "Responsable de la résidence et du foyer voisin",
        "etp_total": 1,
        "etp_gls": Fraction(1, 4),
    },
    {"poste_id": "R2", "fonction": "Agent", "etp_total": Fraction(1, 2), "qualification": "formation_gls"},
)


@pytest.mark.parametrize("cellules", [46, 79, 110, 141, 199])
def test_whatever_the_width_the_current_column_is_in_sight_and_totals_stand_under_theirs(
    equipe: QuestionTableau, cellules: int
) -> None:
    grille = Grille(equipe, POSTES)
    for champ, colonne in enumerate(equipe.colonnes):
        mise = grille.mise(cellules, champ)
        assert colonne.id in mise.largeurs
        assert {c.id for c in equipe.colonnes} == {*mise.largeurs, *(c.id for c in mise.cachees)}
        rangs = Rangs(grille, mise, Place(0, champ))
        bas = totaux(grille, mise)
        lignes: list[Ligne] = [entete(grille, mise), rangs[0], rangs[1], *bas]
        assert all(largeur(ligne) <= cellules for ligne in lignes)
        caches = nu(tout(totaux_caches(grille, mise, grille.sommes, cellules)))
        if "etp_total" in mise.largeurs:
            fin = brut(rangs[1]).index("0,5 ETP".replace(" ", "\u00a0")) + len("0,5 ETP")
            assert nu(brut(bas[0])[:fin]).endswith("1,5 ETP")  # 1 + 0,5, right under it
        else:
            assert "ETP du poste (total 1,5 ETP)" in " ".join(caches.split())


def test_a_wide_terminal_shows_all_columns_and_the_shares(equipe: QuestionTableau) -> None:
    grille = Grille(equipe, POSTES)
    mise = grille.mise(199)
    assert mise.cachees == ()
    assert mise.parts == {"etp_total", "etp_gls", "etp_agls"}
    premiere = nu(brut(Rangs(grille, mise)[0]))
    assert "66,7 %" in premiere  # 1 of 1,5
    assert "≤ 100 %" in premiere  # 0,25 is all that is known of « ETP de GLS ici »


def test_only_changed_rows_are_read_again(equipe: QuestionTableau) -> None:
    avant = Grille(equipe, POSTES)
    apres = Grille(equipe, (POSTES[0], {"poste_id": "R9"}), avant)
    assert apres.mots[0] is avant.mots[0]
    assert apres.mots[1][0] == "R9"


def test_the_page_of_the_question_shows_the_first_rows_and_the_total_of_all(equipe: QuestionTableau) -> None:
    """501 rows of 0,25: 125,25."""
    rangees: Rangees = tuple({"poste_id": f"P{i}", "etp_total": Fraction(1, 4)} for i in range(501))
    vu = nu(tout(apercu(equipe, rangees, 79)))
    assert f"P{APERCU - 1}" in vu
    assert f"P{APERCU}" not in vu
    assert f"{501 - APERCU} autres lignes" in vu
    assert "125,25 ETP" in vu
    assert "0,2 %" in nu(tout(apercu(equipe, rangees, 199)))  # 0,25 of 125,25, not of the rows shown


@pytest.mark.parametrize("saisie", [False, True])
def test_the_cells_fit_the_height_given_and_keep_the_current_one(equipe: QuestionTableau, saisie: bool) -> None:
    for hauteur in (5, 8, 11, 40):
        for champ, colonne in enumerate(equipe.colonnes):
            fiche = Fiche(equipe, POSTES[0], 0, 2, champ)
            haut, sous = fiche.lignes(79, hauteur, saisie=saisie)
            assert len(haut) + len(sous) + saisie <= hauteur
            assert (champ in [i for i, _ in haut]) is not saisie
            if saisie:
                assert colonne.libelle in fiche.invite(79)
    haut, _ = Fiche(equipe, POSTES[0], 0, 2, 2, {"etp_total": "66,7 %"}, dit=("✗ non", "erreur")).lignes(79, 40)
    vu = tout(ligne for _, ligne in haut).split("\n")
    ici = next(i for i, ligne in enumerate(vu) if ligne.startswith("▶"))
    assert "66,7 % du total" in vu[ici]
    assert vu[ici + 1].strip() == "✗ non"


AGES = QuestionRepartition(
    id="a", libelle="Âges",
    categories=(Categorie(id="x", libelle="Jeunes"), Categorie(id="y", libelle="Autres")), unite="résidents",
)  # fmt: skip
CHAMPS = [("x", "Jeunes"), ("y", "Autres"), ("non_connu", "Non connu")]


@pytest.mark.parametrize("cellules", [46, 79, 199])
def test_a_distribution_shows_shares_its_total_and_faults_beside_the_category(cellules: int) -> None:
    """1 of 8 is 12,5 %, 7 of 8 is 87,5 %; what cannot be read counts for nothing."""
    lignes, ou = repartition_en_lignes(
        AGES,
        CHAMPS,
        {"x": "1", "y": "7", "non_connu": "x"},
        {"non_connu": "nombre attendu"},
        1,
        [("✓ égal", "bon")],
        cellules,
    )
    assert all(largeur(ligne) <= cellules for ligne in lignes)
    vu = [" ".join(nu(brut(ligne)).replace("█", "").split()) for ligne in lignes]
    assert "1 12,5 % Jeunes" in vu
    assert vu[ou] == "▶ 7 87,5 % Autres"
    assert "x Non connu ✗ nombre attendu" in " ".join(vu)
    assert vu[-2:] == ["8 total résidents", "✓ égal"]
    assert ("█" in tout(lignes)) is (cellules >= 100)


def test_categories_that_overlap_have_no_share() -> None:
    q = replace(AGES, recouvrement=True)
    lignes, _ = repartition_en_lignes(q, CHAMPS, {"x": "1", "y": "7"}, {}, 0, [], 79)
    vu = nu(tout(lignes))
    assert "%" not in vu
    assert "8  somme résidents" in vu
