"""A slow second evaluator, written from the model alone, for dossiers in which nothing is unknown.

It shares with the program the parser of formulas and the data (questionnaire, grid), never the arithmetic. The ceilings
are written out again. `reference(ref, answers)` gives the same keys as `observed(evaluation)`.
"""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction as F
from itertools import pairwise
from operator import eq, ge, gt, le, lt, ne

from evaluator.questionnaire.formula.parser import parse
from evaluator.questionnaire.formula.tree import Appel, Binaire, Constante, Litteral, Membre, Nom, Parmi, Unaire

NA = None  # sans objet, or masked: nothing is unknown here
WORDS = ["defavorable", "reserve", "favorable_avec_reserves", "favorable"]
COMPARE = {"=": eq, "≠": ne, "<": lt, "≤": le, ">": gt, "≥": ge}
AGGREGATE = {"somme": sum, "min": min, "max": max, "moyenne": lambda v: sum(v) / F(len(v))}


def line(points, x):
    """Piecewise-linear, flat beyond its ends."""
    points = [(p.x, p.y) for p in points]
    if x <= points[0][0]:
        return points[0][1]
    for (a, fa), (b, fb) in pairwise(points):
        if x <= b:
            return fa + (fb - fa) * (x - a) / (b - a)
    return points[-1][1]


class Slow:
    def __init__(self, ref, answers):
        self.q, self.g, self.a = ref.questionnaire, ref.grille.lue, answers
        self.extra = {name: r.valeur for name, r in self.g.references.items()}
        self.states: dict[str, str] = {}

    # — answers —

    def state(self, name):
        if name not in self.states:
            q = self.q.questions[name]
            hidden = q.si is not None and self.formula(q.si) is not True
            self.states[name] = "masquee" if hidden else self.a[name].etat
        return self.states[name]

    def capped(self, name):
        a, q = self.a[name], self.q.questions[name]
        weak = self.a.volet == "constat" and a.source in (None, "declaratif")
        return q.type == "niveau" and weak and self.state(name) == "renseignee" and a.valeur > 1

    def value(self, name):
        if name in self.extra:
            return self.extra[name]
        if name == "fin_n1":
            return date(self.value("exercice") - 1, 12, 31)
        if self.state(name) != "renseignee":
            return NA
        return 1 if self.capped(name) else self.a[name].valeur

    # — formulas, value reading —

    def formula(self, text):
        return self.ev(parse(text), None)

    def ev(self, n, row):
        match n:
            case Constante():
                return n.valeur
            case Litteral():
                return n.texte
            case Nom():
                return row[n.nom] if row is not None and n.nom in row else self.value(n.nom)
            case Membre():
                whole = self.value(n.nom)
                return NA if whole is NA else whole[n.membre]
            case Unaire():
                x = self.ev(n.terme, row)
                return NA if x is NA else (not x if n.operateur == "non" else -x)
            case Parmi():
                x = self.ev(n.terme, row)
                texts = {t.texte for t in n.textes}
                return NA if x is NA else bool(texts & ({x} if isinstance(x, str) else set(x)))
            case Binaire():
                return self.binary(n.operateur, self.ev(n.gauche, row), self.ev(n.droite, row))
            case Appel():
                return self.call(n, row)
        raise AssertionError(n)

    def binary(self, op, a, b):
        if op in ("et", "ou"):
            known = [x for x in (a, b) if x is not NA]
            return NA if not known else all(known) if op == "et" else any(known)
        if a is NA or b is NA or (op == "÷" and b == 0):
            return NA
        if op in COMPARE:
            return COMPARE[op](a, b)
        return {"+": a + b, "−": a - b, "×": a * b}[op] if op != "÷" else F(a) / b

    def call(self, n, row):
        name, args = n.fonction, n.arguments
        if name == "si":
            return self.ev(args[1] if self.ev(args[0], row) is True else args[2], row)
        if name in ("nombre", "total"):
            if name == "total" and isinstance(args[0], Nom):
                whole = self.value(args[0].nom)
                return NA if whole is NA else sum(whole.values())
            rows = self.value(args[0].nom)
            if rows is NA:
                return NA
            rows = [r for r in rows if len(args) == 1 or self.ev(args[1], r) is True]
            return len(rows) if name == "nombre" else sum((F(r[args[0].membre]) for r in rows), F(0))
        if name == "renseigne":
            return self.state(args[0].nom) == "renseignee"
        values = [self.ev(a, row) for a in args]
        if name == "part":
            return self.binary("÷", *values)
        if name in AGGREGATE:
            values = [v for v in values if v is not NA]
            return AGGREGATE[name](values) if values else NA
        if NA in values:
            return NA
        if name == "annee":
            return values[0].year
        a, b = values  # whole years from a to b
        return b.year - a.year - ((b.month, b.day) < (a.month, a.day))

    # — scores —

    def score(self, n):
        """Score of one scored reading, NA where it does not apply; 0 where it is masked and counts so."""
        q, s = self.q.questions[n.question], self.state(n.question)
        if s == "masquee":
            return F(0) if q.masquee_compte == "zero" else NA
        if s != "renseignee":
            return NA
        x = self.value(n.question)
        if q.type == "tableau" or hasattr(q, "min"):
            own = next(o for o in q.notations if o.id == n.id) if q.type == "tableau" else q.notation
            y = self.formula(own.formule)
            local = self.g.notations.get(n.id)
            return NA if y is NA else line(local.courbe if local else own.courbe, y)
        points, sens = (q.notation.points, q.notation.sens) if q.notation else (None, "croissant")
        if q.type == "niveau":
            points = [F(p) for p in (points or range(4))]
            return points[x] / max(points)
        if q.type == "oui_non":
            return F(int(x == (sens == "croissant")))
        if q.type == "choix":
            return points[x] / max(points.values())
        return min(F(1), sum((points[o] for o in x), F(0)) / q.notation.cible)

    def run(self):
        q, g = self.q, self.g
        weight = {n.id: self.nominal(n) for n in q.notations}
        scores = {n.id: self.score(n) for n in q.notations}
        states = {n.id: self.state(n.question) for n in q.notations}
        zero = {n.id for n in q.notations if q.questions[n.question].masquee_compte == "zero"}
        out = {n for n in weight if states[n] == "masquee" and n not in zero}

        def mean(pairs):
            pairs = [(w, x) for w, x in pairs if x is not NA]
            total = sum(w for w, _ in pairs)
            return sum(w * x for w, x in pairs) / total if total else NA

        def share(part, whole):
            total = sum(weight[n] for n in whole)
            return sum((weight[n] for n in part), F(0)) / total if total else NA

        scored = list(dict.fromkeys(n.indicateur for n in q.notations))
        ind = {i: mean([(g.poids_notations.get(n.id, F(1)), scores[n.id]) for n in q.notations if n.indicateur == i])
               for i in scored}  # fmt: skip
        axe_of = {i: q.indicateurs[i].lu.axe for i in scored}
        axes = {a.id: mean([(g.poids_indicateurs.get(i, F(1)), ind[i]) for i in scored if axe_of[i] == a.id])
                for a in q.lu.axes}  # fmt: skip
        whole = mean([(g.poids_axes[a], s) for a, s in axes.items()])
        dims = {d: mean([(weight[n.id], scores[n.id]) for n in q.notations if n.dimension == d])
                for d in ("besoin", "reponse")}  # fmt: skip
        done = {n for n in weight if states[n] == "renseignee" or (states[n] == "masquee" and n in zero)}
        asked = {n for n in weight if states[n] != "sans_objet" and n not in out}
        r = {
            "global": whole, "axes": axes, "indicateurs": ind, "dimensions": dims,
            "completude": share(done, asked) if asked else F(1 if "sans_objet" in states.values() else 0),
            "part_so": share([n for n in weight if states[n] == "sans_objet"], set(weight) - out) or F(0),
            "plafonnees": sorted(n for n in q.questions if self.capped(n)),
        }  # fmt: skip
        need = [n for n in q.notations if n.dimension == "besoin" and states[n.id] == "renseignee"]
        weak = [n.id for n in need if self.a.volet == "constat" and self.a[n.question].source in (None, "declaratif")]
        rules = [(g.sans_objet, r["part_so"]), (g.declaratif, (share(weak, [n.id for n in need]) if need else 0) or 0)]
        return self.amount(r, whole, dims, axes, ind, rules)

    def nominal(self, n):
        g, q = self.g, self.q

        def part(mine, all_):
            return mine / sum(all_)

        axe = q.indicateurs[n.indicateur].lu.axe
        mates = [m for m in q.notations if m.indicateur == n.indicateur]
        inds = {m.indicateur for m in q.notations if q.indicateurs[m.indicateur].lu.axe == axe}
        return (part(g.poids_axes[axe], [g.poids_axes[a.id] for a in q.lu.axes])
                * part(g.poids_indicateurs.get(n.indicateur, F(1)), [g.poids_indicateurs.get(i, F(1)) for i in inds])
                * part(g.poids_notations.get(n.id, F(1)), [g.poids_notations.get(m.id, F(1)) for m in mates]))  # fmt: skip

    # — modulation —

    def amount(self, r, whole, dims, axes, ind, rules):
        q, g = self.q, self.g
        year, n = self.value("exercice"), self.value("nb_logements")
        base = F(12200 if n < 50 else 20400 if n <= 100 else 25000)
        lump = g.forfait.par_logement
        if year >= 2025:
            pse = self.value("pse_caf_n1") or 0
            base = None if lump is None else lump * n + (F(3, 10) * pse if self.is_fjt() else 0)
        ceiling = base if year >= 2013 else None
        named = {**axes, **ind, **dims, "global": whole}
        self.extra |= {"score_" + k.replace("-", "_"): v for k, v in named.items()}
        self.extra |= {"plafond": ceiling, "completude": r["completude"]}
        fired = {(v.lu.id, v.lu.gravite) for v in q.vigilances if self.formula(v.lu.si) is True}
        fired |= {(p.id, p.gravite) for p in g.planchers if named[p.element] is not NA and named[p.element] < p.minimum}
        fired |= {(rule.id, rule.gravite) for rule, share in rules if share > rule.maximum}
        r["vigilances"] = sorted(v for v, _ in fired)
        grav = {s for _, s in fired}
        blocked = any(
            self.formula(c.si) is True
            for name, question in q.questions.items() if self.state(name) != "masquee"
            for c in question.controles if c.gravite == "bloquant"
        )  # fmt: skip
        premiere = self.value("type_demande") == "premiere"
        agls = F(0) if premiere else self.value("agls_n1_accordee")
        if "ineligible" in grav:
            r |= {"avis": ("irrecevable",) * 3, "taux": None}
            if 2013 <= year <= 2024:
                r |= {"montants": (0, 0, 0), "terme": "recevabilite"} | self.sens(0, agls, premiere)
            return r
        raw = line(g.modulation.courbe, whole)
        rank = max(k for k, band in enumerate(g.avis) if whole >= band.de)
        caps = [WORDS.index(w) for s, w in g.plafonnements.items() if s in grav]
        cap = min(caps, default=3)
        rate = min(raw, line(g.modulation.courbe, g.avis[cap].a)) if cap < 3 else raw
        word = WORDS[min(rank, cap)]
        silent = blocked or r["completude"] < g.completude_min
        r |= {"avis": ("indetermine" if silent else word, word, word), "taux": rate}
        asked = self.value("derogation_demandee") is True and self.a.volet == "constat"
        if (year <= 2024 and n >= 200 and asked and (self.value("derogation_motif") or "").strip()
                and all(self.formula(c.si) is True for c in g.derogation.conditions)):  # fmt: skip
            ceiling = base * (1 + F(self.value("derogation_taux")) / 100)
        r["plafond"] = ceiling
        if ceiling is None:
            r |= {"montants": (None,) * 3, "terme": None, "sens": "ajournement", "ecart": None}
            if year >= 2025:
                small = 12200 if n < 50 else 20400 if n <= 100 else 25000
                prise = self.derogated_2024(g, n)
                r["indicatif"] = None if silent else self.smallest(small * prise, rate, raw, True)[0]
            return r
        modulated = year <= 2024 or g.moduler_forfait.valeur
        euros, term = self.smallest(ceiling, rate, raw, modulated)
        r |= {"montants": (None if silent else euros, euros, euros), "terme": term}
        return r | self.sens(None if silent else euros, agls, premiere)

    def derogated_2024(self, g, n):
        asked = self.value("derogation_demandee") is True and self.a.volet == "constat"
        taken = (asked and n >= 200 and (self.value("derogation_motif") or "").strip()
                 and all(self.formula(c.si) is True for c in g.derogation.conditions))  # fmt: skip
        return 1 + F(self.value("derogation_taux")) / 100 if taken else F(1)

    def is_fjt(self):
        return self.value("type_structure") == "residence_sociale_fjt"

    def smallest(self, ceiling, rate, raw, modulated):
        """The smallest term in whole euros, and the first of those that reach it."""
        first = "forfait" if not modulated else "vigilance" if rate < raw else "plafond" if rate == 1 else "taux"
        terms = [(first, ceiling * rate if modulated else ceiling)]
        cost = self.value("cout_gls")
        if self.g.terme_cout_net and cost is not NA:
            own = [row for row in self.value("cofinancements") if row["objet"] == "gls" and row["statut"] == "acquis"
                   and row["financeur"] not in ("agls", "fonds_propres")]  # fmt: skip
            terms.append(("cout_net", max(F(0), cost - sum(F(row["montant"]) for row in own))))
        if (asked := self.value("montant_demande")) is not NA:
            terms.append(("demande", asked))
        least = min(t for _, t in terms)
        return math.floor(least), next(name for name, t in terms if t == least)

    @staticmethod
    def sens(euros, agls, premiere):
        if euros is None:
            return {"sens": "ajournement", "ecart": None}
        gap = euros - agls
        if premiere or agls == 0:
            return {"sens": "attribution", "ecart": gap}
        word = "non_renouvellement" if euros == 0 else "reconduction" if gap == 0 else "hausse" if gap > 0 else "baisse"
        return {"sens": word, "ecart": gap}


def reference(ref, answers) -> dict:
    return Slow(ref, answers).run()


def observed(e) -> dict:
    """The same figures, read off an `Evaluation`; an interval that is not a point stays a pair."""

    def point(x):
        return None if x is None or x.absent else x.valeur if x.min == x.max else (x.min, x.max)

    m = e.modulation
    t = m.montants
    return {
        "global": point(e.globale), "axes": {a.id: point(a.score) for a in e.axes},
        "indicateurs": {i.id: point(i.score) for i in e.indicateurs if i.score is not None},
        "dimensions": {d: point(x) for d, x in e.dimensions.items()},
        "completude": e.completude, "part_so": e.part_sans_objet, "plafonnees": sorted(e.plafonnees),
        "vigilances": sorted(v.id for v in e.vigilances if v.statut == "certaine"),
        "avis": (m.avis, m.avis_min, m.avis_max), "taux": point(m.taux), "plafond": t.plafond,
        "montants": (t.montant, t.montant_min, t.montant_max), "terme": t.terme_limitant,
        "sens": m.sens, "ecart": m.ecart_n1, "indicatif": m.indicatif and m.indicatif.montants.montant,
    }  # fmt: skip


def differences(expected: dict, seen: dict) -> dict:
    return {k: (v, seen[k]) for k, v in expected.items() if seen[k] != v}
