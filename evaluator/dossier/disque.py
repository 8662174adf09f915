"""The two things that a durable write needs beside `write`."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    _PLEIN: int | None = None
else:
    _PLEIN = getattr(fcntl, "F_FULLFSYNC", None)


def synchroniser(fd: int) -> None:
    """Down to the medium: on macOS `fsync` stops at the drive's own cache, and another call goes through it."""
    if _PLEIN is not None:
        with suppress(OSError):  # a network disk may lack it
            fcntl.fcntl(fd, _PLEIN)
            return
    os.fsync(fd)


def synchroniser_dossier(dossier: Path) -> None:
    """A new name is durable once its folder is. Windows has no such call, and does not need it."""
    with suppress(OSError):
        fd = os.open(dossier, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
