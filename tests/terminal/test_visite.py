"""A whole dossier filled at 80×24 with the keys that the program shows, and killed in the middle without losing anything."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator import exemples
from evaluator.cli.francais import executer
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.questionnaire.load import Referentiel
from tests.terminal.hand import SOURCES, Hand
from tests.terminal.pseudo import Pseudo

pytestmark = pytest.mark.skipif("not hasattr(__import__('os'), 'fork')", reason="no pseudo-terminal on this system")


@pytest.fixture
def attendues(referentiel: Referentiel) -> dict[str, Reponse]:
    """The self-assessment of an example, in the order of the questionnaire."""
    modele = next(c for c in exemples.fichiers() if c.stem == "pre_sorbier")
    lues = exemples.lire(modele, referentiel).reponses("auto_evaluation", referentiel).par_question
    return {nom: _tapable(lues[nom]) for nom in referentiel.questionnaire.questions if nom in lues}


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


def _relues(fichier: Path) -> dict[str, Reponse]:
    with Dossier.ouvrir(fichier) as dossier:
        assert dossier.fautes == ()
        lues = dossier.reponses("auto_evaluation").par_question
        return {nom: r for nom, r in lues.items() if r.etat != "non_renseignee"}


def test_a_whole_dossier_by_keys_alone(tmp_path: Path, referentiel: Referentiel, attendues: dict[str, Reponse]) -> None:
    assert executer(["nouveau", str(tmp_path / "a.agls")]) == 0
    pseudo = Pseudo(["remplir", "a.agls"], tmp_path)
    hand = Hand(pseudo, referentiel.questionnaire)
    hand.ouvrir()
    for question, reponse in attendues.items():
        hand.repondre(question, reponse)
    pseudo.taper("f4")
    # The figure of docs/exemple-calcule.md, §« Auto-évaluation ».
    pseudo.attendre(lambda e: any("19 800 €" in " ".join(ligne.split()) for ligne in e), "the amount")
    pseudo.taper("ctrl+q")
    assert pseudo.finir() == 0
    assert _relues(tmp_path / "a.agls") == attendues


def test_kill_9_loses_nothing_that_the_screen_acknowledged(
    tmp_path: Path, referentiel: Referentiel, attendues: dict[str, Reponse]
) -> None:
    assert executer(["nouveau", str(tmp_path / "a.agls")]) == 0
    simples = [nom for nom in attendues if referentiel.questionnaire.questions[nom].type not in ("tableau", "repartition")]  # type: ignore[attr-defined]
    hasard = random.Random(20130530)
    donnees: dict[str, Reponse] = {}
    while simples:
        pseudo = Pseudo(["remplir", "a.agls"], tmp_path)
        hand = Hand(pseudo, referentiel.questionnaire)
        hand.ouvrir()
        for _ in range(hasard.randint(4, 9)):
            if simples:
                question = simples.pop(0)
                hand.repondre(question, attendues[question])
                donnees[question] = attendues[question]
        pseudo.taper("j", "o")  # something under way
        pseudo.tuer()
        relues = _relues(tmp_path / "a.agls")
        assert {nom: relues[nom] for nom in donnees} == donnees
        if len(donnees) > 25:
            break


def test_the_keys_of_the_hand_are_those_of_the_help(tmp_path: Path, referentiel: Referentiel) -> None:
    assert executer(["nouveau", str(tmp_path / "a.agls")]) == 0
    pseudo = Pseudo(["remplir", "a.agls"], tmp_path, 100, 60)
    Hand(pseudo, referentiel.questionnaire).ouvrir()
    pseudo.taper("?")
    vues: set[str] = set()

    def lire(ecran: list[str]) -> bool:
        vues.update(ligne.split()[0] for ligne in ecran if ligne.strip())
        return "x" in vues

    pseudo.attendre(lire, "the help")
    for _ in range(6):
        pseudo.taper(" ")
        pseudo.lire(0.3)
        lire(pseudo.ecran)
    assert {"o", "n", "x", "s", "g", "Entrée", *SOURCES.values()} <= vues
    pseudo.tuer()


def test_a_number_typed_in_one_burst_is_taken_whole(tmp_path: Path, referentiel: Referentiel) -> None:
    assert executer(["nouveau", str(tmp_path / "a.agls")]) == 0
    pseudo = Pseudo(["remplir", "a.agls"], tmp_path)
    hand = Hand(pseudo, referentiel.questionnaire)
    hand.ouvrir()
    hand.aller("nb_logements")
    pseudo.taper("214")  # the first digit opens the line; the others come before it has the focus
    pseudo.attendre(lambda e: any(ligne.startswith("Réponse : 214") for ligne in e), "the whole number")
    pseudo.taper("enter")
    pseudo.attendre(lambda e: hand.accuse("nb_logements", "✓ répondu", e), "the answer")
    pseudo.tuer()
    assert _relues(tmp_path / "a.agls")["nb_logements"].valeur == 214


def test_the_explaining_screens_at_80_by_24_through_a_real_terminal(tmp_path: Path, dossiers_exemples: Path) -> None:
    """From the results to the reasons of the amount, the differences and the decision: one key each, and back."""
    (tmp_path / "a.agls").write_bytes((dossiers_exemples / "pre-sorbier.agls").read_bytes())
    pseudo = Pseudo(["remplir", "a.agls", "--volet", "constat"], tmp_path)

    def vu(*mots: str) -> None:
        def tous(ecran: list[str]) -> bool:
            plat = " ".join(" ".join(ecran).split())
            return all(m in plat for m in mots)

        pseudo.attendre(tous, " + ".join(mots))

    vu("PARCOURS")
    pseudo.taper("f4")
    vu("Résultats", "16 726 €", "Entrée pourquoi")
    pseudo.taper("down")
    pseudo.taper("enter")
    # The exact fraction beside the decimals (docs/exemple-calcule.md: τ = 1012783/1408680).
    vu("Pourquoi", "Montant recommandé", "16 726 €", "Échap retour")
    pseudo.taper("t")
    vu("0,718959 point (1012783/1408680)")
    pseudo.taper("escape")
    vu("Résultats")
    pseudo.taper("f7")
    vu("Contradictoire", "19 800 €", "16 726 €", "−3 074 €")
    pseudo.taper("escape")
    vu("Résultats")
    pseudo.taper("f8")
    vu("Décision", "Recommandation 16 726 €", "Fonction : à remplir")
    pseudo.taper("escape")
    vu("Résultats")
    pseudo.taper("escape")
    vu("PARCOURS")
    pseudo.taper("ctrl+q")
    assert pseudo.finir() == 0
