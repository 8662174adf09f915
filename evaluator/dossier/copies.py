"""The first line of a journal, nearly all of which is a frozen copy that other dossiers hold as well.

A copy is read and hashed once in the life of the program. Where another line holds the same bytes at the same place, they
are known to be the canonical text of a tree that was read already: the rest of the line is read with a mark in their stead,
and what comes out is what reading the whole would give. Where anything is unlike, the whole is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from msgspec import Struct

from evaluator.canonical import Json, condense, octets_canoniques
from evaluator.dossier.lignes import LigneIllisible, empreinte_evenement, lire_ligne
from evaluator.questionnaire.load import empreintes_de

GARDEES = 8
TAILLE_MAX = 4 * 1024 * 1024  # bytes: a larger copy is read each time
_CLE = b'"gele":'


class Copie(Struct, frozen=True):
    """A frozen copy, its canonical text, and the hash of each of its parts."""

    arbre: Mapping[str, Json]
    texte: bytes
    empreintes: Mapping[str, str | None]
    marque: str  # what stands for it in a line

    @classmethod
    def de(cls, gele: dict[str, Json]) -> Copie:
        parties = {cle: octets_canoniques(partie) for cle, partie in gele.items()}
        if all(map(str.isascii, parties)):
            texte = b"{" + b",".join(octets_canoniques(cle) + b":" + parties[cle] for cle in sorted(parties)) + b"}"
        else:  # the order of the keys is that of their normal forms
            texte = octets_canoniques(gele)
        empreintes = {cle: None if gele[cle] is None else condense(octets) for cle, octets in parties.items()}
        return cls(gele, texte, empreintes, condense(texte))

    @property
    def place(self) -> bytes:
        return f'"{self.marque}"'.encode()


_CONNUES: list[Copie] = []  # pure values: forgetting one costs time only


def lire_premiere(ligne: bytes) -> tuple[dict[str, Json], str]:
    """The first line of a journal, and its hash: as `lire_ligne` and `empreinte_evenement`, which see. Raises the same."""
    for copie in _CONNUES:
        if (brut := _lire_avec(copie, ligne)) is not None:
            return brut, _empreinte(brut, copie)
    brut = lire_ligne(ligne)
    charge = brut.get("charge")
    gele = charge.get("gele") if isinstance(charge, dict) else None
    if not isinstance(gele, dict):
        return brut, empreinte_evenement(brut)
    copie = Copie.de(gele)
    if len(copie.texte) <= TAILLE_MAX and _CLE + copie.texte in ligne:  # this text is what was read as this tree
        _CONNUES[:] = [copie, *_CONNUES][:GARDEES]
    return brut, _empreinte(brut, copie)


def empreintes(gele: Mapping[str, Json]) -> Mapping[str, str | None]:
    """`empreintes_de`, at no cost for a copy that was just read."""
    for copie in _CONNUES:
        if copie.arbre.keys() == gele.keys() and all(partie is copie.arbre[cle] for cle, partie in gele.items()):
            return copie.empreintes
    return empreintes_de(gele)


def _lire_avec(copie: Copie, ligne: bytes) -> dict[str, Json] | None:
    """The object of a line where `copie` stands; None where it does not, or where the rest is not canonical."""
    debut = ligne.find(_CLE) + len(_CLE)
    if not ligne.startswith(copie.texte, debut):
        return None
    abregee = ligne[:debut] + copie.place + ligne[debut + len(copie.texte) :]
    if abregee.count(copie.place) != 1:
        return None
    try:
        brut = lire_ligne(abregee)
    except LigneIllisible:
        return None
    charge = brut.get("charge")
    if not isinstance(charge, dict) or charge.get("gele") != copie.marque or octets_canoniques(brut) != abregee:
        return None
    charge["gele"] = cast(Json, copie.arbre)
    return brut


def _empreinte(brut: Mapping[str, Json], copie: Copie) -> str:
    """`empreinte_evenement`, without writing the copy again."""
    charge = cast(dict[str, Json], brut["charge"])
    morceaux = octets_canoniques(
        {**{cle: v for cle, v in brut.items() if cle != "empreinte"}, "charge": {**charge, "gele": copie.marque}}
    ).split(copie.place)
    return condense(copie.texte.join(morceaux)) if len(morceaux) == 2 else empreinte_evenement(brut)
