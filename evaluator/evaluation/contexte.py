"""States and abstract values of the answers of one volet: what every formula, score and rule reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from heapq import heappop, heappush
from itertools import compress
from operator import is_not

from evaluator.dossier.reponses import Reponse, Reponses, Valeur
from evaluator.evaluation.abstraction import CONNUES, INCONNUES, LARGE, absenter, elargir
from evaluator.evaluation.preparation import AUTRE, plan_de
from evaluator.evaluation.reprise import Changes
from evaluator.evaluation.result import EtatCalcule
from evaluator.questionnaire.compile import FIN_N1, Questionnaire
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.grille import Grille
from evaluator.questionnaire.models import Question, QuestionNiveau

NIVEAU_DECLARE = 1  # the cap of a level that rests on a declaration alone (constat)
_INCERTAINS = frozenset({"ne_sait_pas", "non_renseignee", "en_attente"})


class Contexte:
    """The answers of one volet as abstract values, under the bounds reading. Computed once, then read-only.

    With `avant`, that of other answers to the same questions, only what these answers change is computed again; `changes`
    names the questions (and `fin_n1`) whose answer, state or value differs.
    """

    cellule_vide_renseignee: d.Verite = d.VRAI | d.FAUX

    def __init__(
        self,
        questionnaire: Questionnaire,
        grille: Grille,
        reponses: Reponses,
        *,
        sans_objet_zero: bool = False,
        avant: Contexte | None = None,
    ) -> None:
        self.plan = plan_de(questionnaire, grille)
        self.questionnaire = questionnaire
        self.grille = grille
        self.reponses = reponses
        self.sans_objet_zero = sans_objet_zero
        self.changes: Changes = None
        if avant is None:
            self.etats: dict[str, EtatCalcule] = {}
            self.valeurs: dict[str, d.Valeur] = {**self.plan.references, FIN_N1: LARGE}
            self._brutes: dict[str, d.Valeur] = {}
        else:
            self.etats, self.valeurs, self._brutes = avant.etats.copy(), avant.valeurs.copy(), avant._brutes.copy()
        self.lire: Callable[[str], d.Valeur] = self.valeurs.__getitem__
        if "exercice" in questionnaire.conditions:  # conditions then read any date
            self.valeurs[FIN_N1] = LARGE
        if avant is None:
            for nom in self.plan.trame.ordre:
                self._situer(questionnaire.questions[nom], reponses[nom])
            self.valeurs[FIN_N1] = self._fin_n1()
        else:
            self.changes = self._reprendre(avant)

    # — Environnement (with `lire`) —————————————————————————————————————————————————————————————————————————

    def renseigne(self, nom: str, /) -> d.Verite:
        match self.etats.get(nom):
            case "renseignee" | None:
                return d.VRAI
            case "masquee" | "sans_objet":
                return d.FAUX
            case "en_attente" if self.reponses[nom].etat == "sans_objet":  # asked or not, it is not answered
                return d.FAUX
        return d.VRAI | d.FAUX

    # — states ——————————————————————————————————————————————————————————————————————————————————————————————

    def existe(self, question: Question) -> bool:
        """False for a question of the other volet."""
        return question.volet is None or question.volet == self.reponses.volet

    def autres(self, reponses: Reponses) -> list[str]:
        """The questions whose answer in `reponses` is not the same object as here: few, and all those that differ."""
        a, b = self.reponses.par_question, reponses.par_question
        if list(a) == list(b):  # nearly always: two walks that compare identities
            noms = compress(a, map(is_not, a.values(), b.values()))
            return [nom for nom in noms if nom in self.plan.trame.rangs]
        ordre = self.plan.trame.ordre
        return list(compress(ordre, map(is_not, map(a.get, ordre), map(b.get, ordre))))

    def _reprendre(self, avant: Contexte) -> frozenset[str]:
        """Situate what differs from `avant`, and what is conditioned on it; all that came out different."""
        trame = self.plan.trame
        changes: set[str] = set()
        differentes = {nom for nom in avant.autres(self.reponses) if self.reponses[nom] != avant.reponses[nom]}
        a_situer = sorted(trame.rangs[nom] for nom in differentes)  # a heap: a condition comes after what it reads
        attendus = set(a_situer)
        while a_situer:
            nom = trame.ordre[heappop(a_situer)]
            self._situer(self.questionnaire.questions[nom], self.reponses[nom])
            if self._brutes[nom] == avant._brutes[nom]:
                self._brutes[nom] = avant._brutes[nom]  # the same object: what formulas found in it stands
            if self.valeurs[nom] == avant.valeurs[nom]:
                self.valeurs[nom] = avant.valeurs[nom]
                if self.etats[nom] == avant.etats[nom] and nom not in differentes:
                    continue
            changes.add(nom)
            for suivante in trame.suivantes.get(nom, set()) - attendus:
                attendus.add(suivante)
                heappush(a_situer, suivante)
        self.valeurs[FIN_N1] = self._fin_n1()
        if self.valeurs[FIN_N1] != avant.valeurs[FIN_N1]:
            changes.add(FIN_N1)
        return frozenset(changes)

    def _situer(self, question: Question, reponse: Reponse) -> None:
        nom = question.id
        brute = self._abstraire(question, reponse)
        self._brutes[nom] = brute
        condition = self.questionnaire.conditions.get(nom)
        visible = d.VRAI if condition is None else bounds.truth(condition, self)
        if visible == d.FAUX or not self.existe(question):
            self.etats[nom], self.valeurs[nom] = "masquee", absenter(brute, seul=True)
        elif visible == d.VRAI:
            self.etats[nom], self.valeurs[nom] = reponse.etat, brute
        else:
            self.etats[nom], self.valeurs[nom] = "en_attente", absenter(brute)
        if nom == "exercice" and condition is None:
            self.valeurs[FIN_N1] = self._fin_n1()

    def _abstraire(self, question: Question, reponse: Reponse) -> d.Valeur:
        if reponse.etat == "sans_objet":
            return self.plan.trame.sans_objets[question.id]
        if reponse.etat == "renseignee" and reponse.valeur is not None:
            return self.plan.trame.connues[question.id](question, self.retenue(question, reponse))
        return self.plan.trame.inconnues[question.id]

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
        exercice = self.valeurs.get("exercice")
        annee = exercice.connu if isinstance(exercice, d.Nombre) else None
        return d.nombre(date(int(annee) - 1, 12, 31).toordinal()) if annee is not None else LARGE

    # — readings ————————————————————————————————————————————————————————————————————————————————————————————

    def nombre(self, nom: str) -> d.Nombre:
        """The abstract number of a question."""
        valeur = self.valeurs[nom]
        assert isinstance(valeur, d.Nombre)
        return valeur

    def vrai(self, nom: str) -> bool:
        """A oui/non answered oui, and asked for certain."""
        return self.valeurs[nom] == d.VRAI

    def possible(self, nom: str, option: str) -> bool:
        """A choice that is, or may turn out to be, `option`."""
        valeur = self.valeurs[nom]
        assert isinstance(valeur, d.Texte)
        return valeur.present and (valeur.possibles is None or option in valeur.possibles)

    def est(self, nom: str, option: str) -> bool:
        """A choice that is `option` for certain."""
        valeur = self.valeurs[nom]
        return isinstance(valeur, d.Texte) and bounds.est_connu(valeur) and valeur.possibles == frozenset((option,))

    def brute(self, nom: str) -> d.Valeur:
        """The abstract value whatever the condition of the question."""
        return self._brutes[nom]


class Vue:
    """A context with some names read otherwise."""

    cellule_vide_renseignee: d.Verite = d.VRAI | d.FAUX

    def __init__(self, base: Contexte | Vue, autres: Mapping[str, d.Valeur]) -> None:
        self._base, self._autres = base.lire, autres
        self.renseigne: Callable[[str], d.Verite] = base.renseigne

    def lire(self, nom: str, /) -> d.Valeur:
        return self._autres[nom] if nom in self._autres else self._base(nom)


class LectureValeur:
    """The value reading, for controls and messages: an unknown answer is nothing at all, and `renseigne` on it is false."""

    cellule_vide_renseignee: d.Verite = d.FAUX

    def __init__(self, contexte: Contexte, autres: Mapping[str, d.Valeur] | None = None) -> None:
        self._etats, self._valeurs, self._autres = contexte.etats, contexte.valeurs, autres or {}

    def lire(self, nom: str, /) -> d.Valeur:
        """No declared range narrows an unknown answer."""
        if nom in self._autres:
            return self._autres[nom]
        valeur = self._valeurs[nom]
        return elargir(valeur) if self._etats.get(nom) in _INCERTAINS else valeur

    def renseigne(self, nom: str, /) -> d.Verite:
        return d.VRAI if self._etats.get(nom, "renseignee") == "renseignee" else d.FAUX


def autre_inconnue(contexte: Contexte) -> Vue:
    """The context in which the option `autre` of a choice reads as unknown (conditions of inadmissibility)."""
    possibles = contexte.plan.trame.avec_autre
    return Vue(contexte, {nom: inconnue for nom, inconnue in possibles.items() if contexte.est(nom, AUTRE)})


__all__ = ["CONNUES", "INCONNUES", "Contexte", "LectureValeur", "Vue", "autre_inconnue"]
