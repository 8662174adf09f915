"""The unit of every number of a formula: that of its questions; for a bare constant, the one that makes it whole.

`total(etp) × 100 ÷ nb_logements ÷ ref` reads as ETP × 100 logements ÷ logements ÷ ETP: what is left is a proportion.
"""

from __future__ import annotations

from fractions import Fraction

from evaluator.evaluation.pourquoi.chiffres import CAS, EUROS, POINT, PROPORTION, UNITES
from evaluator.questionnaire.compile import COMPLETUDE, PLAFOND
from evaluator.questionnaire.formula.tree import Appel, Binaire, Cellule, Constante, Membre, Noeud, Nom, Unaire
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import Question, QuestionNiveau, QuestionNombre, QuestionRepartition, QuestionTableau

NIVEAU = "niveau"
ANNEE = "année"
_ANNEES = (1900, 2200)
_AGREGATS = frozenset({"min", "max", "somme", "moyenne"})


def unite_question(q: Question) -> str:
    """The unit of an answer, or the word that stands for one."""
    if isinstance(q, QuestionNiveau):
        return NIVEAU
    if isinstance(q, QuestionNombre):
        annee = q.unite is None and q.min >= _ANNEES[0] and q.max is not None and q.max <= _ANNEES[1]
        return ANNEE if annee else q.unite or UNITES
    return (q.unite if isinstance(q, QuestionRepartition) else None) or UNITES


class Unites:
    """The units of one formula. A constant that nothing gives a unit counts « unités »."""

    def __init__(self, referentiel: Referentiel, arbre: Noeud) -> None:
        self._questions = referentiel.questionnaire.questions
        self._references = referentiel.grille.lue.references
        self._constantes: dict[Noeud, str] = {}
        self._lus: dict[Noeud, str | None] = {}
        self.resultat = self._lire(arbre, None) or UNITES

    def de(self, constante: Noeud) -> str:
        """The unit of a constant or of a reference of the grid."""
        return self._constantes.get(constante, UNITES)

    def noeud(self, n: Noeud) -> str:
        """The unit of any node."""
        return self._constantes.get(n) or self._lus.get(n) or UNITES

    def _lire(self, n: Noeud, table: QuestionTableau | None) -> str | None:
        """The unit of `n`; None for what is made of constants alone."""
        self._lus[n] = unite = self._unite(n, table)
        return unite

    def _unite(self, n: Noeud, table: QuestionTableau | None) -> str | None:
        match n:
            case Nom():
                return self._nom(n)
            case Cellule():
                return self._colonne(table, n.nom)
            case Membre():
                question = self._questions[n.nom]
                return (
                    self._colonne(question, n.membre) if isinstance(question, QuestionTableau) else unite_question(question)
                )
            case Unaire():
                return self._lire(n.terme, table)
            case Binaire() if n.operateur in ("×", "÷"):
                return self._produit(n, table)
            case Binaire():
                return self._memes((n.gauche, n.droite), table)
            case Appel():
                return self._appel(n, table)
        return None

    def _appel(self, n: Appel, table: QuestionTableau | None) -> str | None:
        if n.fonction == "part":
            return self._produit(n, table)
        if est_cas(n):
            self._constantes[n.arguments[0]] = CAS
            self._lire(n.arguments[1], table)
            return CAS
        if n.fonction in _AGREGATS:
            return self._memes(n.arguments, table)
        if n.fonction == "si":
            self._lire(n.arguments[0], table)
            return self._memes(n.arguments[1:], table)
        if n.fonction in ("nombre", "total"):
            premier = n.arguments[0]
            lignes = self._questions[premier.nom] if isinstance(premier, Nom | Membre) else None
            for condition in n.arguments[1:]:
                self._lire(condition, lignes if isinstance(lignes, QuestionTableau) else None)
            return "lignes" if n.fonction == "nombre" else self._lire(premier, table)
        return {"annees": "ans", "annee": ANNEE}.get(n.fonction)

    def _memes(self, termes: tuple[Noeud, ...], table: QuestionTableau | None) -> str | None:
        """Added, compared or chosen from: the same unit for all."""
        lues = [(t, self._lire(t, table)) for t in termes]
        commune = next((u for _, u in lues if u is not None), None)
        if commune is not None:
            for terme, unite in lues:
                if unite is None:
                    self._imposer(terme, commune)
        return commune

    def _produit(self, n: Noeud, table: QuestionTableau | None) -> str | None:
        facteurs = produit(n)
        lus = [(f, divise, self._lire(f, table)) for f, divise in facteurs]
        restes: dict[bool, list[str]] = {False: [], True: []}
        for _, divise, unite in lus:
            if unite not in (None, PROPORTION):
                restes[divise].append(str(unite))
        for commune in list(restes[False]):
            if commune in restes[True]:
                restes[True].remove(commune)
                restes[False].remove(commune)
        for facteur, divise, unite in lus:
            if unite is None:
                en_face = restes[not divise]
                impose = en_face.pop(0) if en_face else PROPORTION if _petite(facteur) else UNITES
                self._imposer(facteur, impose)
        if all(u is None for _, _, u in lus):
            return None
        if not restes[True] and len(restes[False]) <= 1:
            return restes[False][0] if restes[False] else PROPORTION
        return UNITES

    def _imposer(self, n: Noeud, unite: str) -> None:
        match n:
            case Constante():
                self._constantes[n] = unite
            case Nom():
                self._constantes[n] = unite
            case Unaire():
                self._imposer(n.terme, unite)
            case Binaire():
                self._imposer(n.gauche, unite)
                self._imposer(n.droite, unite)
            case Appel():
                for argument in n.arguments:
                    self._imposer(argument, unite)

    def _nom(self, n: Nom) -> str | None:
        if reference := self._references.get(n.nom):
            if reference.unite is not None:
                self._constantes[n] = reference.unite
            return reference.unite
        if question := self._questions.get(n.nom):
            return unite_question(question)
        if n.nom.startswith("score_"):
            return POINT
        return {PLAFOND: EUROS, COMPLETUDE: PROPORTION}.get(n.nom)

    @staticmethod
    def _colonne(table: Question | None, nom: str) -> str:
        colonnes = table.colonnes if isinstance(table, QuestionTableau) else ()
        colonne = next((c for c in colonnes if c.id == nom), None)
        if colonne is None:
            return UNITES
        return EUROS if colonne.type == "montant" else colonne.unite or UNITES


def produit(n: Noeud) -> list[tuple[Noeud, bool]]:
    """The factors of a chain of × and ÷, left to right, and whether each divides."""
    if isinstance(n, Binaire) and n.operateur in ("×", "÷"):
        return [*produit(n.gauche), (n.droite, n.operateur == "÷")]
    if isinstance(n, Appel) and n.fonction == "part" and len(n.arguments) == 2:
        return [*produit(n.arguments[0]), (n.arguments[1], True)]
    return [(n, False)]


def est_cas(n: Noeud) -> bool:
    """`min(1; nombre(table; …))`: a case that counts once there is a row for it."""
    if not (isinstance(n, Appel) and n.fonction == "min" and len(n.arguments) == 2):
        return False
    un, compte = n.arguments
    return isinstance(un, Constante) and un.valeur == 1 and isinstance(compte, Appel) and compte.fonction == "nombre"


def _petite(n: Noeud) -> bool:
    """A constant that reads well in percent."""
    return not isinstance(n, Constante) or n.valeur <= Fraction(2)
