"""The levers as a progress plan: one chosen path in steps, then the other ways."""

from __future__ import annotations

from evaluator.evaluation.leviers import Levier
from evaluator.report.sections.leviers import AU_CHOIX, effet, ensemble, objectif, reserves, sans_euros
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

CHAPEAU = (
    "Les plus petits changements, à la portée de la résidence, qui amélioreraient le résultat simulé, dans les termes d’une "
    "convention. Les besoins des résidents n’y figurent pas : ils se relèvent, ils ne se corrigent pas."
)  # fmt: skip
PREMIER_PAS = "La première étape : compléter les réponses qui manquent. Le plan se précise à mesure."


def progres(sujet: Sujet) -> Bloc:
    trouves = sujet.analyse.leviers
    tous = [*trouves.avis, *trouves.pour_euros]
    choisi = tous[0] if tous else None
    autres = [levier for levier in tous[1:] if choisi and levier.changements != choisi.changements]
    return {
        "chapeau": typo(CHAPEAU),
        "etapes": _etapes(sujet, choisi) if choisi else [],
        "vise": typo(_vise(sujet, choisi)) if choisi else "",
        "au_choix": typo(AU_CHOIX) if trouves.egaux else "",
        "autres": [ensemble(sujet, levier, f"Autre voie {rang}") for rang, levier in enumerate(autres, 1)],
        "aucun": "" if choisi else typo(trouves.pourquoi_aucun or PREMIER_PAS),
        "reserves": [typo(r) for r in (*reserves(sujet, trouves), sans_euros(sujet)) if r],
    }


def _vise(sujet: Sujet, levier: Levier) -> str:
    debut = "Cette étape donnerait" if len(levier.changements) == 1 else "Ensemble, ces étapes donneraient"
    return f"{debut} : {effet(sujet, levier)}."


def _etapes(sujet: Sujet, levier: Levier) -> list[Affichable]:
    """The objectives of the chosen set in order, each with what would show it."""
    etapes: list[Affichable] = []
    for rang, changement in enumerate(levier.changements, 1):
        question = sujet.referentiel.questionnaire.questions[changement.question]
        etapes.append({
            **objectif(sujet, changement, str(rang)),
            "pieces": [typo(p) for p in question.pieces_attendues],
        })  # fmt: skip
    return etapes
