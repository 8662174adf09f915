"""What a path begun may become: the entries of the folder that it names, and their longest common beginning."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from evaluator.errors import cause
from evaluator.ui.pieces.chemins import WINDOWS, sans_guillemets, situer

LUES_MAX = 5000  # entries of one folder
MONTREES_MAX = 200
SEPARATEURS = ("/", "\\") if WINDOWS else ("/",)


Details = tuple[int, datetime]  # size in bytes, time of the last change


class Entree(Struct, frozen=True):
    """One entry of a folder. `texte`: what the line becomes where it is taken; a folder ends with a separator.

    `details`: None for a folder, for what is no plain file, for a broken link.
    """

    chemin: Path
    texte: str
    dossier: bool
    details: Details | None = None


class Choix(Struct, frozen=True):
    """What may be chosen in `dossier`. `reste`: how many more there are; `refus`: why the folder cannot be read."""

    dossier: Path
    entrees: tuple[Entree, ...] = ()
    reste: int = 0
    refus: str = ""


class Explorateur:
    """Reads a folder once for as long as one stays in it: a key press then costs no look at the disk."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self._dossier: Path | None = None
        self._noms: list[tuple[str, bool]] = []
        self._details: dict[str, Details | None] = {}
        self._refus = ""

    def proposer(self, texte: str) -> Choix:
        """The entries that `texte` may become, folders first; hidden ones only where their dot is typed."""
        tete, debut = _couper(sans_guillemets(texte.lstrip()))
        dossier = situer(tete, self.base)
        if dossier != self._dossier:
            self._lire(dossier)
        voulu = plat(debut)
        retenus = [(nom, d) for nom, d in self._noms if plat(nom).startswith(voulu) and (nom[0] != "." or debut[:1] == ".")]
        entrees = tuple(self._entree(dossier / nom, tete, d) for nom, d in retenus[:MONTREES_MAX])
        return Choix(dossier, entrees, len(retenus) - len(entrees), self._refus)

    def _entree(self, chemin: Path, tete: str, dossier: bool) -> Entree:
        if dossier:
            return Entree(chemin, f"{tete}{chemin.name}/", True)
        if chemin.name not in self._details:
            self._details[chemin.name] = _details(chemin)
        return Entree(chemin, f"{tete}{chemin.name}", False, self._details[chemin.name])

    def _lire(self, dossier: Path) -> None:
        self._dossier, self._noms, self._details, self._refus = dossier, [], {}, ""
        try:
            with os.scandir(dossier) as lecture:
                for entree in lecture:
                    if len(self._noms) >= LUES_MAX:
                        break
                    self._noms.append((entree.name, _est_dossier(entree)))
        except (OSError, ValueError) as erreur:
            self._refus = cause(erreur) if isinstance(erreur, OSError) else "ce n’est pas un chemin"
        self._noms.sort(key=lambda e: (not e[1], plat(e[0]), e[0]))


def completer(texte: str, entrees: Sequence[Entree]) -> str:
    """`texte` with what all the entries have in common; as it stands where they share nothing more."""
    if not entrees:
        return texte
    if len(entrees) == 1:
        return entrees[0].texte
    premier, dernier = min(e.texte for e in entrees), max(e.texte for e in entrees)
    egaux = next((i for i, (a, b) in enumerate(zip(premier, dernier, strict=False)) if a != b), len(premier))
    commun = premier[:egaux]
    return commun if len(commun) > len(texte) and plat(commun).startswith(plat(texte)) else texte


def plat(texte: str) -> str:
    """Without accents nor capitals, and with one apostrophe: what a hurried hand types."""
    nu = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return nu.casefold().replace("’", "'")


def _couper(texte: str) -> tuple[str, str]:
    """The folder as it is written, separator included, and the beginning of a name in it."""
    if texte in ("~", ".", "..") or texte.endswith(tuple(f"{s}.." for s in SEPARATEURS)):
        return f"{texte}/", ""
    place = max(texte.rfind(s) for s in SEPARATEURS) + 1
    return texte[:place], texte[place:]


def _details(chemin: Path) -> Details | None:
    try:
        lu = chemin.stat()
        return (lu.st_size, datetime.fromtimestamp(lu.st_mtime, UTC)) if stat.S_ISREG(lu.st_mode) else None
    except (OSError, ValueError, OverflowError):
        return None


def _est_dossier(entree: os.DirEntry[str]) -> bool:
    try:
        return entree.is_dir()
    except OSError:
        return False
