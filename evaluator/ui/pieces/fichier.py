"""One file: its hash, the piece that it makes, a copy of it. A file that can be no piece is refused in words."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from evaluator.dossier.reponses import Piece, Visibilite
from evaluator.errors import AglsError, cause

BLOC = 1 << 20  # bytes
NOM_MAX = 300  # characters, as the event of a piece allows
HOMONYMES_MAX = 1000
Avance = Callable[[int, int], bool]  # bytes read, bytes in all; False: stop there
_RESERVES = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?")


class FichierRefuse(AglsError):
    """Why a file can be no piece. Nothing is wrong with the dossier."""

    code = 3


class Abandon(FichierRefuse):
    """The reading was given up."""


def sans_suivi(lus: int, total: int) -> bool:
    return True


def empreinte(chemin: Path, avance: Avance = sans_suivi) -> tuple[str, int]:
    """SHA-256 and size in bytes. Raises `FichierRefuse`: not there, a folder, a device, empty, unreadable; `Abandon`."""
    with _ouvert(chemin) as (flux, taille):
        return _parcourir(chemin, flux, taille, avance, lambda bloc: None), taille


def controler(chemin: Path) -> None:
    """Raises `FichierRefuse` for what can be no piece; nothing of it is read."""
    with _ouvert(chemin):
        pass


def piece_de(chemin: Path, sha256: str, visibilite: Visibilite) -> Piece:
    """The piece that this file makes: its name alone, never where it lies."""
    return Piece(nom_de(chemin), sha256, visibilite)


def nom_de(chemin: Path) -> str:
    """The name of the file as a dossier can hold it: composed accents, no broken character, 300 characters at most."""
    nom = unicodedata.normalize("NFC", chemin.name.encode("utf-8", "replace").decode("utf-8"))
    suffixe = Path(nom).suffix[:20]
    return nom if len(nom) <= NOM_MAX else nom[: NOM_MAX - len(suffixe) - 1] + "…" + suffixe


def autre_nom(nom: str, pris: Callable[[str], bool]) -> str:
    """`pv (2).pdf`: the first name that is not taken."""
    racine, suffixe = os.path.splitext(nom)
    racine = racine[: NOM_MAX - len(suffixe) - 7]
    return next(n for rang in range(2, HOMONYMES_MAX) if not pris(n := f"{racine} ({rang}){suffixe}"))


def nom_sur(nom: str) -> str | None:
    """`nom` where it can name a file of a folder and nothing outside it; None elsewhere: it may come from a foreign file."""
    mauvais = nom in ("", ".", "..") or any(c in '/\\:*?"<>|' or not c.isprintable() for c in nom)
    mauvais = mauvais or nom != nom.rstrip(". ")  # Windows takes them away, and then it is another name
    return None if mauvais or _RESERVES.fullmatch(nom) or len(nom.encode()) > 240 else nom


def copier(chemin: Path, piece: Piece, dossier: Path, avance: Avance = sans_suivi) -> tuple[Path, bool]:
    """Copy the file of `piece` into `dossier`: where it is, and False where it was there already.

    Nothing is ever overwritten: beside another content of that name it is numbered. Raises `FichierRefuse`, `OSError`.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    suffixe = Path(piece.nom.rstrip(". ")).suffix
    nom = nom_sur(piece.nom) or f"piece-{piece.sha256[:8]}{nom_sur(suffixe) or ''}"
    for candidat in (nom, *(f"{Path(nom).stem} ({n}){Path(nom).suffix}" for n in range(2, HOMONYMES_MAX))):
        cible = dossier / candidat
        if os.path.lexists(cible):
            with suppress(FichierRefuse):
                if empreinte(cible)[0] == piece.sha256:
                    return cible, False
            continue
        fd, provisoire = tempfile.mkstemp(dir=dossier, prefix=".", suffix=".partiel")
        try:
            with os.fdopen(fd, "wb") as sortie, _ouvert(chemin) as (flux, taille):
                if _parcourir(chemin, flux, taille, avance, sortie.write) != piece.sha256:
                    raise FichierRefuse(f"« {chemin.name} » n’a plus le contenu de la pièce : rien n’est copié")
                sortie.flush()
                os.fsync(sortie.fileno())
            _mettre_en_place(provisoire, cible)
        except BaseException:
            with suppress(OSError):
                os.unlink(provisoire)
            raise
        return cible, True
    raise FichierRefuse(f"trop de fichiers portent le nom « {piece.nom} » dans {dossier.name}")


def _mettre_en_place(provisoire: str, cible: Path) -> None:
    """Under its name, which nothing may have taken meanwhile."""
    cible.touch(exist_ok=False)  # ours from here on, with the rights of any new file
    try:
        os.chmod(provisoire, cible.stat().st_mode)
        os.replace(provisoire, cible)
    except BaseException:
        cible.unlink(missing_ok=True)
        raise


@contextmanager
def _ouvert(chemin: Path) -> Iterator[tuple[BinaryIO, int]]:
    """The file, open to read, and its size: never what would block, never what has no content of its own."""
    nom = f"« {chemin.name or chemin} »"
    try:
        avant = os.stat(chemin)
    except (OSError, ValueError) as erreur:
        raise FichierRefuse(_pas_la(chemin, nom, erreur)) from None
    _verifier(nom, avant.st_mode, avant.st_size)
    try:
        # Not blocking: between the look and the opening, a pipe may have taken its place.
        fd = os.open(chemin, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as erreur:
        raise FichierRefuse(f"{nom} ne peut pas être lu : {cause(erreur)}") from None
    with os.fdopen(fd, "rb", buffering=0) as flux:
        lu = os.fstat(fd)
        _verifier(nom, lu.st_mode, lu.st_size)
        yield flux, lu.st_size


def _parcourir(chemin: Path, flux: BinaryIO, taille: int, avance: Avance, prendre: Callable[[bytes], object]) -> str:
    somme, lus = hashlib.sha256(), 0
    try:
        while bloc := flux.read(BLOC):
            somme.update(bloc)
            prendre(bloc)
            lus += len(bloc)
            if not avance(lus, taille):
                raise Abandon(f"lecture de « {chemin.name} » abandonnée")
    except OSError as erreur:
        if erreur.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise FichierRefuse(f"« {chemin.name} » ne peut pas être lu jusqu’au bout : {cause(erreur)}") from None
    if lus != taille:
        raise FichierRefuse(f"« {chemin.name} » change pendant qu’il est lu : recommencez quand il est enregistré")
    return somme.hexdigest()


def _verifier(nom: str, mode: int, taille: int) -> None:
    if stat.S_ISDIR(mode):
        raise FichierRefuse(f"{nom} est un dossier : une pièce est un fichier ; choisissez-en un dedans")
    if not stat.S_ISREG(mode):
        raise FichierRefuse(f"{nom} n’est pas un fichier ordinaire (périphérique ou canal) : une pièce est un document")
    if taille == 0:
        raise FichierRefuse(f"{nom} est vide (0 octet) : rien à joindre ; vérifiez qu’il est bien enregistré")


def _pas_la(chemin: Path, nom: str, erreur: OSError | ValueError) -> str:
    if not isinstance(erreur, OSError):
        return f"{nom} n’est pas un chemin"
    if erreur.errno == errno.ENOENT and os.path.islink(chemin):
        return f"{nom} est un lien rompu : il mène à {os.readlink(chemin)}, qui n’existe pas"
    if erreur.errno == errno.ENOENT:
        ou = chemin.parent
        return f"{nom} n’existe pas dans {ou}" if ou.is_dir() else f"le dossier {ou} n’existe pas"
    return f"{nom} ne peut pas être lu : {cause(erreur)}"
