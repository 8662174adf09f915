"""A small, fixed share of the properties of the model; the long form is `python -m tests.modele.campagne`."""

from __future__ import annotations

from collections import Counter

import pytest

from .campagne import essayer
from .proprietes import PROPRIETES

# Would catch: see the docstring of each property. Shares chosen by what one example costs.
QUICK = {
    "lente": 200, "completions": 20, "apprendre": 25, "bouts": 50, "ameliorer": 120, "lignes": 50, "questionnaire": 40,
    "absente": 60, "masquee": 40, "vigilances": 40, "poids": 30, "rejeu": 12, "evenements": 15, "memoire": 20, "export": 9,
}  # fmt: skip
COVERS = {  # what a share that had gone blind would no longer meet
    "lente": ["annexe 1", "zoo", "generated", "an interval", "possible vigilance", "indicative figure"],
    "completions": ["annexe 1", "zoo", "generated"],
    "bouts": ["intervals wider than a point"],
    "ameliorer": ["with an unknown", "with a vigilance that caps"],
    "absente": ["compared", "an axis left"],
    "vigilances": ["compared"],
    "export": ["texts", "of 100 kB", "refused"],
}


@pytest.mark.parametrize("name", PROPRIETES)
def test_property(name):
    seen: Counter = Counter()
    for graine in range(QUICK[name]):
        assert essayer(name, graine, seen) == [], f"python -m tests.modele.campagne {name} --exemples 1 --graine {graine}"
    assert [what for what in COVERS.get(name, ()) if not seen[what]] == []
