"""Why something could not be done, in the words that every front says."""

from __future__ import annotations

from evaluator.errors import AglsError, FaultyInput, cause


def en_mots(erreur: AglsError | OSError) -> str:
    """A refused answer, a closed dossier, a full disk: one sentence."""
    if isinstance(erreur, FaultyInput):
        return " ; ".join(faute.message for faute in erreur.fautes)
    if isinstance(erreur, OSError):
        return f"écriture impossible, rien n’est enregistré : {cause(erreur)}"
    return str(erreur)
