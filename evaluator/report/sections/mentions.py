"""What the law asks to say, and the hashes that let anyone check."""

from __future__ import annotations

from evaluator import __version__, french
from evaluator.questionnaire.models import VOLETS
from evaluator.report import masquage
from evaluator.report.sections.identite import ligne_grille
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

CRPA = "R-CRPA"
PHRASES = (
    "L’outil propose, une personne nommée décide. La décision peut s’écarter du montant proposé ; elle dit alors pourquoi.",
    "Une décision prise en s’appuyant sur ce document est prise sur le fondement d’un traitement algorithmique (code des "
    "relations entre le public et l’administration, articles L. 311-3-1 et R. 311-3-1-1). Sa finalité est de proposer, "
    "d’après le questionnaire de l’annexe I, un avis et un montant d’AGLS.",
    "L’intéressé a le droit d’obtenir, sur demande au service qui décide, la communication des règles qui définissent ce "
    "traitement et des principales caractéristiques de sa mise en œuvre. {donnees} En cas de refus ou de silence du "
    "service, l’intéressé peut saisir la Commission d’accès aux documents administratifs (CADA).",
    "Part du traitement dans la décision : il calcule un avis et un montant proposés, et leurs motifs ; il ne décide rien "
    "seul, et n’apprend d’aucun autre dossier.",
)


DONNEES = "Le présent rapport en donne déjà les données, les paramètres et leur pondération, et les opérations effectuées."
AILLEURS = (
    "Le rapport d’évaluation complet, sur demande, en donne les données, les paramètres, leur pondération et les opérations."
)
PETITS = "Ce rapport contient des effectifs inférieurs à 5 : ne pas le publier en l’état."
ENTIER = {"calcul", "reponses", "parametres"}  # sections that give all of it


def mentions(sujet: Sujet) -> Bloc:
    entier = not sujet.sections or set(sujet.sections) >= ENTIER
    clause = sujet.referentiel.textes.clauses.get(CRPA)
    return {
        "grille": ligne_grille(sujet),
        "petits": typo(PETITS) if _petits(sujet) else "",
        "phrases": [typo(p.replace("{donnees}", DONNEES if entier else AILLEURS)) for p in PHRASES],
        "clause": sujet.clause(CRPA) if clause else {},
        "consequence": typo(clause.consequence) if clause and entier else "",
    }


def _petits(sujet: Sujet) -> bool:
    """What is printed of the answers counts few persons, and the document does not mask them."""
    if sujet.publication:
        return False
    questions = sujet.referentiel.questionnaire.questions
    volets = VOLETS if "ecarts" in sujet.sections else (sujet.evaluation.volet,)
    return any(masquage.identifiant(q, sujet.dossier.reponses(v)[q.id].valeur) for v in volets for q in questions.values())


def empreintes(sujet: Sujet) -> Bloc:
    r = sujet.referentiel
    lignes: list[Affichable] = [
        _ligne(f"Questionnaire ({r.questionnaire.lu.id} {r.questionnaire.lu.version})", r.questionnaire.empreinte),
        _ligne(f"Grille ({r.grille.lue.id} {r.grille.lue.version})", r.grille.empreinte),
        _ligne("Textes", r.textes.empreinte),
        _ligne("Barèmes", r.baremes.empreinte),
        _ligne(
            f"Journal ({french.pluriel(sujet.dossier.evenements, 'événement')}, dernière empreinte)", sujet.dossier.empreinte
        ),
        _ligne("Dossier (identifiant)", sujet.dossier.id),
    ]
    return {
        "lignes": lignes,
        "version": __version__,
        "avertissement": typo(
            "Une empreinte n’est pas une signature : elle permet de vérifier que rien n’a changé, non de savoir qui a écrit."
        ),
    }


def _ligne(nom: str, valeur: str) -> Bloc:
    return {"nom": typo(nom), "valeur": valeur}
