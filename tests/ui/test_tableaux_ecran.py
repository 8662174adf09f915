"""The screens of tables and distributions at work: every change on disk and taken back, pasting, refusals."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events
from textual.widgets import Input

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.errors import Unreadable
from evaluator.questionnaire.load import Referentiel
from evaluator.ui.screens.collage import EcranCollage
from evaluator.ui.screens.commandes import offertes
from evaluator.ui.screens.evaluation import EcranEvaluation
from evaluator.ui.screens.repartition import EcranRepartition
from evaluator.ui.screens.tableau import EcranTableau
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

from .conftest import Banc, Ouvrir

pytestmark = pytest.mark.asyncio
Q = "conventions_apl"
DEUX = (
    {"numero": "C1", "date": date(2020, 1, 31), "logements": 40},
    {"numero": "C2", "date": date(2021, 1, 31), "logements": 46},
)


@pytest.fixture
def fichier(tmp_path: Path, referentiel: Referentiel) -> Path:
    """Two conventions, 86 dwellings in all, of 90; 20 households."""
    chemin = tmp_path / "residence.agls"
    with Dossier.creer(chemin, referentiel) as dossier:
        dossier.repondre("nb_logements", "auto_evaluation", Reponse("renseignee", 90, "document"))
        dossier.repondre("nb_menages", "auto_evaluation", Reponse("renseignee", 20, "document"))
        dossier.repondre(Q, "auto_evaluation", Reponse("renseignee", DEUX, "document"))
    return chemin


def nu(texte: str) -> str:
    return " ".join(texte.replace("\u00a0", " ").replace("\u202f", " ").split())


async def entrer(b: Banc, question: str = Q) -> None:
    b.aller(question)
    await b.pilot.press("enter")
    await b.pilot.pause()


async def coller(b: Banc, texte: str) -> None:
    (b.app.focused or b.app.screen).post_message(events.Paste(texte))
    await b.pilot.pause()
    await b.pilot.pause()


def numeros(b: Banc) -> list[object]:
    valeur = b.reponse(Q).valeur
    assert isinstance(valeur, tuple)
    return [ligne.get("numero") for ligne in valeur if isinstance(ligne, dict)]


def ecritures(b: Banc) -> int:
    return len(b.session.dossier.journal)


@pytest.mark.parametrize("taille", [(80, 24), (200, 60)])
async def test_rows_are_copied_moved_removed_and_each_change_taken_back(
    ouvrir: Ouvrir, fichier: Path, taille: tuple[int, int]
) -> None:
    async with ouvrir(fichier, taille=taille) as b:
        await entrer(b)
        avant = ecritures(b)
        assert "! 4 logements de moins que 1.11" in nu(b.vu("#totaux"))  # 86 of 90
        await b.pilot.press("d")
        assert numeros(b) == ["C1", "C1", "C2"]
        assert "lignes identiques : 1, 2" in nu(b.vu("#totaux"))
        assert "Total 126 logements" in nu(b.vu("#totaux"))  # 40 + 40 + 46
        await b.pilot.press("b")
        assert numeros(b) == ["C1", "C2", "C1"]
        await b.pilot.press("h", "h", "r")
        assert numeros(b) == ["C1", "C2"]
        assert ecritures(b) - avant == 4  # one event each; the second move changed places with its like: none
        await b.pilot.press("u", "u", "U", "ctrl+z")
        assert b.reponse(Q) == Reponse("renseignee", DEUX, "document")
        await b.pilot.press("u")
        assert "rien à annuler" in b.vu("#message")
        await b.pilot.press("y", "ctrl+y")
        assert numeros(b) == ["C1", "C2", "C1"]
        assert ecritures(b) - avant == 10
        await b.pilot.press("u", "u", "escape")
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranEvaluation)


async def test_letters_that_a_terminal_pastes_as_keys_can_all_be_taken_back(ouvrir: Ouvrir, fichier: Path) -> None:
    async with ouvrir(fichier) as b:
        await entrer(b)
        await b.pilot.press(*"rdbhr", "delete")
        ecran = b.app.screen
        assert isinstance(ecran, EcranTableau)
        assert ecran.gestes
        await b.pilot.press(*"u" * len(ecran.gestes))
        assert b.reponse(Q) == Reponse("renseignee", DEUX, "document")


async def test_what_is_wrong_is_said_beside_the_cell_while_it_is_typed_and_totals_follow(
    ouvrir: Ouvrir, fichier: Path
) -> None:
    async with ouvrir(fichier) as b:
        await entrer(b)
        await b.pilot.press("up", "enter")  # the last cell of the row: 40 dwellings
        await b.taper("x")
        assert "! nombre attendu" in nu(b.vu("#suite"))
        assert "Total 86 logements" in nu(b.vu("#totaux"))
        await b.pilot.press("enter")
        assert "✗ nombre attendu" in nu(b.vu("#suite"))
        assert b.app.screen.query_one(LigneDeSaisie).texte == "40x"
        await b.pilot.press("backspace", "4")
        assert "lu : 404 logements" in nu(b.vu("#suite"))
        assert "Total 450 logements" in nu(b.vu("#totaux"))  # 404 + 46, before it is written
        assert b.reponse(Q).valeur == DEUX
        await b.pilot.press("pagedown")  # kept, and the cell under it opens
        assert b.app.screen.query_one(LigneDeSaisie).texte == "46"
        assert b.reponse(Q).valeur[0]["logements"] == 404  # type: ignore[index,call-overload]
        await b.taper("7")
        await b.pilot.press("escape")
        assert "n’est pas enregistré" in b.vu("#message")
        await b.pilot.press("enter")
        assert b.app.screen.query_one(LigneDeSaisie).texte == "467"  # left, not lost


async def test_a_paste_is_shown_first_then_written_as_one_event(ouvrir: Ouvrir, fichier: Path) -> None:
    async with ouvrir(fichier) as b:
        await entrer(b)
        await b.pilot.press("pagedown")
        avant = ecritures(b)
        await coller(b, "C8\t31/12/2022\t1 020\r\nC9\tdemain\t5\r\n")
        assert isinstance(b.app.screen, EcranCollage)
        vu = nu(b.vu("#texte"))
        assert "2 lignes (lignes 2 à 3), 5 cases remplies, 3 cases déjà remplies changent, 1 case refusée" in vu
        assert "ligne 3, Date de signature, laissée vide" in vu
        await b.pilot.press("escape")
        await b.pilot.pause()
        assert ecritures(b) == avant
        await b.pilot.press("enter")  # the same while a cell is typed
        await coller(b, "C8\t31/12/2022\t1 020\r\nC9\tdemain\t5\r\n")
        await b.pilot.press("enter")
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranTableau)
        assert ecritures(b) == avant + 1
        assert b.reponse(Q).valeur == (
            DEUX[0], {"numero": "C8", "date": date(2022, 12, 31), "logements": 1020}, {"numero": "C9", "logements": 5},
        )  # fmt: skip
        assert "1 case refusée, laissée vide" in b.vu("#message")
        assert "Total" in b.vu("#totaux")
        await b.pilot.press("u")
        assert b.reponse(Q).valeur == DEUX


async def test_one_pasted_cell_is_typed_and_nothing_is_lost_on_a_full_disk(
    ouvrir: Ouvrir, fichier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plein(*_: object) -> None:
        raise Unreadable("disque plein : la réponse n’est pas enregistrée")

    async with ouvrir(fichier) as b:
        await entrer(b)
        await coller(b, "C7\r\n")
        assert b.app.screen.query_one(LigneDeSaisie).texte == "C7"
        monkeypatch.setattr(Dossier, "repondre", plein)
        await b.pilot.press("enter")
        assert "disque plein" in b.vu("#message")
        assert b.app.screen.query_one(LigneDeSaisie).texte == "C7"
        await coller(b, "C8\t\nC9\t\n")
        await b.pilot.press("enter")
        assert isinstance(b.app.screen, EcranCollage)  # it stays, to be tried again
        assert "disque plein" in b.vu("#message")
        await b.pilot.press("escape", "escape", "d")
        ecran = b.app.screen
        assert isinstance(ecran, EcranTableau)
        assert ecran.rangees == DEUX
        assert b.reponse(Q).valeur == DEUX


async def test_a_table_that_must_have_rows_keeps_them(ouvrir: Ouvrir, fichier: Path) -> None:
    async with ouvrir(fichier) as b:
        await entrer(b)
        ecran = b.app.screen
        assert isinstance(ecran, EcranTableau)
        ecran.q = replace(ecran.q, lignes_min=2)
        await b.pilot.press("r")
        assert "2 lignes au moins : rien n’est retiré" in b.vu("#message")
        assert b.reponse(Q).valeur == DEUX
        ecran.q = replace(ecran.q, lignes_min=4)
        await b.pilot.press("d")  # three rows: not yet an answer
        assert "pas encore enregistré" in b.vu("#message")
        assert b.reponse(Q).valeur == DEUX
        await b.pilot.press("escape")
        assert "Échap de nouveau" in nu(b.vu("#message"))
        await b.pilot.press("d")
        assert numeros(b) == ["C1", "C1", "C1", "C2"]


async def test_a_click_goes_to_the_row_and_to_the_cell(ouvrir: Ouvrir, fichier: Path) -> None:
    async with ouvrir(fichier) as b:
        await entrer(b)
        await b.pilot.click("#lignes", offset=(3, 1))
        await b.pilot.click("#champs", offset=(3, 4))  # the rule, Numéro ▶, what it expects, Date, Logements
        ecran = b.app.screen
        assert isinstance(ecran, EcranTableau)
        assert (ecran.place.rang, ecran.colonne.id) == (1, "logements")


async def test_a_key_costs_the_same_in_a_long_table(ouvrir: Ouvrir, fichier: Path) -> None:
    """Counted, not timed: what a key draws of 500 rows is what is in sight."""
    async with ouvrir(fichier) as b:
        b.session.repondre(tuple({"numero": f"C{i}", "logements": i} for i in range(500)), Q)
        await entrer(b)
        await b.pilot.press("end")
        ecran = b.app.screen
        assert isinstance(ecran, EcranTableau)
        mots, grille = ecran.grille.mots, ecran.grille
        await b.pilot.press("pageup", "down")
        assert ecran.grille is grille  # nothing measured again
        assert (ecran.place.rang, ecran.grille.mots is mots) == (498, True)
        zone = b.app.screen.query_one("#lignes", Lignes)
        assert zone.haut <= 498 < zone.haut + zone.hauteur


async def d_un_coup(b: Banc, texte: str) -> None:
    """As a terminal without bracketed paste sends it: one key after the other, faster than any screen."""
    noms = {"\t": "tab", "\n": "enter"}
    for c in texte:
        b.app.post_message(events.Key(noms.get(c, c), None if c in noms else c))
    await b.pilot.pause()
    while b.app.en_retard:
        await b.pilot.pause(0.02)
    await b.pilot.pause()


async def test_keys_faster_than_the_screen_go_to_their_cell(ouvrir: Ouvrir, fichier: Path) -> None:
    async with ouvrir(fichier) as b:
        await entrer(b)
        await b.pilot.press("l")
        await d_un_coup(b, "C7\t01/02/2021\t9\n")
        assert b.reponse(Q).valeur == (*DEUX, {"numero": "C7", "date": date(2021, 2, 1), "logements": 9})
        await b.pilot.press("escape")
        await b.pilot.pause()
        await entrer(b, "menages_composition")
        await d_un_coup(b, "1\t2\t34\t5")
        ecran = b.app.screen
        assert isinstance(ecran, EcranRepartition)
        assert list(ecran.textes.values()) == ["1", "2", "34", "5"]


# — distributions ———————————————————————————————————————————————————————————————————————————————————————————————


async def test_shares_and_contradictions_are_seen_before_recording_and_changes_taken_back(
    ouvrir: Ouvrir, fichier: Path
) -> None:
    async with ouvrir(fichier) as b:
        await entrer(b, "menages_composition")
        await b.taper("5")
        await b.pilot.press("down", "1", "x")
        vu = nu(b.vu("#texte"))
        assert "▶ 1x" in vu
        assert "✗ nombre attendu" in vu
        await b.pilot.press("backspace", "5")
        vu = nu(b.vu("#texte"))
        assert "5 25 % Homme seul" in vu  # 5 of 20
        assert "✓ égal à 1.13" in vu
        await b.pilot.press("down", "1")
        vu = nu(b.vu("#texte"))
        assert "! 1 ménage de plus que 1.13" in vu
        assert "! alerte : Le total de cette répartition diffère" in vu  # as the questionnaire says it
        assert b.reponse("menages_composition").etat == "non_renseignee"
        ecran = b.app.screen
        assert isinstance(ecran, EcranRepartition)
        await b.pilot.press("ctrl+z", "ctrl+z")
        assert {n: t for n, t in ecran.textes.items() if t} == {"homme_seul": "5"}
        await b.pilot.press("ctrl+y")
        assert ecran.textes["femme_seule"] == "15"
        assert b.session.repartitions["menages_composition"]["femme_seule"] == "15"  # it outlives the screen
        await b.pilot.press("f10")
        await b.pilot.pause()
        assert isinstance(b.app.screen, EcranEvaluation)
        assert "menages_composition" not in b.session.repartitions


async def test_counts_are_pasted_by_name_wrong_ones_stay_to_be_corrected(ouvrir: Ouvrir, fichier: Path) -> None:
    async with ouvrir(fichier) as b:
        await entrer(b, "menages_composition")
        await coller(b, "Femme seule\t12\r\nHomme seul\tdix\r\nVille\t3\r\nTotal\t15\r\n")
        vu = nu(b.vu("#texte"))
        assert "12 100 % Femme seule" in vu
        assert "dix Homme seul ✗ nombre attendu" in vu
        assert "sans catégorie, non collé : Ville 3" in nu(b.vu("#message"))
        await b.pilot.press("f10")
        assert "rien n’est enregistré" in b.vu("#message")
        assert b.app.screen.query_one("#champ", Input).value == "dix"
        await b.pilot.press("ctrl+z")
        ecran = b.app.screen
        assert isinstance(ecran, EcranRepartition)
        assert not any(ecran.textes.values())


async def test_the_keys_of_a_table_are_among_the_commands() -> None:
    assert [t.action for t in offertes(EcranTableau.TOUCHES, "dupliquer")] == ["dupliquer"]
    assert "retour" in [t.action for t in offertes(EcranRepartition.TOUCHES, "brouillon")]
