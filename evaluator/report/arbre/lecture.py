"""From the HTML of a section to the tree. Nothing is lost: an element with no meaning of its own passes on what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import unescape

from msgspec.structs import replace

from evaluator.report.arbre.balises import Balise, lire_balises
from evaluator.report.arbre.noeuds import (
    Bloc,
    Blocs,
    Cellule,
    Colonnes,
    Dessin,
    Element,
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
)

EN_LIGNE = frozenset({"span", "strong", "b", "em", "i", "a", "br", "small", "code", "sup", "sub", "abbr", "time", "wbr"})
PARAGRAPHES = frozenset({"p", "figcaption", "dt", "caption"})
COLONNES: dict[str, tuple[int, ...]] = {"avis": (50, 50), "deux": (62, 38), "deux-egales": (50, 50), "paire": (46, 54)}
PLATES = frozenset({"bloc", "page", "apres", "defile", "texte"})  # how a page falls, not what a block is
_BLANCS = re.compile(r"[ \t\n\r\f]+")
_SUIVIE = re.compile(r"(?i)#|https?://|mailto:")
_LARGEUR = re.compile(r"width:\s*(\d+)%")

Dessins = Sequence[str]


def lire(html: str, section: str) -> Blocs:
    """The blocks of one section. `section` names its template in the message of a fault."""
    racine, dessins = lire_balises(html, section)
    return _blocs(racine, dessins)


def _style(balise: Balise) -> str:
    """The first class that says what the block is."""
    return next((c for c in balise.attributs.get("class", "").split() if c not in PLATES), "")


def _blocs(parent: Balise, dessins: Dessins, style: str = "") -> Blocs:
    """The content of an element; text that stands directly in it becomes paragraphs of `style`."""
    lus: list[Bloc] = []
    ligne: list[Balise | str] = []

    def poser() -> None:
        if passages := _passages(ligne):
            lus.append(Paragraphe(passages, style))
        ligne.clear()

    for enfant in parent.enfants:
        if isinstance(enfant, str) or enfant.nom in EN_LIGNE:
            ligne.append(enfant)
        else:
            poser()
            lus.extend(_LECTURES.get(enfant.nom, _groupe)(enfant, dessins))
    poser()
    return tuple(lus)


# — one reader per element ——————————————————————————————————————————————————————————————————————————————————————————


def _titre(niveau: int, balise: Balise, dessins: Dessins) -> Blocs:
    return (Titre(niveau, _passages(balise.enfants), balise.attributs.get("id", "")),)


def _paragraphe(balise: Balise, dessins: Dessins) -> Blocs:
    if any(isinstance(e, Balise) and e.nom not in EN_LIGNE for e in balise.enfants):
        return _blocs(balise, dessins, _style(balise))
    passages = _passages(balise.enfants)
    return (Paragraphe(passages, _style(balise)),) if passages else ()


def _groupe(balise: Balise, dessins: Dessins) -> Blocs:
    classes = balise.classes
    bloc, page = "bloc" in classes or "carte" in classes, bool(classes & {"page", "apres"})
    for nom, parts in COLONNES.items():
        if nom in classes:
            colonnes = tuple(_blocs(Balise("", {}, [e]), dessins) for e in balise.enfants if isinstance(e, Balise))
            colonnes = tuple(_ouvrir(c) for c in colonnes)
            parts = parts if len(parts) == len(colonnes) else (100 // max(len(colonnes), 1),) * len(colonnes)
            style = "avis" if nom == "avis" else ""
            fait = Colonnes(colonnes, parts, style, bloc or nom == "avis")
            return (Groupe((fait,), "reponse"),) if "reponse" in classes else (fait,)
    if "lignes" in classes:
        return (Filets(sum(isinstance(e, Balise) for e in balise.enfants)),)
    style = balise.nom if balise.nom in ("section", "nav", "blockquote") else _style(balise)
    blocs = _blocs(balise, dessins)
    if not (style or bloc or page or "id" in balise.attributs):
        return blocs
    return (Groupe(blocs, style, balise.attributs.get("id", ""), bloc, page),) if blocs else ()


def _ouvrir(blocs: Blocs) -> Blocs:
    """A column holds blocks, not the element that held them."""
    match blocs:
        case (Groupe(style="", ancre="", page=False) as seul,):
            return seul.blocs
        case _:
            return blocs


def _liste(balise: Balise, dessins: Dessins) -> Blocs:
    numero = int(balise.attributs.get("start") or 1)
    elements = []
    for enfant in balise.enfants:
        if isinstance(enfant, Balise):
            numero = int(enfant.attributs.get("value") or numero)
            elements.append(Element(_blocs(enfant, dessins), numero if balise.nom == "ol" else None))
            numero += 1
    return (Liste(tuple(elements), _style(balise)),) if elements else ()


def _fiche(balise: Balise, dessins: Dessins) -> Blocs:
    lignes: list[tuple[Passages, Blocs]] = []
    for enfant in balise.enfants:
        if isinstance(enfant, Balise) and enfant.nom == "dt":
            lignes.append((_passages(enfant.enfants), ()))
        elif isinstance(enfant, Balise) and lignes:
            terme, deja = lignes[-1]
            lignes[-1] = (terme, deja + _blocs(enfant, dessins))
    return (Fiche(tuple(lignes)),)


def _tableau(balise: Balise, dessins: Dessins) -> Blocs:
    rangs: dict[str, list[Rang]] = {"thead": [], "tbody": [], "tfoot": []}
    legende: Passages = ()
    largeurs: tuple[int, ...] = ()
    for partie in balise.enfants:
        if isinstance(partie, str):
            continue
        if partie.nom == "caption":
            legende = _passages(partie.enfants)
        elif partie.nom == "colgroup":
            largeurs = tuple(_largeur(c) for c in partie.enfants if isinstance(c, Balise))
        elif partie.nom == "tr":
            rangs["tbody"].append(_rang(partie, dessins))
        elif partie.nom in rangs:
            rangs[partie.nom] += [_rang(r, dessins) for r in partie.enfants if isinstance(r, Balise)]
    entete, corps, pied = (tuple(rangs[p]) for p in ("thead", "tbody", "tfoot"))
    return (Tableau(legende, entete, corps, pied, largeurs, balise.classes),)


def _largeur(colonne: Balise) -> int:
    lue = _LARGEUR.search(colonne.attributs.get("style", ""))
    return int(lue[1]) if lue else 0


def _rang(balise: Balise, dessins: Dessins) -> Rang:
    cellules = (
        Cellule(_blocs(c, dessins), c.nom == "th", "n" in c.classes, int(c.attributs.get("colspan") or 1))
        for c in balise.enfants
        if isinstance(c, Balise)
    )
    return Rang(tuple(cellules), _style(balise))


def _dessin(balise: Balise, dessins: Dessins) -> Blocs:
    svg = dessins[int(balise.attributs["n"])]

    def lu(motif: str) -> str:
        trouve = re.search(motif, svg, re.DOTALL)
        return _BLANCS.sub(" ", unescape(trouve[1])).strip() if trouve else ""

    largeur, hauteur = [*re.split(r"[ ,]+", lu(r'viewBox="([^"]*)"')), "0", "0", "0", "0"][2:4]
    seul = svg if "xmlns=" in svg else svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return (
        Dessin(seul, lu(r"<title[^>]*>(.*?)</title>"), lu(r"<desc[^>]*>(.*?)</desc>"),
               round(float(largeur)), round(float(hauteur))),
    )  # fmt: skip


_LECTURES: dict[str, Callable[[Balise, Dessins], Blocs]] = {
    **{f"h{niveau}": partial(_titre, niveau) for niveau in range(1, 7)},
    **dict.fromkeys(PARAGRAPHES, _paragraphe),
    "ul": _liste,
    "ol": _liste,
    "dl": _fiche,
    "table": _tableau,
    "dessin": _dessin,
}


# — text ——————————————————————————————————————————————————————————————————————————————————————————————————————————


def _passages(enfants: Iterable[Balise | str]) -> Passages:
    """Runs with the spaces of HTML: one between words, none at the ends of a line; a person's text as it was written."""
    bruts: list[Passage] = []
    for enfant in enfants:
        _ajouter(enfant, Passage(""), bruts)
    return _serrer(bruts)


def _ajouter(noeud: Balise | str, ici: Passage, bruts: list[Passage]) -> None:
    if isinstance(noeud, str):
        bruts.append(ici.dire(noeud if ici.litteral else _BLANCS.sub(" ", noeud)))
        return
    if noeud.nom == "br":
        bruts.append(Passage("\n"))
        return
    classes = noeud.classes
    la = replace(
        ici,
        gras=ici.gras or noeud.nom in ("strong", "b"),
        italique=ici.italique or noeud.nom in ("em", "i"),
        mono=ici.mono or noeud.nom == "code" or bool(classes & {"ref", "hash"}),
        discret=ici.discret or noeud.nom == "small" or bool(classes & {"ref", "etat", "aide", "nom"}),
        litteral=ici.litteral or "texte" in classes,
        lien=_adresse(noeud.attributs.get("href", "")) if noeud.nom == "a" else ici.lien,
    )
    for enfant in noeud.enfants:
        _ajouter(enfant, la, bruts)


def _adresse(href: str) -> str:
    """A place of the report or of the web; of anything else (a script, a file of the reader) the words alone are kept."""
    return href if _SUIVIE.match(href) else ""


def _serrer(bruts: Sequence[Passage]) -> Passages:
    faits: list[Passage] = []
    debut = True  # of a line: a space of the template says nothing there
    for passage in bruts:
        texte = passage.texte if passage.litteral else passage.texte.lstrip(" ") if debut else passage.texte
        if texte == "\n" and not passage.litteral and faits and not faits[-1].litteral:
            faits[-1] = faits[-1].dire(faits[-1].texte.rstrip(" "))
        if not texte:
            continue
        debut = texte.endswith(("\n", " ")) and not passage.litteral
        faits.append(passage if texte == passage.texte else passage.dire(texte))
    while faits and not faits[-1].litteral and not faits[-1].texte.rstrip(" \n"):
        faits.pop()
    if faits and not faits[-1].litteral:
        faits[-1] = faits[-1].dire(faits[-1].texte.rstrip(" \n"))
    return _souder(p for p in faits if p.texte)


def _souder(passages: Iterable[Passage]) -> Passages:
    """Neighbours of the same look are one run."""
    faits: list[Passage] = []
    for p in passages:
        if faits and faits[-1].allure == p.allure:
            faits[-1] = p.dire(faits[-1].texte + p.texte)
        else:
            faits.append(p)
    return tuple(faits)
