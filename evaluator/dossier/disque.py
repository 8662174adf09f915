"""What the disk refuses, in French; and the two things a durable write needs beside `write`."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    _PLEIN: int | None = None
else:
    _PLEIN = getattr(fcntl, "F_FULLFSYNC", None)

_MOTS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "l'espace accordé sur le disque est épuisé",
    errno.EFBIG: "le fichier atteint la taille permise sur ce disque",
    errno.EROFS: "le disque est en lecture seule",
    errno.EACCES: "l'accès est refusé",
    errno.EPERM: "l'accès est refusé",
    errno.ENOENT: "le fichier ou son dossier n'existe pas",
    errno.EEXIST: "il existe déjà",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "ce chemin passe par un fichier",
    errno.EIO: "le disque signale une erreur",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ELOOP: "trop de liens symboliques",
}


def dire(erreur: OSError) -> str:
    """Why the system refused, in words."""
    return _MOTS.get(erreur.errno or 0, erreur.strerror or str(erreur))


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
