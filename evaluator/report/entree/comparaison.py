"""Two JSON values side by side: each place where they differ, in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from evaluator import french
from evaluator.canonical import Json

MOTS = {
    "resultat": "résultat",
    "empreintes": "empreintes des textes figés",
    "reponses": "réponses",
    "gele": "textes figés",
    "grille_defaut": "grille par défaut",
    "grille_locale": "grille locale",
    "baremes": "barèmes",
    "bareme": "barème",
    "recevabilite": "recevabilité",
    "completude": "complétude",
    "part_sans_objet": "part de « sans objet »",
    "plafonnees": "niveaux plafonnés",
    "global": "score global",
    "axes": "axe",
    "indicateurs": "indicateur",
    "vigilances": "point de vigilance",
    "reponse": "réponse",
    "avis_min": "avis au moins",
    "avis_max": "avis au plus",
    "taux_min": "taux au moins",
    "taux_max": "taux au plus",
    "montant_min": "montant au moins",
    "montant_max": "montant au plus",
    "min": "au moins",
    "max": "au plus",
    "terme_limitant": "terme qui limite",
    "ecart_n1": "écart avec N-1",
    "derogation": "dérogation",
    "demandee": "demandée",
    "adoptee": "adoptée",
    "adoptee_par": "adoptée par",
    "adoptee_le": "adoptée le",
    "gravite": "gravité",
    "libelle": "libellé",
    "unite": "unité",
    "detail": "détail",
    "evenements": "événements",
    "dossier_id": "identifiant du dossier",
    "etat": "état",
    "modele": "modèle",
}
LONGUEUR_MAX = 120
_ABSENT = object()
_INVISIBLES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Difference(Struct, frozen=True):
    """`imprime`: what the report carried; `recalcule`: what it is instead. All printable, on one line."""

    ou: str
    imprime: str
    recalcule: str


def comparer(imprime: Json, recalcule: Json, *ou: str) -> Iterator[Difference]:
    """Every place below `ou` where the two differ, in the order of the second."""
    yield from _comparer(imprime, recalcule, tuple(MOTS.get(mot, mot) for mot in ou))


def _comparer(a: object, b: object, ou: tuple[str, ...]) -> Iterator[Difference]:
    if isinstance(a, dict) and isinstance(b, dict):
        for cle in [*b, *(c for c in a if c not in b)]:
            yield from _comparer(a.get(cle, _ABSENT), b.get(cle, _ABSENT), (*ou, MOTS.get(cle, cle)))
    elif isinstance(a, list) and isinstance(b, list):
        xs, ys = _par_rang(a), _par_rang(b)
        for rang in [*ys, *(r for r in xs if r not in ys)]:
            ici = (*ou[:-1], f"{ou[-1]} {rang}")
            yield from _comparer(xs.get(rang, _ABSENT), ys.get(rang, _ABSENT), ici)
        if xs.keys() == ys.keys() and list(xs) != list(ys):
            yield Difference(une_ligne(", ".join(ou)), "dans un autre ordre", ", ".join(ys))
    elif type(a) is not type(b) or a != b:
        mots_a, mots_b = _mots(a), _mots(b)
        if mots_a == mots_b:  # they differ where the words are cut or rounded
            mots_a, mots_b = une_ligne(str(a)), une_ligne(str(b))
        yield Difference(une_ligne(", ".join(ou)), mots_a, mots_b)


def _par_rang(liste: list[Json]) -> dict[str, Json]:
    """Elements by their `id` where each has its own, else by their rank."""
    ids = [e["id"] if isinstance(e, dict) and isinstance(e.get("id"), str) else None for e in liste]
    if liste and None not in ids and len(set(ids)) == len(ids):
        return dict(zip([str(i) for i in ids], liste, strict=True))
    return {str(rang): element for rang, element in enumerate(liste, 1)}


def _mots(valeur: object) -> str:
    match valeur:
        case None:
            return "rien"
        case bool():
            return "oui" if valeur else "non"
        case int():
            return french.nombre(valeur, 0)
        case str():
            nombre = french.lire_nombre(valeur) if len(valeur) <= 30 and "." in valeur else None
            return french.nombre(nombre, 4) if nombre is not None else f"« {une_ligne(valeur)} »"
        case list():
            return f"une liste ({french.pluriel(len(valeur), 'élément')})"
        case dict():
            return "un groupe de valeurs"
    return "absent"


def une_ligne(texte: str, longueur: int = LONGUEUR_MAX) -> str:
    """Printable, on one line, and not too long: it comes from a file of unknown origin."""
    visible = "".join("\ufffd" if unicodedata.category(c) in _INVISIBLES else c for c in texte[: longueur + 1])
    return visible if len(visible) <= longueur else f"{visible[:longueur]}…"
