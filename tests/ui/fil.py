"""A hand at the prompts: lines typed one after the other, and all that was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.cli.lineaire import consultations
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.reponses import Reponse, Volet
from evaluator.ui.lineaire.dialogue import Dialogue
from evaluator.ui.lineaire.dossiers import remplir
from evaluator.ui.lineaire.seance import Seance
from evaluator.ui.lineaire.table import mener
from evaluator.ui.session import Session

CTRL_C = "\x03"


@dataclass
class Fil:
    """`dites`: what was printed, prompts included; `debuts`: what each prompt's line started with."""

    session: Session
    largeur: int = 200
    main: bool = True
    dites: list[str] = field(default_factory=list)
    debuts: list[tuple[str, str]] = field(default_factory=list)
    _reste: list[str] = field(default_factory=list)

    def taper(self, *lignes: str) -> str:
        """Type `lignes`, then the end of the input; what was said meanwhile."""
        return self._suivre(lambda dialogue: mener(Seance(self.session, dialogue, consultations())), lignes)

    def ouvrir(self, chemin: Path, *lignes: str, volet: Volet | None = None) -> str:
        """The same on a file, in a sitting of its own."""
        return self._suivre(lambda dialogue: remplir(chemin, volet, dialogue, Auteur("Essai"), consultations()), lignes)

    def _suivre(self, geste: Callable[[Dialogue], None], lignes: Sequence[str]) -> str:
        self._reste = list(lignes)
        debut = len(self.dites)
        geste(Dialogue(self._lire, self.dites.append, lambda: self.largeur, self.main))
        assert not self._reste, f"never read: {self._reste}"
        return "\n".join(self.dites[debut:]).replace("\u00a0", " ").replace("\u202f", " ")

    def _lire(self, invite: str, texte: str) -> str:
        self.dites.append(invite)
        self.debuts.append((invite, texte))
        if not self._reste:
            raise EOFError
        ligne = self._reste.pop(0)
        if ligne == CTRL_C:
            raise KeyboardInterrupt
        return ligne + "\n"

    def reponse(self, question: str) -> Reponse:
        return self.session.reponse(question)
