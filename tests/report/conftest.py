"""Reports of the example dossiers, written once; and small dossiers made for one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Annotation, Reponse, Valeur
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.result import Evaluation
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import VOLETS, Volet
from evaluator.report.render import rediger


@dataclass(frozen=True)
class Rapport:
    """One dossier evaluated in one volet, and both files written of it."""

    dossier: Dossier
    evaluation: Evaluation
    html: str
    md: str


def rapporter(dossier: Dossier, volet: Volet, sortie: Path) -> Rapport:
    evaluation = evaluer(dossier.referentiel, dossier.reponses(volet))
    html, md = rediger(dossier, evaluation, formats=("html", "md"), sortie=sortie)
    return Rapport(dossier, evaluation, html.read_text(encoding="utf-8"), md.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def rapports(dossiers_exemples: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Rapport]:
    """Every example in every volet it answers."""
    sortie = tmp_path_factory.mktemp("rapports")
    faits = []
    for chemin in sorted(dossiers_exemples.glob("*.agls")):
        dossier = Dossier.ouvrir(chemin)
        faits += [rapporter(dossier, volet, sortie / volet) for volet in VOLETS if dossier.a_des_reponses(volet)]
    assert len(faits) >= 4
    return faits


Fabrique = Callable[..., Rapport]


@pytest.fixture
def fabriquer(tmp_path: Path, referentiel: Referentiel) -> Fabrique:
    """A report of a new dossier: `fabriquer({question: value}, {question: Annotation}, volet=…, sous=…)`."""

    def fabrique(
        valeurs: Mapping[str, Valeur | Reponse],
        annotations: Mapping[str, Annotation] | None = None,
        *,
        volet: Volet = "constat",
        sous: Referentiel | None = None,
        auteur: str = "Anne Martin, inspectrice, DDETS",
    ) -> Rapport:
        reponses = {q: v if isinstance(v, Reponse) else Reponse("renseignee", v, "document") for q, v in valeurs.items()}
        with Dossier.creer(tmp_path / "essai.agls", sous or referentiel, auteur=Auteur.lire(auteur)) as dossier:
            dossier.repondre_tout(volet, reponses, annotations or {})
            return rapporter(dossier, volet, tmp_path / "sortie")

    return fabrique
