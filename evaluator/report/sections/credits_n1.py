"""The use of last year's credits, as the dossier knows it, and what it does not know, left to the service."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evaluator import french
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

ACCORDEE, CONSOMMEE = "agls_n1_accordee", "agls_n1_consommee"
SUIVI = "C-IV-c-suivi"
PREMIERE = "Première demande : aucune AGLS n’a été accordée au titre de l’année précédente."
INCONNUE = "non calculée : un des deux montants n’est pas connu"
DEPENSES, COMPTE_RENDU = "depenses_agls", "compte_rendu_financier"
REPORT = "Report autorisé, somme à reverser, ou sans suite (à indiquer par le service)"


def credits_n1(sujet: Sujet) -> Bloc:
    exercice = sujet.evaluation.exercice
    annee = str(exercice - 1) if exercice else "N-1"
    premiere = sujet.valeur("type_demande") == "premiere"
    accordee, consommee = _montant(sujet, ACCORDEE), _montant(sujet, CONSOMMEE)
    lignes: list[Affichable] = []
    if not premiere:
        lignes = [
            _ligne(f"AGLS accordée au titre de {annee}", _dit(sujet, ACCORDEE, accordee)),
            _ligne(f"AGLS dépensée au titre de {annee}", _dit(sujet, CONSOMMEE, consommee)),
            _ligne("Différence", _difference(accordee, consommee)),
            _ligne("Compte rendu financier", sujet.mot(COMPTE_RENDU)),
        ]
    return {
        "annee": annee,
        "premiere": typo(PREMIERE) if premiere else "",
        "lignes": lignes,
        "depenses": {} if premiere else _depenses(sujet),
        "sans_depense": typo(f"Dépenses payées par l’AGLS de {annee} : {sujet.mot(DEPENSES)}."),
        "notes": [] if premiere else list(_notes(sujet)),
        "a_remplir": [] if premiere else [typo(REPORT)],
        "clause": sujet.clause(SUIVI) if SUIVI in sujet.referentiel.textes.clauses else {},
    }


def _depenses(sujet: Sujet) -> Bloc:
    """The table of what was paid with it, as answered; empty where there is no row."""
    valeur = sujet.valeur(DEPENSES)
    if not isinstance(valeur, tuple) or not valeur:
        return {}
    return sujet.rendre(sujet.referentiel.questionnaire.questions[DEPENSES], valeur)


def _notes(sujet: Sujet) -> Iterator[Affichable]:
    """Why the service's answer differs from the declared one, and the notes that are shared."""
    for question in (ACCORDEE, CONSOMMEE, DEPENSES, COMPTE_RENDU):
        lu = sujet.resultat(question)
        if lu is None:
            continue
        note = sujet.dossier.annotation(question, sujet.evaluation.volet)
        partagee = note.note if note.visibilite == "partagee" else ""
        for nature, texte in (("motif du constat", lu.motif), ("note partagée", partagee)):
            if texte:
                yield {"nom": typo(f"{sujet.etiquette(question)}, {nature} :"), "texte": texte}


def _montant(sujet: Sujet, question: str) -> Fraction | None:
    valeur = sujet.valeur(question)
    return Fraction(valeur) if isinstance(valeur, int | Fraction) and not isinstance(valeur, bool) else None


def _dit(sujet: Sujet, question: str, montant: Fraction | None) -> str:
    return sujet.mot(question) if montant is None else french.euros(montant)


def _difference(accordee: Fraction | None, consommee: Fraction | None) -> str:
    if accordee is None or consommee is None:
        return INCONNUE
    reste = accordee - consommee
    if reste == 0:
        return "tout est dépensé"
    return f"{french.euros(abs(reste))} {'non dépensés' if reste > 0 else 'dépensés de plus que l’aide accordée'}"


def _ligne(libelle: str, valeur: str) -> Bloc:
    return {"libelle": typo(libelle), "valeur": valeur}
