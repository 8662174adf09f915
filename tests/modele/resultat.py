"""What the program found, under the keys of `lente`, and where the two differ."""

# fmt: off
from __future__ import annotations

from fractions import Fraction as F

from .lecture import NA


def observed(e):
    """The same keys as `lente`, read off the program's result; what the interval of an absent score says is left out."""
    def three(x):
        return NA if x is None or x.absent else (x.min, x.max)

    m, t = e.modulation, e.modulation.montants
    return {
        "global": three(e.globale), "axes": {a.id: three(a.score) for a in e.axes},
        "indicateurs": {i.id: three(i.score) for i in e.indicateurs if i.score is not None},
        "dimensions": {d: three(x) for d, x in e.dimensions.items()},
        "notations": {n.id: three(n.score) for n in e.notations},
        "completude": e.completude, "part_so": e.part_sans_objet, "plafonnees": sorted(e.plafonnees),
        "certaines": sorted(v.id for v in e.vigilances if v.statut == "certaine"),
        "possibles": sorted(v.id for v in e.vigilances if v.statut == "possible"),
        "avis": (m.avis, m.avis_min, m.avis_max), "taux": m.taux and (m.taux.min, m.taux.max), "plafond": t.plafond,
        "montants": (t.montant, t.montant_min, t.montant_max), "termes": (t.terme_limitant, t.terme_min, t.terme_max),
        "sens": m.sens, "ecart": m.ecart_n1, "derogation": m.derogation.possible,
        "conditions": [(c.remplie, c.possible) for c in m.derogation.conditions],
        "indicatif": m.indicatif and (m.indicatif.montants.montant, m.indicatif.montants.montant_min,
                                      m.indicatif.montants.montant_max)}


def differences(expected, seen):
    """Where the two differ, by key; the interval of a score that may not apply is [0; 1]."""
    def pair(x):
        score = isinstance(x, tuple) and len(x) == 3 and isinstance(x[2], bool) and x != NA
        return ((F(0), F(1)) if x[2] else x[:2]) if score else x

    flat = [{(k, sub): y for k, v in d.items() for sub, y in (v.items() if isinstance(v, dict) else [("", v)])}
             for d in (expected, seen)]
    return {k: (pair(v), flat[1].get(k)) for k, v in flat[0].items() if pair(v) != flat[1].get(k)}
