"""Random hands outside the suite: `python -m tests.ui.campagne GENRE|tous PREMIERE DERNIERE [PAS] [panne]`.

Prints what gave way, with the shortest way there, and what is to be looked at: figures on a screen whose scores are hidden
(a sum of amounts that people typed is one), keys of the bar that do and say nothing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.ui.singe_lieux import GENRES, Lieux, essai
from tests.ui.singe_mains import Pas


def reduire(lieux: Lieux, genre: str, graine: int, faits: list[Pas], quoi: str, panne: bool, budget: int = 30) -> list[Pas]:
    """The shortest steps found that still show the same defect."""
    taille = max(len(faits) // 2, 1)
    while taille and budget:
        debut, change = 0, False
        while debut < len(faits) and budget:
            moins = faits[:debut] + faits[debut + taille :]
            budget -= 1
            _, trouve = essai(lieux, genre, graine, moins, panne)
            if trouve and trouve.genre == quoi:
                faits, change = moins, True
            else:
                debut += taille
        if taille == 1 and not change:
            break
        taille = max(taille // 2, 1) if taille > 1 or change else 0
    return faits


def main(genre: str, premiere: int, derniere: int, pas: int = 150, panne: bool = False) -> None:
    suspects: dict[str, int] = {}
    ecrans: dict[str, int] = {}
    total = 0
    vus: set[str] = set()
    with tempfile.TemporaryDirectory() as racine:
        lieux = Lieux(Path(racine))
        genres = GENRES if genre == "tous" else (genre,)
        for graine in range(premiere, derniere):
            g = genres[graine % len(genres)]
            singe, trouve = essai(lieux, g, graine, pas, panne)
            total += singe.touches
            if graine % 10 == 9:
                print(f"… {graine + 1 - premiere} graines, {total} touches", flush=True)
            for s in singe.suspects | {f"muette {m}" for m in singe.muettes}:
                if s not in suspects:
                    print("  à voir", g, graine, s, flush=True)
                suspects[s] = suspects.get(s, 0) + 1
            for e in singe.ecrans:
                ecrans[e] = ecrans.get(e, 0) + 1
            if trouve:
                nouveau = trouve.genre not in vus
                vus.add(trouve.genre)
                print(
                    f"== {g} graine {graine} ({len(singe.faits)} pas) {str(trouve)[: 1800 if nouveau else 150]}", flush=True
                )
                if nouveau:
                    court = reduire(lieux, g, graine, singe.faits, trouve.genre, panne)
                    print("   ->", court, flush=True)
    print(f"{derniere - premiere} graines, {total} touches, écrans {ecrans}")


if __name__ == "__main__":
    main(
        sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 150, "panne" in sys.argv
    )
