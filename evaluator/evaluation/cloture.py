"""What stands in the way of closing a dossier."""

from __future__ import annotations

from evaluator import french
from evaluator.evaluation.result import Evaluation


def controler(evaluation: Evaluation, dossier_conflits: int, decision: bool, motif: str | None) -> tuple[str, ...]:
    """Why the dossier cannot be closed, in French; empty where it can.

    `evaluation` is that of the constat; `dossier_conflits` counts the open ones; `decision`: one is recorded.
    """
    raisons = [
        f"contradiction à lever avant de clore\u00a0: {controle.message}"
        for controle in evaluation.controles
        if controle.gravite == "bloquant"
    ]
    if dossier_conflits:
        conflits = french.pluriel(dossier_conflits, "conflit reste ouvert", "conflits restent ouverts")
        raisons.append(f"{conflits} après une fusion\u00a0: répondez de nouveau à ces questions")
    if not decision and not (motif or "").strip():
        raisons.append("aucune décision n’est enregistrée\u00a0: pour clore sans décision, il faut un motif")
    return tuple(raisons)
