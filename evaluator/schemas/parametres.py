"""The schemas of grids: the default one, and that of a service, which names only what it may change.

The names are those of a questionnaire and of its default grid, with their labels: an editor proposes them.
"""

from __future__ import annotations

import copy

from evaluator.questionnaire.grille import AVIS, GrilleLue
from evaluator.questionnaire.load import Referentiel
from evaluator.schemas.formes import DEF_NOMBRE, REF_NOMBRE, REFUS_NOMBRE, decrire, definitions, est_noeud, exiger
from evaluator.schemas.mots import Noeud, Valeur, mot, mots

# Inside a rule, an overlay changes these and nothing else (`questionnaire/overlay.py`).
_REGLE = ("maximum", "gravite")
_DE_LA_GRILLE = ("questionnaire",)  # said by the default grid, never by an overlay


def grille(r: Referentiel) -> dict[str, Noeud]:
    """A whole grid. Its own names are proposed; others may be of another questionnaire, and are checked by the program."""
    defs = definitions(GrilleLue)
    defs["Plafonnements"] = _plafonnements()
    proprietes = _proprietes(defs["GrilleLue"])
    _ou(proprietes, "plafonnements", {"$ref": "#/definitions/Plafonnements"})
    for cle, noms in _noms(r).items():
        _ou(proprietes, cle, _table(noms, REF_NOMBRE, ouverte=True))
    for cle in ("forfait", "moduler_forfait", "plan", "triangulation", "derogation", "modulation"):
        _ou(proprietes, cle, {"$ref": proprietes[cle]["$ref"]})  # type: ignore[call-overload,index]  # a model each
    return defs


def surcouche(r: Referentiel) -> dict[str, Noeud]:
    """What a service's grid may say, key by key: the rest stays that of the default grid."""
    defs = grille(r)
    for nom in ("Forfait", "ModulerForfait", "PlanLu", "QuadrantsLus", "QuadrantLu", "TriangulationLue", "Modulation"):
        defs[nom] = exiger(defs[nom], ())
    proprietes = _proprietes(defs["GrilleLue"])
    for cle in _DE_LA_GRILLE:
        del proprietes[cle]
    proprietes["base"] = decrire({"enum": ["defaut"]}, mot(GrilleLue, "base"))
    notees = {n.id: n.libelle for n in r.questionnaire.notations}
    for cle, noms in _noms(r).items():
        _ou(proprietes, cle, _table(noms, REF_NOMBRE))
    _ou(proprietes, "notations", _table(notees, {"$ref": "#/definitions/NotationLocale"}))
    _ou(proprietes, "planchers", _table({p.id: p.titre for p in r.grille.lue.planchers}, REF_NOMBRE))
    references = {nom: ref.libelle for nom, ref in r.grille.lue.references.items()}
    _ou(proprietes, "references", _references(references))
    for cle in ("sans_objet", "declaratif"):
        regle = copy.deepcopy(defs["Regle"])
        siennes = _proprietes(regle)
        regle["properties"] = {sous: siennes[sous] for sous in _REGLE}
        _ou(proprietes, cle, exiger(regle, ()))
    defs["GrilleLue"] = exiger(defs["GrilleLue"], ("id", "version", "titre", "base"))
    for inutile in ("Regle", "Plancher", "Reference"):
        del defs[inutile]
    return defs


def _proprietes(noeud: Noeud) -> Noeud:
    proprietes = noeud["properties"]
    assert est_noeud(proprietes)
    return proprietes


def _ou(proprietes: Noeud, cle: str, forme: Noeud) -> None:
    """`forme` in the place of that of the key, under the same words."""
    avant = proprietes[cle]
    assert est_noeud(avant)
    proprietes[cle] = {**{nom: avant[nom] for nom in ("title", "description", "examples") if nom in avant}, **forme}


def _plafonnements() -> Noeud:
    avis: list[Valeur] = list(AVIS)
    proprietes: Noeud = {cle: decrire({"enum": list(avis)}, dit) for cle, dit in mots()["Plafonnements"].items()}
    return {"type": "object", "properties": proprietes, "additionalProperties": False}


def _noms(r: Referentiel) -> dict[str, dict[str, str]]:
    """What a grid weighs, with its label."""
    q = r.questionnaire
    notes = {n.indicateur for n in q.notations}
    return {
        "poids_axes": {a.id: a.titre for a in q.lu.axes},
        "poids_indicateurs": {i.id: i.libelle for i in q.lu.indicateurs if i.id in notes},
        "poids_notations": {n.id: n.libelle for n in q.notations},
    }


def _table(noms: dict[str, str], valeur: Noeud, *, ouverte: bool = False) -> Noeud:
    """A mapping from these names, each with its label; others too where it is `ouverte`."""
    proprietes: Noeud = {nom: {"title": nom, "description": libelle, **valeur} for nom, libelle in noms.items()}
    return {"type": "object", "properties": proprietes, "additionalProperties": dict(valeur) if ouverte else False}


def _references(noms: dict[str, str]) -> Noeud:
    """A known reference takes another value, or another value and words; a new one says all."""
    formes: Noeud = {
        **DEF_NOMBRE,
        "type": ["number", "string", "object"],
        "errorMessage": f"{REFUS_NOMBRE} ; ou {{valeur, libelle, unite}}",
        "properties": {
            cle: {
                "title": dit.titre,
                "description": dit.description,
                **(REF_NOMBRE if cle == "valeur" else {"type": "string"}),
            }
            for cle, dit in mots()["Reference"].items()
        },
        "additionalProperties": False,
    }
    nouvelles = {cle: v for cle, v in formes.items() if cle not in ("errorMessage", "pattern", "patternErrorMessage")}
    nouvelles = decrire({**nouvelles, "type": "object"}, mots()["ReferenceNouvelle"]["ref_nouvelle"])
    nouvelles = exiger(nouvelles, ("valeur", "libelle"))
    formes = exiger(formes, ("valeur",))
    table = _table(noms, formes)
    table["additionalProperties"] = nouvelles
    table["propertyNames"] = {"pattern": "^ref_", "patternErrorMessage": "le nom d’une référence commence par « ref_ »"}
    return table
