"""Pasted cells: what a spreadsheet copies comes back the same, goes to the right places, or is said to be refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.dossier.valeurs import LIGNES_MAX, ValeurRefusee
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Colonne, Option, QuestionTableau
from evaluator.ui.collage import CARACTERES_MAX, CollageRefuse, coller, decouper, lire_saisie
from evaluator.ui.collage_comptes import lire_comptes
from evaluator.ui.screens.collage import collage_en_lignes
from evaluator.ui.texte.lignes import largeur, tout
from evaluator.ui.widgets.saisie import est_un_bloc

CASES = st.text(st.sampled_from('ab é"\t\n,;1\u00a0'), max_size=6)


def ecrit_par_un_tableur(rangees: list[list[str]], fin: str) -> str:
    """As Excel and LibreOffice copy: quotes round a cell that needs them, doubled inside; one line end after each row."""

    def case(texte: str) -> str:
        return '"' + texte.replace('"', '""') + '"' if any(c in texte for c in '\t\n"') else texte

    return "".join("\t".join(map(case, rangee)) + fin for rangee in rangees)


@settings(deadline=None)
@given(st.lists(st.lists(CASES, min_size=1, max_size=4), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_a_spreadsheet_copies_comes_back(rangees: list[list[str]], fin: str) -> None:
    attendues = list(rangees)
    while attendues and not any(c.strip() for c in attendues[-1]):
        attendues.pop()  # empty rows at the end are none
    assert decouper(ecrit_par_un_tableur(rangees, fin)) == attendues


@settings(deadline=None)
@given(st.text(st.sampled_from('ab"\t\r\n\ufeff')))
def test_any_text_is_cut_and_no_letter_is_lost(texte: str) -> None:
    assert sum(c.count("a") for r in decouper(texte) for c in r) == texte.count("a")


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("\ufeffC1\t40\r\n", [["C1", "40"]]),
        ('"un ""bon"" mot\nsur deux lignes"\tx', [['un "bon" mot\nsur deux lignes', "x"]]),
        ('"jamais fermé\tx\ny', [['"jamais fermé', "x"], ["y"]]),
        ('dit "oui"\tx', [['dit "oui"', "x"]]),
        ("a\n\nb\n\n\n", [["a"], [""], ["b"]]),  # an empty cell in a column keeps its place
        (" \n\t\n", []),
    ],
)
def test_cutting(texte: str, attendu: list[list[str]]) -> None:
    assert decouper(texte) == attendu


def test_one_line_is_no_block() -> None:
    assert not est_un_bloc("Responsable de résidence\r\n")
    assert est_un_bloc("a\tb")
    assert est_un_bloc("a\rb")


# — one cell ————————————————————————————————————————————————————————————————————————————————————————————————————

MONTANT = Colonne(id="m", libelle="Montant", type="montant")
ETP = Colonne(id="e", libelle="ETP", type="decimal", unite="ETP")
PART = Colonne(id="p", libelle="Part", type="decimal", unite="%", max=Fraction(100))
MENAGES = Colonne(id="n", libelle="Ménages", type="entier", unite="ménages")
JOUR = Colonne(id="j", libelle="Jour", type="date")
OUI = Colonne(id="o", libelle="Oui", type="oui_non")
TEXTE = Colonne(id="t", libelle="Texte", type="texte")
CHOIX = Colonne(
    id="c",
    libelle="Choix",
    type="choix",
    options=(Option(id="etat", libelle="État"), Option(id="caf", libelle="CAF (Allocations)"), Option(id="x", libelle="2")),
)


@pytest.mark.parametrize(
    ("colonne", "texte", "valeur"),
    [
        (MONTANT, "20 400 €", 20400),
        (MONTANT, "1\u202f234,50\u00a0€", Fraction(2469, 2)),
        (ETP, "0,25", Fraction(1, 4)),
        (ETP, "0,5 ETP", Fraction(1, 2)),
        (PART, "12,5 %", Fraction(25, 2)),
        (MENAGES, "1 ménage", 1),
        (MENAGES, "12", 12),
        (JOUR, "31/12/2024 00:00:00", date(2024, 12, 31)),
        (JOUR, "2024-12-31", date(2024, 12, 31)),
        (OUI, "VRAI", True),
        (OUI, "o", True),
        (OUI, "2", False),  # the keys of the screen
        (OUI, "Non", False),
        (CHOIX, "etat", "etat"),
        (CHOIX, "ETAT", "etat"),
        (CHOIX, "État", "etat"),
        (CHOIX, "caf", "caf"),
        (CHOIX, "1", "etat"),
        (CHOIX, "2", "x"),  # the words of an option come before its number
        (TEXTE, " deux\nlignes ", "deux lignes"),
        (TEXTE, "\u00a0", None),
    ],
)
def test_a_cell_is_read_as_a_french_hand_wrote_it(colonne: Colonne, texte: str, valeur: object) -> None:
    assert lire_saisie(colonne, texte) == valeur


@pytest.mark.parametrize(
    ("colonne", "texte", "dit"),
    [
        (ETP, "12 %", "« % » inattendu"),
        (MENAGES, "12 €", "« € » inattendu"),
        (MENAGES, "12 mesures", "nombre attendu"),
        (PART, "120", "100"),
        (MENAGES, "1,5", "nombre entier attendu"),
        (JOUR, "31/12/24", "date attendue"),
        (CHOIX, "MSA", "1 État ; 2 CAF (Allocations)"),
        (CHOIX, "9", "n’est pas une option"),
        (OUI, "peut-être", "« oui » ou « non »"),
        (TEXTE, "a" * 4001, "4 000 au plus"),
    ],
)
def test_a_wrong_cell_says_why(colonne: Colonne, texte: str, dit: str) -> None:
    with pytest.raises(ValeurRefusee) as refus:
        lire_saisie(colonne, texte)
    assert dit in str(refus.value).replace("\u202f", " ").replace("\u00a0", " ")


# — where cells go ——————————————————————————————————————————————————————————————————————————————————————————————


@pytest.fixture
def conventions(referentiel: Referentiel) -> QuestionTableau:
    """Numéro, Date de signature, Logements couverts."""
    return cast(QuestionTableau, referentiel.questionnaire.questions["conventions_apl"])


def test_cells_go_rightwards_and_downwards_and_replace_the_rectangle(conventions: QuestionTableau) -> None:
    avant = ({"numero": "A", "date": date(2020, 1, 1), "logements": 5}, {"numero": "B", "logements": 6})
    collage = coller(conventions, avant, 0, 1, "01/02/2021\t10\n\t\n03/02/2021\t30\n")
    assert collage.apres == (
        {"numero": "A", "date": date(2021, 2, 1), "logements": 10},
        {"numero": "B"},  # the empty cells of the paste replace what stood there
        {"date": date(2021, 2, 3), "logements": 30},
    )
    assert (collage.premier, collage.touchees, collage.posees, collage.remplacees) == (0, 3, 4, 3)
    assert not collage.entetes
    assert collage.refusees == ()
    assert avant[0]["logements"] == 5


def test_a_first_row_of_names_says_where_each_column_goes(conventions: QuestionTableau) -> None:
    texte = "LOGEMENTS COUVERTS (nb)\tVille\tnumero\n12\tParis\tC7\n"
    collage = coller(conventions, ({},), 0, 2, texte)
    assert collage.entetes
    assert collage.apres == ({"numero": "C7", "logements": 12},)
    assert [(r.rang, r.texte, r.raison) for r in collage.refusees] == [(1, "Paris", "colonne « Ville » inconnue")]
    assert collage.champ == 0


def test_refused_cells_are_left_empty_and_listed(conventions: QuestionTableau) -> None:
    avant = ({"numero": "A", "logements": 5},)
    collage = coller(conventions, avant, 0, 1, "demain\tdouze\tde trop")
    assert collage.apres == ({"numero": "A"},)
    assert [(r.colonne, r.texte) for r in collage.refusees] == [
        ("Date de signature", "demain"), ("Logements couverts", "douze"), ("", "de trop"),
    ]  # fmt: skip
    vu = tout(collage_en_lignes(conventions, collage, 79)).replace("\u00a0", " ")
    for mots in ("3 cases refusées", "demain", "douze", "au-delà de la dernière colonne", "de trop"):
        assert mots in " ".join(vu.split())
    assert all(largeur(ligne) <= 79 for ligne in collage_en_lignes(conventions, collage, 79))


def test_the_preview_gives_shares_of_the_whole_table(conventions: QuestionTableau) -> None:
    """30 pasted under 10: 30 of 40 is 75 %."""
    collage = coller(conventions, ({"numero": "A", "logements": 10},), 1, 0, "B\t\t30\n")
    vu = tout(collage_en_lignes(conventions, collage, 110)).replace("\u00a0", " ").replace("\u202f", " ")
    assert "75 %" in vu
    assert "40 logements" in vu
    assert "   2 B" in vu


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        ("\n\t\n", "rien à coller"),
        ("Numéro\tDate de signature\n", "que les noms"),
        ("C\n" * LIGNES_MAX, "500 lignes au plus"),
        ("x" * (CARACTERES_MAX + 1), "collage trop grand"),
    ],
)
def test_what_cannot_be_pasted_at_all_is_said(conventions: QuestionTableau, texte: str, dit: str) -> None:
    with pytest.raises(CollageRefuse) as refus:
        coller(conventions, ({"numero": "A"},), 1, 0, texte)
    assert dit in str(refus.value).replace("\u202f", " ")


def test_five_hundred_rows_are_pasted(conventions: QuestionTableau) -> None:
    collage = coller(conventions, ({},), 0, 0, "".join(f"C{i}\t01/02/2021\t{i}\n" for i in range(LIGNES_MAX)))
    assert len(collage.apres) == LIGNES_MAX
    assert collage.apres[-1]["logements"] == LIGNES_MAX - 1


# — counts ——————————————————————————————————————————————————————————————————————————————————————————————————————

CHAMPS = [("homme", "Homme seul"), ("femme", "Femme seule"), ("couple", "Couple (avec enfant)"), ("non_connu", "Non connu")]


@pytest.mark.parametrize(
    ("rang", "texte", "textes", "ignorees"),
    [
        (1, "12\n\n1 020\n", {"femme": "12", "couple": "", "non_connu": "1020"}, ()),  # an empty cell keeps its place
        (2, "1\n2\n3\n", {"couple": "1", "non_connu": "2"}, ("3",)),
        (0, "Effectif\n4\n5", {"homme": "4", "femme": "5"}, ("Effectif",)),
        (0, "1\t2\t3", {"homme": "1", "femme": "2", "couple": "3"}, ()),
        (0, "couple avec enfant\t7\nFEMME SEULE\t14 %\t8", {"couple": "7", "femme": "8"}, ()),
        (0, "Homme seul\t\t3\nTotal\t3\nAutre\t9", {"homme": "3"}, ("Autre 9",)),
        (0, "Homme seul\tdouze", {"homme": "douze"}, ()),  # kept as it came: the screen says what is wrong
        (0, "5\t50 %\n5\t50 %", {"homme": "5", "femme": "5"}, ()),
    ],
)
def test_counts_by_place_or_by_name(rang: int, texte: str, textes: dict[str, str], ignorees: tuple[str, ...]) -> None:
    comptes = lire_comptes(CHAMPS, rang, texte)
    assert (dict(comptes.textes), comptes.ignorees) == (textes, ignorees)
