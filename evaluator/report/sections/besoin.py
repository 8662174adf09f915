"""The need that the convention answers: what was found of the residents, and what the gestionnaire says of it."""

from __future__ import annotations

from evaluator.questionnaire.models import QuestionRepartition
from evaluator.report.sections.indicateurs import formule_en_mots, valeur_en_mots
from evaluator.report.sections.plan import lecture, ou
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

NECESSITE = "necessite_agls"


def besoin(sujet: Sujet) -> Bloc:
    p = sujet.analyse.plan
    notes = {n.indicateur for n in sujet.evaluation.notations if n.dimension == "besoin"}
    lues = [i for i in sujet.evaluation.indicateurs if i.id in notes]
    questions = sujet.referentiel.questionnaire.questions
    vues = dict.fromkeys(
        q for i in lues for q in sujet.referentiel.questionnaire.indicateurs[i.id].lu.details if q in questions
    )
    distributions: list[Affichable] = []
    for nom in vues:
        question, valeur = questions[nom], sujet.valeur(nom)
        if isinstance(question, QuestionRepartition) and question.recouvrement and isinstance(valeur, dict):
            cell = sujet.rendre(question, valeur)
            distributions.append({"id": nom, "libelle": typo(question.libelle), "cell": cell})
    necessite = sujet.valeur(NECESSITE)
    return {
        "menages": sujet.mot("nb_menages"),
        "lignes": [
            {
                "libelle": typo(f"{i.id} – {i.libelle}"),
                "valeur": valeur_en_mots(sujet, i),
                "formule": formule_en_mots(sujet, i),
            }
            for i in lues
        ],
        "ou": typo(ou(p)),
        "lecture": typo(lecture(p)),
        "necessite": necessite if isinstance(necessite, str) else "",
        "distributions": distributions,
    }
