"""A slow evaluator written from the model alone, unknowns included: `lente(ref, answers)` gives every figure.

Scores are here (§3); `lecture` reads answers and formulas (§1, §2), `montant` makes the opinion and the amount of them (§4).
"""

# fmt: off
from __future__ import annotations

import math
from fractions import Fraction as F

from evaluator.questionnaire.formula.parser import parse

from .lecture import NA, hull
from .montant import Montant, line


def mean(children):
    """Fixed children at their end, and those of the optional ones that move the mean outward."""
    kept, ends = [(w, v) for w, v in children if w and v != NA], []
    for i, sign in ((0, 1), (1, -1)):
        fixed = [(w, v[i]) for w, v in kept if not v[2]]
        total, weight = sum(w * x for w, x in fixed), sum(w for w, _ in fixed)
        for w, x in sorted(((w, v[i]) for w, v in kept if v[2]), key=lambda k: sign * k[1]):
            if not weight or sign * x < sign * total / weight:
                total, weight = total + w * x, weight + w
        ends.append(F(total) / weight if weight else None)
    return (*ends, all(v[2] for _, v in kept)) if kept else NA


class Lente(Montant):
    def score(self, n):
        (asked, hidden), a, q = self.ask(n.question), self.a[n.question], self.q.questions[n.question]
        outs = [(F(0), F(0), False) if q.masquee_compte == "zero" else NA] if hidden else []
        if not asked or a.etat == "sans_objet":
            return hull(*outs, *[NA] * asked)
        self.forced = n.question
        v, known = a.valeur, a.etat == "renseignee"
        own = next(o for o in q.notations if o.id == n.id) if q.type == "tableau" else q.notation
        if getattr(own, "formule", None):
            curve = getattr(self.g.notations.get(n.id), "courbe", None) or own.courbe
            y = self.ev(parse(own.formule))
            ends = [NA if y == NA else (*sorted(line(curve, x) for x in y[:2]), y[2])]
        else:
            counted = 1 if self.capped(n.question) else v
            ends = [(x, x, False) for x in self.points(q, own, n.id, counted if known else None)]
        free = not known and q.sans_objet != "refuse"
        self.forced = None
        return hull(*ends, *outs, *[NA] * free)

    def points(self, q, own, name, v):
        """What one answer without a formula scores; its extremes where it is unknown."""
        points = getattr(self.g.notations.get(name), "points", None) or (own and own.points)
        if q.type == "oui_non":
            return [F(x == (own.sens == "croissant")) for x in ([True, False] if v is None else [v])]
        if q.type == "niveau":
            points = [F(p) for p in points or range(4)]
            return [points[x] / max(points) for x in (range(4) if v is None else [v])]
        if q.type == "choix":
            return [F(p) / max(points.values()) for o, p in points.items() if v in (None, o)]
        sums = [sum(points[o] for o in v)] if v is not None else [0, sum(points[o.id] for o in q.options if not o.exclusive),
                                                                  *[points[o.id] for o in q.options]]
        return [min(F(1), F(s) / own.cible) for s in sums]

    def nominal(self, n):
        axis, weights = self.q.indicateurs[n.indicateur].lu.axe, self.g.poids_indicateurs
        mates = [self.g.poids_notations.get(m.id, F(1)) for m in self.q.notations if m.indicateur == n.indicateur]
        inds = {m.indicateur for m in self.q.notations if self.q.indicateurs[m.indicateur].lu.axe == axis}
        shares = [(self.g.poids_axes[axis], [self.g.poids_axes[x.id] for x in self.q.lu.axes]),
                  (weights.get(n.indicateur, F(1)), [weights.get(i, F(1)) for i in inds]),
                  (self.g.poids_notations.get(n.id, F(1)), mates)]
        return math.prod(F(mine) / (sum(all_) or 1) for mine, all_ in shares)

    @staticmethod
    def declared(need):
        """Share of the need that rests on declaration alone; what may not apply is in or out, whichever moves it."""
        def part(declared):
            kept = [(w, x) for w, free, x in need if not free or x == declared]
            return F(sum(w for w, x in kept if x)) / (sum(w for w, _ in kept) or 1)
        return part(False), part(True), False

    def run(self):
        q, g, ns = self.q, self.g, self.q.notations
        weight, score = {n.id: self.nominal(n) for n in ns}, {n.id: self.score(n) for n in ns}
        ind = {i: mean([(g.poids_notations.get(n.id, F(1)), score[n.id]) for n in ns if n.indicateur == i])
               for i in dict.fromkeys(n.indicateur for n in ns)}
        axis_of = {i: q.indicateurs[i].lu.axe for i in ind}
        axes = {a.id: mean([(g.poids_indicateurs.get(i, F(1)), s) for i, s in ind.items() if axis_of[i] == a.id])
                for a in q.lu.axes}
        dims = {d: mean([(weight[n.id], score[n.id]) for n in ns if n.dimension == d]) for d in ("besoin", "reponse")}
        whole = mean([(g.poids_axes[a], s) for a, s in axes.items()])
        st, etat = {n.id: self.state(n.question) for n in ns}, {n.id: self.a[n.question].etat for n in ns}
        zero = {n.id: q.questions[n.question].masquee_compte == "zero" for n in ns}
        every = [n for n in weight if st[n] != "masquee" or zero[n]]
        total = lambda names: sum((weight[n] for n in names), F(0))  # noqa: E731
        asked = total(n for n in every if st[n] != "sans_objet")
        done = total(n for n in every if st[n] == "masquee" or (st[n] != "sans_objet" and etat[n] == "renseignee"))
        so = total(n for n in every if st[n] == "sans_objet")
        pending = {n: st[n] == "en_attente" and not zero[n] for n in every}
        leave = {n.id: q.questions[n.question].sans_objet != "refuse" and etat[n.id] != "renseignee" for n in ns}
        free = [n for n in every if st[n] != "masquee" and (etat[n] == "sans_objet" or leave[n])]
        fixed = total(n for n in every if not (pending[n] and etat[n] == "sans_objet"))
        wide = total(n for n in every if n in free or not pending[n])
        share = (so / fixed if fixed else F(0), total(free) / wide if wide else F(0), False)
        need = [n for n in ns if n.dimension == "besoin" and st[n.id] != "masquee" and etat[n.id] != "sans_objet"]
        said = self.declared([(weight[n.id], self.may(n.question)[1], etat[n.id] == "renseignee" and self.weak(n.question))
                              for n in need])
        self.names |= {"score_" + k.replace("-", "_"): v for k, v in {**axes, **ind, **dims, "global": whole}.items()}
        r = {"global": whole, "axes": axes, "indicateurs": ind, "dimensions": dims, "notations": score,
             "completude": done / asked if asked else F(set(st.values()) == {"sans_objet"}),
             "part_so": so / (total(every) or 1),
             "plafonnees": sorted(n for n in q.questions if self.capped(n))}
        rules = [(p.id, p.gravite, {**axes, **dims, "global": whole}[p.element], -1, p.minimum) for p in g.planchers]
        rules += [(g.sans_objet.id, g.sans_objet.gravite, share, 1, g.sans_objet.maximum),
                  (g.declaratif.id, g.declaratif.gravite, said, 1, g.declaratif.maximum)]
        return r | self.amount(r, whole, rules)


def lente(ref, answers):
    return Lente(ref, answers).run()
