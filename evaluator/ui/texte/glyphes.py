"""Glyph and word of each state: never a colour alone."""

from __future__ import annotations

from evaluator.dossier.reponses import Reponse, SourceReponse
from evaluator.evaluation.result import EtatCalcule
from evaluator.questionnaire.models import Gravite, GraviteControle
from evaluator.ui.texte.lignes import Segment, Style

ETATS: dict[EtatCalcule, tuple[str, str, Style]] = {
    "renseignee": ("✓", "répondu", "bon"),
    "non_renseignee": ("·", "à répondre", "accent"),
    "ne_sait_pas": ("?", "ne sait pas", "alerte"),
    "sans_objet": ("−", "sans objet", "attenue"),
    "masquee": ("×", "masquée", "attenue"),
    "en_attente": ("…", "dépend d’une réponse qui manque", "attenue"),
}
CACHES = "scores cachés : h les montre"
CONFLIT: Segment = ("! conflit de fusion", "erreur")
A_REVOIR: Segment = ("! à revoir", "alerte")
CONTROLES: dict[GraviteControle, tuple[str, Style]] = {
    "bloquant": ("! bloquant", "erreur"),
    "alerte": ("! alerte", "alerte"),
    "info": ("i information", "attenue"),
}
GRAVITES: dict[Gravite, tuple[str, Style]] = {
    "ineligible": ("✗", "erreur"),
    "imperatif": ("!!!", "erreur"),
    "majeure": ("!!", "alerte"),
    "mineure": ("!", "alerte"),
    "information": ("i", "attenue"),
    "opportunite": ("+", "bon"),
}
TOUCHES_SOURCE = "d déclaratif  p document (pièce)  e entretien  v observation (vu)"
SOURCES: dict[SourceReponse, tuple[str, str]] = {
    "declaratif": ("d", "déclaratif"),
    "document": ("p", "document"),
    "entretien": ("e", "entretien"),
    "observation": ("v", "observation"),
}


def etat_affiche(calcule: EtatCalcule, reponse: Reponse) -> EtatCalcule:
    """What to show: the state given, unless the condition hides the question or waits."""
    if calcule == "masquee" or (calcule == "en_attente" and reponse.etat == "non_renseignee"):
        return calcule
    return reponse.etat


def segment_etat(etat: EtatCalcule) -> Segment:
    """`✓ répondu`."""
    glyphe, mot, style = ETATS[etat]
    return (f"{glyphe} {mot}", style)
