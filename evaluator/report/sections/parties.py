"""The head of an annex to a convention: the parties, the residence, the period, and what the service has to fill in."""

from __future__ import annotations

from datetime import date

from evaluator import french
from evaluator.dossier.actes import Convention, TypeConvention
from evaluator.report.sections.decision import CONVENTIONS
from evaluator.report.sections.identite import bannieres
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Bloc, typo

FINANCIERE = "annexe_convention_financiere"
PLUSIEURS = (
    "La demande porte sur plusieurs résidences dans une même convention : la convention les nomme une à une, et chacune a "
    "sa propre annexe (lecture de l’outil)."
)  # fmt: skip
CLAUSE_PLUSIEURS = "C-IV-c-multi"
A_PRECISER = "préciser si cette annexe la modifie ou ouvre une nouvelle période."
EN_COURS, FIN = "convention_objectifs", "convention_objectifs_fin"
IRRECEVABLE = "Dossier irrecevable : cette annexe est sans objet, l’AGLS ne peut pas être accordée."


def parties(sujet: Sujet) -> Bloc:
    prise = sujet.dossier.decision
    genre: TypeConvention = "financiere" if sujet.modele == FINANCIERE else "objectifs"
    convention = prise.convention if prise and prise.convention and prise.convention.type == genre else None
    debut, fin = (convention.debut, convention.fin) if convention else (None, None)
    lignes = [
        ("Résidence sociale", _mot(sujet, "residence_nom")),
        ("Identifiant de la résidence", _mot(sujet, "residence_id")),
        ("Statut de la structure", _mot(sujet, "type_structure")),
        ("Commune (code INSEE), département", f"{_mot(sujet, 'commune_insee')}, {_mot(sujet, 'departement')}"),
        ("Logements conventionnés", _mot(sujet, "nb_logements")),
        ("Gestionnaire", _mot(sujet, "gestionnaire_nom")),
        ("SIRET du gestionnaire", _mot(sujet, "gestionnaire_siret")),
        ("Exercice évalué", str(sujet.evaluation.exercice or "non renseigné")),
    ]
    if debut and fin:
        lignes.append(("Période de la convention", f"du {french.jour_long(debut)} au {french.jour_long(fin)}"))
    if convention and convention.reference:
        lignes.append(("Référence de la convention", convention.reference))
    if genre == "financiere":
        lignes += _convention_objectifs(sujet)
    plusieurs = sujet.valeur("demande_plusieurs") is True and CLAUSE_PLUSIEURS in sujet.referentiel.textes
    irrecevable = sujet.evaluation.recevabilite.statut == "irrecevable"
    return {
        "residence": str(sujet.valeur("residence_nom") or sujet.dossier.nom),
        "exercice": str(sujet.evaluation.exercice or "non renseigné"),
        "bannieres": [*([typo(IRRECEVABLE)] if irrecevable else []), *bannieres(sujet)],
        "lignes": [{"libelle": typo(libelle), "valeur": valeur} for libelle, valeur in lignes],
        "en_cours": typo(_en_cours(sujet, fin)) if genre == "objectifs" else "",
        "a_remplir": [typo(ligne) for ligne in _a_remplir(genre, convention, plusieurs)],
        "plusieurs": typo(PLUSIEURS) if plusieurs else "",
        "clause": sujet.clause(CLAUSE_PLUSIEURS) if plusieurs else {},
    }


def _a_remplir(genre: TypeConvention, convention: Convention | None, plusieurs: bool) -> list[str]:
    """What the dossier does not hold, for the service to write."""
    nom = CONVENTIONS[genre]
    lignes = [
        "Service de l’État qui signe, représenté par",
        "Signataire pour l’État, par délégation (arrêté n°)",
        "Le gestionnaire est représenté par",
    ]
    if not (convention and convention.reference):
        lignes.append(f"Référence de la {nom}")
    if not (convention and convention.debut and convention.fin):
        lignes.append("Période couverte (du … au …)")
    if genre == "financiere":
        lignes.append("Référence de la convention d’objectifs dont elle relève")
    if plusieurs:
        lignes += ["Autres résidences éligibles de la convention", "Structures de la convention qui n’y sont pas éligibles"]
    return lignes


def _convention_objectifs(sujet: Sujet) -> list[tuple[str, str]]:
    """What the constat says of the convention that the yearly one goes with; nothing where it says nothing."""
    etat, fin = sujet.valeur(EN_COURS), sujet.valeur(FIN)
    if etat is None:
        return []
    jusqu = f", jusqu’au {french.jour_long(fin)}" if isinstance(fin, date) else ""
    return [("Convention d’objectifs, d’après le dossier", f"{sujet.mot(EN_COURS)}{jusqu}")]


def _en_cours(sujet: Sujet, fin: date | None) -> str:
    """What the parties must settle where a convention already runs, unless it is the one that the decision names."""
    connue = sujet.valeur(FIN)
    if sujet.valeur(EN_COURS) != "en_cours" or (fin is not None and fin == connue):
        return ""
    quand = f" jusqu’au {french.jour_long(connue)}" if isinstance(connue, date) else ", dont la fin n’est pas connue"
    return f"Une convention d’objectifs est en cours{quand} : {A_PRECISER}"


def _mot(sujet: Sujet, question: str) -> str:
    lu = sujet.resultat(question)
    return "à renseigner" if lu and lu.etat == "non_renseignee" else sujet.mot(question)
