"""From the global score to an opinion and an amount, with the reasons where there is none (`model.md` §4)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from evaluator import french
from evaluator.evaluation import explication, taux, termes
from evaluator.evaluation.contexte import Contexte
from evaluator.evaluation.derogation import Derogation
from evaluator.evaluation.differe import Differe
from evaluator.evaluation.plafond import exercice, plafond_bareme
from evaluator.evaluation.result import (
    AvisRendu,
    Encadrement,
    Indicatif,
    Modulation,
    Montants,
    Recevabilite,
    ResultatControle,
    ResultatVigilance,
    Sens,
)
from evaluator.evaluation.scores import Noeud
from evaluator.questionnaire.bareme import Bareme, Baremes
from evaluator.questionnaire.formula import domain as d

_SANS_MONTANT = Montants(None, None, None, None, None, None, None)


def moduler(
    contexte: Contexte,
    baremes: Baremes,
    globale: Noeud,
    vigilances: tuple[ResultatVigilance, ...],
    recevabilite: Recevabilite,
    derogation: Derogation,
    completude: Fraction,
    controles: tuple[ResultatControle, ...],
    ordinaire: d.Nombre,
) -> Modulation:
    """Opinion, rate and amount. `ordinaire`: the ceiling of the barème of the year, derogation apart."""
    annee = exercice(contexte)
    bareme = baremes.pour(annee) if annee is not None else None
    taux_ = taux.calculer(globale, vigilances, contexte)
    empeche = tuple(_empechements(contexte, globale, completude, controles))
    irrecevable = recevabilite.statut == "irrecevable"
    plafond = _derogatoire(ordinaire, bareme, derogation)
    indicatif = None
    if irrecevable:
        montants = Montants(plafond.connu, 0, 0, 0, "recevabilite", "recevabilite", "recevabilite")
    elif bareme is None:
        montants = _SANS_MONTANT
    elif plafond.present:
        montants = termes.montants(contexte, plafond, taux_, recevabilite.statut, forfait=bareme.mode == "forfait",
                                   retenir=not empeche)  # fmt: skip
    else:
        montants = _SANS_MONTANT
        indicatif = _indicatif(contexte, baremes.dernier_plafond, derogation, taux_, recevabilite, not empeche)
    avis_min: AvisRendu = "irrecevable" if recevabilite.statut != "recevable" else taux_.avis_bas
    avis_max: AvisRendu = "irrecevable" if irrecevable else taux_.avis_haut
    avis: AvisRendu = avis_min if avis_min == avis_max and (irrecevable or not empeche) else "indetermine"
    sens, ecart, ancienne = _sens(contexte, montants.montant)
    raisons: tuple[str, ...] = ()
    if not irrecevable:
        raisons = (*empeche, *_raisons(contexte, annee, bareme, avis_min, avis_max, recevabilite, plafond))
        if not raisons and montants.montant is None:
            raisons = tuple(_fourchette(montants))
    return Modulation(
        avis,
        avis_min,
        avis_max,
        None if irrecevable else Encadrement(taux_.bas, taux_.haut),
        taux_.brut,
        montants,
        sens,
        ecart,
        ancienne,
        derogation.resultat(bareme),
        indicatif,
        raisons,
        Differe(lambda: explication.tracer(contexte, bareme, derogation, plafond, globale, taux_, montants)),
    )


def _derogatoire(plafond: d.Nombre, bareme: Bareme | None, derogation: Derogation) -> d.Nombre:
    if bareme is None or bareme.mode != "plafond":
        return plafond
    return derogation.porter(plafond, bareme)


def _indicatif(
    contexte: Contexte, ancien: Bareme, derogation: Derogation, taux_: taux.Taux, recevabilite: Recevabilite, retenir: bool
) -> Indicatif:
    """The figure as for the last year of ceilings, with nothing else changed."""
    plafond = _derogatoire(plafond_bareme(contexte, ancien), ancien, derogation)
    chiffres = termes.montants(contexte, plafond, taux_, recevabilite.statut, forfait=False, retenir=retenir)
    return Indicatif(ancien.id, Encadrement(taux_.bas, taux_.haut).valeur, chiffres)


def _empechements(
    contexte: Contexte, globale: Noeud, completude: Fraction, controles: tuple[ResultatControle, ...]
) -> Iterable[str]:
    """What forbids an opinion whatever the scores."""
    minimum = contexte.grille.lue.completude_min
    if completude < minimum:
        yield f"complétude de {french.pourcent(completude)} : {french.pourcent(minimum)} au moins pour un avis"
    if globale.score.absent:
        yield "aucune question notée ne s’applique à coup sûr : pas de score global"
    for controle in controles:
        if controle.gravite == "bloquant":
            question = contexte.questionnaire.questions[controle.question]
            yield f"contradiction à lever («\u00a0{question.etiquette}\u00a0») : {controle.message}"


def _raisons(
    contexte: Contexte,
    annee: int | None,
    bareme: Bareme | None,
    avis_min: AvisRendu,
    avis_max: AvisRendu,
    recevabilite: Recevabilite,
    plafond: d.Nombre,
) -> Iterable[str]:
    if recevabilite.statut == "indeterminee":
        yield "la recevabilité n’est pas établie : le montant peut être nul"
    elif avis_min != avis_max:
        bas, haut = (contexte.grille.libelles_avis[mot] for mot in (avis_min, avis_max))
        yield f"selon les réponses qui manquent, l’avis va de «\u00a0{bas}\u00a0» à «\u00a0{haut}\u00a0»"
    if annee is None:
        yield "l’exercice n’est pas renseigné : aucun barème ne s’applique"
    elif bareme is None:
        yield f"aucun barème de l’outil ne couvre l’exercice {annee} (le premier est celui de 2013)"
    elif not plafond.present:
        yield f"le forfait par logement de l’exercice {annee} n’est pas renseigné dans la grille : pas de montant"


def _fourchette(montants: Montants) -> Iterable[str]:
    """An opinion, and still no amount: what is missing moves the euros without changing the word."""
    if montants.montant_min is not None:
        haut = french.euros(montants.montant_max) if montants.montant_max is not None else "un montant sans borne"
        yield f"selon les réponses qui manquent, le montant va de {french.euros(montants.montant_min)} à {haut}"


def _sens(contexte: Contexte, montant: int | None) -> tuple[Sens | None, Fraction | None, Fraction | None]:
    """What the amount means beside last year's: (sens, difference, last year's). A first request starts from 0."""
    premiere = contexte.est("type_demande", "premiere")
    accordee = Fraction(0) if premiere else contexte.nombre("agls_n1_accordee").connu
    if montant is None:
        return "ajournement", None, accordee
    ecart = montant - accordee if accordee is not None else None
    if premiere or accordee == 0:
        return "attribution", ecart, accordee
    if accordee is None:
        return None, None, None
    if montant == 0:
        return "non_renouvellement", ecart, accordee
    return ("reconduction" if montant == accordee else "hausse" if montant > accordee else "baisse"), ecart, accordee
