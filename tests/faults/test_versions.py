"""A dossier of a later version of the program: refused by name by each command, and left as it is to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluator.canonical import octets_canoniques
from evaluator.dossier.lignes import empreinte_evenement
from tests.faults.processus import agls, propre
from tests.faults.test_droits import ligne

COMMANDES = ("evaluer", "remplir", "importer", "exporter", "verifier", "rapport")


def suivre(chemin: Path, **champs: Any) -> None:
    """One more event whose hash and place are right, as another program could write it."""
    dernier = json.loads(chemin.read_bytes().splitlines()[-1])
    brut = {**dernier, "n": dernier["n"] + 1, "prec": dernier["empreinte"], "id": "00000000-0000-4000-8000-000000000000"}
    brut |= champs
    brut["empreinte"] = empreinte_evenement(brut)
    with chemin.open("ab") as flux:
        flux.write(octets_canoniques(brut) + b"\n")


REPONSE = {"question": "nb_logements", "etat": "renseignee", "valeur": 88, "source": None, "motif": None}
DECISION = {
    "montant": 12000, "motif": "m", "derogation": None, "nom": "N", "fonction": "F", "date": "2024-05-01",
    "convention": None, "date_notification": None, "recommandation": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("champs", "mots"),
    [
        ({"v": 2}, "format v 2 : cette version du programme connaît le format v 1 ; il faut une version plus récente"),
        ({"type": "visite", "charge": {}}, "type d’événement « visite » inconnu de cette version"),
    ],
)
def test_refused_by_name(chemin: Path, reponses: Path, champs: dict[str, Any], mots: str) -> None:
    suivre(chemin, **champs)
    octets, numero = chemin.read_bytes(), chemin.read_bytes().count(b"\n")
    for commande in COMMANDES:
        fini = agls(*ligne(commande, chemin, reponses))
        propre(fini)
        assert fini.code == 1, (commande, fini)
        assert f"{chemin.name}:{numero} : {mots}" in fini.erreurs + fini.sortie, (commande, fini)
        assert chemin.read_bytes() == octets
    assert [p.name for p in chemin.parent.iterdir()] == [chemin.name]


def test_one_key_more_where_every_key_counts(chemin: Path, reponses: Path) -> None:
    """What it would say cannot be known: the line is named, what comes before is read, nothing is written."""
    suivre(chemin, type="reponse", volet="commun", charge={**REPONSE, "certitude": "faible"})
    octets, numero = chemin.read_bytes(), chemin.read_bytes().count(b"\n")
    for commande, code in (("evaluer", 1), ("exporter", 1), ("verifier", 1), ("importer", 3), ("remplir", 3)):
        fini = agls(*ligne(commande, chemin, reponses), entree=":aller 1.11\n90\n")
        propre(fini)
        assert fini.code in (code, 1), (commande, fini)
        dits = fini.erreurs + fini.sortie
        assert f"{chemin.name}:{numero}" in dits, (commande, fini)
        assert "« certitude » : champ inconnu" in dits, (commande, fini)
        assert chemin.read_bytes() == octets


def test_one_key_more_where_people_decide(copie: Callable[[str], Path]) -> None:
    """Read, and kept on every copy."""
    chemin = copie("a.agls")
    suivre(chemin, type="decision", volet=None, role="service", charge={**DECISION, "visa": "CF-12"})
    assert agls("verifier", chemin).code == 0
    assert agls("exporter", chemin, "--format", "agls", "--sortie", chemin.with_name("e.agls")).code == 0
    assert b'"visa":"CF-12"' in chemin.with_name("e.agls").read_bytes()
    assert agls("observer", chemin, "--texte", "Vu").code == 0
    assert b'"visa":"CF-12"' in chemin.read_bytes().splitlines()[-2]
