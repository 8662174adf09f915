"""States and abstract values of the answers of one volet: what every formula, score and rule reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from evaluator.dossier.reponses import NON_CONNU, Cellule, Ligne, Reponse, Reponses, Valeur
from evaluator.evaluation.result import EtatCalcule
from evaluator.questionnaire.compile import FIN_N1, Questionnaire
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.grille import Grille
from evaluator.questionnaire.models import (
    NIVEAU_MAX,
    Colonne,
    Question,
    QuestionChoix,
    QuestionNiveau,
    QuestionNombre,
    QuestionRepartition,
    QuestionTableau,
)

NIVEAU_DECLARE = 1  # the cap of a level that rests on a declaration alone (constat)
AUTRE = "autre"
_LARGE = d.Nombre(-d.INF, d.INF)
_SANS_FIN = d.Nombre(d.ZERO, d.INF)


class Contexte:
    """The answers of one volet as abstract values, under the bounds reading. Computed once, then read-only."""

    cellule_vide_renseignee: d.Verite = d.VRAI | d.FAUX

    def __init__(self, questionnaire: Questionnaire, grille: Grille, reponses: Reponses) -> None:
        self.questionnaire = questionnaire
        self.grille = grille
        self.reponses = reponses
        self.etats: dict[str, EtatCalcule] = {}
        self._valeurs: dict[str, d.Valeur] = {
            nom: d.nombre(reference.valeur) for nom, reference in grille.lue.references.items()
        }
        self._brutes: dict[str, d.Valeur] = {}
        for nom in questionnaire.ordre:
            self._situer(questionnaire.questions[nom])
        self._valeurs[FIN_N1] = self._fin_n1()

    # — Environnement ———————————————————————————————————————————————————————————————————————————————————————

    def lire(self, nom: str) -> d.Valeur:
        return self._valeurs[nom]

    def renseigne(self, nom: str) -> d.Verite:
        match self.etats.get(nom):
            case "renseignee" | None:
                return d.VRAI
            case "masquee" | "sans_objet":
                return d.FAUX
        return d.VRAI | d.FAUX

    # — states ——————————————————————————————————————————————————————————————————————————————————————————————

    def existe(self, question: Question) -> bool:
        """False for a question of the other volet."""
        return question.volet is None or question.volet == self.reponses.volet

    def _situer(self, question: Question) -> None:
        reponse = self.reponses[question.id]
        brute = self._abstraire(question, reponse)
        self._brutes[question.id] = brute
        condition = self.questionnaire.conditions.get(question.id)
        visible = d.VRAI if condition is None else bounds.truth(condition, self)
        if visible == d.FAUX or not self.existe(question):
            self.etats[question.id], self._valeurs[question.id] = "masquee", _absenter(brute, seul=True)
        elif visible == d.VRAI:
            self.etats[question.id], self._valeurs[question.id] = reponse.etat, brute
        else:
            self.etats[question.id], self._valeurs[question.id] = "en_attente", _absenter(brute)

    def _abstraire(self, question: Question, reponse: Reponse) -> d.Valeur:
        inconnue = INCONNUES[question.type](question)  # type: ignore[attr-defined]  # every question has a type
        if reponse.etat == "sans_objet":
            return _absenter(inconnue, seul=True)
        if reponse.etat == "renseignee" and reponse.valeur is not None:
            return CONNUES[question.type](question, self.retenue(question, reponse))  # type: ignore[attr-defined]
        return inconnue if question.sans_objet == "refuse" else _absenter(inconnue)

    def retenue(self, question: Question, reponse: Reponse) -> Valeur:
        """The value that counts: in the constat, a level that rests on a declaration or on nothing is capped at 1."""
        assert reponse.valeur is not None
        if self.plafonnee(question, reponse):
            return NIVEAU_DECLARE
        return reponse.valeur

    def plafonnee(self, question: Question, reponse: Reponse) -> bool:
        return (
            isinstance(question, QuestionNiveau)
            and self.reponses.volet == "constat"
            and reponse.etat == "renseignee"
            and reponse.source in (None, "declaratif")
            and isinstance(reponse.valeur, int)
            and reponse.valeur > NIVEAU_DECLARE
        )

    def _fin_n1(self) -> d.Nombre:
        exercice = self._valeurs.get("exercice")
        annee = exercice.connu if isinstance(exercice, d.Nombre) else None
        return d.nombre(date(int(annee) - 1, 12, 31).toordinal()) if annee is not None else _LARGE

    # — readings ————————————————————————————————————————————————————————————————————————————————————————————

    def nombre(self, nom: str) -> d.Nombre:
        """The abstract number of a question."""
        valeur = self._valeurs[nom]
        assert isinstance(valeur, d.Nombre)
        return valeur

    def vrai(self, nom: str) -> bool:
        """A oui/non answered oui, and asked for certain."""
        return self._valeurs[nom] == d.VRAI

    def possible(self, nom: str, option: str) -> bool:
        """A choice that is, or may turn out to be, `option`."""
        valeur = self._valeurs[nom]
        assert isinstance(valeur, d.Texte)
        return valeur.present and (valeur.possibles is None or option in valeur.possibles)

    def est(self, nom: str, option: str) -> bool:
        """A choice that is `option` for certain."""
        valeur = self._valeurs[nom]
        return isinstance(valeur, d.Texte) and bounds.est_connu(valeur) and valeur.possibles == frozenset((option,))

    def brute(self, nom: str) -> d.Valeur:
        """The abstract value whatever the condition of the question."""
        return self._brutes[nom]


class Vue:
    """A context with some names read otherwise."""

    def __init__(self, base: bounds.Environnement, autres: Mapping[str, d.Valeur]) -> None:
        self.base = base
        self.autres = autres

    @property
    def cellule_vide_renseignee(self) -> d.Verite:
        return self.base.cellule_vide_renseignee

    def lire(self, nom: str) -> d.Valeur:
        return self.autres[nom] if nom in self.autres else self.base.lire(nom)

    def renseigne(self, nom: str) -> d.Verite:
        return self.base.renseigne(nom)


class LectureValeur:
    """The value reading, for controls and messages: an unknown answer is nothing at all, and `renseigne` on it is false."""

    cellule_vide_renseignee: d.Verite = d.FAUX

    def __init__(self, contexte: Contexte, autres: Mapping[str, d.Valeur] | None = None) -> None:
        self.contexte = contexte
        self.autres = autres or {}

    def lire(self, nom: str) -> d.Valeur:
        if nom in self.autres:
            return self.autres[nom]
        valeur = self.contexte.lire(nom)
        etat = self.contexte.etats.get(nom, "renseignee")
        if etat in ("ne_sait_pas", "non_renseignee", "en_attente"):
            return _elargir(valeur)
        return valeur

    def renseigne(self, nom: str) -> d.Verite:
        return d.VRAI if self.contexte.etats.get(nom, "renseignee") == "renseignee" else d.FAUX


def autre_inconnue(contexte: Contexte) -> Vue:
    """The context in which the option `autre` of a choice reads as unknown (conditions of inadmissibility)."""
    autres: dict[str, d.Valeur] = {}
    for nom, question in contexte.questionnaire.questions.items():
        if isinstance(question, QuestionChoix) and contexte.est(nom, AUTRE):
            autres[nom] = INCONNUES["choix"](question)
    return Vue(contexte, autres)


# — abstract values, one entry per question type —————————————————————————————————————————————————————————————


def _absenter(valeur: d.Valeur, *, seul: bool = False) -> d.Valeur:
    """`valeur` or *sans objet*; with `seul`, *sans objet* alone."""
    match valeur:
        case int():
            return d.SANS_OBJET if seul else valeur | d.SANS_OBJET
        case d.Nombre():
            return d.ABSENT if seul else d.Nombre(valeur.bas, valeur.haut, valeur.present, True)
        case d.Texte():
            return d.Texte(valeur.possibles, valeur.present and not seul, True)
        case d.Ensemble():
            return d.Ensemble(valeur.certains, valeur.possibles, valeur.present and not seul, True)
        case d.Table():
            return d.Table(valeur.lignes, valeur.ouverte, valeur.present and not seul, True)
    categories = {nom: _nombre_absent(n, seul) for nom, n in valeur.categories.items()}
    return d.Repartition(categories, _nombre_absent(valeur.total, seul), valeur.present and not seul, True)


def _nombre_absent(n: d.Nombre, seul: bool) -> d.Nombre:
    return d.ABSENT if seul else d.Nombre(n.bas, n.haut, n.present, True)


def _elargir(valeur: d.Valeur) -> d.Valeur:
    """An unknown of the same kind that no declared range narrows."""
    match valeur:
        case int():
            return d.VRAI | d.FAUX
        case d.Nombre():
            return _LARGE
        case d.Texte():
            return d.Texte(None)
        case d.Ensemble():
            return d.Ensemble(frozenset(), None)
        case d.Table():
            return d.Table((), ouverte=True)
    return d.Repartition({nom: _LARGE for nom in valeur.categories}, _LARGE)


def _nombre_inconnu(q: QuestionNombre) -> d.Valeur:
    return d.Nombre(q.min, d.INF if q.max is None else q.max)


def _repartition(q: QuestionRepartition, valeur: Mapping[str, int]) -> d.Valeur:
    flou = valeur.get(NON_CONNU, 0)
    categories = {c.id: d.Nombre(Fraction(valeur.get(c.id, 0)), Fraction(valeur.get(c.id, 0) + flou)) for c in q.categories}
    return d.Repartition(categories, d.nombre(sum(valeur.values())))


def _tableau(q: QuestionTableau, lignes: tuple[Ligne, ...]) -> d.Valeur:
    return d.Table(tuple({c.id: _cellule(c, ligne.get(c.id)) for c in q.colonnes} for ligne in lignes))


def _cellule(colonne: Colonne, valeur: Cellule | None) -> d.Valeur:
    match colonne.type:
        case "oui_non":
            return d.VRAI | d.FAUX if valeur is None else d.verite(bool(valeur))
        case "choix":
            connus = (str(valeur),) if valeur is not None else (o.id for o in colonne.options)
            return d.Texte(frozenset(connus))
        case "texte":
            return d.Texte(None if valeur is None else frozenset((str(valeur),)))
        case "date":
            return d.nombre(valeur.toordinal()) if isinstance(valeur, date) else _LARGE
    if isinstance(valeur, int | Fraction):
        return d.nombre(valeur)
    return d.Nombre(colonne.min, d.INF if colonne.max is None else colonne.max)


INCONNUES: dict[str, Callable[..., d.Valeur]] = {
    "oui_non": lambda q: d.VRAI | d.FAUX,
    "choix": lambda q: d.Texte(frozenset(o.id for o in q.options)),
    "choix_multiple": lambda q: d.Ensemble(frozenset(), frozenset(o.id for o in q.options)),
    "niveau": lambda q: d.Nombre(d.ZERO, Fraction(NIVEAU_MAX)),
    "entier": _nombre_inconnu,
    "decimal": _nombre_inconnu,
    "montant": _nombre_inconnu,
    "date": lambda q: _LARGE,
    "texte": lambda q: d.Texte(None),
    "repartition": lambda q: d.Repartition({c.id: _SANS_FIN for c in q.categories}, _SANS_FIN),
    "tableau": lambda q: d.Table((), ouverte=True),
}
CONNUES: dict[str, Callable[..., d.Valeur]] = {
    "oui_non": lambda q, v: d.verite(bool(v)),
    "choix": lambda q, v: d.Texte(frozenset((v,))),
    "choix_multiple": lambda q, v: d.Ensemble(frozenset(v), frozenset(v)),
    "niveau": lambda q, v: d.nombre(v),
    "entier": lambda q, v: d.nombre(v),
    "decimal": lambda q, v: d.nombre(v),
    "montant": lambda q, v: d.nombre(v),
    "date": lambda q, v: d.nombre(v.toordinal()),
    "texte": lambda q, v: d.Texte(frozenset((v,))),
    "repartition": _repartition,
    "tableau": _tableau,
}

__all__ = ["CONNUES", "INCONNUES", "Contexte", "LectureValeur", "Vue", "autre_inconnue"]
