"""Kill -9 while answers stream in, and while a file is being written. The long form: `python -m tests.faults.campagne`."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.processus import agls
from tests.faults.tirs import FLUX, Bilan, commandes, duree_de, en_saisie, sur_commande

TIRS, TIRS_COMMANDE = 4, 2


@pytest.mark.parametrize("genre", FLUX)
def test_no_acknowledged_answer_is_lost(chemin: Path, genre: str) -> None:
    chemin.with_suffix(".lignes").write_text(str(chemin.read_bytes().count(b"\n")))
    hasard, bilan = random.Random(f"saisie {genre}"), Bilan()
    for _ in range(TIRS):
        en_saisie(chemin, genre, hasard, bilan)
    assert bilan.fautes == []
    assert (bilan.tirs, bilan.ouverts, bilan.pertes) == (TIRS, TIRS, 0)
    assert bilan.acquittees >= TIRS  # the children did write


@pytest.mark.parametrize("nom", ["importer", "exporter", "fusionner", "rapport md"])
def test_a_file_is_whole_or_as_it_was(modele: Path, tmp_path: Path, nom: str) -> None:
    faire = commandes(modele, tmp_path / "ici", ("md",))[nom]
    duree, hasard, bilan = duree_de(faire), random.Random(f"commande {nom}"), Bilan()
    tirs = TIRS_COMMANDE if nom != "rapport md" else 1
    for _ in range(tirs):
        sur_commande(nom, faire, duree, hasard, bilan)
    assert bilan.fautes == []
    assert (bilan.tirs, bilan.ouverts) == (tirs, tirs)


def test_what_a_killed_export_leaves_stops_nobody(copie: Callable[[str], Path]) -> None:
    chemin = copie("tilleuls.agls")
    (chemin.parent / ".tilleuls.agls.0badcafe.tmp").write_bytes(chemin.read_bytes()[:1000])
    shutil.copy(chemin.parent / ".tilleuls.agls.0badcafe.tmp", chemin.parent / ".e.agls.0badcafe.tmp")
    sain = agls("verifier", chemin.parent)
    assert (sain.code, sain.erreurs) == (0, "")
    assert agls("exporter", chemin, "--format", "agls", "--sortie", chemin.parent / "e.agls").code == 0
