"""F7 under the keys: what differs row by row, the next without a reason, taking over, notes, and back to the same line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Ligne as Rangee
from evaluator.dossier.reponses import Reponse
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import QuestionRepartition
from evaluator.ui.preferences import Preferences
from evaluator.ui.screens.contradictoire import EcranContradictoire
from evaluator.ui.session import Session
from evaluator.ui.texte.contradictoire import FILTRES, compte_en_mots, contradictoire_en_entrees, ecart_en_lignes
from evaluator.ui.texte.differences import differences_en_lignes, en_bref
from evaluator.ui.texte.fermeture import marque, raison
from evaluator.ui.texte.lignes import Ligne, brut, largeur, tout

from .conftest import Banc, Ouvrir, presser

LARGEURS = (46, 58, 77, 110)


def nu(lignes: list[Ligne]) -> str:
    return " ".join(tout(lignes).split())


def tableau(*lignes: Rangee) -> Reponse:
    return Reponse("renseignee", lignes)


def sur(b: Banc) -> EcranContradictoire:
    assert isinstance(b.app.screen, EcranContradictoire)
    return b.app.screen


# — what differs —————————————————————————————————————————————————————————————————————————————————————————————


def test_rows_say_which_cells_differ_and_a_shared_unit_once(referentiel: Referentiel) -> None:
    q = referentiel.questionnaire.questions["cofinancements"]
    declaree = tableau(
        {"financeur": "departement", "montant": Fraction(12000), "statut": "acquis"}, {"financeur": "caf", "montant": 5}
    )
    trouvee = tableau({"financeur": "departement", "montant": Fraction(9000)}, {"financeur": "region", "objet": "gls"})
    vu = nu(differences_en_lignes(q, declaree, trouvee, 110)).replace("\u202f", " ").replace("\u00a0", " ")
    assert "3 financements diffèrent, déclaré → constaté" in vu
    assert "≠ Conseil départemental · Montant : 12 000 → 9 000 € ; Statut : Acquis → vide" in vu
    assert "− CAF · déclaré seulement ; Montant : 5 €" in vu
    assert "+ Conseil régional · constaté seulement ; Objet : GLS" in vu


def test_a_distribution_says_the_categories_that_differ_and_its_total(referentiel: Referentiel) -> None:
    q = next(q for q in referentiel.questionnaire.questions.values() if isinstance(q, QuestionRepartition))
    a, b = q.categories[0], q.categories[1]
    declaree, trouvee = (Reponse("renseignee", v) for v in ({a.id: 3, b.id: 4}, {a.id: 3, b.id: 1}))
    vu = nu(differences_en_lignes(q, declaree, trouvee, 110))
    assert "1 élément diffère" in vu
    assert f"≠ {' '.join(b.libelle.split())} · 4 → 1" in vu
    assert a.libelle not in vu
    assert nu([((en_bref(q, declaree, trouvee), ""),)]).startswith("total 7")
    assert differences_en_lignes(q, declaree, Reponse("ne_sait_pas"), 110) == []


def test_what_only_the_service_is_asked_asks_for_no_reason(dossiers_exemples: Path) -> None:
    s = Session(Dossier.ouvrir(dossiers_exemples / "quai-solveig.agls"), "constat")
    lignes = {i: brut(x) for i, x in contradictoire_en_entrees(s, s.comparaison, 77) if i}
    assert "sans motif" not in lignes["e:derogation_motif"]
    dits = [i.removeprefix("e:") for i, x in lignes.items() if "! sans motif" in x]
    assert sorted(dits) == sorted(s.comparaison.sans_motif)


@pytest.mark.parametrize("cellules", LARGEURS)
def test_every_difference_and_every_list_fits(dossiers_exemples: Path, cellules: int) -> None:
    for nom in ("pre-sorbier.agls", "quai-solveig.agls"):
        s = Session(Dossier.ouvrir(dossiers_exemples / nom), "constat")
        lignes = [x for e in s.comparaison.desaccords for x in ecart_en_lignes(s, e, cellules)]
        for filtre in FILTRES:
            lignes += [x for _, x in contradictoire_en_entrees(s, s.comparaison, cellules, filtre)]
        trop = [brut(x) for x in lignes if largeur(x) > cellules]
        assert not trop, trop


def test_a_price_stopped_by_a_limit_says_so(dossiers_exemples: Path) -> None:
    """Pré-Sorbier: 24 300 € of cost less 6 000 € leave 18 300 €; 18 300 − 16 726 = 1 574 €, whatever the score."""
    s = Session(Dossier.ouvrir(dossiers_exemples / "pre-sorbier.agls"), "constat")
    par_question = {e.question: e for e in s.comparaison.desaccords}
    arretes = {q for q, e in par_question.items() if e.arret == "cout_net"}
    assert {q for q, e in par_question.items() if e.prix.montant == -1574} <= arretes
    assert par_question["menages_vulnerables"].arret is None  # −1 037 €: the rate still rules
    vu = nu([x for _, x in contradictoire_en_entrees(s, s.comparaison, 77)]).replace("\u202f", " ")
    assert vu.count("(coût net)") == len(arretes)


def test_the_count_is_of_differences_of_those_without_a_reason_and_of_those_to_be_found(
    dossiers_exemples: Path, session: Session
) -> None:
    s = Session(Dossier.ouvrir(dossiers_exemples / "pre-sorbier.agls"), "constat")
    ecarts, sans = len(s.comparaison.desaccords), len(s.comparaison.sans_motif)
    assert compte_en_mots(s.comparaison) == f"{ecarts} écarts, {sans} sans motif"
    assert compte_en_mots(session.comparaison) == "aucun écart"
    session.dossier.repondre("menages_vulnerables", "auto_evaluation", Reponse("renseignee", 3, "document"))
    assert compte_en_mots(Session(session.dossier, "constat").comparaison) == "1 écart, 1 à constater"


# — under the keys ———————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.asyncio
async def test_next_without_a_reason_then_the_question_then_back_to_the_same_line(ouvrir: Ouvrir, sorbier: Path) -> None:
    async with ouvrir(sorbier, volet="auto_evaluation") as b:
        await presser(b, "f7")
        sans = b.session.comparaison.sans_motif
        assert f"{len(sans)} sans motif" in b.vu("#titre")
        await presser(b, "tab", "tab")
        assert sur(b).liste.choisie == f"e:{sans[1]}"
        await presser(b, "f")
        assert len([i for i, _ in sur(b).liste._entrees if i]) == len(sans)
        await presser(b, "enter")
        assert (b.session.courante, b.session.volet) == (sans[1], "constat")
        await presser(b, "escape")
        assert sur(b).liste.choisie == f"e:{sans[1]}"
        assert sur(b).filtre == "sans_motif"


@pytest.mark.asyncio
async def test_the_declared_value_is_taken_over_at_the_second_press_only(ouvrir: Ouvrir, sorbier: Path) -> None:
    async with ouvrir(sorbier, volet="constat") as b:
        await presser(b, "f7")
        question = (sur(b).liste.choisie or "").removeprefix("e:")
        trouvee = b.reponse(question, "constat")
        await presser(b, "a", "down", "up", "a")  # moved in between: asked again
        assert b.reponse(question, "constat") == trouvee
        await presser(b, "a")
        assert b.reponse(question, "constat").valeur == b.reponse(question, "auto_evaluation").valeur != trouvee.valeur
        assert b.session.desaccord(question) is None
        b.session.annuler()
        assert b.reponse(question, "constat") == trouvee


@pytest.mark.asyncio
async def test_a_reason_left_and_a_note_left_are_drafts(ouvrir: Ouvrir, sorbier: Path) -> None:
    async with ouvrir(sorbier, volet="constat") as b:
        await presser(b, "f7", "tab")
        question = (sur(b).liste.choisie or "").removeprefix("e:")
        await presser(b, "t", "v", "u", "escape")
        assert b.session.brouillons_de("constat") == {f"motif:{question}": "vu"}
        assert b.reponse(question, "constat").motif is None
        await presser(b, "t", "enter")
        assert b.session.brouillons_de("constat") == {}
        assert b.reponse(question, "constat").motif == "vu"
        avant = b.session.dossier.annotation(question, "constat").note
        await presser(b, "c", "x", "escape")
        assert b.session.brouillons_de("constat") == {f"note:{question}": f"{avant}x"}
        await presser(b, "c", "ctrl+s")
        assert b.session.dossier.annotation(question, "constat").note == f"{avant}x"
        assert b.session.brouillons_de("constat") == {}


@pytest.mark.asyncio
async def test_a_closed_dossier_offers_no_key_that_writes_and_says_why(ouvrir: Ouvrir, sorbier: Path) -> None:
    with Dossier.ouvrir(sorbier, ecriture=True) as dossier:
        dossier.cloturer(motif="dossier retiré")
        assert "! clos le" in marque(dossier)[0][0]
        assert "pour le rouvrir" in raison(dossier)
        evenements = dossier.evenements
    async with ouvrir(sorbier, volet="constat") as b:
        b.aller("nb_logements")
        for touche in ("enter", "9"):
            await presser(b, touche)
            assert "✗ dossier clos le" in b.vu("#message")  # before anything is typed for nothing
            assert "SAISIE" not in b.vu("#barre")
        await presser(b, "f7")
        assert "clos le" in b.vu("#titre")
        assert all(mot not in b.vu("#barre") for mot in ("t motif", "reprendre", "note", "à vérifier"))
        for touche in ("t", "a", "a", "c", "r"):
            await presser(b, touche)
            assert "rien ne s’y écrit" in " ".join(b.vu("#message").split())
        await presser(b, "escape", "f8")
        assert "rouvrir" in b.vu("#barre")
        assert all(mot not in b.vu("#barre") for mot in ("saisir", "enregistrer", "clôture"))
        assert "Décision à enregistrer" not in b.vu("#liste")
        await presser(b, "f10", "c", "delete")
        assert b.session.dossier.evenements == evenements


def test_hidden_scores_hide_the_order_of_prices_in_either_volet(dossiers_exemples: Path) -> None:
    """From the self-assessment too, where a question of the constat alone is not among those one walks through."""
    with Dossier.ouvrir(dossiers_exemples / "quai-solveig.agls") as dossier:
        for volet in ("auto_evaluation", "constat"):
            session = Session(dossier, volet, preferences=Preferences(scores_visibles=False))  # type: ignore[arg-type]
            entrees = contradictoire_en_entrees(session, session.comparaison, 79)
            questions = [i.partition(":")[2] for i, _ in entrees if i and i.startswith("e:")]
            assert "€" not in tout([ligne for _, ligne in entrees])
            assert questions == sorted(questions, key=list(session.parcours.numeros).index)
            assert len(questions) == len(session.comparaison.desaccords)
