"""Questionnaires and grids drawn at random: every type, conditions in chains, shared conditions, tables, local grids.

`genere(seed)` may hold anything the format allows; with `simple`, no unknown is read twice and no two questions share a
condition, so that intervals must be tight.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from tests.evaluation.synthetic import BANDS, LEVELS, build, floor, question, vigilance

SEVERITIES = ["majeure", "majeure", "mineure", "information", "opportunite"]


def options(*names, alone=None):
    made = [{"id": n, "libelle": n.upper()} for n in names]
    return made + ([{"id": alone, "libelle": alone, "exclusive": True}] if alone else [])


class Tirage:
    """One questionnaire being drawn."""

    def __init__(self, rng: Random, simple: bool) -> None:
        self.rng, self.simple = rng, simple
        self.questions: list[dict] = []
        self.atomes: list[str] = []  # conditions on facts, each usable once where `simple`
        self.notees: list[str] = []  # conditions on scored answers, for masquee_compte: zero
        self.indicateurs: dict[str, str] = {}

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def condition(self, atomes: list[str], denied: bool = True) -> str:
        """One atom, or two joined, or one denied where it may be."""
        rng = self.rng
        if self.simple:
            return atomes.pop(rng.randrange(len(atomes)))
        one = rng.choice(atomes)
        match rng.randint(0, 5):
            case 0 if denied:
                return f"non ({one})"
            case 1 | 2:
                return f"{one} {rng.choice(['et', 'ou'])} ({rng.choice(atomes)})"
        return one

    def politique(self) -> dict:
        return {"sans_objet": self.rng.choice(["refuse", "motif", "libre"])}

    def fait(self, k: int) -> None:
        """An unscored fact, and what conditions may read of it."""
        rng, name = self.rng, f"f{k}"
        keys = self.politique()
        if self.atomes and not self.simple and self.chance(0.3):
            keys["si"] = self.condition(self.atomes)
        kinds = ["oui_non", "entier", "choix", "repartition", "tableau", "date", "choix_multiple"]
        match rng.choice(kinds if self.simple else [*kinds, "texte"]):
            case "texte":  # `renseigne` is unknown until it is answered: sound, and not tight
                self.questions.append(question(name, "texte", **keys))
                new = [f"renseigne({name})"]
            case "oui_non":
                self.questions.append(question(name, "oui_non", **keys))
                new = [name, f"non {name}"]
            case "entier":
                self.questions.append(question(name, "entier", max=3, **keys))
                new = [f"{name} ≥ {rng.randint(1, 3)}", f"{name} = 2", f"{name} × 2 − 3 > 0".replace("−", "-")]
            case "choix":
                self.questions.append(question(name, "choix", options=options("a", "b", "c"), **keys))
                new = [f"{name} = 'a'", f"{name} parmi ('a'; 'c')", f"{name} ≠ 'b'"]
            case "repartition":
                self.questions.append(question(name, "repartition", categories=options("c1", "c2"), **keys))
                new = [f"{name}.c1 > 2", f"total({name}) ≥ 4"]
            case "tableau":
                columns = [{"id": "u", "libelle": "U", "type": "entier"}, {"id": "z", "libelle": "Z", "type": "oui_non"}]
                self.questions.append(question(name, "tableau", colonnes=columns, **keys))
                new = [f"nombre({name}; z) > 0", f"total({name}.u; non z) < 6", f"nombre({name}) = 0"]
            case "date":
                self.questions.append(question(name, "date", **keys))
                new = [f"annees({name}; fin_n1) ≥ 5", f"annee({name}) = 2018"]
            case _:
                self.questions.append(question(name, "choix_multiple", options=options("x", "y", alone="rien"), **keys))
                new = [f"{name} parmi ('x')"]
        self.atomes += [rng.choice(new)] if self.simple else new
        if not self.simple and self.chance(0.15):
            control = {"si": self.condition(self.atomes), "gravite": "bloquant", "message": "Contradiction."}
            self.questions[-1]["controles"] = [control]

    def notee(self, k: int) -> None:
        """A scored question of some type, in some indicator, asked under some condition or always."""
        rng, name = self.rng, f"s{k}"
        keys = self.politique()
        keys |= {"dimension": rng.choice(["besoin", "reponse"]), "indicateur": rng.choice(list(self.indicateurs))}
        if self.atomes and self.chance(0.45):
            keys["si"] = self.condition(self.atomes)
            if self.chance(0.5):
                keys["masquee_compte"] = "zero"
        elif self.notees and not self.simple and self.chance(0.3):
            # Only conditions that rise with the answer: one that a better answer makes false would make it cost.
            keys |= {"si": self.condition(self.notees, denied=False), "masquee_compte": "zero"}
        kind = rng.choice(["oui_non", "niveau", "choix", "choix_multiple", "nombre", "nombre", "tableau"])
        down = self.chance(0.3)
        sens = {"sens": "decroissant" if down else "croissant"}
        if kind == "oui_non":
            self.questions.append(question(name, "oui_non", notation=sens, **keys))
            self.notees += [] if down else [name]
        elif kind == "niveau":
            if self.chance(0.4):
                keys["notation"] = {"points": rng.choice([[0, 1, 1, 4], [1, 2, 3, 3], [0, 0, 1, 2]])}
            self.questions.append(question(name, "niveau", niveaux=LEVELS, **keys))
            self.notees.append(f"{name} ≥ 2")
        elif kind == "choix":
            points = {"a": rng.randint(0, 1), "b": rng.randint(1, 3), "c": 3}
            keys["notation"] = {"points": points}
            self.questions.append(question(name, "choix", options=options("a", "b", "c"), **keys))
            self.notees.append(f"{name} = 'c'")
        elif kind == "choix_multiple":
            notation = {"points": {"x": 1, "y": "0,5", "z": 2, "rien": 0}, "cible": rng.choice([2, 3, 5])}
            self.questions.append(
                question(name, "choix_multiple", options=options("x", "y", "z", alone="rien"), notation=notation, **keys)
            )
        elif kind == "nombre":
            curve = rng.choice([[[0, 0], [1, 1]], [[0, "0,2"], ["0,5", "0,5"], [2, 1]], [["0,25", 0], ["0,75", 1]]])
            if down:
                curve = [[x, {0: 1, 1: 0}.get(y, y)] for x, y in curve]
                curve = [[x, y] for x, y in curve if not isinstance(y, str)] or [[0, 1], [2, 0]]
                curve = curve if len(curve) > 1 else [[0, 1], [2, 0]]
            shared = [f"part({name}; nb_menages)", f"{name} × 100 ÷ nb_logements", f"si({self.atomes[0]}; {name}; 0)"
                      if self.atomes else name] if not self.simple else []  # fmt: skip
            formule = rng.choice([name, f"{name} ÷ 2", f"min(1; {name})", *shared])
            top = {} if self.chance(0.3) else {"max": 2}
            self.questions.append(
                question(name, "decimal", notation={"formule": formule, "courbe": curve, **sens}, **top, **keys)
            )
        else:
            self.tableau(name, keys)

    def tableau(self, name: str, keys: dict) -> None:
        columns = [
            {"id": "k", "libelle": "K", "type": "choix", "cle": True, "options": options("k1", "k2")},
            {"id": "fait", "libelle": "Fait", "type": "oui_non"},
            {"id": "n", "libelle": "N", "type": "decimal", **({} if self.chance(0.5) else {"max": 1})},
        ]
        dimension, indicateur = keys.pop("dimension"), keys.pop("indicateur")
        both_keys = " + ".join(f"min(1; nombre({name}; k = '{k}' et fait))" for k in ("k1", "k2"))
        one = {"id": name + "_fait", "dimension": dimension, "indicateur": indicateur, "courbe": [[0, 0], [1, 1]],
               "formule": f"({both_keys}) ÷ 2"}  # fmt: skip
        two = {"id": name + "_n", "dimension": "reponse", "indicateur": self.rng.choice(list(self.indicateurs)),
               "courbe": [[0, 0], ["1,5", 1]], "formule": f"total({name}.n; k = 'k1')"}  # fmt: skip
        both = [one] if self.simple or self.chance(0.5) else [one, two]
        if self.simple:
            one["formule"] = f"min(1; nombre({name}; fait) ÷ 2)"
        columns.append({"id": "dit", "libelle": "Dit", "type": "texte"})
        self.questions.append(question(name, "tableau", colonnes=columns, notations=both, **keys))

    def vigilances(self) -> list[dict]:
        rng = self.rng
        scores = ["score_global", "score_besoin", "score_reponse", *[f"score_{i}" for i in self.indicateurs]]
        pool = [*self.atomes, *self.notees, "montant_demande > plafond", "completude < 0,9", "cout_gls < 20000",
                *[f"{s} {rng.choice('<≥')} 0,{rng.randint(2, 7)}" for s in rng.sample(scores, 2)]]  # fmt: skip
        return [vigilance(f"W{k}", self.condition(pool), rng.choice(SEVERITIES)) for k in range(rng.randint(0, 4))]

    def grille(self) -> dict:
        """Parameters of a grid, most of them at random."""
        rng = self.rng
        names = [n["id"] for q in self.questions for n in q.get("notations", [q] if "dimension" in q else [])]
        weights = [1, 2, 3, "1/2", "2/3", 0]
        rule = {"titre": "Règle", "clauses": ["A0"], "message": "Plus de {maximum}."}
        limit = "1" if self.simple else rng.choice(["0,20", "0,05", "0,50"])
        made = {
            "poids_axes": {a: rng.randint(1, 5) for a in set(self.indicateurs.values())},
            "poids_notations": {n: rng.choice(weights) for n in names if self.chance(0.4)},
            "sans_objet": {"id": "V-SO", "maximum": limit, "gravite": rng.choice(["majeure", "mineure"]), **rule},
            "declaratif": {"id": "V-DECL", "maximum": limit, "gravite": rng.choice(["majeure", "mineure"]), **rule},
            "completude_min": rng.choice(["0,80", "0,50", 0]),
            "terme_cout_net": self.chance(0.7),
            "planchers": [] if self.simple else [
                floor(f"P{k}", rng.choice(["reponse", "besoin", *set(self.indicateurs.values())]), f"0,{rng.randint(1, 5)}",
                      rng.choice(["imperatif", "majeure", "mineure"])) for k in range(rng.randint(0, 2))],
        }  # fmt: skip
        if self.chance(0.4):
            made["modulation"] = {"courbe": [["0,2", "0,1"], ["0,5", "0,4"], ["0,9", 1]]}
        if self.chance(0.3):
            made["plafonnements"] = {"imperatif": "defavorable", "majeure": "reserve"}
        if self.chance(0.4):
            made["forfait"] = {"par_logement": rng.choice([100, 250]), "reference": "Notification"}
            if self.chance(0.5):
                made["moduler_forfait"] = {"valeur": True, "reference": "Acte"}
        if self.chance(0.3):
            ends = ["0,20", "0,40", "0,80"]
            words = [BANDS[k] | {"de": ([0, *ends])[k], "a": ([*ends, 1])[k]} for k in range(4)]
            made["avis"] = words
        return made

    def local(self) -> dict | None:
        if self.simple or not self.chance(0.3):
            return None
        niveaux = [q["id"] for q in self.questions if q["type"] == "niveau" and "dimension" in q]
        made: dict = {"id": "local", "version": "1.0.0", "titre": "Grille locale", "base": "essai", "completude_min": "0,60"}
        if niveaux:
            made["notations"] = {niveaux[0]: {"points": [0, 2, 3, 4]}}
        return made


@dataclass
class Plan:
    """What a questionnaire and its grid are built of."""

    questions: list[dict]
    indicateurs: dict[str, str]
    vigilances: list[dict]
    local: dict | None
    grille: dict


@lru_cache(maxsize=32)
def plan(seed: int, simple: bool = False) -> Plan:
    """What is drawn for this seed; copy it before changing it."""
    rng = Random(f"questionnaire {seed} {simple}")
    t = Tirage(rng, simple)
    axes = [f"A{k}" for k in range(1, rng.randint(1, 4) + 1)]
    t.indicateurs = {f"I{k}": rng.choice(axes) for k in range(1, rng.randint(len(axes), 5) + 1)}
    for k in range(rng.randint(1, 4)):
        t.fait(k)
    for k in range(rng.randint(2, 5) if simple else rng.randint(3, 8)):
        t.notee(k)
    used = {n["indicateur"] for q in t.questions for n in q.get("notations", [q] if "indicateur" in q else [])}
    t.indicateurs = {i: a for i, a in t.indicateurs.items() if i in used}
    return Plan(t.questions, t.indicateurs, [] if simple else t.vigilances(), t.local(), t.grille())


def construire(p: Plan):
    return build(p.questions, p.indicateurs, p.vigilances, p.local, **p.grille)


@lru_cache(maxsize=32)
def genere(seed: int, simple: bool = False):
    """The questionnaire, its grid and its overlay, of this seed."""
    return construire(plan(seed, simple))
