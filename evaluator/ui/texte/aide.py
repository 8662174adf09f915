"""The help of a question: what it means, what to look at, what to ask, and the words of each clause it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.questionnaire.models import Question, QuestionChoix, QuestionChoixMultiple, QuestionTableau
from evaluator.questionnaire.textes import SOURCES, Textes
from evaluator.ui.keys import AZERTY, Touche
from evaluator.ui.texte.lignes import INSECABLE, TRES_LARGE, VIDE, Ligne, cote_a_cote, entrees, filet, plier, propre


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
    """Every key valid now, by group; the ten digits on one line. In two columns where there is room."""
    moitie = largeur // 2 if largeur >= TRES_LARGE else largeur
    groupes = [
        _groupe(groupe, [t for t in touches if t.groupe == groupe], moitie)
        for groupe in dict.fromkeys(t.groupe for t in touches)
    ]
    if moitie == largeur:
        return [ligne for groupe in groupes for ligne in groupe]
    hauteur, gauche, droite = sum(len(g) for g in groupes), list[Ligne](), list[Ligne]()
    for groupe in groupes:
        (gauche if not droite and 2 * (len(gauche) + len(groupe)) <= hauteur + len(groupe) else droite).extend(groupe)
    return [ligne for _, ligne in cote_a_cote(entrees(None, gauche), droite, moitie)]


def _groupe(titre: str, touches: Sequence[Touche], largeur: int) -> list[Ligne]:
    """The keys of one action are said together."""
    lignes = [filet(titre, largeur)]
    if any(t.action.startswith("choisir(") for t in touches):
        rangee = " ".join(AZERTY[str(n % 10)] for n in range(1, 11))
        lignes += _touche("0-9", NUMEROS, largeur)
        lignes += plier([(rangee, "accent"), (f"{INSECABLE}: {RANGEE}", "")], largeur - 2, tete=[(" " * RETRAIT, "")])
    par_action: dict[str, list[Touche]] = {}
    for touche in touches:
        if touche.touches and not touche.action.startswith("choisir("):
            par_action.setdefault(touche.action, []).append(touche)
    for siennes in par_action.values():
        aide = siennes[0].aide
        lignes += _touche(" ".join(t.affiche for t in siennes if f"(ou {t.affiche})" not in aide), aide, largeur)
    return lignes


RETRAIT = 11


def _touche(nom: str, aide: str, largeur: int) -> list[Ligne]:
    return plier([(propre(aide), "")], largeur - 2, tete=[(f"  {nom:<{RETRAIT - 2}}", "accent")])
