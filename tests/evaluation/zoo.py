"""A small questionnaire with every question type, every kind of condition and every policy, and how to fill it in."""

from __future__ import annotations

from fractions import Fraction as F
from functools import cache
from random import Random

from evaluator.dossier.reponses import Reponse, Reponses

from .strategies import exists, given_answer, row
from .synthetic import LEVELS, build, floor, question, vigilance

OPTIONS = [{"id": i, "libelle": i.upper()} for i in ("x", "y", "z")]


def options(*names, alone=None):
    result = [{"id": n, "libelle": n.upper()} for n in names]
    return result + ([{"id": alone, "libelle": alone, "exclusive": True}] if alone else [])


def noted(name, kind, dimension, indicateur, formule=None, courbe=None, **keys):
    """A scored question; `formule` through `courbe` where it is a number."""
    notation = keys.pop("notation", None)
    if formule:
        rising = F(str(courbe[-1][1])) > F(str(courbe[0][1]))
        notation = {"formule": formule, "courbe": courbe, "sens": "croissant" if rising else "decroissant"}
    extra = {"notation": notation} if notation else {}
    return question(name, kind, dimension=dimension, indicateur=indicateur, **extra, **keys)


def level(name, indicateur, **keys):
    return noted(name, "niveau", "reponse", indicateur, niveaux=LEVELS, **keys)


TABLE = "min(1; nombre(acts; kind = '{}' et done et proof ≠ 'aucune'))"
ACTS = {
    "colonnes": [
        {"id": "kind", "libelle": "Kind", "type": "choix", "cle": True, "options": options("k1", "k2")},
        {"id": "done", "libelle": "Done", "type": "oui_non"},
        {"id": "proof", "libelle": "Proof", "type": "choix", "options": options("document", "aucune")},
    ],
    "notations": [{"id": "acts_done", "indicateur": "I4", "dimension": "reponse", "courbe": [[0, 0], [1, 1]],
                   "formule": f"({TABLE.format('k1')} + {TABLE.format('k2')}) ÷ 2"}],
}  # fmt: skip
TEAM = {
    "colonnes": [
        {"id": "etp", "libelle": "ETP", "type": "decimal", "max": 1},
        {"id": "duty", "libelle": "Duty", "type": "choix", "cle": True, "options": options("gls", "other")},
    ],
    "notations": [{"id": "team_etp", "indicateur": "I5", "dimension": "reponse", "courbe": [[0, 0], [1, 1]],
                   "formule": "total(team.etp; duty = 'gls') × 100 ÷ nb_logements ÷ 2"}],
}  # fmt: skip


LUMP = {"par_logement": 250, "reference": "Notification"}
GRIDS = {
    "plain": {},
    "lump sum": {"forfait": LUMP},
    "modulated": {"forfait": LUMP, "moduler_forfait": {"valeur": True, "reference": "Acte"}},
    "other": {"terme_cout_net": False, "plafonnements": {"imperatif": "defavorable", "majeure": "reserve"},
              "completude_min": "0,5", "modulation": {"courbe": [["0,2", "0,1"], ["0,5", "0,4"], ["0,9", 1]]}},
}  # fmt: skip


@cache
def zoo(grid: str = "plain"):
    questions = [
        question("fact", "oui_non"),
        question("count", "entier", max=9),
        question("day", "date"),
        question("note_libre", "texte"),
        question("rep", "repartition", categories=options("c1", "c2"), sans_objet="refuse"),
        noted("vuln", "entier", "besoin", "I1", "part(vuln; nb_menages)", [[0, 0], ["0,80", 1]], sans_objet="refuse"),
        noted("vuln2", "entier", "besoin", "I1", "part(vuln2; total(rep))", [[0, 0], ["0,50", 1]]),
        noted("yes", "oui_non", "reponse", "I2", notation={"sens": "croissant"}),
        level("child", "I2", si="yes", masquee_compte="zero", sans_objet="refuse"),
        level("grandchild", "I2", si="child ≥ 2", masquee_compte="zero"),
        noted("pick", "choix", "reponse", "I3", options=options("a", "b", "c"), si="fact",
              notation={"points": {"a": 0, "b": 1, "c": 3}}),
        noted("many", "choix_multiple", "reponse", "I3", options=options("x", "y", "z", alone="rien"),
              notation={"points": {"x": 1, "y": 1, "z": 2, "rien": 0}, "cible": 3}),
        question("acts", "tableau", sans_objet="refuse", imperatif=True, **ACTS),
        noted("late", "decimal", "reponse", "I5", "late", [[0, 1], [10, 0]], max=20),
        question("team", "tableau", **TEAM),
        noted("euros", "montant", "reponse", "I6", "si(fact; euros; 0) ÷ 41000", [[0, 0], [1, 1]],
              si="count > 3", masquee_compte="zero"),
        noted("other", "decimal", "besoin", "I7", "min(other; 1)", [[0, 0], [1, 1]], si="rep.c1 > 2 et non fact"),
    ]  # fmt: skip
    vigilances = [
        vigilance("NO-ACT", "nombre(acts; done) = 0", "imperatif"),
        vigilance("NO", "non yes", "majeure"),
        vigilance("MONEY", "si(fact; euros; 0) > 12000", "majeure"),
        vigilance("NEED", "score_besoin < 0,30 et montant_demande > plafond", "majeure"),
        vigilance("SCORES", "score_A2 ≥ 0,7 ou score_I4 < 0,5", "mineure"),
        vigilance("OLD", "annees(day; fin_n1) ≥ 5", "information"),
        vigilance("MEAN", "moyenne(late; count) > 5", "majeure"),
        vigilance("SHARE", "part(total(cofinancements.montant; objet = 'gls'); cout_gls) > 0,5", "majeure"),
        vigilance("MANY", "many parmi ('x'; 'y') et (rep.c2 ≥ 3 ou count = 2)", "majeure"),
        vigilance("PICK", "pick = 'a' ou non (pick ≠ 'b')", "mineure"),
        vigilance("MINMAX", "max(late; total(rep)) - min(count; vuln; 5) > 8", "information"),
        vigilance("KNOWN", "renseigne(note_libre) et non renseigne(count)", "information"),
    ]
    axes = {"I1": "A1", "I2": "A2", "I3": "A2", "I4": "A2", "I5": "A3", "I6": "A3", "I7": "A4"}
    floors = [floor("F-R", "reponse", "0,35", "imperatif"), floor("F-B", "besoin", "0,20", "mineure"),
              floor("F-A", "A3", "0,30", "majeure")]  # fmt: skip
    return build(questions, axes, vigilances, planchers=floors, poids_axes={"A1": 5, "A2": 3, "A3": 3, "A4": 2},
                 poids_notations={"vuln2": 2, "yes": 3}, poids_indicateurs={"I3": 2}, **GRIDS[grid])  # fmt: skip


@cache
def tight(so_rule: str = "1"):
    """Every unknown is read once: nothing read by two questions, no vigilance, the *sans objet* rule out of reach."""
    questions = [
        question("f1", "oui_non", sans_objet="refuse"),
        question("f2", "oui_non"),
        question("f3", "entier", max=2, sans_objet="refuse"),
        noted("n1", "oui_non", "reponse", "I1", notation={"sens": "croissant"}),
        noted("n2", "choix", "reponse", "I1", options=options("a", "b", "c"), si="f1",
              notation={"points": {"a": 1, "b": 0, "c": 2}}),
        level("n3", "I2", sans_objet="refuse"),
        noted("n4", "choix_multiple", "reponse", "I2", options=options("x", "y", alone="rien"), si="f2",
              masquee_compte="zero", notation={"points": {"x": 1, "y": 1, "rien": 0}, "cible": 2}),
        noted("n5", "decimal", "besoin", "I3", "n5", [[0, 1], [1, 0]], max=1),
        level("n6", "I3", si="f3 = 1", sans_objet="refuse"),
        question("acts", "tableau", **{**ACTS, "notations": [{**ACTS["notations"][0], "indicateur": "I4"}]}),
    ]  # fmt: skip
    rule = {"id": "V-SO", "titre": "R", "maximum": so_rule, "gravite": "majeure", "clauses": ["A0"], "message": "M"}
    return build(questions, {"I1": "A1", "I2": "A1", "I3": "A2", "I4": "A2"}, sans_objet=rule,
                 poids_axes={"A1": 3, "A2": 2}, poids_notations={"n2": 3, "n6": 2})  # fmt: skip


def fill(ref, answers: Reponses, rng: Random) -> Reponses:
    """One completion: every unanswered question, empty cell and *non connu* resolved at random."""
    result = {}
    for name, q in ref.questionnaire.questions.items():
        if not exists(q, answers.volet):
            continue
        a = answers[name]
        if a.etat in ("non_renseignee", "ne_sait_pas"):
            # Acts, not unknowns: while the request or the reason for a derogation is absent, it stays so.
            result[name] = a if name in ("derogation_demandee", "derogation_motif") else given_answer(q, rng)
        elif a.etat == "renseignee" and q.type == "tableau":
            rows = tuple({**row(q, rng), **r} for r in a.valeur)
            result[name] = Reponse("renseignee", rows, a.source)
        elif a.etat == "renseignee" and q.type == "repartition" and a.valeur["non_connu"]:
            counts = dict(a.valeur)
            for _ in range(counts.pop("non_connu")):
                counts[rng.choice(sorted(counts))] += 1
            result[name] = Reponse("renseignee", counts | {"non_connu": 0}, a.source)
        else:
            result[name] = a
    return Reponses(answers.volet, result)


def rank(word: str) -> int:
    return ["irrecevable", "defavorable", "reserve", "favorable_avec_reserves", "favorable"].index(word)


def _below(a, b) -> bool:
    """a ≤ b, where an upper end that is None beside a lower end is without bound (a lump sum and an unknown PSE)."""
    return b is None or (a is not None and a <= b)


def outside(wide, narrow) -> list[str]:
    """What `narrow` (fewer unknowns) says that `wide` had excluded; nothing if the intervals are sound."""
    found = []

    def within(name, a, b):
        if b is None or b.absent or (a is not None and a.min <= b.min and b.max <= a.max):
            return
        found.append(f"{name}: {b} out of {a}")

    within("global", wide.globale, narrow.globale)
    for a, b in zip(wide.axes, narrow.axes, strict=True):
        within(a.id, a.score, b.score)
    for d in wide.dimensions:
        within(d, wide.dimensions[d], narrow.dimensions[d])
    for i, j in zip(wide.indicateurs, narrow.indicateurs, strict=True):
        within(i.id, i.score, j.score)
        within(i.id + " (value)", i.valeur, j.valeur)
    status = [{s: {v.id for v in e.vigilances if v.statut == s} for s in ("certaine", "possible")} for e in (wide, narrow)]
    if lost := status[0]["certaine"] - status[1]["certaine"]:
        found.append(f"certain, then not: {sorted(lost)}")
    # The model does not say whether an answer not given may turn out to be declared: V-DECLARATIF may appear, never vanish.
    seen = status[0]["certaine"] | status[0]["possible"] | {"V-DECLARATIF"}
    if new := (status[1]["certaine"] | status[1]["possible"]) - seen:
        found.append(f"not even possible, then there: {sorted(new)}")
    m, n = wide.modulation, narrow.modulation
    if m.taux is not None and n.taux is not None and not (m.taux.min <= n.taux.min and n.taux.max <= m.taux.max):
        found.append(f"rate {n.taux} out of {m.taux}")
    if not (rank(m.avis_min) <= rank(n.avis_min) and rank(n.avis_max) <= rank(m.avis_max)):
        found.append(f"words {n.avis_min}…{n.avis_max} out of {m.avis_min}…{m.avis_max}")
    a, b = m.montants, n.montants
    if b.montant_min is not None and not (_below(a.montant_min, b.montant_min) and _below(b.montant_max, a.montant_max)):
        found.append(f"amount [{b.montant_min}; {b.montant_max}] out of [{a.montant_min}; {a.montant_max}]")
    if a.montant is not None and b.montant is not None and a.montant != b.montant:
        found.append(f"amount {a.montant}, then {b.montant}")
    if a.plafond is not None and n.avis_max != "irrecevable" and b.plafond != a.plafond:
        found.append(f"ceiling {a.plafond}, then {b.plafond}")
    if m.sens not in (None, "ajournement") and n.sens not in (m.sens, "ajournement"):
        found.append(f"sens {m.sens}, then {n.sens}")
    if m.indicatif and n.indicatif:
        x, y = m.indicatif.montants, n.indicatif.montants
        if not x.montant_min <= y.montant_min <= y.montant_max <= x.montant_max:
            found.append(f"indicative [{y.montant_min}; {y.montant_max}] out of [{x.montant_min}; {x.montant_max}]")
    return found
