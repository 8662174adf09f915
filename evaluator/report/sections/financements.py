"""Who else pays for the GLS of the year, what is left to pay, and the terms of payment that the service writes."""

from __future__ import annotations

from fractions import Fraction

from evaluator import french
from evaluator.dossier.reponses import Ligne
from evaluator.questionnaire.models import QuestionTableau
from evaluator.report import financement, mots
from evaluator.report.cellules import cellule
from evaluator.report.sections.identite import tenue
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

CLAUSE = "C-IV-c-cofin"
COLONNES = ("financeur", "nature", "objet", "montant", "statut")
SANS = "Aucun cofinancement n’est relevé."
AGLS = "agls"
REGLE = (
    "Réduit le coût net ce qui est acquis et a la GLS pour objet, hors AGLS et fonds propres. Limiter le montant au coût "
    "net est un paramètre de la grille, non une phrase de la circulaire."
)
VERSEMENT = (
    "Modalités et calendrier de versement",
    "Compte à créditer",
    "Imputation budgétaire",
    "Pièces à remettre par le gestionnaire, et dates",
)


def financements(sujet: Sujet) -> Bloc:
    lu = financement.lire(sujet)
    lignes = financement.lignes(sujet)
    return {
        "lignes": [_ligne(sujet, ligne) for ligne in lignes or ()],
        "sans": typo(SANS if lignes is not None else f"Cofinancements : {sujet.mot(financement.TABLE)}.")
        if not lignes
        else "",
        "comptes": _comptes(sujet, lu),
        "dessin": financement.dessin(lu),
        "regle": typo(REGLE),
        "clause": sujet.clause(CLAUSE) if CLAUSE in sujet.referentiel.textes.clauses else {},
    }


def versement(sujet: Sujet) -> Bloc:
    """Blank: the dossier holds nothing of it, and the tool invents nothing."""
    return {"lignes": [typo(ligne) for ligne in VERSEMENT]}


def _ligne(sujet: Sujet, ligne: Ligne) -> Bloc:
    table = sujet.referentiel.questionnaire.questions[financement.TABLE]
    assert isinstance(table, QuestionTableau)
    colonnes = {c.id: c for c in table.colonnes}
    compte = financement.est_retenue(ligne)
    return {
        "cellules": [cellule(colonnes[nom], ligne.get(nom)) for nom in COLONNES if nom in colonnes],
        "compte": compte,
        "effet": typo(_effet(sujet, ligne, compte=compte)),
    }


def _effet(sujet: Sujet, ligne: Ligne, *, compte: bool) -> str:
    """On the net cost; on the row of the AGLS itself, what was asked for and what was granted."""
    if ligne.get("financeur") != AGLS:
        return "réduit le coût net" if compte else "–"
    prise = tenue(sujet)
    accordee = french.euros(prise.montant) if prise else "non décidée"
    return f"pour mémoire : demandée {sujet.mot('montant_demande')}, accordée {accordee}"


def _comptes(sujet: Sujet, f: financement.Financement | None) -> list[Affichable]:
    """Cost, co-financing, net cost, amount, remainder: a subtraction that can be done again by hand."""
    if f is None:
        noms = {
            "cout_gls": "Coût prévu de la GLS",
            financement.TABLE: "Cofinancements acquis",
            "cout_net": "Coût net de la GLS",
        }
        lus = [(noms.get(nom, nom), mots.euros(e)) for nom, e in financement.termes(sujet).items()]
        return [_compte(libelle, valeur) for libelle, valeur in lus]
    lignes = [
        ("Coût prévu de la GLS, hors redevance", french.euros(f.cout)),
        (
            "Cofinancements acquis pour la GLS",
            f"−{french.INSECABLE}{french.euros(f.total_acquis)}" if f.total_acquis else french.euros(0),
        ),
        ("Coût net de la GLS", french.euros(f.net)),
        (f.agls.libelle, f"−{french.INSECABLE}{french.euros(f.agls.montant)}" if f.agls.montant else french.euros(0)),
        (financement.RESTE, french.euros(max(Fraction(0), f.reste))),
    ]
    return [_compte(libelle, valeur) for libelle, valeur in lignes]


def _compte(libelle: str, valeur: str) -> Bloc:
    return {"libelle": typo(libelle), "valeur": valeur}
