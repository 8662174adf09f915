"""The differences between the two volets, the dearest first, and how their prices add up to the total gap."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from evaluator import french
from evaluator.dossier.actes import Conflit, Observation
from evaluator.dossier.reponses import LIBELLES_VISIBILITE, Annotation, Volet
from evaluator.evaluation import phrases, words
from evaluator.evaluation.comparaison import Comparaison, Desaccord, Prix
from evaluator.questionnaire.grille import Grille
from evaluator.questionnaire.models import Question
from evaluator.ui.heure import jour_heure
from evaluator.ui.session import Session
from evaluator.ui.texte import scores
from evaluator.ui.texte.differences import differences_en_lignes, en_bref
from evaluator.ui.texte.glyphes import CACHES
from evaluator.ui.texte.lignes import (
    INSECABLE,
    VIDE,
    Entree,
    Ligne,
    Segment,
    champ,
    couper,
    ecarter,
    entrees,
    filet,
    plier,
    propre,
)
from evaluator.ui.texte.reconciliation import nom_de, nom_en_colonne, reconciliation
from evaluator.ui.texte.valeur import reponse_en_mots

NB = INSECABLE
SANS_MOTIF: Segment = ("! sans motif", "alerte")
PLAFONNE: Segment = ("▾ plafonné  ", "alerte")
SERVICE_SEUL: Segment = ("· du service", "attenue")
A_CONSTATER: Segment = ("· à constater", "accent")
SANS_CONSTAT = "le constat ne porte encore aucune réponse : rien ne contredit l’auto-évaluation"
MARGE = 13
COTES: tuple[tuple[str, Volet], ...] = (("Déclaré", "auto_evaluation"), ("Constaté", "constat"))
Filtre = Literal["ecarts", "sans_motif", "tout"]
FILTRES: dict[Filtre, str] = {
    "ecarts": "tous les écarts",
    "sans_motif": "écarts sans motif seulement",
    "tout": "écarts et réponses pareilles",
}
SERRE = 70  # below, nothing stands beside the price
ETROIT = 90  # below, a line says the price in euros alone where there are some


def prix_en_mots(prix: Prix, *, euros_seuls: bool = False) -> str:
    """`−0,0250 point, −340 €`; what each end of the interval becomes, where they differ."""
    if prix.nul:
        return f"0{NB}€" if euros_seuls else "sans effet à elle seule"
    bas, haut = (
        _bout(score, montant, euros_seuls=euros_seuls)
        for score, montant in ((prix.score_min, prix.montant_min), (prix.score_max, prix.montant_max))
    )
    return bas if bas == haut else f"en bas {bas}{', ' if euros_seuls else ' ; '}en haut {haut}"


def _bout(score: Fraction, montant: int | None, *, euros_seuls: bool) -> str:
    euros = "montant non borné" if montant is None else phrases.euros_signes(montant)
    return euros if euros_seuls else f"{phrases.points(score, signe=True)}, {euros}"


def compte_en_mots(comparaison: Comparaison) -> str:
    """`46 écarts, 29 sans motif`."""
    if not comparaison.desaccords:
        return "aucun écart"
    a_constater = sum(e.a_constater for e in comparaison.desaccords)
    mots = [french.pluriel(len(comparaison.desaccords), "écart")]
    if a_constater < len(comparaison.desaccords):
        mots.append(f"{len(comparaison.sans_motif) or 'aucun'} sans motif")
    if a_constater:
        mots.append(f"{a_constater} à constater")
    return ", ".join(mots)


def contradictoire_en_entrees(
    session: Session, comparaison: Comparaison, cellules: int, filtre: Filtre = "ecarts"
) -> list[Entree]:
    """Open conflicts, then the differences by price, then what both sides say alike, then the reconciliation."""
    visibles = session.scores_visibles
    sorties: list[Entree] = []
    for conflit in session.dossier.conflits:
        if not sorties:
            titre = f"Conflits de fusion, à trancher ({len(session.dossier.conflits)})"
            sorties.append((None, filet(titre, cellules)))
        mots: list[Segment] = [(f"{nom_de(session, conflit.question)}", "fort"), ("  répondez pour trancher", "alerte")]
        sorties += entrees(f"c:{conflit.question}", plier(mots, cellules - 1, 2, tete=[("! ", "erreur")]))
    if not session.dossier.a_des_reponses("constat"):
        sorties += entrees(None, plier([(SANS_CONSTAT, "alerte")], cellules - 1, 2, tete=[(" ! ", "alerte")]))
    sorties += entrees(None, _resume(comparaison, session.dossier.referentiel.grille, cellules, visibles=visibles))
    ecarts = comparaison.desaccords
    if filtre == "sans_motif":
        ecarts = tuple(e for e in ecarts if e.question in comparaison.sans_motif)
    if not visibles:  # neither the order nor the headings tell what is hidden
        ecarts = tuple(sorted(ecarts, key=lambda e: list(session.parcours.numeros).index(e.question)))
    lus = [e for e in ecarts if e.lue or not visibles]
    sans_effet = [e for e in ecarts if visibles and not e.lue]
    sorties.append((None, filet(_titre(ecarts, filtre, visibles=visibles), cellules)))
    sorties += [(f"e:{e.question}", _ecart(session, e, cellules)) for e in lus]
    if sans_effet:
        titre = f"Ni dans le score, ni dans l’avis, ni dans le montant ({len(sans_effet)})"
        sorties.append((None, filet(titre, cellules)))
        sorties += [(f"e:{e.question}", _ecart(session, e, cellules)) for e in sans_effet]
    if filtre == "sans_motif":
        return sorties
    if filtre == "tout":
        sorties.append((None, filet(f"Pareilles des deux côtés ({len(comparaison.accords)})", cellules)))
        sorties += [(f"p:{question}", _accord(session, question, cellules)) for question in comparaison.accords]
    if generales := [o for o in session.dossier.observations if o.question is None]:
        sorties.append((None, filet("Observations du gestionnaire sur l’ensemble", cellules)))
        sorties += entrees(None, observations_en_lignes(generales, cellules))
    if comparaison.desaccords and visibles:
        sorties += [(None, VIDE), (None, filet("Du déclaré au constaté, en euros", cellules))]
        sorties += entrees(None, reconciliation(session, comparaison, cellules))
    return sorties


def _titre(ecarts: Sequence[Desaccord], filtre: Filtre, *, visibles: bool) -> str:
    """What is listed, and in which order."""
    quoi = "sans motif" if filtre == "sans_motif" else ""
    if not ecarts:
        return f"Aucun écart {quoi}".strip()
    ordre = ", du plus cher au moins cher" if visibles else ", dans l’ordre des questions"
    return f"{'Écarts ' + quoi if quoi else 'Les écarts'}{ordre if len(ecarts) > 1 else ''}"


def _resume(comparaison: Comparaison, grille: Grille, cellules: int, *, visibles: bool) -> list[Ligne]:
    if not visibles:
        return [((f" {CACHES}", "alerte"),)]
    lignes: list[Ligne] = []
    for nom, evaluation in (("Déclaré", comparaison.declaree), ("Constaté", comparaison.constatee)):
        m = evaluation.modulation
        montants = m.indicatif.montants if m.indicatif is not None else m.montants
        indicatif = " (indicatif, barème de 2013)" if m.indicatif is not None else ""
        segments: list[Segment] = [
            (scores.montant_en_mots(montants) + indicatif, "titre"),
            (f" · {words.avis(m.avis, grille)} · score {scores.score_en_mots(evaluation.globale, 4)}{NB}point", ""),
        ]
        lignes += champ(nom, segments, cellules, MARGE)
    lignes += champ("Écart total", [(prix_en_mots(comparaison.total), "fort")], cellules, MARGE)
    return lignes


def _accord(session: Session, question: str, cellules: int) -> Ligne:
    dite = reponse_en_mots(session.parcours.question(question), session.dossier.reponse(question, "constat"))
    nom = f"{nom_en_colonne(session, question)}  "
    return ("= ", "bon"), (couper(nom, cellules - 2), "fort"), (couper(dite, max(cellules - len(nom) - 3, 0)), "")


def accord_en_lignes(session: Session, question: str, cellules: int) -> list[Ligne]:
    """An answer that both sides give, with the source of each."""
    q = session.parcours.question(question)
    lignes = plier([(nom_de(session, question), "accent")], cellules - 1, tete=[(" ", "")])
    lignes += plier([(propre(q.libelle), "attenue")], cellules - 1, tete=[(" ", "")])
    for nom, volet in COTES:
        mots = reponse_en_mots(q, session.dossier.reponse(question, volet), source=True)
        lignes += champ(nom, [(mots, "fort")], cellules, MARGE)
        lignes += annotation_en_lignes(session.dossier.annotation(question, volet), cellules)
    siennes = [o for o in session.dossier.observations if o.question == question]
    return [*lignes, *observations_en_lignes(siennes, cellules)]


def _ecart(session: Session, ecart: Desaccord, cellules: int) -> Ligne:
    """What differs, its price, and whether a reason is given."""
    droite: list[Segment] = [("  ", ""), _motif(ecart, session.parcours.question(ecart.question))]
    if session.scores_visibles:
        une = (ecart.prix.score_min, ecart.prix.montant_min) == (ecart.prix.score_max, ecart.prix.montant_max)
        court = not une or (cellules < ETROIT and ecart.prix.montant != 0)
        prix = prix_en_mots(ecart.prix, euros_seuls=court) if ecart.lue else ""
        if prix and ecart.arret and cellules >= SERRE:
            droite = [(f" {phrases.ARRETS[ecart.arret]}", "attenue"), *droite]
        droite = [(f"  {prix}", "titre"), *droite]
    gauche: list[Segment] = [(nom_en_colonne(session, ecart.question), "fort")]
    if session.dossier.annotation(ecart.question, "constat").a_revoir:
        gauche = [("! à vérifier  ", "alerte"), *gauche]
    return ecarter(gauche, droite, cellules - 1)


def _arret(session: Session, ecart: Desaccord) -> list[Segment]:
    if not (session.scores_visibles and ecart.lue and ecart.arret):
        return []
    return [(f" ({phrases.arret(ecart.arret)})", "")]


def _motif(ecart: Desaccord, question: Question) -> Segment:
    if question.volet == "constat":  # an act of the service: nothing was declared, no reason is asked for
        return SERVICE_SEUL
    if ecart.a_constater:
        return A_CONSTATER
    if ecart.motif:
        return ("✓ motivé    ", "bon")
    return PLAFONNE if ecart.plafonnee else SANS_MOTIF


def _declare(question: Question, ecart: Desaccord) -> str:
    if question.volet == "constat":
        return "question posée au service seul"
    rien = ecart.declaree.etat == "non_renseignee"
    return "rien de déclaré" if rien else en_bref(question, ecart.declaree, ecart.constatee)


def _trouve(question: Question, ecart: Desaccord) -> str:
    if ecart.a_constater:
        return "pas encore constaté"
    mots = en_bref(question, ecart.constatee, ecart.declaree)
    return f"{mots}, compté 1 faute de pièce, d’entretien ou d’observation" if ecart.plafonnee else mots


def ecart_en_lignes(session: Session, ecart: Desaccord, cellules: int) -> list[Ligne]:
    """One difference in full: both answers, notes and pieces, the reason, what the gestionnaire observes."""
    question = session.parcours.question(ecart.question)
    lignes = plier([(nom_de(session, ecart.question), "accent")], cellules - 1, tete=[(" ", "")])
    lignes += plier([(propre(question.libelle), "attenue")], cellules - 1, tete=[(" ", "")])
    prix = prix_en_mots(ecart.prix) if session.scores_visibles else CACHES
    if session.scores_visibles and not ecart.lue:
        prix = "aucun : rien de ce qui fait l’avis ou le montant ne lit cette question"
    lignes += champ("Prix", [(prix, "titre"), *_arret(session, ecart)], cellules, MARGE)
    lignes += champ("Déclaré", [(_avec_source(_declare(question, ecart), ecart.declaree.source), "fort")], cellules, MARGE)
    lignes += annotation_en_lignes(session.dossier.annotation(ecart.question, "auto_evaluation"), cellules)
    lignes += champ("Constaté", [(_avec_source(_trouve(question, ecart), ecart.constatee.source), "fort")], cellules, MARGE)
    lignes += annotation_en_lignes(session.dossier.annotation(ecart.question, "constat"), cellules)
    lignes += differences_en_lignes(question, ecart.declaree, ecart.constatee, cellules)
    motif: Segment = (propre(ecart.motif), "") if ecart.motif else _motif(ecart, question)
    lignes += champ("Motif", [motif], cellules, MARGE)
    siennes = [o for o in session.dossier.observations if o.question == ecart.question]
    return [*lignes, *observations_en_lignes(siennes, cellules)]


def _avec_source(mots: str, source: str | None) -> str:
    from evaluator.dossier.reponses import LIBELLES_SOURCE

    return f"{mots} ({LIBELLES_SOURCE[source]})" if source else mots  # type: ignore[index]  # one of the sources


def annotation_en_lignes(annotation: Annotation, cellules: int) -> list[Ligne]:
    """Note and pieces, each with who may read it."""
    lignes: list[Ligne] = []
    if annotation.note:
        note: list[Segment] = [
            (f"({LIBELLES_VISIBILITE[annotation.visibilite]}) ", "attenue"),
            (propre(annotation.note), ""),
        ]
        lignes += champ("  note", note, cellules, MARGE)
    for piece in annotation.pieces:
        nom: list[Segment] = [(propre(piece.nom), ""), (f" ({LIBELLES_VISIBILITE[piece.visibilite]})", "attenue")]
        lignes += champ("  pièce", nom, cellules, MARGE)
    return lignes


def observations_en_lignes(observations: Sequence[Observation], cellules: int) -> list[Ligne]:
    lignes: list[Ligne] = []
    for o in observations:
        quand = f"{propre(o.auteur.nom)}, {jour_heure(o.instant)}{NB}: "
        lignes += champ("Observation", [(quand, "attenue"), (propre(o.texte), "")], cellules, MARGE)
    return lignes


def conflit_en_lignes(session: Session, conflit: Conflit, cellules: int) -> list[Ligne]:
    """Both values of a merge, each with who gave it."""
    question = session.parcours.questionnaire.questions[conflit.question]
    ici, la = (
        f"{reponse_en_mots(question, r, source=True)}, par {propre(a.nom)}"
        for r, a in ((conflit.notre, conflit.notre_auteur), (conflit.autre, conflit.autre_auteur))
    )
    volet = {"auto_evaluation": "auto-évaluation", "constat": "constat"}.get(conflit.volet, "commune aux deux volets")
    tete = f"conflit de fusion ({volet}){NB}: répondez pour trancher ; d’ici là, la réponse compte comme inconnue"
    lignes = plier([("! ", "erreur"), (tete, "alerte")], cellules - 1, 2, tete=[(" ", "")])
    lignes += champ("Ici", [(ici, "fort")], cellules, MARGE)
    lignes += champ("Reçu", [(f"{la}, le {jour_heure(conflit.autre_instant)}", "fort")], cellules, MARGE)
    return lignes
