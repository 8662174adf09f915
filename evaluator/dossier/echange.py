"""What goes in and out of a dossier: answers files, canonical JSON, a copy to send."""

from evaluator.dossier.export import aplatir, exporter_agls, exporter_json
from evaluator.dossier.lecture_reponses import Lues, lire_reponses
from evaluator.dossier.redaction_reponses import ecrire_reponses

__all__ = ["Lues", "aplatir", "ecrire_reponses", "exporter_agls", "exporter_json", "lire_reponses"]
