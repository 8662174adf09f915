"""From the tree to paragraphs, tables and pictures: what becomes a table, and what stays with what on a page."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from evaluator.report.arbre.noeuds import (
    Bloc,
    Blocs,
    Colonnes,
    Dessin,
    Element,
    Fiche,
    Filets,
    Groupe,
    Liste,
    Paragraphe,
    Passages,
    Tableau,
    Titre,
    texte,
)
from evaluator.report.formats.bureau import styles
from evaluator.report.formats.bureau.dessins import image
from evaluator.report.formats.bureau.largeurs import MARGE, partager
from evaluator.report.formats.bureau.liens import entiere, espacer, garder, marquer, rangee, souder
from evaluator.report.formats.bureau.poses import Alinea, Case, Grille, Pose, Puce, Rangee
from evaluator.report.formats.bureau.tableaux import grille

RETRAIT = 340  # of one level of list
HAUTEUR_A_ECRIRE = 520


class Ici(Struct, frozen=True):
    """Where blocks are laid: the width there is, the style of plain text, the level of list."""

    largeur: int
    corps: str = styles.CORPS
    retrait: int = 0
    niveau: int = 0


def mettre_en_page(blocs: Blocs, largeur: int) -> tuple[Pose, ...]:
    """`blocs` laid out on pages of which `largeur` can be written on."""
    return _poser(blocs, Ici(largeur))


def _poser(blocs: Blocs, ici: Ici) -> tuple[Pose, ...]:
    poses: list[Pose] = []
    for bloc in blocs:
        poses += _bloc(bloc, ici)
    return espacer(souder(poses))


def _bloc(bloc: Bloc, ici: Ici) -> Sequence[Pose]:
    match bloc:
        case Titre(niveau, dit, ancre):
            return [Alinea("", dit, titre=min(niveau, styles.TITRES), ancres=(ancre,) if ancre else (), avec_suivant=True)]
        case Paragraphe():
            return [Alinea(_style(bloc.style, ici), bloc.texte, retrait=ici.retrait)]
        case Liste():
            return _liste(bloc, ici)
        case Fiche():
            return [_fiche(bloc, ici)]
        case Tableau():
            return _tableau(bloc, ici)
        case Groupe():
            return _groupe(bloc, ici)
        case Colonnes():
            return [_colonnes(bloc, ici)]
        case Dessin():
            return [image(bloc, ici.largeur - ici.retrait, ici.retrait)]
        case Filets(nombre):
            vide = Rangee((Case((Alinea(styles.CELLULE),)),), hauteur=HAUTEUR_A_ECRIRE)
            return [entiere(Grille(styles.FILETS, (ici.largeur - ici.retrait,), (vide,) * nombre, retrait=ici.retrait))]


def _style(style: str, ici: Ici) -> str:
    """A name that the table knows; elsewhere, plain text of the place."""
    if ici.corps == styles.DETAIL and style == "valeur":
        return styles.DETAIL
    if ici.corps in styles.DE_CELLULE and style in styles.DANS_CELLULE:
        return styles.DANS_CELLULE[style] or ici.corps
    return styles.PARAGRAPHES.get(style, ici.corps)


def _sans_retrait(largeur: int, corps: str) -> Ici:
    return Ici(largeur - MARGE, corps)


# — groups ————————————————————————————————————————————————————————————————————————————————————————————————————————————


def _groupe(groupe: Groupe, ici: Ici) -> Sequence[Pose]:
    match groupe.style:
        case "carte":
            poses = _carte(groupe.blocs, ici)
        case "clause":
            poses = _clause(groupe.blocs, ici)
        case "note" | "detail":
            corps = styles.NOTE if groupe.style == "note" else styles.DETAIL
            poses = _poser(groupe.blocs, replace(ici, corps=corps))
        case "nav":
            poses = _sommaire(groupe.blocs, ici)
        case _:
            poses = _poser(groupe.blocs, ici)
    return marquer(garder(poses) if groupe.bloc else poses, groupe.ancre, page=groupe.page)


def _carte(blocs: Blocs, ici: Ici) -> tuple[Pose, ...]:
    """Its heading, which a list of headings must find, then a framed table of the rest."""
    if blocs and isinstance(blocs[0], Titre):
        return (*_bloc(blocs[0], ici), *_carte(blocs[1:], ici))
    parts = next((b.parts for b in blocs if isinstance(b, Colonnes)), (100,))
    largeurs = partager(ici.largeur - ici.retrait, parts)
    rangees: list[Rangee] = []
    pleine: list[Bloc] = []

    def poser() -> None:
        if pleine:
            case = Case(_remplie(tuple(pleine), sum(largeurs)), len(largeurs))
            rangees.append(rangee([case]))
            pleine.clear()

    for bloc in blocs:
        if isinstance(bloc, Colonnes) and bloc.parts == parts:
            poser()
            rangees.append(_rangee(bloc, largeurs))
        else:
            pleine.append(bloc)
    poser()
    return (entiere(Grille(styles.CARTE, largeurs, tuple(rangees), retrait=ici.retrait)),)


def _clause(blocs: Blocs, ici: Ici) -> tuple[Pose, ...]:
    """A quoted text, then where it comes from."""
    *cite, origine = blocs
    poses = _poser(tuple(cite), replace(ici, corps=styles.CLAUSE))
    suite = _poser((origine,), replace(ici, corps=styles.ORIGINE))
    return (*garder(poses, tout=True), *suite)


def _sommaire(blocs: Blocs, ici: Ici) -> tuple[Pose, ...]:
    """The list of sections, in two columns."""
    match blocs:
        case (Liste(elements),) if len(elements) > 3:
            milieu = (len(elements) + 1) // 2
            moities = [Liste(elements[:milieu], "sommaire"), Liste(elements[milieu:], "sommaire")]
            listes = _colonnes(Colonnes(tuple((m,) for m in moities), (50, 50)), ici)
            return (Alinea(styles.ESPACE), listes)
        case _:
            return _poser(blocs, ici)


# — side by side ——————————————————————————————————————————————————————————————————————————————————————————————————————


def _colonnes(colonnes: Colonnes, ici: Ici) -> Grille:
    style = styles.AVIS if colonnes.style == "avis" else styles.COLONNES
    largeurs = partager(ici.largeur - ici.retrait, colonnes.parts)
    if len(colonnes.colonnes) == 2 and colonnes.parts[0] < colonnes.parts[1]:
        style = styles.REPONSES  # a question and its answer
    return Grille(style, largeurs, (_rangee(colonnes, largeurs),), retrait=ici.retrait)


def _rangee(colonnes: Colonnes, largeurs: Sequence[int]) -> Rangee:
    paires = zip(colonnes.colonnes, largeurs, strict=True)
    return rangee(Case(_remplie(blocs, largeur)) for blocs, largeur in paires)


def _remplie(blocs: Blocs, largeur: int) -> tuple[Pose, ...]:
    return _poser(blocs, _sans_retrait(largeur, styles.CORPS))


def _fiche(fiche: Fiche, ici: Ici) -> Grille:
    largeurs = partager(ici.largeur - ici.retrait, (24, 76))
    rangees = tuple(
        rangee([Case((Alinea(styles.PARAGRAPHES["nom"], terme),)), Case(_remplie(blocs, largeurs[1]))])
        for terme, blocs in fiche.lignes
    )
    return Grille(styles.FICHE, largeurs, rangees, retrait=ici.retrait)


# — lists —————————————————————————————————————————————————————————————————————————————————————————————————————————————


def _liste(liste: Liste, ici: Ici) -> Sequence[Pose]:
    poses: list[Pose] = []
    for k, element in enumerate(liste.elements):
        avant = liste.elements[k - 1].numero if k else None
        suite = element.numero is not None and avant is not None and element.numero == avant + 1
        sommaire = liste.style == "sommaire"
        posees = _element(element, Puce(ici.niveau, element.numero, suite), ici, sommaire=sommaire)
        poses += garder(posees) if liste.style == "etapes" else posees
    return poses


def _element(element: Element, puce: Puce, ici: Ici, *, sommaire: bool) -> Sequence[Pose]:
    puces = styles.PUCES_DE_CELLULE if ici.corps in styles.DE_CELLULE else styles.PUCES
    style = styles.SOMMAIRE if sommaire else puces if element.numero is None else styles.NUMEROS
    dedans = replace(ici, corps=styles.SUITE_DE_LISTE, retrait=ici.retrait + RETRAIT, niveau=ici.niveau + 1)
    premier: Passages = ()
    reste = element.blocs
    if reste and isinstance(reste[0], Paragraphe):
        premier, reste = reste[0].texte, reste[1:]
    suite = _poser(reste, dedans)
    vers = next((p.lien[1:] for p in premier if p.lien.startswith("#")), "") if sommaire else ""
    return [Alinea(style, premier, puce=puce, retrait=ici.retrait, avec_suivant=bool(suite), page_de=vers), *suite]


# — tables ————————————————————————————————————————————————————————————————————————————————————————————————————————————


def _tableau(tableau: Tableau, ici: Ici) -> Sequence[Pose]:
    def remplir(blocs: Blocs, largeur: int, style: str) -> tuple[Pose, ...]:
        return _poser(blocs, _sans_retrait(largeur, style))

    legende = [Alinea(styles.LEGENDE, tableau.legende, retrait=ici.retrait, avec_suivant=True)] if tableau.legende else []
    return [*legende, grille(tableau, ici.largeur - ici.retrait, ici.retrait, remplir, texte(tableau.legende))]
