"""Clocks. What is compared is measured in turns, so that the load of the machine weighs on both."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
# The Python that has what we are compared with and do not depend on (`requirements-bench.lock`).
REFERENCES = Path(os.environ.get("REFERENCES", RACINE / ".venv" / "weasyprint" / "bin" / "python"))
Serie = list[float]  # milliseconds


def chronometrer(geste: Callable[[], object]) -> float:
    """Milliseconds."""
    debut = time.perf_counter()
    geste()
    return (time.perf_counter() - debut) * 1000


def tour_a_tour(gestes: Mapping[str, Callable[[], object]], tours: int) -> dict[str, Serie]:
    """Each once per turn, after one turn that does not count."""
    durees: dict[str, Serie] = {nom: [] for nom in gestes}
    for tour in range(tours + 1):
        for nom, geste in gestes.items():
            duree = chronometrer(geste)
            if tour:
                durees[nom].append(duree)
    return durees


mediane = statistics.median


def p95(durees: Serie) -> float:
    return sorted(durees)[math.ceil(0.95 * len(durees)) - 1]


def processus(*arguments: str, python: str | Path = sys.executable) -> Callable[[], object]:
    """A whole run of Python, as a user has it: with its .pyc."""
    milieu = {c: v for c, v in os.environ.items() if c != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPATH": str(RACINE)}
    return lambda: subprocess.run([python, *arguments], env=milieu, capture_output=True, check=True)
