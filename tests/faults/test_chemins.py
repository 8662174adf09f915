"""Every command of the contract, once, in a folder and on a file whose names are as names can be."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.faults.processus import Fini, agls, propre

NFD = "e\u0301te\u0301"  # « été » as macOS writes it
TOUT = f'  L’{NFD} d\'une « résidence » 😀 n° 1\nsuite, "fin" [a] {{b}} %s $HOME -x *'
NOM = TOUT + "n" * (220 - len(TOUT.encode()))  # bytes: what is written beside has a longer name
SANS_UTF8 = os.fsdecode(b"r\xe9sidence.agls")


def courir(*arguments: object, code: int = 0, entree: str = "") -> Fini:
    fini = agls(*arguments, entree=entree)
    propre(fini)
    assert fini.code == code, (arguments, fini)
    return fini


def test_every_command(modele: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ici = tmp_path / NOM
    ici.mkdir()
    a, b = Path(shutil.copy(modele, ici / f"{NOM}.agls")), Path(shutil.copy(modele, ici / "autre.agls"))
    r, neuf, reuni = ici / f"{NOM}.yaml", ici / f"{TOUT} neuf.agls", ici / f"{TOUT} réuni.agls"
    r.write_text("nb_logements: 87\n", encoding="utf-8")
    monkeypatch.chdir(ici)
    courir("nouveau", neuf, "--reponses", r, "--precedent", a)
    courir("nouveau", a, code=3)
    courir("remplir", a, "--texte", entree=":aller 1.11\n90\n")
    courir("importer", a, r)
    objets = json.loads(courir("evaluer", a, neuf, "--json", "--bref").sortie)
    assert [o["dossier"] for o in objets] == [a.name, neuf.name]
    courir("expliquer", a, "nb_logements")
    courir("comparer", a)
    courir("observer", b, "--texte", "Vu")
    courir("fusionner", a, b, "--sortie", reuni)
    courir("exporter", a, "--format", "agls", "--pour", "gestionnaire", "--sortie", ici / "envoi.agls")
    courir("exporter", a, "--format", "reponses")
    courir("decider", a, "--montant", "12000", "--nom", "N", "--fonction", "F", "--motif", "m")
    courir("cloturer", a)
    courir("rouvrir", a, "--motif", "m")
    courir("rapport", a, "--sortie", ici / "rapports")
    (rapport,) = (ici / "rapports").iterdir()
    courir("verifier", a, rapport)
    restent = [a.name, b.name, r.name, neuf.name, reuni.name, "envoi.agls", "rapports"]
    assert sorted(p.name for p in ici.iterdir()) == sorted(restent)


def test_a_name_that_is_no_utf_8(modele: Path, tmp_path: Path) -> None:
    """As an archive made on another system leaves it."""
    a = Path(shutil.copy(modele, tmp_path / SANS_UTF8))
    courir("remplir", a, "--texte", entree=":aller 1.11\n90\n")
    assert json.loads(courir("evaluer", a, "--json", "--bref").sortie)["dossier"] == "r?sidence.agls"
    lu = json.loads(courir("exporter", a, "--format", "json").sortie)
    assert (lu["dossier"], lu["volets"]["constat"]["valeurs"]["nb_logements"]) == ("r?sidence.agls", 90)
    courir("verifier", a)
    courir("evaluer", a.with_name(os.fsdecode(b"\xe9.agls")), code=3)
