"""Two programs on one dossier, and a file that changes under the feet of `agls remplir --texte`."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.verification import verifier
from tests.faults.processus import DELAI, agls, attendre, lancer, propre, sans_privileges, tube, tuer
from tests.faults.tirs import ENREGISTRE


@dataclass
class Saisie:
    """`agls remplir --texte` that waits for its next line. `dire` gives one, and waits until it is recorded."""

    fils: int
    entree: int
    sortie: int
    erreurs: int
    vu: str = ""

    def donner(self, texte: str) -> None:
        os.write(self.entree, texte.encode())

    def attendre_reponse(self) -> None:
        signal.alarm(int(DELAI))
        while ENREGISTRE not in self.vu:
            lu = os.read(self.sortie, 1 << 16)
            assert lu, os.read(self.erreurs, 1 << 16)
            self.vu += lu.decode(errors="replace")
        signal.alarm(0)
        self.vu = ""

    def finir(self) -> tuple[int, str]:
        os.close(self.entree)
        code = attendre(self.fils)
        with os.fdopen(self.erreurs, "rb") as flux:
            return code, flux.read().decode()


@contextmanager
def saisie(chemin: Path) -> Iterator[Saisie]:
    """One answer is recorded already: 90 dwellings."""
    entree, sortie, erreurs = os.pipe(), tube(), tube()
    fils = lancer(["remplir", chemin, "--texte"], entree[0], sortie[1], erreurs[1])
    for fd in (entree[0], sortie[1], erreurs[1]):
        os.close(fd)
    s = Saisie(fils, entree[1], sortie[0], erreurs[0])
    try:
        s.donner(":aller 1.11\n90\n")
        s.attendre_reponse()
        yield s
    finally:
        os.close(sortie[0])


# — two programs —————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("suspendu", [False, True])
def test_a_second_writer_is_refused_and_a_reader_is_not(chemin: Path, reponses: Path, suspendu: bool) -> None:
    chemin.with_name(".tilleuls.agls.verrou.json").write_bytes(fiche())  # of one who died: it is not who holds it now
    with saisie(chemin) as s:
        if suspendu:
            os.kill(s.fils, signal.SIGSTOP)
        octets = chemin.read_bytes()
        for arguments in (
            ["importer", chemin, reponses],
            ["remplir", chemin, "--texte"],
            ["observer", chemin, "--texte", "x"],
        ):
            fini = agls(*arguments)
            propre(fini)
            assert fini.code == 4
            assert fini.erreurs.startswith("« tilleuls.agls » est déjà ouvert en écriture par ")
            assert f"(processus {s.fils}), depuis le " in fini.erreurs
        for arguments in (["evaluer", chemin], ["exporter", chemin, "--format", "agls"], ["verifier", chemin]):
            assert agls(*arguments).code == 0
        assert chemin.read_bytes() == octets
        tuer(s.fils)
        os.close(s.entree)
    assert {p.name for p in chemin.parent.iterdir()} == {chemin.name, ".tilleuls.agls.verrou", ".tilleuls.agls.verrou.json"}
    assert agls("importer", chemin, reponses).code == 0  # the lock of a dead process holds nobody
    assert [p.name for p in chemin.parent.iterdir()] == [chemin.name]
    assert verifier(chemin) == []


FICHE = {"nom": "Jeanne", "machine": "poste-12", "processus": 4321, "depuis": "2026-01-02T12:00:00+00:00"}


def fiche(**champs: object) -> bytes:
    return json.dumps({**FICHE, **champs}).encode()


@pytest.mark.parametrize(
    ("carte", "mots"),
    [
        (b"", "par un autre programme"),
        (b"\xff\xfe{", "par un autre programme"),
        (b"[" * 5000, "par un autre programme"),
        (b"[]", "par un autre programme"),
        (fiche(), "par Jeanne, sur la machine poste-12 (processus 4321), depuis le 02/01/2026"),
        (fiche(processus=float("inf")), "par un autre programme"),
        (fiche(depuis="0001-01-01T00:00:00+14:00"), "par un autre programme"),
        (fiche(nom="\x1b[2Jmoi\x07\n"), "par \ufffd[2Jmoi\ufffd\ufffd, sur"),
    ],
)
def test_what_the_card_says_is_only_said(chemin: Path, reponses: Path, carte: bytes, mots: str) -> None:
    """It decides nothing: neither beside a lock that is held, nor beside one that is not."""
    import fcntl

    verrou, cote = chemin.with_name(".tilleuls.agls.verrou"), chemin.with_name(".tilleuls.agls.verrou.json")
    cote.write_bytes(carte)
    fd = os.open(verrou, os.O_RDWR | os.O_CREAT)
    fcntl.flock(fd, fcntl.LOCK_EX)
    fini = agls("importer", chemin, reponses)
    propre(fini)
    assert (fini.code, mots in fini.erreurs) == (4, True), fini
    os.close(fd)
    with Dossier.ouvrir(chemin, ecriture=True):
        pass
    assert [p.name for p in chemin.parent.iterdir()] == [chemin.name]


def test_a_card_that_is_no_file(copie: Callable[[str], Path], reponses: Path) -> None:
    """A link is not followed, nobody waits on a pipe, a folder is passed over."""
    for poser, reste in (
        (lambda c: c.symlink_to(c.with_name("victime")), ["a.agls", "victime"]),
        (os.mkfifo, ["a.agls", "victime"]),
        (Path.mkdir, [".a.agls.verrou.json", "a.agls", "victime"]),
    ):
        chemin = copie("a.agls")
        victime = chemin.with_name("victime")
        victime.write_text("précieux")
        poser(chemin.with_name(".a.agls.verrou.json"))
        fini = agls("importer", chemin, reponses)
        assert fini.code == 0, fini
        assert victime.read_text() == "précieux"
        assert sorted(p.name for p in chemin.parent.iterdir()) == reste


def test_a_pipe_for_a_card_while_another_writes(chemin: Path, reponses: Path) -> None:
    with saisie(chemin) as s:
        cote = chemin.with_name(".tilleuls.agls.verrou.json")
        cote.unlink()
        os.mkfifo(cote)
        fini = agls("importer", chemin, reponses)
        assert (fini.code, "par un autre programme" in fini.erreurs) == (4, True), fini
        assert s.finir() == (0, "")


@pytest.mark.parametrize("genre", ["dossier", "lien", "illisible"])
def test_a_lock_that_cannot_be_taken(chemin: Path, reponses: Path, genre: str) -> None:
    verrou, octets = chemin.with_name(".tilleuls.agls.verrou"), chemin.read_bytes()
    if genre == "dossier":
        verrou.mkdir()
    elif genre == "lien":
        (chemin.parent / "victime").write_text("précieux")
        verrou.symlink_to("victime")
    else:
        verrou.touch(0)
    fini = agls("importer", chemin, reponses, preparer=sans_privileges)
    propre(fini)
    assert fini.code in (3, 0) if genre == "illisible" else fini.code == 3
    assert fini.code == 0 or "écriture impossible dans ce dossier" in fini.erreurs
    assert fini.code == 0 or chemin.read_bytes() == octets
    if genre == "lien":
        assert (chemin.parent / "victime").read_text() == "précieux"


# — under our feet ———————————————————————————————————————————————————————————————————————————————————————————


def _oter(chemin: Path) -> None:
    chemin.unlink()


def _renommer(chemin: Path) -> None:
    chemin.rename(chemin.with_name("ailleurs.agls"))


def _remplacer(chemin: Path) -> None:
    octets = chemin.read_bytes()
    chemin.rename(chemin.with_name("ailleurs.agls"))
    chemin.write_bytes(octets)


def _couper(chemin: Path) -> None:
    os.truncate(chemin, chemin.stat().st_size - 40)


def _vider(chemin: Path) -> None:
    os.truncate(chemin, 0)


def _allonger(chemin: Path) -> None:
    with chemin.open("ab") as flux:
        flux.write(b"x\n")


def _dossier_ote(chemin: Path) -> None:
    chemin.parent.rename(chemin.parent.with_name("parti"))


@pytest.mark.parametrize(
    ("faute", "mots"),
    [
        (_oter, "le fichier a été supprimé ou déplacé"),
        (_renommer, "le fichier a été supprimé ou déplacé"),
        (_dossier_ote, "le fichier a été supprimé ou déplacé"),
        (_remplacer, "le fichier a été remplacé par un autre"),
        (_couper, "le fichier a été modifié par un autre programme"),
        (_vider, "le fichier a été modifié par un autre programme"),
        (_allonger, "le fichier a été modifié par un autre programme"),
    ],
)
def test_a_file_that_changes_while_it_is_filled(chemin: Path, faute: Callable[[Path], None], mots: str) -> None:
    with saisie(chemin) as s:
        lignes = chemin.read_bytes().count(b"\n")
        faute(chemin)
        apres = chemin.read_bytes() if chemin.exists() else None
        s.donner(":aller 1.13\n91\n")
        code, erreurs = s.finir()
    assert code == 3
    assert f"{chemin} : {mots} ; la réponse n’a pas été enregistrée" in erreurs
    assert "ligne 4 de l’entrée" in erreurs
    assert (chemin.read_bytes() if chemin.exists() else None) == apres  # never written over
    for garde in (chemin.with_name("ailleurs.agls"), chemin.parent.with_name("parti") / chemin.name):
        if garde.exists():  # what was acknowledged is where the file went
            assert garde.read_bytes().count(b"\n") == lignes
            assert verifier(garde) == []
            assert b'"valeur":90' in garde.read_bytes().split(b"\n")[-2]
