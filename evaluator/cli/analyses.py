"""The analyses as text, for `agls expliquer FICHIER leviers` and its like."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evaluator import french
from evaluator.evaluation import phrases
from evaluator.evaluation.analyse import Analyse
from evaluator.evaluation.leviers import Levier


def _leviers(a: Analyse) -> Iterator[str]:
    yield "Leviers : ce que la résidence pourrait changer, en objectifs possibles de la convention"
    yield from phrases.entete_leviers(a.leviers)
    if a.leviers.avis:
        yield phrases.vers_l_avis(a.leviers, a.referentiel)
    for levier in a.leviers.avis:
        yield from _levier(levier, a)
    for levier in a.leviers.pour_euros:
        debut = "Autant d’euros" if levier in a.leviers.egaux else "Le plus fort gain"
        yield f"{debut} en {french.pluriel(len(levier.changements), 'changement')} :"
        yield from _levier(levier, a)


def _levier(levier: Levier, a: Analyse) -> Iterator[str]:
    yield f"  {phrases.effet_levier(levier, a.referentiel)}"
    for changement in levier.changements:
        yield f"    · {changement.objectif} [{', '.join(changement.clauses)}]"


def _robustesse(a: Analyse) -> Iterator[str]:
    yield from phrases.robustesse(a.robustesse, a.referentiel)


def _manque(a: Analyse) -> Iterator[str]:
    questions = a.referentiel.questionnaire.questions
    m = a.manque
    if not m.utiles:
        yield "Rien de ce qui manque ne peut plus changer l’avis ni le montant."
    else:
        yield "Ce qui manque, le plus utile d’abord :"
    for manque in m.utiles:
        suite = ""
        if manque.revele:
            suite = " ; peut faire poser : " + ", ".join(questions[q].etiquette for q in manque.revele)
        yield f"  · {questions[manque.question].etiquette} : {phrases.gain_manque(manque)}{suite}"
    if m.partielles:
        yield "Répondues en partie seulement : " + ", ".join(questions[q].etiquette for q in m.partielles)
    if m.inutiles:
        yield "Sans effet sur l’avis ni sur le montant : " + ", ".join(questions[q].etiquette for q in m.inutiles)
    if not m.complet:
        yield "Le classement s’est arrêté avant la fin : les dernières questions sont dans l’ordre du questionnaire."


def _appuis(a: Analyse) -> Iterator[str]:
    titres = {axe.id: axe.titre for axe in a.referentiel.questionnaire.lu.axes}
    yield "Sur quoi reposent les réponses notées, en part du poids :"
    for appui in a.appuis:
        yield f"  · {phrases.appui(appui, titres.get(appui.axe or '', 'Ensemble'))}"


def _sans_objet(a: Analyse) -> Iterator[str]:
    questions = a.referentiel.questionnaire.questions
    for so in a.sans_objet.liste:
        yield f"  · {questions[so.question].etiquette} : {so.motif or 'sans motif'}"
    yield phrases.sans_objet(a.sans_objet, a.referentiel)


def _plan(a: Analyse) -> Iterator[str]:
    yield from phrases.plan(a.plan)


ANALYSES: dict[str, tuple[str, Callable[[Analyse], Iterator[str]]]] = {
    "leviers": ("ce que la résidence pourrait changer", _leviers),
    "robustesse": ("l’effet des poids et des paramètres locaux", _robustesse),
    "manque": ("les réponses qui manquent, la plus utile d’abord", _manque),
    "appuis": ("sur quoi reposent les réponses", _appuis),
    "sans-objet": ("les sans objet et leur effet", _sans_objet),
    "plan": ("besoin et réponse", _plan),
}


def texte(nom: str, analyse: Analyse) -> str:
    """The analysis called `nom`, a key of `ANALYSES`."""
    return "\n".join(ANALYSES[nom][1](analyse))
