"""The JSON of `agls comparer --json`, and what is missing as JSON data. Scores are rounded for display, euros are whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from evaluator.dossier.reponses import SANS_ANNOTATION, Annotation, Reponse, Volet
from evaluator.dossier.valeurs import ecrire
from evaluator.evaluation import portee
from evaluator.evaluation.as_json import Nombre, score
from evaluator.evaluation.comparaison import Comparaison, Desaccord, Interaction, Prix
from evaluator.evaluation.manque import CeQuiManque
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.load import Referentiel


class Autour(Struct, frozen=True):
    """What stands beside the two answers to one question."""

    declaree: Annotation = SANS_ANNOTATION
    constatee: Annotation = SANS_ANNOTATION
    observations: tuple[str, ...] = ()  # of the gestionnaire, oldest first


def comparaison_en_json(
    comparaison: Comparaison | None,
    referentiel: Referentiel,
    *,
    dossier: str,
    declaree: Evaluation,
    autour: Mapping[str, Autour],
    autres: Sequence[tuple[str | None, str]] = (),
) -> dict[str, object]:
    """Differences, the dearest first, then what reconciles them with the total. None: one side has no answer."""
    c = comparaison
    return {
        "dossier": dossier,
        "auto_evaluation": _resultat(declaree),
        "constat": _resultat(c.constatee) if c else None,
        "ecarts": [_ecart(d, referentiel, autour.get(d.question, Autour())) for d in c.desaccords] if c else [],
        "interactions": [_interaction(i) for i in c.interactions] if c else [],
        "arrondis": _prix(c.arrondis) if c else None,
        "regles": _prix(c.regles) if c else None,
        "total": _prix(c.total) if c else None,
        "sans_motif": list(c.sans_motif) if c else [],
        "observations": [{"question": question, "texte": texte} for question, texte in autres],
        "indicatif": c.indicatif if c else False,
    }


def manque_en_json(m: CeQuiManque) -> dict[str, object]:
    """`moyen` and `certain` in euros; null: the answer gives a bound where there is none."""
    return {
        "largeur": _euros(m.largeur),
        "utiles": [
            {
                "question": manque.question,
                "moyen": _euros(manque.moyen),
                "certain": _euros(manque.certain),
                "avis": manque.avis,
                "revele": list(manque.revele),
            }
            for manque in m.utiles
        ],
        "inutiles": list(m.inutiles),
        "partielles": list(m.partielles),
        "complet": m.complet,
    }


def _euros(valeur: Fraction | None) -> Nombre:
    """To the cent: a mean is not a whole number of euros."""
    if valeur is None:
        return None
    arrondie = round(valeur, 2)
    return int(arrondie) if arrondie.denominator == 1 else float(arrondie)


def _resultat(e: Evaluation) -> dict[str, object]:
    m = portee.montants(e)
    return {
        "score": score(e.globale.valeur),
        "min": score(e.globale.min),
        "max": score(e.globale.max),
        "montant": m.montant,
        "montant_min": m.montant_min,
        "montant_max": m.montant_max,
        "avis": e.modulation.avis,
    }


def _prix(p: Prix) -> dict[str, object]:
    return {
        "score": score(p.score),
        "score_min": score(p.score_min),
        "score_max": score(p.score_max),
        "montant": p.montant,
        "montant_min": p.montant_min,
        "montant_max": p.montant_max,
    }


def _interaction(i: Interaction) -> dict[str, object]:
    return {"question": i.question, "avec": list(i.avant), "terme_limitant": i.terme, "prix": _prix(i.prix)}


def _ecart(d: Desaccord, referentiel: Referentiel, autour: Autour) -> dict[str, object]:
    cotes: dict[Volet, Annotation] = {"auto_evaluation": autour.declaree, "constat": autour.constatee}
    return {
        "question": d.question,
        "libelle": referentiel.questionnaire.questions[d.question].libelle,
        "declare": _reponse(d.declaree),
        "constate": _reponse(d.constatee),
        "prix": _prix(d.prix),
        "plafonnee": d.plafonnee,
        "lue": d.lue,
        "motif": d.motif,
        "notes": {volet: _note(annotation) for volet, annotation in cotes.items()},
        "pieces": {volet: _pieces(annotation) for volet, annotation in cotes.items()},
        "observations": list(autour.observations),
    }


def _reponse(r: Reponse) -> dict[str, object]:
    return {"etat": r.etat, "valeur": None if r.valeur is None else ecrire(r.valeur), "source": r.source}


def _note(a: Annotation) -> dict[str, object] | None:
    return {"note": a.note, "visibilite": a.visibilite} if a.note else None


def _pieces(a: Annotation) -> Sequence[dict[str, object]]:
    return [{"nom": p.nom, "sha256": p.sha256, "visibilite": p.visibilite} for p in a.pieces]
