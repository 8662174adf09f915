"""The price of each disagreement between the two volets, reconciled with the total gap (`model.md` §5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction
from itertools import groupby

from msgspec import Struct

from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation import portee
from evaluator.evaluation.comparaison.ecarts import Hybrides
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.memoire import Memoire
from evaluator.evaluation.result import Evaluation, Terme
from evaluator.questionnaire.load import Referentiel

LIMITES: tuple[Terme, ...] = ("plafond", "cout_net", "demande", "forfait")  # what stops an amount whatever the score
ARRONDI = 1  # euros: what moves the amount by no more, and no score, is a matter of rounding


class Prix(Struct, frozen=True):
    """A change of score and euros, at the lower and the upper end; where all is known both ends are the same."""

    score_min: Fraction
    score_max: Fraction
    montant_min: int | None  # None: no amount at that end on one side
    montant_max: int | None

    @property
    def score(self) -> Fraction | None:
        return self.score_min if self.score_min == self.score_max else None

    @property
    def montant(self) -> int | None:
        return self.montant_min if self.montant_min == self.montant_max else None

    @property
    def nul(self) -> bool:
        """Nothing changes, at either end."""
        return not any((self.score_min, self.score_max, self.montant_min, self.montant_max))

    @property
    def ampleur(self) -> tuple[int, Fraction]:
        """What it is worth whatever the sign: euros first, then points."""
        return (
            max(abs(self.montant_min or 0), abs(self.montant_max or 0)),
            max(abs(self.score_min), abs(self.score_max)),
        )


_NUL = Prix(Fraction(0), Fraction(0), 0, 0)


class Desaccord(Struct, frozen=True):
    """One question on which the two volets differ. `prix`: what passing from declared to found changes, all else as found.

    `plafonnee`: same value, but a level that rests on a declaration alone counts as 1 in the constat. `lue` false: nothing
    in the score, the opinion or the amount ever reads it. `arret`: what keeps the amount below the rate once this answer is
    as declared, so that its price in euros says less than its price in points; None where nothing does.
    """

    question: str
    declaree: Reponse
    constatee: Reponse
    plafonnee: bool
    prix: Prix
    motif: str | None  # the inspector's reason
    lue: bool = True
    arret: Terme | None = None

    @property
    def a_constater(self) -> bool:
        """The constat does not say yet: an unknown rather than a contradiction."""
        return self.constatee.etat == "non_renseignee"


class Interaction(Struct, frozen=True):
    """What an answer weighs beside others: its effect once the `avant` ones are as declared, less its own price.

    `terme`: what limits the amount at that point, where it explains the difference.
    """

    question: str
    avant: tuple[str, ...]
    prix: Prix
    terme: Terme | None = None


class Comparaison(Struct, frozen=True):
    """declared + rules + Σ prices + Σ interactions + roundings = found, at each end, to the euro and to the exact score.

    `sans_motif` leaves out what is still to be found, what exists in the constat only, and levels capped by the rule.
    """

    declaree: Evaluation
    constatee: Evaluation
    desaccords: tuple[Desaccord, ...]  # the dearest first
    accords: tuple[str, ...]  # questions answered the same way on both sides
    interactions: tuple[Interaction, ...]  # in the order of `desaccords`
    arrondis: Prix  # interactions of one euro at most, added up
    regles: Prix  # what the rules of the constat change by themselves (0 unless a local grid makes them count)
    total: Prix
    sans_motif: tuple[str, ...]  # disagreements without a reason
    indicatif: bool = False  # the euros are those of the indicative figure: the regime gives no amount

    @property
    def prix(self) -> Prix:
        """All prices together."""
        return somme(d.prix for d in self.desaccords)


def comparer(referentiel: Referentiel, auto: Reponses, constat: Reponses) -> Comparaison:
    """The differences, each priced from the found side (`docs/decisions/005`)."""
    memoire = Memoire(referentiel)
    declaree, constatee = evaluer(referentiel, auto), evaluer(referentiel, constat, memoire=memoire)
    hybrides = Hybrides(referentiel, auto, constat, constatee)

    def evaluer_avec(rendues: Collection[str]) -> Evaluation:
        return evaluer(referentiel, hybrides.reponses(rendues), memoire=memoire)

    arrivee, lues = bouts(constatee), portee.lues(referentiel)
    rendus = {nom: evaluer_avec((nom,)) for nom in hybrides.ecarts if nom in lues}
    seules = {nom: ecart(arrivee, bouts(rendu)) for nom, rendu in rendus.items()}
    arrets = {nom: _arret(rendu, seules[nom]) for nom, rendu in rendus.items()}
    prix = {nom: seules.get(nom, _NUL) for nom in hybrides.ecarts}
    # a stable sort: at the same price, what a result may read first, then the order of the questionnaire
    ordre = sorted(hybrides.ecarts, key=lambda nom: (prix[nom].ampleur, nom in seules), reverse=True)
    rendues: list[str] = []
    interactions: list[Interaction] = []
    depart = arrivee
    for nom in ordre:  # each given back in turn, the dearest first
        if nom not in seules:
            continue
        evaluation = evaluer_avec((*rendues, nom))
        apres = bouts(evaluation)
        reste = ecart(ecart(depart, apres), prix[nom])
        if not reste.nul:
            interactions.append(Interaction(nom, tuple(rendues), reste, portee.montants(evaluation).terme_limitant))
        depart = apres
        rendues.append(nom)
    desaccords = tuple(_desaccord(nom, referentiel, hybrides, prix[nom], nom in lues, arrets.get(nom)) for nom in ordre)
    return Comparaison(
        declaree,
        constatee,
        desaccords,
        hybrides.accords,
        tuple(i for i in interactions if not _arrondi(i.prix)),
        somme(i.prix for i in interactions if _arrondi(i.prix)),
        ecart(depart, bouts(declaree)),
        ecart(arrivee, bouts(declaree)),
        tuple(d.question for d in desaccords if _a_motiver(d, referentiel)),
        indicatif=any(portee.montants(e) is not e.modulation.montants for e in (declaree, constatee)),
    )


def regrouper(interactions: Iterable[Interaction]) -> list[tuple[tuple[Interaction, ...], Prix]]:
    """Interactions that follow each other under the same limit and with the same sign, and what they add up to."""
    groupes = groupby(interactions, key=lambda i: (i.terme, _signe(i.prix)))
    return [(tuple(g), somme(i.prix for i in g)) for _, suite in groupes for g in [list(suite)]]


def _signe(prix: Prix) -> int:
    ampleur = prix.montant_max or prix.montant_min or prix.score_max or prix.score_min
    return (ampleur > 0) - (ampleur < 0)


def bouts(evaluation: Evaluation) -> Prix:
    """Score and amount at both ends, as a gap from zero."""
    m, score = portee.montants(evaluation), evaluation.globale
    return Prix(Fraction(score.min), Fraction(score.max), m.montant_min, m.montant_max)


def ecart(apres: Prix, avant: Prix) -> Prix:
    """`apres` less `avant`, end by end; None where either has no amount."""
    return Prix(
        apres.score_min - avant.score_min,
        apres.score_max - avant.score_max,
        _moins(apres.montant_min, avant.montant_min),
        _moins(apres.montant_max, avant.montant_max),
    )


def somme(prix: Iterable[Prix]) -> Prix:
    """The sum end by end; what has no amount at an end adds nothing there."""
    liste = list(prix)
    return Prix(
        sum((p.score_min for p in liste), Fraction(0)),
        sum((p.score_max for p in liste), Fraction(0)),
        sum(p.montant_min or 0 for p in liste),
        sum(p.montant_max or 0 for p in liste),
    )


def _moins(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a - b


def _arrondi(prix: Prix) -> bool:
    """No score, and one euro at most at each end."""
    euros, points = prix.ampleur
    return not points and euros <= ARRONDI


def _arret(rendu: Evaluation, prix: Prix) -> Terme | None:
    """What stops the amount where one answer is as declared and moves the score."""
    terme = portee.montants(rendu).terme_limitant
    return terme if terme in LIMITES and (prix.score_min or prix.score_max) else None


def _desaccord(
    nom: str, referentiel: Referentiel, hybrides: Hybrides, prix: Prix, lue: bool, arret: Terme | None
) -> Desaccord:
    question = referentiel.questionnaire.questions[nom]
    constatee = hybrides.constat[nom]
    motif = (constatee.motif or "").strip() or None
    plafonnee = hybrides.plafonnee(nom, question)
    return Desaccord(nom, hybrides.declaree(nom, question), constatee, plafonnee, prix, motif, lue, arret)


def _a_motiver(d: Desaccord, referentiel: Referentiel) -> bool:
    """The service contradicts a declared answer by one of its own, and does not say why."""
    face_a_face = referentiel.questionnaire.questions[d.question].volet is None
    return face_a_face and not (d.motif or d.plafonnee or d.a_constater)
