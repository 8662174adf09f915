"""The tables of keys: no key twice, everything said is bound, no key that a French keyboard makes hard."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.binding import Binding

from evaluator.ui import keys
from evaluator.ui.app import AglsApp
from evaluator.ui.screens.accueil import EcranAccueil
from evaluator.ui.screens.aide import EcranAide
from evaluator.ui.screens.auteur import EcranAuteur
from evaluator.ui.screens.base import Ecran
from evaluator.ui.screens.bienvenue import EcranBienvenue
from evaluator.ui.screens.cloture import EcranCloture
from evaluator.ui.screens.commandes import EcranCommandes
from evaluator.ui.screens.contradictoire import EcranContradictoire
from evaluator.ui.screens.copie import EcranCopie
from evaluator.ui.screens.decision import EcranDecision
from evaluator.ui.screens.ensemble import EcranEnsemble
from evaluator.ui.screens.evaluation import EcranEvaluation
from evaluator.ui.screens.fichier import EcranFichier
from evaluator.ui.screens.leviers import EcranLeviers
from evaluator.ui.screens.manquants import EcranManquants
from evaluator.ui.screens.observations import EcranObservations
from evaluator.ui.screens.pieces import EcranPieces
from evaluator.ui.screens.pourquoi import EcranPourquoi
from evaluator.ui.screens.rapport import EcranRapport
from evaluator.ui.screens.recherche import EcranRecherche
from evaluator.ui.screens.repartition import EcranRepartition
from evaluator.ui.screens.resultats import EcranResultats
from evaluator.ui.screens.tableau import EcranTableau
from evaluator.ui.screens.texte import EcranTexte
from evaluator.ui.texte.aide import touches_en_lignes
from evaluator.ui.texte.lignes import brut, largeur, tout

ECRANS: list[type[Ecran[object]]] = [
    EcranAccueil, EcranAide, EcranEvaluation, EcranManquants, EcranRapport, EcranRecherche, EcranRepartition,
    EcranResultats, EcranTableau, EcranTexte, EcranPourquoi, EcranLeviers, EcranContradictoire, EcranDecision, EcranCloture,
    EcranEnsemble, EcranAuteur, EcranBienvenue, EcranCommandes, EcranCopie, EcranPieces,
    EcranFichier, EcranObservations,
]  # type: ignore[list-item]  # screens with different results  # fmt: skip


@pytest.mark.parametrize("ecran", ECRANS)
def test_each_listed_key_does_its_listed_action(ecran: type[Ecran[object]]) -> None:
    liees: dict[str, str] = {}
    for classe in reversed(ecran.__mro__):
        for liaison in Binding.make_bindings(classe.__dict__.get("BINDINGS", [])):
            liees[liaison.key] = liaison.action
    for touche in ecran.TOUCHES:
        for cle in Binding.make_bindings(keys.liaisons([touche])):
            assert liees[cle.key] == touche.action
            ou, nom = (AglsApp, touche.action[4:]) if touche.action.startswith("app.") else (ecran, touche.action)
            assert hasattr(ou, f"action_{nom.split('(')[0]}"), nom


@pytest.mark.parametrize("ecran", ECRANS)
def test_no_key_twice(ecran: type[Ecran[object]]) -> None:
    comptes = Counter(t for touche in ecran.TOUCHES for t in touche.touches)
    assert [t for t, n in comptes.items() if n > 1] == []


def test_keys_that_need_alt_gr_are_not_used() -> None:
    toutes = {t for ecran in ECRANS for touche in ecran.TOUCHES for t in touche.touches}
    assert not toutes & set("[]{}@#|\\~") | toutes & {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "f11"}


def test_the_digit_row_works_without_shift_on_azerty() -> None:
    assert [keys.chiffre(n)[1] for n in range(1, 11)] == list("&é\"'(-è_çà")


def test_help_lists_every_key_of_the_evaluation() -> None:
    vu = tout(touches_en_lignes(keys.EVALUATION, 79))
    for touche in keys.EVALUATION:
        if not touche.action.startswith("choisir("):
            assert touche.affiche in vu
    for jumelle in keys.AZERTY.values():
        assert jumelle in vu


def test_the_bar_fits_and_keeps_the_first_keys() -> None:
    indices = [(t.affiche, t.court) for t in keys.EVALUATION if t.court]
    for cellules in (80, 120, 200):
        lignes = keys.barre(indices, cellules, 2, "PARCOURS")
        assert all(largeur(ligne) <= cellules + 2 for ligne in lignes)
        assert "PARCOURS" in brut(lignes[0])
        assert indices[0][0] in brut(lignes[0])
