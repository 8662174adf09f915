"""`agls serveur` as a process of its own, and what it leaves beside a dossier."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

RACINE = str(Path(__file__).resolve().parents[2])


@asynccontextmanager
async def serveur_lance(dossier: Path, *arguments: str) -> AsyncIterator[tuple[Process, str]]:
    """The process, started in `dossier`, and the address that it printed."""
    processus = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "evaluator", "serveur", "--sans-navigateur", *arguments,
        cwd=dossier, env={**os.environ, "PYTHONPATH": RACINE}, stdout=PIPE, stderr=DEVNULL,
    )  # fmt: skip
    try:
        assert processus.stdout is not None
        yield processus, (await asyncio.wait_for(processus.stdout.readline(), 10)).decode().strip()
    finally:
        if processus.returncode is None:
            processus.kill()
        await processus.wait()


async def libre(dossier: Path) -> None:
    """Wait until no dossier of the folder is held."""
    for _ in range(300):
        if not list(dossier.glob(".*.verrou*")):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("un dossier est encore tenu")
