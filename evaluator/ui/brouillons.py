"""What may be typed about a question and wait, not recorded: each kind has its name among the drafts, and a key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Genre = Literal["valeur", "note", "ecart", "motif", "observation"]


class Brouillon(Struct, frozen=True):
    """`quoi` with its article; `touche` takes it up on the question."""

    genre: Genre
    quoi: str
    touche: str
    texte: str


_GENRES: dict[Genre, tuple[str, str, str]] = {
    "valeur": ("", "la réponse", "Entrée"),
    "note": ("note:", "la note", "c"),
    "ecart": ("motif:", "le motif de l’écart", "t"),
    "motif": ("sans_objet:", "le motif du sans objet", "s"),
    "observation": ("observation:", "l’observation", "Ctrl+P, observations"),
}


def cle(genre: Genre, question: str) -> str:
    """Its key among the drafts of a volet."""
    return _GENRES[genre][0] + question


def touche(genre: Genre) -> str:
    return _GENRES[genre][2]


def de_la_question(brouillons: Mapping[str, str], question: str) -> list[Brouillon]:
    """Those that wait on `question`, the answer first."""
    return [
        Brouillon(genre, quoi, avec, brouillons[prefixe + question])
        for genre, (prefixe, quoi, avec) in _GENRES.items()
        if prefixe + question in brouillons
    ]
