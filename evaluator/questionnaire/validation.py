"""A tree read from YAML as one of the models; what is not as expected, in French and at its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TypeVar

from msgspec import Struct

from evaluator.errors import FaultyInput, Faute, en_ordre
from evaluator.modele import Ecart, MalForme, champs, convertir, modeles
from evaluator.questionnaire.atelier import FAUTES_MAX
from evaluator.questionnaire.formula.types import proche
from evaluator.questionnaire.models import QUESTIONS
from evaluator.questionnaire.scalars import LECTURES, montrer
from evaluator.questionnaire.source import Source

M = TypeVar("M", bound=Struct)

TYPES = {  # a value of another kind
    "texte": "texte attendu (mettez des guillemets)",
    "entier": "nombre entier attendu, sans guillemets",
    "booleen": "true ou false attendu, sans guillemets",
    "liste": "liste attendue ([a, b] ou un tiret par ligne)",
    "groupe": "groupe de « clé: valeur » attendu",
}
_FORMES = {
    "version": ' : trois nombres entre guillemets, par exemple "1.0.0"',
    "id": " : minuscules, chiffres et « _ », en commençant par une lettre",
}


def valider(modele: type[M], source: Source) -> M:
    """`source` as a `modele`. Raises `FaultyInput` with every fault."""
    try:
        return convertir(modele, source.arbre, LECTURES)
    except MalForme as erreur:
        raise FaultyInput(en_ordre(islice(_fautes(modele, erreur, source), FAUTES_MAX))) from None


def _fautes(modele: type[Struct], erreur: MalForme, source: Source) -> Iterator[Faute]:
    connus = _champs(modele)
    for ecart in erreur.ecarts():
        yield source.faute(ecart.chemin, _dire(ecart, connus))


def _dire(ecart: Ecart, connus: frozenset[str]) -> str:
    nom = str(ecart.chemin[-1]) if ecart.chemin else ""
    lu, attendu = ecart.lu, ecart.attendu
    match ecart.genre:
        case "manque":
            return f"« {nom} » manque"
        case "inconnu":
            return f"« {nom} » : champ inconnu ici{proche(nom, connus)}"
        case "etiquette":
            trouve = str(lu)
            return f"« {trouve} » n'est pas un type de question{proche(trouve, QUESTIONS)} ; connus : {', '.join(QUESTIONS)}"
        case "choix":
            assert isinstance(attendu, tuple)
            admis = ", ".join(f"'{v}'" for v in attendu)
            return f"« {nom} » : {montrer(lu)} n'est pas admis ; choix : {admis}"
        case "elements":
            assert isinstance(lu, list)
            if nom == "niveaux":
                return f"« niveaux » : quatre textes d'ancrage attendus (niveaux 0 à 3), {len(lu)} trouvé(s)"
            return f"« {nom} » : {attendu} élément(s) attendu(s), {len(lu)} trouvé(s)"
        case "vide":
            return f"« {nom} » : texte vide : écrivez-le"
        case "trop_long":
            return f"« {nom} » : texte trop long, {attendu} caractères au plus"
        case "forme":
            return f"« {nom} » : {montrer(lu)} n'a pas la bonne forme{_FORMES.get(nom, '')}"
        case "limite":
            return f"« {nom} » : {montrer(lu)} est hors limites ({attendu})"
        case "type":
            trouve = f" ; trouvé : {montrer(lu)}" if lu is not None and not isinstance(lu, dict | list) else ""
            return f"« {nom} » : {TYPES[str(attendu)]}{trouve}"
    return f"« {nom} » : {attendu}"


@cache
def _champs(modele: type[Struct]) -> frozenset[str]:
    """Every key that may occur at or below `modele`, for suggestions."""
    classes = list(modeles(modele))
    etiquettes = (classe.__struct_config__.tag_field for classe in classes)
    return frozenset(champ.nom for classe in classes for champ in champs(classe)).union(filter(None, etiquettes))
