"""A table as aligned text: rows drawn as they are seen, the current column always in sight, totals under their column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from evaluator import french
from evaluator.dossier.reponses import Cellule
from evaluator.questionnaire.models import Colonne, QuestionTableau
from evaluator.ui.rangees import Place, Rangee, identiques
from evaluator.ui.sommes import Somme, part_en_mots, sommes, total_en_mots
from evaluator.ui.texte.lignes import Ligne, Segment, Style, cale, couper, plier, propre
from evaluator.ui.texte.valeur import cellule

LARGEUR_MAX, LARGEUR_MIN, LARGEUR_COMPTE = 40, 9, 5
ETROITE = 14  # where not all columns fit
PART = 8  # cells of a share: `≤ 33,3 %`
APERCU = 30  # rows that the page of the question shows
_NUMERIQUES = ("entier", "decimal", "montant")
AUCUNE = Place(-1, -1)


class Mise(Struct, frozen=True):
    """The columns shown, from left to right, with their width; those whose share stands beside; those left out."""

    largeurs: Mapping[str, int]
    parts: frozenset[str]
    cachees: tuple[Colonne, ...]


class Grille:
    """The words and the totals of a table. Made from the one before, it reads again only the rows that changed."""

    def __init__(self, q: QuestionTableau, rangees: Sequence[Rangee], avant: Grille | None = None) -> None:
        self.q, self.rangees = q, rangees
        self.sommes: dict[str, Somme] = sommes(q, rangees)
        connus = {id(r): mots for r, mots in zip(avant.rangees, avant.mots, strict=True)} if avant else {}
        self.mots: list[tuple[str, ...]] = [
            connus.get(id(r)) or tuple(cellule(c, r.get(c.id)) for c in q.colonnes) for r in rangees
        ]
        totaux = [total_en_mots(c, self.sommes[c.id]) if c.id in self.sommes else "" for c in q.colonnes]
        self.voulues = [
            max(len(c.libelle), len(total), max((len(mots[i]) for mots in self.mots), default=0))
            for i, (c, total) in enumerate(zip(q.colonnes, totaux, strict=True))
        ]
        self._mises: dict[tuple[int, int], Mise] = {}

    @cached_property
    def identiques(self) -> list[tuple[int, ...]]:
        """Groups of rows given twice."""
        return identiques(self.rangees)

    def mise(self, largeur: int, champ: int = 0) -> Mise:
        """How the table stands in `largeur` cells, `champ` in sight."""
        if (largeur, champ) not in self._mises:
            self._mises[largeur, champ] = mettre(self.q, self.voulues, largeur - LARGEUR_COMPTE - 1, champ)
        return self._mises[largeur, champ]


def mettre(q: QuestionTableau, voulues: Sequence[int], place: int, champ: int) -> Mise:
    """Shares where there is room for them, all columns where they fit, else the run of columns that holds `champ`."""
    ids = [c.id for c in q.colonnes]
    naturelles = {c: max(LARGEUR_MIN - 3, min(LARGEUR_MAX, w)) for c, w in zip(ids, voulues, strict=True)}
    partagees = frozenset(c.id for c in q.colonnes if c.total and c.min >= 0)
    larges = _serrer(naturelles, place - len(partagees) * (PART + 1))
    if larges and all(w >= min(naturelles[c], 14) for c, w in larges.items()):
        return Mise(larges, partagees, ())
    if toutes := _serrer(naturelles, place):
        return Mise(toutes, frozenset(), ())
    etroites = {c: min(w, ETROITE) for c, w in naturelles.items()}
    debut = 0
    while champ not in (suite := _tenant(ids, etroites, debut, place)):
        debut += 1
    montrees = {ids[i]: etroites[ids[i]] for i in suite}
    return Mise(montrees, frozenset(), tuple(c for c in q.colonnes if c.id not in montrees))


def _serrer(naturelles: Mapping[str, int], place: int) -> dict[str, int]:
    """The widths, the widest taken in until all fit; empty where they cannot."""
    largeurs = dict(naturelles)
    while sum(largeurs.values()) + len(largeurs) > place:
        large = max(largeurs, key=lambda c: largeurs[c])
        if largeurs[large] <= LARGEUR_MIN:
            return {}
        largeurs[large] -= 1
    return largeurs


def _tenant(ids: Sequence[str], largeurs: Mapping[str, int], debut: int, place: int) -> range:
    """The columns from `debut` on that fit; one at least."""
    fin, prise = debut, 0
    while fin < len(ids) and (fin == debut or prise + largeurs[ids[fin]] + 1 <= place):
        prise += largeurs[ids[fin]] + 1
        fin += 1
    return range(debut, fin)


class Saisie(Struct, frozen=True):
    """The current cell as it is typed: its text, and what it is worth if it can be read."""

    texte: str
    valeur: Cellule | None


class Rangs(Sequence[Ligne]):
    """The rows, each made when it is asked for. `sommees`: the totals that the shares are of, where they are not its own."""

    def __init__(
        self,
        grille: Grille,
        mise: Mise,
        ici: Place = AUCUNE,
        *,
        saisie: Saisie | None = None,
        premiere: int = 1,
        sommees: Mapping[str, Somme] | None = None,
    ) -> None:
        self.grille, self.mise, self.ici, self.saisie, self.premiere = grille, mise, ici, saisie, premiere
        self.sommes = grille.sommes if sommees is None else sommees
        self.colonnes = [(i, c) for i, c in enumerate(grille.q.colonnes) if c.id in mise.largeurs]

    def __len__(self) -> int:
        return len(self.grille.rangees)

    def __getitem__(self, rang: int) -> Ligne:  # type: ignore[override]  # never sliced
        rangee, ici = self.grille.rangees[rang], rang == self.ici.rang
        segments: list[Segment] = [(f"{'▶' if ici else ' '}{rang + self.premiere:>3} ", "accent" if ici else "attenue")]
        for i, colonne in self.colonnes:
            courante = ici and i == self.ici.champ
            saisie = self.saisie if courante else None
            mots = saisie.texte if saisie else self.grille.mots[rang][i]
            style: Style = "curseur" if courante else "fort" if ici else "" if mots else "attenue"
            segments += [(_case(colonne, mots or "·", self.mise.largeurs[colonne.id]), style), (" ", "")]
            if colonne.id in self.mise.parts:
                valeur = saisie.valeur if saisie else rangee.get(colonne.id)
                part = part_en_mots(colonne, self.sommes[colonne.id], valeur)
                segments.append((f"{part:>{PART}} ", "attenue"))
        return tuple(segments)


def entete(grille: Grille, mise: Mise, ici: Place = AUCUNE) -> Ligne:
    """The names of the columns, the current one marked; `‹` and `›` where columns stand further on."""
    ids = [c.id for c in grille.q.colonnes]
    rangs = [ids.index(c) for c in mise.largeurs]
    avant, apres = rangs[0] > 0, rangs[-1] < len(ids) - 1
    segments: list[Segment] = [(f"{'‹' if avant else ' ':>4} ", "accent")]
    for i in rangs:
        colonne = grille.q.colonnes[i]
        nom = _case(colonne, colonne.libelle, mise.largeurs[colonne.id])
        segments += [(nom, "accent" if i == ici.champ else "attenue"), (" ", "")]
        if colonne.id in mise.parts:
            segments.append((f"{'part':>{PART}} ", "attenue"))
    return (*segments, ("›", "accent")) if apres else tuple(segments)


def totaux(grille: Grille, mise: Mise, totaux: Mapping[str, Somme] | None = None) -> list[Ligne]:
    """The totals under their columns, those of columns left out in words. `totaux`: as they stand with what is typed."""
    sommees = grille.sommes if totaux is None else totaux
    if not sommees or not any(grille.rangees):
        return []
    segments: list[Segment] = [("Total", "fort")]
    for colonne in grille.q.colonnes:
        if colonne.id in mise.largeurs:
            mots = total_en_mots(colonne, sommees[colonne.id]) if colonne.id in sommees else ""
            segments.append((_case(colonne, mots, mise.largeurs[colonne.id]) + " ", "fort"))
            if colonne.id in mise.parts:
                segments.append((" " * (PART + 1), ""))
    return [tuple(segments)]


def totaux_caches(grille: Grille, mise: Mise, sommees: Mapping[str, Somme], largeur: int) -> list[Ligne]:
    """Which columns stand outside, with the totals of those that have one."""
    if not mise.cachees:
        return []
    noms = [
        f"{c.libelle} (total {total_en_mots(c, sommees[c.id])})" if c.id in sommees and any(grille.rangees) else c.libelle
        for c in mise.cachees
    ]
    return plier(
        [(propre(f"non montrées ici{french.INSECABLE}: {', '.join(noms)}"), "attenue")], largeur - 1, tete=[("  ", "")]
    )


def apercu(q: QuestionTableau, rangees: Sequence[Rangee], largeur: int) -> list[Ligne]:
    """Head, first rows and totals, on the page of the question."""
    if not rangees:
        return [((f"  aucune ligne ({propre(q.ligne)})", "attenue"),)]
    vues = Grille(q, rangees[:APERCU])
    mise = vues.mise(largeur)
    sommees = vues.sommes if len(rangees) <= APERCU else sommes(q, rangees)
    rangs = Rangs(vues, mise, sommees=sommees)
    sorties = [entete(vues, mise), *(rangs[i] for i in range(len(rangs)))]
    if (reste := len(rangees) - APERCU) > 0:
        mots = french.pluriel(reste, "autre ligne", "autres lignes")
        sorties.append(((couper(f"     … et {mots} : Entrée pour les voir", largeur), "attenue"),))
    return [*sorties, *totaux(vues, mise, sommees), *totaux_caches(vues, mise, sommees, largeur)]


def _case(c: Colonne, mots: str, cellules: int) -> str:
    if c.type in _NUMERIQUES:
        return cale(" " * max(cellules - len(couper(mots, cellules)), 0) + couper(mots, cellules), cellules)
    return cale(mots, cellules)
