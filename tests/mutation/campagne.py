"""`make mutation`: faults drawn at random in evaluation, formula and journal code; which of them the tests notice.

    python -m tests.mutation.campagne [--nombre 120] [--graine 1] [--coeurs 2] [--seul MORCEAU]

Each fault is put alone into a copy of the tree; the tests of its room run until the first failure, then, where they notice
nothing, a few of the others. What no test notices is either explained in `EXPLIQUES` or waits for a test.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import Queue

from tests.mutation.expliques import EXPLIQUES
from tests.mutation.mutants import Mutant, mutants

RACINE = Path(__file__).resolve().parents[2]
# Where faults are put, how many of each hundred, and the tests that should notice first.
PIECES: dict[str, tuple[tuple[str, ...], int, tuple[str, ...]]] = {
    "évaluation": (
        ("evaluator/evaluation",),
        50,
        ("tests/test_exemples.py", "tests/evaluation", "tests/modele"),
    ),
    "formules": (
        ("evaluator/questionnaire/formula", "evaluator/questionnaire/notation.py", "evaluator/questionnaire/compile.py"),
        20,
        ("tests/test_exemples.py", "tests/questionnaire", "tests/evaluation", "tests/modele"),
    ),
    "journal": (
        ("evaluator/dossier",),
        30,
        ("tests/dossier", "tests/test_valeurs.py", "tests/modele"),
    ),
}  # fmt: skip
AUTRES = (
    "tests/cli", "tests/report/test_calcul.py", "tests/report/test_mots.py", "tests/ui/test_explications.py",
    "tests/ui/test_rendu.py",
)  # fmt: skip
DELAI = 900  # s: a fault that makes the program turn in circles is noticed


def _fichiers(racines: tuple[str, ...]) -> list[Path]:
    trouves = [RACINE / r for r in racines]
    return sorted(f for r in trouves for f in ([r] if r.is_file() else r.rglob("*.py")))


def tirer(nombre: int, graine: int, seul: str = "", pieces: Sequence[str] = tuple(PIECES)) -> list[tuple[str, Mutant]]:
    """Faults drawn from each part, at most one to a line."""
    hasard = random.Random(graine)
    tires: list[tuple[str, Mutant]] = []
    for piece in pieces:
        racines, part, _ = PIECES[piece]
        tous = [m for f in _fichiers(racines) for m in mutants(str(f.relative_to(RACINE)), f.read_text(encoding="utf-8"))]
        hasard.shuffle(tous)
        if seul:
            tires += [(piece, m) for m in tous if seul in m.cle]
            continue
        lignes: dict[tuple[str, int], Mutant] = {}
        for mutant in tous:
            lignes.setdefault((mutant.fichier, mutant.ligne), mutant)
        tires += [(piece, m) for m in list(lignes.values())[: max(1, nombre * part // 100)]]
    return tires


def _copie(ou: Path) -> Path:
    ignore = shutil.ignore_patterns(".git", ".venv", "build", "dist", ".mypy_cache", ".ruff_cache", ".hypothesis")
    return Path(shutil.copytree(RACINE, ou, ignore=ignore))


def _proches(arbre: Path, fichier: str) -> tuple[str, ...]:
    """The tests that name the module, or its package: they are tried first."""
    module = fichier.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    paquet, _, nom = module.rpartition(".")
    cherche = re.compile(rf"{re.escape(module)}\b|from {re.escape(paquet)} import [^\n]*\b{nom}\b")
    dossiers = ("evaluation", "modele", "questionnaire", "dossier", "cli")
    fichiers = (f for d in dossiers for f in sorted((arbre / "tests" / d).glob("test_*.py")))
    return tuple(str(f.relative_to(arbre)) for f in fichiers if cherche.search(f.read_text(encoding="utf-8")))


def _tests(arbre: Path, ou: tuple[str, ...], sauf: tuple[str, ...] = ()) -> str | None:
    """The first test that fails, or None."""
    presents = [t for t in ou if (arbre / t).exists()]
    commande = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no", *presents]
    commande += [f"--ignore={t}" for t in sauf]
    milieu = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_STORAGE_DIRECTORY": str(arbre / ".hypothesis")}
    try:
        fini = subprocess.run(commande, cwd=arbre, env=milieu, capture_output=True, text=True, timeout=DELAI, check=False)
    except subprocess.TimeoutExpired:
        return "ne finit pas"
    if fini.returncode == 0:
        return None
    echecs = [x for x in fini.stdout.splitlines() if x.startswith(("FAILED", "ERROR"))]
    return echecs[0].split(" - ")[0] if echecs else f"code {fini.returncode}"


def essayer(arbre: Path, piece: str, mutant: Mutant) -> str | None:
    cible = arbre / mutant.fichier
    source = cible.read_text(encoding="utf-8")
    for compile_ in cible.parent.glob(f"__pycache__/{cible.stem}.*.pyc"):
        compile_.unlink()
    cible.write_text(mutant.appliquer(source), encoding="utf-8")
    try:
        proches = _proches(arbre, mutant.fichier)
        return (proches and _tests(arbre, proches)) or _tests(arbre, PIECES[piece][2], sauf=proches) or _tests(arbre, AUTRES)
    finally:
        cible.write_text(source, encoding="utf-8")


def main() -> int:
    lecteur = argparse.ArgumentParser(prog="make mutation")
    lecteur.add_argument("--nombre", type=int, default=120)
    lecteur.add_argument("--graine", type=int, default=1)
    lecteur.add_argument("--coeurs", type=int, default=os.cpu_count() or 1)
    lecteur.add_argument("--pieces", nargs="+", choices=tuple(PIECES), default=tuple(PIECES))
    lecteur.add_argument("--seul", default="", help="only the faults whose description holds this")
    choix = lecteur.parse_args()
    tires = tirer(choix.nombre, choix.graine, choix.seul, choix.pieces)
    debut = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutation-") as temporaire, ThreadPoolExecutor(choix.coeurs) as fils:
        libres: Queue[Path] = Queue()
        for n in range(choix.coeurs):
            libres.put(_copie(Path(temporaire) / str(n)))

        def un(tire: tuple[str, Mutant]) -> str | None:
            arbre = libres.get()
            try:
                return essayer(arbre, *tire)
            finally:
                libres.put(arbre)

        vus: dict[str, list[tuple[Mutant, str | None]]] = {piece: [] for piece in PIECES}
        attendus = {fils.submit(un, tire): tire for tire in tires}
        for futur in as_completed(attendus):
            (piece, mutant), vu = attendus[futur], futur.result()
            vus[piece].append((mutant, vu))
            change = mutant.cle.split(" : ", 1)[1]
            print(f"{'vu    ' if vu else 'PASSÉ '} {mutant.fichier}:{mutant.ligne}  {change}  [{vu or ''}]", flush=True)
    return _bilan(vus, time.monotonic() - debut)


def _bilan(vus: dict[str, list[tuple[Mutant, str | None]]], duree: float) -> int:
    print(f"\n{'':<12} tirées  vues  expliquées  passées")
    reste = 0
    for piece, essais in vus.items():
        passes = [m for m, vu in essais if not vu]
        expliques = [m for m in passes if m.cle in EXPLIQUES]
        reste += len(passes) - len(expliques)
        print(
            f"{piece:<12} {len(essais):6} {len(essais) - len(passes):5} {len(expliques):11} {len(passes) - len(expliques):8}"
        )
    total = sum(map(len, vus.values()))
    tous = sum(1 for essais in vus.values() for _, vu in essais if vu)
    print(f"{'ensemble':<12} {total:6} {tous:5}   soit {tous / total:.1%} ; {duree / 60:.0f} min")
    return 1 if reste else 0


if __name__ == "__main__":
    sys.exit(main())
