"""Nothing is lost under the keys: what is typed, the place, a disk that refuses; what a first visitor meets."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.errors import Unreadable
from evaluator.questionnaire.load import charger
from evaluator.ui.app import AglsApp
from evaluator.ui.preferences import chemin_preferences, lire_preferences
from evaluator.ui.screens.accueil import EcranAccueil
from evaluator.ui.screens.bienvenue import MOTS, EcranBienvenue
from evaluator.ui.screens.copie import EcranCopie
from evaluator.ui.screens.texte import EcranTexte
from evaluator.ui.texte.lignes import tout

from .conftest import Ouvrir

pytestmark = pytest.mark.asyncio


async def test_place_drafts_and_hidden_scores_come_back(ouvrir: Ouvrir, tmp_path: Path) -> None:
    chemin = tmp_path / "residence.agls"
    async with ouvrir() as b:
        b.aller("nb_logements")
        await b.pilot.press("h")
        await b.taper("12")
        await b.pilot.press("escape", "c")
        page = b.app.screen
        assert isinstance(page, EcranTexte)
        page.query_one(TextArea).insert("à moitié écrite")
        await b.pilot.press("ctrl+q")  # at once, in the middle of the note
    async with ouvrir(chemin) as b:
        assert b.session.courante == "nb_logements"
        assert "2 brouillons de la dernière fois" in b.vu("#message")
        assert "score" not in b.vu("#titre")
        assert "à moitié écrite" in b.vu()
        await b.pilot.press("enter")
        await b.taper("0")
        await b.pilot.press("enter")
        assert b.reponse("nb_logements").valeur == 120


async def test_a_reason_cut_short_is_a_draft_too(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("agrement")
        await b.pilot.press("s")
        await b.taper("texte")
        await b.pilot.press("escape")
        assert "s pour le reprendre" in b.vu("#message")
        assert "le motif du sans objet" in b.vu()
        await b.pilot.press("s")
        await b.taper(" de 2014")
        await b.pilot.press("enter")
        assert b.reponse("agrement").motif == "texte de 2014"
        b.aller("agrement")
        assert b.session.brouillons == {}
        assert "Brouillon" not in b.vu()


async def test_a_disk_that_refuses_is_red_until_one_goes_on_in_a_copy(
    ouvrir: Ouvrir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ouvrir() as b:
        b.aller("type_demande")

        def plein(*_: object) -> None:
            raise Unreadable("residence.agls : la réponse n’a pas été enregistrée (le disque est plein)")

        with monkeypatch.context() as panne:
            panne.setattr(b.session.dossier, "repondre", plein)
            await b.pilot.press("2")
        assert "✗ NON ENREGISTRÉ" in b.vu("#titre")
        assert "le disque est plein" in b.vu("#message")
        assert b.reponse("type_demande").etat == "non_renseignee"
        await b.pilot.press("ctrl+p")
        await b.taper("copie")
        await b.pilot.press("enter")
        await b.pilot.pause()
        ecran = b.app.screen
        assert isinstance(ecran, EcranCopie)
        assert "le disque est plein" in b.vu("#texte")
        await b.pilot.press("ctrl+u")
        ailleurs = tmp_path / "cle" / "suite"
        ailleurs.parent.mkdir()
        ecran.query_one("#champ").insert_text_at_cursor(str(ailleurs))  # type: ignore[attr-defined]
        await b.pilot.press("enter")
        assert "NON ENREGISTRÉ" not in b.vu("#titre")
        await b.pilot.press("2")
    with Dossier.ouvrir(tmp_path / "cle" / "suite.agls") as copie:
        assert copie.reponse("type_demande", "auto_evaluation").valeur == "renouvellement"
    with Dossier.ouvrir(tmp_path / "residence.agls", ecriture=True) as premier:  # its lock was given back
        assert premier.reponse("type_demande", "auto_evaluation").etat == "non_renseignee"


async def test_the_first_screen_is_shown_once(ouvrir: Ouvrir, tmp_path: Path) -> None:
    chemin_preferences().unlink()
    async with ouvrir() as b:
        assert isinstance(b.app.screen, EcranBienvenue)
        lignes = b.vu("#texte").splitlines()
        assert len(MOTS) == 10
        assert all(any(mots in ligne for ligne in lignes) for _, mots in MOTS)  # each on one line, at 80 columns
        await b.pilot.press("enter")
        assert "PARCOURS" in b.vu("#barre")
    assert lire_preferences().prevenu
    async with ouvrir(tmp_path / "residence.agls") as b:
        assert not isinstance(b.app.screen, EcranBienvenue)


async def test_an_empty_folder_invites(tmp_path: Path) -> None:
    vide = tmp_path / "vide"
    vide.mkdir()
    app = AglsApp(vide)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        ecran = app.screen
        assert isinstance(ecran, EcranAccueil)
        assert "Aucun dossier ici" in tout(ecran.liste.lignes)
        await pilot.press("e")
        await pilot.pause(0.3)
        assert len(list((vide / "exemples-agls").glob("*.agls"))) == 3
        assert "pre-sorbier" in tout(ecran.liste.lignes)


async def test_the_list_of_dossiers_searches_and_hides_what_they_are_worth(dossiers_exemples: Path) -> None:
    app = AglsApp(dossiers_exemples)
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.pause(0.5)
        ecran = app.screen
        assert isinstance(ecran, EcranAccueil)
        vu = " ".join(tout(ecran.liste.lignes).split())
        assert "16 726 € (simulation)" in vu  # docs/exemple-calcule.md; no service adopted the default grid
        assert "(indicatif)" in vu  # puits-mirette, exercice 2026
        await pilot.press("h", "slash", *"SOLVEIG")
        await pilot.pause()
        assert "€" not in tout(ecran.liste.lignes)
        assert "pre-sorbier" not in tout(ecran.liste.lignes)
        assert ecran.liste.choisie == "quai-solveig.agls"
        await pilot.press("escape")
        await pilot.pause()
        assert "pre-sorbier" in tout(ecran.liste.lignes)


async def test_a_closed_dossier_offers_no_key_that_writes(ouvrir: Ouvrir, tmp_path: Path, dossiers_exemples: Path) -> None:
    chemin = tmp_path / "clos.agls"
    chemin.write_bytes((dossiers_exemples / "pre-sorbier.agls").read_bytes())
    with Dossier.ouvrir(chemin, ecriture=True) as dossier:
        dossier.cloturer(motif="dossier retiré")
    async with ouvrir(chemin, volet="constat", taille=(200, 60)) as b:
        for mot in ("saisir", "sans objet", "source", "reprendre", "annuler", "effacer"):
            assert mot not in b.vu("#barre")
        assert "F4 résultats" in b.vu("#barre")
        assert "dossier clos le" in b.vu("#message")
        await b.pilot.press("x")
        assert "le dossier est clos" in b.vu("#message")
        assert "NON ENREGISTRÉ" not in b.vu("#titre")


async def test_a_window_too_small_asks_for_room(ouvrir: Ouvrir) -> None:
    async with ouvrir(taille=(60, 20)) as b:
        assert "fenêtre de 60×20 : agrandissez-la à 80×24" in b.vu("#titre")
        b.aller("type_demande")
        await b.pilot.press("2")
        assert b.reponse("type_demande").valeur == "renouvellement"


async def test_a_torn_end_is_said_and_kept_beside(ouvrir: Ouvrir, tmp_path: Path) -> None:
    chemin = tmp_path / "dechire.agls"
    async with ouvrir() as b:
        b.aller("nb_logements")
        await b.taper("86")
        await b.pilot.press("enter")
    octets = (tmp_path / "residence.agls").read_bytes()
    chemin.write_bytes(octets[:-40])  # the power went in the middle of the last line
    async with ouvrir(chemin, taille=(120, 40)) as b:
        assert "incomplète" in " ".join(b.vu("#message").split())
        assert b.reponse("nb_logements") == Reponse()
        assert [f.name for f in tmp_path.glob("dechire.agls.reste-*")]
        assert chemin.read_bytes() == b"".join(octets.splitlines(keepends=True)[:-1])


async def test_who_is_at_work_is_told_once_and_signs_what_follows(ouvrir: Ouvrir, tmp_path: Path) -> None:
    chemin = tmp_path / "residence.agls"
    with Dossier.creer(chemin, charger()):
        pass
    for rang in range(2):  # told in the first sitting, known in the second
        app = AglsApp(chemin)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.2)
            if rang == 0:
                await pilot.press("ctrl+p", *"auteur", "enter")
                await pilot.pause()
                app.screen.query_one("#champ").insert_text_at_cursor("B. Lefort, directrice, Les Glycines")  # type: ignore[attr-defined]
                await pilot.press("enter")
            await pilot.press("g", *"1.9", "enter", str(rang + 1))
            await pilot.pause()
    with Dossier.ouvrir(chemin) as relu:
        signees = [e.auteur for e in relu.journal if e.type == "reponse"]
        assert [(a.nom, a.fonction, a.organisme) for a in signees] == [("B. Lefort", "directrice", "Les Glycines")] * 2


async def test_a_file_that_cannot_be_written_is_read(
    ouvrir: Ouvrir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dossiers_exemples: Path
) -> None:
    chemin = tmp_path / "fige.agls"
    chemin.write_bytes((dossiers_exemples / "pre-sorbier.agls").read_bytes())

    def refuser(*_: object) -> None:
        raise Unreadable("fige.agls : écriture impossible dans ce dossier (l’accès est refusé)")

    monkeypatch.setattr("evaluator.dossier.dossier.Verrou", refuser)
    async with ouvrir(chemin, volet="constat", taille=(120, 40)) as b:
        assert "lecture seule" in b.vu("#titre")
        assert "l’accès est refusé" in " ".join(b.vu("#message").split())
        assert "saisir" not in b.vu("#barre")
