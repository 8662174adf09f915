"""Mutations of trees: right YAML or JSON that says odd things. Texts, keys and formulas are taken from the tree itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, MutableSequence
from copy import deepcopy
from decimal import Decimal
from random import Random

from tests.questionnaire.test_formules import SIGNES
from tests.questionnaire.test_reader import ecrire

Noeud = object  # None | bool | int | Decimal | str | list | dict
TEXTES = [
    "", " ", "x", "é" * 3, "x" * 300, "x" * 5000, "\u2028", "a\nb", "\t", "\u202e", "e\u0301", "\U0001f600", "0",
    "-1", "1e9", "2/3",
    "1/0", "0,5", "20 %", "110 %", "99999999999999999999999999999", "1/999999999", "0,000000000000000000001", "oui",
    "non", "true",
    "2024-12-31", "31/02/2024", "0000-01-01", "9999-12-31", "{", "{x}", "{{x}}", "{}", "}", "'", "«", "../x", "con",
    "\ufeffx", "a" * 61,
    "\u200b", "non_connu", "autre", "ıİ", "ﬁ", "__class__", "%s", "{0}", "{0.__class__}", "x\x07", "١", "½",
    "-0", "−1",
]  # fmt: skip
NOMBRES = [0, -1, 1, 2, 3, 4, 99, 100, 101, 1000, 2025, 10**9, 10**12, 10**17, -(10**17), Decimal("0.1"), Decimal("-0.5"),
           Decimal("0.000000000000000001"), Decimal("999999999.99")]  # fmt: skip
FORMULES = frozenset({"si", "valeur", "formule", "lignes"})
_SIGNES = [*SIGNES.elements]


def odd(rng: Random) -> Noeud:
    """Something that stands nowhere."""
    match rng.randrange(9):
        case 0:
            return None
        case 1:
            return rng.random() < 0.5
        case 2:
            return rng.choice(NOMBRES)
        case 3 | 4:
            return rng.choice(TEXTES)
        case 5:
            return rng.choice([[], {}, [[]], [{}], {"": None}, [None], {"id": "x"}, ["x", "x"]])
        case 6:
            return _profond(rng, rng.choice([3, 20, 29, 40]))
        case 7:
            return [rng.choice(TEXTES) for _ in range(rng.choice([1, 3, 200]))]
    return {rng.choice(TEXTES): rng.choice(TEXTES) for _ in range(3)}


def _profond(rng: Random, etages: int) -> Noeud:
    noeud: Noeud = rng.choice(TEXTES)
    for _ in range(etages):
        noeud = [noeud] if rng.random() < 0.5 else {"a": noeud}
    return noeud


Places = list[tuple[MutableMapping[str, Noeud] | MutableSequence[Noeud], str | int]]


def places(arbre: Noeud) -> Places:
    """Every place below `arbre`: what holds it, and its key or rank there."""
    return list(_places(arbre))


def _places(arbre: Noeud) -> Iterator[tuple[MutableMapping[str, Noeud] | MutableSequence[Noeud], str | int]]:
    pile = [arbre]
    while pile:
        noeud = pile.pop()
        if isinstance(noeud, dict):
            for cle, valeur in noeud.items():
                yield noeud, cle
                pile.append(valeur)
        elif isinstance(noeud, list):
            for rang, valeur in enumerate(noeud):
                yield noeud, rang
                pile.append(valeur)


def noms(arbre: Noeud) -> list[str]:
    """The ids of a tree, to cross references."""
    return [str(ou[cle]) for ou, cle in places(arbre) if cle in ("id", "question")] or ["x"]  # type: ignore[index]


def formule(rng: Random, connus: list[str]) -> str:
    """Random tokens, often in an order that is right."""
    n = rng.choice(connus)
    autre = rng.choice(connus)
    gabarit = rng.choice([
        "{n} > {k}", "{n}", "non {n}", "{n} = '{m}'", "{n} parmi ('{m}'; '{m}')", "total({n}.{m}) ≥ {k}",
    "nombre({n}; {m})",
        "part({n}; {m})", "si({n} > {k}; {m}; 0)", "renseigne({n}) et {m}", "somme({n}; {m}) ÷ {k}",
    "min(1; {n} ÷ {k})",
        "moyenne({n}; {m})", "annees({n}; {m}) > {k}", "annee({n})", "{n}.{m} × {n}", "total({n})", "nombre({n})",
    "1 ÷ {n}",
        "{n} + {n} + {n} - {n} × {n} × {n}", "max({n}; {k}; -{k})", "({n})", "-{n}", "non (non {n})",
    "{n} ≠ {m} ou {m}",
    ])  # fmt: skip
    if rng.random() < 0.7:
        return gabarit.format(n=n, m=autre, k=rng.choice([0, 1, "0,5", "20 %", 100, "99999999999999999999999", "0"]))
    return " ".join(rng.choice([*_SIGNES, n, autre, *TEXTES[:12]]) for _ in range(rng.choice([1, 3, 8, 30, 200])))


def muter(arbre: Noeud, rng: Random) -> Noeud:
    """A copy of `arbre` with one change, or a few."""
    racine: list[Noeud] = [deepcopy(arbre)]
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        toutes = places(racine)
        rng.choice(GESTES)(toutes, rng, racine)
    return racine[0]


Geste = Callable[[Places, Random, list[Noeud]], None]


def _remplacer(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    ou, cle = rng.choice(toutes)
    ou[cle] = odd(rng)  # type: ignore[index]


def _oter(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    ou, cle = rng.choice(toutes)
    if ou is not racine:
        del ou[cle]  # type: ignore[arg-type]


def _renommer(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    """A key that is written otherwise, or that belongs elsewhere."""
    ou, cle = rng.choice(toutes)
    if isinstance(ou, dict):
        autres = [c for _, c in toutes if isinstance(c, str)]
        neuve = rng.choice([f"{cle}x", str(cle)[:-1], str(cle).upper(), rng.choice(autres), rng.choice(TEXTES)])
        ou[neuve] = ou.pop(cle)


def _copier(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    """What stands in one place, in another as well."""
    (ou, cle), (la, autre) = rng.choice(toutes), rng.choice(toutes)
    ou[cle] = deepcopy(la[autre])  # type: ignore[index]


def _croiser(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    """A text takes the place of another: references to what is not of this kind, doubles, cycles."""
    textes = [(ou, cle) for ou, cle in toutes if isinstance(ou[cle], str)]  # type: ignore[index]
    if textes:
        (ou, cle), (la, autre) = rng.choice(textes), rng.choice(textes)
        ou[cle] = la[autre]  # type: ignore[index]


def _doubler(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    listes = [ou[cle] for ou, cle in toutes if isinstance(ou[cle], list) and ou[cle]]  # type: ignore[index]
    if listes:
        liste = rng.choice(listes)
        rang = rng.randrange(len(liste))
        liste[rang:rang] = [deepcopy(liste[rang]) for _ in range(rng.choice([1, 1, 2, 60]))]


def _melanger(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    listes = [ou[cle] for ou, cle in toutes if isinstance(ou[cle], list) and ou[cle]]  # type: ignore[index]
    if listes:
        rng.shuffle(rng.choice(listes))


def _retyper(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    """A leaf written as another type: `1`, `"1"`, `[1]`, `{x: 1}`, `true`."""
    ou, cle = rng.choice(toutes)
    valeur = ou[cle]  # type: ignore[index]
    ou[cle] = rng.choice([str(valeur), [valeur], {"x": valeur}, {"id": valeur}, bool(valeur), 1, None])  # type: ignore[index]


def _texter(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    textes = [(ou, cle) for ou, cle in toutes if isinstance(ou[cle], str)]  # type: ignore[index]
    if textes:
        ou, cle = rng.choice(textes)
        mot = rng.choice(TEXTES)
        ou[cle] = rng.choice([mot, str(ou[cle]) + mot, mot + str(ou[cle])])  # type: ignore[index]


def _chiffrer(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    nombres = [(ou, cle) for ou, cle in toutes if isinstance(ou[cle], int | Decimal)]  # type: ignore[index]
    if nombres:
        ou, cle = rng.choice(nombres)
        ou[cle] = rng.choice(NOMBRES)  # type: ignore[index]


def _formuler(toutes: Places, rng: Random, racine: list[Noeud]) -> None:
    """Another formula where one stands, or where one may."""
    connus = noms(racine)
    siennes = [(ou, cle) for ou, cle in toutes if cle in FORMULES]
    if siennes and rng.random() < 0.7:
        ou, cle = rng.choice(siennes)
        ou[cle] = formule(rng, connus)  # type: ignore[index]
    else:
        groupes = [ou for ou, _ in toutes if isinstance(ou, dict) and "libelle" in ou]
        if groupes:
            rng.choice(groupes)["si"] = formule(rng, connus)


GESTES: tuple[Geste, ...] = (
    _remplacer, _remplacer, _oter, _oter, _renommer, _copier, _croiser, _croiser, _doubler, _melanger, _retyper,
    _texter, _texter,
    _chiffrer, _chiffrer, _formuler, _formuler,
)  # fmt: skip


def en_yaml(arbre: Noeud) -> str:
    """YAML in blocks, texts between quotes."""
    return ecrire(arbre).lstrip("\n") + "\n"
