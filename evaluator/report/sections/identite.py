"""The title block, and the lines that must be seen before any figure."""

from __future__ import annotations

from evaluator import french
from evaluator.dossier.actes import Decision
from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.evaluation import words
from evaluator.report import masquage
from evaluator.report.sujet import Sujet
from evaluator.report.texte import Affichable, Bloc, typo

# The status of a document that goes with a decision, by kind
BANDES = {
    "motivation": "Annexe à la décision du {jour}",
    "annexe_convention_financiere": "Annexe à la convention financière, à signer",
    "annexe_convention_objectifs": "Annexe à la convention d’objectifs, à signer",
    "fiche_synthetique": "Décision du {jour}",
}
PROPOSE = "le montant proposé était une simulation ; "
ACCORDE = "le montant accordé est celui de la décision."
CONTRADICTOIRE = "contradictoire"  # the kind that is about both volets


def titre(sujet: Sujet) -> Bloc:
    """Who, where, which year, which volet, when, by whom, from which file, under which grid."""
    dossier = sujet.dossier
    lignes: list[Affichable] = [
        _ligne("Résidence", _mot(sujet, "residence_nom")),
        _ligne("Identifiant de la résidence", _mot(sujet, "residence_id")),
        _ligne("Statut de la structure", _mot(sujet, "type_structure")),
        _ligne("Gestionnaire", _mot(sujet, "gestionnaire_nom")),
        _ligne("SIRET", _mot(sujet, "gestionnaire_siret")),
        _ligne("Commune (code INSEE)", _mot(sujet, "commune_insee")),
        _ligne("Département", _mot(sujet, "departement")),
        _ligne("Logements conventionnés", _mot(sujet, "nb_logements")),
        _ligne("Exercice", _annee(sujet)),
        _ligne("Type de demande", _mot(sujet, "type_demande")),
        _ligne("Volet", volets(sujet)),
        _ligne("Date du rapport", french.jour_long(sujet.jour)),
        *(
            []
            if sujet.publication
            else [_ligne("Auteurs des saisies", f"{french.FINE}; ".join(auteurs(sujet)) or "non indiqué")]
        ),
        _ligne("Fichier", dossier.nom),
        _ligne("Grille", grille(sujet)),
    ]
    return {
        "residence": str(sujet.valeur("residence_nom") or dossier.nom),
        "lignes": lignes,
        "bande": bande(sujet),
        "bannieres": [*bannieres(sujet), *([typo(masquage.PHRASE)] if sujet.publication else [])],
        "exercice": _annee(sujet),
    }


def _ligne(libelle: str, valeur: str) -> Bloc:
    return {"libelle": libelle, "valeur": valeur}


def _mot(sujet: Sujet, question: str) -> str:
    """The answer, or that it is still to be given: no agreement to get wrong with the name of the line."""
    lu = sujet.resultat(question)
    return "à renseigner" if lu and lu.etat == "non_renseignee" else sujet.mot(question)


def _annee(sujet: Sujet) -> str:
    exercice = sujet.evaluation.exercice
    return str(exercice) if exercice is not None else "non renseigné"


def auteurs(sujet: Sujet) -> list[str]:
    """Those who wrote in this volet, in the order of their first event."""
    volet = sujet.evaluation.volet
    siens = [e.auteur for e in sujet.dossier.journal if e.volet in (None, "commun", volet)]
    return list(dict.fromkeys(", ".join(p for p in (a.nom, a.fonction, a.organisme) if p) for a in siens))


def grille(sujet: Sujet) -> str:
    g = sujet.referentiel.grille
    nom = f"{typo(g.lue.titre)} ({g.lue.id} {g.lue.version})"
    if g.adoptee and g.lue.adoptee_le:
        return typo(f"{nom}, adoptée par {g.lue.adoptee_par} le {french.jour(g.lue.adoptee_le)} ({g.lue.reference})")
    return f"{nom}, non adoptée par un service"


def volets(sujet: Sujet) -> str:
    """What the document is about: one volet, or both."""
    if sujet.modele == CONTRADICTOIRE:
        return "Auto-évaluation du gestionnaire et constat du service"
    return LIBELLES_VOLET[sujet.evaluation.volet]


def bande(sujet: Sujet) -> str:
    """The status of the document."""
    if sujet.modele == CONTRADICTOIRE:
        return "Échange contradictoire" if sujet.dossier.decision else "Échange contradictoire, avant décision"
    if sujet.evaluation.volet == "auto_evaluation":
        return "Auto-évaluation"
    prise = tenue(sujet)
    if prise is not None and sujet.modele in BANDES:
        return BANDES[sujet.modele].format(jour=french.jour_long(prise.date))
    return f"Constat du service — {'définitif' if sujet.dossier.clos else 'projet'}"


def tenue(sujet: Sujet) -> Decision | None:
    """The decision on the constat, unless an answer has changed since."""
    if sujet.evaluation.volet != "constat" or sujet.dossier.decision_perimee:
        return None
    return sujet.dossier.decision


def ligne_grille(sujet: Sujet) -> str:
    """The line that stands under any grid that no service answers for; empty under an adopted one.

    Once a decision is taken, the amount granted is no simulation: only the one that was proposed is.
    """
    ligne, prise = words.ligne_grille(sujet.referentiel.grille) or "", tenue(sujet)
    if not ligne or prise is None:
        return typo(ligne)
    r = prise.recommandation
    propose = PROPOSE if r is None or r.montant is not None else ""
    return typo(f"{ligne.partition(french.INSECABLE + ':')[0]} : {propose}{ACCORDE}")


def bannieres(sujet: Sujet) -> list[str]:
    rompu = sujet.dossier.lecture_seule
    chaine = f"Le journal de ce dossier n’est pas intact : {rompu}" if rompu else ""
    return [ligne for ligne in (ligne_grille(sujet), regime(sujet), typo(chaine)) if ligne]


def regime(sujet: Sujet) -> str:
    """From 2025 on, the amounts of the circulaire are not the tool's: it says where the figures come from."""
    exercice, bareme = sujet.evaluation.exercice, sujet.bareme
    if exercice is None:
        return typo("Exercice non renseigné : aucun barème ne s’applique et aucun montant n’est proposé.")
    if bareme is None:
        return typo(f"Exercice {exercice} : antérieur à la circulaire de 2013, aucun montant n’est proposé.")
    if bareme.mode != "forfait":
        return ""
    forfait = sujet.referentiel.grille.lue.forfait
    texte = f"Exercice {exercice} : les règles d’attribution sont celles de la circulaire du 9 mai 2025 (NOR ATDI2513740C). "
    if forfait.par_logement is None:
        return typo(
            texte + "Le forfait par logement n’est pas renseigné : aucun montant n’est proposé, et le chiffre tiré du "
            "barème de 2013 n’est donné qu’à titre indicatif."
        )
    source = f" ({forfait.reference})" if forfait.reference else ""
    return typo(texte + f"Forfait renseigné par le service : {french.euros(forfait.par_logement)} par logement{source}.")
