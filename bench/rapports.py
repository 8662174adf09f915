"""`python bench/rapports.py [200]`: what reports cost, in time and in memory, in one process and in a batch.

Every dossier differs, so that nothing is found ready. Memory is that held at the time (Linux; elsewhere the most held).
"""

from __future__ import annotations

import multiprocessing
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from evaluator import exemples
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.report import lot
from evaluator.report.formats import FORMATS
from evaluator.report.lot import Demande

TOUS_LES = 50
A_CHAUD = 20


def memoire(pid: int | str = "self") -> float:
    """Megabytes held by a process."""
    try:
        statut = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        if pid != "self":
            return 0.0
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return next((int(li.split()[1]) / 1024 for li in statut.splitlines() if li.startswith("VmRSS")), 0.0)


def fabriquer(racine: Path, nombre: int) -> list[Path]:
    """As many dossiers, made from the examples."""
    modeles = sorted(exemples.construire(racine / "exemples").glob("*.agls"))
    (racine / "dossiers").mkdir()
    faits = []
    for n in range(nombre):
        chemin = Path(shutil.copy(modeles[n % len(modeles)], racine / "dossiers" / f"d{n:04}.agls"))
        with Dossier.ouvrir(chemin, ecriture=True, auteur=Auteur()) as dossier:
            dossier.repondre("nb_places", "constat", Reponse("renseignee", 100 + n, "document"))
            dossier.noter("nb_places", "constat", f"compté le {n % 28 + 1} mars", "partagee")
        faits.append(chemin)
    return faits


def suivre(issues: Iterator[tuple[int, lot.Issue]], titre: str) -> None:
    """Do them all; a line every `TOUS_LES`."""
    debut, faits = time.perf_counter(), 0
    print(f"\n{titre}\n{'dossiers':>9} {'secondes':>9} {'ms chacun':>10} {'ici':>8} {'le plus grand des autres':>25}")
    for faits, (_, issue) in enumerate(issues, 1):
        if issue.erreur:
            print(f"  {issue.fichier.name} : {issue.erreur}")
        if faits % TOUS_LES == 0:
            duree = time.perf_counter() - debut
            autres = max((memoire(p.pid or "") for p in multiprocessing.active_children()), default=0.0)
            print(f"{faits:>9} {duree:>9.1f} {duree / faits * 1000:>10.0f} {memoire():>5.0f} Mo {autres:>22.0f} Mo")


def main() -> None:
    nombre = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        dossiers = fabriquer(racine, nombre)
        print(f"{'format':<8} {'à chaud':>10}   (médiane de {A_CHAUD} dossiers lus, évalués, écrits)")
        for nom in FORMATS:
            demande = Demande(formats=(nom,), sortie=racine / "s")
            lot.rapporter(demande, dossiers[0])  # imports, templates
            durees = []
            for chemin in dossiers[1 : A_CHAUD + 1]:
                debut = time.perf_counter()
                lot.rapporter(demande, chemin)
                durees.append((time.perf_counter() - debut) * 1000)
            print(f"{nom:<8} {statistics.median(durees):>7.0f} ms")
        tous = Demande(formats=tuple(FORMATS), sortie=racine / "s")
        print(f"\n{nombre} dossiers, formats {', '.join(FORMATS)}")
        suivre(lot.mener(dossiers, tous), "En lot, autant de processus que de processeurs")
        suivre(lot.mener(dossiers, tous, processus=1), "Dans un seul processus")


if __name__ == "__main__":
    main()
