"""The result of an evaluation in words, for `agls evaluer`."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.evaluation import words
from evaluator.evaluation.result import Encadrement, Evaluation, Montants
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import GRAVITES


def resume(nom: str, referentiel: Referentiel, evaluation: Evaluation) -> str:
    """A screenful: opinion, amount, reasons, axes, vigilances."""
    return "\n".join(_lignes(nom, referentiel, evaluation))


def encadre(e: Encadrement) -> str:
    """A score with its interval."""
    if e.absent:
        return "rien ne s’applique"
    if e.valeur is not None:
        return french.score(e.valeur)
    return f"entre {french.score(e.min)} et {french.score(e.max)}"


def montant(m: Montants) -> str:
    """An amount with its interval."""
    if m.montant is not None:
        return french.euros(m.montant)
    if m.montant_min is None:
        return "aucun"
    haut = french.euros(m.montant_max) if m.montant_max is not None else "l’infini"
    return f"aucun pour l’instant ; encadrement de {french.euros(m.montant_min)} à {haut}"


def _lignes(nom: str, referentiel: Referentiel, e: Evaluation) -> Iterator[str]:
    m, grille = e.modulation, referentiel.grille
    yield f"{nom} — {LIBELLES_VOLET[e.volet]}, exercice {e.exercice or 'non renseigné'}"
    for ligne in (words.ligne_grille(grille), words.ligne_regime(e.exercice, grille.lue.forfait.par_logement is not None)):
        if ligne:
            yield f"  ! {ligne}"
    yield f"Avis : {words.avis(m.avis, grille)}"
    yield f"Montant proposé : {montant(m.montants)}"
    if m.indicatif is not None:
        yield f"Montant indicatif (barème de 2013) : {montant(m.indicatif.montants)}"
    if m.montants.terme_limitant:
        yield f"Terme qui limite : {words.LIBELLES_TERME[m.montants.terme_limitant]}"
    if m.montants.plafond is not None:
        yield f"Plafond : {french.euros(m.montants.plafond)}"
    if m.taux is not None:
        taux = m.taux.valeur
        yield "Taux : " + (
            french.pourcent(taux, 2)
            if taux is not None
            else f"entre {french.pourcent(m.taux.min, 2)} et {french.pourcent(m.taux.max, 2)}"
        )
    if m.sens is not None:
        ecart = f" ({'+' if m.ecart_n1 > 0 else ''}{french.euros(m.ecart_n1)} par rapport à N-1)" if m.ecart_n1 else ""
        yield f"Sens : {words.LIBELLES_SENS[m.sens]}{ecart}"
    if e.recevabilite.statut == "irrecevable":
        for motif in e.recevabilite.motifs:
            yield f"Recevabilité : irrecevable. {motif.message} [{motif.clause}]"
    else:
        yield f"Recevabilité : {words.LIBELLES_RECEVABILITE[e.recevabilite.statut]}"
    for raison in m.raisons:
        yield f"  · {raison}"
    yield f"Score global : {encadre(e.globale)}"
    for axe in e.axes:
        yield f"  {axe.id} {axe.titre} : {encadre(axe.score)} (poids {french.nombre(axe.poids)})"
    yield f"Besoin : {encadre(e.dimensions['besoin'])} ; réponse : {encadre(e.dimensions['reponse'])}"
    yield f"Complétude : {french.pourcent(e.completude)} ; sans objet : {french.pourcent(e.part_sans_objet)}"
    if plafonnees := e.plafonnees_parmi(referentiel.questionnaire.notees):
        noms = ", ".join(referentiel.questionnaire.questions[q].etiquette for q in plafonnees)
        yield f"Niveaux plafonnés à 1 (déclaration seule, ou sans source) : {noms}"
    if e.vigilances:
        yield "Points de vigilance :"
        for gravite in GRAVITES:
            for v in e.vigilances:
                if v.gravite == gravite:
                    if v.statut == "certaine":
                        yield f"  {words.LIBELLES_GRAVITE[gravite]} · {v.id} {v.titre} : {v.message}"
                    else:  # its message would state as a fact what is not known yet
                        yield f"  {words.LIBELLES_GRAVITE[gravite]}, possible · {v.id} {v.titre} [{', '.join(v.clauses)}]"
    for controle in e.controles:
        etiquette = referentiel.questionnaire.questions[controle.question].etiquette
        yield f"  {words.LIBELLES_CONTROLE[controle.gravite]} · {etiquette} : {controle.message}"
