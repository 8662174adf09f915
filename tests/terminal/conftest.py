"""A visit to make: the self-assessment of an example in a dossier, and what its constat is to hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from evaluator import exemples
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import NON_RENSEIGNEE, Annotation, Reponse
from evaluator.questionnaire.load import Referentiel
from tests.terminal.hand import Hand, Voulu

# What the inspector found as it was declared, and takes over.
REPRIS = (
    "menages_composition", "menages_ressources", "residents_60_ftm", "entrees_origine", "duree_mediane", "incidents_suites",
    "sorties", "suivi_temps",
)  # fmt: skip


@dataclass(frozen=True)
class Visite:
    """`voulus`: the constat to type, in the order of the questionnaire; `auto`: what the gestionnaire declared."""

    fichier: Path
    voulus: dict[str, Voulu]
    auto: dict[str, Reponse]

    def donner(self, hand: Hand, question: str) -> None:
        """By keys: what was declared where it stands, else the answer of the service."""
        voulu = self.voulus[question]
        if question in REPRIS:
            assert voulu.reponse.source is not None
            hand.reprendre(question, voulu.reponse.source)
        else:
            hand.repondre(question, voulu)

    def relire(self) -> dict[str, Voulu]:
        """The constat as the file now holds it, without what both volets share."""
        with Dossier.ouvrir(self.fichier) as dossier:
            assert dossier.fautes == ()
            assert dossier.annonces == ()
            lues = dossier.reponses("constat").par_question
            assert dossier.reponses("auto_evaluation").par_question == self.auto
            propres = {q for q in lues if q not in self.auto or not dossier.referentiel.questionnaire.questions[q].commun}
            tout = {q: Voulu(lues[q], dossier.annotation(q, "constat")) for q in propres}
            return {q: v for q, v in tout.items() if v != Voulu(NON_RENSEIGNEE)}


@pytest.fixture
def visite(tmp_path: Path, referentiel: Referentiel) -> Visite:
    modele = next(c for c in exemples.fichiers() if c.stem == "pre_sorbier")
    exemple = exemples.lire(modele, referentiel)
    with Dossier.creer(tmp_path / "a.agls", referentiel, auteur=Auteur("Exemple")) as dossier:
        declare = exemple.volets["auto_evaluation"]
        dossier.repondre_tout("auto_evaluation", declare.reponses, declare.annotations)
        auto = dict(dossier.reponses("auto_evaluation").par_question)
    trouve = exemple.volets["constat"]
    voulus = {
        nom: Voulu(_tapable(trouve.reponses[nom]), _note(trouve.annotations.get(nom, Annotation())))
        for nom in referentiel.questionnaire.questions
        if nom in trouve.reponses
    }
    return Visite(tmp_path / "a.agls", voulus, auto)


def _tapable(reponse: Reponse) -> Reponse:
    """The same answer with ordinary spaces: a keyboard has no no-break space."""

    def nu(valeur: object) -> object:
        if isinstance(valeur, str):
            return valeur.replace("\u00a0", " ").replace("\u202f", " ")
        if isinstance(valeur, tuple):
            return tuple({cle: nu(v) for cle, v in ligne.items()} if isinstance(ligne, dict) else ligne for ligne in valeur)
        return valeur

    motif = nu(reponse.motif)
    return replace(reponse, valeur=nu(reponse.valeur), motif=motif if isinstance(motif, str) else None)  # type: ignore[arg-type]


def _note(annotation: Annotation) -> Annotation:
    return replace(annotation, note=annotation.note.replace("\u00a0", " ").replace("\u202f", " "))
