"""Formulas whose types are right, over the questions of a tree: so that what stands behind the type checker is reached."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from tests.fuzz.arbres import Noeud, places

Options = tuple[str, ...]
NOMBRES = ("entier", "decimal", "montant", "niveau")


@dataclass
class Noms:
    """What a formula may name, by type; of a table, its columns likewise."""

    par_type: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    options: dict[str, Options] = field(default_factory=dict)  # of choices; the categories of distributions
    colonnes: dict[str, Noms] = field(default_factory=dict)

    @classmethod
    def de(cls, arbre: Noeud) -> Noms:
        """The questions anywhere below `arbre`."""
        noms = cls()
        for ou, cle in places(arbre):
            q = ou[cle]  # type: ignore[index]
            une = isinstance(q, dict) and isinstance(q.get("type"), str) and isinstance(q.get("id"), str)
            if une and not (isinstance(ou, list) and _colonne(q)):
                noms.ajouter(q)
        return noms

    def ajouter(self, q: dict[str, Noeud]) -> None:
        nom, genre = str(q["id"]), str(q["type"])
        self.par_type["nombre" if genre in NOMBRES else genre].append(nom)
        for cle in ("options", "categories"):
            if isinstance(lues := q.get(cle), list):
                self.options[nom] = tuple(str(o["id"]) for o in lues if isinstance(o, dict) and "id" in o)
        if isinstance(lues := q.get("colonnes"), list):
            self.colonnes[nom] = sous = Noms()
            for c in lues:
                if isinstance(c, dict) and "id" in c and "type" in c:
                    sous.ajouter(c)


def _colonne(q: dict[str, Noeud]) -> bool:
    """A question asks something; a column does not."""
    return not str(q.get("libelle", "")).endswith("?")


def booleen(rng: Random, noms: Noms, etages: int = 3) -> str:
    choix = ["comparer"] * 2
    for genre in ("oui_non", "choix", "choix_multiple", "date"):
        choix += [genre] * (2 if noms.par_type[genre] else 0)
    if any(noms.par_type.values()) and noms.colonnes:
        choix.append("renseigne")
    if etages:
        choix += ["et", "non", "si"]
    match rng.choice(choix):
        case "oui_non":
            return rng.choice(noms.par_type["oui_non"])
        case "choix" as genre:
            nom = rng.choice(noms.par_type[genre])
            option = rng.choice(noms.options.get(nom) or ("x",))
            return rng.choice([f"{nom} = '{option}'", f"{nom} ≠ '{option}'", f"{nom} parmi ('{option}'; '{option}')"])
        case "choix_multiple" as genre:
            nom = rng.choice(noms.par_type[genre])
            return f"{nom} parmi ('{rng.choice(noms.options.get(nom) or ('x',))}')"
        case "date":
            jour = rng.choice(["'2024-02-29'", "'0001-01-01'", "'9999-12-31'", rng.choice(noms.par_type["date"])])
            return f"{rng.choice(noms.par_type['date'])} {rng.choice('<≥=≠')} {jour}"
        case "renseigne":
            return f"renseigne({rng.choice([n for noms_ in noms.par_type.values() for n in noms_])})"
        case "et":
            return f"({booleen(rng, noms, etages - 1)} {rng.choice(['et', 'ou'])} {booleen(rng, noms, etages - 1)})"
        case "non":
            return f"non {booleen(rng, noms, etages - 1)}"
        case "si":
            return f"si({'; '.join(booleen(rng, noms, etages - 1) for _ in range(3))})"
    return f"{nombre(rng, noms, etages - 1)} {rng.choice(['<', '≤', '>', '≥', '=', '≠'])} {nombre(rng, noms, etages - 1)}"


def nombre(rng: Random, noms: Noms, etages: int = 3) -> str:
    choix = ["littéral"]
    choix += ["nom"] * (3 if noms.par_type["nombre"] else 0)
    choix += ["repartition"] * bool(noms.par_type["repartition"])
    choix += ["tableau"] * (3 if noms.colonnes else 0)
    choix += ["annee"] * bool(noms.par_type["date"])
    if etages > 0:
        choix += ["opération", "opération", "fonction", "si", "part"]
    match rng.choice(choix):
        case "nom":
            return rng.choice(noms.par_type["nombre"])
        case "repartition":
            nom = rng.choice(noms.par_type["repartition"])
            return rng.choice([f"total({nom})", f"{nom}.{rng.choice(noms.options.get(nom) or ('x',))}"])
        case "tableau":
            nom = rng.choice([*noms.colonnes])
            sous = noms.colonnes[nom]
            if sous.par_type["nombre"] and rng.random() < 0.5:
                condition = f"; {booleen(rng, sous, 1)}" if rng.random() < 0.5 else ""
                return f"total({nom}.{rng.choice(sous.par_type['nombre'])}{condition})"
            return f"nombre({nom}{'; ' + booleen(rng, sous, 1) if rng.random() < 0.7 else ''})"
        case "annee":
            jours = noms.par_type["date"]
            return rng.choice([f"annee({rng.choice(jours)})", f"annees({rng.choice(jours)}; {rng.choice(jours)})"])
        case "opération":
            return f"({nombre(rng, noms, etages - 1)} {rng.choice('+-×÷')} {nombre(rng, noms, etages - 1)})"
        case "fonction":
            compte = rng.choice([1, 2, 3])
            arguments = "; ".join(nombre(rng, noms, etages - 2) for _ in range(compte))
            return f"{rng.choice(['somme', 'moyenne', 'min', 'max'])}({arguments})"
        case "si":
            return f"si({booleen(rng, noms, etages - 2)}; {nombre(rng, noms, etages - 1)}; {nombre(rng, noms, etages - 1)})"
        case "part":
            return f"part({nombre(rng, noms, etages - 1)}; {nombre(rng, noms, etages - 1)})"
    return rng.choice(["0", "1", "2", "0,5", "20 %", "100", "-1", "999999999999999999", "0,000000000000000001"])
