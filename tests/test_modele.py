"""Values read from outside: what msgspec refuses, the walk finds, all of it, and nothing else."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

import pytest
from msgspec import Meta, Struct

from evaluator.modele import Chemin, Ecart, MalForme, Modele, _Visite, convertir, forme, modeles
from evaluator.questionnaire.bareme import BaremesLus
from evaluator.questionnaire.grille import GrilleLue
from evaluator.questionnaire.load import sources_livrees
from evaluator.questionnaire.models import QuestionnaireLu
from evaluator.questionnaire.scalars import LECTURES, Ident, Liste, Nombre
from evaluator.questionnaire.source import Arbre
from evaluator.questionnaire.textes import TextesLus


class Chat(Modele, frozen=True, tag_field="type", tag="chat"):
    type: ClassVar[str] = "chat"
    nom: Ident
    vies: Annotated[int, Meta(ge=1, le=9)] = 9


class Chien(Modele, frozen=True, tag_field="type", tag="chien"):
    type: ClassVar[str] = "chien"
    nom: Ident


class Chenil(Modele, frozen=True):
    betes: Annotated[Liste[Chat | Chien], Meta(min_length=2, max_length=3)]
    ouvert: bool
    titre: Annotated[str, Meta(min_length=1, max_length=5)] | None = None
    jour: Literal["lundi", "jeudi"] = "jeudi"
    v: Literal[1] = 1
    prix: Nombre = Fraction(0)
    tarifs: dict[Literal["court", "long"], Nombre] | Liste[Nombre] | None = None
    notes: dict[str, object] | None = None


CHAT: dict[str, object] = {"type": "chat", "nom": "felix"}
CHIEN: dict[str, object] = {"type": "chien", "nom": "rex"}
JUSTE: dict[str, object] = {"betes": [CHAT, CHIEN], "ouvert": True}
ANIMAUX = ("chat", "chien")


def ecarts(arbre: object) -> list[tuple[Chemin, str, object]]:
    with pytest.raises(MalForme) as refus:
        convertir(Chenil, arbre, LECTURES)
    return [(e.chemin, e.genre, e.attendu) for e in refus.value.ecarts()]


def test_what_is_right_is_read() -> None:
    lu = convertir(Chenil, {**JUSTE, "prix": "2/3", "tarifs": {"court": "20 %"}, "notes": {"a": [None]}}, LECTURES)
    assert lu.betes == (Chat("felix"), Chien("rex"))
    assert (lu.prix, lu.tarifs, lu.notes) == (Fraction(2, 3), {"court": Fraction(1, 5)}, {"a": [None]})
    assert convertir(Chenil, {**JUSTE, "tarifs": [1, "0,5"]}, LECTURES).tarifs == (Fraction(1), Fraction(1, 2))


@pytest.mark.parametrize(("change", "chemin", "genre", "attendu"), [
    ({"ouvert": 1}, ("ouvert",), "type", "booleen"),
    ({"ouvert": None}, ("ouvert",), "type", "booleen"),
    ({"titre": 3}, ("titre",), "type", "texte"),
    ({"titre": ""}, ("titre",), "vide", None),
    ({"titre": "abcdef"}, ("titre",), "trop_long", 5),
    ({"jour": "mardi"}, ("jour",), "choix", ("lundi", "jeudi")),
    ({"jour": None}, ("jour",), "choix", ("lundi", "jeudi")),
    ({"v": True}, ("v",), "choix", (1,)),
    ({"betes": {}}, ("betes",), "type", "liste"),
    ({"betes": [CHAT]}, ("betes",), "elements", "au moins 2"),
    ({"betes": [CHAT] * 4}, ("betes",), "elements", "au plus 3"),
    ({"betes": [CHAT, 7]}, ("betes", 1), "type", "groupe"),
    ({"betes": [CHAT, {"nom": "rex"}]}, ("betes", 1, "type"), "manque", None),
    ({"betes": [CHAT, {"type": "pie"}]}, ("betes", 1, "type"), "etiquette", ANIMAUX),
    ({"betes": [CHAT, {"type": ["chat"]}]}, ("betes", 1, "type"), "etiquette", ANIMAUX),
    ({"betes": [CHAT, {"type": "chien"}]}, ("betes", 1, "nom"), "manque", None),
    ({"betes": [CHIEN, {**CHAT, "vies": 0}]}, ("betes", 1, "vies"), "limite", "≥ 1"),
    ({"betes": [CHIEN, {**CHAT, "vies": 10}]}, ("betes", 1, "vies"), "limite", "≤ 9"),
    ({"betes": [CHIEN, {**CHAT, "vies": True}]}, ("betes", 1, "vies"), "type", "entier"),
    ({"betes": [CHAT, {**CHIEN, "vies": 1}]}, ("betes", 1, "vies"), "inconnu", None),
    ({"tarifs": {"moyen": 1}}, ("tarifs", "moyen"), "choix", ("court", "long")),
    ({"tarifs": 3}, ("tarifs",), "type", "groupe"),
    ({"notes": []}, ("notes",), "type", "groupe"),
    ({"cles": 1}, ("cles",), "inconnu", None),
])  # fmt: skip
def test_one_fault_at_its_place(change: dict[str, object], chemin: Chemin, genre: str, attendu: object) -> None:
    assert ecarts({**JUSTE, **change}) == [(chemin, genre, attendu)]


def test_all_faults_at_once() -> None:
    trouves = ecarts({"betes": [{"type": "chat", "nom": "Félix", "vies": 12}], "jour": 3, "prix": True, "rien": 0})
    assert [(c, g) for c, g, _ in trouves] == [
        (("betes",), "elements"),
        (("betes", 0, "nom"), "forme"),
        (("betes", 0, "vies"), "limite"),
        (("ouvert",), "manque"),
        (("jour",), "choix"),
        (("prix",), "valeur"),
        (("rien",), "inconnu"),
    ]


def test_a_text_ends_where_its_form_does() -> None:
    """For Python, `$` also stands before a last line end."""
    assert ecarts({**JUSTE, "betes": [CHAT, {"type": "chien", "nom": "rex\n"}]})[0][:2] == (("betes", 1, "nom"), "forme")


def test_a_tree_that_is_none() -> None:
    assert ecarts([]) == [((), "type", "groupe")]
    assert ecarts(None) == [((), "type", "groupe")]


def test_where_only_msgspec_sees_the_fault_its_words_are_kept() -> None:
    """A limit that the walk does not know."""

    class Pair(Modele, frozen=True):
        n: Annotated[int, Meta(multiple_of=2)]

    with pytest.raises(MalForme) as refus:
        convertir(Pair, {"n": 3}, {})
    (seul,) = refus.value.ecarts()
    assert (seul.genre, seul.lu) == ("valeur", {"n": 3})
    assert "multiple of 2" in str(seul.attendu)


def test_every_model_below_is_named() -> None:
    assert {c.__name__ for c in modeles(Chenil)} == {"Chenil", "Chat", "Chien"}


# — the shipped files, broken at random ————————————————————————————————————————————————————————————————————

VALEURS: tuple[Arbre, ...] = (
    None, True, False, 0, 1, -1, 3, 10**30, "", "x", "oui", "0,35", "2/3", "20 %", "a" * 29, "b" * 81, "c" * 121, "d" * 5000,
    "A b", "31/12/2024", "30/02/2024", "abc\n", "0,4\n", [], ["x"], [1, 2], [[0, 0], [1, 1]], [None], [[]], {}, {"x": 1},
)  # fmt: skip


def chemins(arbre: Arbre, ici: Chemin = ()) -> Iterator[Chemin]:
    yield ici
    suite = arbre.items() if isinstance(arbre, dict) else enumerate(arbre) if isinstance(arbre, list) else ()
    for pas, valeur in suite:
        yield from chemins(valeur, (*ici, pas))


def abime(arbre: Arbre, tous: list[Chemin], hasard: random.Random) -> Arbre:
    """`arbre` with one place gone, renamed, changed, or with one key more."""
    neuf = copy.deepcopy(arbre)
    *debut, fin = hasard.choice(tous[1:])
    la = neuf
    for pas in debut:
        la = la[pas]  # type: ignore[call-overload,index]  # the path exists
    assert isinstance(la, dict | list)
    sort = hasard.random()
    if sort < 0.2:
        del la[fin]  # type: ignore[arg-type]
    elif sort < 0.4 and isinstance(la, dict):
        la[f"{fin}s"] = la.pop(str(fin)) if sort < 0.3 else hasard.choice(VALEURS)
    else:
        la[fin] = hasard.choice(VALEURS)  # type: ignore[call-overload,index]
    return neuf


def refuse(modele: type[Struct], arbre: Arbre) -> bool:
    try:
        convertir(modele, arbre, LECTURES)
    except MalForme:
        return True
    return False


def test_the_walk_and_msgspec_agree_on_the_shipped_files() -> None:
    hasard = random.Random(20)
    sources = sources_livrees()
    arbres = {
        QuestionnaireLu: sources.questionnaire.arbre,
        GrilleLue: sources.grille.arbre,
        TextesLus: sources.textes.arbre,
        BaremesLus: sources.baremes.arbre,
    }
    refuses = 0
    for modele, arbre in arbres.items():
        tous = list(chemins(arbre))
        assert not list(_Visite(LECTURES).ecarts((), forme(modele), arbre))
        for _ in range(150):
            casse = abime(arbre, tous, hasard)
            vus: list[Ecart] = list(_Visite(LECTURES).ecarts((), forme(modele), casse))
            assert bool(vus) == refuse(modele, casse), vus
            refuses += bool(vus)
    assert refuses > 400
