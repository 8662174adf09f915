"""What mutations start from: shipped files, a journal with every type of event, what reports carry. Same bytes each time."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

from evaluator import exemples, resources
from evaluator.canonical import Json
from evaluator.dossier.actes import Convention, Decision, Objectif
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import exporter_agls
from evaluator.dossier.fusion import fusionner
from evaluator.dossier.reponses import Piece, Reponse
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import Referentiel, assembler, charger
from evaluator.report.entree import entree
from tests.dossier import conftest as petit_questionnaire
from tests.questionnaire.synthetic import SAIN

MARIE = petit_questionnaire.MARIE
JEAN = Auteur("Jean Petit", "directeur", "Les Tilleuls")
JOUR = date(2025, 3, 1)


@cache
def annexe() -> Referentiel:
    return charger()


@cache
def petit() -> Referentiel:
    """Every type of question, in a few lines."""
    return assembler(petit_questionnaire.sources())


@cache
def livres() -> dict[str, bytes]:
    """Every YAML that is shipped, by its path in `questionnaires/`."""
    racine = resources.dossier_livre(resources.QUESTIONNAIRES)
    return {f.relative_to(racine).as_posix(): f.read_bytes() for f in sorted(racine.rglob("*.yaml"))}


@cache
def sain() -> dict[str, bytes]:
    """A small questionnaire in files, with its grids and answers."""
    return {f.name: f.read_bytes() for f in sorted(SAIN.glob("*.yaml"))}


# — journals ————————————————————————————————————————————————————————————————————————————————————————————————


@contextmanager
def _sans_hasard() -> Iterator[None]:
    """Ids and instants that are the same each time."""
    rangs, secondes = itertools.count(1), itertools.count(1)

    def ident() -> str:
        return f"00000000-0000-4000-8000-{next(rangs):012d}"

    def instant() -> str:
        n = next(secondes)
        return f"2025-03-{1 + n // 86400:02d}T{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}.000000Z"

    with ExitStack() as pile:
        for ou in ("redaction.nouvel_id", "dossier.nouvel_id", "export.nouvel_id"):
            pile.enter_context(patch(f"evaluator.dossier.{ou}", ident))
        pile.enter_context(patch("evaluator.dossier.redaction.maintenant", instant))
        yield


@cache
def journaux() -> dict[str, bytes]:
    """`complet`: every type of event; `copie`, `envoi`: other branches of it."""
    with _sans_hasard(), tempfile.TemporaryDirectory() as nom:
        ici = Path(nom)
        a, copie, envoi, sortie = (ici / f"{n}.agls" for n in ("a", "copie", "envoi", "complet"))
        with Dossier.creer(a, petit(), auteur=MARIE, role="service") as dossier:
            _repondre(dossier)
        with Dossier.ouvrir(a) as dossier:
            envoi.write_bytes(exporter_agls(dossier, pour_gestionnaire=True))
        copie.write_bytes(a.read_bytes())
        with Dossier.ouvrir(envoi, ecriture=True, auteur=JEAN, role="gestionnaire") as dossier:
            dossier.repondre("taux", "auto_evaluation", Reponse("renseignee", 12))
            dossier.observer("Vu autrement.", "taux")
            dossier.noter("taux", "auto_evaluation", "note du gestionnaire")
        with Dossier.ouvrir(a, ecriture=True, auteur=MARIE, role="service") as dossier:
            dossier.repondre("taux", "auto_evaluation", Reponse("renseignee", 10))
            _agir(dossier)
        fusionner(a, envoi, sortie, MARIE)
        return {"complet": sortie.read_bytes(), "copie": copie.read_bytes(), "envoi": envoi.read_bytes()}


def _repondre(dossier: Dossier) -> None:
    auto: dict[str, Reponse] = {
        "type_structure": Reponse("renseignee", "residence_sociale"),
        "residence_nom": Reponse("renseignee", "Les Tilleuls"),
        "nb_logements": Reponse("renseignee", 86),
        "nb_menages": Reponse("renseignee", 80),
        "exercice": Reponse("renseignee", 2024),
        "type_demande": Reponse("renseignee", "renouvellement"),
        "montant_demande": Reponse("renseignee", 20400),
        "agls_n1_accordee": Reponse("renseignee", 15000),
        "cout_gls": Reponse("renseignee", 41000),
        "cofinancements": Reponse(
            "renseignee", ({"financeur": "Département", "objet": "gls", "montant": 12000, "statut": "acquis"},)
        ),
        "protocole": Reponse("renseignee", 2, "document"),
        "conseil": Reponse("sans_objet"),
        "visite_le": Reponse("renseignee", date(2024, 3, 1)),
        "taux": Reponse("ne_sait_pas"),
        "remarques": Reponse("renseignee", "Une remarque."),
        "publics": Reponse("renseignee", ("jeunes", "ages")),
        "sorties": Reponse("renseignee", {"logement": 3, "emploi": 1, "non_connu": 2}),
        "equipe": Reponse("renseignee", ({"fonction": "Responsable", "nombre": 1, "partage": True},)),
    }
    dossier.repondre_tout("auto_evaluation", auto)
    dossier.confirmer(["protocole", "publics"], "document")
    dossier.repondre("conseil", "constat", Reponse("renseignee", True, "observation"))
    dossier.noter("conseil", "constat", "note interne")
    dossier.joindre("conseil", "constat", Piece("pv.pdf", "a" * 64, "partagee"))
    dossier.retirer("conseil", "constat", "pv.pdf")
    dossier.joindre("protocole", "constat", Piece("protocole.pdf", "b" * 64, "interne"))
    dossier.marquer("sorties", "constat", True)


def _agir(dossier: Dossier) -> None:
    dossier.observer("Une observation sur l’ensemble.")
    dossier.decider(
        Decision(
            15000, "Marie Dupont", "inspectrice", JOUR, "motif", None, Convention("objectifs", JOUR, None, "C-1"), JOUR, None
        )
    )
    dossier.cloturer([Objectif("Réunir le conseil", "conseil", ("C1",), None, "oui", JOUR)], ecarts_sans_motif=["taux"])
    dossier.rouvrir("Une erreur.")
    dossier.repondre("conseil", "constat", Reponse("renseignee", False, "document"))


@cache
def dossiers() -> dict[str, bytes]:
    """The example dossiers, and the journals."""
    with _sans_hasard(), tempfile.TemporaryDirectory() as nom:
        faits = exemples.construire(Path(nom) / "exemples")
        livrees = {f.name: f.read_bytes() for f in sorted(faits.glob("*.agls"))}
    return livrees | {f"{nom}.agls": octets for nom, octets in journaux().items()}


def lignes(journal: bytes) -> list[dict[str, Json]]:
    return [json.loads(ligne) for ligne in journal.splitlines()]


# — reports —————————————————————————————————————————————————————————————————————————————————————————————————


@cache
def entrees() -> dict[str, bytes]:
    """The evaluation input that a report carries: of the small questionnaire, and of an example."""
    sorties = {}
    with tempfile.TemporaryDirectory() as nom:
        for cle, quoi in (("petit", "complet.agls"), ("exemple", "pre-sorbier.agls")):
            chemin = Path(nom) / quoi
            chemin.write_bytes(dossiers()[quoi])
            with Dossier.ouvrir(chemin) as dossier:
                evaluation = evaluer(dossier.referentiel, dossier.reponses("auto_evaluation"))
                sorties[cle] = entree(dossier, evaluation, JOUR, "evaluation")
    return sorties
