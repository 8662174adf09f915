"""The files of the pieces of evidence: the path that a hand gives, the hash, the look for them again. No terminal here."""

from evaluator.ui.pieces.casier import Casier, EtatPiece, Vu, examiner
from evaluator.ui.pieces.chemins import lire_chemin, lire_chemins
from evaluator.ui.pieces.fichier import Abandon, FichierRefuse, copier, empreinte, piece_de

__all__ = [
    "Abandon", "Casier", "EtatPiece", "FichierRefuse", "Vu", "copier", "empreinte", "examiner", "lire_chemin",
    "lire_chemins", "piece_de",
]  # fmt: skip
