"""From an answer to an abstract value: what is known of each question type, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache

from evaluator.dossier.reponses import NON_CONNU, Cellule, Ligne
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.models import NIVEAU_MAX, Colonne, QuestionNombre, QuestionRepartition, QuestionTableau

LARGE = d.Nombre(-d.INF, d.INF)
_SANS_FIN = d.Nombre(d.ZERO, d.INF)


def absenter(valeur: d.Valeur, *, seul: bool = False) -> d.Valeur:
    """`valeur` or *sans objet*; with `seul`, *sans objet* alone."""
    match valeur:
        case int():
            return d.SANS_OBJET if seul else valeur | d.SANS_OBJET
        case d.Nombre():
            return d.ABSENT if seul else d.Nombre(valeur.bas, valeur.haut, valeur.present, True)
        case d.Texte():
            return d.Texte(valeur.possibles, valeur.present and not seul, True)
        case d.Ensemble():
            return d.Ensemble(valeur.certains, valeur.possibles, valeur.present and not seul, True)
        case d.Table():
            return d.Table(valeur.lignes, valeur.ouverte, valeur.present and not seul, True)
    categories = {nom: _nombre_absent(n, seul) for nom, n in valeur.categories.items()}
    return d.Repartition(categories, _nombre_absent(valeur.total, seul), valeur.present and not seul, True)


def _nombre_absent(n: d.Nombre, seul: bool) -> d.Nombre:
    return d.ABSENT if seul else d.Nombre(n.bas, n.haut, n.present, True)


def elargir(valeur: d.Valeur) -> d.Valeur:
    """An unknown of the same kind that no declared range narrows."""
    match valeur:
        case int():
            return d.VRAI | d.FAUX
        case d.Nombre():
            return LARGE
        case d.Texte():
            return d.Texte(None)
        case d.Ensemble():
            return d.Ensemble(frozenset(), None)
        case d.Table():
            return d.Table((), ouverte=True)
    return d.Repartition({nom: LARGE for nom in valeur.categories}, LARGE)


def _nombre_inconnu(q: QuestionNombre) -> d.Valeur:
    return d.Nombre(q.min, d.INF if q.max is None else q.max)


def _repartition(q: QuestionRepartition, valeur: Mapping[str, int]) -> d.Valeur:
    flou = valeur.get(NON_CONNU, 0)
    categories = {c.id: d.Nombre(Fraction(valeur.get(c.id, 0)), Fraction(valeur.get(c.id, 0) + flou)) for c in q.categories}
    return d.Repartition(categories, d.nombre(sum(valeur.values())))


@lru_cache(maxsize=1024)
def _option(ident: str) -> d.Texte:
    return d.Texte(frozenset((ident,)))


_N_IMPORTE = d.Texte(None)
_NOMBRES = (int, Fraction)


def _tableau(q: QuestionTableau, lignes: tuple[Ligne, ...]) -> d.Valeur:
    colonnes = [(c.id, c, _CELLULES.get(c.type, _cellule_nombre)) for c in q.colonnes]
    return d.Table(tuple({nom: lire(c, ligne.get(nom)) for nom, c, lire in colonnes} for ligne in lignes))


def _cellule_choix(colonne: Colonne, valeur: Cellule | None) -> d.Valeur:
    return d.Texte(frozenset(o.id for o in colonne.options)) if valeur is None else _option(str(valeur))


def _cellule_oui_non(_: Colonne, valeur: Cellule | None) -> d.Valeur:
    return d.VRAI | d.FAUX if valeur is None else d.verite(bool(valeur))


def _cellule_texte(_: Colonne, valeur: Cellule | None) -> d.Valeur:
    return _N_IMPORTE if valeur is None else d.Texte(frozenset((str(valeur),)))


def _cellule_date(_: Colonne, valeur: Cellule | None) -> d.Valeur:
    return d.nombre(valeur.toordinal()) if isinstance(valeur, date) else LARGE


def _cellule_nombre(colonne: Colonne, valeur: Cellule | None) -> d.Valeur:
    if isinstance(valeur, _NOMBRES):
        return d.nombre(valeur)
    return d.Nombre(colonne.min, d.INF if colonne.max is None else colonne.max)


_CELLULES: dict[str, Callable[[Colonne, Cellule | None], d.Valeur]] = {
    "choix": _cellule_choix,
    "oui_non": _cellule_oui_non,
    "texte": _cellule_texte,
    "date": _cellule_date,
}
INCONNUES: dict[str, Callable[..., d.Valeur]] = {
    "oui_non": lambda q: d.VRAI | d.FAUX,
    "choix": lambda q: d.Texte(frozenset(o.id for o in q.options)),
    "choix_multiple": lambda q: d.Ensemble(frozenset(), frozenset(o.id for o in q.options)),
    "niveau": lambda q: d.Nombre(d.ZERO, Fraction(NIVEAU_MAX)),
    "entier": _nombre_inconnu,
    "decimal": _nombre_inconnu,
    "montant": _nombre_inconnu,
    "date": lambda q: LARGE,
    "texte": lambda q: d.Texte(None),
    "repartition": lambda q: d.Repartition({c.id: _SANS_FIN for c in q.categories}, _SANS_FIN),
    "tableau": lambda q: d.Table((), ouverte=True),
}
CONNUES: dict[str, Callable[..., d.Valeur]] = {
    "oui_non": lambda q, v: d.verite(bool(v)),
    "choix": lambda q, v: _option(v),
    "choix_multiple": lambda q, v: d.Ensemble(frozenset(v), frozenset(v)),
    "niveau": lambda q, v: d.nombre(v),
    "entier": lambda q, v: d.nombre(v),
    "decimal": lambda q, v: d.nombre(v),
    "montant": lambda q, v: d.nombre(v),
    "date": lambda q, v: d.nombre(v.toordinal()),
    "texte": lambda q, v: d.Texte(frozenset((v,))),
    "repartition": _repartition,
    "tableau": _tableau,
}
