"""The objectives of the three years: those agreed, else those that the tool proposes, else lines to fill."""

from __future__ import annotations

from typing import cast

from evaluator import french
from evaluator.dossier.actes import Objectif
from evaluator.dossier.reponses import Ligne
from evaluator.evaluation.leviers import Levier
from evaluator.report.sections import leviers
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

N1 = "objectifs_n1"
VIDES_SEULES, VIDES_EN_PLUS = 5, 2
CONVENUS = "Objectifs convenus entre le service et le gestionnaire, tels qu’ils ont été enregistrés à la clôture du dossier."
PROPOSES = (
    "Objectifs proposés par l’outil, à convenir : ce sont les plus petits changements, à la portée de la résidence, qui "
    "amélioreraient le plus l’évaluation. Le service et le gestionnaire les retiennent, les changent ou les écartent ; "
    "l’échéance reste à fixer."
)
A_ECRIRE = "Aucun objectif n’est enregistré dans le dossier, et l’outil n’en propose pas : à convenir."


def objectifs(sujet: Sujet) -> Bloc:
    close = sujet.dossier.cloture
    if close and close.objectifs:
        lignes = [_convenu(sujet, o, str(rang)) for rang, o in enumerate(close.objectifs, 1)]
        return _bloc(sujet, CONVENUS, lignes, convenus=True, vides=0)
    choisi = _choisi(sujet)
    if choisi is None:
        return _bloc(sujet, A_ECRIRE, [], convenus=False, vides=VIDES_SEULES)
    lignes = [
        {**leviers.objectif(sujet, c, str(rang)), "indicateur": _indicateur(sujet, c.question), "echeance": ""}
        for rang, c in enumerate(choisi.changements, 1)
    ]
    return _bloc(sujet, PROPOSES, lignes, convenus=False, vides=VIDES_EN_PLUS)


def _bloc(sujet: Sujet, chapeau: str, lignes: list[Bloc], *, convenus: bool, vides: int) -> Bloc:
    rangs: list[Affichable] = [str(len(lignes) + rang) for rang in range(1, vides + 1)]
    tous: list[Affichable] = [*(str(o["rang"]) for o in lignes), *rangs]
    return {
        "chapeau": typo(chapeau),
        "lignes": [*lignes],
        "convenus": convenus,
        "vides": rangs,
        "rangs": tous,
        "n1": str(sujet.evaluation.exercice - 1) if sujet.evaluation.exercice else "N-1",
        "reprendre": [*_non_atteints(sujet)],
    }


def _non_atteints(sujet: Sujet) -> list[str]:
    """The objectives of last year that the constat finds not reached, with their target and what was done."""
    valeur = sujet.valeur(N1)
    lignes = cast("tuple[Ligne, ...]", valeur) if isinstance(valeur, tuple) else ()
    return [_non_atteint(ligne) for ligne in lignes if ligne.get("atteint") is False]


def _non_atteint(ligne: Ligne) -> str:
    dits = [
        f"{mot}{french.INSECABLE}: {ligne[nom]}"
        for nom, mot in (("cible", "cible"), ("realise", "réalisé"))
        if ligne.get(nom)
    ]
    suite = f" ({f'{french.FINE}; '.join(dits)})" if dits else ""
    return f"{ligne.get('indicateur') or 'objectif sans nom'}{suite}"


def _choisi(sujet: Sujet) -> Levier | None:
    """The set that the progress plan would follow: to the next opinion, else the largest gain."""
    trouves = sujet.analyse.leviers
    return next(iter([*trouves.avis[:1], *trouves.euros[-1:]]), None)


def _convenu(sujet: Sujet, o: Objectif, rang: str) -> Bloc:
    textes = sujet.referentiel.textes
    clauses: list[Affichable] = [sujet.titre_clause(c) for c in o.clauses if c in textes.clauses]
    return {
        "rang": rang,
        "enonce": o.enonce,
        "indicateur": _indicateur(sujet, o.question) if o.question else "à préciser",
        "depart": o.depart or "–",
        "cible": o.cible or "–",
        "echeance": french.jour_long(o.echeance) if o.echeance else "",
        "clauses": clauses,
    }


def _indicateur(sujet: Sujet, question: str) -> str:
    """What is followed: the question, and the indicator of annex I that it belongs to."""
    lues = sujet.referentiel.questionnaire
    if question not in lues.questions:
        return "à préciser"
    siens = dict.fromkeys(n.indicateur for n in sujet.evaluation.notations if n.question == question)
    noms = [f"{i} – {lues.indicateurs[i].lu.libelle}" for i in siens if i in lues.indicateurs]
    etiquette = lues.questions[question].etiquette
    return typo(f"{etiquette} ({' ; '.join(noms)})" if noms else etiquette)
