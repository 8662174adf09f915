"""The writing side of a dossier file: append-only, and an event is written only once it would survive a power cut.

Several events are one write and one `fsync`. Before each, the file is compared with what was last written there: a file
replaced, taken away or changed by another program is never written over. After a write that failed the file is cut back to
its last good size.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from evaluator.dossier import lecture
from evaluator.dossier.disque import synchroniser, synchroniser_dossier
from evaluator.dossier.lecture import Lecture
from evaluator.dossier.lignes import EVENEMENTS_MAX, LIGNE_MAX, TAILLE_MAX
from evaluator.errors import FaultyInput, Faute, Unreadable, cause

_OUVERTURE = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)
PERDU = "la réponse n’a pas été enregistrée"


class _Temoin(Struct, frozen=True):
    """The file as this program left it."""

    appareil: int
    inode: int
    taille: int
    date: int  # ns

    @classmethod
    def de(cls, etat: os.stat_result) -> _Temoin:
        return cls(etat.st_dev, etat.st_ino, etat.st_size, etat.st_mtime_ns)


class Journal:
    """An open file to append to. The lock is the caller's (`verrou.py`)."""

    def __init__(self, chemin: Path, fd: int, evenements: int, octets: bytes) -> None:
        self.chemin = chemin
        self._fd = fd
        self._evenements = evenements
        self._dernier = octets  # the last bytes written, to recognise the file when only its date changed
        self._temoin = _Temoin.de(os.fstat(fd))
        self._serie = threading.Lock()
        self._panne: str | None = None

    @classmethod
    def creer(cls, chemin: Path, premier: bytes) -> Journal:
        """A new file with its first event, durable. Raises `Unreadable`, also where the file exists: it is left as it is."""
        try:
            fd = os.open(chemin, _OUVERTURE | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            raise Unreadable(f"{chemin} existe déjà : un dossier n’est jamais écrasé") from None
        except (OSError, ValueError) as erreur:
            raison = cause(erreur) if isinstance(erreur, OSError) else "nom de fichier non valable"
            raise Unreadable(f"{chemin} : création impossible ({raison})") from None
        try:
            journal = cls(chemin, fd, 0, b"")
            journal.ajouter([premier])
        except BaseException:
            os.close(fd)
            with suppress(OSError):
                chemin.unlink()
            raise
        synchroniser_dossier(chemin.parent)
        return journal

    @classmethod
    def ouvrir(cls, chemin: Path, lue: Lecture) -> tuple[Journal, str | None]:
        """The file just read, to append to; its incomplete end is moved to a file beside, whose name is returned."""
        try:
            fd = os.open(chemin, _OUVERTURE)
        except OSError as erreur:
            raise Unreadable(f"{chemin} : écriture impossible ({cause(erreur)})") from None
        try:
            if os.fstat(fd).st_size != lue.taille + len(lue.reste):
                raise Unreadable(f"{chemin} : le fichier vient d’être modifié par un autre programme ; ouvrez-le à nouveau")
            mis_de_cote = _mettre_de_cote(chemin, fd, lue) if lue.reste else None
            return cls(chemin, fd, len(lue.evenements), b""), mis_de_cote
        except BaseException:
            os.close(fd)
            raise

    def ajouter(self, lignes: list[bytes]) -> None:
        """Append whole lines; returns once they are on disk. Raises `Unreadable`, or `FaultyInput` beyond the size limits.

        After an error the file holds none of them.
        """
        with self._serie:
            self._verifier_place(lignes)
            self._verifier_fichier()
            octets = b"".join(lignes)
            try:
                _ecrire(self._fd, octets)
                synchroniser(self._fd)
            except OSError as erreur:
                self._revenir()
                raise Unreadable(f"{self.chemin} : {PERDU} ({cause(erreur)})") from None
            except BaseException:  # an interruption from the keyboard: the answer was not acknowledged
                self._revenir()
                raise
            self._evenements += len(lignes)
            self._dernier = octets
            self._temoin = _Temoin.de(os.fstat(self._fd))

    def _verifier_place(self, lignes: list[bytes]) -> None:
        """What is written here must be readable here."""
        nom = self.chemin.name
        if any(len(ligne) > LIGNE_MAX for ligne in lignes):
            raise FaultyInput([Faute(f"texte trop long : {LIGNE_MAX // 1024 // 1024} Mo au plus ; {PERDU}", nom)])
        trop_d_octets = self._temoin.taille + sum(map(len, lignes)) > TAILLE_MAX
        if trop_d_octets or self._evenements + len(lignes) > EVENEMENTS_MAX:
            raise FaultyInput([Faute(f"le dossier atteint sa taille maximale ; {PERDU}", nom)])

    def _verifier_fichier(self) -> None:
        if self._panne:
            raise Unreadable(f"{self.chemin} : {self._panne} ; {PERDU}")
        try:
            present = _Temoin.de(os.stat(self.chemin))
        except FileNotFoundError:
            raise Unreadable(f"{self.chemin} : le fichier a été supprimé ou déplacé ; {PERDU}") from None
        except OSError as erreur:
            raise Unreadable(f"{self.chemin} : {PERDU} ({cause(erreur)})") from None
        if present == self._temoin:
            return
        if (present.appareil, present.inode) != (self._temoin.appareil, self._temoin.inode):
            raise Unreadable(f"{self.chemin} : le fichier a été remplacé par un autre ; {PERDU}")
        if present.taille != self._temoin.taille or not self._meme_fin():
            raise Unreadable(f"{self.chemin} : le fichier a été modifié par un autre programme ; {PERDU}")
        self._temoin = present

    def _meme_fin(self) -> bool:
        """Only the date changed (a backup, a copy back): the chain still holds, and ends with what was written last."""
        octets = lecture.lire_octets(self.chemin)
        return octets.endswith(self._dernier) and not lecture.lire(octets, self.chemin.name).fautes

    def _revenir(self) -> None:
        try:
            os.ftruncate(self._fd, self._temoin.taille)
            with suppress(OSError):
                synchroniser(self._fd)
            self._temoin = replace(self._temoin, date=os.fstat(self._fd).st_mtime_ns)
        except OSError:
            self._panne = "une écriture a échoué sans que le fichier soit remis en état ; fermez-le et ouvrez-le à nouveau"

    def fermer(self) -> None:
        with suppress(OSError):
            os.close(self._fd)


def _ecrire(fd: int, octets: bytes) -> None:
    """One write; a second only where the system took a part of it (a disk that fills up says so on the next)."""
    reste = memoryview(octets)
    while reste:
        reste = reste[os.write(fd, reste) :]


def _mettre_de_cote(chemin: Path, fd: int, lue: Lecture) -> str:
    """Move the incomplete end to a file beside, then cut it off. Nothing is cut before the copy is durable."""
    instant = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    cote = chemin.with_name(f"{chemin.name}.reste-{instant}")
    try:
        copie = os.open(cote, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _ecrire(copie, lue.reste)
            synchroniser(copie)
        finally:
            os.close(copie)
        synchroniser_dossier(chemin.parent)
        os.ftruncate(fd, lue.taille)
        synchroniser(fd)
    except OSError as erreur:
        raise Unreadable(f"{chemin} : la dernière ligne, incomplète, n’a pas été mise de côté ({cause(erreur)})") from None
    return cote.name
