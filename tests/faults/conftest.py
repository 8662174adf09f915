"""One dossier built once, with both volets of an example; tests copy it. Linux only: signals, limits, capabilities."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator import exemples
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.questionnaire.load import Referentiel

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def modele(tmp_path_factory: pytest.TempPathFactory, referentiel: Referentiel) -> Path:
    """The example Pré-Sorbier in one file."""
    chemin = tmp_path_factory.mktemp("modele") / "modele.agls"
    construire(chemin, referentiel)
    prechauffer()
    return chemin


def construire(chemin: Path, referentiel: Referentiel) -> None:
    exemple = exemples.lire(next(c for c in exemples.fichiers() if c.stem == "pre_sorbier"), referentiel)
    with Dossier.creer(chemin, referentiel, auteur=Auteur("Marie Dupont", "inspectrice", "DDETS 93")) as dossier:
        for volet, lues in exemple.volets.items():
            dossier.repondre_tout(volet, lues.reponses, lues.annotations)


def prechauffer() -> None:
    """What commands import, once: forked children find it there."""
    import evaluator.cli.commandes
    import evaluator.cli.resume
    import evaluator.dossier.echange
    import evaluator.dossier.fusion
    import evaluator.dossier.verrou
    import evaluator.evaluation.analyses_json
    import evaluator.report.formats.html
    import evaluator.report.gabarits
    import evaluator.report.lot
    import evaluator.ui.lineaire.dossiers
    import evaluator.ui.lineaire.table
    import evaluator.verification  # noqa: F401


@pytest.fixture
def copie(modele: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Another copy of it, in a folder of its own."""

    def faire(nom: str = "tilleuls.agls") -> Path:
        dossier = tmp_path / f"d{len(list(tmp_path.iterdir()))}"
        dossier.mkdir()
        return Path(shutil.copy(modele, dossier / nom))

    return faire


@pytest.fixture
def chemin(copie: Callable[[str], Path]) -> Path:
    return copie("tilleuls.agls")


@pytest.fixture
def reponses(tmp_path: Path) -> Path:
    """An answers file of one answer."""
    fichier = tmp_path / "r.yaml"
    fichier.write_text("nb_logements: 87\n", encoding="utf-8")
    return fichier
