"""A small valid questionnaire in files (`sain/`), and the same with one part replaced by a faulty one (`fautifs/`)."""

from __future__ import annotations

import shutil
from pathlib import Path

from evaluator.questionnaire.load import Referentiel, Sources, assembler, lire_questionnaire
from evaluator.questionnaire.reader import lire_fichier

ICI = Path(__file__).resolve().parent
SAIN = ICI / "sain"
FAUTIFS = ICI / "fautifs"


def sources(dossier: Path, *, locale: bool = False) -> Sources:
    """The trees of `dossier`, laid out as `sain/`."""
    return Sources(
        lire_questionnaire(dossier),
        lire_fichier(dossier / "grille.yaml"),
        lire_fichier(dossier / "clauses.yaml"),
        lire_fichier(dossier / "baremes.yaml"),
        lire_fichier(dossier / "locale.yaml") if locale else None,
    )


def copier(tmp: Path) -> Path:
    """A copy of `sain/` that a test may change."""
    return Path(shutil.copytree(SAIN, tmp / "questionnaire"))


def remplacer(dossier: Path, partie: str, avant: str, apres: str) -> None:
    """Rewrite one place of one file; the place must exist, and only once."""
    fichier = dossier / f"{partie}.yaml"
    texte = fichier.read_text(encoding="utf-8")
    assert texte.count(avant) == 1, f"{avant!r} : {texte.count(avant)} fois dans {partie}.yaml"
    fichier.write_text(texte.replace(avant, apres), encoding="utf-8")


def sain(*, locale: bool = False) -> Referentiel:
    return assembler(sources(SAIN, locale=locale))
