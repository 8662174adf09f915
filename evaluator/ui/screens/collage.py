"""Before anything pasted is written: what would be, what is refused and why. Entrée writes it at once, Échap nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from evaluator.french import INSECABLE, pluriel
from evaluator.questionnaire.models import QuestionTableau
from evaluator.ui import keys
from evaluator.ui.collage import Collage, Refusee
from evaluator.ui.keys import Touche
from evaluator.ui.screens.defilant import EcranDefilant
from evaluator.ui.session import Session
from evaluator.ui.sommes import sommes
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment, couper, filet, plier, propre
from evaluator.ui.texte.tableaux import Grille, Rangs, entete, totaux, totaux_caches

COLLER = Touche(
    ("enter",), "coller", "Entrée", "coller", "coller : tout est écrit d’un seul coup (u pour annuler)", keys.REPONDRE
)
ABANDONNER = Touche(("escape",), "retour", "Échap", "abandonner", "abandonner : rien ne change", keys.ALLER)
ICI = (COLLER, ABANDONNER)


def resume(q: QuestionTableau, collage: Collage) -> list[Segment]:
    """One sentence: rows, cells, what is replaced, what is refused."""
    fin = collage.premier + collage.touchees
    ou = f"ligne {fin}" if collage.touchees == 1 else f"lignes {collage.premier + 1} à {fin}"
    segments: list[Segment] = [
        (pluriel(collage.touchees, "ligne"), "fort"),
        (f" ({ou}), ", ""),
        (pluriel(collage.posees, "case remplie", "cases remplies"), "fort"),
    ]
    if collage.remplacees:
        mots = pluriel(collage.remplacees, "case déjà remplie change", "cases déjà remplies changent")
        segments.append((f", {mots}", "alerte"))
    if collage.refusees:
        segments.append((f", {pluriel(len(collage.refusees), 'case refusée', 'cases refusées')}", "erreur"))
    return segments


def collage_en_lignes(q: QuestionTableau, collage: Collage, largeur: int) -> list[Ligne]:
    """The sentence, what is refused, then the table as it would stand from the first row touched."""
    lignes = plier(resume(q, collage), largeur - 1, tete=[(" ", "")])
    colonnes = ", ".join(c.libelle for c in collage.colonnes)
    comment = "d’après les noms de la première ligne" if collage.entetes else "dans l’ordre, depuis la case courante"
    lignes += plier([(f"Colonnes{INSECABLE}: {propre(colonnes)} ({comment}).", "attenue")], largeur - 1, tete=[(" ", "")])
    if collage.refusees:
        lignes += [VIDE, filet("Refusé", largeur), *refusees_en_lignes(collage, largeur)]
    touchees = Grille(q, collage.apres[collage.premier : collage.premier + collage.touchees])
    toutes = sommes(q, collage.apres)
    mise = touchees.mise(largeur, collage.champ)
    rangs = Rangs(touchees, mise, premiere=collage.premier + 1, sommees=toutes)
    lignes += [VIDE, filet("Ce qui serait collé", largeur), entete(touchees, mise), *(rangs[i] for i in range(len(rangs)))]
    return [*lignes, *totaux(touchees, mise, toutes), *totaux_caches(touchees, mise, toutes, largeur)]


def refusees_en_lignes(collage: Collage, largeur: int) -> list[Ligne]:
    """Each cell that is left empty; those that have no column, once for each reason."""
    lignes: list[Ligne] = []
    sans_colonne: dict[str, list[Refusee]] = {}
    for refusee in collage.refusees:
        if not refusee.colonne:
            sans_colonne.setdefault(refusee.raison, []).append(refusee)
            continue
        tete = f"ligne {collage.premier + refusee.rang}, {refusee.colonne}, laissée vide{INSECABLE}: "
        lignes += plier([(propre(tete), "fort"), (propre(refusee.raison), "")], largeur - 1, 2, tete=[(" ✗ ", "erreur")])
    for raison, siennes in sans_colonne.items():
        tete = f"{pluriel(len(siennes), 'case non collée', 'cases non collées')}, {raison}{INSECABLE}: "
        exemples = " ; ".join(couper(r.texte, 30) for r in siennes[:5]) + (" …" if len(siennes) > 5 else "")
        lignes += plier([(propre(tete), "fort"), (exemples, "")], largeur - 1, 2, tete=[(" ✗ ", "erreur")])
    return lignes


class EcranCollage(EcranDefilant):
    """`ecrire` is called on Entrée; the screen closes where it did write."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*ICI, *(t for t in EcranDefilant.TOUCHES if t.touches != ("escape",)))
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(self, session: Session, q: QuestionTableau, collage: Collage, ecrire: Callable[[], object]) -> None:
        super().__init__()
        self.session, self.q, self.collage, self.ecrire = session, q, collage, ecrire

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" Coller ", "titre"), (self.q.etiquette, "accent")], [("rien n’est encore écrit ", "alerte")]

    def contenu(self, largeur: int) -> Sequence[Ligne]:
        return collage_en_lignes(self.q, self.collage, largeur)

    def action_coller(self) -> None:
        if self.tenter(self.ecrire):
            self.dismiss(None)
