"""The decision of a named person beside the recommendation: what must be said of it, and what no one may lift."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from evaluator import french
from evaluator.dossier.actes import Decision, Recommandation
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.bareme import Bareme
from evaluator.questionnaire.load import Referentiel

PREMIERE_ANNEE, DERNIERE_ANNEE = 2000, 2100  # the years that a barème can name


def recommandation(evaluation: Evaluation, evenements: int, empreinte: str) -> Recommandation:
    """What the tool recommends, as it is kept beside a decision. `evenements`, `empreinte`: of the journal at that time."""
    module = evaluation.modulation
    m = module.montants
    plafond = None if m.plafond is None else int(m.plafond)
    return Recommandation(module.avis, m.montant, m.montant_min, m.montant_max, plafond, evenements, empreinte)


def controler(referentiel: Referentiel, evaluation: Evaluation, decision: Decision) -> tuple[str, ...]:
    """Why this decision cannot be recorded as it is, in French; empty where it can. `evaluation` is that of the constat."""
    montant = decision.montant
    if isinstance(montant, bool) or not isinstance(montant, int) or montant < 0:
        return ("le montant décidé est un nombre entier d’euros, 0 ou plus",)
    return (
        *assise(referentiel, evaluation),
        *_personne(decision),
        *_dates(decision),
        *_montant(referentiel, evaluation, decision),
    )


def assise(referentiel: Referentiel, evaluation: Evaluation) -> Iterator[str]:
    """Why nothing can be decided on this evaluation, whatever the amount."""
    questions = referentiel.questionnaire.questions
    etablies = (r.id for r in evaluation.questions.values() if not questions[r.id].commun and _repondue(r.etat, r.valeur))
    if evaluation.volet != "constat":
        yield "la décision se prend sur le constat du service, non sur l’auto-évaluation du gestionnaire"
    elif next(etablies, None) is None:
        yield "le constat du service ne porte aucune réponse\u00a0: l’auto-évaluation seule ne fonde pas une décision"


def _repondue(etat: str, valeur: object) -> bool:
    return etat in ("renseignee", "ne_sait_pas", "sans_objet") or valeur is not None


def _personne(decision: Decision) -> Iterator[str]:
    if not decision.nom.strip():
        yield "le nom de la personne qui décide manque"
    if not decision.fonction.strip():
        yield "la fonction de la personne qui décide manque"


def _dates(decision: Decision) -> Iterator[str]:
    convention = decision.convention
    toutes = {
        "date de la décision": decision.date,
        "date de notification": decision.date_notification,
        "début de la convention": convention.debut if convention else None,
        "fin de la convention": convention.fin if convention else None,
    }
    for nom, jour in toutes.items():
        if jour is not None and not PREMIERE_ANNEE <= jour.year <= DERNIERE_ANNEE:
            bornes = f"de {PREMIERE_ANNEE} à {DERNIERE_ANNEE}"
            yield f"{nom}\u00a0: une date {bornes} est attendue\u00a0; trouvé\u00a0: {_jour(jour)}"
    notifiee = decision.date_notification
    if notifiee is not None and notifiee < decision.date:
        yield f"la notification ({_jour(notifiee)}) ne peut pas précéder la décision ({_jour(decision.date)})"
    if convention and convention.debut and convention.fin and convention.fin < convention.debut:
        yield f"la convention finit ({_jour(convention.fin)}) avant de commencer ({_jour(convention.debut)})"


def _jour(jour: date) -> str:
    return french.jour(jour)


def _montant(referentiel: Referentiel, evaluation: Evaluation, decision: Decision) -> Iterator[str]:
    if evaluation.recevabilite.statut == "irrecevable":
        if decision.montant:
            raisons = "\u00a0; ".join(f"{m.message} ({m.clause})" for m in evaluation.recevabilite.motifs)
            yield f"le dossier est irrecevable\u00a0: seul un montant de 0\u00a0€ peut être décidé. {raisons}".rstrip()
        return
    yield from _plafond(referentiel, evaluation, decision)
    recommande = evaluation.modulation.montants.montant
    if (decision.motif or "").strip():
        return
    if recommande is None:
        yield "l’outil ne propose aucun montant ici\u00a0: la décision demande un motif écrit"
    elif decision.montant != recommande:
        yield (
            f"le montant décidé ({french.euros(decision.montant)}) n’est pas le montant proposé"
            f" ({french.euros(recommande)})\u00a0: un motif écrit est demandé"
        )


def _plafond(referentiel: Referentiel, evaluation: Evaluation, decision: Decision) -> Iterator[str]:
    """A ceiling of the circulaire is not the tool's to lift, nor a service's beyond the derogation that it provides for."""
    bareme = referentiel.baremes.pour(evaluation.exercice) if evaluation.exercice is not None else None
    if bareme is None:
        return
    clauses = ", ".join(bareme.clauses)
    dit = french.euros(decision.montant)
    if bareme.mode == "forfait":
        plafond = evaluation.modulation.montants.plafond
        if plafond is not None and decision.montant > plafond:
            yield f"{dit} dépasse le forfait de cette résidence, {french.euros(plafond)}, qui ne se dépasse pas ({clauses})"
        return
    logements = _logements(evaluation)
    plafond = bareme.plafond(logements) if logements is not None else bareme.plafonds_entre(1, None)[1]
    if decision.montant <= plafond:
        return
    taille = "le plus haut du barème"
    if logements is not None:
        taille = f"de cette résidence ({french.pluriel(logements, 'logement')})"
    depasse = f"{dit} dépasse le plafond {taille}, {french.euros(plafond)} ({clauses})"
    yield from (f"{depasse}\u00a0: {raison}" for raison in _depassement(bareme, logements, decision))


def _logements(evaluation: Evaluation) -> int | None:
    resultat = evaluation.questions.get("nb_logements")
    valeur = resultat.valeur if resultat else None
    return valeur if isinstance(valeur, int) and not isinstance(valeur, bool) and valeur >= 1 else None


def _depassement(bareme: Bareme, logements: int | None, decision: Decision) -> Iterator[str]:
    regle = bareme.derogation
    if regle is None:
        yield "aucune dérogation n’est prévue"
        return
    clauses = ", ".join(regle.clauses)
    if logements is None or logements < regle.a_partir_de:
        trouve = "ce nombre n’est pas renseigné" if logements is None else f"il y en a {french.nombre(logements, 0)}"
        seuil = french.nombre(regle.a_partir_de, 0)
        yield f"il ne peut être dépassé qu’à partir de {seuil} logements ({clauses}), et {trouve}"
        return
    maximum = bareme.plafond(logements) * (1 + Fraction(regle.taux_max))
    if decision.montant > maximum:
        taux = french.pourcent(regle.taux_max)
        yield f"la dérogation s’arrête à {taux} de plus, soit {french.euros(maximum)} ({clauses})"
    elif not (decision.derogation or "").strip():
        yield f"une dérogation demande son propre motif écrit ({clauses})"


def reserves(evaluation: Evaluation, decision: Decision) -> tuple[str, ...]:
    """What a person may decide, and must know: going past the ceiling where the tool does not see its conditions met.

    The conditions are the circulaire's (C-IV-c-20), their thresholds the tool's: a written reason may judge otherwise.
    """
    d, plafond = evaluation.modulation.derogation, evaluation.modulation.montants.plafond
    if not decision.derogation or plafond is None or decision.montant <= plafond:
        return ()
    dits = [] if d.demandee else ["le dossier ne demande pas de dépassement du plafond"]
    dits += [f"condition du dépassement non remplie dans le constat, au seuil de l’outil (« {c.libelle} »)"
             for c in d.conditions if not c.remplie]  # fmt: skip
    return tuple(dits)


__all__ = ["assise", "controler", "recommandation", "reserves"]
