"""Filling by prompts: every question type, bad input, several lines, distributions, what is said and never lost."""

from __future__ import annotations

import random
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.errors import Held, Unreadable
from evaluator.ui.lineaire.dialogue import SONNERIE, Arret
from evaluator.ui.lineaire.lisible import lisible, paragraphes
from evaluator.ui.lineaire.table import COMMANDES
from evaluator.ui.session import Session
from tests.ui.fil import CTRL_C, Fil

HEURE = r"\d\d:\d\d:\d\d"


@pytest.fixture
def fil(session: Session) -> Fil:
    return Fil(session)


@pytest.mark.parametrize(
    ("numero", "ligne", "question", "valeur"),
    [
        ("1.2", "Les Tilleuls", "residence_nom", "Les Tilleuls"),
        ("1.2", "::suivante", "residence_nom", ":suivante"),  # a text that begins with a colon
        ("1.7", "01/03/2012", "ouverture_date", date(2012, 3, 1)),
        ("1.8", "2024", "exercice", 2024),
        ("1.9", "2", "type_demande", "renouvellement"),
        ("1.9", "premiere", "type_demande", "premiere"),
        ("1.11", "1 086", "nb_logements", 1086),
        ("1.14", "aucun", "conventions_apl", ()),
        ("1.15", "o", "agrement", True),
        ("1.15", "NON", "agrement", False),
        ("1.16", "20 400,50", "montant_demande", Fraction(40801, 2)),
        ("2.3", "3 1", "projet_social_validation", ("etat", "proprietaire")),  # in the order of the options
        ("2.3", "1, 4; 5", "projet_social_validation", ("etat", "collectivites", "residents")),
        ("2.3", "aucun", "projet_social_validation", ("aucune",)),
        ("2.13", "3,5", "duree_mediane", Fraction(7, 2)),
        ("2.23", "10", "pia_moyens", ("aucun",)),  # beyond nine
        ("3.17", "0", "protocole_impayes", 0),
    ],
)
def test_a_line_answers(fil: Fil, numero: str, ligne: str, question: str, valeur: object) -> None:
    dit = fil.taper(f":aller {numero}", ligne)
    assert (fil.reponse(question).etat, fil.reponse(question).valeur) == ("renseignee", valeur)
    assert re.search(rf"enregistré {HEURE} — {re.escape(numero)} ", dit)


@pytest.mark.parametrize(
    ("numero", "ligne", "dit"),
    [
        ("1.9", "4", "Refusé : « 4 » n’est pas une des 3 options ; attendu : un numéro de 1 à 3"),
        ("1.9", "0", "Refusé : « 0 » n’est pas une des 3 options"),
        ("1.7", "31/02/2012", "« 31/02/2012 » n’est pas un jour du calendrier"),
        ("1.7", "1er mars 2012", "date attendue, par exemple 31/12/2024"),
        ("1.8", "64", "2000 au moins ; trouvé : 64"),
        ("1.5", "1004", "le 0 du début compte : 01004"),
        ("1.11", "beaucoup", "nombre attendu"),
        ("1.11", "0", "1 logement au moins ; trouvé : 0 logement"),
        ("1.11", "1,5", "nombre entier attendu ; trouvé : 1,5"),
        ("1.14", "3", "« 3 » ne répond pas à un tableau ; attendu : s pour saisir les lignes, aucun s’il n’y en a pas"),
        ("1.20", "peut-être", "« oui » ou « non » attendu"),
        ("2.3", "1 6", "« aucune » exclut les autres options"),
        ("2.3", "1 7", "« 7 » n’est pas une des 6 options"),
        ("2.6", "12", "« 12 » ne répond pas à une répartition"),
        ("3.17", "4", "3 au plus ; trouvé : 4"),
    ],
)
def test_a_refused_line_says_what_is_expected_and_comes_back_to_be_mended(
    fil: Fil, numero: str, ligne: str, dit: str
) -> None:
    evenements = fil.session.dossier.evenements
    assert dit in fil.taper(f":aller {numero}", ligne)
    assert fil.session.dossier.evenements == evenements
    assert fil.debuts[-1][0].startswith(numero)
    assert fil.debuts[-1][1] == ligne  # the next prompt starts with it


def test_a_question_is_said_whole_and_a_blank_line_goes_on(fil: Fil) -> None:
    dit = fil.taper(":aller 1.9", "", ":k", "2", ":k")
    assert "Question 1.9 Type de demande. À répondre." in dit
    assert "1 : Première demande\n2 : Renouvellement" in dit
    assert "1.9 (un numéro de 1 à 3) : " in dit
    assert "Question 1.10" in dit
    assert "Question 1.9 Type de demande. Répondu." in dit
    assert "Réponse : Renouvellement" in dit


def test_levels_are_read_with_their_anchors(fil: Fil) -> None:
    dit = fil.taper(":aller 3.17", "2")
    ancres = fil.session.parcours.question("protocole_impayes").niveaux  # type: ignore[attr-defined]
    for niveau, ancre in enumerate(ancres):
        assert f"Niveau {niveau} : {ancre}".replace("\u00a0", " ") in dit
    assert "— 3.17 Procédure d’impayés : niveau 2 : " in dit


def test_what_contradicts_is_said_before_moving_on(fil: Fil) -> None:
    """More households than homes: the questionnaire says so; the prompt is by then that of the next question."""
    dit = fil.taper(":aller 1.11", "10", ":aller 1.13", "5000")
    assert "À noter : Il y a plus de ménages que de logements" in dit.split("— 1.13 ")[1].split("Question 1.14")[0]


# — several lines ———————————————————————————————————————————————————————————————————————————————————————————


def test_a_long_text_ends_with_a_full_stop_alone(fil: Fil) -> None:
    fil.taper(":aller 2.19", "Premier paragraphe.", "", ":plan n’est pas une commande ici", ".", ":quitter")
    assert fil.reponse("necessite_agls").valeur == "Premier paragraphe.\n\n:plan n’est pas une commande ici"


def test_the_end_of_the_input_ends_a_text_and_records_it(fil: Fil) -> None:
    fil.taper(":aller 2.19", "Un.", "Deux.")
    assert fil.reponse("necessite_agls").valeur == "Un.\nDeux."


def test_ctrl_c_keeps_a_text_as_a_draft_that_can_be_taken_up_line_by_line(fil: Fil) -> None:
    dit = fil.taper(":aller 2.19", "Un.", "Deux.", CTRL_C)
    assert fil.reponse("necessite_agls").etat == "non_renseignee"
    assert "brouillon gardé" in dit
    assert "Non enregistré, 2.19 " in dit
    fil.taper(":modifier", "", "-", "Trois.", ".")  # keep the first, take the second out
    assert ("Ligne 2 (Entrée : garder, - : ôter) : ".replace(" :", "\u00a0:"), "Deux.") in fil.debuts
    assert fil.reponse("necessite_agls").valeur == "Un.\nTrois."
    assert not fil.session.brouillons


def test_modify_starts_from_the_answer(fil: Fil) -> None:
    fil.taper(":aller 1.2", "Les Tileuls", ":k", ":modifier", "Les Tilleuls")
    assert ("Les Tileuls") in [debut for _, debut in fil.debuts]
    assert fil.reponse("residence_nom").valeur == "Les Tilleuls"


# — distributions ———————————————————————————————————————————————————————————————————————————————————————————

AGES = ("s", "1", "2", "3", "4", "5", "")  # six classes of age, then « non connu »


def test_a_distribution_category_by_category_with_its_running_total(fil: Fil) -> None:
    dit = fil.taper(":aller 2.6", *AGES, "7")
    assert fil.reponse("residents_age").valeur == {
        "moins_18": 1, "a18_25": 2, "a26_29": 3, "a30_59": 4, "a60_74": 5, "a75_plus": 0, "non_connu": 7
    }  # fmt: skip
    assert "3 sur 7, " in dit
    assert "(total 3)" in dit  # 1 + 2
    assert "Total : 22" in dit


def test_half_a_distribution_is_no_answer_but_nothing_typed_is_lost(fil: Fil) -> None:
    dit = fil.taper(":aller 2.6", "s", "1", "deux", "2")
    assert "nombre attendu" in dit
    assert fil.reponse("residents_age").etat == "non_renseignee"
    assert "Non enregistré, 2.6 " in dit
    assert "répartition commencée, total 3" in dit
    fil.taper("s", "", ":retour", "4", ":fin")  # back to the first class; the second keeps its 2; the others are 0
    assert fil.reponse("residents_age").valeur == {
        "moins_18": 4, "a18_25": 2, "a26_29": 0, "a30_59": 0, "a60_74": 0, "a75_plus": 0, "non_connu": 0
    }  # fmt: skip
    assert not fil.session.brouillons


def test_help_and_commands_inside_a_distribution(fil: Fil) -> None:
    dit = fil.taper(":aller 2.6", "s", "1", "?", ":aller 1.2", "Les Tilleuls")
    assert "Un nombre par catégorie" in dit
    assert fil.reponse("residence_nom").valeur == "Les Tilleuls"
    assert fil.session.repartitions["residents_age"]["moins_18"] == "1"


# — what cannot be written ——————————————————————————————————————————————————————————————————————————————————


def test_a_failed_write_rings_and_gives_the_answer_back(fil: Fil, monkeypatch: pytest.MonkeyPatch) -> None:
    def plein(*_: object) -> None:
        raise Unreadable("residence.agls : écriture impossible (le disque est plein)")

    with monkeypatch.context() as panne:
        panne.setattr(Dossier, "repondre", plein)
        dit = fil.taper(":aller 1.11", "86")
        assert SONNERIE + "Échec : residence.agls : écriture impossible (le disque est plein) ; réessayez, ou :copie" in dit
        assert not re.search(f"enregistré {HEURE}", dit)
        assert "Entrée : enregistrer « 86 »" in dit
        assert fil.debuts[-1][1] == "86"
    fil.taper("")  # an empty line tries again
    assert fil.reponse("nb_logements").valeur == 86
    assert not fil.session.brouillons


@pytest.mark.parametrize("geste", ["86", ":nsp", ":note essai", ":effacer", ":revoir"])
def test_a_closed_dossier_can_be_read_and_not_written(fil: Fil, geste: str) -> None:
    fil.session.repondre(86, "nb_logements")
    fil.session.dossier.cloturer(motif="Demande retirée")
    evenements = fil.session.dossier.evenements
    dit = fil.taper(":aller 1.11", geste, "", ":plan")
    assert "Attention : dossier clos" in dit
    assert "clos" in dit.split("Question 1.11")[1]
    assert fil.session.dossier.evenements == evenements
    assert "Question 1.12" in dit  # an empty line still goes on


@pytest.mark.parametrize("numero", ["1.14", "2.6"])
def test_a_read_only_dossier_asks_for_no_row_and_no_count(fil: Fil, numero: str) -> None:
    fil.session.dossier.lecture_seule = "tenu par une autre personne"
    dit = fil.taper(f":aller {numero}", "s", ":quitter")
    assert "Refusé : tenu par une autre personne" in dit


def test_where_no_hand_types_the_first_refusal_stops(session: Session) -> None:
    """Going on would give the next lines to the wrong questions."""
    tube = Fil(session, main=False)
    with pytest.raises(
        Arret, match=r"^ligne 3 de l’entrée : 1\.11, nombre attendu.*arrêt ici, ce qui précède est enregistré"
    ):
        tube.taper("RES-1", ":aller 1.11", "beaucoup", "12")
    assert session.reponse("residence_id").valeur == "RES-1"
    assert session.reponse("nb_logements").etat == "non_renseignee"
    assert session.reponse("nb_places").etat == "non_renseignee"


def test_a_dossier_that_is_held_is_read_and_a_script_is_told(fil: Fil) -> None:
    chemin = fil.session.dossier.chemin
    dit = fil.ouvrir(chemin, "RES-1")
    assert "Attention : lecture seule, « residence.agls » est déjà ouvert en écriture" in dit
    assert "Refusé : « residence.agls » est déjà ouvert" in dit
    with pytest.raises(Held):
        Fil(fil.session, main=False).ouvrir(chemin)


def test_a_hand_takes_up_the_last_sitting_a_script_begins_anew(fil: Fil) -> None:
    chemin = fil.session.dossier.chemin
    fil.session.dossier.fermer()
    assert "Ces brouillons sont gardés sur cette machine." in fil.ouvrir(chemin, ":volet", ":aller 2.19", "Un.", CTRL_C)
    dit = fil.ouvrir(chemin, ":modifier", "", ".")
    assert "Constat du service" in dit
    assert "Brouillon, non enregistré : « Un. »" in dit.split("Question 2.19")[1]
    assert "enregistré" in dit
    assert "Question 1.1 " in Fil(fil.session, main=False).ouvrir(chemin)


def test_ctrl_c_at_a_question_abandons_nothing_else(fil: Fil) -> None:
    assert "Saisie abandonnée" in fil.taper(":aller 1.11", CTRL_C, "86")
    assert fil.reponse("nb_logements").valeur == 86


N_IMPORTE_QUOI = (
    "", "o", "n", "1", "2", "s", "a", "r 1", "d 1", "l", "86", "3,5", "01/02/2020", "aucun", ".", "-", "zzz", "::x", "p",
    "tout", "2.3", "9.9", CTRL_C, "montant", "r", "1 3", "99999999999999", ":fin", ":vider", ":retour", ":", "toutes",
    "\udce9", "½", "²",
)  # fmt: skip
LENTES = ("quitter", "rapport", "copie", "leviers", "ensemble", "manquants", "utile", "visite")


@pytest.mark.parametrize("graine", range(3))
def test_whatever_is_typed_the_prompts_go_on_and_the_file_stays_whole(
    graine: int, dossiers_exemples: Path, tmp_path: Path
) -> None:
    hasard = random.Random(graine)
    copie = tmp_path / "a.agls"
    copie.write_bytes(sorted(dossiers_exemples.glob("*.agls"))[graine % 3].read_bytes())
    commandes = [c.nom for c in COMMANDES if c.nom not in LENTES and not c.nom.startswith("?")]
    with Dossier.ouvrir(copie, ecriture=True) as dossier:
        session = Session(dossier, "constat" if graine % 2 else "auto_evaluation")
        numeros = list(session.parcours.numeros.values())
        lignes = []
        for _ in range(25):
            lignes.append(f":aller {hasard.choice(numeros)}")
            lignes.append(f":{hasard.choice(commandes)} {hasard.choice(N_IMPORTE_QUOI)}")
            lignes += hasard.choices(N_IMPORTE_QUOI, k=3)
        Fil(session, largeur=hasard.choice((10, 40, 80))).taper(*lignes)
    with Dossier.ouvrir(copie) as relu:
        assert (relu.fautes, relu.lecture_seule) == ((), None)


# — what a voice reads ——————————————————————————————————————————————————————————————————————————————————————


def test_signs_become_words_and_drawings_go() -> None:
    assert lisible("✓ répondu") == "répondu"
    assert lisible("  · niveau 2 → 3") == "  - niveau 2 vers 3"
    assert lisible("3 lignes · total 2") == "3 lignes, total 2"
    assert lisible("── Scores ───█▒│") == "Scores "
    assert lisible("a ≠ b, −340 €") == "a différent de b, −340 €"
    assert lisible("\x1b[31mrouge") == "\ufffd[31mrouge"


def test_lines_are_cut_between_words_and_never_before_a_colon() -> None:
    assert paragraphes("Plafond de la circulaire : 20\u202f400\u00a0€", 25) == [
        "Plafond de la", "circulaire\u00a0: 20\u202f400\u00a0€"
    ]  # fmt: skip
    assert paragraphes("  deux mots de plus", 20) == ["  deux mots de plus"]
    assert paragraphes("", 80) == [""]
