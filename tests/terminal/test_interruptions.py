"""The same visit, the program killed again and again under the hand: nothing acknowledged is lost, one goes on from there.

`TIRS=20 pytest tests/terminal/test_interruptions.py` for all twenty blows; a few by default, the rests always among them.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from evaluator.cli.francais import executer
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import NON_RENSEIGNEE
from evaluator.questionnaire.load import Referentiel
from evaluator.ui.reprise import Place, Reprise, chemin_reprise, lire
from tests.terminal.conftest import REPRIS, Visite
from tests.terminal.hand import Hand, Voulu
from tests.terminal.pseudo import Pseudo, Tue

pytestmark = pytest.mark.skipif("not hasattr(__import__('os'), 'fork')", reason="no pseudo-terminal on this system")

TABLEAUX, COLLE = ("actions_par_public", "equipe", "depenses_agls", "mesures", "cofinancements"), "actions"
REPARTITIONS = ("residents_age", "besoins", "vulnerabilites")
NOTES, PAGES = ("agrement", "presence_site", "cout_gls"), ("necessite_agls", "actions_ecarts")
TIRS = int(os.environ.get("TIRS", "7"))
# Where the hand rests before the blow, long enough for a draft.
REPOS = (("agrement", "note"), ("cout_gls", "note"), ("necessite_agls", "valeur"))


def _coups(hasard: random.Random, simples: Sequence[str]) -> dict[tuple[str, str], int]:
    """`TIRS` of twenty blows: on which question, in the middle of what, and at which time keys are sent for it."""
    coups = {(q, "valeur"): hasard.randint(2, 8) for q in TABLEAUX}
    coups |= {(q, "valeur"): hasard.randint(2, 3) for q in REPARTITIONS}
    coups[COLLE, "valeur"] = 2
    coups |= {(q, "note"): 2 for q in NOTES} | {(q, "valeur"): 2 for q in PAGES}
    coups["menages_vulnerables", "motif"] = 2
    for q in hasard.sample(simples, 20 - len(coups)):
        coups[q, hasard.choice(("valeur", "source"))] = 1
    autres = [ou for ou in coups if ou not in REPOS]
    return {ou: coups[ou] for ou in (*REPOS, *hasard.sample(autres, TIRS - len(REPOS)))}


@dataclass
class Fil:
    """One dossier under successive hands; `place` is what the last one left on this machine."""

    visite: Visite
    hasard: random.Random
    coups: dict[tuple[str, str], int]
    id: str
    faites: list[str] = field(default_factory=list)  # the questions that the screen acknowledged to the end
    place: Place = field(default_factory=Place)
    brouillon: tuple[str, str] | None = None  # typed at rest before the blow, and its key
    vue: str = ""  # the last question shown

    def frapper(self, pseudo: Pseudo, hand: Hand, octets: list[str]) -> int | None:
        """How many of these keys are sent before the blow; None where there is none."""
        if hand.ou not in self.coups:
            return None
        self.coups[hand.ou] -= 1
        if self.coups[hand.ou]:
            return None
        del self.coups[hand.ou]
        if hand.ou in REPOS:
            question, quoi = hand.ou
            self.brouillon = (f"note:{question}" if quoi == "note" else question, "")
            return self.hasard.randint(10, len(octets) - 1)
        return self.hasard.randint(1, len(octets))

    def reposer(self, pseudo: Pseudo, tape: str) -> None:
        """What lies between the last key and the blow: up to 0.2 s, or until the draft is on the disk."""
        if self.brouillon is None:
            fin = time.monotonic() + self.hasard.uniform(0, 0.2)
            while (reste := fin - time.monotonic()) > 0:
                pseudo.lire(reste)
            return
        self.brouillon = (self.brouillon[0], tape)
        fin = time.monotonic() + 10
        while self.relire_place().brouillons.get(self.brouillon[0]) != tape:
            assert time.monotonic() < fin, f"no draft of {self.brouillon}"
            pseudo.lire(0.02)

    def relire_place(self) -> Place:
        self.place = lire(chemin_reprise(self.id), Reprise).places.get("constat", Place())
        return self.place


def test_kills_and_the_visit_goes_on(visite: Visite, referentiel: Referentiel) -> None:
    hasard = random.Random(20130530)
    speciales = {*TABLEAUX, COLLE, *REPARTITIONS, *REPRIS, *NOTES, *PAGES, "menages_vulnerables"}
    simples = [q for q in visite.voulus if q not in speciales and referentiel.questionnaire.questions[q].type in
               ("choix", "niveau", "oui_non", "entier", "choix_multiple", "date")]  # type: ignore[attr-defined]  # fmt: skip
    with Dossier.ouvrir(visite.fichier) as dossier:
        fil = Fil(visite, hasard, _coups(hasard, simples), dossier.id)
    morts, debut = 0, time.monotonic()
    while not _une_seance(fil, referentiel, premiere=not morts):
        morts += 1
    assert morts == TIRS, fil.coups
    assert visite.relire() == visite.voulus
    print(f"\n{morts} arrêts, {len(fil.faites)} réponses, {time.monotonic() - debut:.1f} s")


def _une_seance(fil: Fil, referentiel: Referentiel, *, premiere: bool) -> bool:
    """From opening to the next blow; True once all is answered."""
    pseudo = Pseudo(["remplir", fil.visite.fichier.name, "--volet", "constat"], fil.visite.fichier.parent)
    hand = Hand(pseudo, referentiel.questionnaire)
    hand.deja, hand.brouillons = fil.visite.relire(), fil.relire_place().brouillons
    hand.ouvrir()
    reste = [q for q in fil.visite.voulus if q not in fil.faites]
    if not premiere:
        _reprendre(fil, hand, reste[0])
    pseudo.temoin = lambda ecran: _retenir(fil, hand, ecran)
    pseudo.meche = lambda octets: fil.frapper(pseudo, hand, octets)
    pseudo.repos = lambda tape: fil.reposer(pseudo, tape)
    try:
        for question in reste:
            fil.visite.donner(hand, question)
            fil.faites.append(question)
        pseudo.taper("ctrl+q")
    except Tue:
        _verifier(fil, hand)
        return False
    assert pseudo.finir() == 0
    return True


def _retenir(fil: Fil, hand: Hand, ecran: list[str]) -> None:
    fil.vue = hand.montree(ecran) or fil.vue


def _verifier(fil: Fil, hand: Hand) -> None:
    """The file opens, its chain holds, and all that the screen acknowledged is in it."""
    lus, voulus = fil.visite.relire(), fil.visite.voulus
    assert executer(["verifier", str(fil.visite.fichier)]) == 0
    assert {q: lus[q] for q in fil.faites} == {q: voulus[q] for q in fil.faites}
    question, quoi = hand.ou
    lu, voulu, acquis = lus.get(question, Voulu(NON_RENSEIGNEE)), voulus[question], hand.acquis[question]
    assert "note" not in acquis or lu.annotation == voulu.annotation
    assert "valeur" not in acquis or lu.reponse.valeur == voulu.reponse.valeur
    assert "motif" not in acquis or lu.reponse.motif == voulu.reponse.motif
    lignes = lu.reponse.valeur if isinstance(lu.reponse.valeur, tuple) else ()
    for i, cases in enumerate(hand.cases):
        assert not cases or cases.items() <= dict(lignes[i]).items(), (quoi, cases, lignes)  # type: ignore[arg-type]


def _reprendre(fil: Fil, hand: Hand, en_cours: str) -> None:
    """One is where one was, or one question off where a key was under way; what was typed at rest is there as a draft."""
    pseudo = hand.pseudo
    montree = hand.montree(pseudo.ecran)
    assert montree
    for touche in ("up", "down", "down"):  # the question before, then the one after
        if hand.montree(pseudo.ecran) in (fil.vue, en_cours):
            break
        avant = hand.montree(pseudo.ecran)
        pseudo.taper(touche)
        pseudo.attendre(lambda e, avant=avant: hand.montree(e) not in (avant, None, ""), f"another question than {avant}")
    assert hand.montree(pseudo.ecran) in (fil.vue, en_cours), f"one question away from {fil.vue}, not {montree}"
    if fil.brouillon is not None:
        cle, texte = fil.brouillon
        assert fil.place.brouillons[cle] == texte
        pseudo.voir("non enregistré", texte[:10])
        fil.brouillon = None
