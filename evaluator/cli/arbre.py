"""The trace as a plain tree, for `agls expliquer`."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator import french
from evaluator.evaluation import words
from evaluator.evaluation.result import Etape, Evaluation
from evaluator.french import Borne
from evaluator.questionnaire.load import Referentiel


def arbre(etape: Etape) -> str:
    """One line per step, indented under the step it serves."""
    return "\n".join(_lignes(etape, "", ""))


def question_en_mots(question: str, referentiel: Referentiel, evaluation: Evaluation) -> str:
    """One question: its state, and how it counts. A table may be scored in several ways; most questions are only shown."""
    q, resultat = referentiel.questionnaire.questions[question], evaluation.questions[question]
    lignes = [f"{question} : {q.libelle} — {words.LIBELLES_ETAT[resultat.etat]}"]
    notations = [n.trace for n in evaluation.notations if n.question == question]
    lignes += [arbre(trace) for trace in notations]
    if not notations:
        lignes.append("Cette question n’est pas notée : elle est montrée, et n’entre ni dans le score ni dans le taux.")
    lignes += [f"{words.LIBELLES_CONTROLE[c.gravite]} : {c.message}" for c in resultat.controles]
    return "\n".join(lignes)


def valeur(etape: Etape) -> str:
    """The figure of a step, with its exact fraction where decimals cut it; or its interval."""
    if etape.valeur.absent:
        return "sans objet"
    if (connu := etape.valeur.valeur) is not None:
        return french.exact(connu) if etape.unite != "euros" else french.euros(connu)
    return f"[{_borne(etape, etape.valeur.min)} ; {_borne(etape, etape.valeur.max)}]"


def _borne(etape: Etape, borne: Borne) -> str:
    return french.euros(borne) if etape.unite == "euros" else french.nombre(borne, 4)


def _lignes(etape: Etape, ici: str, suite: str) -> Iterator[str]:
    poids = f" (poids {french.exact(etape.poids)})" if etape.poids is not None else ""
    texte = f"{etape.libelle}{poids} = {valeur(etape)}"
    marques = [etape.operation]
    if etape.detail:
        marques.append(etape.detail)
    if etape.etat and etape.etat != "renseignee":
        marques.append(words.LIBELLES_ETAT[etape.etat])
    if etape.origine:
        marques.append(words.LIBELLES_ORIGINE[etape.origine])
    if etape.clauses:
        marques.append(", ".join(etape.clauses))
    yield f"{ici}{etape.id} : {texte} — {' · '.join(marques)}"
    for rang, enfant in enumerate(etape.enfants):
        dernier = rang == len(etape.enfants) - 1
        yield from _lignes(enfant, suite + ("└ " if dernier else "├ "), suite + ("  " if dernier else "│ "))
