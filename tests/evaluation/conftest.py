"""Deterministic hypothesis runs; the root of the project is importable however pytest is started."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

# No shrinking: a dossier of 110 answers takes minutes to shrink, and the differences are reported by name anyway.
settings.register_profile(
    "evaluation",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("evaluation")
