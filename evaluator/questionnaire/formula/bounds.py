"""The readings of a typed formula: its bounds under missing answers (a known answer is a point), and its trace.

One evaluator serves the *bounds* and the *value* reading: they differ only in what an `Environnement` says of an unknown
(its declared range, or nothing at all) and of `renseigne` on it (undecided, or false).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from evaluator.french import Borne
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import (
    Appel,
    Binaire,
    Cellule,
    Constante,
    Jour,
    Litteral,
    Membre,
    Noeud,
    Nom,
    Parmi,
    Unaire,
    enfants,
)
from evaluator.questionnaire.formula.types import Expression

Ligne = Mapping[str, d.Valeur] | None


class Environnement(Protocol):
    """Where names get their abstract values."""

    def lire(self, nom: str) -> d.Valeur: ...

    def renseigne(self, nom: str) -> d.Verite: ...

    @property
    def cellule_vide_renseignee(self) -> d.Verite:
        """What `renseigne` says of an empty cell."""
        ...


def evaluate(expression: Expression, env: Environnement) -> d.Valeur:
    """Abstract value of `expression`: it holds every outcome that some completion of the unknowns reaches."""
    return _lire(expression.arbre, env, None)


def truth(expression: Expression, env: Environnement) -> d.Verite:
    """Outcomes of a condition as a whole: *sans objet* counts as false."""
    return d.a_la_racine(_verite(expression.arbre, env, None))


def number(expression: Expression, env: Environnement) -> d.Nombre:
    """Outcomes of a numeric formula."""
    return _nombre(expression.arbre, env, None)


def _lire(n: Noeud, env: Environnement, ligne: Ligne) -> d.Valeur:
    return _LECTURES[type(n)](n, env, ligne)


def _nombre(n: Noeud, env: Environnement, ligne: Ligne) -> d.Nombre:
    valeur = _LECTURES[type(n)](n, env, ligne)
    assert isinstance(valeur, d.Nombre)  # the typing pass made sure
    return valeur


def _verite(n: Noeud, env: Environnement, ligne: Ligne) -> d.Verite:
    valeur = _LECTURES[type(n)](n, env, ligne)
    assert isinstance(valeur, int)  # the typing pass made sure
    return valeur


def _membre(n: Membre, env: Environnement, _: Ligne) -> d.Valeur:
    valeur = env.lire(n.nom)
    assert isinstance(valeur, d.Repartition)
    return valeur.categories[n.membre]


def _unaire(n: Unaire, env: Environnement, ligne: Ligne) -> d.Valeur:
    if n.operateur == "non":
        return d.NON[_verite(n.terme, env, ligne)]
    return d.oppose(_nombre(n.terme, env, ligne))


_ARITHMETIQUE: dict[str, Callable[[d.Nombre, d.Nombre], d.Nombre]] = {
    "+": d.plus,
    "−": d.moins,
    "×": d.fois,
    "÷": d.divise,
}


def _binaire(n: Binaire, env: Environnement, ligne: Ligne) -> d.Valeur:
    if n.operateur == "et":
        gauche_vraie = _verite(n.gauche, env, ligne)
        return d.FAUX if gauche_vraie == d.FAUX else d.ET[gauche_vraie][_verite(n.droite, env, ligne)]
    if n.operateur == "ou":
        gauche_vraie = _verite(n.gauche, env, ligne)
        return d.VRAI if gauche_vraie == d.VRAI else d.OU[gauche_vraie][_verite(n.droite, env, ligne)]
    if operation := _ARITHMETIQUE.get(n.operateur):
        return operation(_nombre(n.gauche, env, ligne), _nombre(n.droite, env, ligne))
    gauche = _lire(n.gauche, env, ligne)
    if isinstance(n.droite, Litteral):
        assert isinstance(gauche, d.Texte)
        return _compare_litteral(n.operateur, gauche, n.droite.texte)
    droite = _lire(n.droite, env, ligne)
    if isinstance(gauche, d.Texte) and isinstance(droite, d.Texte):
        return _compare_textes(n.operateur, gauche, droite)
    assert isinstance(gauche, d.Nombre)
    assert isinstance(droite, d.Nombre)
    return d.compare(n.operateur, gauche, droite)


def _compare_litteral(operateur: str, a: d.Texte, texte: str) -> d.Verite:
    """`_compare_textes` with one known text: by far the most frequent comparison, once per row and condition."""
    resultat = d.SANS_OBJET if a.absent else 0
    if not a.present:
        return resultat or d.SANS_OBJET
    if a.possibles is None:
        return resultat | d.VRAI | d.FAUX
    egal = texte in a.possibles
    different = not egal or len(a.possibles) > 1
    vrai, faux = (egal, different) if operateur == "=" else (different, egal)
    return resultat | (d.VRAI if vrai else 0) | (d.FAUX if faux else 0)


def _compare_textes(operateur: str, a: d.Texte, b: d.Texte) -> d.Verite:
    resultat = d.SANS_OBJET if a.absent or b.absent else 0
    if not (a.present and b.present):
        return resultat or d.SANS_OBJET
    if a.possibles is None or b.possibles is None:
        egal = different = True
    else:
        egal = bool(a.possibles & b.possibles)
        different = not (a.possibles == b.possibles and len(a.possibles) == 1)
    vrai, faux = (egal, different) if operateur == "=" else (different, egal)
    return resultat | (d.VRAI if vrai else 0) | (d.FAUX if faux else 0)


def _parmi(n: Parmi, env: Environnement, ligne: Ligne) -> d.Valeur:
    valeur = _lire(n.terme, env, ligne)
    voulus = {t.texte for t in n.textes}
    resultat = d.SANS_OBJET if getattr(valeur, "absent", False) else 0
    if isinstance(valeur, d.Texte) and valeur.present:
        vrai = valeur.possibles is None or bool(valeur.possibles & voulus)
        faux = valeur.possibles is None or bool(valeur.possibles - voulus)
    elif isinstance(valeur, d.Ensemble) and valeur.present:
        vrai = valeur.possibles is None or bool(valeur.possibles & voulus)
        faux = not valeur.certains & voulus
    else:
        return resultat or d.SANS_OBJET
    return resultat | (d.VRAI if vrai else 0) | (d.FAUX if faux else 0)


def _appel(n: Appel, env: Environnement, ligne: Ligne) -> d.Valeur:
    return _FONCTIONS[n.fonction](n, env, ligne)


def _si(n: Appel, env: Environnement, ligne: Ligne) -> d.Valeur:
    condition = d.a_la_racine(_verite(n.arguments[0], env, ligne))
    if condition == d.VRAI:
        return _lire(n.arguments[1], env, ligne)
    if condition == d.FAUX:
        return _lire(n.arguments[2], env, ligne)
    alors, sinon = _lire(n.arguments[1], env, ligne), _lire(n.arguments[2], env, ligne)
    if isinstance(alors, d.Nombre) and isinstance(sinon, d.Nombre):
        return d.enveloppe(alors, sinon)
    assert isinstance(alors, int)
    assert isinstance(sinon, int)
    return alors | sinon


def _agregat(operation: Callable[[list[d.Nombre]], d.Nombre]) -> Callable[[Appel, Environnement, Ligne], d.Valeur]:
    return lambda n, env, ligne: operation([_nombre(a, env, ligne) for a in n.arguments])


def _part(n: Appel, env: Environnement, ligne: Ligne) -> d.Valeur:
    return d.divise(_nombre(n.arguments[0], env, ligne), _nombre(n.arguments[1], env, ligne))


def _lignes(n: Appel, table: d.Table, env: Environnement) -> list[tuple[Mapping[str, d.Valeur], d.Verite]]:
    """Rows with the outcome of the condition on each."""
    if len(n.arguments) == 1:
        return [(ligne, d.VRAI) for ligne in table.lignes]
    return [(ligne, d.a_la_racine(_verite(n.arguments[1], env, ligne))) for ligne in table.lignes]


def _compte(n: Appel, env: Environnement, _: Ligne) -> d.Valeur:
    assert isinstance(n.arguments[0], Nom)
    table = env.lire(n.arguments[0].nom)
    assert isinstance(table, d.Table)
    if not table.present:
        return d.ABSENT
    bas = haut = 0
    for _ligne, ok in _lignes(n, table, env):
        bas += ok == d.VRAI
        haut += ok & d.VRAI
    return d.Nombre(Fraction(bas), d.INF if table.ouverte else Fraction(haut), True, table.absent)


def _total(n: Appel, env: Environnement, _: Ligne) -> d.Valeur:
    quoi = n.arguments[0]
    if isinstance(quoi, Nom):
        repartition = env.lire(quoi.nom)
        assert isinstance(repartition, d.Repartition)
        return repartition.total
    assert isinstance(quoi, Membre)
    table = env.lire(quoi.nom)
    assert isinstance(table, d.Table)
    if not table.present:
        return d.ABSENT
    bas: Borne = d.ZERO
    haut: Borne = d.ZERO
    for ligne, ok in _lignes(n, table, env):
        cellule = ligne[quoi.membre]
        assert isinstance(cellule, d.Nombre)
        if ok & d.VRAI:
            bas += cellule.bas if ok == d.VRAI else min(cellule.bas, d.ZERO)
            haut += cellule.haut if ok == d.VRAI else max(cellule.haut, d.ZERO)
    return d.Nombre(bas, d.INF if table.ouverte else haut, True, table.absent)


def _renseigne(n: Appel, env: Environnement, ligne: Ligne) -> d.Valeur:
    quoi = n.arguments[0]
    if isinstance(quoi, Cellule):
        assert ligne is not None
        return d.VRAI if est_connu(ligne[quoi.nom]) else env.cellule_vide_renseignee
    assert isinstance(quoi, Nom)
    return env.renseigne(quoi.nom)


def est_connu(valeur: d.Valeur) -> bool:
    """True where only one outcome is left, and it is a value."""
    match valeur:
        case d.Nombre():
            return valeur.connu is not None
        case d.Texte():
            return valeur.present and not valeur.absent and valeur.possibles is not None and len(valeur.possibles) == 1
        case int():
            return valeur in (d.VRAI, d.FAUX)
        case d.Ensemble():
            return valeur.present and not valeur.absent and valeur.possibles == valeur.certains
        case d.Table():
            return valeur.present and not valeur.absent and not valeur.ouverte
    return valeur.present and not valeur.absent and valeur.total.connu is not None


def _annee(n: Appel, env: Environnement, ligne: Ligne) -> d.Valeur:
    jour = _nombre(n.arguments[0], env, ligne)
    if not jour.present:
        return d.ABSENT
    return d.Nombre(_an(jour.bas), _an(jour.haut), jour.present, jour.absent)


def _an(ordinal: Borne) -> Borne:
    return ordinal if isinstance(ordinal, float) else Fraction(date.fromordinal(int(ordinal)).year)


def _annees(n: Appel, env: Environnement, ligne: Ligne) -> d.Valeur:
    """Full years from the first date to the second (negative if it comes before)."""
    de, a = _nombre(n.arguments[0], env, ligne), _nombre(n.arguments[1], env, ligne)
    if not (de.present and a.present):
        return d.ABSENT
    bornes = (_duree(de.haut, a.bas), _duree(de.bas, a.haut))
    return d.Nombre(*bornes, True, de.absent or a.absent)


def _duree(debut: Borne, fin: Borne) -> Borne:
    if isinstance(fin, float):
        return fin
    if isinstance(debut, float):
        return -debut
    de, a = date.fromordinal(int(debut)), date.fromordinal(int(fin))
    return Fraction(a.year - de.year - ((a.month, a.day) < (de.month, de.day)))


_FONCTIONS: dict[str, Callable[[Appel, Environnement, Ligne], d.Valeur]] = {
    "si": _si,
    "somme": _agregat(d.somme),
    "moyenne": _agregat(lambda termes: d.moyenne_ponderee([(Fraction(1), t) for t in termes])),
    "min": _agregat(d.minimum),
    "max": _agregat(d.maximum),
    "part": _part,
    "nombre": _compte,
    "total": _total,
    "renseigne": _renseigne,
    "annees": _annees,
    "annee": _annee,
}
_LECTURES: dict[type[Noeud], Callable[..., d.Valeur]] = {
    Constante: lambda n, *_: d.Nombre(n.valeur, n.valeur),
    Jour: lambda n, *_: d.nombre(n.ordinal),
    Nom: lambda n, env, _: env.lire(n.nom),
    Cellule: lambda n, _, ligne: ligne[n.nom],
    Membre: _membre,
    Unaire: _unaire,
    Binaire: _binaire,
    Parmi: _parmi,
    Appel: _appel,
}


@dataclass(frozen=True, slots=True)
class Trace:
    """A sub-expression, what it is worth, and what it is made of."""

    texte: str
    valeur: d.Valeur
    enfants: tuple[Trace, ...] = ()


def trace(expression: Expression, env: Environnement) -> Trace:
    """Each sub-expression with its value, from the same nodes that gave the result. A chain of one operator is one step."""

    def suivre(n: Noeud) -> Trace:
        dessous = [] if isinstance(n, Appel) and n.fonction in _ENTIERES else _operandes(n)
        suivis = tuple(suivre(e) for e in dessous if not isinstance(e, Constante | Litteral | Jour))
        return Trace(expression.source[n.debut : n.fin], _lire(n, env, None), suivis)

    return suivre(expression.arbre)


# What these read is a table or a question, not a sub-expression.
_ENTIERES = frozenset({"nombre", "total", "renseigne"})


def _operandes(n: Noeud) -> list[Noeud]:
    """`a + b + c` has three operands, though its tree nests them two by two."""
    if not isinstance(n, Binaire) or n.operateur not in ("+", "et", "ou"):
        return list(enfants(n))
    operandes: list[Noeud] = []
    gauche: Noeud = n
    while isinstance(gauche, Binaire) and gauche.operateur == n.operateur:
        operandes.append(gauche.droite)
        gauche = gauche.gauche
    return [gauche, *reversed(operandes)]
