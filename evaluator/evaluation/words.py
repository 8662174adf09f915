"""The French words of results: one word per thing, the same on screen, in the report and on the command line."""

from __future__ import annotations

import re

from evaluator.evaluation.result import AvisRendu, EtatCalcule, Sens, Statut, StatutRecevabilite, Terme
from evaluator.questionnaire.grille import Grille, Origine
from evaluator.questionnaire.models import Gravite, GraviteControle

_EN_N1 = re.compile("\\ben N[-\u2011]1\\b")  # either hyphen
LIBELLES_TERME: dict[Terme, str] = {
    "plafond": "le plafond de la circulaire",
    "taux": "le taux (score global)",
    "vigilance": "un point de vigilance (taux plafonné)",
    "cout_net": "le coût net de la GLS",
    "demande": "le montant demandé",
    "forfait": "le forfait par logement",
    "recevabilite": "la recevabilité",
}
LIBELLES_SENS: dict[Sens, str] = {
    "ajournement": "ajournement",
    "non_renouvellement": "non-renouvellement",
    "attribution": "attribution",
    "reconduction": "reconduction",
    "hausse": "modulation à la hausse",
    "baisse": "modulation à la baisse",
}
LIBELLES_GRAVITE: dict[Gravite, str] = {
    "ineligible": "irrecevabilité",
    "imperatif": "impératif",
    "majeure": "majeure",
    "mineure": "mineure",
    "information": "information",
    "opportunite": "opportunité",
}
LIBELLES_CONTROLE: dict[GraviteControle, str] = {"bloquant": "bloquant", "alerte": "alerte", "info": "à noter"}
LIBELLES_STATUT: dict[Statut, str] = {"certaine": "certaine", "possible": "possible"}
LIBELLES_RECEVABILITE: dict[StatutRecevabilite, str] = {
    "recevable": "recevable",
    "irrecevable": "irrecevable",
    "indeterminee": "indéterminée",
}
LIBELLES_ORIGINE: dict[Origine, str] = {
    "circulaire": "circulaire",
    "defaut_outil": "paramètre de l’outil",
    "local": "paramètre local",
}
ORIGINE_2025 = "circulaire du 9 mai 2025"  # of the rules of a lump sum
LIBELLES_ETAT: dict[EtatCalcule, str] = {
    "renseignee": "renseignée",
    "ne_sait_pas": "ne sait pas",
    "sans_objet": "sans objet",
    "non_renseignee": "non renseignée",
    "masquee": "masquée, non comptée",
    "en_attente": "en attente d’une autre réponse",
}
GRILLE_NON_ADOPTEE = "Grille par défaut de l’outil, non adoptée par un service\u00a0: montant de simulation"
GRILLE_LOCALE_NON_ADOPTEE = "Grille locale non adoptée par un service\u00a0: montant de simulation"


def visee(texte: str) -> str:
    """A text of the questionnaire as a target to reach: what was looked at in N-1 is looked at in its own year."""
    return _EN_N1.sub("dans l’année", texte)


def avis(mot: AvisRendu, grille: Grille) -> str:
    """The opinion in the words of the grid."""
    if mot == "irrecevable":
        return "irrecevable"
    if mot == "indetermine":
        return "indéterminé"
    return grille.libelles_avis[mot]


def ligne_grille(grille: Grille) -> str | None:
    """The line that every screen and report shows under a grid that no service answers for; None when one does."""
    if grille.adoptee:
        return None
    return GRILLE_LOCALE_NON_ADOPTEE if grille.ecarts else GRILLE_NON_ADOPTEE


def ligne_regime(exercice: int | None, forfait_connu: bool) -> str | None:
    """The line that says which regime applies, from 2025 on; None under the ceilings of 2013."""
    if exercice is None or exercice < 2025:
        return None
    if forfait_connu:
        return f"Exercice {exercice}\u00a0: forfait par logement (circulaire du 9 mai 2025) saisi par le service"
    return (
        f"Exercice {exercice}\u00a0: la circulaire du 9 mai 2025 remplace les plafonds de 2013 par un forfait par logement,"
        " non renseigné ici\u00a0; aucun montant n’est proposé, le chiffre du barème de 2013 est indicatif"
    )
