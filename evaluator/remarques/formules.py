"""Conditions that can never be true, or are always: questions never asked, vigilances never said, rows never counted."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from evaluator.french import nombre
from evaluator.questionnaire.atelier import Atelier
from evaluator.questionnaire.compile import Questionnaire
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.tree import Appel, Binaire, Membre, Noeud, Nom, Parmi, Unaire, enfants
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import QuestionTableau
from evaluator.questionnaire.source import Chemin, Source
from evaluator.remarques.cas import Cas, Essais, Issues
from evaluator.remarques.chemins import chemin_notation, questions
from evaluator.remarques.domaines import Domaines

_CALCULS = frozenset({"+", "−", "×", "÷"})
_DE_LIGNES = frozenset({"nombre", "total"})
_QUE_FAIRE = "retirez cette partie, ou corrigez-la"


class Place(Struct, frozen=True):
    """A condition, and what to say where it is never true, or always."""

    chemin: Chemin
    expression: Expression
    jamais: str
    toujours: str
    posee: str | None = None
    stricte: bool = False  # true also where something that it reads is *sans objet*


class Lecture:
    """Reads every formula of a questionnaire and of its grid."""

    def __init__(self, referentiel: Referentiel, source: Source, grille: Source) -> None:
        self.questionnaire = referentiel.questionnaire
        self.referentiel = referentiel
        self.essais = Essais(Domaines(referentiel))
        self.atelier, self.atelier_grille = Atelier(source), Atelier(grille)
        self.jamais_posees: set[str] = set()

    def tout(self) -> None:
        q = self.questionnaire
        for nom, chemin in questions(q):
            if nom in q.conditions and self.condition(self.atelier, _question(chemin, q.conditions[nom])):
                self.jamais_posees.add(nom)
        for nom, chemin in questions(q):
            for k, controle in enumerate(q.controles.get(nom, ())):
                if nom not in self.jamais_posees:
                    self.condition(self.atelier, _controle((*chemin, "controles", k, "si"), controle.si, nom))
            for k, levier in enumerate(q.leviers.get(nom, ())):
                if levier.lignes is not None:
                    self.dedans(self.atelier, (*chemin, "leviers", k, "lignes"), levier.lignes)
        for i, vigilance in enumerate(q.vigilances):
            self.condition(self.atelier, _vigilance(("vigilances", i, "si"), vigilance.si))
        for i, indicateur in enumerate(q.lu.indicateurs):
            valeur = q.indicateurs[indicateur.id].valeur
            if valeur is not None:
                self.dedans(self.atelier, ("indicateurs", i, "valeur"), valeur)
        for k, condition in enumerate(self.referentiel.grille.derogation):
            self.condition(self.atelier_grille, _derogation(("derogation", "conditions", k, "si"), condition.si))
        self.notations(q)

    def condition(self, atelier: Atelier, place: Place) -> bool:
        """Say that a whole condition is never true, or always, else what is wrong with a part of it. True: it is never."""
        issues = self.essais.issues(place.expression, place.expression.arbre, place.posee)
        toujours = issues.toujours if place.stricte else issues.toujours_renseignee
        if issues.jamais or toujours:
            atelier.faute_formule(place.chemin, place.jamais if issues.jamais else place.toujours, 1)
        else:
            self.dedans(atelier, place.chemin, place.expression, place.posee)
        return issues.jamais

    def dedans(self, atelier: Atelier, chemin: Chemin, expression: Expression, posee: str | None = None) -> None:
        """Say which parts of a formula never change."""
        racine = expression.arbre
        noeuds = (racine,) if _de_lignes(racine) else enfants(racine)
        for n in noeuds:
            self._sous(n, racine, lambda n, parent: self._partie(atelier, chemin, expression, n, parent, posee))

    def _sous(self, n: Noeud, parent: Noeud, examiner: Callable[[Noeud, Noeud], bool]) -> None:
        """Examine a condition and those below, the widest first; below one that is at fault, nothing more is said."""
        if not (_est_condition(n) and examiner(n, parent)) and not _de_lignes(n):
            for enfant in enfants(n):
                self._sous(enfant, n, examiner)

    def _partie(
        self, atelier: Atelier, chemin: Chemin, expression: Expression, n: Noeud, parent: Noeud, posee: str | None
    ) -> bool:
        if isinstance(n, Appel):
            return self._lignes(atelier, chemin, expression, n)
        dit = _sans_effet(self.essais.issues(expression, n, posee), parent)
        if dit:
            atelier.faute_formule(chemin, f"« {_texte(expression, n)} » {dit} : {_QUE_FAIRE}", n.debut + 1)
        return bool(dit)

    def _lignes(self, atelier: Atelier, chemin: Chemin, expression: Expression, appel: Appel) -> bool:
        """The condition of `nombre` or `total`: can a row of the table fulfil it?"""
        quoi, condition = appel.arguments
        assert isinstance(quoi, Nom | Membre)
        table = self.questionnaire.questions[quoi.nom]
        assert isinstance(table, QuestionTableau)
        dits = {"n’est jamais vrai": "aucune ligne de « {} » ne peut remplir « {} »",
                "est toujours vrai": "toute ligne de « {} » remplit « {} »"}  # fmt: skip

        def examiner(n: Noeud, parent: Noeud) -> bool:
            dit = _sans_effet(self.essais.dans_une_ligne(expression, n, table), parent)
            if dit:
                phrase = dits[dit].format(table.id, _texte(expression, n))
                atelier.faute_formule(chemin, f"{phrase} : {_QUE_FAIRE}", n.debut + 1)
            return bool(dit)

        self._sous(condition, appel, examiner)
        return True

    def notations(self, q: Questionnaire) -> None:
        """Scores that no answer moves, or that no answer brings to 1."""
        libre = Cas(self.essais.domaines, {}, self.essais.libres)
        locales = self.referentiel.grille.lue.notations
        for n in q.notations:
            if n.formule is None or n.courbe is None or n.question in self.jamais_posees:
                continue
            self.dedans(self.atelier, (*chemin_notation(n, q), "formule"), n.formule)
            valeur = bounds.number(n.formule, libre)
            atelier, ici = self.atelier, (*chemin_notation(n, q), "courbe")
            if n.id in locales and locales[n.id].courbe is not None:
                atelier, ici = self.atelier_grille, ("notations", n.id, "courbe")
            if valeur.present:
                bas, haut = n.courbe.entre(valeur.bas, valeur.haut)
                if bas == haut:
                    atelier.faute(ici, f"le score de « {n.id} » vaut toujours {nombre(bas, 2)} : {_etendue(valeur)}, "
                                       "où la courbe est plate")  # fmt: skip
                elif haut < 1:
                    atelier.faute(ici, f"le score de « {n.id} » ne dépasse jamais {nombre(haut, 2)} : {_etendue(valeur)} ; "
                                       "faites monter la courbe à 1 dans cette étendue")  # fmt: skip


def _question(chemin: Chemin, si: Expression) -> Place:
    return Place(
        (*chemin, "si"), si,
        f"« {court(si.source)} » n’est jamais vrai : cette question n’est jamais posée ; corrigez la condition",
        "cette condition est toujours vraie : la question est toujours posée ; retirez « si », ou corrigez-le",
        stricte=True,
    )  # fmt: skip


def _controle(chemin: Chemin, si: Expression, question: str) -> Place:
    return Place(
        chemin, si,
        f"« {court(si.source)} » n’est jamais vrai : ce contrôle ne se déclenche jamais",
        "cette condition est toujours vraie : ce contrôle se déclenche quelle que soit la réponse",
        question,
    )  # fmt: skip


def _vigilance(chemin: Chemin, si: Expression) -> Place:
    return Place(
        chemin, si,
        f"« {court(si.source)} » n’est jamais vrai : ce point de vigilance n’est jamais dit",
        "cette condition est toujours vraie : ce point de vigilance est dit de toute résidence",
    )  # fmt: skip


def _derogation(chemin: Chemin, si: Expression) -> Place:
    return Place(
        chemin, si,
        f"« {court(si.source)} » n’est jamais vrai : aucun dépassement ne serait possible",
        "cette condition est toujours vraie : elle n’exige rien",
    )  # fmt: skip


def _etendue(valeur: d.Nombre) -> str:
    haut = "sans limite" if isinstance(valeur.haut, float) else nombre(valeur.haut, 2)
    bas = "sans limite" if isinstance(valeur.bas, float) else nombre(valeur.bas, 2)
    return f"la formule va de {bas} à {haut}"


def _sans_effet(issues: Issues, parent: Noeud) -> str:
    """Why a part of a formula can be left out: *sans objet* is neutral in a chain of « et » or « ou »."""
    operateur = parent.operateur if isinstance(parent, Binaire) else ""
    if issues.toutes == d.FAUX if operateur == "et" else issues.jamais:
        return "n’est jamais vrai"
    if not issues.toutes & d.FAUX if operateur == "et" else issues.toujours:
        return "est toujours vrai"
    return ""


def _est_condition(n: Noeud) -> bool:
    """True or false, and worth a look: a comparison, a chain of them, or the rows that a call chooses."""
    match n:
        case Parmi() | Unaire(operateur="non"):
            return True
        case Binaire():
            return n.operateur not in _CALCULS
        case Appel():
            return _de_lignes(n) and len(n.arguments) > 1
    return False


def _de_lignes(n: Noeud) -> bool:
    return isinstance(n, Appel) and n.fonction in _DE_LIGNES


def _texte(expression: Expression, n: Noeud) -> str:
    return court(expression.source[n.debut : n.fin].strip())


def court(texte: str) -> str:
    return texte if len(texte) <= 80 else texte[:79] + "…"
