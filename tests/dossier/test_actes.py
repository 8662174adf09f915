"""Deciding, closing, reopening, observing: what is written, what is read again, what is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace

from evaluator.dossier import charges
from evaluator.dossier.actes import Convention, Decision, Objectif, Recommandation
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import exporter_agls, exporter_json
from evaluator.dossier.etat import Etat
from evaluator.dossier.evenements import CHARGES, TYPES, Evenement, lire_evenement
from evaluator.dossier.lignes import empreinte_evenement
from evaluator.dossier.reponses import Piece, Reponse
from evaluator.dossier.verification import verifier
from evaluator.errors import FaultyInput
from evaluator.modele import MalForme, convertir

from .conftest import MARIE

OUI = Reponse("renseignee", True, "document")
CONSEIL = Recommandation("favorable", 16726, 16000, 17000, 20400, 12, "a" * 64)
DECISION = Decision(
    16000, "Anne Roy", "cheffe de service", date(2024, 5, 3), "crédits limités", None,
    Convention("objectifs", date(2024, 1, 1), date(2026, 12, 31), "2024-17"), date(2024, 5, 10), CONSEIL,
)  # fmt: skip
CLOTURE = "le dossier est clos, le .* par Marie Dupont .*agls rouvrir tilleuls.agls --motif"


def test_a_decision_is_read_again_whole(chemin: Path, ouvert: Dossier) -> None:
    assert ouvert.decision is None
    ouvert.decider(DECISION)
    assert ouvert.decision == DECISION
    ouvert.fermer()
    assert Dossier.ouvrir(chemin).decision == DECISION
    evenement = json.loads(chemin.read_bytes().splitlines()[-1])
    assert (evenement["role"], evenement["volet"], evenement["charge"]["montant"]) == ("service", None, 16000)


def test_a_later_decision_takes_the_place_and_both_stay_in_the_journal(ouvert: Dossier) -> None:
    ouvert.decider(DECISION)
    ouvert.decider(replace(DECISION, montant=15000))
    assert ouvert.decision is not None
    assert ouvert.decision.montant == 15000
    assert [e.type for e in ouvert.journal] == ["creation", "decision", "decision"]


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"montant": -1}, "entier"),
        ({"montant": True}, "entier"),
        ({"nom": "  "}, "nom et la fonction"),
        ({"fonction": ""}, "nom et la fonction"),
        ({"motif": "x" * 200_001}, "motif"),
    ],
)
def test_a_decision_without_form_writes_nothing(ouvert: Dossier, champs: dict[str, object], message: str) -> None:
    with pytest.raises(FaultyInput, match=message):
        ouvert.decider(replace(DECISION, **champs))  # type: ignore[arg-type]
    assert ouvert.evenements == 1


def test_a_decision_is_stale_once_an_answer_is_not_what_it_was(ouvert: Dossier) -> None:
    ouvert.repondre("conseil", "constat", OUI)
    assert not ouvert.decision_perimee
    ouvert.decider(DECISION)
    assert not ouvert.decision_perimee
    ouvert.noter("conseil", "constat", "vu")
    ouvert.observer("merci")
    ouvert.repondre("conseil", "constat", replace(OUI, motif="PV produit"))  # a reason changes no answer
    assert not ouvert.decision_perimee
    ouvert.repondre("conseil", "constat", replace(OUI, source="declaratif"))  # the cap of a level depends on it
    assert ouvert.decision_perimee
    ouvert.repondre("conseil", "constat", OUI)
    assert not ouvert.decision_perimee
    ouvert.repondre("nb_menages", "constat", Reponse("renseignee", 3))
    assert ouvert.decision_perimee
    ouvert.decider(DECISION)
    assert not ouvert.decision_perimee


def test_a_closed_dossier_is_read_only_until_it_is_reopened(chemin: Path, ouvert: Dossier) -> None:
    objectif = Objectif("Tenir le conseil", "conseil", ("C1",), "non", "oui", date(2025, 6, 30))
    ouvert.repondre("conseil", "constat", OUI)
    ouvert.cloturer([objectif], ecarts_sans_motif=["taux"], motif=" sans suite ")
    assert ouvert.clos
    octets = chemin.read_bytes()
    ecritures: list[Callable[[], object]] = [
        lambda: ouvert.repondre("conseil", "constat", OUI),
        lambda: ouvert.repondre_tout("constat", {"taux": Reponse("ne_sait_pas")}),
        lambda: ouvert.confirmer(["conseil"], None) or ouvert.noter("conseil", "constat", "x"),
        lambda: ouvert.joindre("conseil", "constat", Piece("p", "a" * 64)),
        lambda: ouvert.marquer("conseil", "constat", True),
        lambda: ouvert.decider(DECISION),
        lambda: ouvert.cloturer(),
        lambda: ouvert.observer("x"),
    ]
    for ecrire in ecritures:
        with pytest.raises(FaultyInput, match=CLOTURE):
            ecrire()
    assert chemin.read_bytes() == octets
    ouvert.fermer()
    relu = Dossier.ouvrir(chemin).cloture
    assert relu is not None
    assert (relu.objectifs, relu.ecarts_sans_motif, relu.motif) == ((objectif,), ("taux",), "sans suite")
    assert relu.auteur == MARIE
    with Dossier.ouvrir(chemin, ecriture=True, auteur=MARIE) as rouvert:
        with pytest.raises(FaultyInput, match="motif"):
            rouvert.rouvrir("  ")
        rouvert.rouvrir("pièce reçue")
        assert not rouvert.clos
        assert rouvert.cloture is None
        rouvert.repondre("conseil", "constat", OUI)
        with pytest.raises(FaultyInput, match="n’est pas clos"):
            rouvert.rouvrir("encore")
    assert verifier(chemin) == []


def test_what_a_closing_names_must_exist(ouvert: Dossier) -> None:
    with pytest.raises(FaultyInput, match="vouliez-vous dire « conseil »"):
        ouvert.cloturer([Objectif("x", "consel")])
    with pytest.raises(FaultyInput, match="énoncé"):
        ouvert.cloturer([Objectif(" ")])
    assert not ouvert.clos


def test_observations_are_the_gestionnaires(chemin: Path, ouvert: Dossier) -> None:
    ouvert.observer("Nous contestons", "conseil")
    ouvert.observer("Sur l’ensemble")
    with pytest.raises(FaultyInput, match="texte"):
        ouvert.observer(" ")
    with pytest.raises(FaultyInput, match="n’est pas une question"):
        ouvert.observer("x", "rien")
    ouvert.fermer()
    relu = Dossier.ouvrir(chemin)
    assert [(o.question, o.texte, o.auteur) for o in relu.observations] == [
        ("conseil", "Nous contestons", MARIE), (None, "Sur l’ensemble", MARIE),
    ]  # fmt: skip
    assert [e.role for e in relu.journal[1:]] == ["gestionnaire"] * 2


def test_json_holds_the_acts(ouvert: Dossier) -> None:
    ouvert.decider(DECISION)
    ouvert.observer("Nous contestons", "conseil")
    ouvert.cloturer([Objectif("Tenir le conseil")])
    actes = json.loads(exporter_json(ouvert))["actes"]
    assert actes["decision"]["montant"] == 16000
    assert actes["decision_perimee"] is False
    assert actes["observations"][0]["question"] == "conseil"
    assert actes["cloture"]["objectifs"][0]["enonce"] == "Tenir le conseil"
    assert actes["conflits"] == []


def test_a_type_without_an_effect_or_a_model_is_named() -> None:
    assert set(CHARGES) == set(TYPES)


def test_keys_of_another_version_survive_the_copy(ouvert: Dossier, chemin: Path, ici: Path) -> None:
    """What is not known here is tolerated on reading, and never lost on a copy."""
    ouvert.fermer()
    dernier = json.loads(chemin.read_bytes().splitlines()[-1])
    charge = {"montant": 100, "acompte": {"part": "1/3"}, "convention": {"type": "objectifs", "avenant": 2}}
    suite = {**dernier, "n": 2, "prec": dernier["empreinte"], "id": "00000000-0000-4000-8000-000000000000",
             "type": "decision", "charge": charge, "role": "service"}  # fmt: skip
    suite["empreinte"] = empreinte_evenement(suite)
    chemin.write_bytes(chemin.read_bytes() + json.dumps(suite).encode() + b"\n")
    lu = Dossier.ouvrir(chemin)
    assert lu.decision is not None
    assert (lu.decision.montant, lu.decision.nom) == (100, "Marie Dupont")  # the author, where it names nobody
    assert lu.decision.date == lu.dernier_instant.date()
    assert lire_evenement(suite).brut() == suite
    (ici / "copie.agls").write_bytes(exporter_agls(lu, pour_gestionnaire=True))
    assert json.loads((ici / "copie.agls").read_bytes().splitlines()[-1])["charge"] == charge


@pytest.mark.parametrize(
    ("genre", "charge"),
    [
        ("decision", {"montant": -1}),
        ("decision", {"montant": "16000"}),
        ("decision", {"montant": 1, "date": "2024-02-30"}),
        ("decision", {"montant": 1, "date": "20240201"}),
        ("decision", {"montant": 1, "convention": {"type": "autre"}}),
        ("observation", {}),
        ("cloture", {"objectifs": [{"cible": "x"}]}),
        ("reouverture", {}),
    ],
)
def test_a_received_act_that_is_none_is_a_fault_in_words(
    ouvert: Dossier, chemin: Path, genre: str, charge: dict[str, object]
) -> None:
    ouvert.fermer()
    dernier = json.loads(chemin.read_bytes().splitlines()[-1])
    suite = {**dernier, "n": 2, "prec": dernier["empreinte"], "id": "00000000-0000-4000-8000-000000000000",
             "type": genre, "charge": charge}  # fmt: skip
    suite["empreinte"] = empreinte_evenement(suite)
    chemin.write_bytes(chemin.read_bytes() + json.dumps(suite).encode() + b"\n")
    (faute,) = verifier(chemin)
    assert "événement refusé" in str(faute)
    assert Dossier.ouvrir(chemin).lecture_seule is not None


def test_a_closing_without_a_named_author_says_so(chemin: Path, ouvert: Dossier) -> None:
    ouvert.fermer()
    with Dossier.ouvrir(chemin, ecriture=True, auteur=Auteur()) as dossier:
        dossier.cloturer()
        with pytest.raises(FaultyInput, match="par un auteur non indiqué"):
            dossier.observer("x")


def test_a_decision_taken_at_an_event_is_known_from_it_on() -> None:
    decision = cast("Evenement", object())
    etat = Etat(decisions=[(5, decision)])
    assert etat.au(5, envoye=False).decisions == [(5, decision)]
    assert etat.au(4, envoye=False).decisions == []


def test_an_amount_is_at_most_a_thousand_million() -> None:
    decision = {"montant": 1_000_000_000}
    assert convertir(charges.Decision, decision, charges.LECTURES).montant == 1_000_000_000
    with pytest.raises(MalForme) as refus:
        convertir(charges.Decision, {"montant": 1_000_000_001}, charges.LECTURES)
    assert [(e.chemin, e.attendu) for e in refus.value.ecarts()] == [(("montant",), "≤ 1000000000")]
