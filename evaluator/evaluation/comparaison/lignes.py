"""Where two answers of many parts differ: row by row of a table, category by category, option by option."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec import Struct

from evaluator.dossier.reponses import NON_CONNU, Ligne, Reponse
from evaluator.questionnaire.models import (
    Colonne,
    Question,
    QuestionChoixMultiple,
    QuestionRepartition,
    QuestionTableau,
)


class LigneEcart(Struct, frozen=True):
    """A row that both answers do not share: as it is on each side, None on the side that lacks it.

    `colonnes`: the cells to look at, the one that names the row apart: those that differ, or all that the lone row fills.
    """

    avant: Ligne | None
    apres: Ligne | None
    nom: Colonne | None  # the first filled cell: what one calls the row; None for an empty row
    colonnes: tuple[Colonne, ...]


def lignes_ecart(question: QuestionTableau, avant: Reponse, apres: Reponse) -> tuple[LigneEcart, ...]:
    """The rows that are not the same: those of `avant`, each beside its like of `apres`, then those of `apres` alone.

    Rows are alike where they have the same name and no other row that differs has it.
    """
    siennes, autres = _restes(_lignes(avant), _lignes(apres))
    sorties, prises = [], []
    for ligne in siennes:
        semblable = _semblable(question, ligne, siennes, autres)
        if semblable is not None:
            prises.append(semblable)
        sorties.append(_ecart(question, ligne, semblable))
    return (*sorties, *(_ecart(question, None, ligne) for ligne in autres if ligne not in prises))


def nombres_ecart(question: QuestionRepartition, avant: Reponse, apres: Reponse) -> tuple[tuple[str, int, int], ...]:
    """The categories whose count differs, in words, with both counts. A category left out counts zero."""
    a, b = (cast("dict[str, int]", r.valeur or {}) for r in (avant, apres))
    noms = {c.id: c.libelle for c in question.categories} | {NON_CONNU: "Non connu"}
    return tuple((nom, a.get(i, 0), b.get(i, 0)) for i, nom in noms.items() if a.get(i, 0) != b.get(i, 0))


def options_ecart(question: QuestionChoixMultiple, avant: Reponse, apres: Reponse) -> tuple[list[str], list[str]]:
    """The options that `avant` alone has, in words, then those that `apres` alone has."""
    a, b = (cast("tuple[str, ...]", r.valeur or ()) for r in (avant, apres))
    return (
        [o.libelle for o in question.options if o.id in a and o.id not in b],
        [o.libelle for o in question.options if o.id in b and o.id not in a],
    )


def a_plusieurs(question: Question, avant: Reponse, apres: Reponse) -> bool:
    """Both sides answer, with an answer of many parts: saying which ones differ is worth more than saying them all."""
    tenus = isinstance(question, QuestionTableau | QuestionRepartition | QuestionChoixMultiple)
    return tenus and avant.etat == apres.etat == "renseignee"


def _lignes(reponse: Reponse) -> list[Ligne]:
    return list(cast("tuple[Ligne, ...]", reponse.valeur or ())) if reponse.etat == "renseignee" else []


def _restes(avant: list[Ligne], apres: list[Ligne]) -> tuple[list[Ligne], list[Ligne]]:
    """Both without the rows that they share, each shared row counted as often as it stands."""
    siennes, autres = [], list(apres)
    for ligne in avant:
        if ligne in autres:
            autres.remove(ligne)
        else:
            siennes.append(ligne)
    return siennes, autres


def _nom(question: QuestionTableau, ligne: Ligne) -> Colonne | None:
    return next((c for c in question.colonnes if ligne.get(c.id) is not None), None)


def _semblable(question: QuestionTableau, ligne: Ligne, siennes: Sequence[Ligne], autres: Sequence[Ligne]) -> Ligne | None:
    nom = _nom(question, ligne)
    if nom is None:
        return None
    memes, la_bas = ([x for x in lignes if x.get(nom.id) == ligne[nom.id]] for lignes in (siennes, autres))
    return la_bas[0] if len(memes) == len(la_bas) == 1 else None


def _ecart(question: QuestionTableau, avant: Ligne | None, apres: Ligne | None) -> LigneEcart:
    seule = avant if avant is not None else apres or {}
    nom = _nom(question, seule)
    if avant is None or apres is None:
        colonnes = [c for c in question.colonnes if seule.get(c.id) is not None]
    else:
        colonnes = [c for c in question.colonnes if avant.get(c.id) != apres.get(c.id)]
    return LigneEcart(avant, apres, nom, tuple(c for c in colonnes if c is not nom))


__all__ = ["LigneEcart", "a_plusieurs", "lignes_ecart", "nombres_ecart", "options_ecart"]
