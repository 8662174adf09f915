"""What the explaining screens say, from values made by hand: trees, levers, prices, planes, the form of a decision."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.dossier.actes import Convention, Decision, Recommandation
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.evaluation.appuis import Appuis
from evaluator.evaluation.comparaison import Prix
from evaluator.evaluation.leviers import Changement, Levier, Leviers
from evaluator.evaluation.pourquoi import Pas
from evaluator.evaluation.quadrants import NomQuadrant, Plan, Quadrant
from evaluator.evaluation.result import Encadrement
from evaluator.evaluation.sans_objet import SansObjet, SansObjets
from evaluator.questionnaire.load import Referentiel
from evaluator.ui import formulaire
from evaluator.ui.session import Session
from evaluator.ui.texte import contradictoire
from evaluator.ui.texte.contradictoire import prix_en_mots
from evaluator.ui.texte.declare import declare_en_lignes
from evaluator.ui.texte.ensemble import appuis_en_lignes, ensemble_en_lignes, sans_objet_en_lignes
from evaluator.ui.texte.leviers import leviers_en_entrees, objectifs_de, retenu
from evaluator.ui.texte.lignes import Ligne, brut, largeur, tout
from evaluator.ui.texte.plan_besoin import plan_en_lignes, rang
from evaluator.ui.texte.pourquoi import Arbre, cle, ligne_de_pas, pas_en_lignes, place_de
from evaluator.ui.texte.reconciliation import reconciliation
from evaluator.ui.texte.resultats import resultats_en_entrees

F = Fraction
LARGEURS = (46, 58, 76, 110)


def nu(lignes: list[Ligne]) -> str:
    """Without styles, with ordinary spaces, on one line: as one reads."""
    return " ".join(tout(lignes).split())


@pytest.fixture(scope="module")
def exemples_lus(dossiers_exemples: Path) -> list[Session]:
    lues = []
    for chemin in sorted(dossiers_exemples.glob("*.agls")):
        lues += [Session(Dossier.ouvrir(chemin), "auto_evaluation"), Session(Dossier.ouvrir(chemin), "constat")]
    return lues


# — pourquoi ————————————————————————————————————————————————————————————————————————————————————————————————

REPONSE = Pas("cout_gls", "Coût de la GLS", "41 000 €", etat="renseignée", reponse="41 000 €", source="document")
NET = Pas(
    "cout_net",
    "Coût net de la GLS",
    "29 000 €",
    calcul="41 000 € − 12 000 € = 29 000 €",
    origine="paramètre de l’outil",
    clauses=(("C-IV-c-cofin", "Cofinancements"),),
    enfants=(REPONSE, Pas("cofinancements", "Cofinancements acquis", "12 000 €")),
)
TAUX = Pas("taux", "Taux du plafond", "17/20 du plafond (85 %)", poids="1 part")
MONTANT = Pas("montant", "Montant proposé", "17 340 €", enfants=(TAUX, NET))


def test_the_tree_opens_step_by_step_and_goes_back() -> None:
    arbre = Arbre(MONTANT)
    assert arbre.montres() == [(), (0,), (1,)]
    assert arbre.ouvrir()  # open already: down to the first step below
    assert arbre.pas() is TAUX
    assert not arbre.ouvrir()  # nothing below
    arbre.place = (1,)
    assert arbre.ouvrir()
    assert arbre.montres() == [(), (0,), (1,), (1, 0), (1, 1)]
    arbre.place = (1, 1)
    arbre.fermer()  # nothing to close: up to what it makes
    assert arbre.pas() is NET
    arbre.fermer()
    assert arbre.montres() == [(), (0,), (1,)]
    arbre.fermer()
    assert arbre.place == ()
    arbre.fermer()
    assert arbre.place == ()


def test_the_tree_opens_on_any_step_and_all_at_once() -> None:
    arbre = Arbre(MONTANT)
    assert arbre.viser("cout_gls")
    assert arbre.place == (1, 0)
    assert (1, 0) in arbre.montres()
    assert not arbre.viser("inconnu")
    assert arbre.place == (1, 0)
    arbre.tout()
    assert len(arbre.montres()) == 5
    arbre.tout()  # closes all but the way to the step in hand
    assert arbre.montres() == [(), (0,), (1,), (1, 0), (1, 1)]
    assert all(place_de(cle(place)) == place for place in arbre.montres())


@pytest.mark.parametrize("cellules", LARGEURS)
def test_a_step_is_one_line_that_fits_with_its_result(cellules: int) -> None:
    arbre = Arbre(MONTANT)
    arbre.viser("cout_gls")
    lignes = [ligne_de_pas(arbre, place, cellules) for place in arbre.montres()]
    assert all(largeur(ligne) <= cellules for ligne in lignes)
    assert brut(lignes[0]).startswith("▾ Montant")
    assert brut(lignes[1]).startswith("  · Taux")
    assert brut(lignes[3]).endswith("41 000 €")


def test_a_step_says_its_operation_origin_clause_state_and_source() -> None:
    vu = nu(pas_en_lignes(NET, 76))
    for mots in (
        "41 000 € − 12 000 € = 29 000 €",
        "Origine paramètre de l’outil",
        "C-IV-c-cofin Cofinancements",
        "Repose sur",
    ):
        assert mots in vu
    vu = nu(pas_en_lignes(REPONSE, 76))
    assert "État renseignée" in vu
    assert "Source document" in vu


# — leviers —————————————————————————————————————————————————————————————————————————————————————————————————


def un_levier(n: int) -> Levier:
    un, deux = Reponse("renseignee", 1, "document"), Reponse("renseignee", 2, "document")
    changements = tuple(Changement("diagnostic_entree", f"Objectif {i}", un, deux, ("A2",)) for i in range(n))
    return Levier("avis", changements, "favorable", F(13, 20), 13600, 1200, F(1, 20))


def test_levers_name_each_change_and_the_effect_of_the_set(referentiel: Referentiel) -> None:
    leviers = Leviers(avis=(un_levier(2),), euros=(un_levier(1),), avis_vise="favorable", complet=False, evaluations=600)
    entrees = leviers_en_entrees(leviers, referentiel, [], 76)
    assert [ident for ident, _ in entrees if ident] == ["0.0", "0.1", "1.0"]
    vu = nu([ligne for _, ligne in entrees])
    assert "2 changements : +1 200 €" in vu
    assert "600 évaluations" in vu
    assert "retenu pour la clôture" not in vu


def test_a_set_kept_becomes_objectives_with_their_start_and_target(referentiel: Referentiel) -> None:
    levier = un_levier(2)
    objectifs = objectifs_de(levier, referentiel)
    assert [o.enonce for o in objectifs] == ["Objectif 0", "Objectif 1"]
    assert (objectifs[0].depart or "").startswith("niveau 1")
    assert (objectifs[0].cible or "").startswith("niveau 2")
    assert objectifs[0].clauses == ("A2",)
    assert retenu(levier, objectifs)
    assert not retenu(levier, objectifs[:1])
    vu = nu([ligne for _, ligne in leviers_en_entrees(Leviers(avis=(levier,)), referentiel, objectifs, 76)])
    assert "✓ retenu pour la clôture" in vu


def test_no_lever_says_why(referentiel: Referentiel) -> None:
    lignes = [
        ligne for _, ligne in leviers_en_entrees(Leviers(pourquoi_aucun="Le dossier est irrecevable."), referentiel, [], 76)
    ]
    assert nu(lignes) == "Le dossier est irrecevable."
    assert "aucun changement" in nu([ligne for _, ligne in leviers_en_entrees(Leviers(), referentiel, [], 76)])


# — prices ——————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("prix", "attendu"),
    [
        (Prix(F(-1, 40), F(-1, 40), -340, -340), "−0,0250 point, −340 €"),
        (Prix(F(0), F(0), 0, 0), "sans effet à elle seule"),
        (Prix(F(-1, 4), F(1, 4), -10, 20), "en bas −0,2500 point, −10 € ; en haut +0,2500 point, +20 €"),
        (Prix(F(1, 8), F(1, 8), None, None), "+0,1250 point, montant non borné"),
    ],
)
def test_prices_in_words(prix: Prix, attendu: str) -> None:
    assert prix_en_mots(prix).replace("\u00a0", " ") == attendu


def _euros(texte: str) -> int:
    """The whole euros at the end of a line."""
    bout = texte.replace("\u202f", "").replace("\u00a0", " ").removesuffix(" €").split(" ")[-1]
    return int(bout.replace("−", "-").replace("+", ""))


def test_the_lines_of_the_reconciliation_add_up_to_what_was_found(exemples_lus: list[Session]) -> None:
    """Read off the lines alone: declared + every line = found (19 800 € → 16 726 € for Pré-Sorbier)."""
    s = next(x for x in exemples_lus if x.dossier.nom == "pre-sorbier.agls")
    lignes = [brut(x) for x in reconciliation(s, s.comparaison, 76) if "€" in brut(x)]
    montants = [_euros(x) for x in lignes]
    assert (montants[0], montants[-1]) == (19800, 16726)
    assert montants[0] + sum(montants[1:-1]) == montants[-1]


def test_hidden_scores_hide_every_score_amount_and_price(exemples_lus: list[Session]) -> None:
    for s in exemples_lus:
        if s.volet != "constat":
            continue
        s.scores_visibles = False
        lignes = [ligne for _, ligne in contradictoire.contradictoire_en_entrees(s, s.comparaison, 76)]
        for ecart in s.comparaison.desaccords:
            s.courante = ecart.question
            prix = [x for x in declare_en_lignes(s, 76) if brut(x).startswith(" Prix")]
            assert not prix
            dits = contradictoire.ecart_en_lignes(s, ecart, 76)
            assert "scores cachés : h les montre" in nu([x for x in dits if brut(x).startswith(" Prix")])
        s.scores_visibles = True
        vu = nu(lignes)
        assert "scores cachés : h les montre" in vu
        assert "point" not in vu.replace("points", "")
        assert "€" not in vu


# — the plane ———————————————————————————————————————————————————————————————————————————————————————————————

NOMS: tuple[NomQuadrant, ...] = ("fort_forte", "fort_faible", "faible_forte", "faible_faible")
QUATRE = tuple(Quadrant(nom, f"Titre {i}", f"Lecture {i}.") for i, nom in enumerate(NOMS))


def un_plan(besoin: tuple[Fraction, Fraction], reponse: tuple[Fraction, Fraction], *possibles: int) -> Plan:
    vus = tuple(QUATRE[i] for i in possibles)
    return Plan(Encadrement(*besoin), Encadrement(*reponse), F(1, 2), F(1, 2), "defaut_outil", QUATRE, vus)


@pytest.mark.parametrize("seuil", [F(1, 2), F(1, 3), F(9, 10)])
def test_a_point_is_never_drawn_on_the_wrong_side_of_a_threshold(seuil: Fraction) -> None:
    bas, haut = 7, 5
    for n in range(1001):
        valeur = F(n, 1000)
        assert (rang(valeur, seuil, bas, haut) < bas) == (valeur < seuil)
        assert 0 <= rang(valeur, seuil, bas, haut) < bas + haut


def test_the_plane_shows_one_point_exactly_on_the_upper_side_of_the_threshold() -> None:
    lignes = [brut(x) for x in plan_en_lignes(un_plan((F(1, 2), F(1, 2)), (F(49, 100), F(49, 100)), 1), 76)]
    points = [x for x in lignes if "●" in x and "la résidence" not in x]
    assert len(points) == 1
    milieu = next(x for x in lignes if "┼" in x)
    assert points[0].index("●") == milieu.index("┼") + 1  # besoin at its threshold: just right of the line
    assert lignes.index(points[0]) == lignes.index(milieu) + 1  # réponse just under it: just below the line
    assert "▶ Titre 1" in points[0] + "".join(lignes)


def test_an_interval_is_a_rectangle_and_its_quadrants_are_named() -> None:
    lignes = [brut(x) for x in plan_en_lignes(un_plan((F(1, 5), F(4, 5)), (F(1, 5), F(4, 5)), 0, 1, 2, 3), 76)]
    assert sum(1 for x in lignes if "▒" in x) > 5
    assert all(f"▶ Titre {i}" in "\n".join(lignes) for i in range(4))
    assert "selon les réponses qui manquent" in " ".join(lignes)


@pytest.mark.parametrize("cellules", LARGEURS)
def test_overview_and_results_fit(exemples_lus: list[Session], cellules: int) -> None:
    for s in exemples_lus:
        lignes = ensemble_en_lignes(s.analyse, cellules)
        lignes += [x for _, x in resultats_en_entrees(s.evaluation, s.dossier.referentiel, cellules, s.analyse)]
        trop = [brut(x) for x in lignes if largeur(x) > cellules]
        assert not trop, trop


def test_every_figure_of_the_results_is_a_line_that_opens(exemples_lus: list[Session]) -> None:
    for s in exemples_lus:
        e = s.evaluation
        ouvrables = {i for i, _ in resultats_en_entrees(e, s.dossier.referentiel, 76, s.analyse) if i}
        attendus = {"montant", "taux", "global", "besoin", "reponse", *(a.id for a in e.axes), *(v.id for v in e.vigilances)}
        attendus |= {i.id for i in e.indicateurs if i.score}
        if e.modulation.montants.plafond is not None:
            attendus.add("plafond")
        assert attendus <= ouvrables


def test_supports_add_up_and_a_fragile_axis_is_said_in_words(referentiel: Referentiel) -> None:
    appuis = [
        Appuis("A1", {"declaratif": F(3, 4), "document": F(1, 4)}, True),
        Appuis(None, {"document": F(1)}, False),
    ]
    vu = tout(appuis_en_lignes(appuis, referentiel, 76)).replace("\u202f", " ")
    assert "75 %" in vu
    assert "! fragile" in vu
    assert "score élevé qui repose surtout sur la déclaration" in " ".join(vu.split())


def test_each_sans_objet_has_its_reason_and_weight(referentiel: Referentiel) -> None:
    liste = (SansObjet("mesures_mobilisees", "aucun besoin hors GLS", F(1, 20)), SansObjet("agrement", None, F(0)))
    vu = nu(
        sans_objet_en_lignes(SansObjets(liste, F(1, 20), Encadrement(F(1, 2), F(1, 2)), "reserve", 0, 0), referentiel, 76)
    )
    assert "5 % du score" in vu.replace("\u202f", " ")
    assert "aucun besoin hors GLS" in vu
    assert "hors du score" in vu
    assert "sans motif" in vu
    assert "0,5000 point" in vu


# — the decision ————————————————————————————————————————————————————————————————————————————————————————————

R = Recommandation("favorable", 17340, 17340, 17340, 20400, 12, "ab")
PLEIN = {"montant": "17 340 €", "nom": "A. Martin", "fonction": "cheffe de service", "date": "12/03/2025"}


def test_the_form_becomes_a_decision() -> None:
    textes = PLEIN | {"convention": "financiere", "debut": "01/04/2025", "reference": "2025-14", "motif": " "}
    decision, fautes = formulaire.lire(textes, R)
    assert fautes == []
    convention = Convention("financiere", date(2025, 4, 1), None, "2025-14")
    assert decision == Decision(
        17340, "A. Martin", "cheffe de service", date(2025, 3, 12), convention=convention, recommandation=R
    )


@pytest.mark.parametrize(
    ("change", "champ", "dit"),
    [
        ({"montant": "17 340,50"}, "montant", "n’est pas un nombre entier d’euros"),
        ({"montant": "beaucoup"}, "montant", "n’est pas un nombre entier d’euros"),
        ({"montant": ""}, "montant", "Montant accordé : à remplir"),
        ({"nom": "  "}, "nom", "Nom : à remplir"),
        ({"date": "demain"}, "date", "« demain » n’est pas une date"),
        ({"reference": "2025-14"}, "convention", "Convention : dites"),
    ],
)
def test_a_form_that_is_none_says_which_field(change: dict[str, str], champ: str, dit: str) -> None:
    decision, fautes = formulaire.lire(PLEIN | change, R)
    assert decision is None
    assert any(dit in faute.mots and faute.champ == champ for faute in fautes)


def test_the_form_starts_from_the_recommendation_then_from_the_decision_that_stands() -> None:
    jour = date(2025, 3, 12)
    depart = formulaire.prerempli(None, R, Auteur("A. Martin", "cheffe de service"), jour)
    assert depart == {"montant": "17340", "nom": "A. Martin", "fonction": "cheffe de service", "date": "12/03/2025"}
    decision, _ = formulaire.lire(PLEIN | {"montant": "9000", "motif": "budget", "convention": "objectifs"}, R)
    assert decision is not None
    repris = formulaire.prerempli(decision, R, Auteur(), date(2026, 1, 1))
    assert formulaire.lire(repris, R) == (decision, [])


def test_the_kinds_of_convention_turn_round() -> None:
    assert [formulaire.suivante(c) for c in ("", "objectifs", "financiere")] == ["objectifs", "financiere", ""]
