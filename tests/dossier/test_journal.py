"""The file on disk: interrupted writes, damage, later versions, limits."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluator.dossier import lignes
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.lecture import lire
from evaluator.dossier.lignes import LigneIllisible, empreinte_evenement, lire_ligne
from evaluator.dossier.reponses import NON_RENSEIGNEE, Reponse
from evaluator.dossier.verification import verifier
from evaluator.errors import FaultyInput, Unreadable

OUI = Reponse("renseignee", True, "document")


@pytest.fixture
def trois(ouvert: Dossier, chemin: Path) -> Path:
    """A closed dossier of three events; the last line is one answer."""
    ouvert.repondre("nb_logements", "constat", Reponse("renseignee", 86))
    ouvert.repondre("conseil", "constat", OUI)
    ouvert.fermer()
    return chemin


def sceller(evenement: dict[str, Any]) -> bytes:
    """A line whose hash holds, as another program could write it."""
    evenement = {cle: v for cle, v in evenement.items() if cle != "empreinte"}
    return json.dumps({**evenement, "empreinte": empreinte_evenement(evenement)}, ensure_ascii=False).encode() + b"\n"


def suivant(chemin: Path, **champs: Any) -> dict[str, Any]:
    """A fourth event that follows the third."""
    dernier = json.loads(chemin.read_bytes().splitlines()[-1])
    suite = {**dernier, "n": dernier["n"] + 1, "prec": dernier["empreinte"], "id": "00000000-0000-4000-8000-000000000000"}
    return {**suite, **champs}


def test_torn_at_every_byte_of_the_last_line(trois: Path) -> None:
    octets = trois.read_bytes()
    debut = octets.rindex(b"\n", 0, -1) + 1
    assert len(octets) - debut > 300
    for coupe in range(debut + 1, len(octets)):
        trois.write_bytes(octets[:coupe])
        lecteur = Dossier.ouvrir(trois)
        assert lecteur.evenements == 2, coupe
        assert len(lecteur.annonces) == 1
        assert "la dernière ligne (3) est incomplète" in lecteur.annonces[0]
        assert lecteur.reponse("conseil", "constat") == NON_RENSEIGNEE
        assert lecteur.reponse("nb_logements", "constat").valeur == 86
        assert trois.read_bytes() == octets[:coupe]  # a reader changes nothing
        if coupe % 8 and coupe < len(octets) - 2:
            continue  # a writer at one offset of eight, and at the last two
        assert len(verifier(trois)) == 1
        with Dossier.ouvrir(trois, ecriture=True) as ecrivain:
            assert trois.read_bytes() == octets[:debut]
            ecrivain.repondre("conseil", "constat", Reponse("renseignee", False))
        (reste,) = trois.parent.glob("tilleuls.agls.reste-*")
        assert reste.name in ecrivain.annonces[0]
        assert reste.read_bytes() == octets[debut:coupe]
        reste.unlink()
        assert verifier(trois) == []
        assert Dossier.ouvrir(trois).reponse("conseil", "constat").valeur is False


def test_cut_exactly_between_two_lines_is_sound(trois: Path) -> None:
    octets = trois.read_bytes()
    trois.write_bytes(octets[: octets.rindex(b"\n", 0, -1) + 1])
    assert verifier(trois) == []
    assert Dossier.ouvrir(trois).evenements == 2


@pytest.mark.parametrize("queue", [b"\0" * 4096, b'{"auteur":{"fonc' + b"\0" * 500, b'{"auteur":{"fonc\0\0\0\0\n'])
def test_zero_filled_tail(trois: Path, queue: bytes) -> None:
    octets = trois.read_bytes()
    trois.write_bytes(octets + queue)
    lecteur = Dossier.ouvrir(trois)
    assert lecteur.evenements == 3
    assert len(lecteur.annonces) == 1
    assert lecteur.lecture_seule is None
    assert ("zéros" in lecteur.annonces[0]) == (queue.strip(b"\0") == b"")
    with Dossier.ouvrir(trois, ecriture=True) as ecrivain:
        ecrivain.repondre("conseil", "constat", OUI)
    assert verifier(trois) == []
    (reste,) = trois.parent.glob("*.reste-*")
    assert reste.read_bytes() == queue


def test_a_flipped_bit_anywhere_is_detected(trois: Path) -> None:
    octets = trois.read_bytes()
    creation = octets.index(b"\n") + 1
    # Every byte of the answers and around them, and a sample of the frozen copies.
    for place in [*range(0, creation, 23), *range(creation - 200, len(octets))]:
        abime = bytearray(octets)
        abime[place] ^= 1 << (place % 8)
        try:
            lue = lire(bytes(abime), "x.agls")
        except FaultyInput:
            continue
        assert lue.fautes or lue.reste, place


def test_a_changed_answer_is_named_with_its_line_and_the_file_is_read_only(trois: Path) -> None:
    trois.write_bytes(trois.read_bytes().replace(b'"valeur":86', b'"valeur":99'))
    faute = verifier(trois)[0]
    assert (faute.fichier, faute.ligne) == ("tilleuls.agls", 2)
    assert faute.message == "chaîne rompue : la ligne ne correspond plus à son empreinte (modifiée ou abîmée après coup)"
    with Dossier.ouvrir(trois, ecriture=True) as dossier:
        assert dossier.lecture_seule is not None
        assert "tilleuls.agls:2" in dossier.lecture_seule
        assert dossier.evenements == 3  # the state is replayed as far as the lines can be read
        assert dossier.reponse("nb_logements", "constat").valeur == 99
        assert dossier.reponse("conseil", "constat").valeur is True
        with pytest.raises(Unreadable, match="lecture seule"):
            dossier.repondre("conseil", "constat", OUI)
    assert sorted(p.name for p in trois.parent.iterdir()) == ["tilleuls.agls"]


def test_a_line_taken_away_or_doubled_or_swapped(trois: Path) -> None:
    un, deux, trois_ = trois.read_bytes().splitlines(keepends=True)
    for contenu, messages in (
        (un + trois_, {2: ["ne suit pas", "numéro 3 au lieu de 2"]}),
        (un + deux + deux, {3: ["ne suit pas", "numéro 2 au lieu de 3", "déjà plus haut"]}),
        (un + trois_ + deux, {2: ["ne suit pas", "numéro 3"], 3: ["ne suit pas", "numéro 2"]}),
    ):
        trois.write_bytes(contenu)
        fautes = verifier(trois)
        assert {ligne: len([f for f in fautes if f.ligne == ligne]) for ligne in messages} == {
            ligne: len(attendus) for ligne, attendus in messages.items()
        }
        for ligne, attendus in messages.items():
            for attendu in attendus:
                assert any(attendu in f.message for f in fautes if f.ligne == ligne)
    trois.write_bytes(deux + trois_)
    with pytest.raises(FaultyInput, match="commence par sa création"):
        Dossier.ouvrir(trois)


def test_an_event_of_another_dossier(trois: Path, nouveau: Callable[[str], Dossier]) -> None:
    autre = nouveau("autre.agls").id
    trois.write_bytes(trois.read_bytes() + sceller(suivant(trois, dossier=autre)))
    assert [f.message for f in verifier(trois)] == ["chaîne rompue : l’événement vient d’un autre dossier"]


def test_what_is_json_and_no_event_is_placed_too(trois: Path) -> None:
    un, deux, trois_ = trois.read_bytes().splitlines(keepends=True)
    trois.write_bytes(un + deux + b"[1]\n" + trois_)
    dossier = Dossier.ouvrir(trois)
    assert dossier.evenements == 2
    assert [(f.ligne, f.message) for f in dossier.fautes] == [(3, "un objet JSON est attendu")]


def test_damage_in_the_middle_stops_the_replay_there(trois: Path) -> None:
    un, deux, trois_ = trois.read_bytes().splitlines(keepends=True)
    trois.write_bytes(un + deux[:40] + b"\n" + trois_)
    dossier = Dossier.ouvrir(trois)
    assert dossier.evenements == 1
    assert [(f.ligne, f.message) for f in dossier.fautes] == [(2, "JSON mal formé")]
    assert dossier.lecture_seule


def test_an_event_of_another_writer_is_read(trois: Path) -> None:
    trois.write_bytes(trois.read_bytes() + sceller(suivant(trois)))
    assert verifier(trois) == []


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"v": 2}, "format v 2"),
        ({"v": 2, "type": "inconnu"}, "format v 2"),
        ({"type": "signature"}, "type d’événement « signature » inconnu de cette version"),
        ({"type": "signature"}, "« signature »"),
    ],
)
def test_a_later_version_is_refused_by_name_and_left_alone(trois: Path, champs: dict[str, Any], message: str) -> None:
    trois.write_bytes(trois.read_bytes() + sceller(suivant(trois, **champs)))
    avant = trois.read_bytes()
    for ecriture in (False, True):
        with pytest.raises(FaultyInput) as attrape:
            Dossier.ouvrir(trois, ecriture=ecriture)
        (faute,) = attrape.value.fautes
        assert (faute.fichier, faute.ligne) == ("tilleuls.agls", 4)
        assert message in faute.message
    assert [f.ligne for f in verifier(trois)] == [4]
    assert trois.read_bytes() == avant
    assert [p.name for p in trois.parent.iterdir()] == ["tilleuls.agls"]


def test_events_of_a_dossiers_later_life_are_replayed(trois: Path) -> None:
    charges = [
        ("observation", {"texte": "Le conseil s’est réuni."}),
        ("decision", {"montant": 13600, "motif": "x", "convention": {"type": "financiere", "annee": 2024}, "acompte": 1}),
        ("cloture", {"objectifs": []}),
    ]
    for genre, charge in charges:
        trois.write_bytes(trois.read_bytes() + sceller(suivant(trois, type=genre, charge=charge, volet=None, id=_id(genre))))
    assert verifier(trois) == []
    with Dossier.ouvrir(trois, ecriture=True) as dossier:
        assert dossier.clos
        assert dossier.etat.decision is not None
        assert len(dossier.etat.observations) == 1
        with pytest.raises(Exception, match="est clos"):
            dossier.repondre("conseil", "constat", OUI)
    fin = suivant(trois, type="reouverture", charge={"motif": "pièce reçue"}, volet=None, id=_id("rouvre"))
    trois.write_bytes(trois.read_bytes() + sceller(fin))
    with Dossier.ouvrir(trois, ecriture=True) as dossier:
        assert not dossier.clos
        dossier.repondre("conseil", "constat", OUI)


def _id(graine: str) -> str:
    return f"00000000-0000-4000-8000-{graine.encode().hex()[:12].rjust(12, '0')}"


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"instant": "2026-11-21T10:00:00+01:00"}, "« instant » n’a pas la forme"),
        ({"instant": "2026-02-30T10:00:00.000000Z"}, "« instant » n’a pas la forme"),
        ({"volet": None}, "« volet » manque"),
        ({"type": "confirmation", "volet": "auto_evaluation"}, "ne vaut que dans le constat"),
        ({"volet": "ailleurs"}, "« volet » n’a pas la forme"),
        ({"charge": {"question": "conseil"}}, "« etat » manque"),
        ({"charge": None}, "n’a pas la forme attendue"),
        ({"inconnu": 1}, "« inconnu » : champ inconnu"),
        ({"auteur": "moi"}, "« auteur » n’a pas la forme"),
    ],
)
def test_a_malformed_event_is_named(trois: Path, champs: dict[str, Any], message: str) -> None:
    trois.write_bytes(trois.read_bytes() + sceller(suivant(trois, **champs)))
    (faute,) = verifier(trois)
    assert faute.ligne == 4
    assert message in faute.message


@pytest.mark.parametrize(
    ("charge", "message"),
    [
        ({"question": "disparue"}, "« disparue » n’est pas une question du questionnaire figé"),
        ({"question": "protocole", "valeur": 7}, "« protocole » : 3 au plus ; trouvé : 7"),
        ({"question": "nb_logements", "valeur": 3}, "n’existe pas dans le volet « constat »"),
        ({"question": "protocole", "etat": "sans_objet", "valeur": None}, "demande un motif"),
        ({"question": "protocole", "etat": "ne_sait_pas", "valeur": 3}, "n’est pas renseignée"),
        ({"question": "publics", "valeur": {"a": [{}]}}, "liste d’options attendue"),
        ({"question": "equipe", "valeur": [[]]}, "ligne 1"),
    ],
)
def test_an_answer_that_does_not_fit_is_a_fault_not_a_crash(trois: Path, charge: dict[str, Any], message: str) -> None:
    complete = {"etat": "renseignee", "valeur": True, "source": None, "motif": None, **charge}
    trois.write_bytes(trois.read_bytes() + sceller(suivant(trois, charge=complete)))
    dossier = Dossier.ouvrir(trois)
    (faute,) = dossier.fautes
    assert faute.ligne == 4
    assert message in faute.message
    assert dossier.reponse(charge["question"], "constat") == NON_RENSEIGNEE or charge["question"] == "nb_logements"
    assert dossier.reponse("nb_logements", "constat").valeur == 86
    assert "conseil" in dossier.reponses("constat").par_question


def test_a_note_on_no_question_is_a_fault_at_its_line(trois: Path) -> None:
    for rang, note in enumerate(("une", "deux")):
        charge = {"question": "disparue", "note": note, "visibilite": "partagee"}
        suite = suivant(trois, type="note", charge=charge, id=f"00000000-0000-4000-8000-00000000000{rang}")
        trois.write_bytes(trois.read_bytes() + sceller(suite))
    (faute,) = Dossier.ouvrir(trois).fautes
    assert faute.ligne == 5  # the last of the two
    assert "« disparue » n’est pas une question du questionnaire figé" in faute.message


def test_frozen_copies_are_held_to_their_hashes(trois: Path) -> None:
    premiere, *_ = trois.read_bytes().splitlines()
    creation = json.loads(premiere)
    creation["charge"]["gele"]["grille_defaut"]["titre"] = "Autre"
    trois.write_bytes(sceller(creation))
    (faute,) = verifier(trois)
    assert faute.message == "la copie figée « grille_defaut » ne correspond pas à son empreinte"


@pytest.mark.parametrize(
    ("ligne", "message"),
    [
        (b'{"a":1,"a":2}', "« a » est donnée deux fois"),
        (b'{"a":{"b":1,"b":1}}', "« b » est donnée deux fois"),
        (b'{"a":0.5}', "nombre à virgule"),
        (b'{"a":1e3}', "nombre à virgule"),
        (b'{"a":NaN}', "nombre à virgule"),
        (b'{"a":"\\ud800"}', "demi-caractère"),
        (b"[1]", "un objet JSON"),
        (b'{"a":"\xff"}', "UTF-8"),
        (b'{"a":' + b"9" * 5000 + b"}", "JSON mal formé"),
        (b'{"a":' + b"[" * 64 + b"]" * 64 + b"}", "plus de 64 niveaux"),
        (b'{"a":' + b"[" * 100_000, "plus de 64 niveaux"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "plus de 64 niveaux"),
    ],
)
def test_refused_json(ligne: bytes, message: str) -> None:
    with pytest.raises(LigneIllisible, match=message):
        lire_ligne(ligne)


def test_depth_counts_brackets_outside_texts_only() -> None:
    assert lire_ligne(b'{"a":' + b"[" * 63 + b"]" * 63 + b"}")
    assert lire_ligne(b'{"a":"' + b"[" * 500 + b'\\"{{{"}') == {"a": "[" * 500 + '"{{{'}


def test_a_hostile_line_is_refused_quickly() -> None:
    debut = time.monotonic()
    for ligne in (b'{"a":"' + b'\\"' * 1_000_000, b"[" * 2_000_000, b'"' * 2_000_001):
        with pytest.raises(LigneIllisible):
            lire_ligne(ligne)
    assert time.monotonic() - debut < 10  # a quadratic scan takes hours


@pytest.mark.parametrize(
    ("contenu", "message"),
    [
        (b"", "fichier vide"),
        (b"\0" * 100, "fichier vide"),
        (b'{"auteur":{"fonction":', "n’a pas été achevée"),
        (b"bonjour\n", "mal formé"),
        (b"bonjour", "n’est pas un dossier AGLS"),
        (b"{}\n", "n’est pas un dossier AGLS"),
        (b"\x89PNG\r\n\x1a\n", "mal formé|UTF-8|n’est pas un dossier"),
    ],
)
def test_what_is_no_dossier(chemin: Path, contenu: bytes, message: str) -> None:
    chemin.write_bytes(contenu)
    for ecriture in (False, True):
        with pytest.raises(FaultyInput, match=message):
            Dossier.ouvrir(chemin, ecriture=ecriture)
    assert verifier(chemin)
    assert [p.name for p in chemin.parent.iterdir()] == ["tilleuls.agls"]


def test_size_limits(trois: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    octets = trois.read_bytes()
    with pytest.raises(FaultyInput, match="ligne de plus de 8 Mo"):
        lire(octets + b" " * (lignes.LIGNE_MAX + 1) + b"\n", "x")
    monkeypatch.setattr("evaluator.dossier.lecture.EVENEMENTS_MAX", 2)
    with pytest.raises(FaultyInput, match="plus de 2 événements"):
        lire(octets, "x")
    monkeypatch.setattr("evaluator.dossier.lecture.TAILLE_MAX", len(octets) - 1)
    with pytest.raises(FaultyInput, match="dossier de plus de"):
        Dossier.ouvrir(trois)


def test_what_could_not_be_read_back_is_not_written(trois: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Dossier.ouvrir(trois, ecriture=True) as dossier:
        monkeypatch.setattr("evaluator.dossier.journal.EVENEMENTS_MAX", 3)
        with pytest.raises(FaultyInput, match="n’a pas été enregistrée"):
            dossier.repondre("conseil", "constat", OUI)
        assert dossier.evenements == 3
    assert verifier(trois) == []


def test_missing_file_and_folder(ici: Path) -> None:
    for chemin in (ici / "absent.agls", ici, ici / "absent" / "x.agls"):
        for ecriture in (False, True):
            with pytest.raises(Unreadable):
                Dossier.ouvrir(chemin, ecriture=ecriture)
    assert list(ici.iterdir()) == []
