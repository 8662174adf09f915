"""The interface under the keys a person presses: few, short, at 80×24 unless said."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from evaluator.dossier.dossier import Dossier
from evaluator.errors import Unreadable
from evaluator.questionnaire.load import Referentiel
from evaluator.ui.screens.accueil import EcranAccueil
from evaluator.ui.screens.evaluation import EcranEvaluation
from evaluator.ui.screens.resultats import EcranResultats
from evaluator.ui.screens.tableau import EcranTableau
from evaluator.ui.screens.texte import EcranTexte
from evaluator.ui.widgets.saisie import LigneDeSaisie

from .conftest import Ouvrir

pytestmark = pytest.mark.asyncio


async def test_choice_source_next(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("type_demande")
        await b.pilot.press("é")  # the key 2 of an AZERTY row
        assert b.reponse("type_demande").valeur == "renouvellement"
        assert b.session.courante == "type_demande"  # waits for the source
        await b.pilot.press("p")
        assert b.reponse("type_demande").source == "document"
        assert b.session.courante != "type_demande"
        assert "enregistré" in b.vu("#titre")


async def test_yes_no_level_and_multiple_choice(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("agrement")
        await b.pilot.press("O")  # Caps Lock
        assert b.reponse("agrement").valeur is True
        b.aller("mediation_exterieure")
        await b.pilot.press("à")
        assert b.reponse("mediation_exterieure").valeur == 0
        b.aller("attribution_taches")
        await b.pilot.press("1", "3", "1")
        assert b.reponse("attribution_taches").valeur == ("visite_residence",)


async def test_decimal_comma_and_thousands(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("taux_occupation")
        await b.taper("3,5")  # a digit opens the field
        await b.pilot.press("enter")
        assert b.reponse("taux_occupation").valeur == Fraction(7, 2)
        b.aller("montant_demande")
        await b.pilot.press("enter")
        await b.taper("20 400,50")
        await b.pilot.press("enter", "d")
        assert b.reponse("montant_demande").valeur == Fraction(2040050, 100)


async def test_a_refused_number_keeps_what_was_typed(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("nb_logements")
        await b.pilot.press("enter")
        await b.taper("12x")
        await b.pilot.press("enter")
        assert "nombre attendu" in b.vu("#message")
        assert b.app.screen.query_one("#champ", Input).value == "12x"
        assert b.reponse("nb_logements").etat == "non_renseignee"
        await b.pilot.press("escape")
        assert "non enregistré" in b.vu()
        await b.pilot.press("enter", "backspace")
        await b.taper(" logement")  # its own unit is no fault
        await b.pilot.press("enter")
        assert b.reponse("nb_logements").valeur == 12
        assert "non enregistré" not in b.vu()
        await b.pilot.press("enter")
        assert "attendu" in b.vu("#message")
        await b.pilot.press("escape")
        assert "attendu" not in b.vu("#message")  # it was about the line that is closed
        b.aller("departement")
        await b.taper("93")  # a code begins with a digit too
        await b.pilot.press("enter")
        assert b.reponse("departement").valeur == "93"


async def test_dates_and_texts(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("ouverture_date")
        await b.taper("31/12/2019")
        await b.pilot.press("enter")
        assert b.reponse("ouverture_date").valeur == date(2019, 12, 31)
        b.aller("residence_nom")
        await b.pilot.press("enter")
        await b.taper("Tilleuls 2")
        await b.pilot.press("enter")
        assert b.reponse("residence_nom").valeur == "Tilleuls 2"


async def test_does_not_know_and_not_applicable(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("nb_logements")
        await b.pilot.press("s")
        assert "n’est pas une réponse possible" in b.vu("#message")
        await b.pilot.press("x")
        assert b.reponse("nb_logements").etat == "ne_sait_pas"
        b.aller("agrement")
        await b.pilot.press("s", "enter")
        assert "un motif est demandé" in b.vu("#message")
        await b.taper("texte de 2014")
        await b.pilot.press("enter")
        assert (b.reponse("agrement").etat, b.reponse("agrement").motif) == ("sans_objet", "texte de 2014")
        await b.pilot.press("u")
        assert b.reponse("agrement").etat == "non_renseignee"
        assert b.session.courante == "agrement"


async def test_note_with_its_visibility_and_mark(ouvrir: Ouvrir) -> None:
    async with ouvrir(volet="constat") as b:
        b.aller("agrement")
        await b.pilot.press("c")
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranTexte)
        b.app.screen.query_one("#page", TextArea).text = "vu l’arrêté"
        await b.pilot.press("f7", "ctrl+s")
        await b.pilot.pause()
        annotation = b.session.annotation()
        assert (annotation.note, annotation.visibilite) == ("vu l’arrêté", "partagee")
        await b.pilot.press("r")
        assert b.session.annotation().a_revoir
        assert "! à revoir" in b.vu()


async def test_table_cells_are_on_disk_one_by_one_with_totals(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("conventions_apl")
        await b.pilot.press("enter")
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranTableau)
        await b.taper("C1")
        await b.pilot.press("enter")
        assert b.reponse("conventions_apl").valeur == ({"numero": "C1"},)
        await b.taper("demain")
        await b.pilot.press("enter")
        assert "✗ date attendue" in b.vu("#suite")  # beside the cell
        assert "non enregistrée" in b.vu("#message")
        for _ in "demain":
            await b.pilot.press("backspace")
        await b.pilot.press("enter")  # an empty cell is unknown
        await b.taper("40")
        await b.pilot.press("enter", "l")
        await b.pilot.pause()
        await b.taper("C2")
        await b.pilot.press("enter", "enter", *"46", "enter")
        assert b.vu("#totaux").replace("\u00a0", " ").split("\n")[0].split() == ["Total", "86", "logements"]
        await b.pilot.press("r")
        assert len(b.reponse("conventions_apl").valeur) == 1  # type: ignore[arg-type]
        await b.pilot.press("u", "escape")
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranEvaluation)
        assert len(b.reponse("conventions_apl").valeur) == 2  # type: ignore[arg-type]


async def test_an_empty_table_is_an_answer(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("cofinancements")
        await b.pilot.press("à")
        assert b.reponse("cofinancements").valeur == ()


async def test_distribution_with_its_running_total_recorded_whole(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        b.aller("residents_age")
        await b.pilot.press("enter")
        await b.pilot.pause()
        await b.taper("12")
        await b.pilot.press("enter", "3", "0")
        assert "42  total" in b.vu("#texte").replace("\u00a0", " ")
        assert b.reponse("residents_age").etat == "non_renseignee"
        await b.pilot.press("escape")
        await b.pilot.pause()
        assert "Brouillon" in b.vu()
        await b.pilot.press("ctrl+c")
        assert "Ctrl+Q pour quitter" in b.vu("#message")
        await b.pilot.press("enter", "escape")
        await b.pilot.pause()
        assert "brouillon gardé, non enregistré" in b.vu("#message")
        await b.pilot.press("enter")
        await b.pilot.pause()
        await b.pilot.press("f10")
        await b.pilot.pause()
        assert "source : d p e v" in b.vu("#message")
        valeur = b.reponse("residents_age").valeur
        assert isinstance(valeur, dict)
        assert sum(valeur.values()) == 42


async def test_a_condition_hides_and_shows(ouvrir: Ouvrir) -> None:
    async with ouvrir(taille=(200, 60)) as b:
        b.aller("type_demande")
        await b.pilot.press("1")
        assert "agls_n1_accordee" not in b.session.visibles
        assert "masquée" in b.vu("#plan")
        await b.pilot.press("2")
        assert "agls_n1_accordee" in b.session.visibles


async def test_missing_list_jumps(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        await b.pilot.press("f3")
        await b.pilot.pause()
        assert "Sans réponse" in b.vu("#liste")
        await b.pilot.press("down", "enter")
        await b.pilot.pause()
        assert b.session.courante == b.session.analyse.manque.utiles[1].question


async def test_search_and_number(ouvrir: Ouvrir) -> None:
    async with ouvrir() as b:
        await b.pilot.press("g")
        await b.taper("1.10")
        await b.pilot.press("enter")
        await b.pilot.pause()
        assert b.session.courante == "type_structure"


async def test_results_show_the_amount_and_resize_keeps_place(
    ouvrir: Ouvrir, dossiers_exemples: Path, tmp_path: Path
) -> None:
    chemin = tmp_path / "exemple.agls"
    chemin.write_bytes(sorted(dossiers_exemples.glob("*.agls"))[0].read_bytes())
    async with ouvrir(chemin, taille=(200, 60)) as b:
        assert "Global" in b.vu("#scores")
        await b.pilot.press("h")
        assert "cachés" in b.vu("#scores")
        await b.pilot.press("h")
        b.aller("type_structure")
        await b.pilot.resize_terminal(80, 24)
        await b.pilot.pause()
        assert "1.10" in b.vu()
        assert not b.app.screen.query_one("#scores").display
        await b.pilot.press("f4")
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranResultats)
        assert "€" in b.vu("#liste")
        await b.pilot.press("escape")
        await b.pilot.pause()
        await b.pilot.press("f2", "down", "enter")
        assert b.session.courante == "nb_logements"


async def test_the_bar_says_only_keys_that_work(ouvrir: Ouvrir) -> None:
    async with ouvrir(taille=(200, 60)) as b:
        ecran = b.app.screen
        assert isinstance(ecran, EcranEvaluation)
        for ident in b.session.parcours.questions[:12]:
            b.aller(ident)
            connues = {t.affiche for t in ecran.TOUCHES} | {t for touche in ecran.TOUCHES for t in touche.affiche.split()}
            for touche, _ in ecran.barre():
                simples = [t for t in touche.replace("/", " ").split()] if touche != "/" else ["/"]
                for simple in simples:
                    assert simple in connues or simple[0].isdigit() or simple == "↑", simple


async def test_a_failed_write_is_said_and_the_text_is_kept(ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    async with ouvrir() as b:

        def plein(*_: object) -> None:
            raise Unreadable("disque plein : la réponse n’est pas enregistrée")

        b.aller("nb_logements")
        monkeypatch.setattr(Dossier, "repondre", plein)
        await b.taper("86")
        await b.pilot.press("enter")
        assert "disque plein" in b.vu("#message")
        assert b.app.screen.query_one(LigneDeSaisie).texte == "86"
        assert b.reponse("nb_logements").etat == "non_renseignee"


async def test_a_file_that_does_not_open_at_the_start_is_said_over_the_list(ouvrir: Ouvrir, tmp_path: Path) -> None:
    (tmp_path / "abime.agls").write_text("ceci n’est pas un dossier\n")
    async with ouvrir(tmp_path / "abime.agls") as b:
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranAccueil)
        assert "JSON mal formé" in b.vu("#message")
        assert "abime" in b.vu("#liste")


async def test_home_lists_opens_and_makes_dossiers(ouvrir: Ouvrir, tmp_path: Path, referentiel: Referentiel) -> None:
    (tmp_path / "abime.agls").write_text("ceci n’est pas un dossier")
    Dossier.creer(tmp_path / "un.agls", referentiel).fermer()
    async with ouvrir(tmp_path) as b:
        await b.pilot.pause(0.3)
        assert isinstance(b.app.screen, EcranAccueil)
        assert "illisible" in b.vu("#liste")
        assert "0/" in b.vu("#liste")
        await b.pilot.press("n")
        await b.taper("deux")
        await b.pilot.press("enter")
        await b.pilot.pause()
        await b.pilot.pause()
        assert b.session.dossier.nom == "deux.agls"
        await b.pilot.press("escape")
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranAccueil)
        Dossier.ouvrir(tmp_path / "deux.agls", ecriture=True).fermer()  # the lock was given back


async def test_a_held_dossier_opens_to_read(ouvrir: Ouvrir, tmp_path: Path, referentiel: Referentiel) -> None:
    with Dossier.creer(tmp_path / "tenu.agls", referentiel):
        async with ouvrir(tmp_path / "tenu.agls") as b:
            assert "lecture seule" in b.vu("#titre")
            assert "LECTURE" in b.vu("#barre")
            b.aller("agrement")
            await b.pilot.press("o")
            assert "✗" in b.vu("#message")
            assert b.reponse("agrement").etat == "non_renseignee"
