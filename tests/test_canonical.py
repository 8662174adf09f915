"""One value, one text of bytes, one hash: whatever the order of keys and however accents are composed."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.canonical import canonique, empreinte, en_json, texte_exact
from evaluator.french import lire_nombre

FEUILLES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.fractions(),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False),
)
ARBRES = st.recursive(
    FEUILLES,
    lambda e: st.one_of(st.lists(e, max_size=4), st.dictionaries(st.text(max_size=5), e, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=200)
@given(ARBRES)
def test_round_trip(arbre: object) -> None:
    octets = canonique(arbre)
    relu = json.loads(octets)
    assert relu == en_json(arbre)
    assert canonique(relu) == octets  # reading and writing again changes nothing
    assert en_json(en_json(arbre)) == en_json(arbre)
    assert unicodedata.is_normalized("NFC", octets.decode())


@settings(max_examples=100)
@given(st.dictionaries(st.text(max_size=5), ARBRES, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_count(arbre: dict, hasard) -> None:  # type: ignore[no-untyped-def]  # hypothesis's own
    if len({unicodedata.normalize("NFC", c) for c in arbre}) < len(arbre):
        return
    cles = list(arbre)
    hasard.shuffle(cles)
    assert empreinte({c: arbre[c] for c in cles}) == empreinte(arbre)


@pytest.mark.parametrize(
    ("valeur", "octets"),
    [
        (None, "null"),
        (True, "true"),
        (1, "1"),
        (10**30, "1" + "0" * 30),
        ('é\n"', '"é\\n\\""'),
        (F(3), "3"),
        (F(7, 20), '"0.35"'),
        (F(2, 3), '"2/3"'),
        (F(-1, 8), '"-0.125"'),
        (F(1, 3) * 3, "1"),
        (Decimal("0.60"), '"0.60"'),
        (Decimal("0.0000001"), '"0.0000001"'),  # Python would write 1E-7
        (date(2024, 12, 31), '"2024-12-31"'),
        ({"b": [1, 2], "a": {}}, '{"a":{},"b":[1,2]}'),
        ((1, "x"), '[1,"x"]'),
        ({"é": 1, "z": 2}, '{"z":2,"é":1}'),
        ("€😀", '"€😀"'),
        ({1: "a"}, '{"1":"a"}'),
        ([], "[]"),
        ("", '""'),
    ],
)
def test_bytes(valeur: object, octets: str) -> None:
    assert canonique(valeur) == octets.encode()


def test_what_differs_has_another_hash() -> None:
    valeurs = [
        None,
        "null",
        True,
        "true",
        1,
        "1",
        F(1, 2),
        "1/2",
        [],
        {},
        [None],
        {"a": None},
        [1, 2],
        [2, 1],
        "é",
        "e",
        [[1], 2],
        [1, [2]],
    ]
    assert len({empreinte(v) for v in valeurs}) == len(valeurs)
    assert empreinte("e\u0301") == empreinte("é")
    assert empreinte({"e\u0301": 1}) == empreinte({"é": 1})
    assert (
        empreinte(None) == "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b"
    )  # sha256 of the four letters


@pytest.mark.parametrize("valeur", [1.5, float("nan"), object(), {1, 2}, b"x", [0.1], {"a": 0.0}, 1j])
def test_no_float_and_nothing_else(valeur: object) -> None:
    with pytest.raises(TypeError):
        canonique(valeur)


@settings(max_examples=300)
@given(st.fractions(max_denominator=10**6))
def test_exact_text(valeur: F) -> None:
    texte = texte_exact(valeur)
    assert F(texte) == valeur
    if "/" not in texte and "." in texte:
        assert not texte.endswith("0")
    assert ("/" in texte) == (10**40 % valeur.denominator != 0)  # a decimal where it is one
    assert "e" not in texte.lower()


@settings(max_examples=200)
@given(st.integers(-(10**8), 10**8), st.integers(1, 10**6))
def test_exact_text_is_read_as_a_hand_wrote_it(numerateur: int, denominateur: int) -> None:
    valeur = F(numerateur, denominateur)
    assert lire_nombre(texte_exact(valeur)) == valeur
