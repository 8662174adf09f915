"""What can go wrong, in words fit for a user. A traceback never reaches them."""

from __future__ import annotations

import errno
from collections.abc import Iterable

from msgspec import Struct


class Faute(Struct, frozen=True):
    """One fault of an input: where it is, what was found, what to write instead. Lines and columns count from 1."""

    message: str
    fichier: str | None = None
    ligne: int | None = None
    colonne: int | None = None

    def __str__(self) -> str:
        place = [str(p) for p in (self.fichier, self.ligne, self.colonne) if p is not None]
        return f"{':'.join(place)} : {self.message}" if place else self.message


def en_ordre(fautes: Iterable[Faute]) -> list[Faute]:
    """The faults in the order of their file."""
    return sorted(fautes, key=lambda f: (f.fichier or "", f.ligne or 0, f.colonne or 0))


class AglsError(Exception):
    """Base of every error of the program. `code` is the exit code of `contract.md`."""

    code = 1


class FaultyInput(AglsError):
    """The thing checked or imported has faults: all of them, in the order of the file."""

    code = 1

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = tuple(fautes)
        super().__init__("\n".join(str(f) for f in self.fautes))


class WrongUse(AglsError):
    """Wrong use of the program, or something that this version lacks."""

    code = 2


class Unreadable(AglsError):
    """A file cannot be read, written or created."""

    code = 3


class Held(AglsError):
    """Another program holds the dossier for writing."""

    code = 4


_MOTS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "l’espace accordé sur le disque est épuisé",
    errno.EFBIG: "le fichier atteint la taille permise sur ce disque",
    errno.EROFS: "le disque est en lecture seule",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.ENOENT: "le fichier ou son dossier n’existe pas",
    errno.EEXIST: "il existe déjà",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce chemin passe par un fichier",
    errno.EIO: "le disque signale une erreur",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ELOOP: "trop de liens symboliques",
}


_OUVERT = (32, 33)  # how Windows says it


def cause(erreur: OSError) -> str:
    """Why the system refused, in words."""
    if getattr(erreur, "winerror", None) in _OUVERT:
        return "un autre programme tient ce fichier ouvert : fermez-le et recommencez"
    return _MOTS.get(erreur.errno or 0, erreur.strerror or str(erreur))
