"""From a dossier to the bytes that its report carries: all that is needed to compute one volet again, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from evaluator import __version__
from evaluator.canonical import Json, en_json, octets_canoniques
from evaluator.dossier import saisie
from evaluator.dossier.reponses import Reponse
from evaluator.errors import FaultyInput, Faute
from evaluator.evaluation import as_json
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.load import Referentiel, empreintes_de
from evaluator.report.sujet import DossierLu

FORMAT, VERSION = "agls-entree", 1
TAILLE_MAX = 24 * 1024 * 1024  # bytes


def entree(dossier: DossierLu, evaluation: Evaluation, jour: date, modele: str) -> bytes:
    """The evaluation input of the volet of `evaluation`, in canonical bytes. Same dossier, kind and `jour`: same bytes.

    Raises `FaultyInput` where the answers are too long to be carried.
    """
    octets = octets_canoniques(arbre(dossier, evaluation, jour, modele))
    if len(octets) > TAILLE_MAX:
        raise FaultyInput([Faute(f"données à joindre de plus de {TAILLE_MAX // 1024 // 1024} Mo", dossier.nom)])
    return octets


def arbre(dossier: DossierLu, evaluation: Evaluation, jour: date, modele: str) -> dict[str, Json]:
    """The same as JSON data."""
    r, volet = dossier.referentiel, evaluation.volet
    nom = dossier.nom.encode("utf-8", "replace").decode()  # a file name may hold bytes that are no UTF-8
    lues = dossier.reponses(volet).par_question
    figees: dict[str, Json] = {**empreintes_de(r.gele)}
    return {
        "format": FORMAT,
        "version": VERSION,
        "programme": __version__,
        "rapport": {"modele": modele, "date": jour.isoformat()},
        "dossier": {"id": dossier.id, "nom": en_json(nom), "volet": volet, "exercice": evaluation.exercice},
        "reponses": {question: reponse(question, lue) for question, lue in lues.items()},
        "gele": dict(r.gele),
        "empreintes": figees,
        "resultat": resultat(evaluation, r, nom, dossier.id, dossier.evenements, dossier.empreinte),
        "journal": {"evenements": dossier.evenements, "empreinte": dossier.empreinte},
    }


def reponse(nom: str, lue: Reponse) -> Json:
    """One answer as its event would carry it."""
    return {cle: en_json(v) for cle, v in saisie.charge(nom, lue).items() if cle != "question"}


def resultat(
    evaluation: Evaluation, referentiel: Referentiel, nom: str, ident: str, evenements: int, empreinte: str
) -> dict[str, Json]:
    """What `agls evaluer --json --bref` says, its decimals as text: two programs write a float differently."""
    brut = as_json.objet(evaluation, referentiel, dossier=nom, dossier_id=ident, evenements=evenements, empreinte=empreinte)
    return {cle: en_json(_sans_flottant(valeur)) for cle, valeur in brut.items()}


def _sans_flottant(valeur: object) -> object:
    if isinstance(valeur, float):
        return Fraction(repr(valeur))
    if isinstance(valeur, Mapping):
        return {cle: _sans_flottant(v) for cle, v in valeur.items()}
    return [_sans_flottant(v) for v in valeur] if isinstance(valeur, list | tuple) else valeur
