"""Hypothesis chooses the seed, the kind makes the input: as for random dossiers (`tests/evaluation/strategies.py`)."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from tests.fuzz.genres import Genre


def entrees(genre: Genre) -> st.SearchStrategy[bytes]:
    """Inputs of one kind: its structured ones, and those damaged byte by byte."""
    return st.integers(0, 2**64 - 1).map(lambda graine: genre.fabriquer(Random(graine)))
