"""How answers of each type become a score in [0, 1]: one entry per question type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from evaluator.questionnaire.atelier import Atelier
from evaluator.questionnaire.formula import types as t
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    Dimension,
    Notation,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionNiveau,
    QuestionNombre,
    QuestionOuiNon,
    QuestionTableau,
)
from evaluator.questionnaire.scalars import Courbe
from evaluator.questionnaire.source import Chemin

Faits = Mapping[str, t.Type]
Points = Mapping[str, Fraction]


class NotationCompilee(Struct, frozen=True):
    """One scored reading of an answer, in [0, 1]. A question other than a table has at most one, of its own id."""

    id: str
    question: str
    libelle: str
    indicateur: str
    dimension: Dimension
    points: Mapping[str, Fraction] | None = None  # by option; levels are "0" to "3", oui/non "oui" and "non"
    cible: Fraction | None = None
    formule: t.Expression | None = None
    courbe: Courbe | None = None
    regle: str | None = None  # the formula in the author's words


def notations(atelier: Atelier, chemin: Chemin, q: Question, faits: Faits) -> Iterator[NotationCompilee]:
    """The scored readings of a question: none, one, or one per `notations` entry of a table."""
    if isinstance(q, QuestionTableau):
        yield from _tableau(atelier, chemin, q, faits)
        return
    lue: Notation | None = getattr(q, "notation", None)
    if q.dimension is None and q.indicateur is None:
        if lue is not None:
            atelier.faute((*chemin, "notation"), "une question notée dit sa « dimension » et son « indicateur »")
        return
    if q.dimension is None or q.indicateur is None:
        manque = "dimension" if q.dimension is None else "indicateur"
        atelier.faute((*chemin, "id"), f"« {q.id} » : « {manque} » manque (une question notée a les deux)")
        return
    if lue is None and not isinstance(q, QuestionNiveau):
        atelier.faute((*chemin, "id"), f"« {q.id} » : « notation » manque (comment la réponse devient un score)")
        return
    base = NotationCompilee(q.id, q.id, q.etiquette, q.indicateur, q.dimension)
    noter = NOTEURS[q.type]  # type: ignore[attr-defined]  # every concrete question has a type
    yield from noter(atelier, (*chemin, "notation"), q, lue or Notation(), base, faits)


def _tableau(atelier: Atelier, chemin: Chemin, q: QuestionTableau, faits: Faits) -> Iterator[NotationCompilee]:
    for k, lue in enumerate(q.notations):
        formule = atelier.formule((*chemin, "notations", k, "formule"), lue.formule, faits, t.NOMBRE)
        if formule:
            libelle = lue.libelle or q.etiquette
            base = NotationCompilee(lue.id, q.id, libelle, lue.indicateur, lue.dimension)
            yield replace(base, formule=formule, courbe=lue.courbe, regle=lue.regle)


def _nombre(
    atelier: Atelier, chemin: Chemin, q: QuestionNombre, lue: Notation, base: NotationCompilee, faits: Faits
) -> Iterator[NotationCompilee]:
    if lue.formule is None or lue.courbe is None:
        atelier.faute(chemin, "un nombre se note par « formule » et « courbe »")
    elif formule := atelier.formule((*chemin, "formule"), lue.formule, faits, t.NOMBRE):
        yield replace(base, formule=formule, courbe=lue.courbe, regle=lue.regle)


def _par_points(
    atelier: Atelier, chemin: Chemin, q: Question, lue: Notation, base: NotationCompilee, faits: Faits
) -> Iterator[NotationCompilee]:
    if lue.formule or lue.courbe:
        atelier.faute(chemin, "« formule » et « courbe » sont pour les nombres et les tableaux ; ici, « points »")
    elif (points := scores_par_points(atelier, chemin, q, lue)) is not None:
        yield replace(base, points=points, cible=lue.cible)


def _jamais(
    atelier: Atelier, chemin: Chemin, q: Question, lue: Notation, base: NotationCompilee, faits: Faits
) -> Iterator[NotationCompilee]:
    genre = q.type  # type: ignore[attr-defined]  # every concrete question has a type
    atelier.faute(chemin, f"une question de type « {genre} » ne se note pas")
    yield from ()


NOTEURS: dict[str, Callable[..., Iterator[NotationCompilee]]] = {
    "oui_non": _par_points,
    "choix": _par_points,
    "choix_multiple": _par_points,
    "niveau": _par_points,
    "entier": _nombre,
    "decimal": _nombre,
    "montant": _nombre,
    "date": _jamais,
    "texte": _jamais,
    "repartition": _jamais,
    "tableau": _tableau,
}


def scores_par_points(atelier: Atelier, chemin: Chemin, q: Question, lue: Notation) -> Points | None:
    """Score of each answer: its points over the largest (over `cible` for a multiple choice). Faults give None."""
    attendus, bruts = _bruts(q, lue)
    if sorted(bruts) != sorted(attendus):
        atelier.faute(chemin, f"« points » doit donner une valeur à chacun de : {', '.join(attendus)}")
        return None
    diviseur = lue.cible if isinstance(q, QuestionChoixMultiple) else max(bruts.values())
    if diviseur is None or diviseur <= 0 or min(bruts.values()) < 0:
        atelier.faute(chemin, "les points sont positifs, l'un au moins n'est pas nul ; un choix multiple a une « cible »")
        return None
    if isinstance(q, QuestionNiveau) and [bruts[n] for n in attendus] != sorted(bruts.values()):
        atelier.faute(chemin, "les points d'un niveau ne décroissent jamais")
        return None
    return {nom: valeur / diviseur for nom, valeur in bruts.items()}


def _bruts(q: Question, lue: Notation) -> tuple[list[str], Points]:
    """The answers that want points, and the points given or implied."""
    donnes: Points = lue.points if isinstance(lue.points, dict) else {}
    if isinstance(q, QuestionNiveau):
        attendus = [str(n) for n in range(NIVEAU_MAX + 1)]
        if lue.points is None:
            return attendus, {n: Fraction(int(n)) for n in attendus}
        if isinstance(lue.points, tuple):
            return attendus, {str(rang): valeur for rang, valeur in enumerate(lue.points)}
        return attendus, donnes
    if isinstance(q, QuestionOuiNon):
        oui = Fraction(1 if lue.sens == "croissant" else 0)
        return ["oui", "non"], donnes or {"oui": oui, "non": 1 - oui}
    assert isinstance(q, QuestionChoix | QuestionChoixMultiple)
    return [o.id for o in q.options], donnes
