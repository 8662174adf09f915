"""A service evaluates all its dossiers: the whole process, on one processor and on all, for more and more of them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench import dossiers
from bench.carnet import Carnet, coeurs, dire, titre
from bench.lignes import en_francais
from bench.mesures import mediane, processus, tour_a_tour

NOMBRES = (125, 250, 500, 1000)
TOURS = int(os.environ.get("TOURS_LOT", "3"))


def mesurer(carnet: Carnet) -> None:
    titre(f"Beaucoup de dossiers, `agls evaluer`, médiane de {TOURS}")
    if coeurs() < 2:
        carnet.passer("mille", "un seul cœur")
    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        fichiers = dossiers.fabriquer(racine / "tous", max(NOMBRES))
        for nombre in NOMBRES:
            (racine / str(nombre)).mkdir()
            for fichier in fichiers[:nombre]:  # the kinds alternate: any first part of them is as mixed as all
                os.link(fichier, racine / str(nombre) / fichier.name)
        un = processus("-m", "evaluator", "evaluer", str(fichiers[0]))
        gestes = {"1": un}
        for nombre in NOMBRES:
            for coeur in (1, 2):
                gestes[f"{nombre} sur {coeur}"] = processus(
                    "-m", "evaluator", "evaluer", str(racine / str(nombre)), "--processus", str(coeur)
                )
        durees = {nom: mediane(serie) for nom, serie in tour_a_tour(gestes, TOURS).items()}
    seul = durees["1"]
    dire(f"un seul : {en_francais(seul)} ms")
    dire(f"{'dossiers':>9} {'1 cœur':>9} {'chacun':>9} {'2 cœurs':>9} {'chacun':>9}")
    for nombre in NOMBRES:
        a, b = durees[f"{nombre} sur 1"], durees[f"{nombre} sur 2"]
        cases = (f"{en_francais(a / 1000)} s", f"{en_francais(a / nombre)} ms", f"{en_francais(b / 1000)} s",
                 f"{en_francais(b / nombre)} ms")  # fmt: skip
        dire(f"{nombre:>9} " + " ".join(f"{c:>9}" for c in cases))
    peu, beaucoup = NOMBRES[0], NOMBRES[-1]
    if coeurs() >= 2:
        un_coeur = f"{en_francais(durees[f'{beaucoup} sur 1'] / 1000)} s sur un cœur"
        carnet.noter(
            "mille", durees[f"{beaucoup} sur 2"] / 1000, f"{en_francais(durees[f'{beaucoup} sur 2'] / 1000)} s", un_coeur
        )
    de_plus = [(durees[f"{n} sur 1"] - seul) / (n - 1) for n in (beaucoup, peu)]
    carnet.noter("mille-lineaire", de_plus[0] / de_plus[1], *(f"{en_francais(d)} ms" for d in de_plus))
