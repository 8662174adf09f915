"""Kill -9 while answers stream in, and while a file is being written. The long form: `python -m tests.faults.campagne`."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.dossier.disque import ecrire_neuf
from evaluator.report import render
from tests.faults.processus import agls, bifurquer, tuer
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


@pytest.mark.parametrize("nom", ["importer", "exporter", "fusionner"])
def test_a_file_is_whole_or_as_it_was(modele: Path, tmp_path: Path, nom: str) -> None:
    faire = commandes(modele, tmp_path / "ici", ())[nom]
    duree, hasard, bilan = duree_de(faire), random.Random(f"commande {nom}"), Bilan()
    for _ in range(TIRS_COMMANDE):
        sur_commande(nom, faire, duree, hasard, bilan)
    assert bilan.fautes == []
    assert (bilan.tirs, bilan.ouverts) == (TIRS_COMMANDE, TIRS_COMMANDE)


def test_a_report_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    ici, hasard = tmp_path / "ici", random.Random(7)
    entiers = {bytes([lettre]) * 300_000 for lettre in b"abcdef"}

    def courir() -> int:
        while True:
            for octets in sorted(entiers):
                render._ecrire(ici, "a.html", octets)

    vus = {render._ecrire(ici, "a.html", min(entiers)).read_bytes()}
    for _ in range(2 * TIRS):
        fils = bifurquer(courir)
        time.sleep(0.05 + hasard.uniform(0, 0.1))
        tuer(fils)
        vus.add((ici / "a.html").read_bytes())
    assert vus <= entiers
    assert {p.suffix for p in ici.iterdir()} <= {".html", ".tmp"}


def test_a_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole all the same, and what has the name already is left as it is."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    ici = tmp_path / "ici"
    ici.mkdir()
    ecrire_neuf(ici / "e.agls", b"ancien")
    with pytest.raises(FileExistsError):
        ecrire_neuf(ici / "e.agls", b"nouveau")
    assert [(p.name, p.read_bytes()) for p in ici.iterdir()] == [("e.agls", b"ancien")]


def test_what_a_killed_export_leaves_stops_nobody(copie: Callable[[str], Path]) -> None:
    chemin = copie("tilleuls.agls")
    (chemin.parent / ".tilleuls.agls.0badcafe.tmp").write_bytes(chemin.read_bytes()[:1000])
    shutil.copy(chemin.parent / ".tilleuls.agls.0badcafe.tmp", chemin.parent / ".e.agls.0badcafe.tmp")
    sain = agls("verifier", chemin.parent)
    assert (sain.code, sain.erreurs) == (0, "")
    assert agls("exporter", chemin, "--format", "agls", "--sortie", chemin.parent / "e.agls").code == 0
