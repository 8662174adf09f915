"""One writer at a time: a lock beside the dossier, and in words who holds it.

The lock is the operating system's (`filelock`): the one of a process that died is free at once. Who holds it is written
beside it only to be said to a second writer; nothing is decided on that text.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout  # about 10 ms at start-up, only where a dossier is written

from evaluator.errors import Held, Unreadable, cause
from evaluator.fichiers import lire_borne

_FICHE_MAX = 10_000  # bytes
_ATTENTE = 0.1  # seconds: time for a writer that is closing to be gone


class Verrou:
    """Held from construction to `liberer`. Raises `Held`, or `Unreadable` where the folder cannot be written."""

    def __init__(self, dossier: Path, nom: str) -> None:
        self._fichier = dossier.with_name(f".{dossier.name}.verrou")
        self._detenteur = dossier.with_name(f".{dossier.name}.verrou.json")
        # Not per thread: the interface closes a dossier from another thread than the one that opened it.
        self._verrou = FileLock(self._fichier, timeout=_ATTENTE, thread_local=False)
        try:
            self._verrou.acquire()
        except Timeout:
            raise Held(f"« {dossier.name} » est déjà ouvert en écriture{self._par_qui()}") from None
        except FileExistsError:
            raise Unreadable(f"{dossier} : ce chemin passe par un fichier") from None
        except OSError as erreur:
            raise Unreadable(f"{dossier} : écriture impossible dans ce dossier ({cause(erreur)})") from None
        self._annoncer(nom)

    def _annoncer(self, nom: str) -> None:
        depuis = datetime.now(UTC).isoformat(timespec="seconds")
        fiche = {"nom": nom, "machine": socket.gethostname(), "processus": os.getpid(), "depuis": depuis}
        with suppress(OSError, KeyError, ImportError):  # ImportError: an account without a name under Windows
            fiche["nom"] = f"{nom} ({getpass.getuser()})" if nom else getpass.getuser()
        with suppress(OSError):  # a new file: what stands there may be a link to another one of ours
            self._detenteur.unlink(missing_ok=True)
            with self._detenteur.open("x", encoding="utf-8") as flux:
                json.dump(fiche, flux, ensure_ascii=False)

    def _par_qui(self) -> str:
        """« par … depuis … », or nothing where it cannot be read."""
        try:
            fiche = json.loads(lire_borne(self._detenteur, _FICHE_MAX))
            depuis = datetime.fromisoformat(fiche["depuis"]).astimezone()
            return (f" par {_lisible(fiche['nom'])}, sur la machine {_lisible(fiche['machine'])}"
                    f" (processus {int(fiche['processus'])}), depuis le {depuis:%d/%m/%Y} à {depuis:%H:%M}")  # fmt: skip
        except (Unreadable, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return " par un autre programme"

    def liberer(self) -> None:
        """Take both side files away, then the lock: whoever waits on a file that has no name any more tries again."""
        with suppress(OSError):
            self._detenteur.unlink(missing_ok=True)
        if sys.platform != "win32":  # there, an open file cannot be taken away, and filelock does it itself
            with suppress(OSError):
                self._fichier.unlink(missing_ok=True)
        self._verrou.release()


def _lisible(texte: object) -> str:
    """What a file beside the dossier says, without what would disturb a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(texte)[:200])
