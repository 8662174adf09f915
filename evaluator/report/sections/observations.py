"""What the gestionnaire observes, as recorded, then room to write."""

from __future__ import annotations

from evaluator import french
from evaluator.dossier.actes import Observation
from evaluator.dossier.auteur import Auteur
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc

LIGNES, EN_PLUS = 10, 5  # lines to write on: where there is no observation yet, after those recorded


def observations(sujet: Sujet) -> Bloc:
    lues: list[Affichable] = [observation(sujet, o) for o in sujet.dossier.observations]
    return {"lues": lues, "lignes": [""] * (EN_PLUS if lues else LIGNES)}


def observation(sujet: Sujet, o: Observation) -> Bloc:
    """One observation with its author and its day."""
    sur = o.question if o.question in sujet.referentiel.questionnaire.questions else None
    return {
        "sur": sujet.etiquette(sur) if sur else "Sur l’ensemble du dossier",
        "texte": o.texte,
        "auteur": qui(o.auteur),
        "jour": french.jour_long(o.instant.date()),
    }


def qui(auteur: Auteur) -> str:
    return ", ".join(p for p in (auteur.nom, auteur.fonction, auteur.organisme) if p) or "auteur non indiqué"
