"""What a command line waits for: the questionnaire read, an evaluation, `agls evaluer` from start to end."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import yaml

from bench.carnet import Carnet, dire, titre
from bench.lignes import en_francais
from bench.mesures import REFERENCES, Serie, chronometrer, mediane, processus, tour_a_tour
from evaluator import exemples, resources
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponses
from evaluator.evaluation.evaluate import evaluer
from evaluator.evaluation.memoire import Memoire
from evaluator.questionnaire.load import Referentiel, charger
from tests.questionnaire import grand

TOURS = int(os.environ.get("TOURS", "9"))
IMPORTS = "import yaml, click; from pydantic import BaseModel"


def mesurer(carnet: Carnet) -> None:
    titre(f"Calcul, médiane de {TOURS}")
    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        dossier = exemples.construire(racine / "d") / "pre-sorbier.agls"
        grand.creer(racine / "deux-mille.agls", 2000)
        _charger(carnet)
        _processus(carnet, dossier)
        with Dossier.ouvrir(dossier) as lu:
            _evaluations(carnet, "evaluation", lu.referentiel, lu.reponses("constat"))
        with Dossier.ouvrir(racine / "deux-mille.agls") as lu:
            _evaluations(carnet, "evaluation-2000", lu.referentiel, lu.reponses("auto_evaluation"))


def _charger(carnet: Carnet) -> None:
    racine = resources.dossier_livre(resources.QUESTIONNAIRES)
    autres = ("grilles/defaut.yaml", "baremes/agls.yaml", "textes/clauses.yaml")
    fichiers = [*(racine / "annexe_1").glob("*.yaml"), *(racine / relatif for relatif in autres)]
    textes = [f.read_text(encoding="utf-8") for f in fichiers]
    chargeur = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    d = tour_a_tour({"nous": charger, "nu": lambda: [yaml.load(t, Loader=chargeur) for t in textes]}, TOURS)
    _rapport(carnet, "charger", d["nous"], d["nu"])


def _processus(carnet: Carnet, dossier: Path) -> None:
    if not REFERENCES.exists():
        carnet.passer("evaluer", f"pydantic n’est pas installé ({REFERENCES} n’existe pas)")
        return
    nous = processus("-m", "evaluator", "evaluer", str(dossier))
    d = tour_a_tour({"nous": nous, "imports": processus("-c", IMPORTS, python=REFERENCES)}, TOURS)
    _rapport(carnet, "evaluer", d["nous"], d["imports"])


def _rapport(carnet: Carnet, ident: str, nous: Serie, reference: Serie) -> None:
    a, b = mediane(nous), mediane(reference)
    carnet.noter(ident, a / b, f"{en_francais(a)} ms", f"{en_francais(b)} ms")


def _evaluations(carnet: Carnet, ident: str, referentiel: Referentiel, reponses: Reponses) -> None:
    cent = len(referentiel.questionnaire.questions) / 100
    gestes = {"tracee": lambda: evaluer(referentiel, reponses).trace, "nue": lambda: evaluer(referentiel, reponses)}
    d = tour_a_tour(gestes, 5 * TOURS if cent < 5 else TOURS)
    tracee = mediane(d["tracee"])
    carnet.noter(ident, tracee / cent, f"{en_francais(tracee)} ms, {cent * 100:.0f} questions")
    memoire = Memoire(referentiel)
    evaluer(referentiel, reponses, memoire=memoire)
    suivantes = [chronometrer(lambda r=r: evaluer(referentiel, r, memoire=memoire)) for r in _une_autre(reponses)[:200]]
    nue, suivante = mediane(d["nue"]), mediane(suivantes)
    dire(f"sans sa trace : {en_francais(nue)} ms ; après une réponse changée : {en_francais(suivante)} ms")


def _une_autre(reponses: Reponses) -> list[Reponses]:
    """The same answers with one of them taken away, each in turn."""
    donnees = reponses.par_question
    return [Reponses(reponses.volet, {n: r for n, r in donnees.items() if n != nom}) for nom in donnees]
