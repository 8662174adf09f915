"""Columns, two texts side by side, what the cursor covers, how places are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.ui.fiches import Fiche
from evaluator.ui.texte.accueil import en_colonnes, fiche_en_ligne, tete
from evaluator.ui.texte.lieux import court
from evaluator.ui.texte.lignes import COTE, Entree, brut, cote_a_cote, largeur, plier
from evaluator.ui.widgets.liste import sous_curseur

NOM = "Résidence du Quai Solveig"  # 25 cells
VUES = [("quai-solveig", Fiche(NOM, "2024", 103, 103, etat="", volet="constat", avis="favorable", montant="26 500 €"))]


@pytest.mark.parametrize("cellules", [75, 100, 138, 142, 195])
def test_the_names_of_the_list_come_first(cellules: int) -> None:
    colonnes = en_colonnes(cellules, True, VUES)
    ligne = fiche_en_ligne(*VUES[0], colonnes)
    assert NOM in brut(ligne)
    assert "quai-solveig" in brut(ligne)
    assert ("Montant" in brut(tete(colonnes))) == (cellules >= 140)
    assert largeur(ligne) + 2 <= cellules  # two cells for the mark


def test_a_column_that_says_nothing_gives_its_room() -> None:
    assert "État" not in [titre for titre, _, _ in en_colonnes(80, False, VUES)]
    assert "État" in [titre for titre, _, _ in en_colonnes(80, False, [("a", Fiche("A", etat="clos"))])]


def test_a_long_name_leaves_room_for_the_file() -> None:
    noms, fichiers, *autres = (c[1] for c in en_colonnes(75, False, [("f" * 60, Fiche("N" * 60))]))
    assert (noms, fichiers) == (29, 10)  # 75, less 4 of marks and 7 + 8 + 17 of the others, is 39
    assert sum(autres) == 32


def test_two_texts_side_by_side_stand_for_what_the_first_does() -> None:
    gauche: list[Entree] = [("un", (("ab", "fort"),)), (None, ())]
    rendu = cote_a_cote(gauche, [(("x", ""),), (("y", ""),), (("z", ""),)], 4)
    assert [(ident, brut(ligne)) for ident, ligne in rendu] == [("un", "ab   │ x"), (None, "     │ y"), (None, "     │ z")]


def test_the_cursor_covers_words_not_blanks_marks_nor_what_is_beside() -> None:
    ligne = (("! ", "alerte"), ("nom", "fort"), ("   ", ""), ("12 €", "titre"), (COTE, "attenue"), ("autre", ""))
    assert [style for _, style in sous_curseur(ligne)] == ["alerte", "curseur", "", "titre", "attenue", ""]  # type: ignore[arg-type]


def test_no_line_begins_with_a_mark_that_ends_a_clause() -> None:
    assert [brut(x) for x in plier([("aaaa bbbb ; cccc", "")], 9)] == ["aaaa", "bbbb ;", "cccc"]
    assert [brut(x) for x in plier([("aaaaaa « bb » cc", "")], 9)] == ["aaaaaa", "« bb » cc"]


def test_the_folder_of_the_user_is_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert court(tmp_path / "a" / "b.agls") == str(Path("~") / "a" / "b.agls")
    assert court(tmp_path.parent / "ailleurs") == str(tmp_path.parent / "ailleurs")
