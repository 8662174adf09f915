"""The help of a question: what it means, what to look at, what to ask, and the words of each clause it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.questionnaire.models import Question, QuestionChoix, QuestionChoixMultiple, QuestionTableau
from evaluator.questionnaire.textes import SOURCES, Textes
from evaluator.ui.keys import AZERTY, Touche
from evaluator.ui.texte.lignes import INSECABLE, VIDE, Ligne, filet, plier, propre


def aide_en_lignes(q: Question, textes: Textes, largeur: int, *, options: bool = True) -> list[Ligne]:
    """`options`: also the help of each option, where the pane of the question leaves it out."""
    lignes: list[Ligne] = []
    for titre, texte in (("Aide", q.aide), ("À regarder", q.regarder), ("À demander", q.demander)):
        if texte:
            lignes += [filet(titre, largeur), *plier([(propre(texte), "")], largeur - 2, tete=[(" ", "")])]
    if options and isinstance(q, QuestionChoix | QuestionChoixMultiple) and any(o.aide for o in q.options):
        lignes.append(filet("Options", largeur))
        for option in q.options:
            if option.aide:
                mots = f"{option.libelle}{INSECABLE}: "
                lignes += plier([(propre(mots), "fort"), (propre(option.aide), "")], largeur - 2, 2, tete=[(" ", "")])
    if isinstance(q, QuestionTableau) and any(c.aide for c in q.colonnes):
        lignes.append(filet("Colonnes", largeur))
        for colonne in q.colonnes:
            if colonne.aide:
                mots = f"{colonne.libelle}{INSECABLE}: "
                lignes += plier([(propre(mots), "fort"), (propre(colonne.aide), "")], largeur - 2, 2, tete=[(" ", "")])
    if q.pieces_attendues:
        lignes.append(filet("Pièces attendues", largeur))
        for piece in q.pieces_attendues:
            lignes += plier([(propre(piece), "")], largeur - 2, tete=[(" • ", "accent")])
    if q.clauses:
        lignes += [filet("Textes", largeur), *clauses_en_lignes(q.clauses, textes, largeur)]
    return lignes


def clauses_en_lignes(clauses: Sequence[str], textes: Textes, largeur: int) -> list[Ligne]:
    """Each clause in its own words, then what the tool draws from it."""
    lignes: list[Ligne] = []
    for ident in clauses:
        if ident not in textes:
            lignes += plier([(propre(ident), "attenue")], largeur - 2, tete=[(" ", "")])
            continue
        clause = textes[ident]
        ou = f"{clause.section}, " if clause.section else ""
        lignes += plier([(ident, "accent"), (f"  {propre(ou + clause.titre)}", "fort")], largeur - 2, 2, tete=[(" ", "")])
        lignes += plier([(propre(clause.texte), "")], largeur - 2, tete=[("   ", "")])
        lecture = "Lecture de l’outil" if clause.portee == "inference" else "Conséquence"
        lignes += plier(
            [(f"{lecture}{INSECABLE}: {propre(clause.consequence)}", "attenue")], largeur - 2, tete=[("   ", "")]
        )
        lignes += plier([(SOURCES[clause.source], "attenue")], largeur - 2, tete=[("   ", "")])
        lignes.append(VIDE)
    return lignes[:-1] if lignes and lignes[-1] == VIDE else lignes


NUMEROS = "le numéro d’une option, d’un niveau, ou le premier chiffre d’un nombre ; 0 : option 10, ou tableau sans ligne"
RANGEE = "la même rangée sans majuscule, sur un clavier français"


def touches_en_lignes(touches: Sequence[Touche], largeur: int) -> list[Ligne]:
    """Every key valid now, by group; the ten digits on one line."""
    lignes: list[Ligne] = []
    for groupe in dict.fromkeys(t.groupe for t in touches):
        lignes.append(filet(groupe, largeur))
        siennes = [t for t in touches if t.groupe == groupe]
        if any(t.action.startswith("choisir(") for t in siennes):
            rangee = " ".join(AZERTY[str(n % 10)] for n in range(1, 11))
            lignes += _touche("0-9", NUMEROS, largeur)
            lignes += plier([(rangee, "accent"), (f"{INSECABLE}: {RANGEE}", "")], largeur - 2, tete=[(" " * RETRAIT, "")])
        for touche in siennes:
            if touche.touches and not touche.action.startswith("choisir("):
                lignes += _touche(touche.affiche, touche.aide, largeur)
    return lignes


RETRAIT = 11


def _touche(nom: str, aide: str, largeur: int) -> list[Ligne]:
    return plier([(propre(aide), "")], largeur - 2, tete=[(f"  {nom:<{RETRAIT - 2}}", "accent")])
