"""A local grid: what it changes is all that differs, and each change is listed once."""

from __future__ import annotations

import copy
from datetime import date
from fractions import Fraction as F
from pathlib import Path

import pytest
from msgspec.structs import replace

from evaluator.errors import FaultyInput
from evaluator.questionnaire.grille import Grille
from evaluator.questionnaire.load import Referentiel, assembler
from evaluator.questionnaire.quadrants import PlanLu
from tests.questionnaire.synthetic import SAIN, copier, remplacer, sain, sources

ENTETE = 'id: ddets-99\nversion: "1.0.0"\ntitre: "Grille de la DDETS 99"\nbase: defaut\n'


def locale(tmp: Path, suite: str) -> Referentiel:
    """The valid questionnaire under a grid of these lines."""
    dossier = copier(tmp)
    (dossier / "locale.yaml").write_text(ENTETE + suite, encoding="utf-8")
    return assembler(sources(dossier, locale=True))


def chemins(grille: Grille) -> list[str]:
    return [e.chemin for e in grille.ecarts]


def test_without_overlay_the_default_is_in_force() -> None:
    grille = sain().grille
    assert (grille.ecarts, grille.adoptee, grille.lue.id) == ((), False, "defaut")
    assert grille.origine("completude_min") == "defaut_outil"


def test_merged_values() -> None:
    lue, defaut = sain(locale=True).grille.lue, sain().grille.lue
    assert lue.poids_axes == {"A1": F(4), "A2": F(3)}  # one of two
    assert lue.completude_min == F(3, 4)
    assert lue.plafonnements == {"imperatif": "reserve", "majeure": "reserve"}
    assert [p.minimum for p in lue.planchers] == [F(2, 5), F(1, 5)]
    assert lue.planchers[0] == replace(defaut.planchers[0], minimum=F(2, 5))
    assert lue.sans_objet == replace(defaut.sans_objet, maximum=F(3, 10))
    assert lue.references["ref_etp"] == replace(defaut.references["ref_etp"], valeur=F(3, 5))
    assert lue.references["ref_reponse_faible"] == defaut.references["ref_reponse_faible"]
    assert (lue.avis, lue.modulation, lue.derogation, lue.declaratif) == (
        defaut.avis, defaut.modulation, defaut.derogation, defaut.declaratif)  # fmt: skip
    assert (lue.id, lue.questionnaire) == ("ddets-99", "essai")


def test_every_change_is_listed_once_and_nothing_else() -> None:
    grille = sain(locale=True).grille
    assert chemins(grille) == [
        "poids_axes.A1",
        "completude_min",
        "plafonnements.majeure",
        "planchers.V-PLANCHER-REPONSE",
        "sans_objet.maximum",
        "references.ref_etp",
    ]
    assert [(e.defaut, e.local) for e in grille.ecarts[:5]] == [
        ("5", "4"), ("0,80", "0,75"), ("favorable_avec_reserves", "reserve"),
        ("0,35", "0,40"), ("0,20", "0,30")]  # fmt: skip
    assert "0,5" in grille.ecarts[5].defaut
    assert "0,6" in grille.ecarts[5].local


def test_origins() -> None:
    grille = sain(locale=True).grille
    locaux = ["poids_axes.A1", "poids_axes", "completude_min", "references.ref_etp.valeur"]
    assert {c: grille.origine(c) for c in locaux} == dict.fromkeys(locaux, "local")
    for chemin in ("poids_axes.A2", "modulation.courbe", "references.ref_reponse_faible", "planchers.V-PLANCHER-BESOIN",
                   "poids_axes.A", "completude"):  # fmt: skip
        assert grille.origine(chemin) == "defaut_outil"


CHANGEMENTS = {
    "poids_axes: {A2: 9}": ["poids_axes.A2"],
    "poids_indicateurs: {A1-IND1: 3}": ["poids_indicateurs.A1-IND1"],
    "poids_notations: {publics: 2}": ["poids_notations.publics"],
    "notations: {protocole_impayes: {points: [0, 0, 1, 2]}}": ["notations.protocole_impayes"],
    "notations: {publics: {cible: 1}}": ["notations.publics"],
    "notations: {actions_prevues: {courbe: [[0, 0], [2, 1]]}}": ["notations.actions_prevues"],
    'modulation: {courbe: [["0,30", 0], ["0,80", 1]]}': ["modulation.courbe"],
    'sans_objet: {maximum: "0,10", gravite: mineure}': ["sans_objet.maximum", "sans_objet.gravite"],
    'declaratif: {maximum: "0,10"}': ["declaratif.maximum"],
    'planchers: {V-PLANCHER-BESOIN: "0,30", V-PLANCHER-REPONSE: "0,30"}':
        ["planchers.V-PLANCHER-REPONSE", "planchers.V-PLANCHER-BESOIN"],
    'references: {ref_etp: 1}': ["references.ref_etp"],
    "terme_cout_net: false": ["terme_cout_net"],
    'plan: {besoin: "0,60", reponse: "0,40"}': ["plan.besoin", "plan.reponse"],
    'plan: {quadrants: {fort_forte: {titre: "Autre"}}}': ["plan.quadrants.fort_forte.titre"],
    'plan: {quadrants: {fort_faible: {lecture: "x"}, faible_faible: {titre: "y", lecture: "z"}}}':
        ["plan.quadrants.fort_faible.lecture", "plan.quadrants.faible_faible.titre", "plan.quadrants.faible_faible.lecture"],
    'triangulation: {part: "0,40"}': ["triangulation.part"],
    'triangulation: {score: "0,70", part: "0,30"}': ["triangulation.score", "triangulation.part"],
    'forfait: {par_logement: 300, reference: "Circulaire du 9 mai 2025"}': ["forfait.par_logement", "forfait.reference"],
    'moduler_forfait: {valeur: true, reference: "Arrêté"}': ["moduler_forfait.valeur", "moduler_forfait.reference"],
    'derogation: {conditions: [{libelle: "Publics", si: "score_besoin ≥ 0,6"}]}': ["derogation.conditions"],
    "poids_axes: {A1: 5, A2: 3}": [],  # what is repeated as it is does not differ
    'completude_min: "0,80"': [],
    "notations: {}": [],
    'adoptee_par: "X"\nadoptee_le: 2026-01-01\nreference: "Y"': [],
}  # fmt: skip


@pytest.mark.parametrize("suite", CHANGEMENTS)
def test_one_change_one_line(suite: str, tmp_path: Path) -> None:
    grille = locale(tmp_path, suite).grille
    assert chemins(grille) == CHANGEMENTS[suite]
    defaut = sain().grille
    for champ in type(defaut.lue).__struct_fields__:
        change = any(c == champ or c.startswith(f"{champ}.") for c in chemins(grille))
        if champ not in ("id", "version", "titre", "adoptee_par", "adoptee_le", "reference"):
            assert (getattr(grille.lue, champ) != getattr(defaut.lue, champ)) == change, champ


@pytest.mark.parametrize("ecrit", ["0.80", '"80 %"', '"4/5"', '"0,8"'])
def test_the_same_value_written_otherwise_is_no_difference(ecrit: str, tmp_path: Path) -> None:
    assert locale(tmp_path, f"completude_min: {ecrit}").grille.ecarts == ()


def test_local_points_replace_those_of_the_questionnaire(tmp_path: Path) -> None:
    suite = (
        "notations:\n  protocole_impayes: {points: [0, 0, 1, 2]}\n  publics: {cible: 1}\n"
        "  actions_prevues: {courbe: [[0, 0], [2, 1]]}\n"
    )
    avant = {n.id: n for n in sain().questionnaire.notations}
    apres = {n.id: n for n in locale(tmp_path, suite).questionnaire.notations}
    assert avant.keys() == apres.keys()
    assert apres["protocole_impayes"].points == {"0": F(0), "1": F(0), "2": F(1, 2), "3": F(1)}
    assert avant["publics"].points == {"jeunes": F(1, 2), "ages": F(1, 2), "aucun": F(0)}
    assert apres["publics"].points == {"jeunes": F(1), "ages": F(1), "aucun": F(0)}
    assert apres["actions_prevues"].courbe is not None
    assert apres["actions_prevues"].courbe.en(F(1)) == F(1, 2)
    assert {n for n in avant if avant[n] != apres[n]} == {"protocole_impayes", "publics", "actions_prevues"}


@pytest.mark.parametrize(
    ("suite", "ligne", "mots"),
    [
        ("notations: {protocole_impayes: {points: [3, 0, 1, 2]}}", 5, "ne décroissent jamais"),
        ("notations: {protocole_impayes: {points: [0, 1]}}", 5, "« points » doit donner une valeur à chacun"),
        ("notations: {publics: {courbe: [[0, 0], [2, 1]]}}", 5, "se note par des « points »"),
        ("notations: {actions_prevues: {points: [0, 1, 2, 3]}}", 5, "se note par une « courbe »"),
        ("notations: {actions_prevues: {courbe: [[0, 1], [2, 0]]}}", 5, "doit garder son sens"),
        ("notations: {sorties: {cible: 2}}", 5, "« sorties » n'est pas une question notée"),
        ("notations: {public: {cible: 2}}", 5, "vouliez-vous dire « publics » ?"),
        ("poids_axes: {A1: -1}", 5, "un poids n'est pas négatif"),
        ("poids_axes: {A1: 0, A2: 0}", 5, "un poids au moins doit être positif"),
        ("completude_min: \"1,2\"", 5, "une part va de 0 à 1"),
        ("plan: {besoin: 0}", 5, "un seuil est supérieur à 0"),
        ('plan: {reponse: "1,01"}', 5, "un seuil est supérieur à 0 et va jusqu'à 1 ; trouvé : 1,01"),
        ("plan: {besoins: 1}", 5, "« besoins » : champ inconnu ici ; vouliez-vous dire « besoin » ?"),
        ("plan: {quadrants: {fort: {titre: x}}}", 5, "« fort » : champ inconnu"),
        ("plan: {quadrants: {fort_forte: x}}", 5, "groupe de « clé: valeur » attendu"),
        ("plan: {quadrants: {fort_forte: {clauses: [A0]}}}", 5, "« clauses » : champ inconnu"),
        ("plan: {quadrants: {fort_forte: {titre: \"\"}}}", 5, "texte vide"),
        ('triangulation: {part: "0 %"}', 5, "un seuil est supérieur à 0"),
        ("triangulation: {score: 2}", 5, "un seuil est supérieur à 0"),
        ("questionnaire: autre", 5, "champ inconnu"),
        ("planchers: [{id: x}]", 5, "« planchers » s'écrit"),
        ("vigilances: []", 5, "ne se change pas dans une grille"),
        ("plafonds: {}", 5, "un plafond de la circulaire ne se change pas"),
        ("recevabilite: {}", 5, "ne se change pas dans une grille"),
        ("references: {etp: 3}", 5, ""),
        ("derogation: {conditions: [{libelle: x, si: \"score_bezoin > 0\"}]}", 5, "vouliez-vous dire « score_besoin » ?"),
    ],
)  # fmt: skip
def test_what_a_local_grid_may_not_say(suite: str, ligne: int, mots: str, tmp_path: Path) -> None:
    with pytest.raises(FaultyInput) as erreur:
        locale(tmp_path, suite)
    assert [f for f in erreur.value.fautes if f.ligne == ligne and mots in f.message and "locale" in (f.fichier or "")]


def test_several_faults_of_a_local_grid_at_once(tmp_path: Path) -> None:
    with pytest.raises(FaultyInput) as erreur:
        locale(tmp_path, "tranches: []\nexclusions: []\ncompletude_mini: 1\nplanchers: {V-X: 1}\ndeclaratif: {titre: x}\n")
    assert [f.ligne for f in erreur.value.fautes] == [5, 6, 7, 8, 9]


def test_the_default_is_left_untouched() -> None:
    lues = sources(SAIN, locale=True)
    grille, autre = copy.deepcopy(lues.grille.arbre), copy.deepcopy(lues.locale.arbre)  # type: ignore[union-attr]
    places = dict(lues.grille.places)
    ref = assembler(lues)
    assert lues.grille.arbre == grille
    assert lues.locale is not None
    assert lues.locale.arbre == autre
    assert lues.grille.places == places
    assert ref.gele["grille_defaut"] == sain().gele["grille_defaut"]
    assert ref.gele["grille_locale"] is not None
    assert sain().gele["grille_locale"] is None


def test_hashes(tmp_path: Path) -> None:
    a = locale(tmp_path / "a", 'completude_min: "0,75"').grille.empreinte
    b = locale(tmp_path / "b", 'completude_min: "0,70"').grille.empreinte
    c = locale(tmp_path / "c", '# le même\ncompletude_min:   "0,75"').grille.empreinte
    assert len({a, b, sain().grille.empreinte, sain(locale=True).grille.empreinte}) == 4
    assert a == c


def test_adopted(tmp_path: Path) -> None:
    grille = sain(locale=True).grille
    assert grille.adoptee
    assert (grille.lue.adoptee_par, grille.lue.adoptee_le) == ("Commission départementale", date(2026, 3, 12))
    dossier = copier(tmp_path)
    for ligne in (
        'adoptee_par: "Commission départementale"\n',
        "adoptee_le: 2026-03-12\n",
        'reference: "Délibération 2026-14"\n',
    ):
        remplacer(dossier, "locale", ligne, "")
    assert not assembler(sources(dossier, locale=True)).grille.adoptee


def test_the_rate_of_a_capped_word_follows_the_local_bands(tmp_path: Path) -> None:
    assert sain().grille.taux_plafonne("favorable_avec_reserves") == F(2, 3)
    assert sain().grille.taux_plafonne("reserve") == F(1, 3)
    assert sain().grille.taux_plafonne("defavorable") == 0
    assert [sain().grille.avis(F(x, 100)) for x in (0, 34, 35, 49, 50, 64, 65, 100)] == [
        "defavorable", "defavorable", "reserve", "reserve", "favorable_avec_reserves", "favorable_avec_reserves",
        "favorable", "favorable"]  # fmt: skip
    autre = locale(tmp_path, 'modulation: {courbe: [["0,35", 0], ["0,95", 1]]}').grille
    assert autre.taux_plafonne("favorable_avec_reserves") == F(1, 2)


def test_one_word_of_the_plane_is_changed_and_the_rest_kept(tmp_path: Path) -> None:
    plan, defaut = locale(tmp_path, 'plan: {quadrants: {fort_forte: {titre: "Autre"}}}').grille.lue.plan, PlanLu()
    assert plan.quadrants.fort_forte.titre == "Autre"
    assert plan.quadrants.fort_forte.lecture == defaut.quadrants.fort_forte.lecture
    assert (plan.besoin, plan.quadrants.faible_forte) == (F(1, 2), defaut.quadrants.faible_forte)


def test_a_grid_older_than_the_plane_reads_its_defaults() -> None:
    """The grid of these tests has neither `plan` nor `triangulation`, as a dossier frozen before they existed."""
    lue = sain().grille.lue
    assert (lue.plan.besoin, lue.plan.reponse) == (F(1, 2), F(1, 2))
    assert (lue.triangulation.score, lue.triangulation.part) == (F(13, 20), F(1, 2))
