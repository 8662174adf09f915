"""The properties, by name. Each takes a `Random` and a counter of what it covered, and gives the disagreements found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from .encadrements import apprendre, bouts_atteints, completions_dedans
from .monotonie import ameliorer
from .reference import comme_la_lente

PROPRIETES: dict[str, Callable[[Random, Counter], list[str]]] = {
    "lente": comme_la_lente,
    "completions": completions_dedans,
    "apprendre": apprendre,
    "bouts": bouts_atteints,
    "ameliorer": ameliorer,
}
