"""The decision and the closing, in lines: what is recommended, what is recorded, what is typed, what is still refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator import french
from evaluator.dossier.actes import Cloture, Decision, Objectif, Recommandation
from evaluator.evaluation import words
from evaluator.questionnaire.grille import Grille
from evaluator.ui.formulaire import CHAMPS, Champ, montre
from evaluator.ui.heure import jour_heure
from evaluator.ui.session import Session
from evaluator.ui.texte.glyphes import CACHES
from evaluator.ui.texte.lignes import (
    INSECABLE,
    VIDE,
    Entree,
    Ligne,
    Segment,
    cale,
    champ,
    couper,
    entrees,
    filet,
    plier,
    propre,
)
from evaluator.ui.texte.reconciliation import nom_en_colonne

NB = INSECABLE
MARGE = 16
NOMS = 23


def recommandation_en_lignes(r: Recommandation, grille: Grille, cellules: int) -> list[Ligne]:
    """The opinion, the amount or its two ends, the ceiling; that it is a simulation, where no one adopted the grid."""
    if r.montant is not None:
        montant = french.euros(r.montant)
    elif r.montant_min is not None and r.montant_max is not None:
        montant = f"aucun montant établi, de {french.euros(r.montant_min)} à {french.euros(r.montant_max)}"
    else:
        montant = "aucun montant proposé"
    plafond = f" · plafond {french.euros(r.plafond)}" if r.plafond is not None else " · plafond non connu"
    avis = next((mot for nom, mot in _avis(grille).items() if nom == r.avis), r.avis)
    simule: list[Segment] = [(" · simulation", "alerte")] if words.ligne_grille(grille) else []
    return champ("Proposé", [(montant, "titre"), (f" · {avis}", "fort"), (plafond, ""), *simule], cellules, MARGE)


def _avis(grille: Grille) -> dict[str, str]:
    return {"irrecevable": words.avis("irrecevable", grille), "indetermine": words.avis("indetermine", grille)} | {
        str(nom): mot for nom, mot in grille.libelles_avis.items()
    }


def cachee_en_lignes(cellules: int, *, ouvert: bool) -> list[Ligne]:
    """Where scores are hidden: nothing of the recommendation, and how to go on. `ouvert`: one may decide."""
    lignes: list[Ligne] = [((f" {CACHES}", "alerte"),), VIDE]
    suites = [("h", "montrer la proposition, puis remplir et enregistrer la décision")]
    suites.append(("c", "passer à la clôture, sans rien montrer"))
    if not ouvert:
        suites = [("h", "montrer la proposition et la décision")]
    for touche, mots in (*suites, ("Échap", "revenir aux questions, sans rien changer")):
        lignes += plier([(mots, "")], cellules - 1, tete=[(f"   {touche:<7}", "accent")])
    return lignes


def decision_en_lignes(decision: Decision | None, cellules: int, *, perimee: bool, cachee: bool = False) -> list[Ligne]:
    """What is recorded. `cachee`: all but the amount."""
    if decision is None:
        return champ("Décision", [("aucune encore", "alerte")], cellules, MARGE)
    qui = f" le {french.jour(decision.date)}, {propre(decision.nom)}, {propre(decision.fonction)}"
    montant: Segment = (f"montant caché ({CACHES}),", "alerte") if cachee else (french.euros(decision.montant), "titre")
    lignes = champ("Décision", [montant, (qui, "")], cellules, MARGE)
    if perimee:
        mots = "! une réponse a changé depuis cette décision : relisez-la, puis enregistrez-la de nouveau"
        lignes += champ("", [(mots, "alerte")], cellules, MARGE)
    return lignes


def cloture_en_lignes(cloture: Cloture, cellules: int) -> list[Ligne]:
    """The banner of a closed dossier."""
    qui = f"clos le {jour_heure(cloture.instant)} par {propre(cloture.auteur.nom)}{NB}: rien ne s’y écrit"
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


def champ_en_lignes(un: Champ, texte: str, cellules: int) -> list[Ligne]:
    """The field in hand: what is expected of it, or all of what it holds where its line may cut it."""
    valeur = montre(un, texte)
    long = len(valeur) > cellules - NOMS - 1
    suite: Segment = (valeur, "fort") if long else (un.attendu, "attenue")
    return plier([(f"{un.libelle}{NB}: ", "accent"), suite], cellules - 1, tete=[(" ", "")])


def reserves_en_lignes(reserves: Sequence[str], cellules: int) -> list[Ligne]:
    """What may be decided all the same, and must be known."""
    return [ligne for mots in reserves for ligne in plier([(propre(mots), "")], cellules - 1, tete=[(" ! ", "alerte")])]


def refus_en_lignes(refus: Sequence[str], pret: str, cellules: int) -> list[Ligne]:
    """What stands in the way, or that nothing does."""
    if not refus:
        return plier([(pret, "bon")], cellules - 1, 2, tete=[(" ✓ ", "bon")])
    return [ligne for mots in refus for ligne in plier([(propre(mots), "")], cellules - 1, tete=[(" ✗ ", "erreur")])]


def objectif_en_mots(objectif: Objectif) -> str:
    """`Formaliser un protocole… (avant le 31/12/2025)`."""
    quand = f" (avant le {french.jour(objectif.echeance)})" if objectif.echeance else ""
    return propre(objectif.enonce) + quand


def cloture_en_entrees(session: Session, motif: str, cellules: int) -> list[Entree]:
    """The decision, the objectives, then the differences without a reason; `o:rank`, `e:question`.

    `motif`: why the dossier will be closed without a decision, once it is typed.
    """
    dossier, parcours, objectifs = session.dossier, session.parcours, session.objectifs
    cachee = not session.scores_visibles
    lignes = decision_en_lignes(dossier.decision, cellules, perimee=dossier.decision_perimee, cachee=cachee)
    if motif and dossier.decision is None:
        lignes += champ("Motif", [(f"clore sans décision{NB}: ", "attenue"), (propre(motif), "")], cellules, MARGE)
    sorties = entrees(None, lignes)
    titre = french.pluriel(len(objectifs), "objectif convenu", "objectifs convenus")
    if not objectifs:
        titre = f"Aucun objectif convenu (n{NB}: en ajouter un)"
    sorties.append((None, filet(titre, cellules)))
    for rang, objectif in enumerate(objectifs):
        sorties += entrees(f"o:{rang}", plier([(objectif_en_mots(objectif), "")], cellules - 1, tete=[("• ", "accent")]))
    sans = session.comparaison.sans_motif
    titre = french.pluriel(len(sans), "écart sans motif", "écarts sans motif") if sans else "Aucun écart sans motif"
    sorties.append((None, filet(f"{titre} (F7{NB}: les motiver)" if sans else titre, cellules)))
    for question in sorted(sans, key=list(parcours.numeros).index) if cachee else sans:
        nom = nom_en_colonne(session, question)
        sorties.append((f"e:{question}", (("! ", "alerte"), (couper(nom, cellules - 2), ""))))
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
