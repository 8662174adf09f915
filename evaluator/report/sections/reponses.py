"""The answers by part of annex I, as they count. What is `interne` to the service never comes here."""

from __future__ import annotations

import re
from fractions import Fraction

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_SOURCE
from evaluator.evaluation.result import ResultatQuestion
from evaluator.evaluation.words import LIBELLES_CONTROLE
from evaluator.evaluation.words import LIBELLES_ETAT as ETATS
from evaluator.questionnaire.formula.tree import Binaire, Nom
from evaluator.questionnaire.models import Question, QuestionRepartition, Section, Volet
from evaluator.report.sections.vigilances import GLYPHES_CONTROLE
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

PARMI = "Parmi "  # a question that begins so counts a part of another
RESULTATS = "A0"  # the clause of annex I that the results answer
GLYPHES = {
    "renseignee": "●",
    "ne_sait_pas": "?",
    "sans_objet": "∅",
    "non_renseignee": "○",
    "masquee": "–",
    "en_attente": "…",
}

NON_POSEE = "Sa condition n’est pas remplie : elle n’est pas posée et ne compte pas."
NON_POSEES = "Leur condition n’est pas remplie : elles ne sont pas posées et ne comptent pas."


def reponses(sujet: Sujet) -> Bloc:
    parties: list[Affichable] = [_partie(sujet, s) for s in sujet.referentiel.questionnaire.lu.sections]
    etats = [r.etat for r in _resultats(sujet)]
    comptes: list[Affichable] = [
        {"glyphe": GLYPHES[etat], "etat": ETATS[etat], "nombre": french.nombre(etats.count(etat), 0)}
        for etat in ETATS
        if etats.count(etat)
    ]
    return {"parties": parties, "annees": annees(sujet), "comptes": comptes, "total": french.nombre(len(etats), 0)}


def annees(sujet: Sujet) -> str:
    """What N and N-1 are, where the exercice is known."""
    exercice = sujet.evaluation.exercice
    return typo(f"Dans les questions, N est l’exercice {exercice} et N-1 l’année {exercice - 1}.") if exercice else ""


def _resultats(sujet: Sujet) -> list[ResultatQuestion]:
    """Results of the questions that exist in this volet, in order."""
    lus = (sujet.resultat(q.id) for q in sujet.dossier.questions(sujet.evaluation.volet))
    return [r for r in lus if r is not None]


def _partie(sujet: Sujet, section: Section) -> Bloc:
    existantes = {q.id for q in sujet.dossier.questions(sujet.evaluation.volet)}
    questions = [q for q in section.questions if q.id in existantes and q.id in sujet.evaluation.questions]
    etats = {q.id: sujet.evaluation.questions[q.id] for q in questions}
    montrees = [q for q in questions if _montree(etats[q.id])]
    vides = [q for q in questions if not _montree(etats[q.id]) and etats[q.id].etat != "masquee"]
    masquees = [q for q in questions if not _montree(etats[q.id]) and etats[q.id].etat == "masquee"]
    return {
        "id": section.id,
        "titre": typo(section.titre),
        "chapeau": typo(section.chapeau) if section.chapeau else "",
        "reponses": [reponse(sujet, q) for q in montrees],
        "sans_reponse": [_nom(q, ETATS[etats[q.id].etat], sujet) for q in vides],
        "masquees": [_nom(q, "", sujet) for q in masquees],
        "masquees_nombre": french.pluriel(len(masquees), "question non posée", "questions non posées"),
        "masquees_dit": typo(NON_POSEE if len(masquees) == 1 else NON_POSEES),
        "sans_reponse_nombre": french.pluriel(len(vides), "question sans réponse", "questions sans réponse"),
    }


def _montree(r: ResultatQuestion) -> bool:
    """A value (even one that does not count), « ne sait pas » or « sans objet »: something was answered."""
    return r.valeur is not None or r.etat in ("renseignee", "ne_sait_pas", "sans_objet")


def _nom(q: Question, etat: str, sujet: Sujet) -> Bloc:
    return {"id": q.id, "libelle": typo(q.libelle), "etat": etat, **annotation(sujet, q)}


def reponse(sujet: Sujet, q: Question) -> Bloc:
    """One answer: its state, its value, what it rests on, what is shared beside it."""
    r = sujet.evaluation.questions[q.id]
    return {
        "id": q.id,
        "libelle": typo(q.libelle),
        "glyphe": GLYPHES[r.etat],
        "etat": _etat(r),
        "renseignee": r.etat == "renseignee",
        "a_valeur": r.valeur is not None,
        "cell": _cellule(sujet, q, r),
        "source": LIBELLES_SOURCE[r.source] if r.source else ("non indiquée" if r.valeur is not None else ""),
        "periode": typo(periode(sujet, q.periode)) if q.periode else "",
        "renvoi": renvoi(sujet, q),
        "motif": r.motif or ("non indiqué" if r.etat == "sans_objet" else ""),
        "plafonnee": _plafonnee(r),
        "controles": [
            {"glyphe": GLYPHES_CONTROLE[c.gravite], "gravite": LIBELLES_CONTROLE[c.gravite], "message": typo(c.message)}
            for c in r.controles
        ],
        **annotation(sujet, q),
    }


def _cellule(sujet: Sujet, q: Question, r: ResultatQuestion) -> Bloc:
    """The answer; of a part of another one (« Parmi ces… »), that other one beside it: `6 plans sur 9`."""
    if r.valeur is None:
        return {"genre": "texte", "texte": ""}
    cell = sujet.rendre(q, r.valeur, r.retenue)
    tout = sujet.valeur(_tout(sujet, q)) if q.libelle.startswith(PARMI) and cell["genre"] == "texte" else None
    if isinstance(tout, int | Fraction) and not sujet.masquee(q.id):
        return {**cell, "texte": f"{cell['texte']} sur {french.nombre(tout)}"}
    return cell


def _tout(sujet: Sujet, q: Question) -> str:
    """The question that this one is a part of: the one that a control says it cannot be more than."""
    for controle in sujet.referentiel.questionnaire.controles.get(q.id, ()):
        n = controle.si.arbre
        if isinstance(n, Binaire) and n.operateur == ">" and isinstance(n.gauche, Nom) and n.gauche.nom == q.id:
            return n.droite.nom if isinstance(n.droite, Nom) else ""
    return ""


_N = re.compile(r"\bN(-1)?\b")


def periode(sujet: Sujet, dite: str) -> str:
    """`année N-1` in figures, where the exercice is known."""
    exercice = sujet.evaluation.exercice
    if exercice is None:
        return dite
    return _N.sub(lambda m: str(exercice - 1 if m[1] else exercice), dite)


def renvoi(sujet: Sujet, q: Question) -> Bloc:
    """Where the table of a distribution already stands whole: with its indicator, or with the results."""
    if not isinstance(q, QuestionRepartition):
        return {}
    for i in sujet.evaluation.indicateurs:
        if q.id in sujet.referentiel.questionnaire.indicateurs[i.id].lu.details:
            return {
                "section": "indicateurs",
                "ancre": f"i-{i.id}",
                "texte": f"Tableau imprimé plus haut, indicateur {i.id}.",
            }
    if RESULTATS in q.clauses:
        return {"section": "resultats", "ancre": f"a0-{q.id}", "texte": "Tableau imprimé plus haut, avec les résultats."}
    return {}


def _etat(r: ResultatQuestion) -> str:
    if r.etat in ("masquee", "en_attente") and r.valeur is not None:
        return {
            "masquee": "masquée : condition non remplie, réponse conservée et non comptée",
            "en_attente": "en attente d’une autre réponse : comptée dans l’intervalle",
        }[r.etat]
    return ETATS[r.etat]


def _plafonnee(r: ResultatQuestion) -> str:
    return f"plafonné à {r.retenue}" if r.plafonnee else ""


def annotation(sujet: Sujet, q: Question, volet: Volet | None = None) -> Bloc:
    """The note and the pieces of evidence that are `partagee`, and nothing else. `volet`: that of the report unless said."""
    lue = sujet.dossier.annotation(q.id, volet or sujet.evaluation.volet)
    return {
        "note": lue.note if lue.visibilite == "partagee" else "",
        "pieces": [{"nom": p.nom, "sha256": p.sha256} for p in lue.pieces if p.visibilite == "partagee"],
    }
