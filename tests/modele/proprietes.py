"""The properties, by name. Each takes a `Random` and a counter of what it covered, and gives the disagreements found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from . import invariances
from .allers_retours import exporter_importer
from .encadrements import apprendre, bouts_atteints, completions_dedans
from .monotonie import ameliorer
from .reference import comme_la_lente
from .rejeu import journal_relu, memoire_pas_a_pas, ordre_des_evenements

PROPRIETES: dict[str, Callable[[Random, Counter], list[str]]] = {
    "lente": comme_la_lente,
    "completions": completions_dedans,
    "apprendre": apprendre,
    "bouts": bouts_atteints,
    "ameliorer": ameliorer,
    "lignes": invariances.ordre_des_lignes,
    "questionnaire": invariances.ordre_du_questionnaire,
    "absente": invariances.comme_absente,
    "masquee": invariances.masquee_ne_compte_pas,
    "vigilances": invariances.vigilances_muettes,
    "rejeu": journal_relu,
    "evenements": ordre_des_evenements,
    "memoire": memoire_pas_a_pas,
    "export": exporter_importer,
    "poids": invariances.poids_a_l_echelle,
}
