"""The thirteen indicators of annex I: value, score, and the answers that show what is behind."""

from __future__ import annotations

from typing import cast

from evaluator import french
from evaluator.dossier.reponses import Ligne
from evaluator.evaluation.result import Encadrement, ResultatIndicateur
from evaluator.evaluation.words import LIBELLES_ETAT as ETATS
from evaluator.questionnaire.models import QuestionTableau
from evaluator.report import masquage, mots
from evaluator.report.cellules import mesure, resume
from evaluator.report.formules import en_mots
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo


def indicateurs(sujet: Sujet) -> Bloc:
    groupes: list[Affichable] = [
        {
            "id": axe.id,
            "titre": typo(axe.titre),
            "indicateurs": [_indicateur(sujet, i) for i in sujet.evaluation.indicateurs if i.axe == axe.id],
        }
        for axe in sujet.evaluation.axes
    ]
    return {"groupes": groupes, "nombre": french.nombre(len(sujet.evaluation.indicateurs), 0)}


def _indicateur(sujet: Sujet, i: ResultatIndicateur) -> Bloc:
    lu = sujet.referentiel.questionnaire.indicateurs[i.id].lu
    return {
        "id": i.id,
        "libelle": typo(i.libelle),
        "valeur": valeur_en_mots(sujet, i),
        "formule": formule_en_mots(sujet, i),
        "note": i.score is not None,
        "score": masquage.MASQUE if sujet.scores_masques else mots.score(i.score),
        "exact": "" if sujet.scores_masques else mots.score_exact(i.score),
        "clauses": list(i.clauses),
        "aide": typo(lu.aide) if lu.aide else "",
        "details": [_detail(sujet, q) for q in lu.details if q in sujet.evaluation.questions],
    }


def formule_en_mots(sujet: Sujet, i: ResultatIndicateur) -> str:
    """What the value counts, in words; nothing where it has none."""
    formule = sujet.referentiel.questionnaire.indicateurs[i.id].valeur
    if formule is None or i.valeur is None:
        return ""
    return en_mots(formule, sujet, valeurs=not _masquee(sujet, i))


def _masquee(sujet: Sujet, i: ResultatIndicateur) -> bool:
    """Whether the value is made of a count that is masked."""
    formule = sujet.referentiel.questionnaire.indicateurs[i.id].valeur
    questions = sujet.referentiel.questionnaire.questions
    return formule is not None and any(nom in questions and sujet.masquee(nom) for nom in formule.noms)


def valeur_en_mots(sujet: Sujet, i: ResultatIndicateur) -> str:
    """The value of an indicator with its unit, both its ends, or that it is to be read in its detail."""
    if i.valeur is None:
        return "voir le détail"
    if _masquee(sujet, i):
        return masquage.MASQUE
    if i.valeur.absent:
        return "sans objet"
    bas, haut = _mesurer(i, i.valeur)
    if bas == haut:
        return bas
    return f"{bas} ou plus" if french.est_infini(i.valeur.max) else f"de {bas} à {haut}"


def _mesurer(i: ResultatIndicateur, e: Encadrement) -> tuple[str, str]:
    if i.affichage == "part":
        return french.pourcent(e.min), french.pourcent(e.max)
    if e.min != e.max and not french.est_infini(e.max):
        return french.nombre(e.min), mesure(e.max, i.unite, 2)
    return mesure(e.min, i.unite, 2), mesure(e.max, i.unite, 2)


def _detail(sujet: Sujet, question: str) -> Bloc:
    """One answer behind an indicator. A table is summed up here, and printed whole with the answers."""
    q, lu = sujet.referentiel.questionnaire.questions[question], sujet.evaluation.questions[question]
    base: Bloc = {"id": question, "libelle": typo(q.libelle), "etiquette": typo(q.etiquette), "renvoi": False}
    if lu.etat != "renseignee" or lu.valeur is None:
        return {**base, "cell": {"genre": "texte", "texte": ETATS[lu.etat]}}
    if isinstance(q, QuestionTableau):
        lignes = cast("tuple[Ligne, ...]", lu.valeur)
        return {
            **base,
            "renvoi": bool(lignes),
            "cell": {"genre": "texte", "texte": f"{french.FINE}; ".join(resume(q, lignes, masquer=sujet.publication))},
        }
    return {**base, "cell": sujet.rendre(q, lu.valeur, lu.retenue)}
