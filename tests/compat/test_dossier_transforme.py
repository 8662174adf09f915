"""A dossier that a mail gateway, an editor or git changed on its way: read where nothing of it is lost, else said in words.

The chain is over what the lines say. Line ends and a BOM say nothing: they are not taken for a forgery.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.fusion import fusionner
from evaluator.dossier.reponses import Reponse
from evaluator.dossier.verification import verifier
from evaluator.errors import FaultyInput
from evaluator.evaluation.evaluate import evaluer
from tests.compat.transformations import (
    BOM,
    Transformation,
    bloc_notes,
    bom,
    cp1252,
    cr,
    crlf,
    utf16,
    utf16_gros,
)


@pytest.fixture
def original(dossiers_exemples: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(dossiers_exemples / "pre-sorbier.agls", tmp_path / "original.agls"))


def transforme(original: Path, transformer: Transformation) -> Path:
    recu = original.with_name("recu.agls")
    recu.write_bytes(transformer(original.read_bytes()))
    return recu


def melange(octets: bytes) -> bytes:
    """Half of the lines: the file came back from Windows, and went on here."""
    lignes = octets.split(b"\n")
    moitie = len(lignes) // 2
    return b"\r\n".join(lignes[:moitie]) + b"\r\n" + b"\n".join(lignes[moitie:])


@pytest.mark.parametrize("transformer", [crlf, bom, bloc_notes, melange])
def test_line_ends_and_a_mark_break_no_chain(original: Path, transformer: Transformation) -> None:
    recu = transforme(original, transformer)
    assert recu.read_bytes() != original.read_bytes()
    assert verifier(recu) == []
    with Dossier.ouvrir(original) as attendu, Dossier.ouvrir(recu) as lu:
        assert (lu.lecture_seule, list(lu.a_dire)) == (None, [])
        assert (lu.empreinte, lu.evenements) == (attendu.empreinte, attendu.evenements)
        assert lu.reponses("constat") == attendu.reponses("constat")
        e = evaluer(lu.referentiel, lu.reponses("constat"))
        assert e == evaluer(attendu.referentiel, attendu.reponses("constat"))


@pytest.mark.parametrize("transformer", [crlf, bloc_notes])
def test_one_goes_on_writing_in_it(original: Path, transformer: Transformation) -> None:
    recu = transforme(original, transformer)
    avant = recu.read_bytes()
    with Dossier.ouvrir(recu, ecriture=True, auteur=Auteur("Paul")) as dossier:
        dossier.repondre("nb_menages", "constat", Reponse("renseignee", 77))
        dossier.repondre("nb_menages", "constat", Reponse("renseignee", 78))
    assert recu.read_bytes().startswith(avant)  # nothing of what was received is rewritten
    assert verifier(recu) == []
    with Dossier.ouvrir(recu) as relu:
        assert relu.reponse("nb_menages", "constat").valeur == 78


@pytest.mark.parametrize("transformer", [crlf, bloc_notes])
def test_an_interrupted_write_is_still_told_apart(original: Path, transformer: Transformation) -> None:
    recu = transforme(original, transformer)
    recu.write_bytes(recu.read_bytes()[:-40])
    with Dossier.ouvrir(original) as attendu:
        entiers = attendu.evenements - 1
    with Dossier.ouvrir(recu, ecriture=True) as dossier:
        assert dossier.evenements == entiers
        (annonce,) = dossier.annonces
        assert "incomplète" in annonce
        dossier.repondre("nb_menages", "constat", Reponse("renseignee", 77))
    assert verifier(recu) == []
    assert recu.read_bytes().startswith(BOM) == (transformer is bloc_notes)


def test_both_copies_are_one_dossier(original: Path) -> None:
    """A copy that went through Windows, and was filled in there, is united with the one that stayed."""
    recu = transforme(original, bloc_notes)
    with Dossier.ouvrir(recu, ecriture=True, auteur=Auteur("Paul")) as la:
        la.repondre("nb_menages", "constat", Reponse("renseignee", 77))
    reuni = original.with_name("reuni.agls")
    assert fusionner(original, recu, reuni, Auteur("Luce")).nouveaux == 1
    assert verifier(reuni) == []
    autre = original.with_name("autre.agls")
    assert fusionner(recu, original, autre, Auteur("Luce")).nouveaux == 0
    assert verifier(autre) == []


def coupe(octets: bytes) -> bytes:
    """The line length of a mail (RFC 5322)."""
    return b"\r\n".join(octets[i : i + 998] for i in range(0, len(octets), 998))


@pytest.mark.parametrize(
    ("transformer", "dit"),
    [
        (
            cr,
            r"les fins de ligne de ce dossier ont été changées \(CR seul\) : remettez des fins de ligne LF, ou red",
        ),
        (lambda o: BOM + cr(o), r"les fins de ligne de ce dossier ont été changées"),
        (utf16, r"ce dossier a été réenregistré en UTF-16 : enregistrez-le en UTF-8, ou redemandez-le"),
        (utf16_gros, r"ce dossier a été réenregistré en UTF-16"),
        (
            cp1252,
            r"réenregistré dans un autre encodage \(l’octet 0x[CE]\w \(« [ÉÈéè] » en Windows-1252, dit « ANSI »\)\) : red",
        ),
        (coupe, r"les longues lignes de ce dossier ont été coupées, comme le fait une messagerie : redemandez-le"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(
    original: Path, transformer: Callable[[bytes], bytes], dit: str
) -> None:
    recu = transforme(original, transformer)
    avant = recu.read_bytes()
    for ecriture in (False, True):
        with pytest.raises(FaultyInput, match=dit) as erreur:
            Dossier.ouvrir(recu, ecriture=ecriture)
        (faute,) = erreur.value.fautes
        assert (faute.fichier, faute.ligne) == ("recu.agls", 1)
        assert "supprimez" not in faute.message  # it holds everything
        assert "chaîne" not in faute.message  # nobody tampered with it
    assert recu.read_bytes() == avant


@pytest.mark.parametrize("octets", [b"\xff\xfeb\0o\0n\0", b"bonjour\rmonsieur", BOM, BOM + b"bonjour\n", b"\xe9t\xe9\n"])
def test_a_stranger_is_still_a_stranger(tmp_path: Path, octets: bytes) -> None:
    fichier = tmp_path / "x.agls"
    fichier.write_bytes(octets)
    with pytest.raises(FaultyInput) as erreur:
        Dossier.ouvrir(fichier)
    assert not any(mot in str(erreur.value) for mot in ("redemandez", "réenregistré"))


def test_one_byte_that_is_damaged_is_no_conversion(original: Path) -> None:
    octets = original.read_bytes()
    place = octets.index("é".encode())
    original.write_bytes(octets[:place] + b"\x80" + octets[place + 1 :])
    with pytest.raises(FaultyInput, match="octets qui ne sont pas de l’UTF-8") as erreur:
        Dossier.ouvrir(original)
    assert "réenregistré" not in str(erreur.value)


def test_the_end_of_a_creation_that_was_interrupted_is_still_said(original: Path) -> None:
    original.write_bytes(original.read_bytes()[:500])
    with pytest.raises(FaultyInput, match="création de ce dossier n’a pas été achevée"):
        Dossier.ouvrir(original)
