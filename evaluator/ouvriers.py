"""Processes that each do one task at a time: one that dies or never ends costs its own task, and no other.

`ProcessPoolExecutor` loses every pending task when one of its processes dies, does not say which one killed it, and cannot
end one that loops. Here each process has its own pipe. They are spawned, on every system, and replaced after `RECYCLER`
tasks so that the memory they take stays flat.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Generic, Literal, TypeVar

from msgspec import Struct

RECYCLER = 50
DEMARRAGE = 60.0  # seconds for a process to be there, on a slow machine
SURSIS = 3.0  # seconds given, after Ctrl+C, to end what is being written
MAXIMUM = 60  # Windows cannot wait for more than 63 things at once

T = TypeVar("T")
R = TypeVar("R")


class Perdue(Struct, frozen=True):
    """A task that gave nothing: its process died, or was ended once its time was over."""

    raison: Literal["arret", "delai"]


def mener(
    travail: Callable[[T], R], taches: Sequence[T], *, processus: int, delai: float, recycler: int = RECYCLER
) -> Iterator[tuple[int, R | Perdue]]:
    """The rank of each task and what `travail` made of it, as they end. `delai`: seconds for one task.

    `travail` is a function of a module, raises nothing and gives no None. On Ctrl+C no new task starts, those under way have
    `SURSIS` to end, and `KeyboardInterrupt` comes after them.
    """
    attente = deque(enumerate(taches))
    ouvriers: list[_Ouvrier[T, R]] = []
    interrompu = False
    try:
        while attente or any(o.rang is not None for o in ouvriers):
            finies: list[tuple[int, R | Perdue]] = []
            try:
                _distribuer(attente, ouvriers, travail, min(processus, MAXIMUM), delai)
                _recueillir(ouvriers, recycler, finies)
            except KeyboardInterrupt:
                if interrompu:
                    raise
                interrompu = True
                attente.clear()
                for ouvrier in ouvriers:
                    ouvrier.presser(SURSIS)
            yield from (f for f in finies if not (interrompu and isinstance(f[1], Perdue)))  # stopped, not failed
    finally:
        for ouvrier in ouvriers:
            ouvrier.finir()
    if interrompu:
        raise KeyboardInterrupt


def processeurs() -> int:
    """Those that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _distribuer(
    attente: deque[tuple[int, T]],
    ouvriers: list[_Ouvrier[T, R]],
    travail: Callable[[T], R],
    processus: int,
    delai: float,
) -> None:
    while attente:
        libre = next((o for o in ouvriers if o.rang is None), None)
        if libre is None:
            if len(ouvriers) >= processus:
                return
            libre = _Ouvrier(travail)
            ouvriers.append(libre)
        libre.donner(*attente[0], delai)
        attente.popleft()


def _recueillir(ouvriers: list[_Ouvrier[T, R]], recycler: int, finies: list[tuple[int, R | Perdue]]) -> None:
    """Wait for the first that ends, or whose time is over, and add it to `finies`."""
    occupes = [o for o in ouvriers if o.rang is not None]
    reste = min(o.echeance for o in occupes) - time.monotonic()
    prets = wait([o.prise for o in occupes], max(reste, 0))
    for ouvrier in occupes:
        rang = ouvrier.rang
        assert rang is not None
        if ouvrier.prise in prets:
            if recu := ouvrier.recevoir():
                finies.append((rang, *recu))
        elif ouvrier.echeance <= time.monotonic():
            finies.append((rang, Perdue("delai")))
            ouvrier.perdu = True
        if ouvrier.perdu or ouvrier.faites >= recycler:
            ouvriers.remove(ouvrier)
            ouvrier.finir()


class _Ouvrier(Generic[T, R]):
    """One process. `rang`: the task under way; `perdu`: it must not be used again."""

    def __init__(self, travail: Callable[[T], R]) -> None:
        contexte = multiprocessing.get_context("spawn")
        self.prise, bout = contexte.Pipe()
        self.processus = contexte.Process(target=_servir, args=(bout, travail), daemon=True)
        with _sourd():
            self.processus.start()
        bout.close()  # the process holds the only other end: its death closes it
        self.rang: int | None = None
        self.delai = 0.0
        self.echeance = 0.0
        self.pret = False
        self.faites = 0
        self.perdu = False

    def donner(self, rang: int, tache: T, delai: float) -> None:
        self.rang, self.delai = rang, delai
        self.echeance = time.monotonic() + delai + (0 if self.pret else DEMARRAGE)
        with suppress(OSError):  # dead already: seen when its answer is read
            self.prise.send(tache)

    def recevoir(self) -> tuple[R | Perdue] | None:
        """What the task gave; None where the process only says that it is there: the time of its task starts now."""
        try:
            recu: R | None = self.prise.recv()
        except (EOFError, OSError):
            self.perdu = True
            return (Perdue("arret"),)
        if recu is None:
            self.pret, self.echeance = True, time.monotonic() + self.delai
            return None
        self.faites += 1
        self.rang = None
        return (recu,)

    def presser(self, sursis: float) -> None:
        self.delai = min(self.delai, sursis)
        self.echeance = min(self.echeance, time.monotonic() + sursis)

    def finir(self) -> None:
        """End it: kindly where it waits for a task, else by force."""
        self.prise.close()
        if self.perdu or self.rang is not None:
            self.processus.kill()
        self.processus.join(2)
        if self.processus.is_alive():
            self.processus.kill()
            self.processus.join(2)


def _servir(prise: Connection[R | None, T], travail: Callable[[T], R]) -> None:
    """The life of a process: it ends with the pipe, so that it never outlives who started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process of the terminal: the parent decides
    try:
        prise.send(None)
        while True:
            prise.send(travail(prise.recv()))
    except (EOFError, OSError):
        return
    except BaseException:  # the memory is full: the parent says so, in words
        os._exit(1)


@contextmanager
def _sourd() -> Iterator[None]:
    """A process started here ignores Ctrl+C from its first instant, before it could do so itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    avant = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, avant)
