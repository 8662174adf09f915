"""Every command of the prompts: found by its name, its letter, its beginning; and what each does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.ui.lineaire.table import COMMANDES, plat, trouver
from evaluator.ui.session import Session
from tests.ui.fil import Fil


@pytest.fixture
def fil(session: Session) -> Fil:
    return Fil(session)


@pytest.fixture
def constat(session: Session) -> Fil:
    """The constat, where the gestionnaire declared two answers of the same part."""
    session.repondre(40, "menages_vulnerables")
    session.repondre(Fraction(30), "duree_mediane")
    session.changer_volet()
    return Fil(session)


@pytest.fixture
def complet(dossiers_exemples: Path, tmp_path: Path) -> Iterator[Fil]:
    """The constat of an example."""
    copie = tmp_path / "pre-sorbier.agls"
    copie.write_bytes((dossiers_exemples / "pre-sorbier.agls").read_bytes())
    with Dossier.ouvrir(copie, ecriture=True) as dossier:
        yield Fil(Session(dossier, "constat"))


# — the table ———————————————————————————————————————————————————————————————————————————————————————————————


def test_names_and_letters_are_unique() -> None:
    noms = [plat(c.nom) for c in COMMANDES] + [c.lettre for c in COMMANDES if c.lettre]
    assert len(noms) == len(set(noms))


@pytest.mark.parametrize("commande", COMMANDES, ids=lambda c: c.nom)
def test_a_command_is_found_by_name_accents_or_not_and_by_letter(commande: object) -> None:
    assert isinstance(commande, type(COMMANDES[0]))
    assert trouver(commande.nom) == trouver(plat(commande.nom).upper()) == [commande]
    assert not commande.lettre or trouver(commande.lettre) == [commande]


def test_what_was_found_at_opening_is_said_once(dossiers_exemples: Path, tmp_path: Path) -> None:
    copie = tmp_path / "rompu.agls"
    lignes = (dossiers_exemples / "pre-sorbier.agls").read_bytes().split(b"\n")
    copie.write_bytes(b"\n".join([*lignes[:5], *lignes[6:]]))  # one event taken out
    with Dossier.ouvrir(copie, ecriture=True) as dossier:
        dit = Fil(Session(dossier, "constat")).taper(":aller 1.11", "12")
        assert dossier.lecture_seule
    assert dit.count("Attention : lecture seule, ") == 1
    assert dit.split("\nPartie ")[0].count("ne suit pas celui de la ligne précédente") == 1
    assert "Refusé : " in dit


def test_the_help_names_every_command(fil: Fil) -> None:
    dit = fil.taper("??")
    for commande in COMMANDES:
        assert f"{commande.nom}" in dit
        assert commande.aide in dit
    assert ":plan, [partie] : " in fil.taper("?? plan")


def test_the_guide_names_every_command() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")
    for commande in COMMANDES:
        assert f"`{commande.nom if commande.nom.startswith('?') else ':' + commande.nom}`" in guide, commande.nom


@pytest.mark.parametrize(
    ("ligne", "dit"),
    [
        (":zut", "Refusé : « :zut » n’est pas une commande ; ?? : toutes les commandes"),
        (":", "n’est pas une commande"),
        (":pla", "1 Identification et recevabilité : 0 sur 26"),  # a beginning is enough
        (":pr", "Refusé : « :pr » peut être :précédente ou :prochaine"),
    ],
)
def test_a_beginning_is_enough_where_it_is_the_only_one(fil: Fil, ligne: str, dit: str) -> None:
    assert dit in fil.taper(ligne)


# — moving ——————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("lignes", "ici"),
    [
        ([":suivante"], "1.2"),
        ([":j", ":j", ":k"], "1.2"),
        ([":précédente"], "1.1"),
        ([":aller 2.8"], "2.8"),
        ([":aller 2"], "2.1"),
        ([":aller", "3.17"], "3.17"),
        ([":aller SIRET"], "1.4"),
        ([":g procedure d impayes"], "3.17"),
        ([":partie"], "2.1"),
        (["RES-1", ":k", ":prochaine"], "1.2"),
        ([":suivante", ":question"], "1.2"),
    ],
)
def test_moving(fil: Fil, lignes: list[str], ici: str) -> None:
    fil.taper(*lignes)
    assert fil.session.parcours.numeros[fil.session.courante] == ici


def test_going_nowhere_is_refused_or_listed(fil: Fil) -> None:
    dit = fil.taper(":aller 9.9", ":aller ménages", ":chercher impayés", ":chercher zzz")
    assert "Refusé : aucune question ne répond à « 9.9 »" in dit
    assert "2.10 Ménages vulnérables" in dit
    assert "3.17 Procédure d’impayés" in dit
    assert "Ni question, ni réponse, ni note ne contient « zzz »." in dit
    assert fil.session.courante == "residence_id"


def test_the_last_question_says_so(fil: Fil) -> None:
    fil.session.courante = fil.session.visibles[-1]
    assert "Dernière question. :manquants" in fil.taper("", ":quitter")


def test_the_visit_and_the_most_useful_question(complet: Fil) -> None:
    complet.session.courante = "cout_gls"
    complet.session.effacer()
    complet.session.courante = "residence_id"
    complet.taper(":utile")
    assert complet.session.courante == "cout_gls"
    dit = complet.taper(":visite utile", ":visite", "après", ":visite zzz", ":visite toutes")
    assert "Visite, ce qui peut encore changer l’avis ou le montant : " in dit
    assert "Visite, après la visite : " in dit
    assert "Refusé : avant la visite ; sur place ; " in dit
    assert "Toutes les questions." in dit
    assert complet.session.filtre is None


# — answering otherwise —————————————————————————————————————————————————————————————————————————————————————


def test_unknown_not_applicable_cleared_undone(fil: Fil) -> None:
    fil.taper(":aller 1.14", ":nsp", ":aller 2.3", ":sans-objet Jamais écrit", ":aller 2.5", ":s", "Aucun public")
    assert fil.reponse("conventions_apl").etat == "ne_sait_pas"
    assert (fil.reponse("projet_social_validation").etat, fil.reponse("projet_social_validation").motif) == (
        "sans_objet", "Jamais écrit"
    )  # fmt: skip
    assert fil.reponse("menages_prioritaires").motif == "Aucun public"
    dit = fil.taper(":aller 1.14", ":effacer", ":annuler")
    assert fil.reponse("conventions_apl").etat == "ne_sait_pas"
    assert "— 1.14 Conventions APL revient à : ne sait pas" in dit
    dit = fil.taper(":refaire", ":refaire")
    assert fil.reponse("conventions_apl").etat == "non_renseignee"
    assert "rien à refaire" in dit


def test_what_cannot_be_not_applicable_says_so_and_a_reason_is_asked_for(fil: Fil) -> None:
    dit = fil.taper(":aller 1.11", ":sans-objet parce que", ":aller 1.14", ":sans-objet", "", ":effacer", ":annuler")
    assert "« sans objet » n’est pas une réponse possible ici" in dit
    assert "un motif est demandé" in dit
    assert "rien à effacer ici" in dit
    assert "rien à annuler dans cette session" in dit


def test_sources_before_after_and_for_the_part(fil: Fil) -> None:
    fil.taper(":aller 1.11", ":p", "86", ":k", ":source entretien")
    assert fil.reponse("nb_logements").source == "entretien"
    dit = fil.taper(":source-partie document", ":aller 1.12", "94", ":f aucune", "90", ":source zzz")
    assert fil.reponse("nb_places").source == "document"
    assert fil.reponse("nb_menages").source is None
    assert "une source est attendue, d déclaratif" in dit


def test_in_the_constat_the_source_is_asked_for_unless_the_part_has_one(constat: Fil) -> None:
    dit = constat.taper(":aller 2.15", "7", "zzz", "p", "49", "")
    assert constat.reponse("residents_au_dela").source == "document"
    assert (constat.reponse("menages_besoins").valeur, constat.reponse("menages_besoins").source) == (49, None)
    assert "Source (d déclaratif, p document (pièce), e entretien, v observation (vu) ; Entrée : aucune) : " in dit
    assert "Refusé : une source est attendue" in dit
    dit = constat.taper(":f v", ":aller 2.25", "3", ":quitter")
    assert constat.reponse("incidents_n1").source == "observation"
    assert "Source (" not in dit


def test_the_declared_answer_is_shown_taken_over_and_its_difference_explained(constat: Fil) -> None:
    dit = constat.taper(":aller 2.10", ":confirmer", "p", ":aller 2.10", "30", ":k", ":motif relevé sur pièces")
    assert "Déclaré par le gestionnaire : 40 ménages. À vérifier" in dit
    assert "Modifié, le gestionnaire a déclaré : 40 ménages. Pour dire pourquoi : :précédente, puis :motif" in dit
    assert (constat.reponse("menages_vulnerables").valeur, constat.reponse("menages_vulnerables").source) == (30, "document")
    assert constat.reponse("menages_vulnerables").motif == "relevé sur pièces"
    dit = constat.taper(":question", ":motif aucun")
    assert "Modifié" in dit
    assert "Motif de l’écart : relevé sur pièces" in dit
    assert constat.reponse("menages_vulnerables").motif is None


def test_a_whole_part_is_taken_over_once_its_source_is_known(constat: Fil) -> None:
    dit = constat.taper(":aller 2", ":confirmer-partie", ":source-partie e", ":b")
    assert "donnez d’abord leur source par :source-partie" in dit
    assert "2 réponses déclarées reprises" in dit
    assert constat.reponse("duree_mediane").source == "entretien"
    assert "rien à reprendre dans cette partie" in constat.taper(":b")


@pytest.mark.parametrize("commande", [":confirmer", ":confirmer-partie", ":motif essai"])
def test_what_belongs_to_the_constat_says_so_elsewhere(fil: Fil, commande: str) -> None:
    assert "constat" in fil.taper(commande).split("Refusé")[1]


# — around the answer ———————————————————————————————————————————————————————————————————————————————————————


def test_notes_marks_and_pieces(fil: Fil, tmp_path: Path) -> None:
    fichier = tmp_path / "conseil.pdf"
    fichier.write_bytes(b"compte rendu")
    dit = fil.taper(
        ":aller 1.11",
        ":note Comptés en mai",
        ":partager",
        ":revoir",
        f":joindre {fichier}",
        ":i absent.pdf",
        ":question",
    )
    annotation = fil.session.annotation("nb_logements")
    assert (annotation.note, annotation.visibilite, annotation.a_revoir) == ("Comptés en mai", "interne", True)
    assert [(p.nom, p.sha256) for p in annotation.pieces] == [("conseil.pdf", hashlib.sha256(b"compte rendu").hexdigest())]
    assert "Refusé : « absent.pdf » n’existe pas dans " in dit
    assert "Note (interne) : Comptés en mai" in dit
    assert "à revoir." in dit
    fil.taper(":note", "", "Relus en juin", ".", ":revoir", ":retirer", ":retirer")
    annotation = fil.session.annotation("nb_logements")
    assert (annotation.note, annotation.a_revoir, annotation.pieces) == ("Comptés en mai\nRelus en juin", False, ())


def test_a_piece_of_the_same_name_is_replaced_kept_beside_or_left(fil: Fil, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    un, deux = tmp_path / "pv.pdf", tmp_path / "b" / "pv.pdf"
    un.write_bytes(b"mars")
    deux.write_bytes(b"avril")
    dit = fil.taper(":aller 2.28", f":joindre {un}", f":joindre {un}", f":i {deux}", "2", f":i {deux}", "", ":pièces")
    assert "est déjà jointe ici\n" in dit
    pieces = fil.session.annotation("conseil_reunions").pieces
    assert [p.nom for p in pieces] == ["pv.pdf", "pv (2).pdf"]
    assert "Attendue : " in dit
    assert "Jointe : pv (2).pdf (partagée), présente" in dit
    un.write_bytes(b"tout autre chose")
    assert "Jointe : pv.pdf (partagée), modifiée" in fil.taper(":pièces")
    fil.taper(f":i {deux}", "1")
    assert next(p.sha256 for p in fil.session.annotation("conseil_reunions").pieces) == pieces[1].sha256


def test_words_are_looked_for_in_answers_and_marks_are_gone_through(complet: Fil) -> None:
    dit = complet.taper(":chercher médiathèque", ":aller 3.17", ":revoir", ":aller 1", ":marquée")
    assert "4.16 Partenaires" in dit
    assert complet.session.courante == "protocole_impayes"
    assert "Aucune autre question n’est marquée" in complet.taper(":marquée")


def test_a_copy_is_the_way_out_of_a_disk_that_refuses(fil: Fil, tmp_path: Path) -> None:
    autre = tmp_path / "cle" / "copie"
    autre.parent.mkdir()
    dit = fil.taper("RES-1", f":copie {autre}", "Les Tilleuls", f":copie {autre}")
    fil.session.dossier.fermer()
    assert "le dossier continue dans" in dit
    assert "existe déjà" in dit.split("Échec")[1]
    with Dossier.ouvrir(autre.with_suffix(".agls")) as copie:
        assert copie.reponse("residence_id", "auto_evaluation").valeur == "RES-1"
        assert copie.reponse("residence_nom", "auto_evaluation").valeur == "Les Tilleuls"


# — showing —————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("chemin", [".", "/", "~personne-de-ce-nom/x/y"])
def test_a_copy_that_cannot_be_is_said_and_the_sitting_goes_on(fil: Fil, chemin: str) -> None:
    """No name, a folder, the home of nobody: found by fuzzing."""
    dit = fil.taper(f":copie {chemin}", "RES-1")
    assert "Échec" in dit
    assert fil.reponse("residence_id").valeur == "RES-1"


def test_what_the_results_say_is_what_the_command_line_says(complet: Fil) -> None:
    """16 726 €: docs/exemple-calcule.md."""
    dit = complet.taper(":résultats")
    assert "Avis : favorable\nMontant proposé : 16 726 €" in dit
    assert "Refusé" not in dit


def test_why_goes_down_step_by_step_and_up_again(complet: Fil) -> None:
    dit = complet.taper(":pourquoi montant", "4", "r", "9", "", ":pourquoi 5.2", "", ":pourquoi zzz")
    assert "Montant proposé : 16 726 €" in dit
    assert "Montant demandé : 19 800 €" in dit.split("4 : Montant demandé, 19 800 €")[1]
    assert "Refusé : 1 à 4 : ce pas ; trouvé : « 9 »" in dit
    assert "Réponse : " in dit
    assert "« zzz » n’est pas un chiffre du calcul" in dit


def test_what_is_hidden_stays_hidden(complet: Fil) -> None:
    dit = complet.taper(":scores", ":résultats", ":pourquoi", ":leviers", ":ensemble", ":écarts", ":manquants")
    assert "16 726" not in dit
    assert "point," not in dit
    assert dit.count("Scores cachés") == 4
    assert "Scores montrés." in complet.taper(":scores")


def test_lists_are_short_unless_all_is_asked_for(fil: Fil, complet: Fil) -> None:
    dit = fil.taper(":manquants")
    assert " autres ; :manquants tout." in dit
    assert "5.6 Cofinancements" in fil.taper(":manquants tout")
    dit = complet.taper(":écarts")
    assert "46 écarts entre les deux volets." in dit
    assert "Et 36 autres ; :écarts tout." in dit
    assert "5.2 Mobilisation des mesures\n  Déclaré : niveau 3" in dit


def test_the_plan_of_a_part(complet: Fil) -> None:
    dit = complet.taper(":plan 3")
    assert "3.17 Procédure d’impayés : niveau 2 : " in dit
    assert "1.1 Identifiant de la résidence : BRZ" not in dit


def test_the_other_volet_and_the_help_of_the_question(complet: Fil) -> None:
    dit = complet.taper(":aller 3.17", "?", ":volet")
    assert "À demander : " in dit
    assert "Texte A2-IND3" in dit
    assert "Auto-évaluation du gestionnaire : " in dit.split("À demander")[1]
    assert complet.session.volet == "auto_evaluation"


def test_levers_and_the_overview(complet: Fil) -> None:
    dit = complet.taper(":leviers", ":ensemble")
    assert "Le plus fort gain en 1 changement" in dit
    assert "Avis robuste" in dit


def test_the_report_is_written_beside_the_dossier(complet: Fil) -> None:
    dit = complet.taper(":rapport md", ":rapport papyrus")
    ecrits = list(complet.session.dossier.chemin.parent.glob("*.md"))
    assert len(ecrits) == 1
    assert "Rapport écrit : " in dit
    assert "papyrus" in dit.split("Échec")[1]


def test_nothing_said_is_a_drawing(complet: Fil) -> None:
    """Nor a colour, nor longer than the terminal: what is printed moves nothing and draws nothing."""
    complet.largeur = 80
    dit = complet.taper(
        ":résultats", ":manquants", ":plan", ":plan 2", ":leviers", ":ensemble", ":écarts tout", "??", "?",
        *(f":aller {complet.session.parcours.numeros[q]}" for q in complet.session.visibles),
    )  # fmt: skip
    assert not {c for c in dit if ord(c) < 32 and c != "\n"}
    assert not {c for c in dit if 0x2190 <= ord(c) <= 0x27BF and c != "−"}  # a minus is read as one
    assert not set("·•") & set(dit)
    invites = {i.replace("\u00a0", " ") for i, _ in complet.debuts}
    assert not [ligne for ligne in dit.split("\n") if len(ligne) > 80 and ligne not in invites]
