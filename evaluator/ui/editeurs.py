"""How each type of question is answered: by single keys, on a line, in a text, or on a screen of its own.

`EDITEURS` has one entry per question type. Nothing here touches a dossier: an editor turns keys into a value.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from evaluator import french
from evaluator.dossier.reponses import Valeur
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNombre,
    QuestionTableau,
    QuestionTexte,
)
from evaluator.ui.texte.valeur import lignes_de, valeur_en_mots

Mode = Literal["touches", "ligne", "texte", "repartition", "tableau"]
LIGNE_MAX = 300  # beyond, a text is written on a page


class ChoixRefuse(Exception):
    """The key means nothing here; the message says what to do instead."""


class Editeur(Struct, frozen=True):
    """`choisir` gives the value after option `n` (None: nothing chosen any more); `texte` is what a line starts with."""

    mode: Mode
    touches: Callable[..., str]  # keys of the options, for the bar: « 1-4 »
    choisir: Callable[..., Valeur | None]
    attendu: Callable[..., str]  # what is expected, in words
    texte: Callable[..., str]
    simple: bool = False  # one key answers it


def editeur(question: Question) -> Editeur:
    return EDITEURS[question.type]  # type: ignore[attr-defined]  # every concrete question has a type


def mode_de(question: Question) -> Mode:
    """`texte` becomes `ligne` for a short one."""
    mode = editeur(question).mode
    if isinstance(question, QuestionTexte) and (question.format or question.longueur_max <= LIGNE_MAX):
        return "ligne"
    return mode


def rangs(question: Question) -> list[int]:
    """The option numbers whose key answers this question."""
    if isinstance(question, QuestionChoix | QuestionChoixMultiple):
        return list(range(1, min(len(question.options), 10) + 1))
    return {"niveau": list(range(NIVEAU_MAX + 1)), "oui_non": [1, 2]}.get(question.type, [])  # type: ignore[attr-defined]


def _intervalle(q: Question) -> str:
    cles = [str(r % 10) for r in rangs(q)]
    return f"{cles[0]}-{cles[-1]}" if len(cles) > 1 else ""


def _aucune_touche(q: Question) -> str:
    return ""


def _pas_de_choix(q: Question, valeur: Valeur | None, rang: int) -> Valeur | None:
    raise ChoixRefuse("cette question ne se répond pas par un numéro : Entrée pour saisir")


def _choisir_oui_non(q: Question, valeur: Valeur | None, rang: int) -> Valeur | None:
    if rang not in (1, 2):
        raise ChoixRefuse("répondez par o (oui) ou n (non)")
    return rang == 1


def _choisir_option(q: QuestionChoix, valeur: Valeur | None, rang: int) -> Valeur | None:
    if (rang := rang or 10) not in rangs(q):
        raise ChoixRefuse(f"cette question a {len(q.options)} options")
    return q.options[rang - 1].id


def _choisir_niveau(q: Question, valeur: Valeur | None, rang: int) -> Valeur | None:
    if not 0 <= rang <= NIVEAU_MAX:
        raise ChoixRefuse(f"un niveau va de 0 à {NIVEAU_MAX}")
    return rang


def _basculer(q: QuestionChoixMultiple, valeur: Valeur | None, rang: int) -> Valeur | None:
    """Toggle one option; an exclusive one stands alone."""
    if (rang := rang or 10) not in rangs(q):
        raise ChoixRefuse(f"cette question a {len(q.options)} options")
    option = q.options[rang - 1]
    choisies = set(valeur) if isinstance(valeur, tuple) else set()
    if option.id in choisies:
        choisies.discard(option.id)
    elif option.exclusive:
        choisies = {option.id}
    else:
        choisies -= {o.id for o in q.options if o.exclusive}
        choisies.add(option.id)
    return tuple(o.id for o in q.options if o.id in choisies) or None


def _tableau_vide(q: QuestionTableau, valeur: Valeur | None, rang: int) -> Valeur | None:
    if rang != 0:
        raise ChoixRefuse("Entrée ouvre le tableau ; 0 répond « aucune ligne »")
    if lignes_de(valeur):
        raise ChoixRefuse("le tableau a des lignes : ouvrez-le (Entrée) pour les retirer, ou Suppr pour tout effacer")
    if q.lignes_min:
        raise ChoixRefuse(f"il faut {q.lignes_min} ligne(s) au moins")
    return ()


def _attendu_nombre(q: QuestionNombre) -> str:
    genre = {"entier": "nombre entier", "decimal": "nombre", "montant": "montant en euros"}[q.type]  # type: ignore[attr-defined]
    unite = f" ({q.unite})" if q.unite and q.unite != "€" else ""
    if q.max is not None:
        return f"{genre}{unite}, de {_borne(q, q.min)} à {_borne(q, q.max)}"
    return f"{genre}{unite}, {_borne(q, q.min)} ou plus"


def _borne(q: QuestionNombre, v: Fraction) -> str:
    annee = q.unite is None and q.min >= 1000 and v.denominator == 1
    return str(v.numerator) if annee else french.nombre(v, 6)


def _attendu_texte(q: QuestionTexte) -> str:
    formats = {"siret": "14 chiffres", "insee": "5 caractères, par exemple 93066", "departement": "01 à 95, 2A, 2B, 971…"}
    return formats[q.format] if q.format else f"{french.nombre(q.longueur_max, 0)} caractères au plus"


def _texte_nombre(q: QuestionNombre, v: Valeur) -> str:
    if isinstance(v, int | Fraction):
        return french.nombre(v, 6).replace(french.FINE, "").replace("−", "-")
    return str(v)


def _texte_date(q: Question, v: Valeur) -> str:
    return valeur_en_mots(q, v)


def _texte_brut(q: Question, v: Valeur) -> str:
    return str(v)


def _rien(q: Question, v: Valeur) -> str:
    return ""


def _mots(mots: str) -> Callable[[Question], str]:
    def attendu(q: Question) -> str:
        return mots

    return attendu


_NOMBRE = Editeur("ligne", _aucune_touche, _pas_de_choix, _attendu_nombre, _texte_nombre)

EDITEURS: dict[str, Editeur] = {
    "oui_non": Editeur("touches", _mots("o/n"), _choisir_oui_non, _mots("oui ou non"), _rien, simple=True),
    "choix": Editeur("touches", _intervalle, _choisir_option, _mots("une option"), _rien, simple=True),
    "choix_multiple": Editeur("touches", _intervalle, _basculer, _mots("une ou plusieurs options"), _rien),
    "niveau": Editeur("touches", _intervalle, _choisir_niveau, _mots("un niveau de 0 à 3"), _rien, simple=True),
    "entier": _NOMBRE,
    "decimal": _NOMBRE,
    "montant": _NOMBRE,
    "date": Editeur("ligne", _aucune_touche, _pas_de_choix, _mots("date, par exemple 31/12/2024"), _texte_date),
    "texte": Editeur("texte", _aucune_touche, _pas_de_choix, _attendu_texte, _texte_brut),
    "repartition": Editeur("repartition", _aucune_touche, _pas_de_choix, _mots("un nombre par catégorie"), _rien),
    "tableau": Editeur("tableau", _mots("0"), _tableau_vide, _mots("une ligne par élément ; 0 : aucune ligne"), _rien),
}
