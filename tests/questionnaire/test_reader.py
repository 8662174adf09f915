"""What is typed is what is read; everything else is refused with its place, and nothing crashes."""

from __future__ import annotations

import json
import string
import time
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.errors import FaultyInput, Unreadable
from evaluator.questionnaire.reader import FAUTES_MAX, TAILLE_MAX, decoder, lire_fichier, lire_texte


def lu(texte: str) -> object:
    return lire_texte(texte, "f.yaml").arbre


def places(texte: str) -> list[tuple[int | None, int | None]]:
    with pytest.raises(FaultyInput) as erreur:
        lire_texte(texte, "f.yaml")
    assert all(f.fichier == "f.yaml" and f.message for f in erreur.value.fautes)
    return [(f.ligne, f.colonne) for f in erreur.value.fautes]


# — values ——————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    "ecrit",
    [
        "no",
        "off",
        "yes",
        "on",
        "oui",
        "non",
        "y",
        "True",
        "FALSE",
        "Null",
        "01",
        "08",
        "010",
        "0o10",
        "0x10",
        "1_000",
        "+5",
        "1:30",
        "12:30:45",
        "1e3",
        ".5",
        "5.",
        ".inf",
        ".nan",
        "2024-12-31",
        "2024-12-31T10:00:00",
        "20 400",
        "1,5",
        "12 %",
        "1234567890123456789",
        "=",
    ],
)
def test_a_plain_scalar_is_text_unless_it_is_plainly_a_value(ecrit: str) -> None:
    assert lu(f"a: {ecrit}") == {"a": ecrit}


@pytest.mark.parametrize(
    ("ecrit", "valeur"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("20400", 20400),
        ("1.10", Decimal("1.10")),
        ("-0.5", Decimal("-0.5")),
        ("0.60", Decimal("0.60")),
    ],
)
def test_plain_values(ecrit: str, valeur: object) -> None:
    arbre = lu(f"a: {ecrit}")
    assert arbre == {"a": valeur}
    assert type(arbre["a"]) is type(valeur)  # type: ignore[index]
    assert str(arbre["a"]) == str(valeur)  # type: ignore[index]  # 1.10 keeps its zero


@pytest.mark.parametrize("ecrit", ["true", "null", "12", "1.5", "~", ""])
def test_quotes_make_text(ecrit: str) -> None:
    assert lu(f'a: "{ecrit}"') == {"a": ecrit}
    assert lu(f"a: '{ecrit}'") == {"a": ecrit}


@pytest.mark.parametrize("cle", ["no", "on", "01", "1:30", "2024-12-31", "<<"])
def test_a_key_is_text(cle: str) -> None:
    assert lu(f"{cle}: a") == {cle: "a"}


@pytest.mark.parametrize("cle", ["1", "true", "null", "~", "1.5"])
def test_a_key_that_is_a_value_is_refused(cle: str) -> None:
    assert places(f"b: 0\n{cle}: a") == [(2, 1)]


def test_text_is_nfc_wherever_it_stands() -> None:
    decompose = "e\u0301"
    assert lu(f"{decompose}: [{decompose}, '{decompose}', \"{decompose}\"]") == {"é": ["é", "é", "é"]}
    assert places(f"é: 1\n{decompose}: 2") == [(2, 1)]  # the same key twice


def test_bom_and_line_ends() -> None:
    octets = "\ufeffa: 1\r\nb:\r\n  - deux\r\n".encode()
    source = lire_texte(decoder(octets, "f.yaml"), "f.yaml")
    assert source.arbre == {"a": 1, "b": ["deux"]}
    assert source.places["b", 0] == ("f.yaml", 3, 5)
    assert source.places["a",] == ("f.yaml", 1, 1)


def test_an_empty_file_is_nothing() -> None:
    assert lu("") is None
    assert lu("\n  \n# rien\n") is None
    assert str(lire_texte("", "f.yaml").faute((), "vide")) == "f.yaml:1:1 : vide"


def test_json_is_read() -> None:
    arbre = {"nb": [1, -2, True, None], "texte": 'été " \\ \n\t', "vide": {}, "liste": []}
    assert lu(json.dumps(arbre)) == arbre
    assert lu(json.dumps(arbre, indent="\t", ensure_ascii=False)) == arbre


def test_json_with_escaped_emoji_is_read() -> None:
    assert lu(json.dumps({"note": "😀"})) == {"note": "😀"}


def test_scalars_without_quotes_are_known() -> None:
    assert lire_texte("a: x\nb: \"x\"\nc: 'x'\nd: >-\n  x\ne: [x, 'y']", "f").nus == {("a",), ("e", 0)}


# — refusals ————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("texte", "attendues"),
    [
        ("a: 1\nb: 2\na: 3", [(3, 1)]),
        ("a: &x 1", [(1, 4)]),
        ("a: *x", [(1, 4)]),
        ("a: !q1", [(1, 4)]),
        ("a: !!python/object:os.system x", [(1, 4)]),
        ("a: 1\n---\nb: 2", [(2, 1)]),
        ("---\n---\n", [(2, 1)]),
        ("? [a]\n: 1", [(1, 3)]),
        ("{[a]: 1}", [(1, 2)]),
        ("a:\n\tb: 1", [(2, 1)]),
        ("a: b: c", [(1, 5)]),
        ("a: 'x", [(1, 4)]),
        ('a: "x\nb: 1\n', [(1, 4)]),
        ("a: > 3", [(1, 6)]),
        ("a: @b", [(1, 4)]),
        ("a: % de b", [(1, 4)]),
        ("a: `b`", [(1, 4)]),
        ('a: "\\q"', [(1, 5)]),
        ("- a\nb: 1", [(2, 1)]),
        ("{etp_gls: 0,3}", [(1, 13)]),
        ("{m: 20,400,5}", [(1, 8), (1, 12)]),
    ],
)
def test_refused_at_its_place(texte: str, attendues: list[tuple[int, int]]) -> None:
    assert places(texte) == attendues


@pytest.mark.parametrize(
    "texte",
    [
        "a: b: c",
        "a: [1, 2\nb: 3",
        "a: {b: 1\nc: 2",
        "a: 'x",
        'a: "x\nb: 1',
        "\ta: 1",
        "a:\n\t- b",
        "a: @b",
        "a: > 3",
        "a: 'x' y",
        "- a\nb: 1",
        "a: 1\n b: 2",
        "a\nb: 1",
        'a: "\\q"',
        "a: - b",
        "a: &",
        "a: *",
        "a: !h!x 1",
        "a:\n  - b\n c: 1",
        "x" * 1100 + ": 1\n" + "y" * 1100 + ": 1",
        "a: 1 \x07",
        *(
            t
            for t in (
                "a: ]",
                "a: ,",
                "a: }",
                'a: "\\ud83d"',
                'a: "\\xZZ"',
                "a: 1\n...\nb: 2",
                "%YAML 3.0\n---\na: 1",
                "questions:\n  - id: a\n\tlibelle: b",
            )
        ),
    ],
)
def test_every_message_is_in_french(texte: str) -> None:
    with pytest.raises(FaultyInput) as erreur:
        lire_texte(texte, "f.yaml")
    assert not [f.message for f in erreur.value.fautes if "mal formé" in f.message]


def test_billion_laughs_is_refused_at_once() -> None:
    lignes = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lignes += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert len(places("\n".join(lignes))) == 10 + 9 * 10  # ten anchors, ninety aliases, and no tree


@pytest.mark.parametrize("ouvrant", ["[", "{a: ", "- "])
def test_deep_nesting_does_not_crash(ouvrant: str) -> None:
    ((ligne, _),) = places(ouvrant * 100_000)
    assert ligne == 1


def test_the_depth_limit_is_thirty() -> None:
    assert lu("[" * 30 + "]" * 30)
    assert places("[" * 31 + "]" * 31) == [(1, 31)]


def test_faults_stop_at_a_number() -> None:
    assert len(places("\n".join(f"a{n}: &x 1" for n in range(FAUTES_MAX + 100)))) == FAUTES_MAX


def test_bytes_that_are_not_utf8() -> None:
    def place(octets: bytes) -> tuple[int | None, int | None]:
        with pytest.raises(FaultyInput) as erreur:
            decoder(octets, "f.yaml")
        (faute,) = erreur.value.fautes
        assert "UTF-8" in faute.message
        return faute.ligne, faute.colonne

    assert place("a: 1\nlibelle: Été".encode("cp1252")) == (2, 10)
    assert place("a: 1".encode("utf-16")) == (1, 1)
    assert place(b"a: \xff") == (1, 4)


def test_bytes_that_are_not_utf8_after_accents() -> None:
    with pytest.raises(FaultyInput) as erreur:
        decoder("clé: é".encode() + "é".encode("cp1252"), "f.yaml")
    assert erreur.value.fautes[0].colonne == 7


def test_a_control_character_after_accents() -> None:
    assert places("é: éé\nb: a\x07b\n") == [(2, 5)]


def test_a_lone_surrogate_is_refused() -> None:
    assert places("a: \ud800")


def test_files(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        lire_fichier(tmp_path / "absent.yaml")
    with pytest.raises(Unreadable):
        lire_fichier(tmp_path)
    fichier = tmp_path / "a.yaml"
    fichier.write_bytes(b"x" * (TAILLE_MAX + 1))
    with pytest.raises(FaultyInput, match="4 Mo"):
        lire_fichier(fichier)
    fichier.write_text("a: &x 1", encoding="utf-8")
    with pytest.raises(FaultyInput, match=r"grille\.yaml:1:4"):
        lire_fichier(fichier, "grille.yaml")


def test_three_megabytes_are_read_in_linear_time() -> None:
    bloc = '- {financeur: departement, objet: gls, montant: 12000, statut: acquis, note: "vu sur place"}\n'
    grand = bloc * (3 * 1024 * 1024 // len(bloc))
    petit = bloc * (len(grand) // len(bloc) // 10)

    def duree(texte: str) -> float:
        debut = time.process_time()
        assert len(lu(texte)) == texte.count("\n")  # type: ignore[arg-type]
        return time.process_time() - debut

    assert duree(grand) < 40 * max(duree(petit), 0.02)  # ten times as long; a quadratic reader takes a hundred


# — any text ————————————————————————————————————————————————————————————————————————————————————————————————

SIGNES = st.sampled_from([*"abé01 \n\t:-,[]{}#&*!|>'\"%@`?~.\\\x07\u00a0\u2028", "\n  ", ": ", "- ", "true", "null"])


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=60), st.lists(SIGNES, max_size=40).map("".join)))
def test_no_text_raises_anything_but_faulty_input(texte: str) -> None:
    try:
        source = lire_texte(texte, "f.yaml")
    except FaultyInput as erreur:
        lues = [(f.ligne or 1, f.colonne or 1) for f in erreur.fautes]
    else:
        assert set(source.places) >= set(source.nus)
        lues = [(ligne, colonne) for _, ligne, colonne in source.places.values()]
    assert all(ligne >= 1 and colonne >= 1 for ligne, colonne in lues)


FEUILLES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=3, allow_nan=False),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=8),
)
CLES = st.text(string.ascii_lowercase + "éà_", min_size=1, max_size=6)
ARBRES = st.recursive(
    FEUILLES, lambda e: st.one_of(st.lists(e, max_size=4), st.dictionaries(CLES, e, max_size=4)), max_leaves=15
)


def ecrire(arbre: object, retrait: int = 0) -> str:
    """YAML of a tree, in blocks, texts and keys between quotes."""
    marge = "\n" + "  " * retrait
    if isinstance(arbre, dict) and arbre:
        return "".join(f"{marge}{json.dumps(c, ensure_ascii=False)}: {ecrire(v, retrait + 1)}" for c, v in arbre.items())
    if isinstance(arbre, list) and arbre:
        return "".join(f"{marge}- {ecrire(v, retrait + 1)}" for v in arbre)
    if isinstance(arbre, str | dict | list):
        return json.dumps(arbre, ensure_ascii=False)
    if isinstance(arbre, bool) or arbre is None:
        return {None: "null", True: "true", False: "false"}[arbre]
    return format(arbre, "f") if isinstance(arbre, Decimal) else str(arbre)


def normaliser(arbre: object) -> object:
    if isinstance(arbre, str):
        return unicodedata.normalize("NFC", arbre)
    if isinstance(arbre, list):
        return [normaliser(v) for v in arbre]
    return {c: normaliser(v) for c, v in arbre.items()} if isinstance(arbre, dict) else arbre


@settings(max_examples=200)
@given(ARBRES)
def test_what_is_written_is_what_is_read_and_each_place_points_at_its_node(arbre: object) -> None:
    texte = ecrire(arbre)
    source = lire_texte(texte, "f.yaml")
    assert source.arbre == normaliser(arbre)
    lignes = texte.split("\n")
    for chemin, (_, ligne, colonne) in source.places.items():
        reste = lignes[ligne - 1][colonne - 1 :]
        noeud = source.sous(*chemin).arbre
        if chemin and isinstance(chemin[-1], str):  # a field stands at its key
            assert reste.startswith(json.dumps(chemin[-1], ensure_ascii=False) + ":")
        elif isinstance(noeud, str):
            assert reste.startswith('"')
        elif not isinstance(noeud, dict | list):
            assert lire_texte(reste, "f").arbre == noeud


@settings(max_examples=100)
@given(ARBRES)
def test_pyyaml_agrees_where_it_may(arbre: object) -> None:
    """On what both read alike (quoted texts, integers), the same tree."""
    texte = ecrire(arbre)
    sien = yaml.load(texte, Loader=yaml.BaseLoader)

    def textes(a: object) -> object:
        if isinstance(a, dict):
            return {c: textes(v) for c, v in a.items()}
        if isinstance(a, list):
            return [textes(v) for v in a]
        return a if isinstance(a, str) else ecrire(a)

    assert textes(normaliser(arbre)) == normaliser(sien)
