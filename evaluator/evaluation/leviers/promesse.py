"""What a set of changes may bring at best, without a whole evaluation: a sound upper bound, exact in the common case.

The lower end of a score is a weighted mean over the children that stand in it now; with these weights held, gains of
different questions add up, and the true lower end is never above. Only the formulas that read a changed answer are read
again. A point de vigilance stays unless its own condition, or the minimum score it watches, gives way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from evaluator.dossier.reponses import Valeur
from evaluator.evaluation import scores
from evaluator.evaluation.contexte import CONNUES, Contexte, Vue
from evaluator.evaluation.leviers.candidats import Candidat
from evaluator.evaluation.leviers.lignes import Lignes
from evaluator.evaluation.leviers.poids import GLOBAL, poids_bas
from evaluator.evaluation.result import ResultatVigilance
from evaluator.questionnaire.compile import COMPLETUDE, PLAFOND, Questionnaire, nom_score
from evaluator.questionnaire.formula import bounds
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.grille import AVIS, Avis
from evaluator.questionnaire.models import QuestionTableau
from evaluator.questionnaire.notation import NotationCompilee

UN, ZERO = Fraction(1), Fraction(0)
Ensemble = tuple[Candidat, ...]
Montant = Callable[[Fraction, bool], int | None]  # of a rate, and whether the derogation may be taken


class Promesse(Struct, frozen=True):
    """No evaluation of the set does better: rank of the word, euros, lower end of the global score."""

    rang: int
    montant: int | None
    score: Fraction


class _Obstacle(Struct, frozen=True):
    """A vigilance that caps the opinion now: the questions its condition reads (`noms`), and those behind them."""

    avis: Avis
    si: Expression | None
    noms: frozenset[str]
    conditions: frozenset[str]
    element: str | None = None  # floor: the dimension or axis, and its minimum
    minimum: Fraction = ZERO


class Promesses:
    """The bounds of every set of `candidats`. `montant`: euros of a rate; `conditions`: what the derogation waits for."""

    def __init__(
        self,
        contexte: Contexte,
        vigilances: Iterable[ResultatVigilance],
        montant: Montant,
        conditions: tuple[Expression, ...] | None,
    ) -> None:
        self.contexte = contexte
        self.montant = montant
        self.conditions = conditions
        self.tous = scores.noter(contexte)
        q = contexte.questionnaire
        self.notations: dict[str, list[NotationCompilee]] = {}
        for n in q.notations:
            self.notations.setdefault(n.question, []).append(n)
        self.derriere = _derriere(q)
        self.couplees = _couplees(q, self.derriere)
        self.obstacles = tuple(self._obstacles(vigilances))
        elements = [GLOBAL, *self.tous.indicateurs, *self.tous.axes, *self.tous.dimensions]
        self.scores = {nom_score(element): element for element in elements}
        vus = {GLOBAL, *(o.element for o in self.obstacles if o.element is not None)}
        vus |= {self.scores[nom] for si in conditions or () for nom in si.noms & self.scores.keys()}
        self.poids = {element: p for element, p in poids_bas(contexte, self.tous).items() if element in vus}
        grille = contexte.grille
        self._plafonds = [(AVIS.index(o.avis), grille.taux_plafonne(o.avis)) for o in self.obstacles]
        self._lus: dict[Fraction, tuple[int, Fraction]] = {}  # word and rate by score: many sets share theirs
        self._lignes: dict[str, Lignes] = {}
        self._gains: dict[Ensemble, Mapping[str, Fraction]] = {}
        self._leves: dict[tuple[int, Ensemble], bool] = {}

    def plafonnantes(self) -> frozenset[str]:
        """The questions that a vigilance which caps the opinion now depends on."""
        return frozenset(nom for o in self.obstacles for nom in o.noms | o.conditions)

    def lignes(self, question: QuestionTableau) -> Lignes:
        """The rows of a table, as its scores, the caps and the derogation read them."""
        if (connues := self._lignes.get(question.id)) is None:
            notations = [n.formule for n in self.notations.get(question.id, ()) if n.formule]
            caps = [o.si for o in self.obstacles if o.si is not None]
            connues = Lignes(self.contexte, question, [*notations, *caps, *(self.conditions or ())])
            self._lignes[question.id] = connues
        return connues

    # — the bound ———————————————————————————————————————————————————————————————————————————————————————————

    def de(self, ensemble: Ensemble) -> Promesse:
        """What `ensemble` may bring at best."""
        grille = self.contexte.grille
        if any(c.question in self.couplees for c in ensemble):
            return Promesse(len(AVIS) - 1, self.montant(UN, True), UN)
        gains = self._gain(ensemble)
        score = min(UN, self._base(GLOBAL) + gains.get(GLOBAL, ZERO))
        if (lu := self._lus.get(score)) is None:
            self._lus[score] = lu = AVIS.index(grille.avis(score)), grille.lue.modulation.courbe.en(score)
        rang, taux = lu
        for k, (plafond, plafond_taux) in enumerate(self._plafonds):
            if (plafond < rang or plafond_taux < taux) and not self._leve(k, ensemble, gains):
                rang, taux = min(rang, plafond), min(taux, plafond_taux)
        return Promesse(rang, self.montant(taux, self._derogation(ensemble, gains)), score)

    def restent(self, ensemble: Ensemble) -> list[int]:
        """The obstacles that `ensemble` does not lift, by their place in the list given."""
        gains = self._gain(ensemble)
        return [k for k in range(len(self.obstacles)) if not self._leve(k, ensemble, gains)]

    def _base(self, element: str) -> Fraction:
        noeud = self.tous.globale if element == GLOBAL else self._noeud(element)
        return Fraction(noeud.score.bas) if noeud.score.present else ZERO

    def _noeud(self, element: str) -> scores.Noeud:
        for groupe in (self.tous.axes, self.tous.dimensions, self.tous.indicateurs):
            if element in groupe:
                return groupe[element]  # type: ignore[index]  # a dimension is a str
        raise KeyError(element)

    def _gain(self, ensemble: Ensemble) -> Mapping[str, Fraction]:
        """What the set adds to the lower end of each element."""
        total: dict[str, Fraction] = {}
        for _, groupe in _par_question(ensemble):
            for element, gain in self._gain_question(groupe).items():
                total[element] = total.get(element, ZERO) + gain
        return total

    def _gain_question(self, groupe: Ensemble) -> Mapping[str, Fraction]:
        if (connu := self._gains.get(groupe)) is None:
            nom = groupe[0].question
            gains: dict[str, Fraction] = {}
            for n in self.notations.get(nom, ()):
                ecart = self._bas(n, groupe) - Fraction(self.tous.notations[n.id].score.bas)
                for element, poids in self.poids.items():
                    if n.id in poids and ecart:
                        gains[element] = gains.get(element, ZERO) + poids[n.id] * ecart
            self._gains[groupe] = connu = gains
        return connu

    def valeur(self, groupe: Ensemble) -> Valeur:
        """The answer after the changes of one question."""
        question = self.contexte.questionnaire.questions[groupe[0].question]
        valeur = self.contexte.reponses[question.id].valeur
        assert valeur is not None
        for candidat in groupe:
            valeur = candidat.modifier(question, valeur)
        return valeur

    def _abstraite(self, groupe: Ensemble) -> d.Valeur:
        question = self.contexte.questionnaire.questions[groupe[0].question]
        if isinstance(question, QuestionTableau):
            valeur = self.contexte.reponses[question.id].valeur
            assert isinstance(valeur, tuple)
            return self.lignes(question).abstraite(groupe, [x for x in valeur if isinstance(x, Mapping)])
        abstraire: Callable[..., d.Valeur] = CONNUES[question.type]  # type: ignore[attr-defined]  # every question has one
        return abstraire(question, self.valeur(groupe))

    def _bas(self, n: NotationCompilee, groupe: Ensemble) -> Fraction:
        """The lower end of one scored reading after the changes of its question."""
        if n.formule is not None:
            assert n.courbe is not None
            lue = bounds.number(n.formule, Vue(self.contexte, {n.question: self._abstraite(groupe)}))
            return n.courbe.entre(lue.bas, lue.haut)[0] if lue.present else ZERO
        valeur = self.valeur(groupe)
        assert n.points is not None
        if n.cible is not None:
            assert isinstance(valeur, tuple)
            return min(UN, sum((n.points[str(c)] for c in valeur), ZERO))
        return n.points[("oui" if valeur else "non") if isinstance(valeur, bool) else str(valeur)]

    # — what caps ———————————————————————————————————————————————————————————————————————————————————————————

    def _obstacles(self, vigilances: Iterable[ResultatVigilance]) -> Iterable[_Obstacle]:
        q, lue = self.contexte.questionnaire, self.contexte.grille.lue
        conditions = {v.lu.id: v.si for v in q.vigilances}
        planchers = {p.id: p for p in lue.planchers}
        for v in vigilances:
            if v.gravite not in ("imperatif", "majeure") or v.gravite not in lue.plafonnements:
                continue
            avis = lue.plafonnements[v.gravite]
            if si := conditions.get(v.id):
                noms = frozenset(si.noms & q.questions.keys())
                yield _Obstacle(avis, si, noms, frozenset().union(*(self.derriere[n] for n in noms)))
            elif plancher := planchers.get(v.id):
                yield _Obstacle(avis, None, frozenset(), frozenset(), plancher.element, plancher.minimum)
            else:  # the rules on how questions are answered: no change of an answer lifts them
                yield _Obstacle(avis, None, frozenset(), frozenset())

    def _leve(self, k: int, ensemble: Ensemble, gains: Mapping[str, Fraction]) -> bool:
        obstacle = self.obstacles[k]
        if obstacle.element is not None:
            return self._base(obstacle.element) + gains.get(obstacle.element, ZERO) >= obstacle.minimum
        if obstacle.si is None:
            return False
        if any(nom not in self.contexte.questionnaire.questions and nom.startswith("score_") for nom in obstacle.si.noms):
            return True  # it reads scores: undecided here
        touches = tuple(c for c in ensemble if c.question in obstacle.noms or c.question in obstacle.conditions)
        if not touches:
            return False
        if any(c.question in obstacle.conditions for c in touches):
            return True  # it may come to ask, or to hide, what the condition reads
        if (connu := self._leves.get((k, touches))) is None:
            autres = {nom: self._abstraite(groupe) for nom, groupe in _par_question(touches)}
            noms = Vue(self.contexte, autres)
            self._leves[k, touches] = connu = not bounds.truth(obstacle.si, noms) & d.VRAI
        return connu

    def _derogation(self, ensemble: Ensemble, gains: Mapping[str, Fraction]) -> bool:
        """Each condition that does not hold yet may come to hold: at some score up to the lower end that is promised."""
        if self.conditions is None:
            return False
        changees = {c.question for c in ensemble}
        for si in self.conditions:
            scores_lus = si.noms & self.scores.keys()
            if si.noms & (changees | {PLAFOND, COMPLETUDE}):
                continue
            autres: dict[str, d.Valeur] = {}
            for nom in scores_lus:
                element = self.scores[nom]
                autres[nom] = d.Nombre(ZERO, min(UN, self._base(element) + gains.get(element, ZERO)))
            if not bounds.truth(si, Vue(self.contexte, autres)) & d.VRAI:
                return False
        return True


def _par_question(ensemble: Ensemble) -> list[tuple[str, Ensemble]]:
    groupes: dict[str, list[Candidat]] = {}
    for candidat in ensemble:
        groupes.setdefault(candidat.question, []).append(candidat)
    return [(nom, tuple(groupe)) for nom, groupe in groupes.items()]


def _derriere(q: Questionnaire) -> dict[str, frozenset[str]]:
    """For each question, those that decide whether it is asked, step by step."""
    derriere: dict[str, frozenset[str]] = {}
    for nom in q.ordre:
        condition = q.conditions.get(nom)
        lus = frozenset(condition.noms & q.questions.keys()) if condition else frozenset()
        derriere[nom] = lus.union(*(derriere[autre] for autre in lus))
    return derriere


def _couplees(q: Questionnaire, derriere: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Questions whose answer reaches the score of another one: gains do not simply add up there."""
    couplees: set[str] = set()
    for n in q.notations:
        couplees |= derriere[n.question]
        for nom in (n.formule.noms if n.formule else frozenset()) & q.questions.keys():
            couplees |= derriere[nom] | ({nom} - {n.question})
    return frozenset(couplees)
