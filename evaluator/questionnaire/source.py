"""A tree of plain values, and where each of its nodes was read: what the models are made from."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field

from evaluator.errors import Faute

Arbre = None | bool | int | Decimal | str | list["Arbre"] | dict[str, "Arbre"]
Chemin = tuple[str | int, ...]


class Source(Struct, frozen=True):
    """A tree read from files, and where each of its nodes stands."""

    arbre: Arbre
    fichier: str
    places: dict[Chemin, tuple[str, int, int]] = field(default_factory=dict)  # of the key, where there is one
    nus: frozenset[Chemin] = frozenset()  # scalars written without quotes
    textes: dict[Chemin, tuple[str, int, int]] = field(default_factory=dict)  # first character of one-line scalars
    bruts: dict[str, list[str]] = field(default_factory=dict)  # the lines of each file, to place a fault in a long text

    def faute(self, chemin: Chemin, message: str) -> Faute:
        """A fault at `chemin`, or at the nearest of its ancestors that has a place."""
        for longueur in range(len(chemin), -1, -1):
            if place := self.places.get(chemin[:longueur]):
                return Faute(message, *place)
        suite = ".".join(str(pas) for pas in chemin)
        return Faute(f"« {suite} » : {message}" if suite else message, self.fichier)

    def chercher(self, chemin: Chemin, fragment: str) -> tuple[str, int, int] | None:
        """Where `fragment` first stands from the line of `chemin` on."""
        if (place := self.places.get(chemin)) is None:
            return None
        fichier, debut, _ = place
        for rang, ligne in enumerate(self.bruts.get(fichier, ())[debut - 1 :], debut):
            if (colonne := ligne.find(fragment)) >= 0:
                return fichier, rang, colonne + 1
        return None

    def sous(self, *chemin: str | int) -> Source:
        """The part of this source below `chemin`, with its own places."""
        arbre = self.arbre
        for pas in chemin:
            arbre = arbre[pas]  # type: ignore[index]  # the caller names a path that exists
        n = len(chemin)
        return Source(
            arbre,
            self.fichier,
            {c[n:]: p for c, p in self.places.items() if c[:n] == chemin},
            frozenset(c[n:] for c in self.nus if c[:n] == chemin),
            {c[n:]: p for c, p in self.textes.items() if c[:n] == chemin},
            self.bruts,
        )
