"""The tree of reasons in plain French, for `agls expliquer`: indented, numbered, wrapped to the width of the terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator, Mapping

from evaluator.evaluation.pourquoi import Pas
from evaluator.evaluation.pourquoi.chiffres import habiller
from evaluator.questionnaire.formula.types import proche

LARGEUR_MIN = 40
MARGE_MAX = 24  # columns of indentation; deeper steps stay there
PLACE = re.compile(r"\d+(?:\.\d+)*")


def arbre(pas: Pas, largeur: int = 100, place: str = "") -> str:
    """`pas` and all below it; `place` is its number in the tree of the amount, which its children continue."""
    return "\n".join(_lignes(pas, max(largeur, LARGEUR_MIN), place, 0))


def a_la_place(racine: Pas, place: str) -> Pas | None:
    """The step printed under this number (`2.3`), or None."""
    pas = racine
    for rang in map(int, place.split(".")):
        if not 0 < rang <= len(pas.enfants):
            return None
        pas = pas.enfants[rang - 1]
    return pas


def inconnu(element: str, elements: Mapping[str, str], questions: Collection[str]) -> str:
    """Why this cannot be explained, and what can: each element with its label. Of the questions, the nearest only."""
    fin = ""
    if trouve := re.search(r"« (.+) »", proche(element, elements)):
        fin = f" ; vouliez-vous dire « {trouve[1]} » ({elements[trouve[1]]}) ?"
    dits = " ; ".join(f"{nom} ({libelle})" for nom, libelle in elements.items()
                      if nom not in questions and not nom.startswith("V"))  # fmt: skip
    return habiller(
        f"« {element} » n’est pas un élément du calcul{fin or '.'} Éléments : {dits} ; ou une question, une vigilance, un "
        "numéro de l’arbre (2.1), une analyse (leviers)"
    )


def _lignes(pas: Pas, largeur: int, place: str, rang: int) -> Iterator[str]:
    marge = " " * min(3 * rang, MARGE_MAX)
    poids = f" ({pas.poids})" if pas.poids else ""
    tete = habiller(f"{place + ' ' if place else ''}{pas.titre} : {pas.resultat}{poids}")
    yield from _plier(tete, marge, "  ", largeur)
    dessous = f"{marge}   "
    for texte in (_reponse(pas), *_calculs(pas), _champ("Règle", pas.regle), _champ("Origine", _origine(pas))):
        for k, ligne in enumerate(texte.splitlines()):
            yield from _plier(ligne, f"{dessous}  " if k else dessous, "  ", largeur)
    if not rang or pas.enfants:
        yield ""
    for k, enfant in enumerate(pas.enfants, 1):
        yield from _lignes(enfant, largeur, f"{place}.{k}" if place else str(k), rang + 1)
    if rang and pas.enfants and not pas.enfants[-1].enfants:
        yield ""


def _calculs(pas: Pas) -> Iterator[str]:
    for approche, exact in pas.operations:
        yield _champ("Calcul", approche or exact)
        if approche:
            yield _champ("Exact", exact)


def _plier(texte: str, marge: str, suite: str, largeur: int) -> Iterator[str]:
    # a no-break space is no place to cut: `textwrap` cuts at ordinary spaces only
    yield from textwrap.wrap(
        texte,
        largeur,
        initial_indent=marge,
        subsequent_indent=marge + suite,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _champ(nom: str, texte: str) -> str:
    return habiller(f"{nom} : {texte}") if texte else ""


def _reponse(pas: Pas) -> str:
    """The answer, where it says more than the result; its state where it is not simply answered; its source."""
    dits = [_champ("Réponse", pas.reponse)] if pas.reponse and pas.reponse != pas.resultat else []
    if pas.etat and pas.etat != "renseignée" and pas.etat not in f"{pas.reponse} {pas.resultat}":
        dits.append(_champ("État", pas.etat))
    if pas.source:
        dits.append(_champ("source" if dits else "Source", pas.source))
    return habiller(" ; ".join(dits))


def _origine(pas: Pas) -> str:
    textes = ", ".join(f"{ident} ({titre})" for ident, titre in pas.clauses)
    return " ; ".join(t for t in (pas.origine, textes) if t)
