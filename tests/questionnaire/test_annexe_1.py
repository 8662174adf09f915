"""The shipped questionnaire asks what annex I of the circulaire says, under the ids that scripts and services rely on."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from evaluator import resources
from evaluator.questionnaire.load import Referentiel, lire_questionnaire
from evaluator.questionnaire.models import (
    QuestionChoix,
    QuestionNiveau,
    QuestionNombre,
    QuestionRepartition,
    QuestionTableau,
)

POINTS_ATTENTION = {"A1": 5, "A2": 3, "A3": 3, "A4": 2}
INDICATEURS = {"A1": 3, "A2": 3, "A3": 5, "A4": 2}

# The ids that the documentation promises for ever: type, and whether both volets share the value.
PROMISES = {
    "residence_id": ("texte", True),
    "residence_nom": ("texte", True),
    "gestionnaire_nom": ("texte", True),
    "gestionnaire_siret": ("texte", True),
    "commune_insee": ("texte", True),
    "departement": ("texte", True),
    "nb_logements": ("entier", True),
    "nb_places": ("entier", True),
    "conventions_apl": ("tableau", True),
    "exercice": ("entier", True),
    "type_demande": ("choix", True),
    "montant_demande": ("montant", True),
    "agls_n1_accordee": ("montant", True),
    "agls_n1_consommee": ("montant", True),
    "pse_caf_n1": ("montant", True),
    "type_structure": ("choix", True),
    "nb_menages": ("entier", True),
    "derogation_demandee": ("oui_non", True),
    "derogation_taux": ("decimal", True),
    "derogation_motif": ("texte", False),
    "cout_gls": ("montant", False),
    "cout_gls_n1": ("montant", False),
    "cofinancements": ("tableau", False),
    "equipe": ("tableau", False),
    "actions": ("tableau", False),
    "sorties": ("repartition", False),
    "conseil_concertation": ("oui_non", False),
    "taux_reservation": ("decimal", False),
}
OPTIONS = {
    "type_demande": ["premiere", "renouvellement", "revision"],
    "type_structure": ["residence_sociale", "residence_sociale_ex_ftm", "residence_sociale_fjt", "pension_de_famille",
                       "residence_accueil", "logement_foyer_non_transforme", "rhvs", "autre"],
}  # fmt: skip
COLONNES = {
    "conventions_apl": ["numero", "date", "logements"],
    "cofinancements": ["financeur", "nature", "objet", "montant", "statut", "pluriannuel", "poste_finance"],
    "equipe": ["poste_id", "fonction", "etp_total", "etp_gls", "etp_agls", "qualification", "partage", "part_residence"],
    "actions": ["intitule", "mission", "mode", "prevue", "objectif", "realisee", "preuve", "beneficiaires", "frequence"],
}
OPTIONS_COLONNES = {
    ("cofinancements", "objet"): ["gls", "accompagnement_social", "fonctionnement", "investissement"],
    ("cofinancements", "statut"): ["acquis", "demande"],
    ("equipe", "qualification"): ["diplome_social", "formation_gls", "experience", "aucune", "non_connue"],
    ("actions", "mission"): ["gls1", "gls2", "gls3", "gls4"],
    ("actions", "mode"): ["individuelle", "collective"],
    ("actions", "preuve"): ["document", "observation", "aucune"],
}


def test_size(referentiel: Referentiel) -> None:
    q = referentiel.questionnaire
    assert 60 <= len(q.questions) <= 120
    assert len(q.vigilances) >= 25
    assert q.lu.id == "agls-annexe-1"


@pytest.mark.parametrize("axe", POINTS_ATTENTION)
def test_every_point_of_attention_and_indicator_is_cited(axe: str, referentiel: Referentiel) -> None:
    q = referentiel.questionnaire
    attendus = [f"{axe}-PA{n}" for n in range(1, POINTS_ATTENTION[axe] + 1)]
    assert next(a for a in q.lu.axes if a.id == axe).points_attention == tuple(attendus)
    assert [i.id for i in q.lu.indicateurs if i.axe == axe] == [f"{axe}-IND{n}" for n in range(1, INDICATEURS[axe] + 1)]
    cites = {c for question in q.questions.values() for c in question.clauses}
    assert set(attendus) <= cites
    assert {f"{axe}-IND{n}" for n in range(1, INDICATEURS[axe] + 1)} <= cites
    for clause in attendus:
        assert referentiel.textes[clause].citation


def test_an_indicator_shows_something(referentiel: Referentiel) -> None:
    for indicateur in referentiel.questionnaire.lu.indicateurs:
        assert indicateur.id in indicateur.clauses
        assert indicateur.valeur or indicateur.details


def test_what_is_scored_is_what_the_model_says(referentiel: Referentiel) -> None:
    dimensions: dict[str, set[str]] = {}
    for n in referentiel.questionnaire.notations:
        dimensions.setdefault(n.indicateur, set()).add(n.dimension)
    besoin, reponse = {"besoin"}, {"reponse"}
    assert dimensions == {
        "A1-IND1": besoin, "A1-IND2": besoin, "A1-IND3": reponse, "A2-IND1": reponse, "A2-IND2": reponse, "A2-IND3": reponse,
        "A3-IND1": reponse, "A3-IND2": reponse, "A3-IND3": reponse, "A4-IND1": reponse}  # fmt: skip


@pytest.mark.parametrize("nom", PROMISES)
def test_promised_ids(nom: str, referentiel: Referentiel) -> None:
    question = referentiel.questionnaire.questions[nom]
    assert (question.type, question.commun) == PROMISES[nom]  # type: ignore[attr-defined]
    if nom in OPTIONS:
        assert isinstance(question, QuestionChoix)
        assert [o.id for o in question.options] == OPTIONS[nom]
    if nom in COLONNES:
        assert isinstance(question, QuestionTableau)
        assert [c.id for c in question.colonnes] == COLONNES[nom]


@pytest.mark.parametrize(("tableau", "colonne"), OPTIONS_COLONNES)
def test_promised_options_of_columns(tableau: str, colonne: str, referentiel: Referentiel) -> None:
    question = referentiel.questionnaire.questions[tableau]
    assert isinstance(question, QuestionTableau)
    trouvee = next(c for c in question.colonnes if c.id == colonne)
    assert [o.id for o in trouvee.options] == OPTIONS_COLONNES[tableau, colonne]


def test_promised_details(referentiel: Referentiel) -> None:
    questions = referentiel.questionnaire.questions
    assert questions["derogation_motif"].volet == "constat"
    assert questions["agls_n1_accordee"].si
    assert "premiere" in questions["agls_n1_accordee"].si
    logements, reservation, taux = (questions[n] for n in ("nb_logements", "taux_reservation", "derogation_taux"))
    assert isinstance(logements, QuestionNombre)
    assert isinstance(reservation, QuestionNombre)
    assert isinstance(taux, QuestionNombre)
    assert logements.min == 1
    assert (reservation.unite, reservation.max) == ("%", 100)
    assert (taux.unite, taux.max) == ("%", 20)
    equipe = questions["equipe"]
    assert isinstance(equipe, QuestionTableau)
    part = next(c for c in equipe.colonnes if c.id == "part_residence")
    assert (part.min, part.max) == (0, 100)
    for nom in ("type_structure", "nb_logements", "exercice", "cofinancements"):
        assert questions[nom].sans_objet == "refuse"
    cles = {c.id for c in questions["actions"].colonnes if c.cle}  # type: ignore[attr-defined]
    assert cles == {"mission", "mode"}


def test_every_question_helps_cites_and_says_when(referentiel: Referentiel) -> None:
    sections = lire_questionnaire(resources.dossier_livre(resources.QUESTIONNAIRES) / "annexe_1").arbre["sections"]
    ecrites = {question["id"]: question for section in sections for question in section["questions"]}
    for nom, question in referentiel.questionnaire.questions.items():
        assert question.aide, nom
        assert question.clauses, nom
        assert "visite" in ecrites[nom], nom
        assert question.court, nom
        assert question.libelle.rstrip().endswith("?"), nom


def test_the_four_anchors_of_a_level_differ(referentiel: Referentiel) -> None:
    niveaux = [q for q in referentiel.questionnaire.questions.values() if isinstance(q, QuestionNiveau)]
    assert len(niveaux) >= 5
    textes = [t for q in niveaux for t in q.niveaux]
    assert len(set(textes)) == len(textes)  # none is copied from another question


def test_the_words_of_the_circulaire(referentiel: Referentiel) -> None:
    q = referentiel.questionnaire
    vulnerabilites = q.questions["vulnerabilites"]
    assert isinstance(vulnerabilites, QuestionRepartition)
    assert [c.id for c in vulnerabilites.categories] == [
        "isolement_social", "isolement_familial", "souffrance_psychique", "precarite_economique", "meconnaissance_droits",
        "autre"]  # fmt: skip  # the five of C-I-vuln, whose list is open
    assert "C-I-vuln" in vulnerabilites.clauses
    cites = {c for question in q.questions.values() for c in question.clauses}
    assert {"C-III-1", "C-III-2", "C-III-3", "C-III-4", "C-III-PIA", "C-III-SIAO"} <= cites
    tout = " ".join(f"{x.libelle} {x.aide}" for x in q.questions.values())
    assert "SIAO" in tout
    assert [c for c in q.vigilances if "C-III-PIA" in c.lu.clauses]
    assert [c for c in q.vigilances if "C-III-SIAO" in c.lu.clauses]


def test_vigilances(referentiel: Referentiel) -> None:
    vigilances = {v.lu.id: v.lu for v in referentiel.questionnaire.vigilances}
    structures = [*OPTIONS["type_structure"][3:], "residence_sociale'"]
    exclues = {nom for v in vigilances.values() if v.gravite == "ineligible" for nom in structures if nom in v.si}
    assert exclues == {"pension_de_famille", "residence_accueil", "logement_foyer_non_transforme", "rhvs"}
    assert {v.gravite for v in vigilances.values()} == {
        "ineligible", "imperatif", "majeure", "mineure", "information", "opportunite"}  # fmt: skip
    assert [v.clauses for v in vigilances.values() if v.gravite == "opportunite"] == [("C-IV-b-acces",)]
    grille = referentiel.grille.lue
    imperatifs = [v for v in vigilances.values() if v.gravite == "imperatif"]
    assert 1 <= len(imperatifs) + sum(p.gravite == "imperatif" for p in grille.planchers) <= 6
    assert {p.id: (p.element, float(p.minimum), p.gravite) for p in grille.planchers} == {
        "V-PLANCHER-REPONSE": ("reponse", 0.35, "imperatif"), "V-PLANCHER-BESOIN": ("besoin", 0.2, "mineure")}  # fmt: skip


@pytest.mark.parametrize(
    ("logements", "plafond"),
    [(1, 12200), (49, 12200), (50, 20400), (51, 20400), (99, 20400), (100, 20400), (101, 25000), (199, 25000), (200, 25000),
     (500, 25000)],
)  # fmt: skip
def test_ceilings(logements: int, plafond: int, referentiel: Referentiel) -> None:
    bareme = referentiel.baremes.pour(2024)
    assert bareme is not None
    assert bareme.plafond(logements) == plafond
    assert bareme.plafonds_entre(logements, logements) == (plafond, plafond)


def test_regimes(referentiel: Referentiel) -> None:
    baremes = referentiel.baremes
    assert baremes.pour(2012) is None
    noms = {annee: bareme.id for annee in (2013, 2024, 2025, 2040) if (bareme := baremes.pour(annee))}
    assert noms == {2013: "agls-2013", 2024: "agls-2013", 2025: "agls-2025", 2040: "agls-2025"}
    assert baremes.dernier_plafond.id == "agls-2013"
    ancien = baremes.dernier_plafond
    assert ancien.plafonds_entre(1, None) == (12200, 25000)
    assert ancien.plafonds_entre(49, 50) == (12200, 20400)
    assert ancien.plafonds_entre(50, 100) == (20400, 20400)
    assert ancien.derogation is not None
    assert (ancien.derogation.a_partir_de, float(ancien.derogation.taux_max)) == (200, 0.2)
    nouveau = baremes.pour(2025)
    assert nouveau is not None
    assert nouveau.tranches == ()  # its amounts are not known to the tool
    assert nouveau.complement_fjt is not None
    assert float(nouveau.complement_fjt.taux) == 0.3


def test_the_default_grid(referentiel: Referentiel) -> None:
    grille = referentiel.grille
    assert {a: int(p) for a, p in grille.lue.poids_axes.items()} == POINTS_ATTENTION
    assert not grille.adoptee
    courbe = grille.lue.modulation.courbe
    assert [courbe.en(F(x, 100)) for x in (0, 35, 50, 65, 80, 100)] == [0, 0, F(1, 3), F(2, 3), 1, 1]
    assert grille.lue.completude_min == F(4, 5)
    assert (grille.lue.sans_objet.maximum, grille.lue.declaratif.maximum) == (F(1, 5), F(1, 5))
    assert dict(grille.lue.plafonnements) == {"imperatif": "reserve", "majeure": "favorable_avec_reserves"}
