"""The JSON of `agls evaluer --json` (`contract.md`): scores in 0…1 rounded to 4 places for display only."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evaluator import french
from evaluator.canonical import Json, en_json
from evaluator.evaluation.result import Encadrement, Evaluation, Montants, ResultatIndicateur
from evaluator.questionnaire.load import Referentiel
from evaluator.signes import json_inoffensif

Nombre = int | float | None


def score(valeur: french.Borne | None) -> Nombre:
    """A share with at most four places; null where it is unknown or infinite."""
    if valeur is None or isinstance(valeur, float):
        return None
    arrondie = french.arrondi(valeur, 4)
    return int(arrondie) if arrondie.denominator == 1 else float(arrondie)


def _euros(valeur: Fraction | int | None) -> Nombre:
    if valeur is None:
        return None
    arrondie = french.arrondi(Fraction(valeur), 2)
    return int(arrondie) if arrondie.denominator == 1 else float(arrondie)


def _bornes(e: Encadrement | None) -> dict[str, Nombre]:
    if e is None:
        return {"score": None, "min": None, "max": None}
    return {"score": score(e.valeur), "min": score(e.min), "max": score(e.max)}


def _indicateur(i: ResultatIndicateur) -> dict[str, object]:
    objet: dict[str, object] = {
        "id": i.id,
        "libelle": i.libelle,
        "valeur": score(i.valeur.valeur) if i.valeur else None,
        "unite": i.unite,
        **_bornes(i.score),
    }
    if i.details:
        objet["detail"] = {nom: en_json(valeur) for nom, valeur in i.details.items()}
    return objet


def _montants(m: Montants) -> dict[str, object]:
    return {
        "plafond": _euros(m.plafond),
        "montant": m.montant,
        "montant_min": m.montant_min,
        "montant_max": m.montant_max,
        "terme_limitant": m.terme_limitant,
    }


def objet(
    evaluation: Evaluation,
    referentiel: Referentiel,
    *,
    dossier: str,
    dossier_id: str,
    evenements: int,
    empreinte: str,
    analyse: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """One dossier's result as JSON data. `analyse`: what goes beyond the result (`robustesse`, `leviers`…)."""
    m, e = evaluation.modulation, evaluation
    q, g = referentiel.questionnaire, referentiel.grille
    taux = m.taux
    derogation = m.derogation
    indicatif: dict[str, object] | None = None
    if m.indicatif is not None:
        indicatif = {"bareme": m.indicatif.bareme, "taux": score(m.indicatif.taux), **_montants(m.indicatif.montants)}
    return {
        "dossier": dossier,
        "dossier_id": dossier_id,
        "volet": e.volet,
        "exercice": e.exercice,
        "questionnaire": {"id": q.lu.id, "version": q.lu.version, "empreinte": q.empreinte},
        "grille": {
            "id": g.lue.id, "version": g.lue.version, "empreinte": g.empreinte, "adoptee": g.adoptee,
            "adoptee_par": g.lue.adoptee_par, "adoptee_le": en_json(g.lue.adoptee_le),
        },
        "bareme": {"id": e.bareme},
        "recevabilite": {
            "statut": e.recevabilite.statut,
            "motifs": [{"clause": motif.clause, "message": motif.message} for motif in e.recevabilite.motifs],
        },
        "completude": score(e.completude),
        "part_sans_objet": score(e.part_sans_objet),
        "plafonnees": list(e.plafonnees),
        "global": _bornes(e.globale),
        "axes": [
            {"id": a.id, **_bornes(a.score), "completude": score(a.completude), "poids": score(a.poids)} for a in e.axes
        ],
        "dimensions": {nom: _bornes(d) for nom, d in e.dimensions.items()},
        "indicateurs": [_indicateur(i) for i in e.indicateurs],
        "vigilances": [
            {"id": v.id, "gravite": v.gravite, "statut": v.statut, "message": v.message, "clauses": list(v.clauses)}
            for v in e.vigilances
        ],
        "modulation": {
            "avis": m.avis, "avis_min": m.avis_min, "avis_max": m.avis_max,
            "taux": score(taux.valeur) if taux else None,
            "taux_min": score(taux.min) if taux else None,
            "taux_max": score(taux.max) if taux else None,
            **_montants(m.montants),
            "sens": m.sens,
            "ecart_n1": _euros(m.ecart_n1),
            "indicatif": indicatif,
            "derogation": {
                "possible": derogation.possible,
                "demandee": derogation.demandee,
                "taux": score(derogation.taux),
                "motif": derogation.motif,
                "conditions": [{"libelle": c.libelle, "remplie": c.remplie} for c in derogation.conditions],
            },
        },
        **(analyse or {"robustesse": None, "leviers": []}),
        "journal": {"evenements": evenements, "empreinte": empreinte},
    }  # fmt: skip


def texte(objets: Json | list[dict[str, object]] | dict[str, object]) -> str:
    """Indented UTF-8 JSON, the same bytes for the same data."""
    import json

    return json_inoffensif(json.dumps(objets, ensure_ascii=False, indent=1))
