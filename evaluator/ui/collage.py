"""Cells pasted from a spreadsheet: text becomes cells, cells become values, what is refused is said. Nothing is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from msgspec import Struct

from evaluator import french
from evaluator.canonical import TROP_DE_MARQUES, trop_de_marques
from evaluator.dossier.reponses import Cellule
from evaluator.dossier.valeurs import LIGNES_MAX, Refus, ValeurRefusee, lire_cellule
from evaluator.questionnaire.models import Colonne, QuestionTableau
from evaluator.ui.rangees import Rangee, Rangees

CARACTERES_MAX = 1_000_000
_OUI = {"o": "oui", "1": "oui", "n": "non", "2": "non", "0": "non"}  # the keys of the screen; 0 as in a spreadsheet
_HEURE_NULLE = re.compile(r"\s{1,9}0?0:00(:00)?$")


class CollageRefuse(Exception):
    """Why nothing of it can be pasted, in French."""


# — from text to cells ——————————————————————————————————————————————————————————————————————————————————————————


def decouper(texte: str) -> list[list[str]]:
    """Rows of cells, as a spreadsheet copies them. A cell in quotes holds tabs, line ends and doubled quotes.

    Quotes that close nowhere before a cell ends belong to the text. Empty rows keep their place, but for those at the end.
    """
    reste = texte.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rangees: list[list[str]] = [[]]
    place = 0
    while True:
        cellule, place = _cellule(reste, place)
        rangees[-1].append(cellule)
        if place >= len(reste):
            break
        if reste[place] == "\n":
            rangees.append([])
        place += 1
    while rangees and not any(c.strip() for c in rangees[-1]):
        rangees.pop()
    return rangees


_ENTRE_GUILLEMETS = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=[\t\n]|\Z)')
_NUE = re.compile(r"[^\t\n]*")


def _cellule(texte: str, place: int) -> tuple[str, int]:
    if trouve := _ENTRE_GUILLEMETS.match(texte, place):
        return trouve[1].replace('""', '"'), trouve.end()
    nue = _NUE.match(texte, place)
    return (nue[0], nue.end()) if nue else ("", place)


def plat(texte: str) -> str:
    """Words to compare: no accents, no capitals, one space between them."""
    lettres = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe").replace("’", "'"))
    return " ".join(re.findall(r"[a-z0-9%€]+", "".join(c for c in lettres if not unicodedata.combining(c))))


def reconnaitre(noms: Iterable[tuple[str, str]], texte: str) -> str | None:
    """The id (of pairs id, words) that `texte` names, without its brackets if need be; None if it is not just one."""
    paires = list(noms)
    for forme in (plat, lambda mots: plat(re.sub(r"\([^)]*\)", " ", mots))):
        cherche = forme(texte)
        trouves = [ident for ident, mots in paires if cherche and cherche in (plat(ident), forme(mots))]
        if trouves:
            return trouves[0] if len(trouves) == 1 else None
    return None


# — from cells to values ————————————————————————————————————————————————————————————————————————————————————————


def lire_saisie(colonne: Colonne, texte: str) -> Cellule | None:
    """What a hand or a spreadsheet wrote in a cell; None for an empty one. Raises `ValeurRefusee`."""
    nu = " ".join(texte.split("\n")).replace("\t", " ").strip()
    if not nu:
        return None
    match colonne.type:
        case "choix":
            return lire_cellule(colonne, _option(colonne, nu))
        case "oui_non":
            return lire_cellule(colonne, _OUI.get(nu.lower(), nu))
        case "date":
            return lire_cellule(colonne, _HEURE_NULLE.sub("", nu))
        case "entier" | "decimal" | "montant":
            return lire_cellule(colonne, sans_unite("€" if colonne.type == "montant" else colonne.unite, nu))
    return lire_cellule(colonne, nu)


def _option(colonne: Colonne, texte: str) -> str:
    """An option by its id, its words without accents, or its number."""
    for option in colonne.options:
        if texte == option.id or texte.casefold() == option.libelle.casefold():
            return option.id
    if (reconnue := reconnaitre(((o.id, o.libelle) for o in colonne.options), texte)) is not None:
        return reconnue
    if re.fullmatch(r"[0-9]{1,2}", texte) and 1 <= int(texte) <= len(colonne.options):
        return colonne.options[int(texte) - 1].id
    choix = " ; ".join(f"{n} {o.libelle}" for n, o in enumerate(colonne.options, 1))
    raise ValeurRefusee([Refus((), f"« {texte[:40]} » n’est pas une option ; options : {choix}")])


def sans_unite(sienne: str | None, texte: str) -> str:
    """The number without its unit, `sienne`; another unit is refused, since it would change what is counted."""
    signe = next((s for s in "%€" if s in texte), None)
    if signe and signe != sienne:
        raise ValeurRefusee(
            [Refus((), f"« {signe} » inattendu{french.INSECABLE}: la valeur s’exprime en {sienne or 'nombre'}")]
        )
    nombre = re.match(r"[-+−]?[\d\s.,/]*\d", texte)
    if sienne and nombre and _meme_unite(texte[nombre.end() :], sienne):
        return nombre[0]
    return texte


def _meme_unite(ecrite: str, unite: str) -> bool:
    return [m.removesuffix("s") for m in plat(ecrite).split()] == [m.removesuffix("s") for m in plat(unite).split()]


# — where each cell goes ————————————————————————————————————————————————————————————————————————————————————————


class Refusee(Struct, frozen=True):
    """A pasted cell that is left empty: its row in the paste (from 1), what stood in it, where it would go, why not."""

    rang: int
    texte: str
    colonne: str
    raison: str


class Collage(Struct, frozen=True):
    """What a paste would make of the table; written only if the user says so."""

    apres: Rangees
    premier: int  # the first row it touches, and how many
    touchees: int
    posees: int
    remplacees: int
    entetes: bool
    colonnes: tuple[Colonne, ...]
    champ: int  # the leftmost of them
    refusees: tuple[Refusee, ...]


def coller(q: QuestionTableau, avant: Rangees, rang: int, champ: int, texte: str) -> Collage:
    """Lay the cells from (`rang`, `champ`) on, rightwards and downwards, or under the columns that a first row names.

    The rectangle is replaced whole. Raises `CollageRefuse` where nothing of it can be laid.
    """
    if len(texte) > CARACTERES_MAX:
        raise CollageRefuse(
            f"collage trop grand : {french.nombre(len(texte), 0)} caractères, {french.nombre(CARACTERES_MAX, 0)} au plus"
        )
    if trop_de_marques(texte):
        raise CollageRefuse(TROP_DE_MARQUES)
    cellules = decouper(texte)
    if not cellules:
        raise CollageRefuse("rien à coller : le presse-papiers ne contient aucune case remplie")
    noms = entetes(q, cellules[0])
    corps = cellules[1:] if noms else cellules
    if not corps:
        raise CollageRefuse("rien à coller : il n’y a que les noms des colonnes")
    rang = min(rang, len(avant))
    if rang + len(corps) > LIGNES_MAX:
        raise CollageRefuse(
            f"collage trop long : {french.pluriel(len(corps), 'ligne')} à partir de la ligne {rang + 1}, "
            f"{LIGNES_MAX} lignes au plus dans un tableau"
        )
    largeur = max(len(r) for r in corps)
    cibles = _completer(noms, largeur) if noms else [*q.colonnes[champ:], *[None] * largeur][:largeur]
    pose = _Pose(q, avant, rang, cibles, cellules[0] if noms else [])
    for n, rangee in enumerate(corps):
        pose.rangee(n, rangee)
    return pose.collage(bool(noms))


def entetes(q: QuestionTableau, cellules: Sequence[str]) -> list[Colonne | None]:
    """The columns that a first row names; empty where it is a row like the others: half of it at least must be names."""
    par_id = {c.id: c for c in q.colonnes}
    idents = [reconnaitre(((c.id, c.libelle) for c in q.colonnes), cellule) for cellule in cellules]
    trouvees = [par_id[ident] if ident else None for ident in idents]
    reconnues = [c.id for c in trouvees if c]
    ecrites = sum(1 for c in cellules if c.strip())
    if not reconnues or len(set(reconnues)) < len(reconnues) or 2 * len(reconnues) < ecrites:
        return []
    return trouvees


def _completer(colonnes: Sequence[Colonne | None], largeur: int) -> list[Colonne | None]:
    return [*colonnes, *[None] * largeur][: max(largeur, len(colonnes))]


class _Pose:
    """One paste at work, row after row."""

    def __init__(
        self, q: QuestionTableau, avant: Rangees, rang: int, cibles: Sequence[Colonne | None], noms: Sequence[str]
    ) -> None:
        self.ordre = [c.id for c in q.colonnes]
        self.apres: list[Rangee] = list(avant)
        self.rang, self.cibles, self.noms = rang, cibles, noms
        self.posees = self.remplacees = self.touchees = 0
        self.refusees: list[Refusee] = []

    def rangee(self, n: int, cellules: Sequence[str]) -> None:
        cible = self.rang + n
        ancienne = self.apres[cible] if cible < len(self.apres) else {}
        neuve = dict(ancienne)
        for i, colonne in enumerate(self.cibles):
            texte = cellules[i] if i < len(cellules) else ""
            if colonne is None:
                if texte.strip():
                    nom = self.noms[i] if i < len(self.noms) else ""
                    raison = f"colonne « {nom.strip()[:30]} » inconnue" if nom.strip() else "au-delà de la dernière colonne"
                    self.refusees.append(Refusee(n + 1, texte, "", raison))
                continue
            neuve.pop(colonne.id, None)
            try:
                valeur = lire_saisie(colonne, texte)
            except ValeurRefusee as refus:
                self.refusees.append(Refusee(n + 1, texte, colonne.libelle, str(refus)))
                valeur = None
            if valeur is not None:
                neuve[colonne.id] = valeur
                self.posees += 1
            if colonne.id in ancienne and neuve.get(colonne.id) != ancienne[colonne.id]:
                self.remplacees += 1
        rangee = {c: neuve[c] for c in self.ordre if c in neuve}
        self.apres[cible : cible + 1] = [rangee]
        self.touchees += 1

    def collage(self, entetes: bool) -> Collage:
        colonnes = tuple(c for c in self.cibles if c)
        champ = min(self.ordre.index(c.id) for c in colonnes)
        return Collage(
            tuple(self.apres), self.rang, self.touchees, self.posees, self.remplacees, entetes, colonnes, champ,
            tuple(self.refusees),
        )  # fmt: skip
