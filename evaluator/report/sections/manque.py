"""What is missing, by what knowing it would narrow."""

from __future__ import annotations

from evaluator import french
from evaluator.evaluation import phrases
from evaluator.evaluation.manque import Manque
from evaluator.report import mots
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

NOMMEES = 12  # questions without effect: beyond it, only their number
DETAILLEES = 15  # beyond it, a question is only named: the first are what to ask for


def manque(sujet: Sujet) -> Bloc:
    m = sujet.analyse.manque
    reste = m.utiles[DETAILLEES:]
    return {
        "vide": not m.utiles and "simulation" not in sujet.sections,
        "etat": [typo(p) for p in _etat(sujet)],
        "utiles": [_utile(sujet, u, str(rang)) for rang, u in enumerate(m.utiles[:DETAILLEES], 1)],
        "suite": _noms(sujet, [u.question for u in reste]),
        "suite_titre": typo(french.pluriel(len(reste), "autre question utile", "autres questions utiles")),
        "inutiles": _noms(sujet, list(m.inutiles)) if len(m.inutiles) <= NOMMEES else [],
        "inutiles_titre": typo(_inutiles(len(m.inutiles), seules=not m.utiles)),
        "incomplet": not m.complet,
    }


def _etat(sujet: Sujet) -> list[str]:
    """How complete the file is, and what the unknowns leave open."""
    evaluation, m = sujet.evaluation, sujet.analyse.manque
    minimum = sujet.referentiel.grille.lue.completude_min
    lignes = [f"Complétude : {french.pourcent(evaluation.completude)} ; il en faut {french.pourcent(minimum)} pour un avis."]
    if not m.utiles and not m.inutiles:
        return [*lignes, "Toutes les questions posées ont une réponse."]
    if not m.utiles:
        return [*lignes, "Aucune des réponses qui manquent ne peut plus changer l’avis ni le montant."]
    montants = evaluation.modulation.montants
    indicatif = evaluation.modulation.indicatif
    nom = "montant"
    if montants.montant_min is None and indicatif is not None:
        montants, nom = indicatif.montants, "chiffre indicatif (barème de 2013)"
    if m.largeur and montants.montant_min is not None and montants.montant_max is not None:
        encadrement = mots.entre(montants.montant_min, montants.montant_max)
        lignes.append(f"Les réponses qui manquent laissent le {nom} {encadrement} : {french.euros(m.largeur)} d’écart.")
    return lignes


def _utile(sujet: Sujet, u: Manque, rang: str) -> Bloc:
    question = sujet.referentiel.questionnaire.questions[u.question]
    return {
        "rang": rang,
        "etiquette": typo(question.etiquette),
        "libelle": typo(question.libelle),
        "effet": typo(_majuscule(phrases.gain_manque(u))),
        "revele": [sujet.etiquette(q) for q in u.revele],
        "id": u.question,
    }


def _majuscule(texte: str) -> str:
    return f"{texte[:1].upper()}{texte[1:]}"


def _inutiles(compte: int, *, seules: bool) -> str:
    """`1 question est sans réponse…`; « autre » where others are listed above."""
    if not compte:
        return ""
    autre, autres = ("", "") if seules else ("autre ", "autres ")
    nombre = french.pluriel(compte, f"{autre}question est sans réponse", f"{autres}questions sont sans réponse")
    return f"{nombre}, sans effet possible sur l’avis ni sur le montant"


def _noms(sujet: Sujet, questions: list[str]) -> list[Affichable]:
    return [sujet.etiquette(q) for q in questions]
