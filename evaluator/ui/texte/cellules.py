"""The cells of one row, one under the other: the current one is typed in its place, what it expects or refuses under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct, field

from evaluator import french
from evaluator.dossier.reponses import Cellule
from evaluator.questionnaire.models import Colonne, QuestionTableau
from evaluator.ui.texte.lignes import INSECABLE, VIDE, Ligne, Segment, cale, couper, filet, plier, propre
from evaluator.ui.texte.valeur import cellule

_GENRES = {
    "entier": "nombre entier",
    "decimal": "nombre",
    "montant": "montant en euros",
    "date": "date, par exemple 31/12/2024",
    "texte": "texte",
    "oui_non": "o (oui) ou n (non)",
    "choix": "le numéro d’une option",
}


def attendu(c: Colonne) -> str:
    """What the cell expects, in words."""
    mots = _GENRES[c.type]
    if c.type in ("entier", "decimal", "montant"):
        unite = f" ({c.unite})" if c.unite and c.type != "montant" else ""
        haut = f" à {french.nombre(c.max, 6)}" if c.max is not None else " ou plus"
        return f"{mots}{unite}, {'de ' if c.max is not None else ''}{french.nombre(c.min, 6)}{haut}"
    return mots + (" ; « aucun » s’il n’y en a pas" if c.aucun else "")


def texte_de(c: Colonne, v: Cellule) -> str:
    """What the field starts with when the cell is typed again."""
    if isinstance(v, Fraction | int) and not isinstance(v, bool):
        return french.nombre(v, 6).replace(french.FINE, "").replace("−", "-")
    return cellule(c, v)


Case = tuple[int | None, Ligne]  # a line and the column it belongs to


class Fiche(Struct, frozen=True):
    """One row, as the panel of cells shows it."""

    q: QuestionTableau
    ligne: Mapping[str, Cellule]
    rang: int
    combien: int
    champ: int
    parts: Mapping[str, str] = field(default_factory=dict)  # the share of a cell in its total, in words
    aere: bool = False  # one option a line: where the panel stands beside the rows
    dit: Segment | None = None  # what is said of the current cell; what it expects, where there is nothing to say

    def noms(self, largeur: int) -> int:
        """Cells that the names of the columns take."""
        return min(max(len(c.libelle) for c in self.q.colonnes) + 1, largeur // 2)

    def invite(self, largeur: int) -> str:
        """What stands before the field: the current column, where its line would be."""
        return f"▶ {cale(self.q.colonnes[self.champ].libelle, self.noms(largeur))} "

    def lignes(self, largeur: int, hauteur: int, *, saisie: bool = False) -> tuple[list[Case], list[Case]]:
        """Above and under the field; without one, all is above. At most `hauteur` lines, the current cell in sight."""
        etat = "" if self.ligne else ", à remplir"
        case = f", case {self.champ + 1}/{len(self.q.colonnes)}"
        titre = filet(f"Ligne {self.rang + 1}/{self.combien} ({propre(self.q.ligne)}){case}{etat}", largeur)
        avant: list[Case] = [(i, self._case(i, largeur)) for i in range(self.champ)]
        ici: list[Case] = [] if saisie else [(self.champ, self._case(self.champ, largeur))]
        sous: list[Case] = [(None, ligne) for ligne in self._sous(largeur)]
        apres: list[Case] = [(i, self._case(i, largeur)) for i in range(self.champ + 1, len(self.q.colonnes))]
        reste = max(hauteur - 2 - len(sous), 0)
        gardees = min(len(avant), max(reste - len(apres), reste // 2))
        apres = apres[: max(reste - gardees, 0)]
        aide = self._aide(largeur)
        if len(aide) <= reste - gardees - len(apres):
            apres += [(None, ligne) for ligne in aide]
        haut: list[Case] = [(None, titre), *avant[len(avant) - gardees :], *ici]
        return (haut, [*sous, *apres]) if saisie else ([*haut, *sous, *apres], [])

    def _case(self, i: int, largeur: int) -> Ligne:
        colonne, ici = self.q.colonnes[i], i == self.champ
        noms = self.noms(largeur)
        part = f"  {self.parts[colonne.id]} du total" if self.parts.get(colonne.id) else ""
        place = max(largeur - noms - 5 - len(part), 10)
        valeur = couper(cellule(colonne, self.ligne.get(colonne.id)) or "·", place)
        return (
            ("▶ " if ici else "  ", "accent"),
            (cale(colonne.libelle, noms), "curseur" if ici else "attenue"),
            ("  ", ""),
            (valeur, "fort" if colonne.id in self.ligne else "attenue"),
            (part, "attenue"),
        )

    def _sous(self, largeur: int) -> list[Ligne]:
        colonne = self.q.colonnes[self.champ]
        if self.dit is not None:
            return plier([self.dit], largeur - 1, 2, tete=[("    ", "")])
        if colonne.type != "choix":
            return plier([(attendu(colonne), "attenue")], largeur - 1, tete=[("    ", "")])
        return _options(colonne, self.ligne.get(colonne.id), largeur, aere=self.aere)

    def _aide(self, largeur: int) -> list[Ligne]:
        aide = self.q.colonnes[self.champ].aide
        return [VIDE, *plier([(propre(aide), "attenue")], largeur - 1, tete=[("  ", "")])] if aide else []


def _options(c: Colonne, valeur: Cellule | None, largeur: int, *, aere: bool) -> list[Ligne]:
    segments: list[Segment] = []
    lignes: list[Ligne] = []
    for n, option in enumerate(c.options, 1):
        touche = str(n % 10) if n <= 10 else "→"
        pris = option.id == valeur
        mots = propre(option.libelle).replace(" ", INSECABLE)
        if segments:
            segments += [(f"{INSECABLE}·", "attenue"), (" ", "")]
        segments += [(touche, "accent"), (f"{INSECABLE}{'●' if pris else ''}{mots}", "fort" if pris else "")]
        if aere:
            lignes += plier(segments, largeur - 1, 2, tete=[("    ", "")])
            segments = []
    return lignes or plier(segments, largeur - 1, tete=[("    ", "")])


def rang_de(cases: Sequence[Case], y: int) -> int | None:
    """The column of the line that was clicked."""
    return cases[y][0] if y < len(cases) else None
