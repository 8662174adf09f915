"""What can go wrong, in words fit for a user. A traceback never reaches them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faute:
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
