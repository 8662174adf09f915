"""What a typed line answers, by type of question. `LECTURES` has one entry per type."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from evaluator.dossier.reponses import Valeur
from evaluator.dossier.valeurs import Refus, ValeurRefusee, lire
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    Option,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionOuiNon,
    QuestionTableau,
)
from evaluator.ui.editeurs import editeur, mode_de
from evaluator.ui.parcours import nu

SAISIR = ("s", "saisir")  # opens what is not answered by a line
AUCUN = ("aucun", "aucune", "0")
_BOOLEENS = {"o": "oui", "n": "non"}


class Lecture(Struct, frozen=True):
    """`attendu`: what the prompt asks for; `valeur`: what a line means. Raises `ValeurRefusee`."""

    attendu: Callable[..., str]
    valeur: Callable[..., Valeur]


def attendu(q: Question) -> str:
    return LECTURES[q.type].attendu(q)  # type: ignore[attr-defined]  # every concrete question has a type


def valeur(q: Question, texte: str) -> Valeur:
    """The value that `texte` means for `q`. Raises `ValeurRefusee`, which says what is expected."""
    lue: Valeur = LECTURES[q.type].valeur(q, texte)  # type: ignore[attr-defined]  # every concrete question has a type
    return lue


def ouvre(q: Question, texte: str) -> bool:
    """`texte` asks for the prompts of a table or a distribution."""
    return mode_de(q) in ("tableau", "repartition") and nu(texte) in SAISIR


def option(options: tuple[Option, ...], texte: str) -> str:
    """An option by its number, its wording or its identifier. Raises `ValeurRefusee`."""
    nue = nu(texte)
    if nue.isdecimal() and 1 <= int(nue) <= len(options):
        return options[int(nue) - 1].id
    for o in options:
        if nue in (nu(o.libelle), nu(o.id)):
            return o.id
    raise _refus(f"« {texte[:60]} » n’est pas une des {len(options)} options")


def booleen(texte: str) -> str:
    """`o` and `n` in full, anything else as it is."""
    return _BOOLEENS.get(nu(texte), texte)


def _refus(message: str) -> ValeurRefusee:
    return ValeurRefusee([Refus((), message)])


def _oui_non(q: QuestionOuiNon, texte: str) -> Valeur:
    return lire(q, booleen(texte))


def _choix(q: QuestionChoix, texte: str) -> Valeur:
    return option(q.options, texte)


def _choix_multiple(q: QuestionChoixMultiple, texte: str) -> Valeur:
    """Numbers, or one option in words; « aucun » is the option that excludes the others, where there is one."""
    if nu(texte) in AUCUN:
        return lire(q, [o.id for o in q.options if o.exclusive][:1])
    numeros = texte.replace(",", " ").replace(";", " ").split()
    if not all(n.isdecimal() for n in numeros):
        numeros = [texte]
    return lire(q, [option(q.options, n) for n in numeros])


def _tableau(q: QuestionTableau, texte: str) -> Valeur:
    if nu(texte) not in AUCUN:
        raise _refus(f"« {texte[:60]} » ne répond pas à un tableau")
    return lire(q, [])


def _repartition(q: Question, texte: str) -> Valeur:
    raise _refus(f"« {texte[:60]} » ne répond pas à une répartition")


def _sur_la_ligne(q: Question) -> str:
    return editeur(q).attendu(q)


def _texte(q: Question) -> str:
    return _sur_la_ligne(q) if mode_de(q) == "ligne" else "texte, puis un point seul sur une ligne pour finir"


def _mots(mots: str) -> Callable[[Question], str]:
    return lambda q: mots


def _numero(q: QuestionChoix) -> str:
    return f"un numéro de 1 à {len(q.options)}"


_LIGNE = Lecture(_sur_la_ligne, lire)

LECTURES: dict[str, Lecture] = {
    "oui_non": Lecture(_mots("o pour oui, n pour non"), _oui_non),
    "choix": Lecture(_numero, _choix),
    "choix_multiple": Lecture(_mots("un ou plusieurs numéros, par exemple 1 3, ou aucun"), _choix_multiple),
    "niveau": Lecture(_mots(f"un niveau de 0 à {NIVEAU_MAX}"), lire),
    "entier": _LIGNE,
    "decimal": _LIGNE,
    "montant": _LIGNE,
    "date": _LIGNE,
    "texte": Lecture(_texte, lire),
    "repartition": Lecture(_mots("s pour saisir un nombre par catégorie"), _repartition),
    "tableau": Lecture(_mots("s pour saisir les lignes, aucun s’il n’y en a pas"), _tableau),
}
