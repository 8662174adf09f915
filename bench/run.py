"""`make bench`: each figure beside a reference measured in the same run. Ratios travel, milliseconds do not.

`leviers.py` and `terminal.py` come after, on the same principle.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from evaluator import exemples, resources
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Reponse, Reponses
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.memoire import Memoire
from evaluator.questionnaire.load import charger

REPETITIONS = 9
CENT = "1 ms pour 100 questions"


def mediane(action: Callable[[], object], repetitions: int = REPETITIONS) -> float:
    """Median duration of `action`, in milliseconds."""
    durees = []
    for _ in range(repetitions):
        debut = time.perf_counter()
        action()
        durees.append((time.perf_counter() - debut) * 1000)
    return statistics.median(durees)


def ligne(quoi: str, mesure: float, reference: float, aupres: str, cible: float) -> None:
    rapport = mesure / reference
    verdict = "tenu" if rapport <= cible else "manqué"
    print(f"{quoi:<46} {mesure:9.2f} ms  {rapport:7.2f} × {aupres:<40} cible {cible:g} × : {verdict}")


def processus(*arguments: str) -> Callable[[], object]:
    milieu = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    return lambda: subprocess.run([sys.executable, *arguments], env=milieu, capture_output=True, check=True)


def une_autre_reponse(reponses: Reponses) -> list[Reponses]:
    """The same answers with one of them taken away, each in turn."""
    donnees = reponses.par_question
    return [Reponses(reponses.volet, {n: r for n, r in donnees.items() if n != nom}) for nom in donnees]


def main() -> None:
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cœurs, médiane de {REPETITIONS}\n")
    racine = resources.dossier_livre(resources.QUESTIONNAIRES)
    fichiers = [*(racine / "annexe_1").glob("*.yaml"), *(racine / d for d in ("grilles/defaut.yaml", "baremes/agls.yaml"))]
    fichiers.append(racine / "textes" / "clauses.yaml")
    textes = [f.read_text(encoding="utf-8") for f in fichiers]
    chargeur = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    nu = mediane(lambda: [yaml.load(t, Loader=chargeur) for t in textes])  # the reference, on our own files
    ligne("charger et vérifier annexe 1", mediane(charger), nu, "CSafeLoader sur les mêmes fichiers", 3)
    with tempfile.TemporaryDirectory() as temporaire:
        dossiers = exemples.construire(Path(temporaire) / "d")
        dossier = dossiers / "pre-sorbier.agls"
        with Dossier.ouvrir(dossier) as lu:
            referentiel, reponses = lu.referentiel, lu.reponses("constat")
            questions = len(referentiel.questionnaire.questions)
            cent = questions / 100
            ligne("évaluation complète", mediane(lambda: evaluer(referentiel, reponses), 50), cent, CENT, 1.8)
            ligne(
                "évaluation complète, avec sa trace",
                mediane(lambda: evaluer(referentiel, reponses).trace, 50),
                cent,
                CENT,
                3,
            )
            autres = une_autre_reponse(reponses)
            memoire = Memoire(referentiel)
            evaluer(referentiel, reponses, memoire=memoire)
            suivantes = iter(autres)
            ligne("évaluation après une réponse changée",
                  mediane(lambda: evaluer(referentiel, next(suivantes), memoire=memoire), len(autres)),
                  cent, CENT, 0.36)  # fmt: skip
        with Dossier.ouvrir(dossier, ecriture=True, auteur=Auteur()) as ecrit:
            compteur = iter(range(10**6))
            repondre = mediane(
                lambda: ecrit.repondre("nb_places", "constat", Reponse("renseignee", 100 + next(compteur))), 50
            )
        with (Path(temporaire) / "brut").open("ab", buffering=0) as brut:
            seul = mediane(lambda: (brut.write(b"x" * 600), os.fsync(brut.fileno())), 50)
        ligne("une réponse sur le disque", repondre, seul, "le même ajout + fsync", 5)
        reference = mediane(processus("-c", "import yaml, click; from pydantic import BaseModel"), 5)
        ligne("agls evaluer, tout le processus", mediane(processus("-m", "evaluator", "evaluer", str(dossier)), 5),
              reference, "import yaml, click, pydantic", 2)  # fmt: skip


if __name__ == "__main__":
    main()
