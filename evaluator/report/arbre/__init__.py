"""The sections of a report as a neutral tree: what PDF, DOCX, ODT and Markdown are all written from."""

from evaluator.report.arbre.lecture import lire
from evaluator.report.arbre.noeuds import Bloc, Blocs

__all__ = ["Bloc", "Blocs", "lire"]
