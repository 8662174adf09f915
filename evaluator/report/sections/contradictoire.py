"""The page that goes with the letter to the gestionnaire: what it is for, how to answer, both results side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from evaluator import french
from evaluator.evaluation.comparaison import bouts, ecart
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Evaluation
from evaluator.evaluation.words import LIBELLES_TERME
from evaluator.report import mots
from evaluator.report.sections import ecarts
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

OBJET = (
    "Ce document montre au gestionnaire, avant la décision, les réponses sur lesquelles le constat du service s’écarte de "
    "l’auto-évaluation, et ce que chacune change au score et au montant proposés.",
    "Le gestionnaire peut y répondre par des observations ou par des pièces, dans le délai qu’indique la lettre jointe ; "
    "elles sont versées au dossier avant qu’une personne nommée décide.",
)  # fmt: skip


def contradictoire(sujet: Sujet) -> Bloc:
    declaree, constatee = _deux(sujet)
    absent = ""
    if constatee is None:
        absent = ecarts.SANS_CONSTAT
    elif declaree is None:
        absent = ecarts.SANS_AUTO
    return {
        "objet": [typo(p) for p in OBJET],
        "absent": typo(absent),
        "lignes": _lignes(sujet, declaree, constatee),
        "indicatif": typo("Les montants indicatifs suivent le barème de 2013 ; aucun n’est celui d’une convention.")
        if any(e and e.modulation.indicatif for e in (declaree, constatee))
        else "",
    }


def _deux(sujet: Sujet) -> tuple[Evaluation | None, Evaluation | None]:
    """Both results; None for a volet that holds no answer."""
    if sujet.comparaison is not None:
        return sujet.comparaison.declaree, sujet.comparaison.constatee
    dossier = sujet.dossier
    declaree, constatee = (
        evaluer(sujet.referentiel, dossier.reponses(volet)) if dossier.a_des_reponses(volet) else None
        for volet in ("auto_evaluation", "constat")
    )
    return declaree, constatee


def _lignes(sujet: Sujet, a: Evaluation | None, c: Evaluation | None) -> list[Affichable]:
    """Both results, figure by figure; the gap only where it is one that the comparison gives."""
    total = ecart(bouts(c), bouts(a)) if a and c else None
    euros = ecarts.montant(total) if total else "–"

    def ligne(nom: str, lire: Callable[[Evaluation], str], gap: str = "") -> Affichable:
        declare, constate = (lire(e) if e else "–" for e in (a, c))
        return {"nom": typo(nom), "declare": declare, "constate": constate, "ecart": gap}

    lignes = [
        ligne("Avis proposé", lambda e: sujet.mot_avis(e.modulation.avis)),
        ligne("Montant proposé", _montant, euros if _chiffre(a) and _chiffre(c) else "–"),
    ]
    if any(e and e.modulation.indicatif for e in (a, c)):
        lignes.append(ligne("Montant indicatif", _indicatif, euros))
    lignes.append(ligne("Score global", lambda e: mots.score(e.globale), ecarts.score(total) if total else "–"))
    lignes += [ligne(f"Axe {axe.id} – {axe.titre}", partial(_axe, axe=axe.id)) for axe in (a or c or sujet.evaluation).axes]
    return [
        *lignes,
        ligne("Besoin", lambda e: mots.score(e.dimensions["besoin"])),
        ligne("Réponse", lambda e: mots.score(e.dimensions["reponse"])),
        ligne("Ce qui borne le montant", _borne),
        ligne("Taux du plafond", lambda e: mots.taux(e.modulation.taux)),
        ligne("Complétude", lambda e: french.pourcent(e.completude)),
    ]


def _chiffre(e: Evaluation | None) -> bool:
    return e is not None and e.modulation.montants.montant_min is not None


def _axe(e: Evaluation, axe: str) -> str:
    return next(mots.score(a.score) for a in e.axes if a.id == axe)


def _montant(e: Evaluation) -> str:
    m = e.modulation.montants
    return mots.montant(m) + (f" ({mots.intervalle(m)})" if mots.intervalle(m) else "")


def _borne(e: Evaluation) -> str:
    terme = e.modulation.montants.terme_limitant
    return typo(LIBELLES_TERME[terme]) if terme else "–"


def _indicatif(e: Evaluation) -> str:
    if e.modulation.indicatif is None:
        return "–"
    m = e.modulation.indicatif.montants
    return french.euros(m.montant) if m.montant is not None else mots.entre(m.montant_min, m.montant_max)
