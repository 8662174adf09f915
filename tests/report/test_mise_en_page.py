"""From the tree to the pages of a word processor: widths, tables, what stays together. Expected values by hand."""

from __future__ import annotations

import pytest

from evaluator.report.arbre import lire
from evaluator.report.formats.bureau import styles
from evaluator.report.formats.bureau.corps_docx import signet
from evaluator.report.formats.bureau.largeurs import partager
from evaluator.report.formats.bureau.mise_en_page import mettre_en_page
from evaluator.report.formats.bureau.poses import Alinea, Grille, Pose, Role

LARGEUR = 9000


def _poser(html: str) -> tuple[Pose, ...]:
    return mettre_en_page(lire(html, "essai"), LARGEUR)


def _grille(html: str) -> Grille:
    (grille,) = [p for p in _poser(html) if isinstance(p, Grille)]
    return grille


def _tableau(rangs: int, mot: str = "mot", attributs: str = "", tete: str = "") -> str:
    corps = "".join(f"<tr><th>{mot} {n}</th><td class='n'>{n}</td></tr>" for n in range(rangs))
    return f"<table{attributs}><caption>Essai</caption>{tete}<tbody>{corps}</tbody></table>"


def test_parts_make_the_whole() -> None:
    assert partager(100, [1, 1, 1]) == (33, 34, 33)
    assert partager(9000, [50, 25, 25]) == (4500, 2250, 2250)


def test_said_widths_are_kept_and_zero_takes_what_is_left() -> None:
    cols = '<colgroup><col style="width:50%"><col style="width:10%"><col></colgroup>'
    grille = _grille(f"<table>{cols}<tbody><tr><td>a</td><td>b</td><td>c</td></tr></tbody></table>")
    assert grille.largeurs == (4500, 900, 3600)


def test_a_column_with_more_words_is_wider_and_a_spanned_one_is_whole() -> None:
    long = "des mots assez nombreux pour remplir plus d’une ligne de ce tableau, et plus encore que cela"
    grille = _grille(f"<table><tbody><tr><td>{long}</td><td>court</td></tr><tr><td colspan=2>tout</td></tr></tbody></table>")
    assert grille.largeurs[0] > 4 * grille.largeurs[1]
    assert sum(grille.largeurs) == LARGEUR
    assert [c.colonnes for c in grille.rangees[1].cases] == [2]


# In the regular face a figure is 497 thousandths of its size wide, in the semibold one 513; a cell is set in 9 points, in
# 7.5 where letters are small; columns leave a word 30 per cent more where there is room, 15 at least, and bold 10 more.


def _dans(largeur: int, *cellules: str, tete: str = "", cols: str = "") -> Grille:
    corps = "".join(f"<td>{c}</td>" for c in cellules)
    html = f"<table>{cols}{tete}<tbody><tr>{corps}</tr></tbody></table>"
    (grille,) = [p for p in mettre_en_page(lire(html, "essai"), largeur) if isinstance(p, Grille)]
    return grille


def _serree(grille: Grille) -> bool:
    return "serré" in grille.rangees[0].cases[0].poses[0].style  # type: ignore[union-attr]


def test_a_said_width_gives_way_to_the_word_it_would_cut() -> None:
    cols = '<colgroup><col style="width:10%"><col style="width:90%"></colgroup>'
    grille = _dans(9000, "0" * 20, "a", cols=cols)
    # 20 figures: 20 × 0.497 × 180 = 1789; × 1.3 = 2326; and 170 of margins
    assert grille.largeurs == (2496, 6504)
    assert not _serree(grille)
    gras = _dans(9000, "0", "a", cols=cols, tete=f"<thead><tr><th>{'0' * 20}</th><th>a</th></tr></thead>")
    # in bold, 20 × 0.528 × 180 × 1.1 × 1.3 = 2718
    assert gras.largeurs == (2888, 6112)


def test_a_full_table_is_in_smaller_letters_before_a_word_is_cut() -> None:
    mots = ["0" * 10, "0" * 10]  # 10 × 0.497 × 180 = 895; × 1.15 = 1029; two columns with their margins: 2397
    assert not _serree(_dans(2398, *mots))
    assert _dans(2398, *mots).largeurs == (1199, 1199)
    assert _serree(_dans(2396, *mots))
    assert _serree(_dans(2056, *mots))  # in small letters: 746; × 1.15 = 857; 2054 for both


def test_only_the_word_that_is_too_long_is_cut() -> None:
    grille = _dans(3000, "0" * 10, "0" * 60)  # in small letters 10 are 746 wide, × 1.15 and margins: 1027
    assert grille.largeurs == (1027, 1973)


def test_a_hash_is_as_wide_in_any_font() -> None:
    grille = _dans(
        9000, "a" * 3, f'<span class="hash">{"0" * 64}</span>', cols='<colgroup><col style="width:99%"><col></colgroup>'
    )
    assert grille.largeurs[1] >= 64 * 90 + 160  # 7.5 points × 0.6 of a typewriter


def test_what_stands_in_a_table_is_as_small_as_the_table() -> None:
    grille = _grille('<table><tbody><tr><td><p class="valeur">a</p><p class="aide">b</p></td></tr></tbody></table>')
    assert [p.style for p in grille.rangees[0].cases[0].poses if isinstance(p, Alinea)] == ["Cellule AGLS", "Lecture AGLS"]


def test_answers_that_follow_one_another_are_one_table() -> None:
    reponse = '<div class="reponse paire"><p class="question">Q</p><div><p class="valeur">R</p></div></div>'
    (grille,) = _poser(reponse * 3)
    assert isinstance(grille, Grille)
    assert (grille.style, len(grille.rangees)) == (styles.REPONSES, 3)
    entre = _poser(f"{reponse}<p>phrase</p>{reponse}")
    assert sum(isinstance(p, Grille) for p in entre) == 2


def test_the_heading_of_a_card_stays_a_heading() -> None:
    titre, carte = _poser('<div class="carte"><h4 id="ici">Titre</h4><p>Texte</p></div>')
    assert isinstance(titre, Alinea)
    assert (titre.titre, titre.ancres, titre.avec_suivant) == (4, ("ici",), True)
    assert isinstance(carte, Grille)
    assert carte.style == styles.CARTE


def test_a_caption_and_a_head_keep_what_follows() -> None:
    tete = "<thead><tr><th>Nom</th><th>Nombre</th></tr></thead>"
    legende, grille = _poser(_tableau(60, tete=tete))
    assert isinstance(legende, Alinea)
    assert legende.avec_suivant
    assert isinstance(grille, Grille)
    lies = [k for k, r in enumerate(grille.rangees) if r.avec_suivante]
    assert lies == [0, 1, 59], "the head and the first row with the second, the last but one with the last"
    assert not grille.insecable
    assert [r.role for r in grille.rangees[:2]] == [Role.ENTETE, Role.CORPS]


def test_a_short_table_is_on_one_page_and_a_long_row_may_be_split() -> None:
    assert _grille(_tableau(8)).insecable
    assert not _grille(_tableau(1, mot="mot " * 2000)).rangees[0].insecable


def test_a_group_that_says_so_is_on_one_page_unless_it_is_long() -> None:
    court, _ = _poser('<div class="bloc"><p>Un</p><p>Deux</p></div>')
    long, _ = _poser(f'<div class="bloc"><p>{"mot " * 1000}</p><p>Deux</p></div>')
    assert court.avec_suivant  # type: ignore[union-attr]
    assert not long.avec_suivant  # type: ignore[union-attr]


def test_a_page_begins_where_the_section_says() -> None:
    titre, *_ = _poser('<section class="page" id="s"><h2 id="t">Titre</h2><p>Texte</p></section>')
    assert isinstance(titre, Alinea)
    assert titre.page
    assert titre.ancres == ("t", "s")


def test_two_tables_never_touch() -> None:
    nus = "<table><tbody><tr><td>a</td></tr></tbody></table>" * 2
    assert [type(p) for p in _poser(nus)] == [Grille, Alinea, Grille]


@pytest.mark.parametrize("ancre", ["r-nb_logements", "synthese", "é", "x" * 60, "a b"])
def test_bookmarks_are_words_that_word_accepts(ancre: str) -> None:
    assert signet(ancre).replace("_", "").isalnum()
    assert signet(ancre).isascii()
    assert len(signet(ancre)) <= 40
    assert signet(ancre) != signet(f"{ancre}!")
