"""Answers and formulas under unknowns, written from the model alone (§1 and §2): what `lente` reads the dossier with.

It shares with the program the parser of formulas and the data (questionnaire, grid), never the arithmetic. A number is
(low, high, may be *sans objet*), `NA` the *sans objet* alone; a truth or an option is the set of what it may be, None for
*sans objet*; `ANY` a text or a multiple choice of which nothing is known.
"""

# fmt: off
from __future__ import annotations

import itertools
import math
from datetime import date
from fractions import Fraction as F

from evaluator.questionnaire.formula.parser import parse

INF, NA, ANY, GIVEN = math.inf, (None, None, True), "\0", ("renseignee", "sans_objet")
COMPARE = {  # (may be true, may be false), on the ends of both sides
    "=": lambda a, b, c, d: (a <= d and c <= b, not a == b == c == d), "<": lambda a, b, c, d: (a < d, b >= c),
    "≤": lambda a, b, c, d: (a <= d, b > c), "≠": lambda a, b, c, d: (not a == b == c == d, a <= d and c <= b),
    ">": lambda a, b, c, d: (b > c, a <= d), "≥": lambda a, b, c, d: (b >= c, a < d)}


def hull(*all_):
    here = [v for v in all_ if v != NA]
    return (min(v[0] for v in here), max(v[1] for v in here), any(v[2] for v in all_)) if here else NA


def times(a, b):
    products = [x * y if x and y else F(0) for x in a[:2] for y in b[:2]]
    return min(products), max(products), a[2] or b[2]


def inverse(b):
    """1 ÷ b, *sans objet* where b may be zero."""
    parts = [(F(1) / x if x else sign * INF, F(1) / y if y else sign * INF)
             for x, y, sign in ((max(b[0], 0), b[1], 1), (b[0], min(b[1], 0), -1)) if x <= y and (x or y)]
    return hull(*[(min(p), max(p), b[2] or b[0] <= 0 <= b[1]) for p in parts]) if parts else NA


class Lecture:
    def __init__(self, ref, answers):
        self.q, self.g, self.a, self.asks = ref.questionnaire, ref.grille.lue, answers, {}
        self.names = {n: (r.valeur, r.valeur, False) for n, r in self.g.references.items()}
        self.forced = self.strict = self.open = None  # asked whatever its condition; the value reading; `autre` is unknown

    def ask(self, name):
        """Whether a question may be asked, and may be hidden."""
        q = self.q.questions[name]
        if name == self.forced or (q.si is None and q.volet in (None, self.a.volet)):
            return True, False
        if name not in self.asks:
            truth = self.ev(parse(q.si)) if q.si and q.volet in (None, self.a.volet) else {False}
            self.asks[name] = True in truth, truth != {True}
        return self.asks[name]

    def state(self, name):
        asked, hidden = self.ask(name)
        return "en_attente" if asked and hidden else self.a[name].etat if asked else "masquee"

    def may(self, name):
        """Whether an answer may apply, and may be *sans objet* or hidden."""
        (asked, hidden), etat, q = self.ask(name), self.a[name].etat, self.q.questions[name]
        free = etat == "sans_objet" or (etat not in GIVEN and q.sans_objet != "refuse" and asked)
        return asked and etat != "sans_objet", hidden or free

    def weak(self, name):
        return self.a.volet == "constat" and self.a[name].source in (None, "declaratif")

    def capped(self, name):
        a = self.a[name]
        level = self.q.questions[name].type == "niveau" and a.etat == "renseignee"
        return level and self.ask(name)[0] and self.weak(name) and a.valeur > 1

    @staticmethod
    def within(q, v, na=False):
        """What a question or a cell may be, its value if it has one."""
        if q.type in ("oui_non", "choix", "texte", "choix_multiple"):
            every = {"oui_non": [True, False], "choix": [o.id for o in getattr(q, "options", None) or ()]}.get(q.type, [ANY])
            known = [frozenset(v) if isinstance(v, tuple) else v] if v is not None else every
            return {*known, *([None] if na else [])}
        if q.type == "date":
            return ((v or date.min).toordinal(), (v or date.max).toordinal(), na)
        low, high = (0, 3) if q.type == "niveau" else (q.min or 0, INF if q.max is None else q.max)
        return (low, high, na) if v is None else (v, v, na)

    def value(self, name):
        if name in self.names:
            return self.names[name]
        if name == "fin_n1":
            low, high, _ = self.value("exercice")
            return date(int(low) - 1, 12, 31).toordinal(), date(int(high) - 1, 12, 31).toordinal(), False
        (applies, na), a, q = self.may(name), self.a[name], self.q.questions[name]
        truth = q.type in ("oui_non", "choix", "texte", "choix_multiple")
        if not applies:
            return {None} if truth else NA
        v = (1 if self.capped(name) else a.valeur) if a.etat == "renseignee" else None
        return self.within(q, None if name == "type_structure" and v == "autre" and self.open else v, na)

    def ev(self, n, row=None):
        kind = type(n).__name__
        if kind in ("Constante", "Litteral"):
            return (n.valeur, n.valeur, False) if kind == "Constante" else {n.texte}
        if kind == "Nom":
            return row[n.nom] if row and n.nom in row else self.value(n.nom)
        if kind == "Membre":
            (applies, na), v = self.may(n.nom), self.a[n.nom].valeur
            return NA if not applies else (0, INF, na) if v is None else (v[n.membre], v[n.membre] + v["non_connu"], na)
        if kind == "Unaire":
            x = self.ev(n.terme, row)
            return {None if t is None else not t for t in x} if n.operateur == "non" else times((-1, -1, False), x)
        if kind == "Parmi":
            wanted = {t.texte for t in n.textes}
            found = [{None} if x is None else {True, False} if x == ANY else
                     {bool(wanted & ({x} if isinstance(x, str) else x))} for x in self.ev(n.terme, row)]
            return set().union(*found)
        if kind == "Binaire":
            return self.binary(n.operateur, self.ev(n.gauche, row), self.ev(n.droite, row))
        return getattr(self, "f_" + n.fonction)(n.arguments, row)

    def binary(self, op, a, b):
        if op in ("et", "ou"):
            both = {(x, y) for x in a for y in b}
            return {y if x is None else x if y is None else x and y if op == "et" else x or y for x, y in both}
        if op in COMPARE:
            return self.compare(op, a, b)
        if a == NA or b == NA:
            return NA
        if op in "+−":
            b = b if op == "+" else times((-1, -1, False), b)
            return a[0] + b[0], a[1] + b[1], a[2] or b[2]
        inverted = b if op == "×" else inverse(b)
        return NA if inverted == NA else times(a, inverted)

    @staticmethod
    def compare(op, a, b):
        if isinstance(a, set) and isinstance(b, set):
            pairs = [(x, y) for x in a for y in b]
            found = [{None} if None in p else {True, False} if ANY in p else {(p[0] == p[1]) == (op == "=")} for p in pairs]
            return set().union(*found)
        a, b = [(d := date.fromisoformat(*x).toordinal(), d, False) if isinstance(x, set) else x for x in (a, b)]
        if a == NA or b == NA:
            return {None}
        true, false = COMPARE[op](a[0], a[1], b[0], b[1])
        return {t for t, here in ((True, true), (False, false), (None, a[2] or b[2])) if here}

    # — calls —

    def f_si(self, args, row):
        found = [self.ev(args[1 if t else 2], row) for t in {t is True for t in self.ev(args[0], row)}]
        return set().union(*found) if isinstance(found[0], set) else hull(*found)

    def f_renseigne(self, args, _):
        (asked, hidden), etat = self.ask(args[0].nom), self.a[args[0].nom].etat
        doubt = etat not in GIVEN and not self.strict
        return {t for t, here in ((True, asked and (etat == "renseignee" or doubt)),
                                  (False, hidden or etat != "renseignee")) if here}

    def rows(self, name):
        """Rows as what each cell may be; None where they are not known."""
        q, v = self.q.questions[name], self.a[name].valeur
        return v if v is None else [{c.id: self.within(c, r.get(c.id)) for c in q.colonnes} for r in v]

    def count(self, args, row, column):
        (applies, na), rows, low, high = self.may(args[0].nom), self.rows(args[0].nom), F(0), F(0)
        if not applies or rows is None:
            return (F(0), INF, na) if applies else NA
        for r in rows:
            truth = self.ev(args[1], r) if len(args) > 1 else {True}
            a, b = r[column][:2] if column else (1, 1)
            low, high = low + (a if truth == {True} else 0), high + (b if True in truth else 0)
        return low, high, na

    def f_nombre(self, args, row):
        return self.count(args, row, None)

    def f_total(self, args, row):
        if hasattr(args[0], "membre"):
            return self.count(args, row, args[0].membre)
        (applies, na), v = self.may(args[0].nom), self.a[args[0].nom].valeur
        return NA if not applies else (0, INF, na) if v is None else (sum(v.values()), sum(v.values()), na)

    def f_part(self, args, row):
        return self.binary("÷", *(self.ev(a, row) for a in args))

    def aggregate(self, args, row, f):
        """Over every choice of those that may be *sans objet*."""
        values = [self.ev(a, row) for a in args]
        choices = itertools.product(*[([v] if v != NA else []) + ([NA] if v[2] else []) for v in values])
        kept = [[v for v in c if v != NA] for c in choices]
        return hull(*[(f([v[0] for v in k]), f([v[1] for v in k]), False) if k else NA for k in kept])

    def f_somme(self, args, row):
        return self.aggregate(args, row, sum)

    def f_min(self, args, row):
        return self.aggregate(args, row, min)

    def f_max(self, args, row):
        return self.aggregate(args, row, max)

    def f_moyenne(self, args, row):
        return self.aggregate(args, row, lambda k: sum(k) / F(len(k)))

    def days(self, args, row, f):
        values = [self.ev(a, row) for a in args]
        if NA in values:
            return NA
        found = [f(*map(date.fromordinal, days)) for days in itertools.product(*[v[:2] for v in values])]
        return min(found), max(found), any(v[2] for v in values)

    def f_annee(self, args, row):
        return self.days(args, row, lambda d: d.year)

    def f_annees(self, args, row):
        return self.days(args, row, lambda a, b: b.year - a.year - ((b.month, b.day) < (a.month, a.day)))
