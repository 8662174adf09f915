"""The display-ready context of a report: text, lists and groups only. Everything was computed before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from evaluator import french
from evaluator.evaluation.result import Evaluation
from evaluator.report.sections.axes import axes
from evaluator.report.sections.calcul import calcul
from evaluator.report.sections.identite import titre
from evaluator.report.sections.indicateurs import indicateurs
from evaluator.report.sections.mentions import empreintes, mentions, observations
from evaluator.report.sections.parametres import parametres
from evaluator.report.sections.reponses import reponses
from evaluator.report.sections.resultats import resultats
from evaluator.report.sections.synthese import synthese
from evaluator.report.sections.vigilances import vigilances
from evaluator.report.sujet import DossierLu, Sujet
from evaluator.report.texte import Bloc, nettoyer

SECTIONS: dict[str, Callable[[Sujet], Bloc]] = {
    "titre": titre,
    "synthese": synthese,
    "axes": axes,
    "indicateurs": indicateurs,
    "vigilances": vigilances,
    "resultats": resultats,
    "calcul": calcul,
    "reponses": reponses,
    "parametres": parametres,
    "mentions": mentions,
    "observations": observations,
    "empreintes": empreintes,
}


def contexte(dossier: DossierLu, evaluation: Evaluation, jour: date) -> Bloc:
    """What every template of every format reads, by section."""
    sujet = Sujet(dossier, evaluation, jour)
    brut: Bloc = {nom: section(sujet) for nom, section in SECTIONS.items()}
    brut["date"] = french.jour_long(jour)
    brut["date_iso"] = jour.isoformat()
    brut["empreinte_courte"] = "".join(c for c in dossier.empreinte[:16] if c in "0123456789abcdef")
    return cast(Bloc, nettoyer(brut))
