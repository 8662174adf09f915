"""A dossier of 10 MB, and one at the limit of size. Times and memory: `python -m tests.faults.campagne grand`."""

from __future__ import annotations

import os
import random
from pathlib import Path

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.lignes import TAILLE_MAX
from evaluator.dossier.reponses import Reponse
from evaluator.dossier.saisie import charge
from evaluator.dossier.verification import verifier
from tests.faults.processus import agls, propre
from tests.faults.tirs import Bilan, en_saisie

MO = 1024 * 1024


def test_ten_megabytes(chemin: Path, reponses: Path, tmp_path: Path) -> None:
    with Dossier.ouvrir(chemin, ecriture=True) as dossier:
        charges = [charge("nb_menages", Reponse("renseignee", k)) for k in range(1500)]
        dossier._ecrire([("reponse", "commun", lue) for lue in charges])  # one write: 1 500 of them are not what is tried
        while chemin.stat().st_size < 10 * MO:
            dossier.noter("nb_menages", "constat", f"{chemin.stat().st_size} " + "é" * 99_000)
    assert agls("importer", chemin, reponses).code == 0
    assert agls("evaluer", chemin).code == 0
    envoi = tmp_path / "e.agls"
    assert agls("exporter", chemin, "--format", "agls", "--sortie", envoi).code == 0
    assert envoi.read_bytes() == chemin.read_bytes()
    chemin.with_suffix(".lignes").write_text(str(chemin.read_bytes().count(b"\n")))
    bilan = Bilan()
    en_saisie(chemin, "API", random.Random(10), bilan)
    assert (bilan.fautes, bilan.pertes, bilan.ouverts) == ([], 0, 1)


def test_at_the_limit_of_size_and_beyond(chemin: Path, reponses: Path) -> None:
    octets = chemin.read_bytes()
    os.truncate(chemin, TAILLE_MAX + 1)  # zeros, that take no room
    for commande in (["evaluer", chemin], ["importer", chemin, reponses], ["verifier", chemin]):
        fini = agls(*commande)
        propre(fini)
        assert (fini.code, "dossier de plus de 64 Mo : refusé" in fini.erreurs + fini.sortie) == (1, True)
    assert chemin.stat().st_size == TAILLE_MAX + 1
    os.truncate(chemin, TAILLE_MAX)
    fini = agls("evaluer", chemin)
    assert (fini.code, f"remplie de zéros ({TAILLE_MAX - len(octets)} octets)" in fini.erreurs) == (0, True)
    os.truncate(chemin, len(octets))
    assert verifier(chemin) == []
