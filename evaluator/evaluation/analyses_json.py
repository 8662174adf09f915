"""The analyses of one volet as JSON data; scores rounded for display only."""

from __future__ import annotations

from evaluator.evaluation.analyse import Analyse
from evaluator.evaluation.appuis import Appuis
from evaluator.evaluation.as_json import Nombre, score
from evaluator.evaluation.comparaison_json import manque_en_json
from evaluator.evaluation.leviers_json import en_json as leviers_en_json
from evaluator.evaluation.quadrants import Plan
from evaluator.evaluation.result import Encadrement
from evaluator.evaluation.robustesse import MARGE, Robustesse
from evaluator.evaluation.sans_objet import SansObjets


def analyse_en_json(analyse: Analyse) -> dict[str, object]:
    """What `agls evaluer --json` adds to the result."""
    return {
        "robustesse": robustesse_en_json(analyse.robustesse),
        "leviers": leviers_en_json(analyse.leviers, analyse.referentiel),
        "leviers_complets": analyse.leviers.complet,
        "manque": manque_en_json(analyse.manque),
        "plan": plan_en_json(analyse.plan),
        "appuis": appuis_en_json(analyse.appuis),
        "sans_objet": sans_objet_en_json(analyse.sans_objet),
    }


def _bornes(e: Encadrement) -> dict[str, Nombre]:
    return {"min": score(e.min), "max": score(e.max)}


def _encadrement(e: Encadrement) -> dict[str, Nombre]:
    return {"score": score(e.valeur), **_bornes(e)}


def robustesse_en_json(r: Robustesse) -> dict[str, object]:
    """`min` and `max` are those of the global score when the weights of the axes alone move."""
    bascule: dict[str, object] | None = None
    if r.bascule is not None:
        b = r.bascule
        bascule = {
            "axe": b.axe,
            "poids": score(b.poids),
            "poids_bascule": score(b.poids_bascule),
            "ecart": score(b.ecart),
            "avis": b.avis,
        }
    return {
        "verdict": r.verdict,
        "marge": score(MARGE),
        **_bornes(r.axes),
        "avis_min": r.avis_min,
        "avis_max": r.avis_max,
        "tous_poids": _bornes(r.tous_poids),
        "bascule": bascule,
        "parametres_locaux": [
            {
                "chemin": p.chemin,
                "defaut": p.defaut,
                "local": p.local,
                "score": score(p.score.valeur),
                "montant": p.montant,
                "ecart_montant": p.ecart_montant,
            }
            for p in r.parametres
        ],
    }


def appuis_en_json(appuis: tuple[Appuis, ...]) -> list[dict[str, object]]:
    """One object per axis, then one for the whole (`axe` null)."""
    return [
        {"axe": a.axe, "parts": {nom: score(part) for nom, part in a.parts.items()}, "fragile": a.fragile} for a in appuis
    ]


def sans_objet_en_json(s: SansObjets) -> dict[str, object]:
    return {
        "part": score(s.part),
        "liste": [{"question": so.question, "motif": so.motif, "poids": score(so.poids)} for so in s.liste],
        "si_zero": {
            **_encadrement(s.score_si_zero),
            "avis": s.avis_si_zero,
            "montant_min": s.montant_min_si_zero,
            "montant_max": s.montant_max_si_zero,
        },
    }


def plan_en_json(p: Plan) -> dict[str, object]:
    return {
        "besoin": _encadrement(p.besoin),
        "reponse": _encadrement(p.reponse),
        "seuils": {"besoin": score(p.seuil_besoin), "reponse": score(p.seuil_reponse)},
        "origine": p.origine,
        "quadrants": [q.id for q in p.possibles],
    }
