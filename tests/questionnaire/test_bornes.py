"""The bounds of a formula hold every outcome of every completion of its unknowns; on known answers they are the value.

The judge is a second, tiny evaluator of concrete values, written here from the model (§2) and sharing nothing with the
program but the text of the formula.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import FormulaError
from evaluator.questionnaire.formula.types import type_formula
from tests.questionnaire.noms import PORTEE

SO = None  # sans objet
INF = math.inf

# — the judge ———————————————————————————————————————————————————————————————————————————————————————————————
# A formula is a tuple (operator, operands…); a world gives each name one concrete value.


def valeur(n: tuple, monde: Mapping, ligne: Mapping | None = None) -> object:
    match n:
        case ("nb", v):
            return v
        case ("nom", x):
            return ligne[x] if ligne is not None and x in ligne else monde[x]
        case ("cat", x, c):
            return SO if monde[x] is SO else monde[x][c]
        case ("total_rep", x):
            return SO if monde[x] is SO else sum(monde[x].values())
        case ("parmi", x, textes):
            v = valeur(x, monde, ligne)
            return SO if v is SO else bool(set(v) & set(textes)) if isinstance(v, frozenset) else v in textes
        case ("renseigne", x):
            return monde["renseigne", x]
        case ("nombre" | "total", table, colonne, condition):
            if monde[table] is SO:
                return SO
            lignes = [r for r in monde[table] if condition is None or valeur(condition, monde, r) is True]
            return len(lignes) if n[0] == "nombre" else sum(r[colonne] for r in lignes)
        case ("si", c, a, b):
            return valeur(a if valeur(c, monde, ligne) is True else b, monde, ligne)
    operateur, *reste = n
    termes = [valeur(x, monde, ligne) for x in reste]
    connus = [t for t in termes if t is not SO]
    match operateur:
        case "et":
            return all(connus) if connus else SO
        case "ou":
            return any(connus) if connus else SO
        case "somme" | "min" | "max" | "moyenne":
            if not connus:
                return SO
            return (
                F(sum(connus), len(connus))
                if operateur == "moyenne"
                else {"somme": sum, "min": min, "max": max}[operateur](connus)
            )
    if SO in termes:
        return SO
    match operateur:
        case "non":
            return not termes[0]
        case "−1":
            return -termes[0]
        case "annees":
            return anniversaires(*termes)
        case "annee":
            return termes[0].year
    a, b = termes
    match operateur:
        case "+":
            return a + b
        case "−":
            return a - b
        case "×":
            return a * b
        case "÷" | "part":
            return F(a) / b if b else SO
    return (
        {"<": a < b, "≤": a <= b, ">": a > b, "≥": a >= b, "=": a == b, "≠": a != b}[operateur]
        if not isinstance(a, str)
        else (a == b) == (operateur == "=")
    )


def anniversaires(de: date, a: date) -> int:
    """How many anniversaries of `de` have come by `a`; a birth on 29 February turns on 1 March of other years."""

    def anniversaire(annee: int) -> date:
        try:
            return de.replace(year=annee)
        except ValueError:
            return date(annee, 3, 1)

    return max(n for n in range(-60, 61) if anniversaire(de.year + n) <= a)


def ecrire(n: tuple) -> str:
    match n:
        case ("nb", v):
            return f"{v}".replace(".", ",") if v >= 0 else f"(−{-v})"
        case ("nom", x):
            return x
        case ("cat", x, c):
            return f"{x}.{c}"
        case ("total_rep", x):
            return f"total({x})"
        case ("parmi", x, textes):
            return f"({ecrire(x)} parmi ({'; '.join(repr(t) for t in textes)}))"
        case ("renseigne", x):
            return f"renseigne({x})"
        case ("nombre", t, _, c):
            return f"nombre({t})" if c is None else f"nombre({t}; {ecrire(c)})"
        case ("total", t, m, c):
            return f"total({t}.{m})" if c is None else f"total({t}.{m}; {ecrire(c)})"
        case ("non", x):
            return f"(non {ecrire(x)})"
        case ("−1", x):
            return f"(−{ecrire(x)})"
        case (("si" | "somme" | "min" | "max" | "moyenne" | "part" | "annees" | "annee") as f, *reste):
            return f"{f}({'; '.join(map(ecrire, reste))})"
        case (("=" | "≠") as o, x, ("texte", t)):
            return f"({ecrire(x)} {o} '{t}')"
    operateur, a, b = n
    return f"({ecrire(a)} {operateur} {ecrire(b)})"


# — unknowns ————————————————————————————————————————————————————————————————————————————————————————————————


@dataclass
class Inconnues:
    """For each name, its abstract value, and its concrete ones."""

    abstraites: dict[str, d.Valeur] = field(default_factory=dict)
    concretes: dict[str, list] = field(default_factory=dict)

    cellule_vide_renseignee = d.VRAI | d.FAUX

    def lire(self, nom: str) -> d.Valeur:
        return self.abstraites[nom]

    def renseigne(self, nom: str) -> d.Verite:
        possibles = self.concretes[nom]
        if possibles == [SO]:
            return d.FAUX
        return d.VRAI if len(possibles) == 1 else d.VRAI | d.FAUX

    def mondes(self, noms: frozenset[str], limite: int) -> Iterator[dict]:
        lus = sorted(noms)
        choix = [self.concretes[n] for n in lus]
        if math.prod(map(len, choix)) > limite:
            return
        for tirage in itertools.product(*choix):
            monde: dict = dict(zip(lus, tirage, strict=True))
            indecis = [n for n in lus if len(self.concretes[n]) > 1 and monde[n] is not SO]
            for n in lus:
                monde["renseigne", n] = monde[n] is not SO
            yield monde
            yield {**monde, **{("renseigne", n): False for n in indecis}}


def nombre(i: Inconnues, nom: str, bas: int, haut: int, *, absent: bool = False, seul: bool = False) -> None:
    i.abstraites[nom] = d.ABSENT if seul else d.Nombre(F(bas), F(haut), True, absent)
    i.concretes[nom] = [SO] if seul else [*range(bas, haut + 1), *([SO] if absent else [])]


def tirer_inconnues(r: random.Random, *, connues: bool = False) -> Inconnues:
    """A value, a range or *sans objet* for each name; with `connues`, a value for each."""
    i = Inconnues()

    def etat() -> str:
        return "connue" if connues else r.choice(["connue", "inconnue", "inconnue", "peut_etre", "sans_objet"])

    for nom in ("a", "b", "nb_logements"):
        e, bas = etat(), r.randint(-2, 2)
        haut = bas if e == "connue" else bas + r.randint(1, 2)
        nombre(i, nom, bas, haut, absent=e == "peut_etre", seul=e == "sans_objet")
    for nom in ("o", "p"):
        e, v = etat(), r.random() < 0.5
        absent = e == "peut_etre"
        i.concretes[nom] = [SO] if e == "sans_objet" else [v] if e == "connue" else [True, False, *([SO] if absent else [])]
        i.abstraites[nom] = sum({True: d.VRAI, False: d.FAUX, SO: d.SANS_OBJET}[x] for x in i.concretes[nom])
    e, v = etat(), r.choice("xy")
    absent = e == "peut_etre"
    i.concretes["c"] = [SO] if e == "sans_objet" else [v] if e == "connue" else ["x", "y", *([SO] if absent else [])]
    i.abstraites["c"] = d.Texte(frozenset([v] if e == "connue" else "xy"), e != "sans_objet", absent or e == "sans_objet")
    e = etat()
    sous = [frozenset(s) for s in ("", "x", "y", "xy")]
    coches = r.choice(sous)
    i.concretes["e"] = (
        [SO] if e == "sans_objet" else [coches] if e == "connue" else [*sous, *([SO] if e == "peut_etre" else [])]
    )
    certains, possibles = (coches, coches) if e == "connue" else (sous[0], sous[3])
    i.abstraites["e"] = d.Ensemble(certains, possibles, e != "sans_objet", e in ("peut_etre", "sans_objet"))
    for nom in ("j", "k"):
        e, debut = (
            etat(),
            date(r.choice([2019, 2020, 2023, 2024]), *r.choice([(2, 27), (2, 28), (12, 30), (6, 1)])).toordinal(),
        )
        fin = debut if e == "connue" else debut + r.randint(1, 3)
        nombre(i, nom, debut, fin, absent=e == "peut_etre", seul=e == "sans_objet")
        i.concretes[nom] = [x if x is SO else date.fromordinal(x) for x in i.concretes[nom]]
    repartition(i, r, etat())
    tableau(i, r, etat(), connues=connues)
    return i


def repartition(i: Inconnues, r: random.Random, e: str) -> None:
    """`non_connu` = n widens each category to [k; k + n], and the total stays known."""
    u, v = r.randint(0, 2), r.randint(0, 2)
    flou = 0 if e == "connue" else r.randint(1, 2)
    categories = {"u": d.Nombre(F(u), F(u + flou)), "v": d.Nombre(F(v), F(v + flou))}
    seul = e == "sans_objet"
    i.abstraites["rep"] = d.Repartition(
        {n: d.ABSENT if seul else x for n, x in categories.items()},
        d.ABSENT if seul else d.nombre(u + v + flou),
        not seul,
        seul,
    )
    # whoever is unknown may be of neither category
    mondes = [{"u": u + x, "v": v + y, "reste": flou - x - y} for x in range(flou + 1) for y in range(flou + 1 - x)]
    i.concretes["rep"] = [SO] if seul else mondes


def tableau(i: Inconnues, r: random.Random, e: str, *, connues: bool) -> None:
    """Known rows, some cells empty; unanswered, further rows may come."""
    cellules = {"m": [0, 1, 2], "ok": [True, False], "mission": ["gls1", "gls2"]}
    lignes, completions = [], []
    for _ in range(r.randint(0, 2)):
        vides = {c for c in cellules if not connues and r.random() < 0.4}
        fixe = {c: r.choice(v) for c, v in cellules.items()}
        m = d.Nombre(F(0), F(2)) if "m" in vides else d.nombre(fixe["m"])
        ok = d.VRAI | d.FAUX if "ok" in vides else d.verite(fixe["ok"])
        mission = d.Texte(frozenset(cellules["mission"]) if "mission" in vides else frozenset([fixe["mission"]]))
        lignes.append({"m": m, "ok": ok, "mission": mission})
        completions.append(
            [
                dict(zip(cellules, t, strict=True))
                for t in itertools.product(*[v if c in vides else [fixe[c]] for c, v in cellules.items()])
            ]
        )
    mondes: list = [list(t) for t in itertools.product(*completions)]
    ouverte = e == "inconnue"
    if ouverte:
        autre = {"m": 2, "ok": True, "mission": "gls1"}
        mondes += [[*m, autre] for m in mondes] + [[*m, autre, {**autre, "ok": False}] for m in mondes]
    seul, absent = e == "sans_objet", e in ("sans_objet", "peut_etre")
    i.concretes["tab"] = [SO] if seul else [*mondes, *([SO] if absent else [])]
    i.abstraites["tab"] = d.Table(tuple(lignes), ouverte, not seul, absent)


# — formulas ————————————————————————————————————————————————————————————————————————————————————————————————


def tirer_nombre(r: random.Random, profondeur: int, *, table: bool = False) -> tuple:
    if profondeur == 0 or r.random() < 0.15:
        feuilles = [("nb", F(r.randint(-2, 3))), ("nom", r.choice(["a", "b", "nb_logements"])), ("nom", r.choice("ab"))]
        if table:
            return r.choice([*feuilles, ("nom", "m"), ("nom", "m")])
        return r.choice([*feuilles, ("cat", "rep", r.choice("uv")), ("total_rep", "rep"), ("annee", ("nom", "j"))])
    n = [tirer_nombre(r, profondeur - 1, table=table) for _ in range(3)]
    choix = [(o, n[0], n[1]) for o in "+−×÷"] + [
        ("part", n[0], n[1]),
        ("−1", n[0]),
        ("si", tirer_verite(r, profondeur - 1, table=table), n[0], n[1]),
    ]
    choix += [(o, *n[: r.randint(1, 3)]) for o in ("somme", "moyenne", "min", "max")]
    if not table:
        condition = tirer_verite(r, 1, table=True) if r.random() < 0.8 else None
        choix += [
            ("nombre", "tab", None, condition),
            ("total", "tab", "m", condition),
            ("annees", ("nom", "j"), ("nom", "k")),
        ]
    return r.choice(choix)


def tirer_verite(r: random.Random, profondeur: int, *, table: bool = False) -> tuple:
    if profondeur == 0 or r.random() < 0.15:
        feuilles = [
            ("nom", r.choice("op")),
            (r.choice("=≠"), ("nom", "c"), ("texte", r.choice("xy"))),
            ("renseigne", r.choice(["a", "o", "c"])),
        ]
        feuilles += [
            ("parmi", ("nom", r.choice("ce")), r.choice([("x",), ("y",), ("x", "y")])),
            (r.choice("<≤=≠"), ("nom", "j"), ("nom", "k")),
        ]
        if table:
            feuilles = [("nom", "ok"), ("nom", "ok"), (r.choice("=≠"), ("nom", "mission"), ("texte", "gls1")), *feuilles[:1]]
        return r.choice(feuilles)
    v = [tirer_verite(r, profondeur - 1, table=table) for _ in range(3)]
    n = [tirer_nombre(r, profondeur - 1, table=table) for _ in range(2)]
    return r.choice(
        [("et", v[0], v[1]), ("ou", v[0], v[1]), ("non", v[0]), ("si", *v), *[(o, *n) for o in r.sample("<≤>≥=≠", 3)]]
    )


def juger(n: tuple, monde: Mapping) -> object:
    """The outcome, with the literals of comparisons put in their place."""

    def poser(x: object) -> object:
        if isinstance(x, tuple) and x and x[0] == "texte":
            return ("nb", x[1])
        return tuple(poser(y) for y in x) if isinstance(x, tuple) and x and x[0] != "parmi" else x

    return valeur(poser(n), monde)  # type: ignore[arg-type]


def contient(abstraite: d.Valeur, issue: object) -> bool:
    if isinstance(abstraite, int):
        return bool(abstraite & {True: d.VRAI, False: d.FAUX, SO: d.SANS_OBJET}[issue])  # type: ignore[index]
    assert isinstance(abstraite, d.Nombre)
    if issue is SO:
        return abstraite.absent
    return abstraite.present and abstraite.bas <= F(issue) <= abstraite.haut  # type: ignore[arg-type]


def tirer(r: random.Random) -> tuple:
    return tirer_nombre(r, r.randint(1, 3)) if r.random() < 0.6 else tirer_verite(r, r.randint(1, 3))


@settings(max_examples=500)
@given(st.integers(0, 2**40))
def test_bounds_hold_every_outcome(graine: int) -> None:
    r = random.Random(graine)
    inconnues, n = tirer_inconnues(r), tirer(r)
    lue = type_formula(ecrire(n), PORTEE)
    abstraite = bounds.evaluate(lue, inconnues)
    for monde in inconnues.mondes(lue.noms, 300):
        issue = juger(n, monde)
        assert contient(abstraite, issue), (lue.source, abstraite, monde, issue)


@settings(max_examples=300)
@given(st.integers(0, 2**40))
def test_known_answers_give_the_exact_value(graine: int) -> None:
    r = random.Random(graine)
    inconnues, n = tirer_inconnues(r, connues=True), tirer(r)
    lue = type_formula(ecrire(n), PORTEE)
    abstraite = bounds.evaluate(lue, inconnues)
    (issue,) = {juger(n, m) for m in inconnues.mondes(lue.noms, 10)}
    if isinstance(abstraite, d.Nombre):
        assert abstraite.absent if issue is SO else abstraite.connu == issue, (lue.source, abstraite, issue)
        assert abstraite.present is (issue is not SO)
    else:
        assert abstraite == {True: d.VRAI, False: d.FAUX, SO: d.SANS_OBJET}[issue], (lue.source, issue)
    assert bounds.trace(lue, inconnues).valeur == abstraite
    if isinstance(abstraite, d.Nombre):
        assert bounds.number(lue, inconnues) == abstraite
    else:
        assert bounds.truth(lue, inconnues) == (d.VRAI if issue else d.FAUX)


def test_bounds_are_mostly_tight() -> None:
    """Sound is not enough: ]−∞; +∞[ holds everything."""
    serrees = comparees = 0
    for graine in range(700):
        r = random.Random(graine)
        inconnues, n = tirer_inconnues(r), tirer(r)
        lue = type_formula(ecrire(n), PORTEE)
        issues = {juger(n, m) for m in inconnues.mondes(lue.noms, 100)}
        table = inconnues.abstraites["tab"]
        if len(issues) < 2 or ("tab" in lue.noms and table.ouverte):  # type: ignore[union-attr]
            continue
        comparees += 1
        abstraite = bounds.evaluate(lue, inconnues)
        if isinstance(abstraite, d.Nombre):
            nombres = [F(x) for x in issues if x is not SO]  # type: ignore[arg-type]
            bouts = (min(nombres), max(nombres)) if nombres else None
            serrees += abstraite.absent == (SO in issues) and (abstraite.bas, abstraite.haut) == bouts
        else:
            serrees += abstraite == sum({True: d.VRAI, False: d.FAUX, SO: d.SANS_OBJET}[x] for x in issues)  # type: ignore[index]
    assert comparees > 100
    assert serrees / comparees > 0.7, f"{serrees} of {comparees}"


# — by hand —————————————————————————————————————————————————————————————————————————————————————————————————

V, X, S = d.VRAI, d.FAUX, d.SANS_OBJET  # true, false, sans objet
I = V | X  # noqa: E741  # unknown


def lire(source: str, **valeurs: d.Valeur) -> d.Valeur:
    i = Inconnues(abstraites=valeurs, concretes={n: [0, 1] for n in PORTEE})
    return bounds.evaluate(type_formula(source, PORTEE), i)


@pytest.mark.parametrize(
    ("a", "b", "et", "ou"),
    [
        (V, V, V, V),
        (V, X, X, V),
        (X, X, X, X),
        (V, I, I, V),
        (X, I, X, I),
        (I, I, I, I),
        (S, V, V, V),
        (S, X, X, X),
        (S, S, S, S),
        (S, I, I, I),
        (V | S, V, V, V),
        (V | S, X, X, V | X),
        (X | S, V, V | X, V),
        (X | S, X, X, X),
        (V | S, S, V | S, V | S),
        (I | S, V, I, V),
        (I | S, X, X, I),
        (I | S, S, I | S, I | S),
    ],
)
def test_kleene_tables(a: int, b: int, et: int, ou: int) -> None:
    for x, y in ((a, b), (b, a)):
        assert lire("o et p", o=x, p=y) == et
        assert lire("o ou p", o=x, p=y) == ou


@pytest.mark.parametrize(("a", "non"), [(V, X), (X, V), (I, I), (S, S), (V | S, X | S), (I | S, I | S)])
def test_negation(a: int, non: int) -> None:
    assert lire("non o", o=a) == non


@pytest.mark.parametrize(("a", "racine"), [(V, V), (X, X), (I, I), (S, X), (V | S, I), (X | S, X), (I | S, I)])
def test_sans_objet_is_false_at_the_root_only(a: int, racine: int) -> None:
    i = Inconnues(abstraites={"o": a})
    assert bounds.truth(type_formula("o", PORTEE), i) == racine
    assert bounds.truth(type_formula("non o", PORTEE), Inconnues(abstraites={"o": S})) == X
    assert lire("si(o; 1; 0) = 1", o=a) == racine


N = d.Nombre


@pytest.mark.parametrize(
    ("source", "a", "b", "attendue"),
    [
        ("a + b", N(F(1), F(2)), N(F(10), INF), N(F(11), INF)),
        ("a − b", N(F(1), F(2)), N(F(10), INF), N(-INF, F(-8))),
        ("a × b", N(F(-1), F(2)), N(F(3), F(4)), N(F(-4), F(8))),
        ("a × b", N(F(0), F(0)), N(F(0), INF), N(F(0), F(0))),
        ("a ÷ b", N(F(1), F(2)), N(F(4), F(8)), N(F(1, 8), F(1, 2))),
        ("a ÷ b", N(F(1), F(2)), N(F(4), INF), N(F(0), F(1, 2))),
        ("a ÷ b", N(F(1), F(2)), N(F(0), F(4)), N(F(1, 4), INF, True, True)),
        ("a ÷ b", N(F(1), F(2)), N(F(-4), F(0)), N(-INF, F(-1, 4), True, True)),
        ("a ÷ b", N(F(0), F(0)), N(F(0), F(4)), N(F(0), F(0), True, True)),
        ("a ÷ b", N(F(1), F(2)), N(F(0), F(0)), d.ABSENT),
        ("a ÷ b", d.ABSENT, N(F(1), F(2)), d.ABSENT),
        ("a + b", d.ABSENT, N(F(1), F(2)), None),
        ("somme(a; b)", d.ABSENT, N(F(1), F(2)), N(F(1), F(2))),
        ("somme(a; b)", N(F(3), F(5), True, True), N(F(1), F(2)), N(F(1), F(7))),
        ("somme(a; b)", N(F(-5), F(-3), True, True), N(F(1), F(2)), N(F(-4), F(2))),
        ("min(a; b)", N(F(3), F(5), True, True), N(F(4), F(6)), N(F(3), F(6))),
        ("max(a; b)", N(F(3), F(5), True, True), N(F(4), F(6)), N(F(4), F(6))),
        ("max(a; b)", N(F(7), F(8), True, True), N(F(4), F(6)), N(F(4), F(8))),
        ("min(a; b)", N(F(3), F(5), True, True), N(F(4), F(9), True, True), N(F(3), F(9), True, True)),
        ("max(a; b)", N(F(3), F(5), True, True), N(F(4), F(9), True, True), N(F(3), F(9), True, True)),
        ("moyenne(a; b)", N(F(0), F(1), True, True), N(F(1, 2), F(1, 2)), N(F(1, 4), F(3, 4))),
        ("moyenne(a; b)", N(F(0), F(1), True, True), N(F(1, 2), F(1, 2), True, True), N(F(0), F(1), True, True)),
        ("moyenne(a; b)", N(F(3, 4), F(1), True, True), N(F(1, 2), F(1, 2)), N(F(1, 2), F(3, 4))),
        ("min(1; a ÷ b)", N(F(1), F(2)), N(F(4), F(8)), N(F(1, 8), F(1, 2))),
        ("−a", N(F(1), INF), None, N(-INF, F(-1))),
        ("part(a; b)", N(F(0), F(86)), d.nombre(86), N(F(0), F(1))),
    ],
)
def test_number_bounds(source: str, a: d.Nombre, b: d.Nombre, attendue: d.Nombre | None) -> None:
    trouvee = lire(source, a=a, b=b)
    assert isinstance(trouvee, d.Nombre)
    if attendue is None or not attendue.present:
        assert (trouvee.present, trouvee.absent, trouvee.connu) == (False, True, None)
    else:
        assert trouvee == attendue


@pytest.mark.parametrize(
    ("source", "a", "b", "attendue"),
    [
        ("a < b", N(F(0), F(1)), N(F(1), F(2)), I),
        ("a < b", N(F(0), F(1)), N(F(2), F(3)), V),
        ("a < b", d.nombre(1), d.nombre(1), X),
        ("a ≤ b", N(F(0), F(1)), N(F(1), F(2)), V),
        ("a ≥ b", N(F(0), F(1)), N(F(1), F(2)), I),
        ("a > b", N(F(0), F(1)), N(F(1), F(2)), X),
        ("a = b", d.nombre(1), d.nombre(1), V),
        ("a ≠ b", d.nombre(1), d.nombre(1), X),
        ("a = b", N(F(0), F(1)), N(F(2), F(3)), X),
        ("a ≠ b", N(F(0), F(1)), N(F(2), F(3)), V),
        ("a = b", N(F(0), F(1)), d.nombre(1), I),
        ("a = b", d.ABSENT, d.nombre(1), S),
        ("a ≠ b", d.ABSENT, d.nombre(1), S),
        ("a < b", N(F(0), F(0), True, True), d.nombre(1), V | S),
    ],
)
def test_comparisons(source: str, a: d.Nombre, b: d.Nombre, attendue: int) -> None:
    assert lire(source, a=a, b=b) == attendue


GLS1, GLS2 = d.Texte(frozenset({"gls1"})), d.Texte(frozenset({"gls2"}))
VIDE = {"m": N(F(0), INF), "ok": I, "mission": d.Texte(frozenset({"gls1", "gls2"}))}


def ligne(m: int, ok: int = V, mission: d.Texte = GLS1) -> dict[str, d.Valeur]:
    return {"m": d.nombre(m), "ok": ok, "mission": mission}


@pytest.mark.parametrize(
    ("source", "table", "attendue"),
    [
        ("nombre(tab)", d.Table(()), N(F(0), F(0))),
        ("nombre(tab)", d.Table((ligne(1), VIDE)), N(F(2), F(2))),  # a row is a row, whatever its cells
        ("nombre(tab; ok)", d.Table((ligne(1), VIDE, ligne(2, X))), N(F(1), F(2))),
        ("nombre(tab; mission = 'gls1')", d.Table((VIDE, ligne(1, V, GLS2))), N(F(0), F(1))),
        ("nombre(tab; mission = 'gls1' et ok)", d.Table(({**VIDE, "ok": X}, {**VIDE, "mission": GLS1})), N(F(0), F(1))),
        ("nombre(tab)", d.Table((), ouverte=True), N(F(0), INF)),
        ("nombre(tab; ok)", d.Table((ligne(1),), ouverte=True), N(F(1), INF)),
        ("total(tab.m)", d.Table(()), N(F(0), F(0))),
        ("total(tab.m)", d.Table((ligne(3), ligne(4))), N(F(7), F(7))),
        ("total(tab.m)", d.Table((ligne(3), VIDE)), N(F(3), INF)),
        ("total(tab.m; ok)", d.Table((ligne(3), ligne(4, I), ligne(5, X))), N(F(3), F(7))),
        ("total(tab.m)", d.Table((ligne(3),), ouverte=True), N(F(3), INF)),
        ("nombre(tab; renseigne(m))", d.Table((ligne(3), VIDE)), N(F(1), F(2))),
        ("nombre(tab; m > a)", d.Table((ligne(3), ligne(1))), N(F(1), F(2))),  # a is in [0; 2]
    ],
)
def test_tables(source: str, table: d.Table, attendue: d.Nombre) -> None:
    assert lire(source, tab=table, a=N(F(0), F(2))) == attendue


@pytest.mark.parametrize("operation", [d.plus, d.moins, d.fois, d.divise], ids=lambda f: f.__name__)
@pytest.mark.parametrize(("un", "autre"), [((4, 4), (2, 2)), ((4, 5), (2, 2)), ((4, 4), (2, 3)), ((4, 5), (2, 3))])
def test_sans_objet_is_contagious_from_either_side(
    operation: Callable[[d.Nombre, d.Nombre], d.Nombre], un: tuple[int, int], autre: tuple[int, int]
) -> None:
    """Of two terms, points or intervals: the result may not apply where either may not, and has a value where both may."""
    possibles = [(True, False), (True, True), (False, True)]  # has a value, may not apply
    bornes = {n: F(n) for n in range(2, 6)}  # the two ends of a point are one object: it is known by that
    for (present, absent), (autre_present, autre_absent) in itertools.product(possibles, repeat=2):
        a = d.Nombre(bornes[un[0]], bornes[un[1]], present, absent)
        b = d.Nombre(bornes[autre[0]], bornes[autre[1]], autre_present, autre_absent)
        lu = operation(a, b)
        assert lu.absent == (absent or autre_absent), (a, b)
        assert lu.present == (present and autre_present), (a, b)


def test_a_table_that_does_not_apply() -> None:
    for source in ("nombre(tab)", "total(tab.m)", "nombre(tab; ok)"):
        assert lire(source, tab=d.Table((), False, False, True)) == d.ABSENT
        resultat = lire(source, tab=d.Table((ligne(1),), absent=True))
        assert resultat == N(F(1), F(1), True, True)


def test_renseigne() -> None:
    def dire(*possibles: object) -> d.Valeur:
        return bounds.evaluate(type_formula("renseigne(a)", PORTEE), Inconnues(concretes={"a": list(possibles)}))

    assert dire(1) == V
    assert dire(1, 2) == I  # unknown: undecided
    assert dire(SO) == X
    assert bounds.est_connu(d.nombre(1))
    assert not bounds.est_connu(N(F(1), F(2)))
    assert not bounds.est_connu(N(F(1), F(1), True, True))


@pytest.mark.parametrize(
    ("de", "a", "ans"),
    [
        ("2020-02-29", "2021-02-28", 0),
        ("2020-02-29", "2021-03-01", 1),
        ("2020-02-29", "2024-02-28", 3),
        ("2020-02-29", "2024-02-29", 4),
        ("2020-03-01", "2024-02-29", 3),
        ("2020-02-28", "2024-02-28", 4),
        ("2019-12-31", "2023-12-31", 4),
        ("2020-01-01", "2023-12-31", 3),
        ("2023-12-31", "2023-12-31", 0),
        ("2024-01-01", "2023-12-31", -1),
        ("2025-01-01", "2023-12-31", -2),
        ("2024-12-31", "2023-12-31", -1),
    ],
)
def test_full_years(de: str, a: str, ans: int) -> None:
    j, k = (d.nombre(date.fromisoformat(x).toordinal()) for x in (de, a))
    assert lire("annees(j; k)", j=j, k=k) == d.nombre(ans)
    assert anniversaires(date.fromisoformat(de), date.fromisoformat(a)) == ans
    assert lire("annee(k)", k=k) == d.nombre(int(a[:4]))
    assert lire(f"j = '{de}'", j=j) == V


@pytest.mark.parametrize("source", ["annee(j)", "annees(j; k)", "annees(k; j)", "annees(j; k) ≥ 5"])
def test_a_date_that_does_not_apply(source: str) -> None:
    resultat = lire(source, j=d.ABSENT, k=d.nombre(date(2023, 12, 31).toordinal()))
    if isinstance(resultat, d.Nombre):
        assert (resultat.present, resultat.absent) == (False, True)
    else:
        assert resultat == S


def test_years_of_unknown_dates() -> None:
    tout = N(-INF, INF)
    un = d.nombre(date(2023, 12, 31).toordinal())
    assert lire("annees(j; k)", j=tout, k=un) == tout
    assert lire("annees(j; k)", j=un, k=tout) == tout
    assert lire("annees(j; k)", j=tout, k=tout) == tout
    assert lire("annee(j)", j=tout) == tout
    assert lire("annees(j; k) ≥ 5", j=tout, k=un) == I


@pytest.mark.parametrize("source", ["a + {}", "a × {}", "a ÷ {}", "somme(a; {})", "moyenne(a; {})"])
def test_a_huge_number_beside_an_unknown(source: str) -> None:
    with pytest.raises(FormulaError, match="nombre trop long"):
        lire(source.format("9" * 400), a=N(F(0), INF))
    assert lire(source.format("9" * 18), a=N(F(0), INF))


# — trace ———————————————————————————————————————————————————————————————————————————————————————————————————


@settings(max_examples=150)
@given(st.integers(0, 2**40))
def test_the_root_of_a_trace_is_the_value(graine: int) -> None:
    r = random.Random(graine)
    inconnues, n = tirer_inconnues(r), tirer(r)
    lue = type_formula(ecrire(n), PORTEE)
    suivie = bounds.trace(lue, inconnues)
    assert suivie.valeur == bounds.evaluate(lue, inconnues)
    etapes = [suivie]
    while etapes:
        etape = etapes.pop()
        assert etape.texte in lue.source
        etapes += etape.enfants


def test_a_trace_follows_the_formula() -> None:
    suivie = bounds.trace(
        type_formula("min(1; a ÷ b) + rep.u", PORTEE),
        Inconnues(
            abstraites={
                "a": d.nombre(1),
                "b": d.nombre(4),
                "rep": d.Repartition({"u": d.nombre(3), "v": d.nombre(0)}, d.nombre(3)),
            }
        ),
    )
    assert (suivie.texte, suivie.valeur) == ("min(1; a ÷ b) + rep.u", d.nombre(F(13, 4)))
    minimum, u = suivie.enfants
    assert (minimum.texte, minimum.valeur) == ("min(1; a ÷ b)", d.nombre(F(1, 4)))
    assert (u.texte, u.valeur, u.enfants) == ("rep.u", d.nombre(3), ())
    assert [(e.texte, e.valeur) for e in minimum.enfants] == [("a ÷ b", d.nombre(F(1, 4)))]


@pytest.mark.parametrize("source", ["(1 + 2) × 3", "3 × (1 + 2)", "non (1 < 2)", "-(1 + 2)", "(1 + 2) × (3 + 4) < 30"])
def test_the_text_of_a_step_is_a_formula(source: str) -> None:
    i = Inconnues()
    suivie = bounds.trace(type_formula(source, PORTEE), i)
    assert suivie.texte == source
    assert bounds.evaluate(type_formula(suivie.texte, PORTEE), i) == suivie.valeur


# — what a table keeps ——————————————————————————————————————————————————————————————————————————————————————
# A table keeps what formulas found in it: nothing of that may depend on anything but the table.


def recopier(valeur: d.Valeur) -> d.Valeur:
    """The same table, as if nobody had read it."""
    return d.Table(valeur.lignes, valeur.ouverte, valeur.present, valeur.absent) if isinstance(valeur, d.Table) else valeur


@settings(max_examples=200)
@given(st.integers(0, 2**40))
def test_a_table_read_among_other_answers(graine: int) -> None:
    # Would catch: a count kept although its condition reads a name outside the table.
    r = random.Random(graine)
    premieres, secondes = tirer_inconnues(r), tirer_inconnues(r)
    secondes.abstraites["tab"] = premieres.abstraites["tab"]
    for _ in range(3):
        lue = type_formula(ecrire(tirer(r)), PORTEE)
        for inconnues in (premieres, secondes, premieres):
            neuves = Inconnues({n: recopier(v) for n, v in inconnues.abstraites.items()}, inconnues.concretes)
            relue = type_formula(lue.source, PORTEE)
            assert bounds.evaluate(lue, inconnues) == bounds.evaluate(relue, neuves), lue.source


def test_an_empty_cell_under_both_readings() -> None:
    # Two rows, the second cell empty: it may be filled in under the bounds reading, it is not under the value reading.
    table = d.Table(({"m": d.nombre(1)}, {"m": N(F(0), INF)}))
    lue = type_formula("nombre(tab; renseigne(m))", PORTEE)
    bornes, valeurs = Inconnues({"tab": table}), Inconnues({"tab": table})
    valeurs.cellule_vide_renseignee = X  # type: ignore[misc]
    for _ in range(2):
        assert bounds.evaluate(lue, bornes) == N(F(1), F(2))
        assert bounds.evaluate(lue, valeurs) == d.nombre(1)


def test_braces_and_quotes_in_a_text_do_not_mix_conditions_up() -> None:
    mots = ["{}", "{0}", "{{}}", "' et mot ≠ '", "a"]
    table = d.Table(tuple({"mot": d.Texte(frozenset([m]))} for m in mots))
    i = Inconnues({"tab": table})
    for m in mots:
        texte = f"« {m} »"
        assert bounds.evaluate(type_formula(f"nombre(tab; mot = {texte})", PORTEE), i) == d.nombre(1), m
        autres = bounds.evaluate(type_formula(f"nombre(tab; non (mot = {texte} ou mot = « a »))", PORTEE), i)
        assert autres == d.nombre(4 if m == "a" else 3)


@pytest.mark.parametrize(("operateur", "table"), [("et", d.ET), ("ou", d.OU)])
def test_conditions_on_rows_follow_the_logic_of_one_row(operateur: str, table: list[list[int]]) -> None:
    # Every pair of outcomes: rows are read all at once, as bits.
    for b in range(1, 8):
        i = Inconnues({"tab": d.Table(tuple({"ok": a} for a in range(1, 8))), "o": b})
        for source, issues in (
            (f"nombre(tab; ok {operateur} o)", [table[a][b] for a in range(1, 8)]),
            (f"nombre(tab; non (o {operateur} ok))", [d.NON[table[b][a]] for a in range(1, 8)]),
        ):
            racines = [d.a_la_racine(issue) for issue in issues]
            compte = bounds.evaluate(type_formula(source, PORTEE), i)
            assert compte == N(F(sum(x == V for x in racines)), F(sum(bool(x & V) for x in racines))), (source, b)
