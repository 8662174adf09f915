"""The thirteen indicators of annex I: value, score, and the answers that show what is behind."""

from __future__ import annotations

from typing import cast

from evaluator import french
from evaluator.dossier.reponses import Ligne
from evaluator.evaluation.result import Encadrement, ResultatIndicateur
from evaluator.evaluation.words import LIBELLES_ETAT as ETATS
from evaluator.questionnaire.models import QuestionTableau
from evaluator.report import mots
from evaluator.report.cellules import mesure, rendre, resume
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
        "valeur": _valeur(i),
        "formule": _formule(sujet, i),
        "note": i.score is not None,
        "score": mots.score(i.score),
        "exact": mots.score_exact(i.score),
        "clauses": list(i.clauses),
        "aide": typo(lu.aide) if lu.aide else "",
        "details": [_detail(sujet, q) for q in lu.details if q in sujet.evaluation.questions],
    }


def _formule(sujet: Sujet, i: ResultatIndicateur) -> str:
    """What the value counts, in words; nothing where it has none."""
    formule = sujet.referentiel.questionnaire.indicateurs[i.id].valeur
    return en_mots(formule, sujet, valeurs=True) if formule is not None and i.valeur is not None else ""


def _valeur(i: ResultatIndicateur) -> str:
    if i.valeur is None:
        return "voir le détail"
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
            "cell": {"genre": "texte", "texte": f"{french.FINE}; ".join(resume(q, lignes))},
        }
    return {**base, "cell": rendre(q, lu.valeur, lu.retenue)}
