"""Reports of many dossiers: what one of them has costs no other; what is wrong for all is said before anything is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Piece, Reponse
from evaluator.errors import Unreadable, WrongUse
from evaluator.ouvriers import Perdue
from evaluator.report import lot
from evaluator.report.donnees_personnelles import chercher
from evaluator.report.lot import Demande, Issue

SERVICE = Auteur.lire("Anne Martin, inspectrice, DDETS")


@pytest.fixture
def quatre(dossiers_exemples: Path, tmp_path: Path) -> list[Path]:
    """A good one, one that is no dossier, one that is not there, another good one."""
    bon = Path(shutil.copy(dossiers_exemples / "pre-sorbier.agls", tmp_path / "bon.agls"))
    autre = Path(shutil.copy(dossiers_exemples / "puits-mirette.agls", tmp_path / "autre.agls"))
    (tmp_path / "casse.agls").write_text("ceci n’est pas un dossier", encoding="utf-8")
    return [bon, tmp_path / "casse.agls", tmp_path / "absent.agls", autre]


def _faire(fichiers: list[Path], demande: Demande, processus: int) -> list[Issue]:
    faites = dict(lot.mener(fichiers, demande, processus=processus))
    return [faites[rang] for rang in range(len(fichiers))]


def test_one_bad_file_stops_no_other_with_processes_or_without(quatre: list[Path], tmp_path: Path) -> None:
    demande = Demande(sortie=tmp_path / "s")
    ici = _faire(quatre, demande, 1)
    assert [i.fichier for i in ici] == quatre
    assert [(i.code, len(i.ecrits)) for i in ici] == [(0, 1), (1, 0), (3, 0), (0, 1)]
    assert "n’existe pas" in ici[2].erreur
    pages = [i.ecrits[0].read_bytes() for i in ici if i.ecrits]
    assert _faire(quatre, demande, 2) == ici
    assert [i.ecrits[0].read_bytes() for i in ici if i.ecrits] == pages


def test_one_dossier_takes_no_process(quatre: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def jamais(*_: object, **__: object) -> None:
        raise AssertionError("a process for one dossier")

    monkeypatch.setattr("evaluator.ouvriers.mener", jamais)
    assert _faire(quatre[:1], Demande(sortie=tmp_path), 8)[0].code == 0


@pytest.mark.parametrize(("raison", "mots"), [("delai", "120 secondes"), ("arret", "a été arrêté")])
def test_a_lost_process_is_a_failure_of_its_dossier(
    quatre: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raison: str, mots: str
) -> None:
    def perdre(*_: object, delai: float, **__: object) -> list[tuple[int, Perdue]]:
        assert delai == 120  # 60 a format
        return [(1, Perdue(raison))]  # type: ignore[arg-type]

    monkeypatch.setattr("evaluator.ouvriers.mener", perdre)
    ((rang, issue),) = lot.mener(quatre[:2], Demande(formats=("html", "md"), sortie=tmp_path), processus=2)
    assert (rang, issue.fichier, issue.code, issue.ecrits) == (1, quatre[1], 1, ())
    assert mots in issue.erreur
    assert f"agls rapport {quatre[1]}" in issue.erreur


def test_a_dossier_that_another_program_holds_is_read(quatre: list[Path], tmp_path: Path) -> None:
    with Dossier.ouvrir(quatre[0], ecriture=True, auteur=SERVICE):
        assert lot.rapporter(Demande(sortie=tmp_path), quatre[0]).code == 0


def test_a_fault_of_the_program_is_said_in_words(
    quatre: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fauter(*_: object, **__: object) -> None:
        raise ZeroDivisionError("7/0")

    monkeypatch.setattr(lot, "rediger", fauter)
    issue = lot.rapporter(Demande(sortie=tmp_path), quatre[0])
    assert (issue.code, issue.ecrits) == (1, ())
    assert "à signaler (ZeroDivisionError : 7/0)" in issue.erreur


def test_two_dossiers_of_one_name_are_refused_together(tmp_path: Path) -> None:
    memes = [tmp_path / "nord" / "foyer.agls", tmp_path / "sud" / "Foyer.agls"]
    with pytest.raises(WrongUse) as refus:
        lot.verifier(memes, Demande(sortie=tmp_path / "s"))
    assert all(str(f) in str(refus.value) for f in memes)
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    "demande", [Demande("papyrus"), Demande(formats=("html", "papyrus")), Demande("contradictoire", volet="auto_evaluation")]
)
def test_what_is_wrong_for_all_is_said_once(demande: Demande) -> None:
    with pytest.raises(WrongUse):
        lot.verifier([Path("a.agls"), Path("b.agls")], demande)


def test_a_folder_that_cannot_be_is_said_once(quatre: list[Path]) -> None:
    with pytest.raises(Unreadable, match=r"ne peut pas être écrit"):
        lot.verifier(quatre, Demande(sortie=quatre[0] / "s"))


def test_a_pattern_that_the_shell_left_is_opened_and_nobody_is_twice(quatre: list[Path], tmp_path: Path) -> None:
    bon, casse, _, autre = quatre
    assert lot.deplier([bon, tmp_path / "*.agls"]) == [bon, autre, casse]
    assert lot.deplier([bon, tmp_path / ".." / tmp_path.name / "bon.agls"]) == [bon]
    crochets = Path(shutil.copy(bon, tmp_path / "lot [1].agls"))
    assert lot.deplier([crochets]) == [crochets]
    with pytest.raises(Unreadable, match="aucun dossier"):
        lot.deplier([tmp_path / "z*.agls"])


# — personal data ———————————————————————————————————————————————————————————————————————————————————————————

TELEPHONE, SECU = "06 12 34 56 78", "1 85 05 78 006 084 91"  # the key is worked out in test_reperage


@pytest.fixture
def bavard(quatre: list[Path]) -> Path:
    """A number everywhere one may be printed, and others where none may."""
    with Dossier.ouvrir(quatre[0], ecriture=True, auteur=SERVICE) as dossier:
        dossier.repondre("necessite_agls", "constat", Reponse("renseignee", f"Voir M. X au {TELEPHONE}.", "document"))
        lignes = ({"intitule": "Accueil", "mission": "gls1"}, {"intitule": f"Suivi de {SECU}", "mission": "gls1"})
        dossier.repondre("actions", "constat", Reponse("renseignee", lignes, "document"))
        dossier.noter("nb_logements", "constat", "jean@exemple.fr", "partagee")
        dossier.noter("nb_places", "constat", "interne@exemple.fr", "interne")
        dossier.joindre("necessite_agls", "constat", Piece("bail 0798765432.pdf", "ab" * 32, "partagee"))
        dossier.joindre("necessite_agls", "constat", Piece("bail 0711111111.pdf", "ab" * 32, "interne"))
        dossier.observer("FR14 2004 1010 0505 0001 3M02 606")
    return quatre[0]


def test_each_find_is_named_with_its_place_and_never_whole(bavard: Path, tmp_path: Path) -> None:
    issue = lot.rapporter(Demande(volet="constat", sortie=tmp_path), bavard)
    assert issue.code == 0
    dits = "\n".join(issue.dits).replace("\u00a0", " ").replace("\u202f", " ")
    assert len(issue.dits) == 5
    for place in (
        "(Constat du service) : numéro de téléphone (« 06 12 … ») ; corrigez la réponse",
        "ligne 2, colonne « Action » : numéro de sécurité sociale (« 1 … ») ; corrigez la réponse",
        "note partagée : adresse électronique (« j…@exemple.fr ») ; corrigez la note, ou rendez-la interne",
        "nom d’une pièce partagée : numéro de téléphone (« 0798 … ») ; joignez-la sous un autre nom",
        "observation sur l’ensemble du dossier : IBAN (« FR14 … »)",
    ):
        assert place in dits, place
    for entier in (TELEPHONE, SECU, "jean@", "0798765432", "2004", "interne@", "0711"):
        assert entier not in dits


def test_refused_nothing_is_written(bavard: Path, tmp_path: Path) -> None:
    issue = lot.rapporter(Demande(volet="constat", sortie=tmp_path / "s", refuser=True), bavard)
    assert (issue.code, issue.ecrits, (tmp_path / "s").exists()) == (1, (), False)
    premiere, *lignes = issue.erreur.splitlines()
    assert premiere == "pas de rapport : il montrerait ces données personnelles"
    assert len(lignes) == 5
    assert TELEPHONE not in issue.erreur


def test_what_this_kind_does_not_print_is_not_said(bavard: Path, tmp_path: Path) -> None:
    issue = lot.rapporter(Demande("auto_evaluation", sortie=tmp_path), bavard)
    assert issue.dits == ()


def test_many_are_counted(quatre: list[Path], tmp_path: Path) -> None:
    with Dossier.ouvrir(quatre[0], ecriture=True, auteur=SERVICE) as dossier:
        note = " ; ".join(f"06 {n} 34 56 78" for n in range(10, 33))
        dossier.noter("nb_logements", "constat", note, "partagee")
    issue = lot.rapporter(Demande(volet="constat", sortie=tmp_path), quatre[0])
    assert len(issue.dits) == 21
    assert issue.dits[-1].endswith("bon.agls : donnée personnelle imprimée, et 3 autres")


@pytest.mark.parametrize("modele", ["evaluation", "contradictoire", "auto_evaluation"])
def test_no_false_alarm_on_the_examples(dossiers_exemples: Path, tmp_path: Path, modele: str) -> None:
    for chemin in sorted(dossiers_exemples.glob("*.agls")):
        assert lot.rapporter(Demande(modele, sortie=tmp_path), chemin).dits == ()


def test_the_answers_that_go_with_the_file_are_searched_even_unprinted(bavard: Path) -> None:
    lus = [str(t) for t in chercher(Dossier.ouvrir(bavard), {}, joint="constat")]
    assert ["téléphone" in lus[0], "sécurité sociale" in lus[1], len(lus)] == [True, True, 2]  # notes do not go with it
    assert chercher(Dossier.ouvrir(bavard), {}, joint="auto_evaluation") == []


def test_of_two_places_the_one_that_is_printed_is_named(bavard: Path, tmp_path: Path) -> None:
    with Dossier.ouvrir(bavard, ecriture=True, auteur=SERVICE) as dossier:
        dossier.repondre("necessite_agls", "auto_evaluation", Reponse("renseignee", f"Ailleurs : {TELEPHONE}"))
    issue = lot.rapporter(Demande(volet="constat", sortie=tmp_path), bavard)
    assert len(issue.dits) == 5
    assert not any("Auto-évaluation" in dit for dit in issue.dits)
