"""`make fuzz MINUTES=10`: odd inputs on every core, until the time is over. What is found is made small and kept.

`python -m tests.fuzz.campagne --minutes 10 [--graine 1] [--coeurs 2] [--genre prompts]…`: a seed gives the same inputs.
Each worker is bounded by the system; one that no longer moves is stopped from outside, and its input kept as it is.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from ctypes import c_longlong
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Any

from evaluator.canonical import condense
from tests.fuzz import reduction, regle
from tests.fuzz.genres import GENRES
from tests.fuzz.regle import Defaut, TropLong

MEMOIRE_MAX = 1536 * 1024 * 1024  # bytes of address space beyond what a worker has at its start
CPU_MAX = 10.0  # seconds of one input before the alarm
IMMOBILE = 120.0  # seconds of the clock before a worker is stopped: reducing takes some
PAS = 10**7  # seeds of one worker


@dataclass
class Bilan:
    """One kind."""

    essais: int = 0
    issues: Counter[str] = field(default_factory=Counter)
    cpu: float = 0.0
    lent: tuple[float, int] = (0.0, 0)
    gros: tuple[int, int] = (0, 0)


def _borner() -> None:
    """A blow-up is an error here, not a machine that stops."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        taille = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taille + MEMOIRE_MAX, taille + MEMOIRE_MAX))

    def sonner(numero: int, cadre: object) -> None:
        raise TropLong(f"plus de {CPU_MAX:.0f} s de calcul")

    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, sonner)


def travailler(genres: list[str], graine: int, fin: float, courant: Any, vus: Path, tube: Connection) -> None:
    """Kinds take turns so that each has its share of the time; every result goes through `tube`."""
    os.chdir(vus)
    os.environ["AGLS_LOCAL"] = os.environ["HOME"] = str(vus)
    _borner()
    depense = dict.fromkeys(genres, 0.0)
    while time.monotonic() < fin:
        nom = min(genres, key=lambda g: depense[g])
        genre, graine = GENRES[nom], graine + 1
        courant[0], courant[1], courant[2] = genres.index(nom), graine, int(time.monotonic())
        debut = time.process_time()
        octets = genre.fabriquer(Random(graine))
        try:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_PROF, CPU_MAX)
            releve = regle.eprouver(genre.essayer, octets)
            tube.send((nom, graine, releve.issue, releve.secondes, releve.octets, time.process_time() - debut))
        except Defaut as defaut:
            _eteindre()
            tube.send((nom, graine, "défaut", 0.0, 0, time.process_time() - debut))
            with suppress(FileExistsError):
                marque = condense(f"{nom} {defaut.cle}".encode())[:16]
                (vus / f"vu-{marque}").touch(exist_ok=False)
                tube.send((nom, graine, f"trouvé : {defaut}", 0.0, 0, 0.0))
                petit = reduction.reduire(genre, octets, defaut.cle)
                tube.send((nom, graine, f"gardé : {reduction.garder(nom, petit, str(defaut)).name}", 0.0, 0, 0.0))
        finally:
            _eteindre()
        depense[nom] += time.process_time() - debut
    tube.close()


def _eteindre() -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)


class Campagne:
    """The workers, and what they tell."""

    def __init__(self, genres: list[str], graine: int, minutes: float, coeurs: int) -> None:
        self.genres, self.graine, self.coeurs = genres, graine, coeurs
        self.fin = time.monotonic() + minutes * 60
        self.bilans = {g: Bilan() for g in genres}
        self.trouves: list[str] = []
        self.lances = 0

    def mener(self) -> None:
        with tempfile.TemporaryDirectory() as nom:
            self.vus = Path(nom)
            ouvriers = [self._lancer() for _ in range(self.coeurs)]
            while ouvriers:
                prets = wait([tube for _, tube, _ in ouvriers], timeout=5)
                for ouvrier in [*ouvriers]:
                    processus, tube, courant = ouvrier
                    fini = tube in prets and not self._entendre(tube)
                    immobile = time.monotonic() - courant[2] > IMMOBILE
                    if fini or immobile:
                        ouvriers.remove(ouvrier)
                        if self._clore(processus, courant, immobile=immobile) and time.monotonic() < self.fin:
                            ouvriers.append(self._lancer())

    def _lancer(self) -> tuple[BaseProcess, Connection, Any]:
        contexte = multiprocessing.get_context("spawn")
        courant = contexte.Array(c_longlong, [0, 0, int(time.monotonic())], lock=False)
        ici, la = contexte.Pipe(duplex=False)
        depart = self.graine * 10**9 + self.lances * PAS
        self.lances += 1
        processus = contexte.Process(
            target=travailler, args=(self.genres, depart, self.fin, courant, self.vus, la), daemon=True
        )
        processus.start()
        la.close()
        return processus, ici, courant

    def _entendre(self, tube: Connection) -> bool:
        """False at the end of what this worker has to say."""
        try:
            while tube.poll():
                nom, graine, issue, secondes, octets, cpu = tube.recv()
                if issue.startswith(("trouvé", "gardé")):
                    self.trouves.append(f"{nom} {graine} {issue}")
                    print(self.trouves[-1], flush=True)
                    continue
                bilan = self.bilans[nom]
                bilan.essais += 1
                bilan.issues[issue] += 1
                bilan.cpu += cpu
                bilan.lent = max(bilan.lent, (secondes, graine))
                bilan.gros = max(bilan.gros, (octets, graine))
        except (EOFError, OSError):
            return False
        return True

    def _clore(self, processus: BaseProcess, courant: Any, *, immobile: bool) -> bool:
        """True where it did not end by itself: its input is kept as it is."""
        if immobile:
            processus.kill()
        processus.join()
        if not immobile and processus.exitcode == 0:
            return False
        nom, graine = self.genres[courant[0]], courant[1]
        raison = "immobile : arrêté de l’extérieur" if immobile else f"processus mort (code {processus.exitcode})"
        garde = reduction.garder(nom, GENRES[nom].fabriquer(Random(graine)), raison)
        self.trouves.append(f"{nom} {graine} {raison}, gardé : {garde.name}")
        print(self.trouves[-1], flush=True)
        return True

    def dire(self) -> None:
        print(f"{'genre':<16}{'essais':>8}{'CPU s':>8}{'le plus lent':>24}{'le plus gros':>24}  issues")
        for nom, b in self.bilans.items():
            lent, gros = f"{b.lent[0]:.2f} s ({b.lent[1]})", f"{b.gros[0] >> 20} Mo ({b.gros[1]})"
            issues = ", ".join(f"{i} {n}" for i, n in b.issues.most_common())
            print(f"{nom:<16}{b.essais:>8}{b.cpu:>8.0f}{lent:>24}{gros:>24}  {issues}")
        essais, cpu = sum(b.essais for b in self.bilans.values()), sum(b.cpu for b in self.bilans.values())
        print(f"{essais} essais, {cpu:.0f} s de calcul, {sum(' gardé' in t for t in self.trouves)} trouvailles gardées")


def main(arguments: list[str] | None = None) -> int:
    analyse = argparse.ArgumentParser(prog="python -m tests.fuzz.campagne")
    analyse.add_argument("--minutes", type=float, default=10)
    analyse.add_argument("--graine", type=int, default=int(time.time()) % 100_000)
    analyse.add_argument("--coeurs", type=int, default=os.cpu_count() or 1)
    analyse.add_argument("--genre", action="append", choices=[*GENRES])
    lu = analyse.parse_args(arguments)
    print(f"graine {lu.graine}, {lu.minutes:g} min, {lu.coeurs} cœurs", flush=True)
    campagne = Campagne(lu.genre or [*GENRES], lu.graine, lu.minutes, lu.coeurs)
    campagne.mener()
    campagne.dire()
    return 1 if campagne.trouves else 0


if __name__ == "__main__":
    sys.exit(main())
