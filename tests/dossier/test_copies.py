"""What is read faster is read the same: a frozen copy that was seen already, lines that are their own canonical text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.canonical import canonique, condense
from evaluator.dossier import copies, lecture, lignes, saisie
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.lignes import LigneIllisible, empreinte_evenement, lire_ligne


@pytest.fixture(autouse=True)
def oubli() -> Iterator[None]:
    copies._CONNUES.clear()
    yield
    copies._CONNUES.clear()


@pytest.fixture(scope="module")
def journal(dossiers_exemples: Path) -> list[bytes]:
    return (dossiers_exemples / "pre-sorbier.agls").read_bytes().split(b"\n")[:-1]


def _alterees(ligne: bytes) -> dict[str, bytes]:
    """The first line, made otherwise in every way that could be taken for the same."""
    arbre = json.loads(ligne)
    gele = canonique(arbre["charge"]["gele"])
    marque = f'"{condense(gele)}"'.encode()
    nom = b'"nom":"Exemple"'
    return {
        "the same": ligne,
        "another letter in the copy": ligne.replace("Résidence".encode(), b"Residence", 1),
        "spaces before": b" " + ligne,
        "spaces within": ligne.replace(nom, b'"nom": "Exemple"'),
        "another name": ligne.replace(nom, b'"nom":"Autre"'),
        "keys in another order": json.dumps(dict(reversed(arbre.items())), ensure_ascii=False).encode(),
        "a key twice": ligne.replace(nom, b'"nom":"x",' + nom),
        "the copy twice": ligne.replace(b'"gele":' + gele, b'"gele":' + gele + b',"gele":' + gele),
        "the mark in the place of the copy": ligne.replace(gele, marque),
        "the mark somewhere else too": ligne.replace(nom, b'"nom":' + marque),
        "the copy under another key": ligne.replace(b'"charge":{', b'"charge":{"a":{"gele":' + gele + b"},", 1)
        .replace(b'"gele":' + gele + b',"precedent"', b'"gele":' + marque + b',"precedent"'),
        "the copy under another key, the mark spelled out in its place": ligne.replace(
            b'"charge":{', b'"charge":{"a":{"gele":' + gele + b"},", 1
        ).replace(b'"gele":' + gele + b',"', b'"gele":"\\u00%02x' % marque[1] + marque[2:] + b',"', 1),
        "the copy under another key, another in its place": ligne.replace(
            b'"charge":{', b'"charge":{"a":{"gele":' + gele + b"},", 1
        ).replace(b'"gele":' + gele + b',"', b'"gele":{"textes":null},"', 1),
        "a number with a point": ligne.replace(b'"v":1', b'"v":1.0'),
        "no hash": ligne.replace(b'"empreinte":"' + arbre["empreinte"].encode() + b'",', b""),
        "cut": ligne[:-1],
    }  # fmt: skip


def _lire(premiere: bool, ligne: bytes) -> object:
    try:
        if premiere:
            return copies.lire_premiere(ligne)
        brut = lire_ligne(ligne)
        return brut, empreinte_evenement(brut)
    except LigneIllisible as erreur:
        return type(erreur), str(erreur)


def test_a_known_copy_changes_nothing_of_what_is_read(journal: list[bytes]) -> None:
    alterees = _alterees(journal[0])
    assert len(set(alterees.values())) == len(alterees)
    copies.lire_premiere(journal[0])
    assert len(copies._CONNUES) == 1
    for cas, ligne in alterees.items():
        assert _lire(True, ligne) == _lire(False, ligne), cas


def test_lines_read_together_are_what_they_are_one_by_one(journal: list[bytes]) -> None:
    assert lignes.lire_canoniques(journal[1:]) == [_lire(False, ligne) for ligne in journal[1:]]
    n = journal[5]
    arbre = json.loads(n)
    portee = f'"empreinte":"{arbre["empreinte"]}"'.encode()
    for cas, ligne in {
        "a space": n.replace(b'"v":1', b'"v": 1'),
        "a key twice": n.replace(b'"v":1', b'"v":1,"v":1'),
        "a decimal": n.replace(b'"v":1', b'"v":1.5'),
        "no number": n.replace(b'"v":1', b'"v":NaN'),
        "half a character": n.replace(b'"v":1', b'"v":"\\ud800"'),
        "an escape": n.replace(b'"v":1', b'"v":"\\u00e9"'),
        "not NFC": n.replace(b'"v":1', '"v":"e\u0301"'.encode()),
        "two in one": n + b"," + n,
        "no object": b"[]",
        "deep": b"[" * 200 + b"]" * 200,
        "no JSON": n[:-2],
    }.items():
        assert lignes.lire_canoniques([n, ligne]) is None, cas
    for cas, ligne in {
        "the hash also elsewhere": canonique({**arbre, "charge": {**arbre["charge"], "empreinte": arbre["empreinte"]}}),
        "the hash last": canonique({"charge": {"empreinte": arbre["empreinte"], "z": 1}, "empreinte": arbre["empreinte"]}),
        "the hash last, alone": canonique({"charge": {}, "empreinte": arbre["empreinte"]}),
        "no hash": n.replace(portee + b",", b""),
        "a hash that is no text": n.replace(portee, b'"empreinte":null'),
    }.items():
        assert lignes.lire_canoniques([ligne]) == [_lire(False, ligne)], cas


def test_a_second_dossier_reads_its_answers_once_and_its_copy_not_at_all(
    dossiers_exemples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lus: list[int] = []
    decoder, relire = lignes.lire_ligne, saisie.relire
    monkeypatch.setattr(copies, "lire_ligne", lambda ligne: lus.append(len(ligne)) or decoder(ligne))
    relues: list[str] = []
    placees: list[str] = []
    placer = saisie.mal_placee
    monkeypatch.setattr(saisie, "mal_placee", lambda q, nom, volet: placees.append(nom) or placer(q, nom, volet))
    monkeypatch.setattr(saisie, "relire", lambda q, acte: relues.append(q.id) or relire(q, acte))
    with Dossier.ouvrir(dossiers_exemples / "pre-sorbier.agls") as premier:
        premier.referentiel  # noqa: B018  # compiled once
    with Dossier.ouvrir(dossiers_exemples / "quai-solveig.agls") as second:
        assert second.referentiel is premier.referentiel
        relues.clear()
        assert (second.fautes, second.a_dire) == ((), ())
        volet = second.volet_a_montrer
        second.reponses(volet)
        assert second.fautes == ()
        # Would catch: the checks at opening, the evaluation and the exit code each reading all answers again.
        assert len(relues) == len(second.etat.actes)
        assert len(placees) == len(second.etat.actes) + len(second.etat.annotations)
    # The copy is 180 kB of the first line; what is left of the second one is 1 kB.
    assert lus[0] > 100_000 > 5_000 > lus[1]
    assert len(lus) == 2


def test_a_copy_whose_text_is_not_canonical_is_not_kept(journal: list[bytes]) -> None:
    # Would catch: the normal form of a copy taken for the text of one that is not in that form.
    arbre = json.loads(journal[0])
    arbre["charge"]["gele"]["textes"] = {"titre": "e\u0301"}
    for _ in range(2):
        brut, _ = copies.lire_premiere(json.dumps(arbre, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
        assert brut == arbre
        brut, _ = copies.lire_premiere(canonique(arbre))
        assert brut["charge"]["gele"]["textes"] == {"titre": "é"}
    assert len(copies._CONNUES) == 1


def test_what_is_known_stays_small(journal: list[bytes]) -> None:
    arbre = json.loads(journal[0])
    for n in range(copies.GARDEES + 3):
        arbre["charge"]["gele"]["textes"] = {"version": str(n)}
        copies.lire_premiere(canonique(arbre))
    assert len(copies._CONNUES) == copies.GARDEES


def test_an_answer_given_and_taken_back_stands_in_the_order_of_the_questionnaire(tmp_path: Path, referentiel) -> None:
    from evaluator.dossier.reponses import NON_RENSEIGNEE, Reponse

    with Dossier.creer(tmp_path / "d.agls", referentiel) as dossier:
        for nom, reponse in (
            ("nb_menages", Reponse("renseignee", 40)), ("exercice", Reponse("renseignee", 2024)),
            ("nb_menages", NON_RENSEIGNEE), ("nb_logements", Reponse("renseignee", 50)),
            ("nb_menages", Reponse("ne_sait_pas")),
        ):  # fmt: skip
            dossier.repondre(nom, "constat", reponse)
            tenues = dossier.reponses("constat").par_question
            with Dossier.ouvrir(dossier.chemin) as relu:
                assert list(tenues.items()) == list(relu.reponses("constat").par_question.items())
        assert not lecture.lire(dossier.chemin.read_bytes(), "d").fautes
