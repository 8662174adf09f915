"""From a model to the JSON Schema that an editor reads, with French words on every key.

Draft 7 is the dialect that editors know best; `errorMessage`, `patternErrorMessage` and `enumDescriptions` extend it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from fractions import Fraction
from typing import TypeGuard, cast

from msgspec import Struct

from evaluator.modele import Champ, Forme, Modele, champs, modeles
from evaluator.questionnaire.models import QUESTIONS, Question
from evaluator.questionnaire.scalars import Brut, Courbe, Jour
from evaluator.questionnaire.validation import TYPES
from evaluator.schemas.mots import Mot, Noeud, Valeur, mot

DIALECTE = "http://json-schema.org/draft-07/schema#"
# The same rules as `scalars._nombre` and `scalars._jour`, for an editor.
NOMBRE_ECRIT = r"^\s*(-?\d{1,9}\s*/\s*[1-9]\d{0,8}|[-+−]?\s*\d[\d\s]*([.,]\s*\d[\d\s]*)?)\s*%?\s*€?\s*$"
JOUR_ECRIT = r"^\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})\s*$"
REFUS_NOMBRE = 'nombre attendu ; une virgule se met entre guillemets : 3, "0,35", "2/3" ou "20 %"'
DEF_JOUR: Noeud = {
    "type": "string",
    "pattern": JOUR_ECRIT,
    "patternErrorMessage": "date attendue (2024-12-31 ou 31/12/2024)",
}
NOMBRE = "nombre"
REF_NOMBRE: Noeud = {"$ref": f"#/definitions/{NOMBRE}"}
DEF_NOMBRE: Noeud = {
    "type": ["number", "string"],
    "pattern": NOMBRE_ECRIT,
    "patternErrorMessage": REFUS_NOMBRE,
    "errorMessage": REFUS_NOMBRE,
}
_TYPES = {"texte": "string", "entier": "integer", "booleen": "boolean", "liste": "array"}
_LIMITES = {
    "texte": {"min_length": "minLength", "max_length": "maxLength"},
    "entier": {"ge": "minimum", "le": "maximum"},
    "booleen": {},
    "liste": {"min_length": "minItems", "max_length": "maxItems"},
}
_PROPRES: dict[type, Noeud] = {
    Fraction: REF_NOMBRE,
    Jour: DEF_JOUR,
    cast(type, Brut): {"type": ["boolean", "number", "string"]},
    Courbe: {
        "type": "array",
        "items": {
            "type": "array",
            "items": REF_NOMBRE,
            "minItems": 2,
            "maxItems": 2,
            "errorMessage": 'un point s’écrit [valeur, score], par exemple ["0,80", 1]',
        },
        "minItems": 2,
        "errorMessage": 'une courbe a au moins deux points [valeur, score], par exemple [[0, 0], ["0,80", 1]]',
    },
}


def est_noeud(valeur: object) -> TypeGuard[Noeud]:
    return isinstance(valeur, dict)


def definitions(modele: type[Modele]) -> dict[str, Noeud]:
    """Every model at or below `modele`, by name, each key with its words."""
    return {classe.__name__: _objet(classe) for classe in sorted(modeles(modele), key=lambda c: c.__name__)}


def _objet(classe: type[Struct]) -> Noeud:
    formes: dict[str, Noeud] = {champ.nom: _champ(champ) for champ in champs(classe)}
    exiges = [champ.nom for champ in champs(classe) if champ.exige]
    if etiquette := classe.__struct_config__.tag_field:
        formes[etiquette] = {"enum": [str(classe.__struct_config__.tag)]}
        exiges.append(etiquette)
    cles: list[str] = [cle for cle in ("id", "type") if cle in formes]
    cles += [cle for cle in formes if cle not in cles]
    noeud: Noeud = {
        "type": "object",
        "properties": {cle: decrire(formes[cle], mot(classe, cle)) for cle in cles},
        "additionalProperties": False,
    }
    return exiger(noeud, exiges)


def _champ(champ: Champ) -> Noeud:
    noeud, defaut = _admis(champ.forme), champ.defaut
    if isinstance(defaut, Fraction) and defaut.denominator == 1:
        defaut = int(defaut)
    elif not isinstance(defaut, bool | str) or defaut == "":
        return noeud
    return noeud if champ.forme.vide else {**noeud, "default": defaut}


def exiger(noeud: Noeud, cles: Iterable[str]) -> Noeud:
    """`noeud` with these keys in it. One by one: an editor says what is missing in the words given here, or in English."""
    manques: list[Valeur] = [{"required": [cle], "errorMessage": f"« {cle} » manque"} for cle in cles]
    nu = {cle: valeur for cle, valeur in noeud.items() if cle != "allOf"}
    return {**nu, "allOf": manques} if manques else nu


def decrire(noeud: Noeud, dit: Mot) -> Noeud:
    """`noeud` with the words of its key."""
    decrit: Noeud = {"title": dit.titre, "description": dit.description, **noeud}
    admis = decrit.get("enum")
    if dit.valeurs and isinstance(admis, list):
        decrit["enumDescriptions"] = [dit.valeurs[str(v)] for v in admis]
    if dit.exemples:
        decrit["examples"] = copy.deepcopy(list(dit.exemples))
    return decrit


def _admis(vue: Forme) -> Noeud:
    """What a form admits. An optional one says `null` among its types; a closed list needs no type."""
    noeud = _seul(vue)
    if isinstance(vue.meta.extra_json_schema, dict):
        noeud |= vue.meta.extra_json_schema
    return ou_rien(noeud) if vue.vide else noeud


def _seul(vue: Forme) -> Noeud:
    match vue.genre:
        case "union":
            questions = {f.classe for f in vue.formes} == set(QUESTIONS.values())
            return question() if questions else {"anyOf": [_admis(f) for f in vue.formes]}
        case "groupe":
            return {"$ref": f"#/definitions/{vue.classe.__name__}"}
        case "table":
            return {"type": "object", "additionalProperties": _admis(vue.formes[1])}
        case "choix":
            return {"enum": [str(choix) for choix in vue.choix]}
        case "propre":
            return copy.deepcopy(_PROPRES[vue.classe])
    limites: Noeud = {
        cle: valeur for nom, cle in _LIMITES[vue.genre].items() if (valeur := getattr(vue.meta, nom)) is not None
    }
    dedans: Noeud = {"items": _admis(vue.formes[0])} if vue.formes else {}
    # said of a value of another kind; lengths and limits have their own words in an editor
    refus: Noeud = {} if vue.meta.pattern else {"errorMessage": TYPES[vue.genre]}
    return {"type": _TYPES[vue.genre], **dedans, **limites, **refus}


def ou_rien(noeud: Noeud) -> Noeud:
    """`noeud`, or nothing after the colon."""
    if "enum" in noeud:
        return noeud
    if isinstance(genre := noeud.get("type"), str):
        return {**noeud, "type": [genre, "null"]}
    if noeud == REF_NOMBRE:
        return {**DEF_NOMBRE, "type": ["number", "string", "null"]}
    return {"anyOf": [noeud, {"type": "null"}]}


# — questions: the type decides of the other keys ———————————————————————————————————————————————————————————

# How each type is scored (`questionnaire/notation.py`): the keys that mean something, and those that must be there.
_NOTATIONS: dict[str, tuple[str, ...]] = {
    "oui_non": ("sens", "points"),
    "choix": ("sens", "points"),
    "choix_multiple": ("sens", "points", "cible"),
    "niveau": ("sens", "points"),
    "entier": ("sens", "formule", "courbe", "regle"),
    "decimal": ("sens", "formule", "courbe", "regle"),
    "montant": ("sens", "formule", "courbe", "regle"),
}
_EXIGEES: dict[str, tuple[str, ...]] = {"choix": ("points",), "choix_multiple": ("points", "cible")}
_EXIGEES |= dict.fromkeys(("entier", "decimal", "montant"), ("formule", "courbe"))
_JAMAIS_NOTEES = ("date", "texte", "repartition")


def question() -> Noeud:
    return {"$ref": "#/definitions/Question"}


def par_type(defs: dict[str, Noeud]) -> dict[str, Noeud]:
    """`defs` with one `Question` whose keys are those of the type it names."""
    defs = copy.deepcopy(defs)
    notation = defs.pop("Notation")
    for genre, classe in QUESTIONS.items():
        proprietes = defs[classe.__name__]["properties"]
        assert est_noeud(proprietes)
        proprietes["type"] = decrire({"enum": list(QUESTIONS)}, mot(Question, "type"))
        if genre in _NOTATIONS:
            proprietes["notation"] = decrire(_notation(notation, genre), mot(Question, "notation"))
        if genre in _JAMAIS_NOTEES:
            del proprietes["dimension"], proprietes["indicateur"]
    communes = defs["QuestionDate"]["properties"]
    assert est_noeud(communes)
    tete: Noeud = {cle: copy.deepcopy(communes[cle]) for cle in ("id", "type", "libelle")}
    selon: list[Valeur] = [
        {
            "if": {"properties": {"type": {"const": genre}}, "required": ["type"]},
            "then": {"$ref": f"#/definitions/{classe.__name__}"},
        }
        for genre, classe in QUESTIONS.items()
    ]
    toujours = ("id", "libelle", "type")
    defs["Question"] = exiger({"type": "object", "properties": tete}, toujours)
    manques = defs["Question"]["allOf"]
    assert isinstance(manques, list)
    defs["Question"]["allOf"] = [*manques, *selon]
    for classe in QUESTIONS.values():  # said once, by `Question`
        siennes = defs[classe.__name__]["allOf"]
        assert isinstance(siennes, list)
        propres = [e["required"] for e in siennes if est_noeud(e) and e not in manques]
        defs[classe.__name__] = exiger(
            defs[classe.__name__], [str(cle) for cles in propres if isinstance(cles, list) for cle in cles]
        )
    return dict(sorted(defs.items()))


def _notation(notation: Noeud, genre: str) -> Noeud:
    proprietes = notation["properties"]
    assert est_noeud(proprietes)
    noeud: Noeud = {
        "type": ["object", "null"],
        "properties": {cle: copy.deepcopy(proprietes[cle]) for cle in _NOTATIONS[genre]},
        "additionalProperties": False,
    }
    return exiger(noeud, _EXIGEES.get(genre, ()))
