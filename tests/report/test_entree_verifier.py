"""`agls verifier` of a report: what it says, and its exit code."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from evaluator import __version__
from evaluator.canonical import canonique
from evaluator.cli.francais import executer
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.evaluation.evaluate import evaluer
from evaluator.report.entree import PORTEURS, Jointe, entree, inserer
from evaluator.report.entree.archive import ecrire
from tests.report import porteurs
from tests.report.conftest import Rapport

SIGNATURE = "Une empreinte n’est pas une signature : elle dit que rien n’a changé par accident, pas qui a écrit."


@pytest.fixture(scope="module")
def rapport(rapports: list[Rapport]) -> Rapport:
    return next(r for r in rapports if r.dossier.nom == "pre-sorbier.agls" and r.evaluation.volet == "constat")


@pytest.fixture(scope="module")
def octets(rapport: Rapport) -> bytes:
    return entree(rapport.dossier, rapport.evaluation, porteurs.JOUR, "evaluation")


def odt(ici: Path, octets: bytes, jointe: Jointe | None = None) -> str:
    """A small report on disk."""
    chemin = ici / "rapport.odt"
    chemin.write_bytes(inserer(".odt", porteurs.odt_nu(), jointe or Jointe.de(octets)))
    return str(chemin)


def test_every_format_is_verified_in_the_same_words(
    rapport: Rapport, octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures of the example (`docs/exemple-calcule.md`): 16 726 €, 0.718959 point."""
    chemins = []
    for extension, fichier in porteurs.fichiers(Jointe.de(octets), rapport, tmp_path).items():
        chemins.append(tmp_path / f"r{extension}")
        chemins[-1].write_bytes(fichier)
    assert executer(["verifier", *map(str, chemins)]) == 0
    sortie = capsys.readouterr().out
    blocs = sortie.split(SIGNATURE)
    for bloc, chemin in zip(blocs, chemins, strict=False):
        for ligne in (
            f"{chemin.name} : rapport « evaluation » du 1er mars 2025, dossier pre-sorbier.agls",
            "Résidence : Résidence du Pré-Sorbier",
            "Volet : Constat du service, exercice 2024",
            "Avis : favorable\n",
            "Montant proposé : 16\u202f726\u00a0€",
            "Score global : 0,7190",
            "Grille par défaut de l’outil, non adoptée",
            f"Empreinte des données : {hashlib.sha256(octets).hexdigest()}",
            "  Égal : ",
        ):
            assert ligne in bloc
    assert len(blocs) == len(PORTEURS) + 1
    assert "version" not in sortie


def test_both_volets_of_every_example(rapports: list[Rapport], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for r in rapports:
        assert executer(["verifier", odt(tmp_path, entree(r.dossier, r.evaluation, porteurs.JOUR, "evaluation"))]) == 0
    assert capsys.readouterr().out.count("Égal : ") == len(rapports)


def test_changed_data_under_the_old_hash(octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    autre = octets.replace(b'"montant":16726', b'"montant":17726')
    jointe = Jointe(autre, hashlib.sha256(octets).hexdigest())
    assert executer(["verifier", odt(tmp_path, octets, jointe)]) == 1
    sortie = capsys.readouterr().out
    assert "rapport.odt : les données jointes ont été modifiées : leur empreinte est " in sortie
    assert "DIFFÉRENT" in sortie
    assert "    résultat, modulation, montant : 17\u202f726 dans le rapport, 16\u202f726 recalculé\n" in sortie
    assert "Égal" not in sortie
    assert SIGNATURE in sortie


def test_changed_data_that_no_figure_depends_on(octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    autre = octets.replace("Résidence du Pré-Sorbier".encode(), "Résidence du Pré-Cornier".encode())
    jointe = Jointe(autre, hashlib.sha256(octets).hexdigest())
    assert executer(["verifier", odt(tmp_path, octets, jointe)]) == 1
    sortie = capsys.readouterr().out
    assert "les données jointes ont été modifiées" in sortie
    assert "Égal" not in sortie
    assert "le fichier a les défauts dits plus haut" in sortie


def test_a_hash_that_was_taken_away(octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chemin = odt(tmp_path, octets)
    parties = porteurs.parties(Path(chemin).read_bytes())
    parties["meta.xml"] = porteurs.parties(porteurs.odt_nu())["meta.xml"]
    Path(chemin).write_bytes(ecrire(parties))
    assert executer(["verifier", chemin]) == 1
    assert "ne déclare pas l’empreinte de ses données" in capsys.readouterr().out


def test_data_that_are_none(octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert executer(["verifier", odt(tmp_path, b'{"format":1}')]) == 1
    sortie = capsys.readouterr().out
    assert "rapport.odt (données jointes) : « journal » : manque" in sortie
    assert "ne permettent pas de recalculer" in sortie


def test_nothing_verified_is_not_right(
    octets: bytes, rapport: Rapport, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jointe = Jointe.de(octets, publication=True)
    (tmp_path / "r.md").write_text(f"Empreinte : agls\\-entree\\-sha256 : `{jointe.empreinte}`\n", encoding="utf-8")
    (tmp_path / "s.md").write_text(f"Empreinte : agls-entree-sha256\u00a0: {jointe.empreinte}\n", encoding="utf-8")
    (tmp_path / "nu.odt").write_bytes(porteurs.odt_nu())
    for chemin in (odt(tmp_path, octets, jointe), str(tmp_path / "r.md"), str(tmp_path / "s.md")):
        assert executer(["verifier", chemin]) == 1
        sortie = capsys.readouterr().out
        assert "ce document n’embarque pas ses données" in sortie
        assert f"il en donne l’empreinte {jointe.empreinte} ; rien n’a été vérifié" in sortie
    assert executer(["verifier", str(tmp_path / "nu.odt")]) == 1
    assert "ne porte ni données d’évaluation ni leur empreinte ; rien n’a été vérifié" in capsys.readouterr().out


def test_files_that_are_no_report(octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for extension in (*PORTEURS, ".PDF"):
        (tmp_path / f"faux{extension}").write_bytes(b"bonjour")
        assert executer(["verifier", str(tmp_path / f"faux{extension}")]) == 1
        capture = capsys.readouterr()
        assert f"faux{extension} : ce n’est pas " in capture.out
        assert capture.err == ""
    (tmp_path / "rapport.txt").write_bytes(b"bonjour")
    assert executer(["verifier", str(tmp_path / "rapport.txt")]) == 2
    capsys.readouterr()
    assert executer(["verifier", str(tmp_path / "absent.pdf"), odt(tmp_path, octets)]) == 3
    capture = capsys.readouterr()
    assert "absent.pdf" in capture.err
    assert "Égal" in capture.out  # the others are verified all the same


def test_another_version_of_the_program_is_said(octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    autre = canonique({**json.loads(octets), "programme": "0.0.1\x1b[31m"})
    assert executer(["verifier", odt(tmp_path, autre)]) == 0
    sortie = capsys.readouterr().out
    assert f"Écrit par la version 0.0.1�[31m du programme, recalculé par la version {__version__}" in sortie
    assert "\x1b" not in sortie


def test_words_of_a_received_file_do_not_drive_the_terminal(
    octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arbre = json.loads(octets)
    arbre["reponses"]["residence_nom"]["valeur"] = "Nom\x1b]0;titre\x07\r\nMontant proposé : 1 €\u202e"
    arbre["dossier"]["nom"] = arbre["rapport"]["modele"] = "\x1b[2J"
    arbre["resultat"]["modulation"]["avis"] = "\x1b[2J"
    arbre["resultat"]["cle\x1b\n"] = 1
    assert executer(["verifier", odt(tmp_path, canonique(arbre))]) == 1
    faute = canonique({**arbre, "programme\x1b\n": "\x1b\n"})
    assert executer(["verifier", odt(tmp_path, faute)]) == 1
    sortie = capsys.readouterr().out
    assert "programme\ufffd\ufffd" in sortie
    assert all(c.isprintable() or c == "\n" for c in sortie.replace("\u202f", "").replace("\u00a0", ""))
    assert next(ligne for ligne in sortie.splitlines() if "1 €" in ligne).startswith("  Résidence : ")


def test_against_its_dossier(rapport: Rapport, octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The dossier goes on; what the report carried is still what it said then, until an answer changes."""
    suite, chemin = tmp_path / "renomme.agls", odt(tmp_path, octets)
    shutil.copy(rapport.dossier.chemin, suite)
    assert executer(["verifier", chemin, "--dossier", str(suite)]) == 0
    assert f"renomme.agls donne les mêmes données à son événement {rapport.dossier.evenements}\n" in capsys.readouterr().out
    with Dossier.ouvrir(suite, ecriture=True) as dossier:
        dossier.noter("nb_logements", "constat", "une note")
    assert executer(["verifier", chemin, "--dossier", str(suite)]) == 0
    assert "1 événement depuis, sans effet sur elles" in capsys.readouterr().out
    with Dossier.ouvrir(suite, ecriture=True) as dossier:
        dossier.repondre("montant_demande", "constat", Reponse("renseignee", 9000, "document"))
    assert executer(["verifier", chemin, "--dossier", str(suite)]) == 1
    sortie = capsys.readouterr().out
    assert "Égal" in sortie
    assert "résultat, modulation, montant : 16\u202f726 dans le rapport, 9\u202f000 dans le dossier" in sortie
    assert "renomme.agls ne donne pas, ou plus, les mêmes données" in sortie


def test_a_whole_result_put_in_place_of_another_is_seen_beside_the_dossier(
    rapport: Rapport, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer, the result and the hash agree with each other: the file alone cannot tell."""
    faux = tmp_path / "faux.agls"
    shutil.copy(rapport.dossier.chemin, faux)
    with Dossier.ouvrir(faux, ecriture=True) as dossier:
        dossier.repondre("montant_demande", "constat", Reponse("renseignee", 9000, "document"))
        autres = entree(dossier, evaluer(dossier.referentiel, dossier.reponses("constat")), porteurs.JOUR, "evaluation")
    chemin = odt(tmp_path, autres)
    assert executer(["verifier", chemin]) == 0
    assert executer(["verifier", chemin, "--dossier", str(rapport.dossier.chemin)]) == 1
    assert "    journal : " in capsys.readouterr().out
