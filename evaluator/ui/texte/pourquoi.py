"""Why, as a tree that opens step by step: from one figure down to the answers, and what is known of the step in hand."""

from __future__ import annotations

from msgspec import Struct, field

from evaluator.evaluation.pourquoi import Pas
from evaluator.ui.texte.lignes import INSECABLE, VIDE, Ligne, Segment, Style, champ, couper, ecarter, largeur, plier, propre

Place = tuple[int, ...]  # of a step: the rank of each child from the root on; the root is ()
NB = INSECABLE


class Arbre(Struct):
    """Which steps are open, and which one is in hand. The same step may stand at several places."""

    racine: Pas
    place: Place = ()
    ouverts: set[Place] = field(default_factory=lambda: {()})

    def pas(self, place: Place | None = None) -> Pas:
        pas = self.racine
        for rang in self.place if place is None else place:
            pas = pas.enfants[rang]
        return pas

    def montres(self) -> list[Place]:
        """The places that can be seen, from the top."""
        sortie: list[Place] = []

        def suivre(place: Place, pas: Pas) -> None:
            sortie.append(place)
            if place in self.ouverts:
                for rang, enfant in enumerate(pas.enfants):
                    suivre((*place, rang), enfant)

        suivre((), self.racine)
        return sortie

    def viser(self, ident: str) -> bool:
        """Take the first step called `ident` in hand, the way to it open. False where there is none."""

        def chercher(place: Place, pas: Pas) -> Place | None:
            if pas.id == ident:
                return place
            trouvees = (chercher((*place, rang), enfant) for rang, enfant in enumerate(pas.enfants))
            return next((t for t in trouvees if t is not None), None)

        place = chercher((), self.racine)
        if place is None:
            return False
        self.place = place
        self.ouverts |= {place[:rang] for rang in range(len(place) + 1)}
        return True

    def ouvrir(self) -> bool:
        """Open the step in hand; if it is open already, go to what it rests on. False for an answer: nothing is below."""
        if not self.pas().enfants:
            return False
        if self.place in self.ouverts:
            self.place = (*self.place, 0)
        else:
            self.ouverts.add(self.place)
        return True

    def fermer(self) -> None:
        """Close the step in hand; if it is closed, go up to the one it makes."""
        if self.place in self.ouverts and self.pas().enfants and self.place:
            self.ouverts.discard(self.place)
        else:
            self.place = self.place[:-1]

    def tout(self) -> None:
        """Open all; once all is open, close all but the way to the step in hand."""

        def toutes(place: Place, pas: Pas) -> set[Place]:
            dessous: set[Place] = {place}
            for rang, enfant in enumerate(pas.enfants):
                dessous |= toutes((*place, rang), enfant)
            return dessous

        pleins = toutes((), self.racine)
        chemin = {self.place[:rang] for rang in range(len(self.place))}
        self.ouverts = chemin | {()} if pleins <= self.ouverts else pleins


def cle(place: Place) -> str:
    """The place as the list knows it."""
    return ".".join(map(str, place)) or "-"


def place_de(cle: str) -> Place:
    return () if cle == "-" else tuple(int(rang) for rang in cle.split("."))


def ligne_de_pas(arbre: Arbre, place: Place, cellules: int) -> Ligne:
    """One step: its mark (▾ open, ▸ closed, · nothing below), its title, its result."""
    pas = arbre.pas(place)
    marque = "·" if not pas.enfants else "▾" if place in arbre.ouverts else "▸"
    resultat = couper(pas.resultat, max(cellules // 2, 20))
    gauche: list[Segment] = [("  " * len(place), ""), (f"{marque} ", "accent"), (pas.titre, "fort")]
    libre = cellules - 1 - largeur(((resultat, ""), *gauche))
    if pas.poids and libre > len(pas.poids) + 6:
        gauche.append((f"  ({pas.poids})", "attenue"))
    return (("", ""), *ecarter(gauche, [(resultat, "titre")], cellules - 1))  # the mark of the cursor before any blank


def pas_en_lignes(pas: Pas, cellules: int) -> list[Ligne]:
    """All that is known of one step."""
    lignes = [*plier([(propre(pas.titre), "fort")], cellules - 1, tete=[(" ", "")])]
    lignes += _champ("Résultat", pas.resultat, cellules, "titre")
    for approche, exact in pas.operations:
        lignes += _champ("Calcul", approche or exact, cellules)
        lignes += _champ("Exact", exact, cellules) if approche else []
    lignes += _champ("Règle", pas.regle, cellules)
    lignes += _champ("Poids", pas.poids, cellules)
    lignes += _champ("Réponse", pas.reponse, cellules, "fort")
    lignes += _champ("État", pas.etat, cellules)
    lignes += _champ("Source", pas.source, cellules)
    lignes += _champ("Origine", pas.origine, cellules)
    for rang, (ident, titre) in enumerate(pas.clauses):
        lignes += champ("" if rang else "Textes", [(ident, "accent"), (f"  {propre(titre)}", "")], cellules, 12)
    if pas.enfants:
        sur = " ; ".join(propre(enfant.titre) for enfant in pas.enfants)
        lignes += [VIDE, *_champ("Repose sur", sur, cellules, "attenue")]
    return lignes


def _champ(nom: str, texte: str, cellules: int, style: Style = "") -> list[Ligne]:
    return champ(nom, [(propre(texte), style)], cellules, 12) if texte else []
