"""The long form of the properties of the model: `python -m tests.modele.campagne --exemples 2000 [--graine 1] [NAME…]`.

Prints, for each property, how many dossiers were tried, what they covered and each disagreement with the seed that makes
it again; exits 1 if there is one.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from random import Random

from .proprietes import PROPRIETES


def essayer(name: str, graine: int, seen: Counter) -> list[str]:
    """What one seed finds against one property."""
    return PROPRIETES[name](Random(f"{name} {graine}"), seen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("noms", nargs="*", default=[], help=", ".join(PROPRIETES))
    parser.add_argument("--exemples", type=int, default=200)
    parser.add_argument("--graine", type=int, default=10**6, help="first seed (those of the suite start at 0)")
    args = parser.parse_args()
    total = 0
    for name in args.noms or PROPRIETES:
        seen: Counter = Counter()
        start, faults = time.process_time(), 0
        for graine in range(args.graine, args.graine + args.exemples):
            for fault in essayer(name, graine, seen):
                faults += 1
                if faults <= 10:
                    print(f"  {name}, graine {graine}: {fault[:600]}", flush=True)
        print(f"{name}: {args.exemples} essais, {faults} désaccords, {time.process_time() - start:.0f} s CPU", flush=True)
        print("  " + ", ".join(f"{k} {n}" for k, n in sorted(seen.items(), key=str)), flush=True)
        total += faults
    return int(total > 0)


if __name__ == "__main__":
    raise SystemExit(main())
