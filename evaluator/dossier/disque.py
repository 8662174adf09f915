"""What a durable write needs beside `write`; and a new file, whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

    _PLEIN: int | None = getattr(fcntl, "F_FULLFSYNC", None)


def synchroniser(fd: int) -> None:
    """Down to the medium: on macOS `fsync` stops at the drive's own cache, and another call goes through it."""
    if sys.platform != "win32" and _PLEIN is not None:
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


def ecrire_neuf(chemin: Path, octets: bytes) -> None:
    """A new file, whole and durable, or none: it gets its name last. Raises `OSError`, a taken name included."""
    provisoire = chemin.with_name(f".{chemin.name[:40]}.{secrets.token_hex(4)}.tmp")
    fd = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(fd, "wb") as flux:
            flux.write(octets)
            flux.flush()
            synchroniser(flux.fileno())
        try:
            os.link(provisoire, chemin)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            if os.path.lexists(chemin):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(chemin)) from None
            os.rename(provisoire, chemin)
    finally:
        with suppress(OSError):
            os.unlink(provisoire)
    synchroniser_dossier(chemin.parent)
