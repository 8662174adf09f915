"""For the annex to the decision: what the law asks to say of the processing, where it is said here, how to challenge it."""

from __future__ import annotations

from evaluator import french
from evaluator.report.sections.mentions import CRPA
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

OBJET = (
    "Cette annexe accompagne la décision sur l’aide à la gestion locative sociale. La décision est prise par une personne "
    "nommée, qui s’est appuyée sur un calcul ; l’annexe dit lequel, avec quelles données, quels paramètres et quelles "
    "opérations, pour cette résidence."
)
SANS_DECISION = (
    "Aucune décision n’est enregistrée dans le dossier à ce jour : l’annexe décrit le calcul de la proposition, non une "
    "décision."
)
# What article R. 311-3-1-2 of the CRPA asks, in substance, and the section that answers it
DEMANDE = (
    ("Le degré et le mode de contribution du traitement à la décision", "fondement", "ci-dessous, « La part du calcul »"),
    ("Les données traitées et leurs sources", "donnees", "« Les données et leurs sources »"),
    (
        "Les paramètres de traitement et leur pondération, appliqués à la situation de l’intéressé",
        "parametres",
        "« Les paramètres et leur origine », et leur application dans chaque étape du calcul",
    ),
    ("Les opérations effectuées par le traitement", "calcul", "« Comment le montant est calculé »"),
)
CONTRIBUTION = (
    "Le traitement calcule un avis et un montant proposés, et leurs motifs. Il ne décide rien : une personne nommée peut "
    "s’écarter du montant proposé, et dit alors pourquoi.",
    "Il applique à chaque dossier les mêmes opérations, sans tirage au sort ni apprentissage : les mêmes réponses, sous la "
    "même grille, donnent le même résultat, et rien n’est tiré d’un autre dossier.",
)
FINALITE = (
    "Une décision prise en s’appuyant sur ce calcul est prise sur le fondement d’un traitement algorithmique (code des "
    "relations entre le public et l’administration, articles L. 311-3-1 et R. 311-3-1-1). Sa finalité est de proposer, "
    "d’après le questionnaire de l’annexe I, un avis et un montant d’AGLS."
)
DROIT = (
    "L’intéressé a le droit d’obtenir, sur demande au service qui décide, la communication des règles qui définissent ce "
    "traitement et des principales caractéristiques de sa mise en œuvre."
)
SERVICE = "Communication des règles, à demander à : [service, adresse, courriel]"
RECOURS = ("Autorité à saisir", "Délai à compter de la notification", SERVICE)
LECTURE = (
    "Voir dans la décision d’octroi une décision individuelle, à laquelle ces articles s’appliquent, est une lecture de "
    "l’outil."
)
CONTESTER = (
    "Une donnée : le gestionnaire peut dire ce qu’il en observe et joindre une pièce ; l’observation est versée au dossier, "
    "et le calcul est refait si la réponse change.",
    "Un paramètre : chacun est imprimé avec sa valeur et son origine. La circulaire ne fixe ni points, ni poids, ni taux ; "
    "ceux qui ne viennent pas d’elle sont un choix de l’outil ou du service, qui peut être discuté.",
    "Une opération : chaque étape se refait à la calculatrice, dans l’ordre imprimé.",
    "Une observation enregistrée dans l’outil après la décision ne la change pas, n’est pas un recours et ne prolonge aucun "
    "délai.",
    "La décision elle-même : les voies et les délais de recours sont ceux qu’indique sa notification ; l’outil n’en connaît "
    "aucun, le service les reporte ci-dessous.",
    f"La communication des règles du traitement : {DROIT[:1].lower()}{DROIT[1:]} En cas de refus ou de silence "
    "du service, l’intéressé peut saisir la Commission d’accès aux documents administratifs (CADA).",
)


def fondement(sujet: Sujet) -> Bloc:
    prise = sujet.dossier.decision
    clauses = sujet.referentiel.textes.clauses
    lignes: list[Affichable] = [
        {"demande": typo(demande), "section": section if section in sujet.sections else "", "ou": typo(ou)}
        for demande, section, ou in DEMANDE
    ]
    return {
        "objet": typo(OBJET),
        "decision": typo(
            f"Décision du {french.jour_long(prise.date)}, prise par {prise.nom} : {french.euros(prise.montant)}."
            if prise
            else SANS_DECISION
        ),
        "clause": sujet.clause(CRPA) if CRPA in clauses else {},
        "mention": [typo(FINALITE), typo(DROIT)],
        "a_remplir": [typo(SERVICE)],
        "lecture": typo(LECTURE),
        "lignes": lignes,
        "contribution": [typo(p) for p in CONTRIBUTION],
    }


def contester(sujet: Sujet) -> Bloc:
    """How each part may be challenged. The ways of appeal are those of the notification: none is invented here."""
    return {"points": [typo(p) for p in CONTESTER], "a_remplir": [typo(ligne) for ligne in RECOURS]}
