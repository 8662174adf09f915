"""What an evaluation needs of questionnaire and grid that no answer changes: made once for each of them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Generic, TypeVar

from msgspec import Struct

from evaluator.evaluation.abstraction import CONNUES, INCONNUES, absenter
from evaluator.evaluation.reprise import Index
from evaluator.questionnaire.atelier import Message
from evaluator.questionnaire.compile import FIN_N1, ControleCompile, IndicateurCompile, Questionnaire, VigilanceCompilee
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.grille import Grille
from evaluator.questionnaire.models import Dimension, QuestionChoix
from evaluator.questionnaire.notation import NotationCompilee

T = TypeVar("T")
AUTRE = "autre"
DIMENSIONS: dict[Dimension, str] = {"besoin": "Besoin", "reponse": "Réponse"}


Enfants = tuple[tuple[Fraction, str, str], ...]


class Branche(Struct, frozen=True):
    """A weighted mean: each child with its weight, the path of this weight in the grid, and its id."""

    id: str
    libelle: str
    enfants: Enfants
    clauses: tuple[str, ...]
    detail: str
    noms: frozenset[str]  # of the children
    rangs: dict[str, int]  # where each of them is
    parts: tuple[int, ...]  # the weights as integers, in the same ratios


def _branche(
    ident: str,
    libelle: str,
    enfants: Enfants,
    clauses: tuple[str, ...] = (),
    detail: str = "poids répartis sur ce qui s’applique",
) -> Branche:
    rangs = {nom: rang for rang, (_, _, nom) in enumerate(enfants)}
    parts = tuple(_entiers([poids for poids, _, _ in enfants]))
    return Branche(ident, libelle, enfants, clauses, detail, frozenset(rangs), rangs, parts)


class Trame:
    """Of a questionnaire: its unknowns, and which of its formulas read a name."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        q = questionnaire
        questions = q.questions
        self.questionnaire = q
        # The end of the year before reads the exercice, which nothing conditions: it comes first.
        self.ordre = tuple(sorted(q.ordre, key=lambda nom: nom != "exercice" or nom in q.conditions))
        self.rangs = {nom: rang for rang, nom in enumerate(self.ordre)}
        self.suivantes: dict[str, set[int]] = {}  # by name, the ranks in `ordre` of the questions conditioned on it
        for nom, condition in q.conditions.items():
            for lu in _avec_exercice(condition.noms):
                self.suivantes.setdefault(lu, set()).add(self.rangs[nom])
        self.inconnues: dict[str, d.Valeur] = {}
        self.sans_objets: dict[str, d.Valeur] = {}
        for nom, question in questions.items():
            inconnue: d.Valeur = INCONNUES[question.type](question)  # type: ignore[attr-defined]  # every question has a type
            self.sans_objets[nom] = absenter(inconnue, seul=True)
            self.inconnues[nom] = inconnue if question.sans_objet == "refuse" else absenter(inconnue)
        self.connues = {nom: CONNUES[question.type] for nom, question in questions.items()}  # type: ignore[attr-defined]
        choix = (x for x in questions.values() if isinstance(x, QuestionChoix) and any(o.id == AUTRE for o in x.options))
        self.avec_autre: dict[str, d.Valeur] = {x.id: INCONNUES["choix"](x) for x in choix}
        self.controles: list[tuple[str, ControleCompile]] = [(nom, c) for nom, cs in q.controles.items() for c in cs]
        self.lectures_controles = Index({nom, *_noms(c.si, c.message)} for nom, c in self.controles)
        self.lectures_vigilances = Index(_de_vigilance(v) for v in q.vigilances)
        self.lectures_notations = Index(map(_de_notation, q.notations))
        self.indicateurs: list[tuple[str, IndicateurCompile]] = list(q.indicateurs.items())
        self.par_indicateur: dict[str, list[NotationCompilee]] = {}
        for nom in q.indicateurs:
            if du_groupe := [n for n in q.notations if n.indicateur == nom]:
                self.par_indicateur[nom] = du_groupe
        self.lectures_indicateurs = Index(
            {*i.lu.details, *_noms(i.valeur)}.union(*map(_de_notation, self.par_indicateur.get(nom, ())))
            for nom, i in self.indicateurs
        )
        self.par_axe = {
            axe.id: [n for n in q.notations if q.indicateurs[n.indicateur].lu.axe == axe.id] for axe in q.lu.axes
        }


class Plan:
    """A questionnaire with the weights of a grid.

    `poids` are nominal weights in the global score, and add up to 1; `parts` are the same as integers, in the same ratios.
    """

    def __init__(self, trame: Trame, grille: Grille) -> None:
        q = trame.questionnaire
        self.trame = trame
        self.grille = grille
        self.references: dict[str, d.Valeur] = {nom: d.nombre(r.valeur) for nom, r in grille.lue.references.items()}
        self.indicateurs = [
            _branche(nom, q.indicateurs[nom].lu.libelle,
                    tuple((grille.poids_notation(n.id), f"poids_notations.{n.id}", n.id) for n in siennes), (nom,))
            for nom, siennes in trame.par_indicateur.items()
        ]  # fmt: skip
        self.axes = [_branche(axe.id, axe.titre, tuple(self._de_axe(axe.id))) for axe in q.lu.axes]
        self.globale = _branche(
            "global", "Score global", tuple((grille.poids_axe(a.id), f"poids_axes.{a.id}", a.id) for a in q.lu.axes)
        )
        self.poids = self._poids_nominaux()
        self.parts = dict(zip(self.poids, _entiers(self.poids.values()), strict=True))
        self.dimensions = [
            _branche(dim, titre, tuple((self.poids[n.id], f"poids_notations.{n.id}", n.id)
                                      for n in q.notations if n.dimension == dim), (), "chaque question à son poids nominal")
            for dim, titre in DIMENSIONS.items()
        ]  # fmt: skip

    def _de_axe(self, axe: str) -> Iterable[tuple[Fraction, str, str]]:
        q = self.trame.questionnaire
        for nom in self.trame.par_indicateur:
            if q.indicateurs[nom].lu.axe == axe:
                yield self.grille.poids_indicateur(nom), f"poids_indicateurs.{nom}", nom

    def _poids_nominaux(self) -> dict[str, Fraction]:
        """Share of axis × share in axis × share in indicator, for each scored reading."""
        des_axes, des_indicateurs = _parts(self.globale), {b.id: _parts(b) for b in self.axes}
        resultat: dict[str, Fraction] = {}
        indicateurs = {b.id: b for b in self.indicateurs}
        for axe, part_axe in des_axes.items():
            for nom, part_indicateur in des_indicateurs[axe].items():
                parts = _parts(indicateurs[nom])
                resultat |= {n: part_axe * part_indicateur * part for n, part in parts.items()}
        return resultat


def _entiers(poids: Collection[Fraction]) -> list[int]:
    """Integers in the same ratios."""
    diviseur = math.lcm(*(p.denominator for p in poids))
    return [int(p * diviseur) for p in poids]


def _parts(branche: Branche) -> dict[str, Fraction]:
    total = sum((poids for poids, _, _ in branche.enfants), Fraction(0))
    return {nom: poids / total if total else Fraction(0) for poids, _, nom in branche.enfants}


def _avec_exercice(noms: Iterable[str]) -> set[str]:
    """`fin_n1` is the end of the year before the exercice."""
    return {"exercice" if nom == FIN_N1 else nom for nom in noms}


def _noms(formule: Expression | None, message: Message | None = None) -> set[str]:
    """All that a formula, and the figures of a message, read."""
    lus = set(formule.noms) if formule else set()
    for morceau in message.morceaux if message else ():
        if not isinstance(morceau, str):
            lus |= morceau.noms
    return lus


def _de_vigilance(v: VigilanceCompilee) -> set[str]:
    return _noms(v.si, v.message)


def _de_notation(n: NotationCompilee) -> set[str]:
    return {n.question, *_noms(n.formule)}


class _Identite(Generic[T]):
    """A key that is the object itself: equal to another only if it is the same object."""

    def __init__(self, objet: T) -> None:
        self.objet = objet

    def __hash__(self) -> int:
        return id(self.objet)

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, _Identite) and self.objet is autre.objet


@lru_cache(maxsize=8)
def _trame(cle: _Identite[Questionnaire]) -> Trame:
    return Trame(cle.objet)


@lru_cache(maxsize=32)
def _plan(questionnaire: _Identite[Questionnaire], grille: _Identite[Grille]) -> Plan:
    return Plan(_trame(questionnaire), grille.objet)


def plan_de(questionnaire: Questionnaire, grille: Grille) -> Plan:
    """The plan of a questionnaire under a grid, kept from one evaluation to the next."""
    return _plan(_Identite(questionnaire), _Identite(grille))


__all__ = ["AUTRE", "DIMENSIONS", "Branche", "Plan", "Trame", "plan_de"]
