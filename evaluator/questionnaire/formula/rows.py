"""Counts and totals over the rows of a table: a condition is read on all rows at once, as three integers of bits."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import cast

from msgspec import Struct

from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.compiled import CodeVerite, Compilateur, Compile, Environnement, Ligne, garder
from evaluator.questionnaire.formula.tree import Appel, Binaire, Membre, Noeud, Nom, Unaire

Lecture = Callable[[d.Table, Environnement], d.Masques]


class _Condition(Struct, frozen=True):
    """The rows where a condition may be true, false, *sans objet*; `cle` as in `Compile`: the table keeps them."""

    lire: Lecture
    cle: str | None


def nombre(n: Appel, compiler: Compilateur) -> Compile:
    """`nombre(table)`, `nombre(table; condition)`."""
    assert isinstance(n.arguments[0], Nom)
    nom = n.arguments[0].nom
    condition = _selon(n, compiler)

    def compter(env: Environnement, _: Ligne) -> d.Valeur:
        table = env.lire(nom)
        assert isinstance(table, d.Table)
        if not table.present:
            return d.ABSENT
        vrai, autre = _issues(condition, table, env)
        bas, haut = (vrai & ~autre).bit_count(), vrai.bit_count()
        if bas == haut and not table.ouverte and not table.absent:
            return d.nombre(bas)
        return d.Nombre(Fraction(bas), d.INF if table.ouverte else Fraction(haut), True, table.absent)

    return _fermer(compter, nom, "nombre", condition)


def total(n: Appel, compiler: Compilateur) -> Compile:
    """`total(repartition)`, `total(table.colonne)`, `total(table.colonne; condition)`."""
    quoi = n.arguments[0]
    if isinstance(quoi, Nom):
        return _total_repartition(quoi.nom)
    assert isinstance(quoi, Membre)
    nom, colonne = quoi.nom, quoi.membre
    condition = _selon(n, compiler)

    def additionner(env: Environnement, _: Ligne) -> d.Valeur:
        table = env.lire(nom)
        assert isinstance(table, d.Table)
        if not table.present:
            return d.ABSENT
        vrai, autre = _issues(condition, table, env)
        termes = []
        for k, ligne in enumerate(table.lignes):
            if vrai >> k & 1:
                cellule = ligne[colonne]
                assert isinstance(cellule, d.Nombre)
                if autre >> k & 1:  # counted or not
                    cellule = d.Nombre(min(cellule.bas, d.ZERO), max(cellule.haut, d.ZERO))
                termes.append(cellule)
        somme = d.somme_en_chaine(termes)
        if not table.ouverte and not table.absent:
            return somme
        return d.Nombre(somme.bas, d.INF if table.ouverte else somme.haut, True, table.absent)

    return _fermer(additionner, nom, f"total {colonne}", condition)


def _total_repartition(nom: str) -> Compile:
    def lire(env: Environnement, _: Ligne) -> d.Valeur:
        repartition = env.lire(nom)
        assert isinstance(repartition, d.Repartition)
        return repartition.total

    return Compile(lire, None)


def _fermer(calcul: Callable[[Environnement, Ligne], d.Valeur], nom: str, quoi: str, condition: _Condition) -> Compile:
    if condition.cle is None:
        return Compile(calcul, None)
    cle = f"{quoi}({nom}; {condition.cle})"
    return Compile(garder(calcul, nom, cle), cle, nom)


# — conditions on rows ——————————————————————————————————————————————————————————————————————————————————————


def _selon(n: Appel, compiler: Compilateur) -> _Condition:
    if len(n.arguments) == 1:
        return _Condition(lambda table, _: ((1 << len(table.lignes)) - 1, 0, 0), "")
    return _condition(n.arguments[1], compiler)


def _issues(condition: _Condition, table: d.Table, env: Environnement) -> tuple[int, int]:
    """Rows that the condition as a whole may keep, and rows that it may leave out (*sans objet* does)."""
    vrai, faux, sans_objet = condition.lire(table, env)
    return vrai, faux | sans_objet


def _condition(n: Noeud, compiler: Compilateur) -> _Condition:
    if isinstance(n, Binaire) and n.operateur in ("et", "ou"):
        gauche, droite = _condition(n.gauche, compiler), _condition(n.droite, compiler)
        cle = None if gauche.cle is None or droite.cle is None else f"({gauche.cle}) {n.operateur} ({droite.cle})"
        return _tenue(_et(gauche.lire, droite.lire) if n.operateur == "et" else _ou(gauche.lire, droite.lire), cle)
    if isinstance(n, Unaire):
        terme = _condition(n.terme, compiler)
        return _Condition(_non(terme.lire), None if terme.cle is None else f"non({terme.cle})")
    compile_ = compiler(n)
    return _tenue(_ligne_a_ligne(cast(CodeVerite, compile_.code)), compile_.cle)


def _tenue(lecture: Lecture, cle: str | None) -> _Condition:
    if cle is None:
        return _Condition(lecture, None)
    nom = cle

    def lire(table: d.Table, env: Environnement) -> d.Masques:
        masques = table.masques.get(nom)
        if masques is None:
            masques = table.masques[nom] = lecture(table, env)
        return masques

    return _Condition(lire, cle)


def _ligne_a_ligne(condition: CodeVerite) -> Lecture:
    def lire(table: d.Table, env: Environnement) -> d.Masques:
        vrai = faux = sans_objet = 0
        bit = 1
        for ligne in table.lignes:
            issue = condition(env, ligne)
            if issue & d.VRAI:
                vrai |= bit
            if issue & d.FAUX:
                faux |= bit
            if issue & d.SANS_OBJET:
                sans_objet |= bit
            bit <<= 1
        return vrai, faux, sans_objet

    return lire


# The tables `ET` and `OU` of the domain, on all rows at once: *sans objet* leaves the other operand as it is.


def _et(gauche: Lecture, droite: Lecture) -> Lecture:
    def lire(table: d.Table, env: Environnement) -> d.Masques:
        (av, af, asans), (bv, bf, bsans) = gauche(table, env), droite(table, env)
        return av & bv | av & bsans | asans & bv, af | bf, asans & bsans

    return lire


def _ou(gauche: Lecture, droite: Lecture) -> Lecture:
    def lire(table: d.Table, env: Environnement) -> d.Masques:
        (av, af, asans), (bv, bf, bsans) = gauche(table, env), droite(table, env)
        return av | bv, af & bf | af & bsans | asans & bf, asans & bsans

    return lire


def _non(terme: Lecture) -> Lecture:
    def lire(table: d.Table, env: Environnement) -> d.Masques:
        vrai, faux, sans_objet = terme(table, env)
        return faux, vrai, sans_objet

    return lire
