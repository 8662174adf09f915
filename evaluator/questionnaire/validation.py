"""pydantic's findings, in French and at their place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from evaluator.errors import FaultyInput, Faute, en_ordre
from evaluator.questionnaire.atelier import FAUTES_MAX
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.models import QUESTIONS
from evaluator.questionnaire.scalars import Modele, montrer
from evaluator.questionnaire.source import Chemin, Source

M = TypeVar("M", bound=Modele)

_TEXTES = {
    "string_type": "texte attendu (mettez des guillemets)",
    "int_type": "nombre entier attendu, sans guillemets",
    "int_from_float": "nombre entier attendu",
    "bool_type": "true ou false attendu, sans guillemets",
    "tuple_type": "liste attendue ([a, b] ou un tiret par ligne)",
    "list_type": "liste attendue ([a, b] ou un tiret par ligne)",
    "dict_type": "groupe de « clé: valeur » attendu",
    "model_type": "groupe de « clé: valeur » attendu",
    "model_attributes_type": "groupe de « clé: valeur » attendu",
    "string_too_short": "texte vide : écrivez-le",
}


def valider(modele: type[M], source: Source) -> M:
    """`source` as a `modele`. Raises `FaultyInput` with every fault."""
    try:
        return modele.model_validate(source.arbre)
    except ValidationError as erreur:
        raise FaultyInput(en_ordre(islice(_fautes(modele, erreur, source), FAUTES_MAX))) from None


def _fautes(modele: type[BaseModel], erreur: ValidationError, source: Source) -> Iterator[Faute]:
    for detail in erreur.errors(include_url=False, include_input=True):
        chemin = _chemin(detail["loc"], source)
        genre, contexte, lu = detail["type"], detail.get("ctx", {}), detail.get("input")
        nom = str(detail["loc"][-1]) if detail["loc"] else ""
        match genre:
            case "missing":
                message = f"« {nom} » manque"
            case "extra_forbidden":
                message = f"« {nom} » : champ inconnu ici{proche(nom, _champs(modele))}"
            case "union_tag_invalid":
                trouve = str(contexte.get("tag", ""))
                connus = ", ".join(QUESTIONS)
                chemin = (*chemin, "type")
                message = f"« {trouve} » n'est pas un type de question{proche(trouve, QUESTIONS)} ; connus : {connus}"
            case "union_tag_not_found":
                message = "« type » manque"
            case "literal_error":
                message = f"« {nom} » : {montrer(lu)} n'est pas admis ; choix : {contexte.get('expected', '')}".replace(
                    "' or '", "', '"
                )
            case "value_error":
                message = f"« {nom} » : {contexte.get('error', detail['msg'])}"
            case "too_short" | "too_long":
                borne = contexte.get("min_length", contexte.get("max_length"))
                mot = "au moins" if genre == "too_short" else "au plus"
                message = f"« {nom} » : {mot} {borne} élément(s) attendu(s), {contexte.get('actual_length')} trouvé(s)"
                if nom == "niveaux":
                    message = f"« niveaux » : quatre textes d'ancrage attendus (niveaux 0 à 3), {len(lu or ())} trouvé(s)"
            case "string_too_long":
                message = f"« {nom} » : texte trop long, {contexte.get('max_length')} caractères au plus"
            case "string_pattern_mismatch":
                message = f"« {nom} » : {montrer(lu)} n'a pas la bonne forme{_forme(nom)}"
            case "greater_than_equal" | "less_than_equal":
                borne = contexte.get("ge", contexte.get("le"))
                message = f"« {nom} » : {montrer(lu)} est hors limites ({'≥' if 'ge' in contexte else '≤'} {borne})"
            case _:
                message = f"« {nom} » : {_TEXTES.get(genre, detail['msg'])}"
                if genre in _TEXTES and lu is not None and not isinstance(lu, dict | list):
                    message += f" ; trouvé : {montrer(lu)}"
        yield source.faute(chemin, message)


def _forme(nom: str) -> str:
    if nom == "version":
        return ' : trois nombres entre guillemets, par exemple "1.0.0"'
    if nom == "id":
        return " : minuscules, chiffres et « _ », en commençant par une lettre"
    return ""


def _chemin(loc: tuple[str | int, ...], source: Source) -> Chemin:
    """pydantic's location without the union tags it inserts: only steps that exist in the tree, and the last."""
    chemin: Chemin = ()
    noeud: object = source.arbre
    for rang, pas in enumerate(loc):
        if (isinstance(noeud, dict) and pas in noeud) or (
            isinstance(noeud, list) and isinstance(pas, int) and pas < len(noeud)
        ):
            noeud = noeud[pas]  # type: ignore[index]  # just tested
            chemin = (*chemin, pas)
        elif rang == len(loc) - 1:
            chemin = (*chemin, pas)
    return chemin


@cache
def _champs(modele: type[BaseModel]) -> frozenset[str]:
    """Every field name that may occur below `modele`, for suggestions."""
    noms: set[str] = set()

    def parcourir(schema: object) -> None:
        if isinstance(schema, dict):
            if isinstance(schema.get("properties"), dict):
                noms.update(schema["properties"])
            for valeur in schema.values():
                parcourir(valeur)
        elif isinstance(schema, list):
            for valeur in schema:
                parcourir(valeur)

    parcourir(modele.model_json_schema())
    return frozenset(noms)
