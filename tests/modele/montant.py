"""From scores to the opinion and the amount (§4), for `lente`. Ceilings are written out again."""

# fmt: off
from __future__ import annotations

import math
from fractions import Fraction as F

from evaluator.questionnaire.formula.parser import parse

from .lecture import INF, NA, Lecture

WORDS = ["defavorable", "reserve", "favorable_avec_reserves", "favorable"]
ORDER = ["plafond", "taux", "vigilance", "cout_net", "demande", "forfait"]


def line(points, x):
    """Piecewise-linear, flat beyond its ends."""
    left, right = [p for p in points if p.x <= x], [p for p in points if p.x > x]
    if not left or not right:
        return left[-1].y if left else right[0].y
    p, q = left[-1], right[0]
    return p.y + (q.y - p.y) * (x - p.x) / (q.x - p.x)


def base(n):
    return F(12200 if n < 50 else 20400 if n <= 100 else 25000)


class Montant(Lecture):
    def ceiling(self, year, n, taken=(1, 1)):
        """Of one year, with what a derogation multiplies each end by."""
        fjt, pse, lump = self.value("type_structure"), self.value("pse_caf_n1"), self.g.forfait.par_logement
        if year < 2025:
            return NA if year < 2013 else (base(n[0]) * taken[0], base(n[1]) * taken[1], False)
        more = [F(3, 10) * x if x else F(0) for x in (pse[:2] if pse != NA else (0, 0))]
        low, high = more[0] if fjt == {"residence_sociale_fjt"} else 0, more[1] if "residence_sociale_fjt" in fjt else 0
        return NA if lump is None else (lump * n[0] + low, lump * n[1] + high, False)

    def amount(self, r, whole, rules):
        q, n, year = self.q, self.value("nb_logements"), self.value("exercice")
        year = year[0] if year[0] == year[1] else None
        self.names |= {"plafond": (F(0), INF, True) if year is None else self.ceiling(year, n),
                       "completude": (r["completude"], r["completude"], False)}
        fired = {}
        for v in q.vigilances:
            self.open = v.lu.gravite == "ineligible"
            fired[v.lu.id] = (v.lu.gravite, self.ev(parse(v.lu.si)))
        self.open = False
        for name, grav, x, sign, limit in rules:
            ends = [] if x == NA else [sign * e > sign * limit for e in x[:2]]
            fired[name] = (grav, {*ends, *([None] if x[2] else [])})
        r["certaines"] = sorted(k for k, (_, t) in fired.items() if t == {True})
        r["possibles"] = sorted(k for k, (_, t) in fired.items() if True in t and t != {True})
        sure, open_ = ({s for s, t in fired.values() if ok(t)} for ok in (lambda t: t == {True}, lambda t: True in t))
        self.strict = True
        blocked = any(self.ev(parse(c.si)) == {True} for k, x in q.questions.items() if self.ask(k)[0]
                      for c in x.controles if c.gravite == "bloquant")
        self.strict = False
        return self.opinion(r, (F(0), F(1), True) if whole[2] else whole, sure, open_, blocked, year, n)

    def derogation(self):
        """What it multiplies each end of a ceiling by, from 200 dwellings on."""
        n, rate = self.value("nb_logements"), self.value("derogation_taux")
        holds = [self.ev(parse(c.si)) for c in self.g.derogation.conditions]
        low, high = n[0] >= 200 and all(h == {True} for h in holds), n[1] >= 200 and all(True in h for h in holds)
        asked, reason = self.value("derogation_demandee"), self.a["derogation_motif"].valeur
        given = self.a["derogation_demandee"].etat == "renseignee" and asked == {True} and self.a.volet == "constat"
        taken = given and bool((reason or "").strip())
        more = [min(F(20), F(x)) / 100 if taken and rate != NA else F(0) for x in (rate[:2] if rate != NA else (0, 0))]
        return (1 + more[0] * low, 1 + more[1] * high), low, [(h == {True}, True in h) for h in holds]

    def opinion(self, r, whole, sure, possible, blocked, year, n):
        g, curve = self.g, self.g.modulation.courbe
        rank = {s: WORDS.index(w) for s, w in g.plafonnements.items()}
        caps = [min([rank[s] for s in found if s in rank], default=3) for found in (possible, sure)]
        raw = [line(curve, x) for x in whole[:2]]
        rates = [min(x, line(curve, g.avis[k].a)) if k < 3 else x for x, k in zip(raw, caps, strict=True)]
        bands = [max(i for i, band in enumerate(g.avis) if x >= band.de) for x in whole[:2]]
        words = [WORDS[min(k, band)] for k, band in zip(caps, bands, strict=True)]
        silent = blocked or whole[2] or r["completude"] < g.completude_min
        out, doubt = "ineligible" in sure, "ineligible" in possible
        if doubt:
            words = ["irrecevable", "irrecevable" if out else words[1]]
        certain = out or not (silent or words[0] != words[1])
        r |= {"avis": (words[0] if certain else "indetermine", *words), "taux": None if out else tuple(rates)}
        taken, r["derogation"], r["conditions"] = self.derogation()
        p = NA if year is None else self.ceiling(year, n, taken if year < 2025 else (F(1), F(1)))
        r["plafond"] = p[0] if p[0] == p[1] else None
        r["indicatif"] = None
        if year is not None and year >= 2025 and p == NA and not out:
            amounts = self.smallest(self.ceiling(2024, n, taken), rates, raw, doubt)
            r["indicatif"] = (None if silent or amounts[0] != amounts[1] else amounts[0], *amounts[:2])
        if out:
            low, high, terms = 0, 0, ("recevabilite",) * 2
        elif year is None or p == NA:
            low, high, terms = None, None, (None, None)
        else:
            low, high, *terms = self.smallest(p, rates, raw, doubt, year >= 2025)
        euros = low if low == high and (out or not silent) else None
        r |= {"montants": (euros, low, high), "termes": (terms[0] if terms[0] == terms[1] else None, *terms)}
        return r | self.sens(euros)

    def smallest(self, p, rates, raw, doubt, lump=False):
        """The smallest low ends and the smallest high ends in whole euros, and the first term to reach each."""
        modulated = not lump or self.g.moduler_forfait.valeur
        money, cost, asked = self.resources(), self.value("cout_gls"), self.value("montant_demande")
        found = []
        for i in (0, 1):
            whole = "forfait" if lump else "plafond"
            first = whole if not modulated or rates[i] == 1 else "vigilance" if rates[i] < raw[i] else "taux"
            terms = {first: p[i] * rates[i] if modulated and rates[i] else F(0) if modulated else p[i]}
            if self.g.terme_cout_net and cost != NA and not (cost[2] and i):
                terms["cout_net"] = max(F(0), cost[i] - money[1 - i])
            if asked != NA and not (asked[2] and i):
                terms["demande"] = asked[i]
            least = min(terms.values())
            binding = min((k for k in terms if terms[k] == least), key=ORDER.index)
            found.append((None if least == INF else math.floor(least), binding))
        if doubt and found[0][0] != 0:
            found[0] = (0, "recevabilite")  # the last on a tie
        return found[0][0], found[1][0], found[0][1], found[1][1]

    def resources(self):
        """Cofinancements acquired for the GLS, AGLS and own funds apart."""
        rows, low, high = self.rows("cofinancements"), F(0), F(0)
        for row in rows if rows is not None else []:
            sides = (row["objet"], {"gls"}), (row["statut"], {"acquis"})
            own = row["financeur"] & {"agls", "fonds_propres"}
            low += row["montant"][0] if all(a == b for a, b in sides) and not own else 0
            high += row["montant"][1] if all(a & b for a, b in sides) and own != row["financeur"] else 0
        return (low, high) if rows is not None else (F(0), INF)

    def sens(self, euros):
        first = self.value("type_demande")
        agls = (F(0), F(0), False) if first == {"premiere"} else self.value("agls_n1_accordee")
        known = agls != NA and agls[0] == agls[1] and not agls[2]
        if euros is None:
            return {"sens": "ajournement", "ecart": None}
        if not known:
            return {"sens": None, "ecart": None}
        gap = euros - agls[0]
        word = ("non_renouvellement" if euros == 0 < agls[0] else "attribution" if agls[0] == 0 else
                "reconduction" if gap == 0 else "hausse" if gap > 0 else "baisse")
        return {"sens": word, "ecart": gap}
