"""What each name of a formula may be worth when every answer is free, cut where the formulas tell values apart.

The pieces of a name cover all that it may be worth, *sans objet* included where it may be: a formula that is false on every
combination of pieces is never true. A piece is one value, or a set of values that the formulas at hand do not tell apart.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct, field

from evaluator.evaluation.abstraction import INCONNUES, absenter
from evaluator.french import Borne
from evaluator.questionnaire.compile import COMPLETUDE, FIN_N1, PLAFOND, nom_score
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import (
    Binaire,
    Cellule,
    Constante,
    Jour,
    Litteral,
    Noeud,
    Nom,
    Parmi,
    Unaire,
    enfants,
)
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    Colonne,
    Question,
    QuestionChoix,
    QuestionChoixMultiple,
    QuestionDate,
    QuestionEntier,
    QuestionNiveau,
    QuestionOuiNon,
)

OPTIONS_MAX = 6  # of a multiple choice that are told apart: 64 combinations
AUTRE = "\0"  # a text that no formula names
Valeurs = tuple[d.Valeur, ...]
# Without these nothing applies at all, and there is no opinion to speak of.
_TOUJOURS = frozenset({COMPLETUDE, *(nom_score(s) for s in ("global", "besoin", "reponse"))})


class Usages(Struct):
    """How formulas read one name: the texts and numbers that it is compared with, and whether it is read otherwise too."""

    textes: set[str] = field(default_factory=set)
    seuils: set[Fraction] = field(default_factory=set)
    ailleurs: bool = False


def relever(n: Noeud, usages: dict[str, Usages], references: Callable[[str], Fraction | None]) -> None:
    """Add the uses of every name (of a cell: `[colonne]`) at or below `n`."""
    match n:
        case Nom() | Cellule():
            usages.setdefault(cle(n), Usages()).ailleurs = True
        case Parmi(terme=Nom() | Cellule() as terme):
            usages.setdefault(cle(terme), Usages()).textes |= {t.texte for t in n.textes}
        case Binaire(gauche=Nom() | Cellule() as terme, droite=Litteral() as droite):
            usages.setdefault(cle(terme), Usages()).textes.add(droite.texte)
        case Binaire(operateur="<" | "≤" | ">" | "≥" | "=" | "≠"):
            for cote, autre in ((n.gauche, n.droite), (n.droite, n.gauche)):
                seuil = _seuil(autre, references)
                if isinstance(cote, Nom | Cellule) and seuil is not None:
                    usages.setdefault(cle(cote), Usages()).seuils.add(seuil)
                elif _seuil(cote, references) is None:
                    relever(cote, usages, references)
        case _:
            for enfant in enfants(n):
                relever(enfant, usages, references)


def cle(n: Nom | Cellule) -> str:
    return n.nom if isinstance(n, Nom) else f"[{n.nom}]"


def _seuil(n: Noeud, references: Callable[[str], Fraction | None]) -> Fraction | None:
    match n:
        case Constante():
            return n.valeur
        case Jour():
            return Fraction(n.ordinal)
        case Nom():
            return references(n.nom)
        case Unaire(operateur="−"):
            oppose = _seuil(n.terme, references)
            return None if oppose is None else -oppose
    return None


class Domaines(Struct, frozen=True):
    """The free values of every name."""

    referentiel: Referentiel

    def reference(self, nom: str) -> Fraction | None:
        """The number behind `ref_…`, or None."""
        trouvee = self.referentiel.grille.lue.references.get(nom)
        return trouvee.valeur if trouvee else None

    def libre(self, nom: str) -> d.Valeur:
        """Anything that `nom` may be worth."""
        if (question := self.referentiel.questionnaire.questions.get(nom)) is not None:
            valeur: d.Valeur = INCONNUES[question.type](question)  # type: ignore[attr-defined]  # every concrete question has a type
            return absenter(valeur) if self.peut_manquer(nom) else valeur
        if (exact := self.reference(nom)) is not None:
            return d.nombre(exact)
        if nom == FIN_N1:
            return d.Nombre(-d.INF, d.INF)
        if nom == PLAFOND:
            return d.Nombre(d.ZERO, d.INF, True, True)
        return d.Nombre(d.ZERO, Fraction(1), True, nom not in _TOUJOURS)  # a score

    def peut_manquer(self, nom: str) -> bool:
        """It may be *sans objet*: said so, or masked."""
        question = self.referentiel.questionnaire.questions.get(nom)
        return question is not None and (question.sans_objet != "refuse" or question.si is not None)

    def pieces(self, nom: str, usages: Usages) -> Valeurs:
        """What `nom` may be worth, in pieces; *sans objet* is the last where it may be."""
        question = self.referentiel.questionnaire.questions.get(nom)
        if question is not None:
            presentes = tuple(_presentes(question, usages))
            return (*presentes, absenter(presentes[0], seul=True)) if self.peut_manquer(nom) else presentes
        libre = self.libre(nom)
        assert isinstance(libre, d.Nombre)
        nombres = _nombres(libre.bas, libre.haut, usages, entier=nom == FIN_N1)
        return (*nombres, d.ABSENT) if libre.absent else tuple(nombres)


def cellules(colonne: Colonne, usages: Usages) -> Valeurs:
    """What a cell may be worth, in pieces: an empty cell may still be any of them."""
    match colonne.type:
        case "oui_non":
            return (d.VRAI, d.FAUX)
        case "choix":
            return tuple(_textes(frozenset(o.id for o in colonne.options), usages))
        case "texte":
            return tuple(_textes(None, usages))
        case "date":
            return tuple(_nombres(-d.INF, d.INF, usages, entier=True))
    haut = d.INF if colonne.max is None else colonne.max
    return tuple(_nombres(colonne.min, haut, usages, entier=colonne.type == "entier"))


def _presentes(question: Question, usages: Usages) -> Iterator[d.Valeur]:
    match question:
        case QuestionOuiNon():
            yield from (d.VRAI, d.FAUX)
        case QuestionChoix():
            yield from _textes(frozenset(o.id for o in question.options), usages)
        case QuestionChoixMultiple():
            yield from _ensembles(question, usages.textes)
        case QuestionNiveau():
            yield from (d.nombre(n) for n in range(NIVEAU_MAX + 1))
        case QuestionDate():
            yield from _nombres(-d.INF, d.INF, usages, entier=True)
        case _:
            libre: d.Valeur = INCONNUES[question.type](question)  # type: ignore[attr-defined]  # every concrete question has a type
            if isinstance(libre, d.Nombre):
                yield from _nombres(libre.bas, libre.haut, usages, entier=isinstance(question, QuestionEntier))
            elif isinstance(libre, d.Texte):
                yield from _textes(None, usages)
            else:
                yield libre


def _textes(options: frozenset[str] | None, usages: Usages) -> Iterator[d.Valeur]:
    nommes = sorted(usages.textes if options is None else usages.textes & options)
    yield from (d.Texte(frozenset((texte,))) for texte in nommes)
    if options is None:
        yield d.Texte(None) if usages.ailleurs else d.Texte(frozenset((AUTRE,)))
    elif autres := options - usages.textes:
        yield d.Texte(autres)


def _ensembles(question: QuestionChoixMultiple, nommees: Iterable[str]) -> Iterator[d.Valeur]:
    """Every set of ticked options that the formulas tell apart and a hand can tick."""
    toutes = frozenset(o.id for o in question.options)
    exclusives = {o.id for o in question.options if o.exclusive}
    distinguees = sorted(toutes & set(nommees))[:OPTIONS_MAX]
    autres = toutes - set(distinguees)
    for compte in range(len(distinguees) + 1):
        for prises in itertools.combinations(distinguees, compte):
            cochees = frozenset(prises)
            if cochees & exclusives and len(cochees) > 1:
                continue
            yield d.Ensemble(cochees, cochees if cochees & exclusives else cochees | autres)


def _nombres(bas: Borne, haut: Borne, usages: Usages, *, entier: bool) -> Iterator[d.Valeur]:
    """The thresholds, and what lies between them."""
    seuils = sorted(s for s in usages.seuils if bas <= s <= haut)
    points = [bas, *seuils, haut]
    for seuil in seuils:
        yield d.nombre(seuil)
    for gauche, droite in itertools.pairwise(points):
        de = gauche if gauche == bas and gauche not in seuils else _apres(gauche, entier)
        a = droite if droite == haut and droite not in seuils else _avant(droite, entier)
        if de is None or a is None:  # an open end between decimals
            if gauche < droite:
                yield d.Nombre(gauche, droite) if usages.ailleurs else _dedans(gauche, droite)
        elif de <= a:
            yield d.Nombre(de, a)


def _apres(seuil: Borne, entier: bool) -> Borne | None:
    if not entier or isinstance(seuil, float):
        return None
    return Fraction(seuil.numerator // seuil.denominator + 1)


def _avant(seuil: Borne, entier: bool) -> Borne | None:
    if not entier or isinstance(seuil, float):
        return None
    return Fraction(-(-seuil.numerator // seuil.denominator) - 1)


def _dedans(gauche: Borne, droite: Borne) -> d.Nombre:
    """One number strictly between: it compares with every threshold as all the others there do."""
    if isinstance(gauche, float):
        return d.nombre(Fraction(0) if isinstance(droite, float) else droite - 1)
    return d.nombre(gauche + 1 if isinstance(droite, float) else (gauche + droite) / 2)


def manque(valeur: d.Valeur) -> bool:
    """*Sans objet*, and nothing else."""
    return valeur == d.SANS_OBJET if isinstance(valeur, int) else not valeur.present


def retenus(decoupes: Sequence[tuple[str, Valeurs]], maximum: int) -> list[tuple[str, Valeurs]]:
    """The names cut in pieces, the shortest lists first, while their combinations are no more than `maximum`."""
    garde: list[tuple[str, Valeurs]] = []
    produit = 1
    for nom, morceaux in sorted(decoupes, key=lambda paire: len(paire[1])):
        produit *= max(1, len(morceaux))
        if produit > maximum:
            break
        garde.append((nom, morceaux))
    return garde


__all__ = ["Domaines", "Usages", "Valeurs", "cellules", "cle", "manque", "relever", "retenus"]
