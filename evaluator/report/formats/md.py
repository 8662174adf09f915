"""Markdown (GitHub's), from the tree: one function per kind of block."""

from __future__ import annotations

import re

from evaluator.report.arbre.noeuds import (
    Bloc,
    Blocs,
    Cellule,
    Colonnes,
    Dessin,
    Fiche,
    Filets,
    Groupe,
    Liste,
    Paragraphe,
    Passage,
    Passages,
    Rang,
    Tableau,
    Titre,
    texte,
)
from evaluator.report.document import Document
from evaluator.report.entree.jointe import CLE
from evaluator.report.formats.echappement_md import aerer, code, echapper

GRAS = frozenset({"banniere", "rappel", "grand"})
LIGNE = "\\_" * 60
_LIGNES = re.compile(r"\n(?=.)")


def ecrire(document: Document) -> bytes:
    return en_markdown(document).encode()


def en_markdown(document: Document) -> str:
    statut = f"**{echapper(document.bande)}**"
    pied = echapper(f"{document.titre}, {document.residence}, {document.jour}. {document.pied}")
    donnees = f"Données de l’évaluation, {CLE} : {code(document.jointe.empreinte or '')}"
    return aerer("\n\n".join([statut, blocs(document.blocs), "---", pied, donnees]))


def blocs(contenus: Blocs) -> str:
    return "\n\n".join(t for t in map(_bloc, contenus) if t)


def _bloc(bloc: Bloc) -> str:
    match bloc:
        case Titre():
            return f"{'#' * bloc.niveau} {passages(bloc.texte)}"
        case Paragraphe():
            dit = passages(bloc.texte)
            return f"**{dit}**" if bloc.style in GRAS and "**" not in dit else dit
        case Liste():
            return _liste(bloc)
        case Fiche():
            return "\n".join(f"- {passages(terme)} : {_en_cellule(contenus)}" for terme, contenus in bloc.lignes)
        case Tableau():
            return _tableau(bloc)
        case Groupe(style="nav"):
            return ""  # a list of links of the page; a reader of Markdown makes its own
        case Groupe():
            dit = blocs(bloc.blocs)
            return re.sub(r"^", "> ", dit, flags=re.MULTILINE).replace("> \n", ">\n") if bloc.style == "clause" else dit
        case Colonnes():
            return "\n\n".join(blocs(c) for c in bloc.colonnes)
        case Dessin():
            return f"*{echapper(bloc.titre)}* : {echapper(bloc.description)}"
        case Filets():
            return "\n\n".join([LIGNE] * bloc.nombre)


def _liste(liste: Liste) -> str:
    lignes = []
    for e in liste.elements:
        puce = f"{e.numero}. " if e.numero is not None else "- "
        lignes.append(puce + blocs(e.blocs).replace("\n", f"\n{' ' * len(puce)}"))
    serree = all(len(e.blocs) == 1 for e in liste.elements)
    return ("\n" if serree else "\n\n").join(lignes)


def _tableau(t: Tableau) -> str:
    """A table; its caption stands before it, since Markdown has none."""
    entete = t.entete[0] if t.entete else Rang(tuple(Cellule(()) for _ in range(t.colonnes)))
    droites = [c.droite for rang in (t.corps or t.entete)[:1] for c in rang.cellules]
    separateur = "|" + "".join(" ---: |" if d else " --- |" for d in droites)
    rangs = [_rang(entete), separateur, *(_rang(r) for r in t.corps), *(_rang(r, gras=True) for r in t.pied)]
    legende = f"*{passages(t.legende)}*\n\n" if t.legende else ""
    return legende + "\n".join(rangs)


def _rang(rang: Rang, *, gras: bool = False) -> str:
    cases = []
    for c in rang.cellules:
        dit = _en_cellule(c.blocs)
        cases += [f"**{dit}**" if gras and dit and "**" not in dit else dit, *[""] * (c.colonnes - 1)]
    return "|" + "".join(f" {c} |" if c else " |" for c in cases)


def _en_cellule(contenus: Blocs) -> str:
    """Blocks on one line: a table row has no other."""
    dit = _LIGNES.sub("<br>", re.sub(r"\n+", "\n", blocs(contenus)))
    return dit.replace("<br>- ", "<br>• ") if "<br>" in dit else dit


def passages(contenus: Passages) -> str:
    if not texte(contenus).strip():
        return ""
    return "".join(_passage(p) for p in contenus)


def _passage(p: Passage) -> str:
    if p.mono:
        return code(p.texte)
    dit = echapper(p.texte)
    marque = "**" if p.gras else "*" if p.italique else ""
    if marque and (serre := dit.strip(" ")):  # a mark must touch a letter
        debut, fin = dit[: len(dit) - len(dit.lstrip(" "))], dit[len(dit.rstrip(" ")) :]
        return f"{debut}{marque}{serre}{marque}{fin}"
    return dit
