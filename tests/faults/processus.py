"""The program as a process of its own, forked with everything already imported: its streams, limits and rights are real.

`preparer` is run in it before the program: what `ulimit`, `setpriv` or a closed stream would be in a shell.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
AGLS = [sys.executable, "-m", "evaluator"]
DAC_OVERRIDE, DAC_READ_SEARCH = 1, 2
DELAI = 30.0
SETPIPE_SZ = 1031


@dataclass(frozen=True)
class Fini:
    """`code`: the exit code, or minus the signal."""

    code: int
    sortie: str
    erreurs: str


def agls(
    *arguments: object,
    entree: str = "",
    preparer: Callable[[], object] = lambda: None,
    stdout: int | None = None,
    stderr: int | None = None,
) -> Fini:
    """`agls` to its end, in a child."""
    with tempfile.TemporaryFile() as lue:
        lue.write(entree.encode())
        lue.seek(0)
        sortie, erreurs = tube(), tube()
        fils = lancer(
            arguments,
            lue.fileno(),
            sortie[1] if stdout is None else stdout,
            erreurs[1] if stderr is None else stderr,
            preparer,
        )
        for fd in (sortie[1], erreurs[1]):
            os.close(fd)
        code = attendre(fils)
        return Fini(code, _lu(sortie[0]), _lu(erreurs[0]))


def tube() -> tuple[int, int]:
    """A pipe that takes all that a command says before anybody reads it; no limit on files holds for it."""
    lu, ecrit = os.pipe()
    fcntl.fcntl(ecrit, SETPIPE_SZ, 1 << 20)
    return lu, ecrit


def _lu(fd: int) -> str:
    with os.fdopen(fd, "rb") as flux:
        return flux.read().decode()


def lancer(
    arguments: Sequence[object], entree: int, sortie: int, erreurs: int, preparer: Callable[[], object] = lambda: None
) -> int:
    """Start `agls` on these file descriptors; the id of its process. Its stdout is flushed at each line."""

    def courir() -> int:
        from evaluator.cli import main

        for numero, fd in enumerate((entree, sortie, erreurs)):
            os.dup2(fd, numero)
        os.closerange(3, 1024)  # the other ends of its pipes among them
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(numero, mode, encoding="utf-8", closefd=False, buffering=1)
            for numero, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        preparer()
        sys.argv = ["agls", *map(str, arguments)]
        try:
            main()
        except SystemExit as fin:
            code = fin.code if isinstance(fin.code, int) else 1
        sys.stdout.flush()
        return code

    return bifurquer(courir)


def bifurquer(courir: Callable[[], int]) -> int:
    """Run it in a forked child, which ends with its exit code: 70 where an exception came out, told on its stderr."""
    fils = os.fork()
    if fils:
        return fils
    code = 70
    gc.freeze()  # what came with the fork is not walked again: each page that is touched would be copied
    try:
        for numero in (signal.SIGINT, signal.SIGTERM):
            signal.signal(numero, signal.SIG_DFL if numero == signal.SIGTERM else signal.default_int_handler)
        code = courir()
    except BaseException:
        import traceback

        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def attendre(fils: int, delai: float = DELAI) -> int:
    """Its exit code, or minus its signal. A child that goes on too long is killed, and is a failure."""
    fin = time.monotonic() + delai
    while time.monotonic() < fin:
        pid, etat = os.waitpid(fils, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(etat)
        time.sleep(0.002)
    os.kill(fils, signal.SIGKILL)
    os.waitpid(fils, 0)
    raise AssertionError(f"the process did not end in {delai:.0f} s")


def tuer(fils: int) -> None:
    os.kill(fils, signal.SIGKILL)
    os.waitpid(fils, 0)


def vrai(
    *arguments: object, entree: bytes = b"", milieu: Mapping[str, str] | None = None, coquille: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """`python -m evaluator` from nothing, by a shell where `coquille` redirects its streams."""
    env = {**os.environ, "PYTHONPATH": str(RACINE), **(milieu or {})}
    commande = [*AGLS, *map(str, arguments)]
    if coquille:
        commande = ["sh", "-c", f'"$@" {coquille}', "sh", *commande]
    return subprocess.run(commande, input=entree, capture_output=True, env=env, timeout=DELAI, check=False)


def propre(fini: Fini | subprocess.CompletedProcess[bytes]) -> None:
    """No traceback, and an exit code of the contract."""
    code, erreurs = (fini.code, fini.erreurs) if isinstance(fini, Fini) else (fini.returncode, fini.stderr.decode())
    assert "Traceback" not in erreurs, erreurs
    assert "Exception ignored" not in erreurs, erreurs
    assert code in (0, 1, 2, 3, 4), (code, erreurs)


# — what is done to a process before it begins ———————————————————————————————————————————————————————————————


def sans_privileges() -> None:
    """Root without what makes it pass over permissions; anybody else as they are."""
    if os.geteuid() == 0:
        entete = (ctypes.c_uint32 * 2)(0x20080522, 0)
        masques = (ctypes.c_uint32 * 6)()
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.capget(entete, masques) == 0:
            for i in (0, 1):  # effective, permitted
                masques[i] &= ~(1 << DAC_OVERRIDE | 1 << DAC_READ_SEARCH)
            libc.capset(entete, masques)


def permissions_tenues(dossier: Path) -> bool:
    """Can a child be made for which permissions hold?"""
    temoin = dossier / "temoin"
    temoin.write_text("x")
    temoin.chmod(0)

    def essai() -> int:
        sans_privileges()
        return int(os.access(temoin, os.R_OK, effective_ids=True))

    return attendre(bifurquer(essai)) == 0


def limite(octets: int) -> Callable[[], None]:
    """No file may grow beyond this: what a full disk is, with another word."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (octets, resource.RLIM_INFINITY))
