"""The terminal is gone: window closed, line cut, session lost. Most often a signal ends the program by itself; where it was
started so that the signal is ignored (`nohup`, some remote sessions), it would read nothing for ever, and hold its dossier.
"""

from __future__ import annotations

import os
import select
import sys
import threading

CODE = 129  # as the signal would: 128 + SIGHUP


def finir_avec_le_terminal() -> None:
    """End with the terminal. Costs nothing until then; does nothing where there is no terminal, or no such call (Windows).

    Nothing is to be saved: what was acknowledged is on the disk, and drafts are at each rest.
    """
    if hasattr(select, "poll") and sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=_attendre, args=(sys.stdin.fileno(),), daemon=True, name="raccroché").start()


def _attendre(fd: int) -> None:
    if sys.platform == "win32":
        return
    attente = select.poll()
    attente.register(fd, 0)  # what is asked for is nothing; a hang-up is told all the same
    for _, vu in attente.poll():
        if vu & select.POLLHUP:
            os._exit(CODE)
