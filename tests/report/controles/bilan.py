"""What was looked at and what was found: the table at the end, the exit code. A check that did not run is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluator import french


class Absent(Exception):
    """A tool is not on this machine; the text says which and how to have it."""


@dataclass(frozen=True)
class Fichier:
    """One file to look at. `dits`: the texts that must be read in it; `nom`: its place in the table."""

    nom: str
    format: str
    chemin: Path
    dits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Constat:
    """What one check says of one file. `pdf`: the pages that it made, where it made some; `note`: what is no fault."""

    fautes: tuple[str, ...] = ()
    note: str = ""
    pdf: Path | None = None
    pages: int = 0


@dataclass(frozen=True)
class Temoin:
    """A file that is wrong on purpose, and words that its faults must hold: a check that misses them proves nothing."""

    fichier: Fichier
    attendu: str


@dataclass(frozen=True)
class Controle:
    """A check of some formats. `examiner` gives a finding per path it was given, or raises `Absent`."""

    nom: str
    formats: frozenset[str]
    examiner: Callable[[Sequence[Fichier]], Mapping[Path, Constat]]
    temoins: Sequence[Temoin] = ()


@dataclass
class Bilan:
    fichiers: list[Fichier] = field(default_factory=list)
    constats: dict[Path, dict[str, Constat]] = field(default_factory=dict)
    non_verifies: dict[str, str] = field(default_factory=dict)  # check: why
    ecartes: dict[str, str] = field(default_factory=dict)  # report: why it was not written
    images: list[str] = field(default_factory=list)  # where they are
    # Faults of no file: a report that could not be written, a check that missed its control.
    fautes: list[str] = field(default_factory=list)

    def passer(self, controle: Controle) -> None:
        """Run a check on the files of its formats and on the controls that it must fail."""
        vus = [f for f in self.fichiers if f.format in controle.formats]
        if not vus:
            return
        try:
            constats = controle.examiner([*vus, *(t.fichier for t in controle.temoins)])
        except Absent as absence:
            self.non_verifies[controle.nom] = str(absence)
            return
        except Exception as erreur:  # the other checks run, the table is printed, and it is red
            self.fautes.append(f"{controle.nom} : le contrôle s’est arrêté : {type(erreur).__name__} : {erreur}")
            return
        for fichier in vus:
            rien = Constat(("aucun résultat pour ce fichier",))
            self.constats.setdefault(fichier.chemin, {})[controle.nom] = constats.get(fichier.chemin, rien)
        for temoin in controle.temoins:
            trouve = constats.get(temoin.fichier.chemin, Constat()).fautes
            if not any(temoin.attendu in faute for faute in trouve):
                vu = " ; ".join(trouve) or "rien"
                self.fautes.append(
                    f"{controle.nom} : le témoin « {temoin.fichier.nom} » devait échouer sur « {temoin.attendu} », vu : {vu}"
                )

    def pages(self, fichier: Fichier) -> int:
        return max((c.pages for c in self.constats.get(fichier.chemin, {}).values()), default=0)

    def pdf(self, fichier: Fichier) -> Path | None:
        """The pages to look at: the file itself, or what a check printed of it."""
        if fichier.format == "pdf":
            return fichier.chemin
        return next((c.pdf for c in self.constats.get(fichier.chemin, {}).values() if c.pdf), None)

    @property
    def code(self) -> int:
        return 1 if self._trouvees() or self.fautes else 0

    def dire(self) -> str:
        """The table, then the faults, what was passed over and what was not checked, each with its reason."""
        largeur = max((len(f.nom) for f in self.fichiers), default=0)
        lignes = [f"{'rapport':<{largeur}}  format  pages      ko  contrôles"]
        for f in self.fichiers:
            faits = self.constats.get(f.chemin, {})
            dits = ", ".join(
                f"{nom} {'ÉCHEC' if c.fautes else 'bon'}{f' ({c.note})' if c.note else ''}" for nom, c in faits.items()
            )
            ko, pages = f.chemin.stat().st_size / 1024, self.pages(f) or "–"
            lignes.append(f"{f.nom:<{largeur}}  {f.format:<6}  {pages:>5}  {ko:>6.0f}  {dits or '–'}")
        for dites in (
            [f"écarté : {nom} : {raison}" for nom, raison in self.ecartes.items()],
            [f"non vérifié : {nom} : {raison}" for nom, raison in self.non_verifies.items()],
            self._echecs(),
            self.images,
        ):
            lignes += ["", *dites] if dites else []
        fautes = len(self._trouvees()) + len(self.fautes)
        reserve = f" ; non vérifié : {', '.join(self.non_verifies)}" if self.non_verifies else ""
        lignes += ["", f"{french.pluriel(len(self.fichiers), 'fichier')}, {french.pluriel(fautes, 'faute')}{reserve}"]
        return "\n".join(lignes)

    def _trouvees(self) -> list[tuple[str, Fichier]]:
        """Each fault, with its file."""
        return [
            (f"{nom} : {faute}", f)
            for f in self.fichiers
            for nom, constat in self.constats.get(f.chemin, {}).items()
            for faute in constat.fautes
        ]

    def _echecs(self) -> list[str]:
        """Each fault once, with its first file and how many others have the same."""
        touches: dict[str, list[Fichier]] = {}
        for faute, fichier in self._trouvees():
            touches.setdefault(faute, []).append(fichier)
        dits = [f"{f[0].nom}.{f[0].format}{_et_autres(len(f) - 1)} : {faute}" for faute, f in touches.items()]
        return [f"ÉCHEC : {dit}" for dit in (*dits, *self.fautes)]


def _et_autres(combien: int) -> str:
    return f" et {french.pluriel(combien, 'autre')}" if combien else ""
