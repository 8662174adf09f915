"""Keys typed faster than the screen works, pasted or late on a slow line: in their order, each where it belongs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from textual.events import Key
from textual.keys import _character_to_key
from textual.widgets import TextArea

from evaluator.ui import frappe
from evaluator.ui.screens.texte import EcranTexte

from .conftest import Banc, Ouvrir

pytestmark = pytest.mark.asyncio


async def d_un_coup(b: Banc, *touches: str) -> None:
    """All at once, before the first one is dealt with; a text is its letters."""
    for touche in touches:
        for cle in (touche,) if touche in ("enter", "escape", "down", "f3", "f10", "ctrl+s") else touche:
            nom = _character_to_key(cle) if len(cle) == 1 else cle
            b.app.post_message(Key(nom, cle if len(cle) == 1 else None))
    for _ in range(1500):  # as long as it takes: a busy machine is slow, not wrong
        await b.pilot.pause(0.02)
        if not b.app.en_retard:
            break
    await b.pilot.pause()


async def test_a_jump_and_its_answer(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        await d_un_coup(b, "g1.9", "enter", "2", "p", "g1.10", "enter", "1")
        assert b.reponse("type_demande").valeur == "renouvellement"
        assert b.reponse("type_demande").source == "document"
        assert b.reponse("type_structure").valeur == "residence_sociale"


async def test_numbers_one_after_the_other(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("nb_logements")
        await d_un_coup(b, "214", "enter", "p", "230", "enter", "d", "201", "enter", "e")
        valeurs = [(b.reponse(q).valeur, b.reponse(q).source) for q in ("nb_logements", "nb_places", "nb_menages")]
        assert valeurs == [(214, "document"), (230, "declaratif"), (201, "entretien")]
        b.aller("taux_occupation")
        await d_un_coup(b, "93,5", "enter", "p")
        assert b.reponse("taux_occupation").valeur == Fraction(187, 2)


async def test_a_slow_machine_is_only_late(ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    """However soon one looks whether a key is done, the next one waits for it as long as what it does is still there."""
    monkeypatch.setattr(frappe, "DELAI", 0.0)
    async with ouvrir() as b:
        b.aller("nb_logements")
        await d_un_coup(b, "214", "enter", "p", "230", "enter", "d")
        await d_un_coup(b, "/SIRET", "enter", "enter", "55208131766522", "enter", "d")
        assert [b.reponse(q).valeur for q in ("nb_logements", "nb_places")] == [214, 230]
        assert b.reponse("gestionnaire_siret").valeur == "55208131766522"


async def test_a_note_and_back_to_the_questions(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("type_demande")
        await d_un_coup(b, "cvu le registre", "ctrl+s", "r", "2")
        assert b.session.annotation("type_demande").note == "vu le registre"
        assert b.session.annotation("type_demande").a_revoir
        assert b.reponse("type_demande").valeur == "renouvellement"
        await d_un_coup(b, "c! ", "escape", "x")
        assert not isinstance(b.app.screen, EcranTexte)
        assert b.reponse("type_demande").etat == "ne_sait_pas"


async def test_a_text_longer_than_the_barrier_holds_is_whole(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        texte = "Chaque euro est expliqué, borné et contestable. " * 8
        await d_un_coup(b, "c" + texte)
        page = b.app.screen.query_one(TextArea)
        assert page.text == texte


async def test_a_list_and_a_search(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        await d_un_coup(b, "/SIRET", "enter", "enter", "55208131766522", "enter", "d")
        assert b.reponse("gestionnaire_siret").valeur == "55208131766522"  # La Poste's exception aside, a valid key


async def test_escape_and_a_letter_in_one_piece(ouvrir: Ouvrir) -> None:
    """What a terminal calls Alt and the letter, when both come within a tenth of a second."""
    async with ouvrir() as b:
        b.aller("nb_logements")
        await d_un_coup(b, "86")
        b.app.post_message(Key("alt+x", None))
        await d_un_coup(b, "u")
        await b.pilot.pause()
        assert b.session.brouillons == {"nb_logements": "86"}
        assert [e.charge.etat for e in b.session.dossier.journal if e.type == "reponse"] == ["ne_sait_pas", "non_renseignee"]
