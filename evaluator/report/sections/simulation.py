"""For the gestionnaire: what the file says of itself, as a simulation that binds no one."""

from __future__ import annotations

from evaluator import french
from evaluator.evaluation.result import ResultatVigilance
from evaluator.report import mots
from evaluator.report.sections.synthese import indicatif
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

CADRE = (
    "Ces chiffres sont une simulation, faite avec les seules réponses du gestionnaire. Ils n’engagent ni le gestionnaire ni "
    "l’État : le service examine la demande, échange avec le gestionnaire, puis une personne nommée décide."
)
PORTEE = (
    "Ce document appartient au gestionnaire. Il l’aide à compléter son auto-évaluation et à préparer ses objectifs ; "
    "il peut le joindre au dossier ou le garder.",
    "Les objectifs du plan sont des possibilités, calculées d’après les réponses : le projet social et l’échange avec le "
    "service disent lesquels retenir.",
    "Le calcul suit l’annexe I de la circulaire du 30 mai 2013 et une grille de poids et de seuils. La circulaire ne fixe "
    "ni points, ni poids, ni taux.",
)
_COMPTENT = ("ineligible", "imperatif", "majeure")


def simulation(sujet: Sujet) -> Bloc:
    evaluation, modulation = sujet.evaluation, sujet.evaluation.modulation
    m = modulation.montants
    return {
        "avis": sujet.mot_avis(modulation.avis),
        "bornes": _bornes(sujet),
        "montant": french.euros(m.montant) if m.montant is not None else _sans_montant(sujet),
        "intervalle": mots.intervalle(m),
        "indicatif": indicatif(sujet),
        "cadre": typo(CADRE),
        "raisons": [typo(f"{r[:1].upper()}{r[1:]}.") for r in modulation.raisons],
        "axes": [
            {
                "nom": typo(f"{axe.id} – {axe.titre}"),
                "score": mots.score(axe.score),
                "completude": french.pourcent(axe.completude),
            }
            for axe in evaluation.axes
        ],
        "global": {"score": mots.score(evaluation.globale), "completude": french.pourcent(evaluation.completude)},
        "limites": _limites(sujet),
    }


def _sans_montant(sujet: Sujet) -> str:
    """Why there is none: the service has not said its lump sum, or answers are missing."""
    bareme, forfait = sujet.bareme, sujet.referentiel.grille.lue.forfait
    if bareme is not None and bareme.mode == "forfait" and forfait.par_logement is None:
        return typo(f"aucun montant (forfait de {sujet.evaluation.exercice} non renseigné par le service)")
    return "pas encore calculable"


def _bornes(sujet: Sujet) -> str:
    m = sujet.evaluation.modulation
    if m.avis != "indetermine" or m.avis_min == m.avis_max:
        return ""
    return typo(f"de « {sujet.mot_avis(m.avis_min)} » à « {sujet.mot_avis(m.avis_max)} » selon les réponses qui manquent")


def _limites(sujet: Sujet) -> list[Affichable]:
    """What certainly holds the result back today, with the clause it rests on."""
    lues = [v for v in sujet.evaluation.vigilances if v.statut == "certaine" and v.gravite in _COMPTENT]
    return [_limite(sujet, v) for v in lues]


def _limite(sujet: Sujet, v: ResultatVigilance) -> Bloc:
    clauses = [sujet.titre_clause(c) for c in v.clauses if c in sujet.referentiel.textes.clauses]
    return {"titre": typo(v.titre), "message": typo(v.message), "clauses": clauses}


def portee(sujet: Sujet) -> Bloc:
    """What the document is, for the gestionnaire's own kind."""
    return {"phrases": [typo(p) for p in PORTEE]}
