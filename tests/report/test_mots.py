"""The words of the reports, read by who signs them: each sentence says what is true of this dossier, once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.evaluation.evaluate import evaluer
from evaluator.report.render import rediger

Lire = Callable[..., str]
SERVICE = Auteur.lire("Anne Martin, inspectrice, DDETS")


def texte(dossier: Dossier, modele: str, sortie: Path, volet: str = "") -> str:
    """One kind as plain text: Markdown without its marks, no-break spaces as plain ones."""
    lu = volet or ("constat" if dossier.a_des_reponses("constat") else "auto_evaluation")
    evaluation = evaluer(dossier.referentiel, dossier.reponses(lu))  # type: ignore[arg-type]
    (md,) = rediger(dossier, evaluation, modele=modele, formats=("md",), sortie=sortie)
    lue = re.sub(r"\\(.)", r"\1", md.read_text(encoding="utf-8"))
    return re.sub(r"[\u00a0\u202f]", " ", lue).replace("\u2011", "-").replace("**", "")


@pytest.fixture(scope="module")
def lire(dossiers_exemples: Path, tmp_path_factory: pytest.TempPathFactory) -> Lire:
    """`lire("pre-sorbier", "contradictoire")`: an example as it is shipped, each kind written once."""
    lus: dict[tuple[str, str], str] = {}

    def de(nom: str, modele: str) -> str:
        if (nom, modele) not in lus:
            with Dossier.ouvrir(dossiers_exemples / f"{nom}.agls") as dossier:
                lus[nom, modele] = texte(dossier, modele, tmp_path_factory.mktemp("mots"))
        return lus[nom, modele]

    return de


@pytest.fixture
def sorbier(dossiers_exemples: Path, tmp_path: Path) -> Path:
    """A copy of the example with both volets, to write in."""
    return Path(shutil.copy(dossiers_exemples / "pre-sorbier.agls", tmp_path / "sorbier.agls"))


# — levers ——————————————————————————————————————————————————————————————————————————————————————————————————


def test_levers_of_equal_gain_are_shown_as_alternatives(lire: Lire) -> None:
    """Net cost 18 300 − 16 726 = 1 574 €: two levels reach it, « Mobilisation des mesures » with the higher score."""
    lu = lire("pre-sorbier", "evaluation")
    assert [t for t in re.findall(r"#+ (.*) : montant de 18 300 €", lu)] == [
        "Avec un objectif",
        "Ou bien, avec un objectif",
    ]
    assert lu.index("Demander des mesures FSL") < lu.index("Mener et suivre des actions de GLS adaptées")
    assert "l’un ou l’autre suffit" in lu
