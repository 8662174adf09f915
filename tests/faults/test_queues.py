"""Torn, zero-filled and foreign tails: what comes before is kept, what is cut is set aside, the chain goes on."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.lecture import lire
from evaluator.dossier.reponses import Reponse
from evaluator.dossier.verification import verifier
from evaluator.questionnaire.load import assembler
from tests.dossier.conftest import sources
from tests.faults.processus import agls

NOM = "Résidence de l’Été 🏠"  # characters of one to four bytes


@pytest.fixture(scope="module")
def quatre(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A creation and three answers, in a small questionnaire: opening it takes a millisecond."""
    chemin = tmp_path_factory.mktemp("petit") / "petit.agls"
    with Dossier.creer(chemin, assembler(sources())) as dossier:
        dossier.repondre("nb_menages", "constat", Reponse("renseignee", 80))
        dossier.repondre("nb_logements", "constat", Reponse("renseignee", 86))
        dossier.repondre("residence_nom", "constat", Reponse("renseignee", NOM))
    return chemin.read_bytes()


def fins(octets: bytes) -> list[int]:
    """Where each line ends."""
    return [i + 1 for i, octet in enumerate(octets) if octet == 0x0A]


def reprendre(chemin: Path, entiers: int, reste: bytes) -> None:
    """A writer sets the end aside, answers, and all is sound."""
    with Dossier.ouvrir(chemin, ecriture=True) as dossier:
        (cote,) = chemin.parent.glob("*.reste-*")
        assert cote.name in dossier.annonces[0]
        assert cote.read_bytes() == reste
        dossier.repondre("taux", "constat", Reponse("renseignee", 12))
    cote.unlink()
    relu = Dossier.ouvrir(chemin)
    assert relu.evenements == entiers + 1
    assert relu.journal[-1].prec == relu.journal[-2].empreinte
    assert verifier(chemin) == []


def test_cut_at_every_byte_of_the_last_two_lines(quatre: bytes, tmp_path: Path) -> None:
    chemin = tmp_path / "petit.agls"
    bouts = fins(quatre)
    debut = bouts[1]
    assert bouts[3] - debut > 600
    ecrivains = 0
    for coupe in range(debut, len(quatre)):
        entiers = sum(bout <= coupe for bout in bouts)
        lue = lire(quatre[:coupe], "petit.agls")
        assert ([e.n for e in lue.evenements], lue.fautes) == (list(range(1, entiers + 1)), ()), coupe
        assert lue.taille == max(b for b in bouts if b <= coupe)
        if coupe in bouts:
            assert lue.annonce is None
            continue
        assert f"la dernière ligne ({entiers + 1}) est incomplète" in str(lue.annonce)
        # a writer now and then, and wherever a character of several bytes is cut in two
        if coupe % 80 == 0 or quatre[coupe] & 0xC0 == 0x80:
            ecrivains += 1
            chemin.write_bytes(quatre[:coupe])
            reprendre(chemin, entiers, quatre[max(b for b in bouts if b <= coupe) : coupe])
    assert ecrivains > 20


def test_the_last_bytes_are_zeros(quatre: bytes, tmp_path: Path) -> None:
    """As after a power cut: the size of the file is known to the disk, its last block is not."""
    chemin = tmp_path / "petit.agls"
    bouts = fins(quatre)
    for zeros in [*range(1, len(quatre) - bouts[1], 5), len(quatre) - bouts[2], len(quatre) - bouts[2] + 1]:
        coupe = len(quatre) - zeros
        octets = quatre[:coupe] + b"\0" * zeros
        chemin.write_bytes(octets)
        entiers = sum(bout <= coupe for bout in bouts)
        lecteur = Dossier.ouvrir(chemin)
        assert (lecteur.evenements, lecteur.lecture_seule) == (entiers, None), zeros
        assert len(lecteur.annonces) == 1
        assert ("remplie de zéros" in lecteur.annonces[0]) == (coupe in bouts)
        if zeros % 100 == 1 or coupe in bouts:
            reprendre(chemin, entiers, octets[max(b for b in bouts if b <= coupe) :])


@pytest.mark.parametrize("combien", [1, 511, 4096, 1_000_000])
def test_the_file_was_extended_with_zeros(quatre: bytes, tmp_path: Path, combien: int) -> None:
    chemin = tmp_path / "petit.agls"
    chemin.write_bytes(quatre + b"\0" * combien)
    assert f"remplie de zéros ({combien} octets)" in Dossier.ouvrir(chemin).annonces[0]
    reprendre(chemin, 4, b"\0" * combien)


def _sans_saut(octets: bytes) -> bytes:
    return octets.replace(b"\n", b" ")


BRUIT = [random.Random(graine).randbytes(200) for graine in range(20)]


@pytest.mark.parametrize("queue", [*map(_sans_saut, BRUIT), b"{", b"\xc3", b"\xf0\x9f\x8f", b"null", b"{}", b"\n{"])
def test_a_foreign_tail_on_one_line(quatre: bytes, tmp_path: Path, queue: bytes) -> None:
    chemin = tmp_path / "petit.agls"
    chemin.write_bytes(quatre + queue)
    lecteur = Dossier.ouvrir(chemin)
    assert lecteur.evenements == 4
    if queue.startswith(b"\n"):  # a whole empty line: not an interrupted write, and named with its line
        assert "petit.agls:5" in str(lecteur.lecture_seule)
        return
    assert len(lecteur.annonces) == 1
    reprendre(chemin, 4, queue)


@pytest.mark.parametrize("bruit", [b for b in BRUIT if b.count(b"\n") > 1] or [b"a\nb\nc"])
def test_a_foreign_tail_of_several_lines_is_named_and_left(quatre: bytes, tmp_path: Path, bruit: bytes) -> None:
    """No interrupted write makes two lines: the file may only be read, and is not touched."""
    chemin = tmp_path / "petit.agls"
    chemin.write_bytes(quatre + bruit)
    with Dossier.ouvrir(chemin, ecriture=True) as dossier:
        assert (dossier.evenements, "petit.agls:5" in str(dossier.lecture_seule)) == (4, True)
    assert chemin.read_bytes() == quatre + bruit
    assert [p.name for p in tmp_path.glob("*petit*")] == ["petit.agls"]


def _coupee(octets: bytes) -> bytes:
    return octets[:-37]


def _en_zeros(octets: bytes) -> bytes:
    return octets[:-37] + b"\0" * 37


def _allongee(octets: bytes) -> bytes:
    return octets + b"\0" * 4096


@pytest.mark.parametrize("abimer", [_coupee, _en_zeros, _allongee])
def test_the_commands_say_it_and_go_on(
    copie: Callable[[str], Path], reponses: Path, abimer: Callable[[bytes], bytes]
) -> None:
    chemin = copie("tilleuls.agls")
    sain = chemin.read_bytes()
    abime = abimer(sain)
    chemin.write_bytes(abime)
    lignes = abime.count(b"\n")
    dits: Sequence[tuple[list[object], int]] = [
        (["evaluer", chemin], 0),
        (["verifier", chemin], 1),
        (["exporter", chemin, "--format", "json"], 0),
        (["remplir", chemin, "--texte"], 0),  # which sets it aside
    ]
    for arguments, code in dits:
        fini = agls(*arguments)
        assert (fini.code, "interrompue, laissée de côté" in " ".join((fini.sortie + fini.erreurs).split())) == (code, True)
        assert chemin.read_bytes() == (abime if arguments[0] != "remplir" else sain[: chemin.stat().st_size])
    assert agls("importer", chemin, reponses).code == 0
    assert chemin.read_bytes().count(b"\n") == lignes + 1
    assert agls("verifier", chemin).code == 0
    (reste,) = chemin.parent.glob("*.reste-*")
    assert sain[: len(abime) - reste.stat().st_size] + reste.read_bytes() == abime
