"""Tables by prompts: row by row, cell by cell, each on the disk as soon as it is given."""

from __future__ import annotations

import re
from datetime import date

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.errors import Unreadable
from evaluator.ui.session import Session
from tests.ui.fil import CTRL_C, Fil

ICI = ":aller 1.14"  # conventions_apl: numero (texte), date, logements (entier)
UNE = {"numero": "CV-1", "date": date(2011, 11, 14), "logements": 86}


@pytest.fixture
def fil(session: Session) -> Fil:
    return Fil(session)


def lignes(fil: Fil) -> object:
    return fil.reponse("conventions_apl").valeur


def test_an_empty_table_begins_with_its_first_row(fil: Fil) -> None:
    dit = fil.taper(ICI, "s", "CV-1", "14/11/2011", "86", "", ":quitter")
    assert lignes(fil) == (UNE,)
    assert "Ligne 1 (convention)" in dit
    assert re.search(r"enregistré \d\d:\d\d:\d\d — ligne 1 : .* ; Logements[^;]* : 86", dit)
    assert "— 1.14 Conventions APL : 1 ligne, Logements" in dit
    assert "Question 1.15" in dit  # on to the next one


def test_rows_are_added_changed_copied_and_taken_out(fil: Fil) -> None:
    fil.taper(ICI, "s", "CV-1", "14/11/2011", "86", "a", "CV-2", "", "12", "")
    assert lignes(fil) == (UNE, {"numero": "CV-2", "logements": 12})
    fil.taper(ICI, "s", "2", "", "01/02/2020", "", "d 1", "CV-3", "", "", "")
    assert lignes(fil) == (UNE, {"numero": "CV-2", "date": date(2020, 2, 1), "logements": 12}, {**UNE, "numero": "CV-3"})
    dit = fil.taper(ICI, "s", "retirer 2", "l", "", ":u")
    assert "Ligne 2 : N° de la convention : CV-3" in dit or "CV-3" in dit.split("retirée")[1]
    assert len(lignes(fil)) == 3  # type: ignore[arg-type]  # undone


def test_cells_can_be_emptied_skipped_and_gone_back_to(fil: Fil) -> None:
    fil.taper(ICI, "s", "CV-1", ":retour", "CV-9", "14/11/2011", ":fin", "")
    assert lignes(fil) == ({"numero": "CV-9", "date": date(2011, 11, 14)},)
    dit = fil.taper(ICI, "s", "1", "", ":vider", "86", "")
    assert lignes(fil) == ({"numero": "CV-9", "logements": 86},)
    assert "1 case vide" in dit


def test_choices_of_a_cell_are_said_once_and_taken_by_number(fil: Fil) -> None:
    """depenses_agls: poste (choix), libelle, montant."""
    dit = fil.taper(":aller 4.13", "s", "1", "Salaires", "12 000", "a", "?", "99", "2", ":fin", "")
    poste = fil.session.parcours.question("depenses_agls").colonnes[0]  # type: ignore[attr-defined]
    assert dit.count(f"1 : {poste.options[0].libelle}") == 2  # before the first row, then by « ? »
    assert fil.reponse("depenses_agls").valeur == (
        {"poste": poste.options[0].id, "libelle": "Salaires", "montant": 12000},
        {"poste": poste.options[1].id},
    )
    assert "« 99 » n’est pas une des" in dit


def test_a_refused_cell_is_asked_again(fil: Fil) -> None:
    dit = fil.taper(ICI, "s", "CV-1", "hier", "14/11/2011", "beaucoup", "86", "")
    assert "date attendue" in dit
    assert "attendu : nombre entier" in dit
    assert lignes(fil) == (UNE,)


def test_the_end_of_the_input_in_a_row_loses_no_cell(fil: Fil) -> None:
    dit = fil.taper(ICI, "s", "CV-1", "14/11/2011")
    assert lignes(fil) == ({"numero": "CV-1", "date": date(2011, 11, 14)},)
    assert "— ligne 1 : " in dit
    assert "Fin. 1 question répondue" in dit


def test_ctrl_c_leaves_the_row_then_the_table(fil: Fil) -> None:
    dit = fil.taper(ICI, "s", "CV-1", CTRL_C, "a", CTRL_C, "a", "CV-2", ":fin", CTRL_C, "")
    assert lignes(fil) == ({"numero": "CV-1"}, {"numero": "CV-2"})
    assert dit.count("saisie de la ligne abandonnée") == 2
    assert dit.count("Saisie abandonnée") == 1


def test_a_row_without_a_cell_is_no_row(fil: Fil) -> None:
    dit = fil.taper(ICI, "s", "", "", "", "", ":quitter")
    assert "aucune case remplie : pas de ligne" in dit
    assert "« aucun » dit qu’il n’y a aucune ligne" in dit
    assert fil.reponse("conventions_apl").etat == "non_renseignee"


@pytest.mark.parametrize("faute", ["9", "retirer 4", "d", "copier"])
def test_what_the_table_does_not_know_is_said(fil: Fil, faute: str) -> None:
    fil.session.repondre((UNE,), "conventions_apl")
    assert "Refusé : " in fil.taper(ICI, "s", faute, "?", "")
    assert lignes(fil) == (UNE,)


def test_a_cell_that_cannot_be_written_is_asked_again(fil: Fil, monkeypatch: pytest.MonkeyPatch) -> None:
    ecrire = Dossier.repondre
    pannes = iter([True])

    def une_fois(dossier: Dossier, question: str, volet: object, reponse: Reponse) -> None:
        if next(pannes, False):
            raise Unreadable("le disque est plein")
        ecrire(dossier, question, volet, reponse)  # type: ignore[arg-type]

    monkeypatch.setattr(Dossier, "repondre", une_fois)
    dit = fil.taper(ICI, "s", "CV-1", "CV-1", ":fin", "")
    assert "Échec : le disque est plein" in dit
    assert lignes(fil) == ({"numero": "CV-1"},)


def test_commands_work_from_inside_a_row(fil: Fil) -> None:
    fil.taper(ICI, "s", "CV-1", ":aller 1.11", "86")
    assert lignes(fil) == ({"numero": "CV-1"},)
    assert fil.reponse("nb_logements").valeur == 86
