"""Would other weights, or the tool's own parameters, give another opinion?"""

from __future__ import annotations

from evaluator import french
from evaluator.evaluation import phrases
from evaluator.evaluation.result import AvisRendu
from evaluator.evaluation.robustesse import Bascule, EffetParametre
from evaluator.report import mots
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo


def robustesse(sujet: Sujet) -> Bloc:
    """The verdict, the range of the score, the weights that would flip the opinion, the effect of each local parameter."""
    r = sujet.analyse.robustesse
    dites = {phrases.parametre(e) for e in r.parametres}
    return {
        "phrases": [typo(p) for p in phrases.robustesse(r, sujet.referentiel) if p not in dites],
        "bascules": [_bascule(sujet, b) for b in r.bascules],
        "parametres": [_parametre(sujet, e) for e in r.parametres],
    }


def resume(sujet: Sujet) -> str:
    """One sentence for the first page; nothing where there is no opinion."""
    r = sujet.analyse.robustesse
    if r.verdict is None:
        return ""
    marge = "quand le poids de chaque axe varie de 25 %"
    score = mots.score(r.axes)
    if r.verdict == "robuste":
        mais = f" Si tous les poids varient, il peut devenir « {' » ou « '.join(r.autres_mots)} »." if r.autres_mots else ""
        return typo(f"L’avis est robuste : {marge}, le score global est {score} et l’avis ne change pas.{mais}")
    autre = _entre(sujet, r.avis_min, r.avis_max)
    return typo(f"L’avis est fragile : {marge}, le score global est {score}{autre}.")


def _entre(sujet: Sujet, bas: AvisRendu, haut: AvisRendu) -> str:
    if bas == haut:
        return ", et un score minimal de la grille serait atteint ou perdu"
    return f", et l’avis peut être « {sujet.mot_avis(bas)} » ou « {sujet.mot_avis(haut)} »"


def _bascule(sujet: Sujet, b: Bascule) -> list[Affichable]:
    axe = next((a.titre for a in sujet.referentiel.questionnaire.lu.axes if a.id == b.axe), "")
    devant = "+" if b.ecart > 0 else ""
    return [
        typo(f"{b.axe} – {axe}"),
        french.exact(b.poids),
        french.exact(b.poids_bascule),
        f"{devant}{french.pourcent(b.ecart, 0)}",
        sujet.mot_avis(b.avis),
    ]


def _parametre(sujet: Sujet, e: EffetParametre) -> list[Affichable]:
    score = "non chiffrable" if e.ecart_score is None else mots.points_signes(e.ecart_score)
    return [
        typo(e.libelle),
        typo(e.defaut),
        typo(e.local),
        score,
        mots.euros_signes(e.ecart_montant),
        sujet.mot_avis(e.avis),
    ]
