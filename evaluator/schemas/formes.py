"""From a pydantic model to the JSON Schema that an editor reads: canonical, with French words on every key.

The same bytes whatever the version of pydantic: its titles, its English descriptions and its order are not kept. Draft 7 is
the dialect that editors know best; `errorMessage`, `patternErrorMessage` and `enumDescriptions` are their extensions.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard, get_args

from pydantic import BaseModel

from evaluator.questionnaire.models import QUESTIONS, Question
from evaluator.questionnaire.scalars import NOMBRE_ECRIT, REFUS_NOMBRE
from evaluator.schemas.mots import Mot, Noeud, Valeur, mot

DIALECTE = "http://json-schema.org/draft-07/schema#"
NOMBRE = "nombre"
REF_NOMBRE: Noeud = {"$ref": f"#/definitions/{NOMBRE}"}
DEF_NOMBRE: Noeud = {
    "type": ["number", "string"],
    "pattern": NOMBRE_ECRIT,
    "patternErrorMessage": REFUS_NOMBRE,
    "errorMessage": REFUS_NOMBRE,
}
# Said of a value of another kind. Lengths and limits have their own words in an editor.
_REFUS = {
    "boolean": "true ou false attendu, sans guillemets",
    "integer": "nombre entier attendu, sans guillemets",
    "string": "texte attendu (mettez des guillemets)",
    "array": "liste attendue ([a, b] ou un tiret par ligne)",
}
_LIMITES = {"minLength": "minItems", "maxLength": "maxItems"}
_GARDES = (
    "type", "properties", "required", "additionalProperties", "items", "anyOf", "const", "enum", "minItems", "maxItems",
    "minLength", "maxLength", "minimum", "maximum", "pattern", "patternErrorMessage", "errorMessage", "$ref",
)  # fmt: skip


def est_noeud(valeur: object) -> TypeGuard[Noeud]:
    return isinstance(valeur, dict)


def definitions(modele: type[BaseModel]) -> dict[str, Noeud]:
    """Every model at or below `modele`, by name, each key with its words."""
    brut = modele.model_json_schema()
    classes = {c.__name__: c for c in _classes(modele)}
    brutes = {**brut.get("$defs", {}), modele.__name__: brut}
    return {nom: _objet(brutes[nom], classe) for nom, classe in sorted(classes.items()) if nom in brutes}


def _classes(modele: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models below, itself included."""
    vues: set[type[BaseModel]] = set()
    pile: list[object] = [modele]
    while pile:
        objet = pile.pop()
        if isinstance(objet, type) and issubclass(objet, BaseModel):
            if objet not in vues:
                vues.add(objet)
                yield objet
                pile += [champ.annotation for champ in objet.model_fields.values()]
        else:
            pile += get_args(objet)


def _objet(brut: Mapping[str, object], classe: type[BaseModel]) -> Noeud:
    proprietes = brut.get("properties")
    assert isinstance(proprietes, dict)
    cles = [cle for cle in ("id", "type") if cle in proprietes]
    cles += [cle for cle in classe.model_fields if cle not in cles]
    noeud: Noeud = {
        "type": "object",
        "properties": {cle: decrire(_canonique(proprietes[cle]), mot(classe, cle)) for cle in cles},
        "additionalProperties": False,
    }
    return exiger(noeud, [cle for cle, champ in classe.model_fields.items() if champ.is_required()])


def exiger(noeud: Noeud, cles: Iterable[str]) -> Noeud:
    """`noeud` with these keys in it. One by one: an editor says what is missing in the words given here, or in English."""
    manques: list[Valeur] = [{"required": [cle], "errorMessage": f"« {cle} » manque"} for cle in cles]
    nu = {cle: valeur for cle, valeur in noeud.items() if cle != "allOf"}
    return {**nu, "allOf": manques} if manques else nu


def decrire(noeud: Noeud, dit: Mot) -> Noeud:
    """`noeud` with the words of its key."""
    decrit: Noeud = {"title": dit.titre, "description": dit.description, **noeud}
    if (const := decrit.pop("const", None)) is not None:
        decrit["enum"] = [const]
    admis = decrit.get("enum")
    if dit.valeurs and isinstance(admis, list):
        decrit["enumDescriptions"] = [dit.valeurs[str(v)] for v in admis]
    if dit.exemples:
        decrit["examples"] = copy.deepcopy(list(dit.exemples))
    return decrit


def _canonique(brut: object) -> Noeud:
    """What pydantic wrote of a type, without its titles. An optional type says `null` among its types; a closed list needs
    no type."""
    assert isinstance(brut, dict)
    choix = brut.get("anyOf")
    if isinstance(choix, list) and {"type": "null"} in choix:
        restes = [c for c in choix if c != {"type": "null"}]
        seul = _canonique(restes[0] if len(restes) == 1 else {"anyOf": restes})
        return ou_rien(seul)
    noeud: Noeud = {cle: brut[cle] for cle in _GARDES if cle in brut}
    if noeud.get("pattern") == NOMBRE_ECRIT:
        noeud = dict(REF_NOMBRE)
    if isinstance(ref := noeud.get("$ref"), str):
        noeud["$ref"] = ref.replace("#/$defs/", "#/definitions/")
    if "oneOf" in brut:
        noeud = question()
    if noeud.keys() & {"enum", "const"}:
        noeud.pop("type", None)
    genre = noeud.get("type")
    if genre == "array":  # pydantic writes the limits of a text there, behind a validator
        noeud = {_LIMITES.get(cle, cle): valeur for cle, valeur in noeud.items()}
    if isinstance(genre, str) and genre in _REFUS and not noeud.keys() & {"enum", "const", "pattern", "errorMessage"}:
        noeud["errorMessage"] = _REFUS[genre]
    for cle in ("items", "additionalProperties"):
        if est_noeud(noeud.get(cle)):
            noeud[cle] = _canonique(noeud[cle])
    if isinstance(alternatives := noeud.get("anyOf"), list):
        noeud["anyOf"] = [_canonique(a) for a in alternatives]
    if isinstance(defaut := brut.get("default"), bool | str) and defaut != "":
        noeud["default"] = int(defaut) if isinstance(defaut, str) and defaut.isdigit() else defaut
    return noeud


def ou_rien(noeud: Noeud) -> Noeud:
    """`noeud`, or nothing after the colon."""
    if noeud.keys() & {"enum", "const"}:
        return noeud
    if isinstance(noeud.get("type"), str):
        return {**noeud, "type": [noeud["type"], "null"]}
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
