"""Real processes and real disks: kill -9, a second writer, a full disk, a file that changes under our feet."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.dossier.verification import verifier
from evaluator.errors import Held, Unreadable
from evaluator.questionnaire.load import Referentiel

RACINE = Path(__file__).parents[2]

ENTETE = """
import sys
from pathlib import Path
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.errors import AglsError
chemin = Path(sys.argv[1])
"""
EN_BOUCLE = (
    ENTETE
    + """
dossier = Dossier.ouvrir(chemin, ecriture=True, auteur=Auteur("Paul"))
i = int(sys.argv[2])
print("ouvert", flush=True)
while True:
    i += 1
    dossier.repondre("nb_menages", "constat", Reponse("renseignee", i))
    print(i, flush=True)
"""
)
PLEIN = (
    ENTETE
    + """
import os, resource
dossier = Dossier.ouvrir(chemin, ecriture=True)
taille = chemin.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (taille + 1000, resource.RLIM_INFINITY))
dossier.repondre("nb_menages", "constat", Reponse("renseignee", 1))
for essai in range(2):
    try:
        dossier.repondre("remarques", "constat", Reponse("renseignee", "x" * 5000))
    except AglsError as erreur:
        print(erreur.code, erreur)
print(dossier.evenements, dossier.reponse("remarques", "constat").etat, chemin.stat().st_size < taille + 1000)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
dossier.repondre("remarques", "constat", Reponse("renseignee", "après"))
dossier.fermer()
"""
)
EN_LECTURE = (
    ENTETE
    + """
import os
os.setuid(65534)
def dire(quoi):
    try:
        print(quoi())
    except AglsError as erreur:
        print(type(erreur).__name__, erreur)
dire(lambda: Dossier.ouvrir(chemin).evenements)
dire(lambda: Dossier.ouvrir(chemin, ecriture=True).evenements)
dire(lambda: Dossier.creer(chemin.with_name("neuf.agls"), Dossier.ouvrir(chemin).referentiel))
"""
)


def lancer(programme: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", programme, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(RACINE)},
    )  # fmt: skip


def attendre(fils: subprocess.Popen[str]) -> str:
    sortie, erreurs = fils.communicate(timeout=30)
    assert fils.returncode == 0, erreurs
    return sortie


def ecrire_sans_fin(chemin: Path, i: int, tube: int) -> None:
    """In a forked child: one answer after the other, each told through `tube` once it is acknowledged."""
    try:
        dossier = Dossier.ouvrir(chemin, ecriture=True)
        os.write(tube, b"ouvert\n")
        while True:
            i += 1
            dossier.repondre("nb_menages", "constat", Reponse("renseignee", i))
            os.write(tube, b"%d\n" % i)
    finally:
        os._exit(1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9")
def test_kill_9_loses_no_acknowledged_answer(ouvert: Dossier, chemin: Path) -> None:
    ouvert.repondre("nb_menages", "constat", Reponse("renseignee", 0))
    ouvert.fermer()
    hasard = random.Random(20260101)
    dernier = 0
    for tir in range(20):
        lu, ecrit = os.pipe()
        fils = os.fork()
        if fils == 0:
            ecrire_sans_fin(chemin, dernier, ecrit)
        os.close(ecrit)
        with os.fdopen(lu) as sorties:
            assert sorties.readline() == "ouvert\n"
            time.sleep(hasard.uniform(0.005, 0.06))
            os.kill(fils, signal.SIGKILL)
            os.waitpid(fils, 0)
            acquittees = [int(ligne) for ligne in sorties]
        dossier = Dossier.ouvrir(chemin)
        valeur = dossier.reponse("nb_menages", "constat").valeur
        assert dossier.lecture_seule is None, tir
        assert isinstance(valeur, int)
        # An answer may be on disk before it was acknowledged; never the contrary.
        assert valeur >= max(acquittees, default=dernier), tir
        with Dossier.ouvrir(chemin, ecriture=True):  # the lock of a dead process never blocks
            pass
        dernier = valeur
    assert dernier > 20  # the children did write
    assert Dossier.ouvrir(chemin).evenements == dernier + 2
    assert verifier(chemin) == []


def test_a_second_writer_is_refused_with_who_and_since_when(ouvert: Dossier, chemin: Path) -> None:
    ouvert.fermer()
    fils = lancer(EN_BOUCLE, str(chemin), "0")
    try:
        assert fils.stdout is not None
        assert fils.stdout.readline() == "ouvert\n"
        with pytest.raises(Held) as attrape:
            Dossier.ouvrir(chemin, ecriture=True)
        message = str(attrape.value)
        assert attrape.value.code == 4
        assert message.startswith("« tilleuls.agls » est déjà ouvert en écriture par Paul")
        assert f"(processus {fils.pid}), depuis le " in message
        assert Dossier.ouvrir(chemin).evenements >= 1  # reading is never refused
    finally:
        fils.kill()
        fils.communicate()
    with Dossier.ouvrir(chemin, ecriture=True) as dossier:
        dossier.repondre("conseil", "constat", Reponse("renseignee", True))
    assert sorted(p.name for p in chemin.parent.iterdir()) == ["tilleuls.agls"]  # nothing left beside


def test_a_second_writer_in_the_same_program(ouvert: Dossier, chemin: Path, ici: Path) -> None:
    with pytest.raises(Held, match="par Marie Dupont"):
        Dossier.ouvrir(chemin, ecriture=True)
    lien = ici / "lien.agls"
    try:
        lien.symlink_to(chemin)
    except OSError:
        pytest.skip("no symbolic links here")
    with pytest.raises(Held):
        Dossier.ouvrir(lien, ecriture=True)


def test_holder_in_unreadable_words(ouvert: Dossier, chemin: Path) -> None:
    chemin.with_name(".tilleuls.agls.verrou.json").write_text('{"nom": 3, "depuis": []}')
    with pytest.raises(Held, match="par un autre programme"):
        Dossier.ouvrir(chemin, ecriture=True)


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
def test_disk_full_keeps_the_file_and_the_state(ouvert: Dossier, chemin: Path) -> None:
    ouvert.fermer()
    lignes = attendre(lancer(PLEIN, str(chemin))).splitlines()
    refus = f"3 {chemin} : la réponse n’a pas été enregistrée (le fichier atteint la taille permise sur ce disque)"
    assert lignes == [refus, refus, "2 non_renseignee True"]
    assert verifier(chemin) == []
    assert Dossier.ouvrir(chemin).evenements == 3
    assert Dossier.ouvrir(chemin).reponse("remarques", "constat").valeur == "après"


def test_failed_creation_leaves_nothing(chemin: Path, referentiel: Referentiel, monkeypatch: pytest.MonkeyPatch) -> None:
    def plein(fd: int, octets: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", plein)
    with pytest.raises(Unreadable, match="le disque est plein"):
        Dossier.creer(chemin, referentiel)
    monkeypatch.undo()
    assert list(chemin.parent.iterdir()) == []
    Dossier.creer(chemin, referentiel).fermer()


def test_failed_fsync_is_no_acknowledgement(ouvert: Dossier, chemin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    avant = chemin.read_bytes()

    def casse(fd: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("evaluator.dossier.journal.synchroniser", casse)
    with pytest.raises(Unreadable, match=r"n’a pas été enregistrée \(le disque signale une erreur\)"):
        ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    assert chemin.read_bytes() == avant
    assert ouvert.reponse("conseil", "constat").etat == "non_renseignee"
    monkeypatch.undo()
    ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    assert verifier(chemin) == []


def test_an_interruption_leaves_no_half_answer(ouvert: Dossier, chemin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    avant = chemin.read_bytes()

    def interrompu(fd: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("evaluator.dossier.journal.synchroniser", interrompu)
    with pytest.raises(KeyboardInterrupt):
        ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    monkeypatch.undo()
    assert chemin.read_bytes() == avant
    ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    assert verifier(chemin) == []


def test_a_file_that_cannot_be_cut_back_takes_no_more(ouvert: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    def casse(*_: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "write", casse)
    monkeypatch.setattr(os, "ftruncate", casse)
    with pytest.raises(Unreadable):
        ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    monkeypatch.undo()
    with pytest.raises(Unreadable, match="fermez-le et ouvrez-le à nouveau"):
        ouvert.repondre("conseil", "constat", Reponse("renseignee", True))


def test_file_taken_away_replaced_or_changed(ouvert: Dossier, chemin: Path) -> None:
    oui = Reponse("renseignee", True)
    octets = chemin.read_bytes()
    cote = chemin.with_name("cote")

    chemin.rename(cote)
    with pytest.raises(Unreadable, match="supprimé ou déplacé ; la réponse n’a pas été enregistrée"):
        ouvert.repondre("conseil", "constat", oui)
    chemin.write_bytes(octets)
    with pytest.raises(Unreadable, match="remplacé par un autre ; la réponse n’a pas été enregistrée"):
        ouvert.repondre("conseil", "constat", oui)
    assert chemin.read_bytes() == octets
    cote.replace(chemin)

    with chemin.open("ab") as flux:
        flux.write(b"texte d'un autre\n")
    with pytest.raises(Unreadable, match="modifié par un autre programme ; la réponse n’a pas été enregistrée"):
        ouvert.repondre("conseil", "constat", oui)
    os.truncate(chemin, len(octets))
    ouvert.repondre("conseil", "constat", oui)  # back as it was: nothing is lost

    with chemin.open("r+b") as flux:  # same size, other content
        flux.seek(30)
        flux.write(b"#")
    os.utime(chemin, ns=(1, 1))
    with pytest.raises(Unreadable, match="modifié par un autre"):
        ouvert.repondre("conseil", "constat", oui)
    assert ouvert.evenements == 2


def test_a_new_date_alone_is_no_change(ouvert: Dossier, chemin: Path) -> None:
    os.utime(chemin, ns=(1, 1))
    ouvert.repondre("conseil", "constat", Reponse("renseignee", True))
    assert verifier(chemin) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs root, to become somebody without the right")
def test_read_only_folder(referentiel: Referentiel) -> None:
    """A folder without the right to write: reading works, writing says why. Run by a child without privileges."""
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "tilleuls.agls"
        Dossier.creer(chemin, referentiel).fermer()
        chemin.parent.chmod(0o555)
        lignes = attendre(lancer(EN_LECTURE, str(chemin))).splitlines()
    assert lignes == [
        "1",
        f"Unreadable {chemin} : écriture impossible dans ce dossier (l’accès est refusé)",
        f"Unreadable {chemin.with_name('neuf.agls')} : écriture impossible dans ce dossier (l’accès est refusé)",
    ]


def test_one_import_is_one_write_and_one_fsync(ouvert: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    appels: list[str] = []

    def compter(nom: str, vrai: Callable[..., int | None]) -> Callable[..., int | None]:
        def faux(*arguments: object) -> int | None:
            appels.append(nom)
            return vrai(*arguments)

        return faux

    monkeypatch.setattr(os, "write", compter("write", os.write))
    monkeypatch.setattr(os, "fsync", compter("fsync", os.fsync))
    assert ouvert.repondre_tout("constat", {n: Reponse("ne_sait_pas") for n in ("conseil", "taux", "visite_le")}) == 3
    assert appels == ["write", "fsync"]
