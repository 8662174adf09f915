"""An answer in words. Total over question types: what is not known is shown as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from evaluator import french
from evaluator.dossier.reponses import NON_CONNU, Cellule, Reponse, Valeur
from evaluator.dossier.valeurs import totaux
from evaluator.questionnaire.models import (
    Colonne,
    Option,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionNombre,
    QuestionRepartition,
    QuestionTableau,
)
from evaluator.ui.texte.glyphes import ETATS, SOURCES
from evaluator.ui.texte.lignes import propre

NON_CONNUS = "Non connu"


def _option(options: tuple[Option, ...], ident: object) -> str:
    return next((o.libelle for o in options if o.id == ident), str(ident))


def _oui_non(q: Question, v: Valeur) -> str:
    return "oui" if v else "non"


def _choix(q: QuestionChoix, v: Valeur) -> str:
    return _option(q.options, v)


def _multiple(q: QuestionChoixMultiple, v: Valeur) -> str:
    choisies = v if isinstance(v, tuple) else (v,)
    return " ; ".join(_option(q.options, o) for o in choisies) or "aucune option"


def _niveau(q: QuestionNiveau, v: Valeur) -> str:
    return f"niveau {v}" + (f" : {q.niveaux[v]}" if isinstance(v, int) and 0 <= v < len(q.niveaux) else "")


def _nombre(q: QuestionNombre, v: Valeur) -> str:
    return french.mesure(Fraction(v), q.unite, 6) if isinstance(v, int | Fraction) else str(v)


def _annee(q: QuestionNombre, v: Valeur) -> str:
    """A year is not a quantity: no thousands separator where the question counts nothing."""
    if q.unite is None and isinstance(v, int) and q.min >= 1000:
        return str(v)
    return _nombre(q, v)


def _date(q: Question, v: Valeur) -> str:
    return french.jour(v) if isinstance(v, date) else str(v)


def _texte(q: Question, v: Valeur) -> str:
    return str(v)


def _repartition(q: QuestionRepartition, v: Valeur) -> str:
    if not isinstance(v, Mapping):
        return str(v)
    parts = [f"{c.libelle} {french.nombre(v.get(c.id, 0), 0)}" for c in q.categories if v.get(c.id, 0)]
    if v.get(NON_CONNU, 0):
        parts.append(f"non connu {french.nombre(v[NON_CONNU], 0)}")
    total = french.mesure(Fraction(sum(v.values())), q.unite, 0)
    mot = "somme" if q.recouvrement else "total"
    return f"{mot} {total}" + (f" ({' ; '.join(parts)})" if parts else "")


def _tableau(q: QuestionTableau, v: Valeur) -> str:
    lignes = lignes_de(v)
    if not lignes:
        return f"aucune ligne ({q.ligne})"
    return " · ".join([french.pluriel(len(lignes), "ligne"), *totaux_en_mots(q, lignes)])


def lignes_de(valeur: Valeur | None) -> tuple[Mapping[str, Cellule], ...]:
    """The rows of a table value; none for anything else."""
    return tuple(x for x in valeur if isinstance(x, Mapping)) if isinstance(valeur, tuple) else ()


def totaux_en_mots(q: QuestionTableau, lignes: tuple[Mapping[str, Cellule], ...]) -> list[str]:
    """`Logements : total 86`, and how many cells are unknown."""
    mots = []
    for colonne, somme in totaux(q, lignes):
        vides = sum(1 for ligne in lignes if colonne.id not in ligne)
        manque = f" (au moins : {french.pluriel(vides, 'case vide', 'cases vides')})" if vides else ""
        unite = "€" if colonne.type == "montant" else colonne.unite
        mots.append(f"{colonne.libelle}{chr(0xA0)}: total {french.mesure(somme, unite)}{manque}")
    return mots


def cellule(colonne: Colonne, v: Cellule | None) -> str:
    """One cell of a table, in words; empty for an unknown one."""
    if v is None:
        return ""
    if isinstance(v, bool):
        return "oui" if v else "non"
    if isinstance(v, date):
        return french.jour(v)
    if isinstance(v, int | Fraction):
        return french.mesure(v, "€" if colonne.type == "montant" else colonne.unite, 6)
    return _option(colonne.options, v) if colonne.type == "choix" else str(v)


EN_MOTS: dict[str, Callable[..., str]] = {
    "oui_non": _oui_non,
    "choix": _choix,
    "choix_multiple": _multiple,
    "niveau": _niveau,
    "entier": _annee,
    "decimal": _nombre,
    "montant": _nombre,
    "date": _date,
    "texte": _texte,
    "repartition": _repartition,
    "tableau": _tableau,
}


def valeur_en_mots(question: Question, valeur: Valeur) -> str:
    """The value as a French reader says it, safe to print."""
    return propre(EN_MOTS[question.type](question, valeur))  # type: ignore[attr-defined]  # every question has a type


def reponse_en_mots(question: Question, reponse: Reponse, *, source: bool = False) -> str:
    """`34 ménages (pièce)`, `sans objet : motif`, `à répondre`."""
    if reponse.etat == "renseignee" and reponse.valeur is not None:
        mots = valeur_en_mots(question, reponse.valeur)
    else:
        mots = ETATS[reponse.etat][1]
        if reponse.motif:
            mots += f"{chr(0xA0)}: {propre(reponse.motif)}"
    if source and reponse.source:
        mots += f" ({SOURCES[reponse.source][1]})"
    return mots
