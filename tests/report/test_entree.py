"""The evaluation input: what is in it and what never is, read strictly, computed again."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction

import pytest

from evaluator.canonical import canonique
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import VOLETS, Annotation, Piece, Reponse
from evaluator.errors import FaultyInput
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import empreintes_de
from evaluator.report.entree import Entree, entree, lire, recalculer
from tests.report.conftest import Fabrique, Rapport

JOUR = date(2025, 3, 1)


def de(rapport: Rapport) -> bytes:
    return entree(rapport.dossier, rapport.evaluation, JOUR, "evaluation")


@pytest.fixture(scope="module")
def octets(rapports: list[Rapport]) -> bytes:
    """Of the constat of pre-sorbier."""
    return next(de(r) for r in rapports if r.dossier.nom == "pre-sorbier.agls" and r.evaluation.volet == "constat")


def changer(octets: bytes, changement: Callable[[dict], object]) -> bytes:  # type: ignore[type-arg]  # JSON of a test
    arbre = json.loads(octets)
    changement(arbre)
    return canonique(arbre)


def test_every_example_gives_its_own_result_again(rapports: list[Rapport]) -> None:
    for r in rapports:
        lue = lire(de(r))
        assert recalculer(lue) == []
        assert (lue.volet, lue.dossier, lue.nom) == (r.evaluation.volet, r.dossier.id, r.dossier.nom)
        assert (lue.evenements, lue.empreinte) == (r.dossier.evenements, r.dossier.empreinte)
        assert lue.reponses.keys() == r.dossier.reponses(r.evaluation.volet).par_question.keys()
        assert lue.resultat["modulation"]["montant"] == r.evaluation.modulation.montants.montant  # type: ignore[index,call-overload]


def test_the_same_dossier_gives_the_same_bytes(rapports: list[Rapport]) -> None:
    for r in rapports:
        rouvert = Dossier.ouvrir(r.dossier.chemin)
        volet = r.evaluation.volet
        assert entree(rouvert, evaluer(rouvert.referentiel, rouvert.reponses(volet)), JOUR, "evaluation") == de(r)
        assert entree(r.dossier, r.evaluation, JOUR + timedelta(1), "evaluation") != de(r)
    assert len({de(r) for r in rapports}) == len(rapports)


def test_every_state_and_type_survives(fabriquer: Fabrique) -> None:
    r = fabriquer(
        {
            "exercice": 2024,
            "nb_logements": Reponse("renseignee", 86, "observation", "compté sur place"),
            "montant_demande": Reponse("renseignee", Fraction("20400.50"), None),
            "cout_gls": Reponse("ne_sait_pas", None, "entretien"),
            "taux_reservation": Reponse("non_renseignee", None, None, "registre absent"),
            "equipe": (({"fonction": "Responsable", "etp_gls": Fraction("0.3"), "partage": False}),),
            "actions": (),
        }
    )
    lue = lire(de(r))
    assert recalculer(lue) == []
    ecrites = {nom: (a.etat, a.valeur, a.source, a.motif) for nom, a in lue.reponses.items()}
    assert ecrites == {
        "exercice": ("renseignee", 2024, "document", None),
        "nb_logements": ("renseignee", 86, "observation", "compté sur place"),
        "montant_demande": ("renseignee", "20400.5", None, None),
        "cout_gls": ("ne_sait_pas", None, "entretien", None),
        "taux_reservation": ("non_renseignee", None, None, "registre absent"),
        "equipe": ("renseignee", [{"fonction": "Responsable", "etp_gls": "0.3", "partage": False}], "document", None),
        "actions": ("renseignee", [], "document", None),
    }


def test_what_is_not_the_evaluation_is_never_in_it(fabriquer: Fabrique) -> None:
    """Notes and pieces, shared or not, observations, authors; nor the other volet."""
    piece = Piece("PIECE-INTERNE.pdf", "ab" * 32)
    partagee = Piece("PIECE-PARTAGEE.pdf", "cd" * 32, "partagee")
    r = fabriquer(
        {"nb_logements": 86, "exercice": 2024, "cout_gls": Fraction(41000)},
        {
            "cout_gls": Annotation("NOTE-INTERNE", "interne", (piece, partagee), True),
            "nb_logements": Annotation("NOTE-PARTAGEE", "partagee"),
        },
        auteur="Prenom NOMDAUTEUR, fonction, ORGANISME",
    )
    with Dossier.ouvrir(r.dossier.chemin, ecriture=True) as dossier:
        dossier.observer("OBSERVATION")
        dossier.repondre_tout("auto_evaluation", {"cout_gls": Reponse("renseignee", Fraction(98765), "document")})
        octets = entree(dossier, evaluer(dossier.referentiel, dossier.reponses("constat")), JOUR, "evaluation")
        autre = entree(dossier, evaluer(dossier.referentiel, dossier.reponses("auto_evaluation")), JOUR, "evaluation")
    temoin = r.dossier.chemin.read_text(encoding="utf-8")
    for mot in ("NOTE-", "PIECE-", "OBSERVATION", "NOMDAUTEUR", "ORGANISME", "ab" * 32, "cd" * 32):
        assert mot in temoin
        assert mot.encode() not in octets + autre
    assert b"98765" in autre
    assert b"98765" not in octets
    assert b"41000" in octets
    assert b"41000" not in autre


# — read strictly ———————————————————————————————————————————————————————————————————————————————————————————

ATTENDUS: list[tuple[Callable[[dict], object], str]] = [  # type: ignore[type-arg]
    (lambda a: a.pop("journal"), "« journal » : manque"),
    (lambda a: a.update(journaux=1), "« journaux » : clé inconnue ici ; vouliez-vous dire « journal » ?"),
    (lambda a: a.update(format="agls-dossier"), "attendu : agls-entree"),
    (lambda a: a.update(version=2), "format v 2 : cette version du programme connaît le format v 1"),
    (lambda a: a.update(version=True), "« version » : « true » ne convient pas ; attendu : un entier de 1 à 1"),
    (lambda a: a["rapport"].update(date="2024-02-30"), "« rapport.date » : « 2024-02-30 » ne convient pas"),
    (lambda a: a["dossier"].update(volet="commun"), "attendu : auto_evaluation ou constat"),
    (lambda a: a["dossier"].update(id="../x"), "attendu : un identifiant de dossier"),
    (lambda a: a["journal"].update(evenements=10**30), "« journal.evenements » : "),
    (lambda a: a["empreintes"].update(textes="A" * 64), "« empreintes.textes » : "),
    (lambda a: a["gele"].update(textes=None), "« gele.textes » : rien ne convient pas ; attendu : un groupe"),
    (lambda a: a.update(reponses=[]), "« reponses » : une liste ne convient pas"),
    (lambda a: a["reponses"].update(nb_logements=86), "« reponses.nb_logements » : un groupe « clé: valeur » est attendu"),
    (
        lambda a: a["reponses"]["nb_logements"].update(etat="sûre"),
        "« reponses.nb_logements.etat » : « sûre » ne convient pas",
    ),
    (lambda a: a["reponses"]["nb_logements"].update(note="x"), "« reponses.nb_logements.note » : clé inconnue ici"),
]


@pytest.mark.parametrize(("changement", "attendu"), ATTENDUS, ids=[a for _, a in ATTENDUS])
def test_a_fault_is_said_with_its_place(octets: bytes, changement: Callable[[dict], object], attendu: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(FaultyInput) as leve:
        lire(changer(octets, changement))
    assert attendu in str(leve.value)


def test_all_faults_are_said_at_once(octets: bytes) -> None:
    def changement(a: dict) -> None:  # type: ignore[type-arg]
        a["rapport"]["date"] = "hier"
        a["journal"]["evenements"] = 0

    with pytest.raises(FaultyInput) as leve:
        lire(changer(octets, changement))
    assert len(leve.value.fautes) == 2


MO = 1024 * 1024
HOSTILES = {
    "empty": b"",
    "no JSON": b"bonjour",
    "no object": b"[]",
    "deep": b'{"a":' * 100_000,
    "deep list": b"[" * 1_000_000,
    "huge integer": b'{"a":' + b"9" * 400_000 + b"}",
    "many integers": b'{"a":[' + b",".join([b"9" * 4000] * 100) + b"]}",
    "float": b'{"a":1.5}',
    "not a number": b'{"a":NaN}',
    "twice": b'{"a":1,"a":2}',
    "half a character": b'{"a":"\\ud800"}',
    "no UTF-8": b'{"a":"\xff"}',
    "many values": b'{"a":[' + b"[]," * 160_000 + b"[]]}",
    "many texts": b'{"a":[' + b'"b",' * 480_000 + b'"b"]}',
    "quotes": b'"' * (20 * MO),
    "backslashes": b'{"a":"' + b"\\" * (20 * MO),
    "escapes": b'{"a":"' + b"\\u0041" * (3 * MO) + b'"}',
    "large": b'{"a":"' + b"x" * (30 * MO) + b'"}',
    "unknown keys": canonique({f"k{i}": i for i in range(40_000)}),
}


@pytest.mark.parametrize("cas", HOSTILES)
def test_hostile_bytes_are_refused_in_words_and_at_once(cas: str) -> None:
    debut = time.process_time()
    with pytest.raises(FaultyInput) as leve:
        lire(HOSTILES[cas])
    assert time.process_time() - debut < 2
    assert len(leve.value.fautes) <= 20
    assert "données jointes" in str(leve.value)


def test_another_writing_of_the_same_data_is_refused(octets: bytes) -> None:
    with pytest.raises(FaultyInput, match="forme canonique"):
        lire(json.dumps(json.loads(octets)).encode())


# — computed again ——————————————————————————————————————————————————————————————————————————————————————————


def test_a_changed_amount_is_named_with_both_values(octets: bytes) -> None:
    """16 726 € is the amount of the example (`docs/exemple-calcule.md`)."""
    (ecart,) = recalculer(lire(changer(octets, lambda a: a["resultat"]["modulation"].update(montant=17000))))
    assert ecart.ou == "résultat, modulation, montant"
    assert ecart.imprime == "17\u202f000"
    assert ecart.recalcule == "16\u202f726"


def test_a_changed_answer_changes_the_amount(octets: bytes) -> None:
    ecarts = recalculer(lire(changer(octets, lambda a: a["reponses"]["montant_demande"].update(valeur=9000))))
    (montant,) = [e for e in ecarts if e.ou == "résultat, modulation, montant"]
    assert (montant.imprime, montant.recalcule) == ("16\u202f726", "9\u202f000")
    assert "résultat, modulation, terme qui limite" in {e.ou for e in ecarts}


def test_a_removed_and_an_added_element_are_differences(octets: bytes) -> None:
    def changement(a: dict) -> None:  # type: ignore[type-arg]
        a["resultat"]["axes"].pop()
        a["resultat"]["vigilances"].append({"id": "V99"})

    ecarts = {e.ou: e for e in recalculer(lire(changer(octets, changement)))}
    assert {ou.split()[1] for ou in ecarts} == {"axe", "point"}
    assert ecarts["résultat, point de vigilance V99"].recalcule == "absent"


def test_zero_is_not_false_and_a_text_is_not_a_number(octets: bytes) -> None:
    def changement(a: dict) -> None:  # type: ignore[type-arg]
        assert a["resultat"]["grille"]["adoptee"] is False
        a["resultat"]["grille"]["adoptee"] = 0
        a["resultat"]["modulation"]["montant"] = "16726"

    ous = {e.ou for e in recalculer(lire(changer(octets, changement)))}
    assert ous == {"résultat, grille, adoptée", "résultat, modulation, montant"}


def test_frozen_texts_that_do_not_match_their_hash(octets: bytes) -> None:
    def changement(a: dict) -> None:  # type: ignore[type-arg]
        a["gele"]["textes"]["clauses"][0]["titre"] += " !"

    ecarts = recalculer(lire(changer(octets, changement)))
    assert [e.ou for e in ecarts] == ["empreintes des textes figés, textes"]
    casse = changer(octets, lambda a: a["gele"]["grille_defaut"].pop("avis"))
    with pytest.raises(FaultyInput) as leve:
        recalculer(lire(casse))
    assert "« grille_defaut » ne correspond pas à son empreinte" in str(leve.value)
    assert "« avis » manque" in str(leve.value)


def test_a_weight_changed_with_its_hash_is_seen_in_the_result(octets: bytes) -> None:
    def changement(a: dict) -> None:  # type: ignore[type-arg]
        a["gele"]["grille_defaut"]["poids_axes"]["A3"] += 1
        a["empreintes"] = empreintes_de(a["gele"])

    ous = {e.ou for e in recalculer(lire(changer(octets, changement)))}
    assert {"résultat, grille, empreinte", "résultat, axe A3, poids"} <= ous


@pytest.mark.parametrize(
    ("changement", "attendu"),
    [
        (lambda r: r.update(inconnue=r["nb_logements"]), "« inconnue » n’est pas une question"),
        (lambda r: r["nb_logements"].update(valeur="86"), "n’est pas écrite comme le programme l’écrit"),
        (lambda r: r["nb_logements"].update(valeur="beaucoup"), "« nb_logements » : nombre attendu"),
        (lambda r: r["nb_logements"].update(etat="ne_sait_pas"), "« nb_logements » : une valeur accompagne une réponse"),
        (
            lambda r: r.update(nb_places={"etat": "non_renseignee", "valeur": None, "source": None, "motif": None}),
            "« nb_places » : une réponse vide n’est pas écrite",
        ),
    ],
)
def test_an_answer_that_is_none_is_a_fault(octets: bytes, changement: Callable[[dict], object], attendu: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(FaultyInput) as leve:
        recalculer(lire(changer(octets, lambda a: changement(a["reponses"]))))
    assert attendu in str(leve.value)


def test_another_program_version_is_no_difference(octets: bytes) -> None:
    assert recalculer(lire(changer(octets, lambda a: a.update(programme="0.0.1")))) == []


LIBRES = ("programme", "rapport", "reponses")


def test_a_changed_byte_is_found_even_with_a_new_hash(octets: bytes) -> None:
    """Someone changes one byte of the data and declares its new hash: reading or computing again finds it, but for

    - the version of the program, the kind and the date of the report, which no figure depends on;
    - an answer that no figure depends on (a name, a reason, a source that caps no level, a number below a threshold).

    Nor can be found who changes an answer and puts the result that goes with it in its place: that is another report, and
    only the dossier (`agls verifier --dossier`), or a hash kept elsewhere, tells them apart.
    """
    avant = json.loads(octets)
    hasard = random.Random(5)
    trouves = 0
    textes, suite = (
        octets.index(b'"gele":'),
        octets.index(b'"journal":'),
    )
    # A changed frozen text is compiled again: few of them.
    places = [*range(40, textes, 80), *range(textes + 500, suite, 30_000), *range(suite, len(octets), 800)]
    for place in places:
        autre = bytearray(octets)
        autre[place] ^= 1 << hasard.randrange(7)
        try:
            lue: Entree | None = lire(bytes(autre))
            trouve = bool(recalculer(lue)) if lue else True
        except FaultyInput:
            lue, trouve = None, True
        trouves += trouve
        if not trouve:
            assert lue is not None
            apres = deepcopy(dict(lue.arbre))
            assert {c for c in avant if apres[c] != avant[c]} <= set(LIBRES), place
    assert trouves > 0.9 * len(places) > 45


def test_the_two_volets_of_a_dossier_are_two_inputs(rapports: list[Rapport]) -> None:
    deux = [lire(de(r)) for r in rapports if r.dossier.nom == "pre-sorbier.agls"]
    assert [lue.volet for lue in deux] == list(VOLETS)
    assert deux[0].gele == deux[1].gele
