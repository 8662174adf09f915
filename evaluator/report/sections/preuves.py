"""For the gestionnaire: the documents to gather, for the scored answers that rest on a declaration alone."""

from __future__ import annotations

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_SOURCE
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

A_CONFORTER = (
    "Les réponses ci-dessous n’ont pas encore d’autre appui qu’une déclaration : une de ces pièces suffit souvent à les "
    "conforter."
)
RIEN = "Aucune réponse notée n’attend de pièce pour l’instant."


def preuves(sujet: Sujet) -> Bloc:
    """Grouped by part of annex I, in the order of the questionnaire; those that already rest on a document are counted."""
    groupes: list[Affichable] = []
    appuyees = 0
    notees = {n.question for n in sujet.evaluation.notations}
    for section in sujet.referentiel.questionnaire.lu.sections:
        lignes: list[Affichable] = []
        for q in section.questions:
            lu = sujet.resultat(q.id)
            if q.id not in notees or lu is None or lu.etat != "renseignee" or not q.pieces_attendues:
                continue
            if lu.source not in (None, "declaratif"):
                appuyees += 1
                continue
            lignes.append({
                "question": typo(q.etiquette),
                "source": LIBELLES_SOURCE[lu.source] if lu.source else "non indiquée",
                "pieces": [typo(p) for p in q.pieces_attendues],
            })  # fmt: skip
        if lignes:
            groupes.append({"titre": typo(section.titre), "lignes": lignes})
    return {
        "groupes": groupes,
        "phrases": [*([typo(_appuyees(appuyees))] if appuyees or groupes else []), typo(A_CONFORTER if groupes else RIEN)],
    }


def _appuyees(compte: int) -> str:
    if not compte:
        return "Aucune réponse notée n’indique encore de document, d’entretien ni d’observation à son appui."
    nombre = french.pluriel(compte, "réponse notée repose", "réponses notées reposent")
    return f"{nombre} déjà sur un document, un entretien ou une observation."
