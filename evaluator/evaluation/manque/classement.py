"""What is missing, ranked by what knowing it would narrow; and what can no longer change anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from evaluator.dossier.reponses import NON_CONNU, Reponse, Reponses
from evaluator.evaluation import portee
from evaluator.evaluation.comparaison.ecarts import INCONNUES
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.manque.candidats import Candidats
from evaluator.evaluation.memoire import Memoire
from evaluator.evaluation.result import AvisRendu, EtatCalcule, Evaluation
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import QuestionTableau

BUDGET = 2000  # evaluations; annexe 1 without any answer takes some 250
_INFINI = float("inf")


class Manque(Struct, frozen=True):
    """One question without an answer. Narrowings are in euros of the interval of the amount; None: from no bound to one."""

    question: str
    moyen: Fraction | None  # mean over its possible answers
    certain: Fraction | None  # whatever the answer
    avis: bool  # it can change the opinion, or make one possible
    revele: tuple[str, ...]  # questions that an answer may bring up


class CeQuiManque(Struct, frozen=True):
    """`utiles`: may still change the opinion or the amount, the most useful first; `inutiles`: unanswered, and cannot.

    A useful question may narrow nothing by itself: it matters together with another. `partielles`: answered, but an empty
    cell or a count *non connu* may still change the result.
    """

    largeur: Fraction | None  # euros between the two ends of the amount; None: no upper bound yet, or no amount at all
    utiles: tuple[Manque, ...]
    inutiles: tuple[str, ...]
    complet: bool = True  # False: the search stopped early
    partielles: tuple[str, ...] = ()


class _Resultat(Struct, frozen=True):
    """What an answer may change."""

    avis: tuple[AvisRendu, AvisRendu, AvisRendu]
    montant: int | None
    bas: int | None
    haut: int | None
    contradictions: frozenset[str]
    etats: Mapping[str, EtatCalcule]

    @classmethod
    def de(cls, e: Evaluation) -> _Resultat:
        m, montants = e.modulation, portee.montants(e)
        return cls(
            (m.avis, m.avis_min, m.avis_max),
            montants.montant,
            montants.montant_min,
            montants.montant_max,
            frozenset(c.question for c in e.controles if c.gravite == "bloquant"),
            {nom: r.etat for nom, r in e.questions.items()},
        )

    @property
    def largeur(self) -> Fraction | None:
        return None if self.bas is None or self.haut is None else Fraction(self.haut - self.bas)

    def autre(self, que: _Resultat) -> bool:
        """Another word or another euro, at either end."""
        return (self.avis, self.montant, self.bas, self.haut) != (que.avis, que.montant, que.bas, que.haut)


def classer(referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation) -> CeQuiManque:
    """Each unanswered question that may still matter is answered in turn, every way that counts, all else as it stands."""
    ouverture = portee.ouverture(referentiel, evaluation)
    avant = _Resultat.de(evaluation)
    sans_reponse = [nom for nom in evaluation.questions if sans_valeur(nom, reponses, evaluation)]
    essais = _Essais(referentiel, reponses, evaluation, avant)
    utiles: list[Manque] = []
    inutiles: list[str] = []
    for nom in sans_reponse:
        if nom not in ouverture.porteuses and nom not in ouverture.seules:
            inutiles.append(nom)
            continue
        manque, agit = essais.essayer(nom)
        if agit or nom in ouverture.porteuses:
            utiles.append(manque)
        else:
            inutiles.append(nom)
    lues = ouverture.porteuses
    partielles = (nom for nom in evaluation.questions if nom in lues and _trouee(nom, reponses, referentiel))
    ranges = _ranger(utiles, referentiel, evaluation)
    return CeQuiManque(avant.largeur, ranges, tuple(inutiles), essais.complet, tuple(partielles))


def sans_valeur(nom: str, reponses: Reponses, evaluation: Evaluation) -> bool:
    """Asked, or perhaps to be asked, and nobody answered."""
    return evaluation.questions[nom].etat != "masquee" and reponses[nom].etat in INCONNUES


def _trouee(nom: str, reponses: Reponses, referentiel: Referentiel) -> bool:
    """An answer that leaves something unknown: an empty cell, a count *non connu*."""
    valeur, question = reponses[nom].valeur, referentiel.questionnaire.questions[nom]
    if isinstance(valeur, Mapping):
        return bool(valeur.get(NON_CONNU, 0))
    if isinstance(question, QuestionTableau) and isinstance(valeur, tuple):
        return any(c.id not in ligne for ligne in valeur if isinstance(ligne, Mapping) for c in question.colonnes)
    return False


class _Essais:
    """Answers tried one question at a time, within the budget."""

    def __init__(self, referentiel: Referentiel, reponses: Reponses, evaluation: Evaluation, avant: _Resultat) -> None:
        q = referentiel.questionnaire
        self.referentiel, self.reponses, self.avant = referentiel, reponses, avant
        self.memoire = Memoire(referentiel)
        self.reste = BUDGET
        self.complet = True
        self.incomplet = evaluation.completude < referentiel.grille.lue.completude_min
        plafonnements = referentiel.grille.lue.plafonnements
        lues = [v.si for v in q.vigilances if v.lu.gravite == "ineligible" or v.lu.gravite in plafonnements]
        self.candidats = Candidats(Contexte(q, referentiel.grille, reponses), lues)

    def essayer(self, nom: str) -> tuple[Manque, bool]:
        """What the answers of `nom` narrow, and whether one of them changes anything. Beyond the budget: not known."""
        q = self.referentiel.questionnaire
        candidats = self.candidats.reponses(q.questions[nom]) if self.complet else ()
        if len(candidats) > self.reste:
            self.complet = False
        if not self.complet:
            return Manque(nom, Fraction(0), Fraction(0), False, ()), True
        self.reste -= len(candidats)
        issues = [self._avec(nom, reponse) for reponse in candidats]
        # an answer that contradicts another is no opinion: it says nothing of what the question would narrow
        justes = [r for r in issues if r.contradictions <= self.avant.contradictions] or issues
        completerait = self.incomplet and nom in q.notees
        avis = completerait or any(r.avis != self.avant.avis for r in justes)
        moyen, certain = self._resserrements(justes)
        agit = completerait or any(r.autre(self.avant) for r in issues)
        return Manque(nom, moyen, certain, avis, self._reveles(nom, issues)), agit

    def _avec(self, nom: str, reponse: Reponse) -> _Resultat:
        autres = Reponses(self.reponses.volet, {**self.reponses.par_question, nom: reponse})
        return _Resultat.de(evaluer(self.referentiel, autres, memoire=self.memoire))

    def _resserrements(self, issues: list[_Resultat]) -> tuple[Fraction | None, Fraction | None]:
        """(mean, worst) narrowing. From no bound: None where an answer gives one, and None again where all do."""
        largeurs = [r.largeur for r in issues]
        if self.avant.largeur is None:
            bornees = [x is not None for x in largeurs]
            return (None if any(bornees) else Fraction(0)), (None if all(bornees) else Fraction(0))
        gains = [self.avant.largeur - x for x in largeurs if x is not None] or [Fraction(0)]
        return sum(gains, Fraction(0)) / len(gains), min(gains)

    def _reveles(self, nom: str, issues: list[_Resultat]) -> tuple[str, ...]:
        """Questions not asked for certain yet, that an answer brings up, and that have no answer."""
        cachees = [autre for autre, etat in self.avant.etats.items() if etat in ("masquee", "en_attente") and autre != nom]
        return tuple(autre for autre in cachees if any(r.etats[autre] in INCONNUES for r in issues))


def _ranger(utiles: list[Manque], referentiel: Referentiel, evaluation: Evaluation) -> tuple[Manque, ...]:
    """What gives a bound first, then the mean narrowing, the certain one, what may change the word, the weight, the order.

    A question whose condition is not settled comes after those that settle it.
    """
    poids: dict[str, Fraction] = {}
    for n in evaluation.notations:
        poids[n.question] = poids.get(n.question, Fraction(0)) + n.poids_nominal

    def rang(m: Manque) -> tuple[float | Fraction, float | Fraction, bool, Fraction]:
        moyen = _INFINI if m.moyen is None else m.moyen
        certain = _INFINI if m.certain is None else m.certain
        return (moyen, certain, m.avis, poids.get(m.question, Fraction(0)))

    par_nom = {m.question: m for m in sorted(utiles, key=rang, reverse=True)}
    conditions, places = referentiel.questionnaire.conditions, dict[str, Manque]()

    def placer(nom: str) -> Iterator[Manque]:
        if nom in places:
            return
        if evaluation.questions[nom].etat == "en_attente":
            for parent in sorted(conditions[nom].noms & par_nom.keys(), key=list(par_nom).index):
                yield from placer(parent)
        if nom not in places:
            places[nom] = par_nom[nom]
            yield par_nom[nom]

    return tuple(m for nom in par_nom for m in placer(nom))
