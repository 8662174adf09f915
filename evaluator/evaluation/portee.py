"""Which questions the opinion and the amount read: always (`lues`), and given what is known already (`ouverture`)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from evaluator.evaluation.result import Evaluation, Montants
from evaluator.questionnaire.bareme import Baremes
from evaluator.questionnaire.compile import COMPLETUDE, FIN_N1, PLAFOND
from evaluator.questionnaire.formula.types import Expression
from evaluator.questionnaire.grille import AVIS, Grille
from evaluator.questionnaire.load import Referentiel

_PLAFOND = frozenset({"exercice", "nb_logements", "type_structure", "pse_caf_n1"})
_ACTES = ("derogation_demandee", "derogation_motif")


class Ouverture(Struct, frozen=True):
    """Of the questions: those that may still move the result, alone or with others, and those that only may alone.

    `seules`: acts, and facts that only a blocking control reads: whether they matter shows in their own answers.
    """

    porteuses: frozenset[str]
    seules: frozenset[str]


def montants(evaluation: Evaluation) -> Montants:
    """The amounts that a comparison reads: those of the exercice, or the indicative ones where its regime has none yet."""
    m = evaluation.modulation
    return m.indicatif.montants if m.indicatif is not None and m.montants.montant_min is None else m.montants


def lues(referentiel: Referentiel) -> frozenset[str]:
    """Every question that a score, a capping vigilance, an exclusion, a blocking control or a term of the amount reads."""
    q, grille = referentiel.questionnaire, referentiel.grille
    noms = {*_notees(referentiel, q.notees), *_argent(grille, referentiel), *_derogation(referentiel)}
    for v in q.vigilances:
        if v.lu.gravite == "ineligible" or v.lu.gravite in grille.lue.plafonnements:
            noms |= _formule(v.si, referentiel)
    noms |= _controles(referentiel, q.questions)
    return _remonter(noms, referentiel, q.questions)


def ouverture(referentiel: Referentiel, evaluation: Evaluation) -> Ouverture:
    """What may still matter. Sound: a question left out changes nothing, whatever its answer and those of the others."""
    if evaluation.recevabilite.statut == "irrecevable":
        return Ouverture(frozenset(), frozenset())
    asked = [nom for nom, r in evaluation.questions.items() if r.etat != "masquee"]
    noms: set[str] = set()
    q = referentiel.questionnaire
    montant_ouvert = _montant_ouvert(evaluation)
    if avis_ouvert(referentiel, evaluation) or (montant_ouvert and _taux_ouvert(evaluation)):
        noms |= _notees(referentiel, asked)
        noms |= _plafonnantes(referentiel, evaluation)
    possibles = {v.id for v in evaluation.vigilances if v.statut == "possible" and v.gravite == "ineligible"}
    for v in q.vigilances:
        if v.lu.id in possibles:
            noms |= _formule(v.si, referentiel)
    if montant_ouvert:
        noms |= _argent(referentiel.grille, referentiel)
    seules = _controles(referentiel, asked)
    if _derogation_possible(referentiel.baremes, evaluation):
        derogation = evaluation.modulation.derogation
        noms.add("derogation_demandee")
        seules |= set(_ACTES)
        if derogation.demandee and derogation.motif and montant_ouvert:
            noms |= _derogation(referentiel)
    en_attente = {nom for nom, r in evaluation.questions.items() if r.etat == "en_attente"}
    portees = _remonter(noms, referentiel, en_attente) & set(asked)
    return Ouverture(portees, (_remonter(seules, referentiel, en_attente) & set(asked)) - portees)


def avis_ouvert(referentiel: Referentiel, evaluation: Evaluation) -> bool:
    """Answers that are missing may still give, or change, the word."""
    m = evaluation.modulation
    bloque = any(c.gravite == "bloquant" for c in evaluation.controles)
    incomplet = evaluation.completude < referentiel.grille.lue.completude_min
    return m.avis_min != m.avis_max or incomplet or (m.avis == "indetermine" and not bloque)


def _montant_ouvert(evaluation: Evaluation) -> bool:
    if evaluation.exercice is not None and evaluation.bareme is None:
        return False  # no barème covers the exercice: nothing gives an amount
    m = montants(evaluation)
    return m.montant_min is None or m.montant_min != m.montant_max


def _taux_ouvert(evaluation: Evaluation) -> bool:
    taux = evaluation.modulation.taux
    return taux is None or taux.min != taux.max


def _derogation_possible(baremes: Baremes, evaluation: Evaluation) -> bool:
    """A request with its reason would move the ceiling. Both are acts: while they are absent, no interval holds them."""
    regle = baremes.dernier_plafond.derogation
    if evaluation.volet != "constat" or regle is None:
        return False
    bareme = baremes.pour(evaluation.exercice) if evaluation.exercice is not None else baremes.dernier_plafond
    au_plafond = evaluation.modulation.indicatif is not None or (bareme is not None and bareme.mode == "plafond")
    logements = evaluation.questions["nb_logements"]
    assez = not isinstance(logements.valeur, int) or logements.valeur >= regle.a_partir_de
    return au_plafond and assez and all(c.possible for c in evaluation.modulation.derogation.conditions)


def _plafonnantes(referentiel: Referentiel, evaluation: Evaluation) -> set[str]:
    """Names read by the vigilances that may still lower the word further than the certain ones do."""
    plafonds = referentiel.grille.lue.plafonnements
    rangs = {gravite: AVIS.index(mot) for gravite, mot in plafonds.items()}
    certain = min((rangs[v.gravite] for v in evaluation.vigilances if v.statut == "certaine" and v.gravite in rangs),
                  default=len(AVIS))  # fmt: skip
    possibles = {
        v.id for v in evaluation.vigilances
        if v.statut == "possible" and v.gravite in rangs and rangs[v.gravite] < certain
    }  # fmt: skip
    noms: set[str] = set()
    for v in referentiel.questionnaire.vigilances:
        if v.lu.id in possibles:
            noms |= _formule(v.si, referentiel)
    return noms


def _notees(referentiel: Referentiel, parmi: Iterable[str]) -> set[str]:
    """The scored questions among these, and the facts that their scores read."""
    noms: set[str] = set()
    retenues = set(parmi)
    for n in referentiel.questionnaire.notations:
        if n.question in retenues:
            noms |= {n.question, *(_formule(n.formule, referentiel) if n.formule else ())}
    return noms


def _argent(grille: Grille, referentiel: Referentiel) -> set[str]:
    noms = {"montant_demande", *_PLAFOND}
    if grille.lue.terme_cout_net:
        noms |= {"cout_gls", *_formule(referentiel.questionnaire.cofinancements_gls, referentiel)}
    return noms


def _derogation(referentiel: Referentiel) -> set[str]:
    noms = {*_ACTES, "derogation_taux"}
    for condition in referentiel.grille.derogation:
        noms |= _formule(condition.si, referentiel)
    return noms


def _controles(referentiel: Referentiel, de: Iterable[str]) -> set[str]:
    noms: set[str] = set()
    for question in de:
        for controle in referentiel.questionnaire.controles.get(question, ()):
            if controle.lu.gravite == "bloquant":
                noms |= {question, *_formule(controle.si, referentiel)}
    return noms


def _formule(expression: Expression, referentiel: Referentiel) -> set[str]:
    """The questions behind the names of a formula."""
    questions = referentiel.questionnaire.questions
    noms: set[str] = set()
    for nom in expression.noms:
        if nom in questions:
            noms.add(nom)
        elif nom == FIN_N1:
            noms.add("exercice")
        elif nom == PLAFOND:
            noms |= _PLAFOND
        elif nom == COMPLETUDE or nom.startswith("score_"):
            noms |= _notees(referentiel, referentiel.questionnaire.notees)
    return noms


def _remonter(noms: set[str], referentiel: Referentiel, conditionnees: Iterable[str]) -> frozenset[str]:
    """`noms`, and what decides whether those of them that are `conditionnees` are asked."""
    conditions, suivies = referentiel.questionnaire.conditions, set(conditionnees)
    vues: set[str] = set()
    pile = list(noms)
    while pile:
        nom = pile.pop()
        if nom in vues:
            continue
        vues.add(nom)
        if nom in suivies and nom in conditions:
            pile += _formule(conditions[nom], referentiel)
    return frozenset(vues & referentiel.questionnaire.questions.keys())
