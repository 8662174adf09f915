"""The decision and the closing, in lines: what is recommended, what is recorded, what is typed, what is still refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator import french
from evaluator.dossier.actes import Cloture, Decision, Objectif, Recommandation
from evaluator.evaluation import words
from evaluator.questionnaire.grille import Grille
from evaluator.ui.formulaire import CHAMPS, montre
from evaluator.ui.heure import jour_heure
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import INSECABLE, Entree, Ligne, Segment, cale, champ, couper, entrees, filet, plier, propre

NB = INSECABLE
MARGE = 16
NOMS = 21


def recommandation_en_lignes(r: Recommandation, grille: Grille, cellules: int) -> list[Ligne]:
    """The opinion, the amount or its two ends, the ceiling."""
    if r.montant is not None:
        montant = french.euros(r.montant)
    elif r.montant_min is not None and r.montant_max is not None:
        montant = f"aucun montant établi, de {french.euros(r.montant_min)} à {french.euros(r.montant_max)}"
    else:
        montant = "aucun montant recommandé"
    plafond = f" · plafond {french.euros(r.plafond)}" if r.plafond is not None else " · plafond non connu"
    avis = next((mot for nom, mot in _avis(grille).items() if nom == r.avis), r.avis)
    return champ("Recommandation", [(montant, "titre"), (f" · {avis}", "fort"), (plafond, "")], cellules, MARGE)


def _avis(grille: Grille) -> dict[str, str]:
    return {"irrecevable": words.avis("irrecevable", grille), "indetermine": words.avis("indetermine", grille)} | {
        str(nom): mot for nom, mot in grille.libelles_avis.items()
    }


def decision_en_lignes(decision: Decision | None, cellules: int, *, perimee: bool) -> list[Ligne]:
    """What is recorded."""
    if decision is None:
        return champ("Décision", [("aucune encore", "alerte")], cellules, MARGE)
    qui = f" le {french.jour(decision.date)}, {propre(decision.nom)}, {propre(decision.fonction)}"
    lignes = champ("Décision", [(french.euros(decision.montant), "titre"), (qui, "")], cellules, MARGE)
    if perimee:
        mots = "! une réponse a changé depuis cette décision : relisez-la, puis enregistrez-la de nouveau"
        lignes += champ("", [(mots, "alerte")], cellules, MARGE)
    return lignes


def cloture_en_lignes(cloture: Cloture, cellules: int) -> list[Ligne]:
    """The banner of a closed dossier."""
    qui = f"clos le {jour_heure(cloture.instant)} par {propre(cloture.auteur.nom)}{NB}: lecture seule (r pour le rouvrir)"
    lignes = plier([(qui, "alerte")], cellules - 1, 2, tete=[(" ! ", "alerte")])
    if cloture.motif:
        lignes += champ("Motif", [(propre(cloture.motif), "")], cellules, MARGE)
    for objectif in cloture.objectifs:
        lignes += plier([(objectif_en_mots(objectif), "")], cellules - 1, tete=[("   • ", "accent")])
    return lignes


def formulaire_en_entrees(textes: Mapping[str, str], cellules: int) -> list[Entree]:
    """One line per field; what is expected, where nothing is written."""
    sorties: list[Entree] = [(None, filet("Décision à enregistrer", cellules))]
    for un in CHAMPS:
        valeur = montre(un, textes.get(un.id, ""))
        place = max(cellules - NOMS - 1, 10)
        mots: Segment = (couper(valeur, place), "fort") if valeur else (couper(f"· {un.attendu}", place), "attenue")
        sorties.append((un.id, ((cale(un.libelle, NOMS), ""), mots)))
    return sorties


def refus_en_lignes(refus: Sequence[str], pret: str, cellules: int) -> list[Ligne]:
    """What stands in the way, or that nothing does."""
    if not refus:
        return plier([(pret, "bon")], cellules - 1, 2, tete=[(" ✓ ", "bon")])
    return [ligne for mots in refus for ligne in plier([(propre(mots), "")], cellules - 1, tete=[(" ✗ ", "erreur")])]


def objectif_en_mots(objectif: Objectif) -> str:
    """`Formaliser un protocole… (avant le 31/12/2025)`."""
    quand = f" (avant le {french.jour(objectif.echeance)})" if objectif.echeance else ""
    return propre(objectif.enonce) + quand


def cloture_en_entrees(session: Session, objectifs: Sequence[Objectif], cellules: int) -> list[Entree]:
    """The differences without a reason, then the objectives; `e:question`, `o:rank`."""
    dossier, parcours = session.dossier, session.parcours
    sorties = entrees(None, decision_en_lignes(dossier.decision, cellules, perimee=dossier.decision_perimee))
    sans = session.comparaison.sans_motif
    titre = french.pluriel(len(sans), "écart sans motif", "écarts sans motif") if sans else "Aucun écart sans motif"
    sorties.append((None, filet(titre, cellules)))
    for question in sans:
        nom = f"{parcours.numeros[question]} {parcours.question(question).etiquette}"
        sorties.append((f"e:{question}", (("! ", "alerte"), (couper(nom, cellules - 2), ""))))
    titre = (
        french.pluriel(len(objectifs), "objectif convenu", "objectifs convenus") if objectifs else "Aucun objectif convenu"
    )
    sorties.append((None, filet(f"{titre} (n : en ajouter un)", cellules)))
    for rang, objectif in enumerate(objectifs):
        sorties += entrees(f"o:{rang}", plier([(objectif_en_mots(objectif), "")], cellules - 1, tete=[("• ", "accent")]))
    return sorties


def objectif_en_lignes(session: Session, objectif: Objectif, cellules: int) -> list[Ligne]:
    """Where it starts from, what it aims at, on what text it rests."""
    lignes = plier([(objectif_en_mots(objectif), "fort")], cellules - 1, tete=[(" ", "")])
    for nom, mots in (("Départ", objectif.depart), ("Visé", objectif.cible)):
        if mots:
            lignes += champ(nom, [(propre(mots), "")], cellules, MARGE)
    textes = session.dossier.referentiel.textes
    for ident in objectif.clauses:
        titre = textes[ident].titre if ident in textes else ""
        lignes += champ("Texte", [(ident, "accent"), (f"  {propre(titre)}", "")], cellules, MARGE)
    return lignes
