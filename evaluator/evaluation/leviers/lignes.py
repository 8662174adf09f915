"""Rows that come to the same: which changes of a table can count, and how many rows of one kind are enough.

Formulas read a table through counts and totals, to which each row adds its own share. Two rows with the same shares, before
and after each of their changes, are interchangeable; a count inside `min(1; …)` that stands at 1 is moved by no row more.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from evaluator.evaluation.contexte import CONNUES, Contexte, Vue
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.code import compiler
from evaluator.questionnaire.formula.tree import Appel, Constante, Membre, Noeud, Nom, enfants
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.models import QuestionTableau

if TYPE_CHECKING:
    from evaluator.dossier.reponses import Ligne
    from evaluator.evaluation.leviers.candidats import Candidat

SEMBLABLES_MAX = 3  # a set holds no more changes than that

Apport = tuple[d.Nombre, ...]  # what one row adds to each count


class _Compte(Struct, frozen=True):
    """One count or total of a table in one formula. `plafond`: the constant of the `min` that it stands in."""

    expression: Expression
    noeud: Noeud
    plafond: Fraction | None


class Lignes:
    """One answered table as `expressions` read it: its counts, and those of them that may still move (`comptes`)."""

    def __init__(self, contexte: Contexte, question: QuestionTableau, expressions: Iterable[Expression]) -> None:
        self.contexte = contexte
        self.question = question
        self.lues: dict[str, _Compte] | None = {}  # every count, under the text a table keeps it by; None: one has none
        self.base: dict[str, d.Nombre] = {}
        self._connues: dict[object, Mapping[str, d.Nombre]] = {}
        self.comptes: list[_Compte] = []
        self.manques: list[Fraction | None] = []  # to the constant of the `min`; None: no end
        for expression in expressions:
            for compte in _comptes(expression, question.id):
                actuel = _nombre(expression.lire(compte.noeud)(contexte, None))
                self._retenir(compte, actuel)
                if compte.plafond is None:
                    manque = None
                elif actuel.bas >= compte.plafond:
                    continue  # nothing moves it any more
                else:
                    manque = compte.plafond - Fraction(actuel.bas)
                self.comptes.append(compte)
                self.manques.append(manque)

    def _retenir(self, compte: _Compte, actuel: d.Nombre) -> None:
        cle = compiler(compte.noeud).cle
        if cle is None:
            self.lues = None
        elif self.lues is not None:
            self.lues[cle], self.base[cle] = compte, actuel

    # — the table after some changes ————————————————————————————————————————————————————————————————————————

    def abstraite(self, groupe: Sequence[Candidat], lignes: Sequence[Ligne]) -> d.Table:
        """The table after the changes of `groupe`, for the formulas given and no other.

        Where every share is known, the counts are added up and kept on a table without rows: those formulas find them there.
        """
        if self.lues is None:
            return self._entiere(groupe, lignes)
        comptes = dict(self.base)
        for avant, apres in self._touchees(groupe, lignes):
            parts = self._parts(apres)
            for cle, a in self._parts(avant).items():
                if (b := parts[cle]) is a:
                    continue  # the usual case: small known counts are one object each
                if not (d.est_point(a) and d.est_point(b) and d.est_point(comptes[cle])):
                    return self._entiere(groupe, lignes)
                comptes[cle] = d.plus(comptes[cle], d.moins(b, a))
        table = d.Table(())
        table.memo.update(comptes)
        return table

    def _touchees(self, groupe: Sequence[Candidat], lignes: Sequence[Ligne]) -> Iterator[tuple[Ligne | None, Ligne]]:
        """Each row that changes, before (None: new) and after."""
        changees: dict[int, Ligne] = {}
        for c in groupe:
            if c.rang is None:
                assert c.ligne is not None
                yield None, c.ligne
            else:
                changees[c.rang] = c.completer(self.question, changees.get(c.rang, lignes[c.rang]))
        for rang, apres in changees.items():
            yield lignes[rang], apres

    def _entiere(self, groupe: Sequence[Candidat], lignes: Sequence[Ligne]) -> d.Table:
        nouvelles = list(lignes)
        for c in groupe:
            if c.rang is None:
                assert c.ligne is not None
                nouvelles.append(c.ligne)
            else:
                nouvelles[c.rang] = c.completer(self.question, nouvelles[c.rang])
        table = CONNUES["tableau"](self.question, tuple(nouvelles))
        assert isinstance(table, d.Table)
        return table

    def _parts(self, ligne: Ligne | None) -> Mapping[str, d.Nombre]:
        """The share of one row in every count."""
        assert self.lues is not None
        marque = None if ligne is None else tuple(ligne.items())
        if (connues := self._connues.get(marque)) is None:
            vue = Vue(self.contexte, {self.question.id: self._entiere((), () if ligne is None else (ligne,))})
            connues = {cle: _nombre(c.expression.lire(c.noeud)(vue, None)) for cle, c in self.lues.items()}
            self._connues[marque] = connues
        return connues

    # — what may count ——————————————————————————————————————————————————————————————————————————————————————

    def apport(self, ligne: Ligne | None) -> Apport:
        """What a row adds to each count; no row adds nothing."""
        vue = Vue(self.contexte, {self.question.id: self._entiere((), () if ligne is None else (ligne,))})
        return tuple(_nombre(c.expression.lire(c.noeud)(vue, None)) for c in self.comptes)

    def utiles(self, candidats: Sequence[Candidat], lignes: Sequence[Ligne]) -> Iterator[tuple[Candidat, int | None]]:
        """The changes that may count, each with the row that must be changed before its own (None: none)."""
        rien = self.apport(None)
        par_ligne: dict[int, list[Candidat]] = {}
        for candidat in candidats:
            if candidat.rang is not None:
                par_ligne.setdefault(candidat.rang, []).append(candidat)
            elif candidat.ligne is not None and self.apport(candidat.ligne) != rien:
                yield candidat, None
        classes: dict[object, list[int]] = {}
        for rang, siens in par_ligne.items():
            apports = self._apports(siens, lignes[rang])
            gardes = [k for k in range(len(siens)) if self._compte(k, apports)]
            classe = classes.setdefault((tuple(siens[k].place[2] for k in gardes), tuple(apports.items())), [])
            if gardes and len(classe) < self._suffisent(apports):
                for k in gardes:
                    yield siens[k], classe[-1] if classe else None
                classe.append(rang)

    def _apports(self, siens: Sequence[Candidat], ligne: Ligne) -> dict[tuple[int, ...], Apport]:
        """What the row adds after each combination of its changes."""
        apports = {}
        for taille in range(min(len(siens), SEMBLABLES_MAX) + 1):
            for choix in itertools.combinations(range(len(siens)), taille):
                changee: Mapping[str, object] = ligne
                for k in choix:
                    changee = siens[k].completer(self.question, changee)  # type: ignore[arg-type]
                apports[choix] = self.apport(changee)  # type: ignore[arg-type]
        return apports

    @staticmethod
    def _compte(k: int, apports: Mapping[tuple[int, ...], Apport]) -> bool:
        """Change `k` moves some count, alone or with another change of its row."""
        return any(k in choix and apports[tuple(x for x in choix if x != k)] != apport for choix, apport in apports.items())

    def _suffisent(self, apports: Mapping[tuple[int, ...], Apport]) -> int:
        """How many rows of one kind may still count: enough to fill each `min` that they move."""
        besoin = 1
        avant = apports[()]
        for apres in apports.values():
            for a, b, manque in zip(avant, apres, self.manques, strict=True):
                pas = b.bas - a.bas
                if a != b and (manque is None or pas <= 0):
                    return SEMBLABLES_MAX
                if manque is not None and pas > 0:
                    besoin = max(besoin, math.ceil(manque / Fraction(pas)))
        return min(besoin, SEMBLABLES_MAX)


def _nombre(valeur: d.Valeur) -> d.Nombre:
    assert isinstance(valeur, d.Nombre)
    return valeur


def _comptes(expression: Expression, table: str) -> Iterator[_Compte]:
    """The counts and totals of `table` in a formula."""

    def suivre(n: Noeud, plafond: Fraction | None) -> Iterator[_Compte]:
        if isinstance(n, Appel) and n.fonction in ("nombre", "total"):
            quoi = n.arguments[0]
            if isinstance(quoi, Nom | Membre) and quoi.nom == table:
                yield _Compte(expression, n, plafond)
            return
        constantes = [a.valeur for a in enfants(n) if isinstance(a, Constante)]
        borne = min(constantes) if isinstance(n, Appel) and n.fonction == "min" and constantes else None
        for enfant in enfants(n):
            yield from suivre(enfant, borne)

    yield from suivre(expression.arbre, None)
