"""The tree of reasons, and the same as numbered steps: what `pourquoi.py` builds and the fronts show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from evaluator.evaluation.pourquoi.chiffres import approcher

Genre = Literal[
    "montant", "terme", "taux", "global", "dimension", "axe", "indicateur", "notation", "reponse", "detail", "autre"
]


class Renvoi(Struct, frozen=True):
    """An operand that is the result of another step."""

    id: str
    texte: str


Ligne = tuple[str | Renvoi, ...]  # one operation, written out


class Pas(Struct, frozen=True):
    """One figure and what made it. All text is for people: labels, units, no identifier."""

    id: str  # of the step in the trace: to navigate, never shown
    titre: str
    resultat: str  # with its unit, decimals and exact fraction side by side
    regle: str = ""  # the operation in words
    calcul: str = ""  # the operation written out with its figures, each with its unit; one line per end
    poids: str = ""  # its weight in the step above, in words
    etat: str = ""  # of the answer, where it is one
    reponse: str = ""  # the answer itself, in words
    source: str = ""
    origine: str = ""
    clauses: tuple[tuple[str, str], ...] = ()  # (id, title)
    enfants: tuple[Pas, ...] = ()
    genre: Genre = "autre"
    groupe: str = ""  # heading of the annex that starts here, for this step and those below it
    lignes: tuple[Ligne, ...] = ()  # `calcul`, with its operands told apart
    renvoi: str = ""  # a step that only passes on the result of this one: not numbered

    @property
    def operations(self) -> tuple[tuple[str, str], ...]:
        """Each line of `calcul`: in decimals for a pocket calculator (empty where it holds no fraction), and exact."""
        return tuple((approcher(ligne), ligne) for ligne in self.calcul.splitlines())

    def parcourir(self) -> Iterator[Pas]:
        """This one and all below it, depth first."""
        yield self
        for enfant in self.enfants:
            yield from enfant.parcourir()


class EtapeNumerotee(Struct, frozen=True):
    """One line of the annex: its operands come from the answers or from steps with a smaller number."""

    numero: int
    pas: Pas  # `calcul` cites the steps it uses: « 2/3 point (étape 4) »
    renvois: tuple[int, ...]  # the steps it uses
    details: tuple[Pas, ...] = ()  # what counts in it, row by row
    groupe: str = ""


def poser(pas: Pas) -> Pas:
    """`pas` with its `calcul` written from its `lignes`."""
    return replace(pas, calcul="\n".join(_ecrire(ligne, {}) for ligne in pas.lignes))


def annexe(pas: Pas) -> tuple[EtapeNumerotee, ...]:
    """The same tree as numbered steps, answers first, the amount last. A step that serves twice is printed once."""
    etapes: list[EtapeNumerotee] = []
    numeros: dict[str, int] = {}
    _numeroter(pas, pas.groupe, etapes, numeros)
    return tuple(etapes)


def _numeroter(pas: Pas, groupe: str, etapes: list[EtapeNumerotee], numeros: dict[str, int]) -> None:
    if pas.id in numeros:
        return
    groupe = pas.groupe or groupe
    for enfant in pas.enfants:
        if enfant.genre != "detail":
            _numeroter(enfant, groupe, etapes, numeros)
    if pas.renvoi in numeros:
        numeros[pas.id] = numeros[pas.renvoi]
        return
    cites = {r.id for ligne in pas.lignes for r in ligne if isinstance(r, Renvoi)}
    numero = len(etapes) + 1
    details = tuple(e for e in pas.enfants if e.genre == "detail")
    dit = replace(pas, calcul="\n".join(_ecrire(ligne, numeros) for ligne in pas.lignes), enfants=())
    renvois = tuple(sorted({numeros[c] for c in cites if c in numeros}))
    etapes.append(EtapeNumerotee(numero, dit, renvois, details, groupe))
    numeros[pas.id] = numero


def _ecrire(ligne: Ligne, numeros: dict[str, int]) -> str:
    morceaux = []
    for morceau in ligne:
        if isinstance(morceau, str):
            morceaux.append(morceau)
        else:
            numero = numeros.get(morceau.id)
            morceaux.append(morceau.texte + (f" (étape\u00a0{numero})" if numero else ""))
    return "".join(morceaux)
