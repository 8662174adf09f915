"""A received file, sealed with care and full of anything: faults in words, never a traceback."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.canonical import Json
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import ecrire_reponses, exporter_agls, exporter_json
from evaluator.dossier.lignes import empreinte_evenement
from evaluator.dossier.reponses import Reponse
from evaluator.dossier.verification import verifier
from evaluator.errors import AglsError
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import VOLETS

TEXTES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
MOTS = st.sampled_from(["constat", "commun", "renseignee", "sans_objet", "1/3", "2024-02-30", "12 %", "-0", "10,5"])
CLES = st.sampled_from(["logement", "fonction", "x", "nom"])
ARBRES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXTES | MOTS,
    lambda sous: st.lists(sous, max_size=3) | st.dictionaries(CLES, sous, max_size=3),
    max_leaves=6,
)
QUESTIONS = st.sampled_from([
    "protocole", "conseil", "visite_le", "taux", "remarques", "publics", "sorties", "equipe", "nb_logements", "departement",
    "x",
])  # fmt: skip
PROFIL = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
GENRES = st.sampled_from(["note", "piece", "a_revoir", "decision", "cloture", "reouverture", "observation", "confirmation"])
CHAMPS = st.sampled_from(
    ["charge", "auteur", "instant", "role", "volet", "type", "v", "dossier", "charge.question", "charge.nom"]
)
ETATS = st.sampled_from(["renseignee", "renseignee", "ne_sait_pas", "sans_objet", "non_renseignee"])
ORIGINES = st.sampled_from([None, "document"])
CHARGES = st.fixed_dictionaries(
    {"question": QUESTIONS, "etat": ETATS, "valeur": ARBRES, "source": ORIGINES, "motif": st.none()}
)


@pytest.fixture(scope="module")
def modele(referentiel: Referentiel) -> list[dict[str, Json]]:
    with tempfile.TemporaryDirectory() as dossier:
        with Dossier.creer(Path(dossier) / "modele.agls", referentiel) as modele:
            modele.repondre("conseil", "constat", Reponse("renseignee", True))
        return [json.loads(ligne) for ligne in modele.chemin.read_bytes().splitlines()]


def lire_actes(lecteur: Dossier) -> object:
    return (lecteur.decision, lecteur.decision_perimee, lecteur.cloture, lecteur.observations, lecteur.conflits)


def visiter(evenements: list[dict[str, Json]]) -> None:
    prec = None
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "recu.agls"
        with chemin.open("wb") as flux:
            for n, evenement in enumerate(evenements, 1):
                lu: dict[str, Json] = {"n": n, "prec": prec, "id": f"00000000-0000-4000-8000-{n:012d}"}
                lu = {**lu, **{cle: v for cle, v in evenement.items() if cle not in (*lu, "empreinte")}}
                prec = empreinte_evenement(lu)
                flux.write(json.dumps({**lu, "empreinte": prec}).encode() + b"\n")
        verifier(chemin)
        with contextlib.suppress(AglsError):
            lecteur = Dossier.ouvrir(chemin)
            for volet in VOLETS:
                lecteur.reponses(volet)
                ecrire_reponses(lecteur, volet)
            lire_actes(lecteur)
            exporter_json(lecteur)
            exporter_agls(lecteur, pour_gestionnaire=True)


@PROFIL
@given(charges=st.lists(CHARGES, min_size=1, max_size=8), volet=st.sampled_from(["constat", "auto_evaluation", "commun"]))
def test_any_answer(modele: list[dict[str, Json]], charges: list[Json], volet: str) -> None:
    visiter([modele[0], *({**modele[1], "charge": charge, "volet": volet} for charge in charges)])


@PROFIL
@given(genre=GENRES, cle=CHAMPS, valeur=ARBRES)
def test_any_field(modele: list[dict[str, Json]], genre: str, cle: str, valeur: Json) -> None:
    complete: dict[str, Json] = {"question": "conseil", "note": "n", "visibilite": "partagee"}
    if genre == "piece":
        complete = {"question": "conseil", "nom": "p", "sha256": "0" * 64, "visibilite": "interne", "retiree": False}
    tete, _, suite = cle.partition(".")
    contenu: Json = {**complete, suite: valeur} if suite else valeur
    champs: dict[str, Json] = {"charge": dict(complete), tete: contenu}
    visiter([modele[0], {**modele[1], "type": genre, **champs}])


@PROFIL
@given(cle=st.sampled_from(["gele", "empreintes", "precedent", "origine"]), valeur=ARBRES)
def test_any_creation(modele: list[dict[str, Json]], cle: str, valeur: Json) -> None:
    charge = modele[0]["charge"]
    assert isinstance(charge, dict)
    visiter([{**modele[0], "charge": {**charge, cle: valeur}}, modele[1]])


ACTES = st.sampled_from([
    {"montant": 3}, {"texte": "x"}, {"objectifs": [{"enonce": "e"}]}, {"motif": "m"}, {"question": "taux", "texte": "x"},
    {"montant": 3, "date": "2024-05-03", "convention": {"type": "objectifs", "debut": "2024-01-01"}},
])  # fmt: skip


@PROFIL
@given(genre=st.sampled_from(["decision", "cloture", "observation"]), charge=ACTES, cle=TEXTES | CLES, valeur=ARBRES)
def test_any_act(modele: list[dict[str, Json]], genre: str, charge: dict[str, Json], cle: str, valeur: Json) -> None:
    visiter([modele[0], {**modele[1], "type": genre, "volet": None, "charge": {**charge, cle: valeur}}])


INTERIEURS = st.fixed_dictionaries(
    {
        "type": GENRES | st.sampled_from(["reponse", "fusion", "creation"]),
        "volet": st.sampled_from(["constat", "commun", None]),
    },
    optional={"charge": CHARGES | ACTES | ARBRES, "n": st.integers(0, 4), "dossier": ARBRES, "id": ARBRES},
)


@PROFIL
@given(
    interieurs=st.lists(INTERIEURS, max_size=4),
    change=st.none() | st.tuples(st.sampled_from(["ancetre", "branche", "suite_de", "empreinte", "evenements"]), ARBRES),
    branche=st.sampled_from(["envoi", "copie"]),
    profondeur=st.integers(0, 25),
)
def test_any_fusion(
    modele: list[dict[str, Json]],
    interieurs: list[dict[str, Json]],
    change: tuple[str, Json] | None,
    branche: str,
    profondeur: int,
) -> None:
    evenements: list[Json] = []
    for rang, interieur in enumerate(interieurs, 2):
        evenements.append(sceau({**modele[1], "n": rang, "id": f"11111111-0000-4000-8000-{rang:012d}", **interieur}))
    for etage in range(profondeur + 1):  # a fusion within a fusion, deeper than a line may be
        charge: dict[str, Json] = {
            "dossier": modele[1]["dossier"], "empreinte": "0" * 64, "ancetre": 1, "branche": branche, "suite_de": None,
            "evenements": evenements,
        }  # fmt: skip
        if change and not etage:
            charge[change[0]] = change[1]
        fusion: dict[str, Json] = {**modele[1], "type": "fusion", "volet": None, "charge": charge}
        evenements = [sceau({**fusion, "n": 2, "id": f"22222222-0000-4000-8000-{etage:012d}"})]
    visiter([modele[0], modele[1], fusion])


def sceau(evenement: dict[str, Json]) -> dict[str, Json]:
    nu = {cle: v for cle, v in evenement.items() if cle != "empreinte"}
    return {**nu, "empreinte": empreinte_evenement(nu)}
