"""One line at the end of an annex: what to check it against. The whole table of hashes stands in the evaluation."""

from __future__ import annotations

from evaluator import french
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Bloc


def verification(sujet: Sujet) -> Bloc:
    return {
        "evenements": french.pluriel(sujet.dossier.evenements, "événement"),
        "empreinte": sujet.dossier.empreinte,
    }
