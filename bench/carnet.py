"""What a run of the bench found, row by row, and how it is printed: for the eye, or to paste in the documentation."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from bench.lignes import LIGNES, Ligne, en_francais

BIBLIOTHEQUES = ("textual", "msgspec", "PyYAML", "click", "typst")
_PAR_ID = {ligne.id: ligne for ligne in LIGNES}


@dataclass(frozen=True, slots=True)
class Mesure:
    """`valeur` is in the unit of the target; `mesure` and `reference` say what it was made from."""

    valeur: float
    mesure: str
    reference: str = ""


@dataclass
class Carnet:
    mesures: dict[str, Mesure] = field(default_factory=dict)
    raisons: dict[str, str] = field(default_factory=dict)  # why a row was not measured
    panne: str = ""  # a theme that broke

    def noter(self, ident: str, valeur: float, mesure: str, reference: str = "") -> None:
        """Keep a figure, and print it at once: a long run shows what it has."""
        self.mesures[_PAR_ID[ident].id] = Mesure(valeur, mesure, reference)
        print(f"  {self._aligner([self._cases(_PAR_ID[ident])])[0]}", flush=True)

    def passer(self, ident: str, raison: str) -> None:
        self.raisons[_PAR_ID[ident].id] = raison

    def _cases(self, ligne: Ligne) -> tuple[str, ...]:
        """What, figure, reference, figure beside the target, target, verdict."""
        quoi = f"{ligne.quoi} / {ligne.aupres}" if ligne.aupres else ligne.quoi
        mesure = self.mesures.get(ligne.id)
        if mesure is None:
            return quoi, "", "", "", ligne.but, f"non mesuré : {self.raisons.get(ligne.id, 'thème non demandé')}"
        verdict = "tenu" if ligne.tenue(mesure.valeur) else "manqué"
        return quoi, mesure.mesure, mesure.reference, f"{en_francais(mesure.valeur)} {ligne.unite}", ligne.but, verdict

    def resumer(self, *, markdown: bool) -> str:
        """Every row there is, measured or not."""
        tetes = ("ce qui est mesuré", "mesure", "référence", "valeur", "cible", "")
        rangees = [self._cases(ligne) for ligne in LIGNES]
        if markdown:
            corps = [tetes, ("---",) * len(tetes), *rangees]
            return "\n".join(f"| {' | '.join(r)} |" for r in corps)
        return "\n".join(self._aligner([tetes, *rangees]))

    def _aligner(self, rangees: Sequence[tuple[str, ...]]) -> list[str]:
        """In columns, those of any run of the bench."""
        nues = [tuple(c.replace("`", "") for c in r) for r in rangees]
        quoi = max(len(self._cases(ligne)[0]) for ligne in LIGNES)
        return ["  ".join(c.ljust(w) for c, w in zip(r, (quoi, 20, 16, 12, 12, 0), strict=True)).rstrip() for r in nues]


def charge() -> str:
    return ", ".join(en_francais(c) for c in os.getloadavg()) if hasattr(os, "getloadavg") else "inconnue"


def processeur() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as flux:
            return next(ligne.split(":", 1)[1].strip() for ligne in flux if ligne.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def coeurs() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine() -> str:
    """What the figures of this run depend on."""
    bibliotheques = ", ".join(f"{nom} {version(nom)}" for nom in BIBLIOTHEQUES)
    return (
        f"{time.strftime('%d/%m/%Y %H:%M')}, {platform.platform()}, {processeur()}, {coeurs()} cœurs, charge {charge()}\n"
        f"Python {platform.python_version()}, {bibliotheques}"
    )


def titre(texte: str) -> None:
    print(f"\n{texte} (charge : {charge()})", flush=True)


def dire(texte: str) -> None:
    """A detail that no target bears on."""
    print(f"    {texte}", flush=True)
    sys.stdout.flush()
