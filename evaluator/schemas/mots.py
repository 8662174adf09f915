"""The words of a key, for who edits a YAML file, read from `mots.yaml`: the one place where they are written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from msgspec import Struct, field

from evaluator.modele import Modele
from evaluator.questionnaire.reader import lire_fichier
from evaluator.questionnaire.validation import valider

Noeud = dict[str, "Valeur"]
Valeur = None | bool | int | float | str | list["Valeur"] | Noeud

FICHIER = Path(__file__).with_name("mots.yaml")


class Mot(Struct, frozen=True):
    """What an editor shows of one key. `valeurs`: each word of a closed list, and its meaning."""

    titre: str
    description: str
    valeurs: Mapping[str, str] = field(default_factory=dict)
    exemples: tuple[Valeur, ...] = ()


class _MotLu(Modele, frozen=True):
    titre: str
    description: str
    valeurs: dict[str, str] = field(default_factory=dict)
    exemples: list[object] = field(default_factory=list)


class _MotsLus(Modele, frozen=True):
    communs: dict[str, _MotLu]
    modeles: dict[str, dict[str, _MotLu | str]]


@cache
def mots() -> Mapping[str, Mapping[str, Mot]]:
    """By model, then by key; a word alone is one of those in common."""
    lus = valider(_MotsLus, lire_fichier(FICHIER))
    return {
        modele: {cle: _mot(lus.communs[dit] if isinstance(dit, str) else dit) for cle, dit in cles.items()}
        for modele, cles in lus.modeles.items()
    }


def _mot(lu: _MotLu) -> Mot:
    return Mot(lu.titre, lu.description, lu.valeurs, tuple(cast(list[Valeur], lu.exemples)))


def mot(classe: type[Struct], cle: str) -> Mot:
    """The words of a key of a model: its own, else those of the model that it extends."""
    for parent in classe.__mro__:
        if trouve := mots().get(parent.__name__, {}).get(cle):
            return trouve
    raise KeyError(f"{classe.__name__}.{cle}")
