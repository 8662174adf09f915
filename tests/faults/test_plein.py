"""No more room: a limit on the size of files here, a small disk where one can be mounted (it must be root's)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.dossier.verification import verifier
from evaluator.errors import Unreadable
from evaluator.report import render
from evaluator.report.formats import FORMATS
from evaluator.ui.preferences import Preferences, chemin_preferences, garder_preferences, lire_preferences
from evaluator.ui.reprise import Place, Reprise, chemin_reprise, ecrire, lire
from tests.faults.petit_disque import monter
from tests.faults.processus import agls, attendre, bifurquer, limite, propre

PLEIN = "le fichier atteint la taille permise sur ce disque"


@pytest.mark.parametrize("commande", ["nouveau", "exporter", "fusionner", "rapport"])
def test_a_file_that_cannot_be_written_whole_is_not_there(copie: Callable[[str], Path], commande: str) -> None:
    chemin = copie("a.agls")
    ici, octets = chemin.parent, chemin.read_bytes()
    arguments: dict[str, list[object]] = {
        "nouveau": ["nouveau", ici / "n.agls"],
        "exporter": ["exporter", chemin, "--format", "agls", "--sortie", ici / "e.agls"],
        "fusionner": ["fusionner", chemin, chemin, "--sortie", ici / "f.agls"],
        "rapport": ["rapport", chemin, "--sortie", ici],
    }
    fini = agls(*arguments[commande], preparer=limite(20_000))
    propre(fini)
    assert fini.code == 3
    assert PLEIN in fini.erreurs
    assert str(ici) in fini.erreurs
    assert [p.name for p in ici.iterdir()] == ["a.agls"]
    assert chemin.read_bytes() == octets
    if commande != "rapport":  # which takes its time: `campagne petit_disque` does it in each format
        assert agls(*arguments[commande]).code == 0  # once there is room


@pytest.mark.parametrize("forme", FORMATS)
def test_a_report_leaves_the_old_one(tmp_path: Path, forme: str) -> None:
    ici = tmp_path / "ici"
    ici.mkdir()
    cible = ici / f"a.{forme}"
    cible.write_bytes(b"ancien")

    def essai() -> int:
        limite(1000)()
        try:
            render._ecrire(ici, cible.name, b"x" * 5000)
        except Unreadable as erreur:
            return 3 if PLEIN in str(erreur) else 1
        return 0

    assert attendre(bifurquer(essai)) == 3
    assert [(p.name, p.read_bytes()) for p in ici.iterdir()] == [(cible.name, b"ancien")]


def test_answers_by_prompts(chemin: Path) -> None:
    """The second does not fit: the first is there, the second is not, and the script stops with its line."""
    avant = chemin.stat().st_size
    lignes = chemin.read_bytes().count(b"\n")
    script = ":aller 1.11\n90\n:aller 1.2\n" + "Les Tilleuls " + "é" * 100 + "\n:aller 1.13\n91\n"
    fini = agls("remplir", chemin, "--texte", entree=script, preparer=limite(avant + 750))
    propre(fini)
    assert fini.code == 3
    assert PLEIN in fini.erreurs
    assert "ligne 4 de l’entrée" in fini.erreurs
    assert "la réponse n’a pas été enregistrée" in fini.erreurs
    assert fini.sortie.count("enregistré ") == 1
    assert chemin.read_bytes().count(b"\n") == lignes + 1
    assert verifier(chemin) == []
    assert agls("remplir", chemin, "--texte", entree=script).code == 0
    assert chemin.read_bytes().count(b"\n") == lignes + 4


def test_not_even_the_lock_can_be_written(chemin: Path, reponses: Path) -> None:
    octets = chemin.read_bytes()
    fini = agls("importer", chemin, reponses, preparer=limite(0))
    assert (fini.code, "la réponse n’a pas été enregistrée" in fini.erreurs) == (3, True)
    assert chemin.read_bytes() == octets
    assert [p.name for p in chemin.parent.iterdir()] == [chemin.name]
    assert agls("importer", chemin, reponses).code == 0


def test_what_a_sitting_leaves_is_the_old_or_the_new() -> None:
    memoire = chemin_reprise("un-dossier")
    assert ecrire(memoire, Reprise(places={"constat": Place(question="exercice")}))
    assert garder_preferences(Preferences(theme="ancien"))

    def essai() -> int:
        limite(20)()
        garde = garder_preferences(Preferences(theme="nouveau" * 100))
        return int(garde or ecrire(memoire, Reprise(places={"constat": Place(brouillons={"a": "x" * 1000})})))

    assert attendre(bifurquer(essai)) == 0
    assert lire_preferences().theme == "ancien"
    assert lire(memoire, Reprise).places["constat"].question == "exercice"
    assert sorted(p.name for p in memoire.parent.iterdir()) == sorted((memoire.name, chemin_preferences().name))


def test_a_real_disk_that_is_full(chemin: Path, tmp_path: Path, reponses: Path) -> None:
    """ENOSPC, at answering: the word is another, and the lock itself finds no room."""
    disque, octets = tmp_path / "disque", chemin.read_bytes()

    def essai() -> int:
        if not monter(disque, f"{(len(octets) // 4096 + 2) * 4}k"):
            return 75
        a = disque / "a.agls"
        a.write_bytes(octets)
        fini = agls("observer", a, "--texte", "x" * 20_000)
        assert (fini.code, "le disque est plein" in fini.erreurs) == (3, True), fini
        assert a.read_bytes() == octets
        assert agls("verifier", a).code == 0
        assert [p.name for p in disque.iterdir()] == ["a.agls"]
        return 0

    code = attendre(bifurquer(essai))
    if code == 75:
        pytest.skip("no small disk can be mounted here: root and CAP_SYS_ADMIN are needed")
    assert code == 0


@pytest.mark.parametrize("commande", [["evaluer"], ["evaluer", "--json"], ["exporter", "--format", "agls"]])
def test_standard_output_is_full(chemin: Path, commande: list[str]) -> None:
    plein = os.open("/dev/full", os.O_WRONLY)
    fini = agls(commande[0], chemin, *commande[1:], stdout=plein)
    os.close(plein)
    propre(fini)
    assert fini.code == 3
    assert fini.erreurs == (
        "la sortie standard ne peut pas être écrite (le disque est plein) : ce que la commande affiche est incomplet\n"
    )


def test_standard_error_is_full(chemin: Path) -> None:
    plein = os.open("/dev/full", os.O_WRONLY)
    assert agls("evaluer", chemin.with_name("absent.agls"), stderr=plein).code == 3
    os.close(plein)
