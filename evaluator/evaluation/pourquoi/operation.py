"""A formula written out with the figures of one end of its interval, so that a pocket calculator gives that end exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from evaluator.evaluation.pourquoi.chiffres import CAS, PROPORTION, chiffre, resultat
from evaluator.evaluation.pourquoi.pas import Ligne, Renvoi
from evaluator.evaluation.pourquoi.unites import Unites, est_cas, produit
from evaluator.french import Borne
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.bounds import Environnement
from evaluator.questionnaire.formula.tree import Appel, Binaire, Constante, Membre, Noeud, Nom, Unaire
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.scalars import Courbe

SOMME, PRODUIT, ATOME = 5, 6, 9
LIGNES_MAX = 12  # rows of a table added one by one; beyond, their total is the operand
MIN, MAX = -1, 1  # the ends


class Terme(Struct, frozen=True):
    """A piece of an operation, how strongly it holds together, and what it is worth."""

    ligne: Ligne
    force: int
    valeur: Fraction

    def sous(self, force: int) -> Ligne:
        """In brackets where `force` binds more strongly."""
        return self.ligne if self.force >= force else ("(", *self.ligne, ")")


def atome(valeur: Fraction, unite: str, renvoi: str = "") -> Terme:
    """One operand; `renvoi` is the step that it is the result of."""
    texte = chiffre(valeur, unite)
    return Terme((Renvoi(renvoi, texte) if renvoi else texte,), ATOME, valeur)


def joindre(termes: list[Terme], signe: str, force: int) -> Terme:
    """`a + b + c`, or `a × b`."""
    if len(termes) == 1:
        return termes[0]
    ligne: list[str | Renvoi] = []
    valeur = termes[0].valeur
    for rang, terme in enumerate(termes):
        if rang:
            ligne.append(f" {signe} ")
            valeur = valeur + terme.valeur if signe == "+" else valeur * terme.valeur
        ligne += terme.sous(force)
    return Terme(tuple(ligne), force, valeur)


def moins(a: Terme, b: Terme) -> Terme:
    return Terme((*a.sous(SOMME), " − ", *b.sous(PRODUIT)), SOMME, a.valeur - b.valeur)


def fois(a: Terme, b: Terme) -> Terme:
    return Terme((*a.sous(PRODUIT), " × ", *b.sous(PRODUIT)), PRODUIT, a.valeur * b.valeur)


def divise(a: Terme, b: Terme) -> Terme:
    return Terme((*a.sous(PRODUIT), " ÷ ", *b.sous(PRODUIT + 1)), PRODUIT, a.valeur / b.valeur)


def extreme(termes: list[Terme], bout: int) -> Terme:
    """`le plus petit de a, de b et de c`."""
    if len(termes) == 1:
        return termes[0]
    ligne: list[str | Renvoi] = ["le plus petit de " if bout == MIN else "le plus grand de "]
    for rang, terme in enumerate(termes):
        if rang:
            ligne.append(" et de " if rang == len(termes) - 1 else ", de ")
        ligne += terme.sous(ATOME)
    valeur = min(t.valeur for t in termes) if bout == MIN else max(t.valeur for t in termes)
    return Terme(tuple(ligne), 0, valeur)


def egalite(terme: Terme, unite: str) -> Ligne:
    """`… = 2/3 point (0,6667)`."""
    return (*terme.ligne, f" = {resultat(terme.valeur, unite)}")


def par_courbe(courbe: Courbe, x: Terme | Borne, unite: str, donne: str) -> Ligne:
    """What a curve makes of `x` (a bare bound: one that no operation reaches): its straight line, or its flat end."""
    valeur = x.valeur if isinstance(x, Terme) else x
    y = resultat(courbe.en(valeur), donne)
    if isinstance(valeur, float) or not courbe[0].x <= valeur <= courbe[-1].x:
        bas = valeur < courbe[0].x
        limite = f", {'au plus' if bas else 'au moins'} {chiffre(courbe[0].x if bas else courbe[-1].x, unite)} → {y}"
        if isinstance(x, Terme) and x.force != ATOME:
            return (*x.ligne, f" = {resultat(valeur, unite)}{limite}")
        return (*(x.ligne if isinstance(x, Terme) else (chiffre(valeur, unite),)), limite)
    terme = x if isinstance(x, Terme) else atome(valeur, unite)
    return egalite(_droite(courbe, terme, unite, donne), donne)


def _droite(courbe: Courbe, x: Terme, unite: str, donne: str) -> Terme:
    """y0 + (y1 − y0) × (x − x0) ÷ (x1 − x0), less what adds nothing."""
    gauche, droite = next((a, b) for a, b in pairwise(courbe) if x.valeur <= b.x)
    largeur = atome(droite.x, unite)
    if gauche.x:
        x, largeur = moins(x, atome(gauche.x, unite)), moins(largeur, atome(gauche.x, unite))
    hauteur = droite.y - gauche.y
    if hauteur == largeur.valeur == 1 and not gauche.x and unite == PROPORTION:
        terme = x
    else:
        terme = divise(x, largeur)
        if hauteur != 1:
            facteur = atome(droite.y, donne)
            terme = divise(fois(moins(facteur, atome(gauche.y, donne)) if gauche.y else facteur, x), largeur)
    return joindre([atome(gauche.y, donne), terme], "+", SOMME) if gauche.y else terme


class Ecrivain:
    """Writes one formula at either end of its interval; each answer is the operand of a step, by its id."""

    def __init__(self, referentiel: Referentiel, expression: Expression, env: Environnement) -> None:
        self._questions = referentiel.questionnaire.questions
        self._expression = expression
        self._env = env
        self.unites = Unites(referentiel, expression.arbre)

    def ecrire(self, bout: int) -> Terme | None:
        """The operation that gives this end; None where none does (an end without limit, answers that may not apply)."""
        terme = self._noeud(self._expression.arbre, bout)
        attendu = self._bout(self._expression.arbre, bout)
        return terme if terme is not None and terme.valeur == attendu else None

    def _valeur(self, n: Noeud) -> d.Nombre:
        valeur = self._expression.lire(n)(self._env, None)
        assert isinstance(valeur, d.Nombre)
        return valeur

    def _bout(self, n: Noeud, bout: int) -> Borne:
        valeur = self._valeur(n)
        return valeur.bas if bout == MIN else valeur.haut

    def _noeud(self, n: Noeud, bout: int) -> Terme | None:
        if not self._valeur(n).present:
            return None
        match n:
            case Constante():
                return atome(n.valeur, self.unites.de(n))
            case Binaire() if n.operateur == "+":
                return self._tous([n.gauche, n.droite], bout, lambda termes: joindre(termes, "+", SOMME))
            case Binaire() if n.operateur == "−":
                a, b = self._noeud(n.gauche, bout), self._noeud(n.droite, -bout)
                return moins(a, b) if a and b else None
            case Binaire():
                return self._produit(n, bout)
            case Unaire():
                terme = self._noeud(n.terme, -bout)
                return Terme(("−", *terme.sous(ATOME)), ATOME, -terme.valeur) if terme else None
            case Appel():
                return self._appel(n, bout)
        return self._nu(n, bout)

    def _nu(self, n: Noeud, bout: int) -> Terme | None:
        """The value itself: an answer, a reference, a count."""
        valeur = self._bout(n, bout)
        if isinstance(valeur, float):
            return None
        renvoi = n.nom if isinstance(n, Nom) and n.nom in self._questions else ""
        return atome(valeur, self._unite(n), renvoi)

    def _unite(self, n: Noeud) -> str:
        return self.unites.noeud(n)

    def _tous(self, noeuds: list[Noeud], bout: int, faire: Callable[[list[Terme]], Terme]) -> Terme | None:
        termes = [self._noeud(n, bout) for n in noeuds]
        ecrits = [t for t in termes if t is not None]
        return faire(ecrits) if len(ecrits) == len(termes) else None

    def _produit(self, n: Noeud, bout: int) -> Terme | None:
        """Each factor at the end that gives this end of the chain: tried two by two, from the left."""
        if not isinstance(n, Binaire | Appel) or (facteurs := produit(n))[0][0] is n:
            return self._noeud(n, bout)
        (dernier, divisant), reste = facteurs[-1], n.gauche if isinstance(n, Binaire) else n.arguments[0]
        attendu = self._bout(n, bout)
        for cote in (bout, -bout):
            for autre in (bout, -bout):
                a, b = self._produit(reste, cote), self._noeud(dernier, autre)
                if a is None or b is None or (divisant and not b.valeur):
                    continue
                terme = divise(a, b) if divisant else fois(a, b)
                if terme.valeur == attendu:
                    return terme
        return None

    def _appel(self, n: Appel, bout: int) -> Terme | None:
        if est_cas(n):
            valeur = self._bout(n, bout)
            return None if isinstance(valeur, float) else atome(valeur, CAS)
        match n.fonction:
            case "part":
                return self._produit(n, bout)
            case "total":
                return self._lignes(n, bout) or self._nu(n, bout)
            case "si":
                attendu = self._bout(n, bout)
                branches = (b for b in n.arguments[1:] if self._bout(b, bout) == attendu)
                return next((t for b in branches if (t := self._noeud(b, bout)) is not None), None)
            case "somme" | "min" | "max" | "moyenne":
                return self._agregat(n, bout)
        return self._nu(n, bout)

    def _agregat(self, n: Appel, bout: int) -> Terme | None:
        presents = [a for a in n.arguments if self._valeur(a).present]

        def faire(termes: list[Terme]) -> Terme:
            if n.fonction in ("min", "max"):
                return extreme(termes, MIN if n.fonction == "min" else MAX)
            somme = joindre(termes, "+", SOMME)
            return somme if n.fonction == "somme" else divise(somme, atome(Fraction(len(termes)), "termes"))

        return self._tous(presents, bout, faire)

    def _lignes(self, n: Appel, bout: int) -> Terme | None:
        """The rows of a total, added one by one."""
        termes = []
        for valeur, unite in self.lignes(n, bout):
            if isinstance(valeur, float):
                return None
            termes.append(atome(valeur, unite))
        return joindre(termes, "+", SOMME) if 0 < len(termes) <= LIGNES_MAX else None

    def lignes(self, n: Appel, bout: int) -> Iterator[tuple[Borne, str]]:
        """What each row that counts adds to `total(table.colonne; condition)` at this end."""
        quoi = n.arguments[0]
        table = self._env.lire(quoi.nom) if isinstance(quoi, Membre) else None
        if not isinstance(table, d.Table) or not isinstance(quoi, Membre):
            return
        for ligne in table.lignes:
            issue = d.VRAI
            if len(n.arguments) > 1:
                lue = self._expression.lire(n.arguments[1])(self._env, ligne)
                assert isinstance(lue, int)
                issue = d.a_la_racine(lue)
            cellule = ligne[quoi.membre]
            assert isinstance(cellule, d.Nombre)
            if issue == d.VRAI or (issue & d.VRAI and bout == MAX):
                yield (cellule.bas if bout == MIN else cellule.haut), self._unite(quoi)


__all__ = ["MAX", "MIN", "SOMME", "Ecrivain", "Terme", "atome", "divise", "egalite", "extreme", "fois", "joindre",
           "moins", "par_courbe"]  # fmt: skip
