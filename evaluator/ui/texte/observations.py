"""What the gestionnaire observes on the constat, in lines: on the whole, then question by question, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator import french
from evaluator.dossier.actes import Observation
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.reponses import Volet
from evaluator.ui.heure import jour_heure
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import (
    INSECABLE,
    VIDE,
    Entree,
    Ligne,
    Segment,
    couper,
    ecarter,
    entrees,
    filet,
    largeur,
    plier,
    propre,
)
from evaluator.ui.texte.reconciliation import nom_de

NB = INSECABLE
ENSEMBLE = "l’ensemble du dossier"
BROUILLON = "observation:"  # the key of a draft: this, then the question, or nothing for the whole
VOLET: Volet = "constat"  # what is observed, and so where its drafts are, whichever volet is open
ROLE = "Une observation est la parole du gestionnaire sur le constat. Une fois enregistrée, elle ne se modifie plus."


def cle_brouillon(question: str | None) -> str:
    return f"{BROUILLON}{question or ''}"


def brouillons(session: Session) -> list[str | None]:
    """What drafts are about: None for the whole, then the questions in their order."""
    cles = {cle.removeprefix(BROUILLON) for cle in session.brouillons_de(VOLET) if cle.startswith(BROUILLON)}
    return [*([None] if "" in cles else []), *(q for q in session.parcours.numeros if q in cles)]


def sujet_en_mots(session: Session, question: str | None) -> str:
    """`4.16 Partenaires`, `l’ensemble du dossier`."""
    parcours = session.parcours
    if question is None:
        return ENSEMBLE
    if question not in parcours.numeros:  # a file from elsewhere may name anything
        return propre(question, lignes=False)
    return nom_de(session, question)


def auteur_en_mots(auteur: Auteur) -> str:
    return ", ".join(propre(p) for p in (auteur.nom, auteur.fonction, auteur.organisme) if p) or "auteur non indiqué"


def rangees(session: Session) -> list[tuple[int, Observation]]:
    """In the order shown, each with its rank in the dossier."""
    ordre = {q: i for i, q in enumerate(session.parcours.numeros, 1)}
    toutes = list(enumerate(session.dossier.observations))
    return sorted(toutes, key=lambda x: 0 if x[1].question is None else ordre.get(x[1].question, len(ordre) + 1))


def observations_en_entrees(session: Session, cellules: int) -> list[Entree]:
    """`o:rank`, and `b:question` for what is typed and not recorded."""
    sorties: list[Entree] = []
    en_cours = brouillons(session)
    if en_cours:
        sorties.append((None, filet(f"Brouillons, non enregistrés ({len(en_cours)})", cellules)))
        for question in en_cours:
            texte = session.brouillons_de(VOLET)[cle_brouillon(question)]
            segments: list[Segment] = [(sujet_en_mots(session, question), "fort"), (f"  {propre(texte, lignes=False)}", "")]
            sorties.append((f"b:{question or ''}", _tenir([("✎ ", "alerte"), *segments], cellules)))
    lues = rangees(session)
    compte = french.pluriel(len(lues), "observation") if lues else "Aucune observation enregistrée"
    sorties.append((None, filet(compte, cellules)))
    for rang, o in lues:
        droite: list[Segment] = [(f"  {couper(propre(o.auteur.nom), 24)}, {jour_heure(o.instant)}", "attenue")]
        sorties.append((f"o:{rang}", ecarter([(sujet_en_mots(session, o.question), "fort")], droite, cellules)))
        sorties.append((None, _tenir([("    ", ""), (propre(o.texte, lignes=False), "")], cellules)))
    if not lues:
        sorties += entrees(None, [VIDE, *plier([(ROLE, "attenue")], cellules - 1, tete=[(" ", "")])])
    return sorties


def _tenir(segments: Sequence[Segment], cellules: int) -> Ligne:
    """On one line: the last segment is cut."""
    *tete, (texte, style) = segments
    return (*tete, (couper(texte, cellules - largeur(tuple(tete))), style))


def observation_en_lignes(session: Session, o: Observation, cellules: int) -> list[Ligne]:
    """One observation in full."""
    tete = f"Sur {sujet_en_mots(session, o.question)}"
    lignes = plier([(tete, "accent")], cellules - 1, tete=[(" ", "")])
    qui = f"{auteur_en_mots(o.auteur)}, le {jour_heure(o.instant)}"
    lignes += plier([(qui, "attenue")], cellules - 1, tete=[(" ", "")])
    return lignes + plier([(propre(o.texte), "")], cellules - 1, tete=[(" ", "")])


def brouillon_en_lignes(session: Session, question: str | None, cellules: int) -> list[Ligne]:
    """A draft in full, and how to go on with it."""
    tete = f"Sur {sujet_en_mots(session, question)}{NB}: brouillon, non enregistré (Entrée pour le reprendre)"
    lignes = plier([(tete, "alerte")], cellules - 1, tete=[(" ", "")])
    return lignes + plier(
        [(propre(session.brouillons_de(VOLET)[cle_brouillon(question)]), "")], cellules - 1, tete=[(" ", "")]
    )
