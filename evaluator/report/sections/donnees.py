"""The data that the calculation read, each with what it counts as and where it comes from: those that count, no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from evaluator.dossier.reponses import LIBELLES_SOURCE, LIBELLES_VOLET, Ligne, Reponse
from evaluator.evaluation.result import ResultatQuestion
from evaluator.evaluation.words import LIBELLES_ETAT as ETATS
from evaluator.french import FINE
from evaluator.questionnaire.models import Question, QuestionTableau
from evaluator.report.cellules import resume
from evaluator.report.differences import en_une_ligne
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

COMMUNE = "commune aux deux volets"


def donnees(sujet: Sujet) -> Bloc:
    """By part of annex I: every question that a score, a term of the amount or a point de vigilance reads."""
    lues = {nom for nom in _lues(sujet) if (r := sujet.resultat(nom)) and r.etat != "masquee"}
    groupes: list[Affichable] = []
    for section in sujet.referentiel.questionnaire.lu.sections:
        lignes: list[Affichable] = [
            _ligne(sujet, q, sujet.evaluation.questions[q.id]) for q in section.questions if q.id in lues
        ]
        if lignes:
            groupes.append({"titre": typo(section.titre), "lignes": lignes})
    return {"groupes": groupes, "volet": LIBELLES_VOLET[sujet.evaluation.volet]}


# What the terms of the amount and the regime read beside the scores
MONTANT = (
    "exercice", "type_structure", "type_demande", "nb_logements", "montant_demande", "agls_n1_accordee", "cout_gls",
    "cofinancements", "pse_caf_n1", "derogation_demandee", "derogation_taux", "derogation_motif",
)  # fmt: skip
_PESENT = ("ineligible", "imperatif", "majeure")  # vigilances that bear on the opinion


def _lues(sujet: Sujet) -> Iterator[str]:
    """What scores, conditions, terms of the amount and the vigilances that bear on the opinion read."""
    questionnaire = sujet.referentiel.questionnaire
    yield from MONTANT
    for notation in questionnaire.notations:
        yield notation.question
        if notation.formule is not None:
            yield from notation.formule.noms
        condition = questionnaire.conditions.get(notation.question)
        if condition is not None:
            yield from condition.noms
    for vigilance in questionnaire.vigilances:
        if vigilance.lu.gravite in _PESENT:
            yield from vigilance.si.noms


def _ligne(sujet: Sujet, q: Question, r: ResultatQuestion) -> Bloc:
    source = LIBELLES_SOURCE[r.source] if r.source else ("non indiquée" if r.valeur is not None else "–")
    return {
        "nom": typo(f"{sujet.numeros[q.id]} {q.etiquette}"),
        "valeur": _valeur(sujet, q, r),
        "source": f"{source}, {COMMUNE}" if q.commun else source,
        "plafonnee": typo("Compté au niveau 1 : seule une déclaration l’appuie (règle de l’outil).") if r.plafonnee else "",
        "id": q.id,
    }


def _valeur(sujet: Sujet, q: Question, r: ResultatQuestion) -> str:
    if r.etat != "renseignee" or r.valeur is None:
        return ETATS[r.etat]
    if isinstance(q, QuestionTableau):
        return f"{FINE}; ".join(resume(q, cast("tuple[Ligne, ...]", r.valeur)))
    return en_une_ligne(q, Reponse("renseignee", r.valeur, r.source), r.retenue)
