"""Long reading of files beside the interface: a thread does it, the keys go on, Esc can stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from evaluator.errors import cause
from evaluator.ui.pieces.fichier import Abandon, Avance, FichierRefuse
from evaluator.ui.screens.base import Ecran, Resultat

T = TypeVar("T")


class EcranDeFond(Ecran[Resultat]):
    """One reading at a time that is waited for (`occupe`); others go on unseen."""

    def __init__(self) -> None:
        super().__init__()
        self._arret = threading.Event()  # of what is unseen
        self._attendu: threading.Event | None = None

    @property
    def occupe(self) -> bool:
        return self._attendu is not None

    def lire_a_part(self, geste: Callable[[Avance], T], fini: Callable[[T], None], *, invite: str = "") -> None:
        """`fini` is called here, with what `geste` found there. `invite`: what is being done, shown with how far it is.

        Raises nothing: a refusal is said, what is given up leaves everything as it was.
        """
        arret = self._arret
        if invite:
            arret = self._attendu = threading.Event()
            self.dire(f"{invite}…", "attenue", "Échap pour abandonner")
            self.rafraichir()
        dernier = -1

        def avance(lus: int, total: int) -> bool:
            nonlocal dernier
            part = lus * 100 // total
            if invite and part != dernier:
                dernier = part
                self.call_later(self._progres, arret, f"{invite} : {part} %")
            return not arret.is_set()

        def fil() -> None:
            try:
                resultat = geste(avance)
            except Abandon:
                self.call_later(self._clore, arret, lambda: None)
            except (FichierRefuse, OSError) as refus:
                self.call_later(self._clore, arret, partial(self._refuser, refus, invite))
            else:
                self.call_later(self._clore, arret, partial(fini, resultat))

        self.run_worker(fil, thread=True, group="fichiers", exit_on_error=False)

    def abandonner(self) -> bool:
        """Stop what is waited for; False where nothing is."""
        if self._attendu is None:
            return False
        self._attendu.set()
        return True

    def _progres(self, arret: threading.Event, mots: str) -> None:
        if arret is self._attendu and not arret.is_set():
            self.dire(mots, "attenue", "Échap pour abandonner")

    def _clore(self, arret: threading.Event, suite: Callable[[], None]) -> None:
        if arret is self._attendu:
            self._attendu = None
        if self.is_attached:
            self.dire("abandonné : rien n’a changé", "attenue") if arret.is_set() else suite()
            self.rafraichir()

    def _refuser(self, refus: FichierRefuse | OSError, invite: str) -> None:
        """Said where one waits for it. It is not the dossier that fails."""
        if invite:
            self.alarme(f"{invite} impossible : {cause(refus)}" if isinstance(refus, OSError) else str(refus))

    def on_unmount(self) -> None:
        self._arret.set()
        self.abandonner()
