"""What a kind of report asks of the dossier before it is written (`exige` in `modeles.yaml`)."""

from __future__ import annotations

from collections.abc import Callable

from evaluator import french
from evaluator.errors import WrongUse
from evaluator.evaluation.result import Evaluation
from evaluator.report import mots
from evaluator.report.modeles import ModeleRapport
from evaluator.report.sujet import DossierLu
from evaluator.report.texte import typo


def verifier(modele: ModeleRapport, dossier: DossierLu, evaluation: Evaluation) -> None:
    """Raise `WrongUse` where `modele` may not be written of this dossier, and say what to do."""
    if modele.exige is None:
        return
    if raison := EXIGENCES[modele.exige](dossier, evaluation):
        raise WrongUse(f"modèle « {modele.id} » : {typo(raison)}")


def sans_decision(dossier: DossierLu, evaluation: Evaluation) -> str:
    """Why no convention may carry an amount: the first obstacle, and the way out. Empty where there is none."""
    m = evaluation.modulation.montants
    decider = f"agls decider {dossier.nom} --montant EUROS --nom NOM --fonction FONCTION"
    if evaluation.recevabilite.statut == "irrecevable":
        motifs = " ; ".join(f"{motif.message.rstrip('.')} ({motif.clause})" for motif in evaluation.recevabilite.motifs)
        return f"le dossier est irrecevable, aucun montant ne peut entrer dans une convention. {motifs}"
    if evaluation.recevabilite.statut == "indeterminee":
        return (
            "la recevabilité n’est pas établie ; renseignez le statut de la structure (question « type_structure »), puis "
            f"enregistrez la décision ({decider})"
        )
    if m.montant_min is None:
        return f"{_sans_bareme(evaluation)} Puis enregistrez la décision ({decider})"
    if m.montant is None:
        entre = mots.entre(m.montant_min, m.montant_max)
        return (
            f"le montant n’est pas établi ({entre}) ; complétez ou corrigez les réponses (agls evaluer {dossier.nom} dit "
            f"lesquelles), puis enregistrez la décision ({decider})"
        )
    if dossier.decision is None:
        return f"aucune décision n’est enregistrée : l’outil propose, une personne nommée décide ({decider})"
    if dossier.decision_perimee:
        return (
            f"une réponse a changé depuis la décision du {french.jour(dossier.decision.date)} ; confirmez-la ou changez-la "
            f"({decider})"
        )
    return ""


def _sans_bareme(evaluation: Evaluation) -> str:
    if evaluation.exercice is None:
        return "l’exercice n’est pas renseigné, aucun barème ne donne de montant ; répondez à la question « exercice »."
    if evaluation.modulation.indicatif is None:
        return f"aucun barème ne couvre l’exercice {evaluation.exercice} ; corrigez la question « exercice » s’il est faux."
    return (
        f"le montant de l’exercice {evaluation.exercice} n’est qu’indicatif (barème de 2013), il ne peut pas entrer dans "
        "une convention ; saisissez le forfait par logement, avec sa référence, dans la grille du service."
    )


def sans_constat(dossier: DossierLu, evaluation: Evaluation) -> str:
    """Why a document about the constat may not be written: nothing was answered there. Empty where something was."""
    if dossier.a_des_reponses("constat"):
        return ""
    return (
        "le constat du service ne contient encore aucune réponse, et ce document n’est tiré que de lui ; répondez au "
        f"constat (agls remplir {dossier.nom} --volet constat), puis redemandez-le. L’auto-évaluation se lit dans le modèle "
        "« auto_evaluation »"
    )


EXIGENCES: dict[str, Callable[[DossierLu, Evaluation], str]] = {"constat": sans_constat, "decision": sans_decision}
