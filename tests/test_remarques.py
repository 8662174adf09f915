"""What is written and can have no effect: one change of the small valid questionnaire per remark, at its place.

Lines, columns and messages were written by hand. A remark is no fault: the questionnaire still loads, the exit code is 0.
"""

from __future__ import annotations

import itertools
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import resources
from evaluator.cli.francais import executer
from evaluator.errors import Faute
from evaluator.questionnaire.formula import domain as d
from evaluator.questionnaire.formula.types import BOOLEEN, type_formula
from evaluator.questionnaire.load import assembler, sources_livrees
from evaluator.remarques import remarques
from evaluator.remarques.cas import Cas, Essais
from evaluator.remarques.domaines import Domaines
from tests.questionnaire.synthetic import copier, remplacer, sain, sources

# `ref_etp` is there for the overlay and read by nothing: the one remark that the valid questionnaire calls for.
DU_SAIN = "« ref_etp » n’est lue par aucune formule : sa valeur ne change rien"


@dataclass(frozen=True)
class Essai:
    nom: str
    partie: str
    avant: str
    apres: str
    ligne: int
    colonne: int
    message: str
    fichier: str = ""


CONDITION = 'si: "protocole_impayes > 0"'
VIGILANCE = "si: \"type_structure = 'pension_de_famille'\""
CONTROLE = 'si: "montant_demande > cout_gls"'
PREVUES, REALISEES = '"nombre(actions; prevue)"\n        courbe', "\"nombre(actions; mission = 'gls1' et realisee)\""
JAMAIS = "n’est jamais vrai : cette question n’est jamais posée ; corrigez la condition"
TOUJOURS = "cette condition est toujours vraie : la question est toujours posée ; retirez « si », ou corrigez-le"
RETIRER = "retirez cette partie, ou corrigez-la"

CONDITIONS = [
    Essai("hors_bornes", "gls", CONDITION, 'si: "nb_logements > 2000"', 42, 10, f"« nb_logements > 2000 » {JAMAIS}"),
    Essai(
        "deux_options_a_la_fois",
        "gls",
        CONDITION,
        "si: \"type_structure = 'autre' et type_structure = 'residence_sociale'\"",
        42,
        10,
        f"« type_structure = 'autre' et type_structure = 'residence_sociale' » {JAMAIS}",
    ),
    Essai(
        "entre_deux_entiers",
        "gls",
        CONDITION,
        'si: "nb_logements > 49 et nb_logements < 50"',
        42,
        10,
        f"« nb_logements > 49 et nb_logements < 50 » {JAMAIS}",
    ),
    Essai(
        "decimal_contredit",
        "gls",
        CONDITION,
        'si: "taux_occupation ≤ 50 et taux_occupation > 50"',
        42,
        10,
        f"« taux_occupation ≤ 50 et taux_occupation > 50 » {JAMAIS}",
    ),
    Essai(
        "option_exclusive",
        "gls",
        CONDITION,
        "si: \"publics parmi ('aucun') et publics parmi ('jeunes')\"",
        42,
        10,
        f"« publics parmi ('aucun') et publics parmi ('jeunes') » {JAMAIS}",
    ),
    # `agls_n1_accordee` is asked only where `type_demande` is not « premiere »
    Essai(
        "masquee_par_sa_condition",
        "gls",
        CONDITION,
        "si: \"si(type_demande = 'premiere'; agls_n1_accordee; 0) > 0\"",
        42,
        10,
        f"« si(type_demande = 'premiere'; agls_n1_accordee; 0) > 0 » {JAMAIS}",
    ),
    Essai("toujours_posee", "gls", CONDITION, 'si: "nb_logements ≥ 1"', 42, 10, TOUJOURS),
    Essai(
        "partie_inutile",
        "gls",
        CONDITION,
        'si: "protocole_impayes > 0 et nb_logements ≥ 1"',
        42,
        35,
        f"« nb_logements ≥ 1 » est toujours vrai : {RETIRER}",
    ),
    Essai(
        "branche_morte",
        "gls",
        CONDITION,
        'si: "protocole_impayes > 0 ou nb_logements > 2000"',
        42,
        35,
        f"« nb_logements > 2000 » n’est jamais vrai : {RETIRER}",
    ),
    Essai(
        "controle_muet",
        "identification",
        CONTROLE,
        'si: "cout_gls < 0"',
        37,
        15,
        "« cout_gls < 0 » n’est jamais vrai : ce contrôle ne se déclenche jamais",
    ),
    Essai(
        "controle_constant",
        "identification",
        CONTROLE,
        'si: "cout_gls ≥ 0"',
        37,
        15,
        "cette condition est toujours vraie : ce contrôle se déclenche quelle que soit la réponse",
    ),
    Essai(
        "controle_contre_sa_question",
        "identification",
        "    commun: true\n    si: \"type_demande ≠ 'premiere'\"",
        "    commun: true\n    si: \"type_demande ≠ 'premiere'\"\n    controles:\n"
        '      - {si: "type_demande = \'premiere\'", gravite: info, message: "x"}',
        30,
        15,
        "« type_demande = 'premiere' » n’est jamais vrai : ce contrôle ne se déclenche jamais",
    ),
    Essai(
        "vigilance_muette",
        "vigilances",
        'et nb_logements ≥ 50"',
        'et nb_logements ≥ 3000"',
        24,
        10,
        "« score_reponse < ref_reponse_faible et nb_logements ≥ 3000 » n’est jamais vrai :"
        " ce point de vigilance n’est jamais dit",
    ),
    Essai(
        "vigilance_constante",
        "vigilances",
        VIGILANCE,
        "si: \"type_structure parmi ('residence_sociale'; 'pension_de_famille'; 'autre')\"",
        4,
        10,
        "cette condition est toujours vraie : ce point de vigilance est dit de toute résidence",
    ),
    Essai(
        "derogation_impossible",
        "grille",
        '"score_besoin ≥ 0,50"',
        '"score_besoin > 1"',
        50,
        33,
        "« score_besoin > 1 » n’est jamais vrai : aucun dépassement ne serait possible",
    ),
    Essai(
        "derogation_sans_exigence",
        "grille",
        '"score_besoin ≥ 0,50"',
        '"score_besoin ≥ 0"',
        50,
        33,
        "cette condition est toujours vraie : elle n’exige rien",
    ),
]

COUTE = "répondre oui coûterait ; inversez la condition, ou ôtez-lui sa note"
CACHE = f"mieux répondre à « protocole_impayes » cache « protocole_suivi », qui compte alors 0 : {COUTE}"
COUTEUSES = [
    Essai("mieux_cache", "gls", CONDITION, 'si: "protocole_impayes < 3"', 42, 5, CACHE),
    Essai("mieux_cache_parfois", "gls", CONDITION, "si: \"protocole_impayes > 0 et (protocole_impayes < 3"
          " ou type_demande = 'premiere')\"", 42, 5, CACHE),
]  # fmt: skip

LIGNES = [
    Essai(
        "ligne_impossible",
        "gls",
        REALISEES,
        "\"nombre(actions; mission = 'gls1' et mission = 'gls2' et realisee)\"",
        78,
        35,
        f"aucune ligne de « actions » ne peut remplir « mission = 'gls1' et mission = 'gls2' et realisee » : {RETIRER}",
    ),
    Essai(
        "cellule_hors_bornes",
        "questionnaire",
        'valeur: "nombre(actions; prevue)"',
        'valeur: "nombre(actions; prevue et menages_touches < 0)"',
        25,
        30,
        f"aucune ligne de « actions » ne peut remplir « prevue et menages_touches < 0 » : {RETIRER}",
    ),
    Essai(
        "ligne_quelconque",
        "gls",
        REALISEES,
        '"nombre(actions; realisee ou non realisee)"',
        78,
        35,
        f"toute ligne de « actions » remplit « realisee ou non realisee » : {RETIRER}",
    ),
]

SCORES = [
    Essai(
        "score_constant",
        "gls",
        PREVUES,
        '"min(0; nombre(actions; prevue))"\n        courbe',
        74,
        9,
        "le score de « actions_prevues » vaut toujours 0 : la formule va de 0 à 0, où la courbe est plate",
    ),
    Essai(
        "plein_score_hors_d_atteinte",
        "gls",
        PREVUES,
        '"min(2; nombre(actions; prevue))"\n        courbe',
        74,
        9,
        "le score de « actions_prevues » ne dépasse jamais 0,5 : la formule va de 0 à 2 ;"
        " faites monter la courbe à 1 dans cette étendue",
    ),
    Essai(
        "cible_hors_d_atteinte",
        "gls",
        "cible: 2}",
        "cible: 4}",
        57,
        56,
        "la « cible » n’est jamais atteinte : toutes les options ensemble donnent un score de 0,5",
    ),
    Essai(
        "option_sans_point",
        "gls",
        "{jeunes: 1, ages: 1, aucun: 0}, cible: 2}",
        "{jeunes: 2, ages: 0, aucun: 0}, cible: 2}",
        53,
        9,
        "cocher « ages » ne change rien : elle vaut 0 point, et aucune formule ne la nomme",
    ),
    Essai(
        "reponses_egales",
        "gls",
        "notation: {sens: croissant}",
        "notation: {points: {oui: 1, non: 1}}",
        46,
        5,
        "toutes les réponses de « protocole_suivi » valent autant : aucune ne change le score",
    ),
]

COLONNES = [
    Essai(
        "total_d_un_texte",
        "gls",
        '{id: intitule, libelle: "Action", type: texte}',
        '{id: intitule, libelle: "Action", type: texte, total: true}',
        64,
        56,
        "« total » n’a pas d’effet sur une colonne de type « texte » (seulement : decimal, entier, montant)",
    ),
    Essai(
        "aucun_d_un_oui_non",
        "gls",
        'libelle: "Prévue", type: oui_non}',
        'libelle: "Prévue", type: oui_non, aucun: true}',
        66,
        56,
        "« aucun » n’a pas d’effet sur une colonne de type « oui_non » (seulement : texte)",
    ),
    Essai(
        "exclusive_d_un_choix",
        "identification",
        '{id: autre, libelle: "Autre"}',
        '{id: autre, libelle: "Autre", exclusive: true}',
        12,
        39,
        "« exclusive » n’a d’effet que dans un choix multiple : retirez-la",
    ),
]

INDICATEURS = [
    Essai(
        "rien_a_montrer",
        "questionnaire",
        "    details: [actions]\n  - id: A2-IND2",
        "    affichage: liste\n  - id: A2-IND2",
        26,
        5,
        "« liste » montre les questions de « details », qui manque",
    ),
    Essai(
        "ni_valeur_ni_detail",
        "questionnaire",
        "    clauses: [A2-IND2]\n    details: [actions]",
        "    clauses: [A2-IND2]",
        27,
        5,
        "« A2-IND2 » n’a ni « valeur » ni « details » : seul son score serait montré",
    ),
]

OBJECTIF = 'objectif: "Écrire"'
LEVIERS = [
    Essai(
        "levier_vers_le_bas",
        "gls",
        "notation: {sens: croissant}",
        f"notation: {{sens: croissant}}\n    actionnable: true\n    {OBJECTIF}\n    leviers:\n      - {{vers: non}}",
        50,
        10,
        "ce levier ne peut pas faire monter le score : il vise la réponse la moins notée",
    ),
    Essai(
        "levier_en_double",
        "gls",
        "notation: {sens: croissant}",
        f"notation: {{sens: croissant}}\n    actionnable: true\n    {OBJECTIF}\n    leviers:"
        "\n      - {vers: oui}\n      - {vers: oui}",
        51,
        10,
        "ce levier vise la même réponse qu’un autre : gardez-en un seul",
    ),
    Essai(
        "options_sans_point",
        "gls",
        "{jeunes: 1, ages: 1, aucun: 0}, cible: 2}",
        f"{{jeunes: 2, ages: 0, aucun: 0}}, cible: 2}}\n    actionnable: true\n    {OBJECTIF}\n    leviers:\n"
        "      - {retirer: [jeunes], ajouter: [ages]}",
        61,
        29,
        "ce levier ne peut pas faire monter le score : il vise la réponse la moins notée",
    ),
    Essai(
        "levier_deja_fait",
        "gls",
        '    ligne: "action"',
        f'    ligne: "action"\n    actionnable: true\n    {OBJECTIF}\n    leviers:\n'
        '      - {objectif: "Réaliser", lignes: "nombre(actions; prevue et realisee)", mettre: {realisee: oui}}',
        66,
        79,
        "ce levier ne change rien : les lignes choisies ont déjà ces valeurs",
    ),
    Essai(
        "levier_de_rien",
        "gls",
        'réuni ?", type: date}',
        'réuni ?", type: date}\n  - {id: affichage, libelle: "Affiché ?", type: oui_non, actionnable: true,'
        ' objectif: "Afficher",'
        " leviers: [{vers: oui}]}",
        89,
        58,
        "les leviers de « affichage » ne sont jamais proposés : elle n’est ni notée,"
        " ni lue par un point de vigilance qui plafonne l’avis",
    ),
]

GRILLE = [
    Essai(
        "poids_nul",
        "grille",
        "{A1: 5, A2: 3}",
        "{A1: 5, A2: 0}",
        7,
        21,
        "poids nul : l’axe « A2 » ne compte dans aucun score",
    ),
    Essai(
        "poids_sous_un_poids_nul",
        "grille",
        "{A1: 5, A2: 3}",
        "{A1: 5, A2: 0}",
        8,
        21,
        "ce poids ne compte pas : celui de « A2 » est nul",
    ),
    Essai(
        "indicateurs_tous_nuls",
        "grille",
        "{A2-IND1: 2}",
        "{A2-IND1: 0, A2-IND2: 0}",
        7,
        21,
        "le poids de « A2 » ne compte pas : tous ses indicateurs notés ont un poids nul",
    ),
    Essai(
        "poids_sans_rival",
        "grille",
        "poids_notations: {}",
        "poids_notations: {menages_vulnerables: 2}",
        9,
        19,
        "ce poids ne change rien : « menages_vulnerables » est la seule question notée de l’indicateur « A1-IND1 »",
    ),
    Essai(
        "indicateur_sans_rival",
        "grille",
        "{A2-IND1: 2}",
        "{A1-IND1: 2}",
        8,
        21,
        "ce poids ne change rien : « A1-IND1 » est le seul indicateur noté de l’axe « A1 »",
    ),
    Essai(
        "poids_tous_egaux",
        "grille",
        "{A2-IND1: 2}",
        "{A2-IND1: 2, A2-IND2: 2}",
        8,
        21,
        "ces poids ne changent rien : tous ceux de l’axe « A2 » valent 2",
    ),
    Essai(
        "taux_constant",
        "grille",
        '[["0,35", 0], ["0,80", 1]]',
        '[["0,35", 1], ["0,80", 1]]',
        11,
        14,
        "le taux vaut toujours 1 : le score ne change pas le montant",
    ),
    Essai(
        "plafonnement_sans_effet",
        "grille",
        "majeure: favorable_avec_reserves}",
        "majeure: favorable}",
        17,
        37,
        "« favorable » est l’avis le plus haut : une vigilance « majeure » ne plafonne rien",
    ),
    Essai(
        "plancher_nul",
        "grille",
        'minimum: "0,35"',
        "minimum: 0",
        36,
        5,
        "un score n’est jamais inférieur à 0 : la vigilance « V-PLANCHER-REPONSE » n’est jamais dite",
    ),
    Essai(
        "part_jamais_depassee",
        "grille",
        'maximum: "0,20"\n  gravite: majeure',
        'maximum: "100 %"\n  gravite: majeure',
        22,
        3,
        "une part ne dépasse jamais 1 : la vigilance « V-SANS-OBJET » n’est jamais dite",
    ),
    Essai(
        "completude_nulle",
        "grille",
        'completude_min: "0,80"',
        "completude_min: 0",
        18,
        1,
        "0 : un avis serait donné sans aucune réponse",
    ),
    Essai(
        "rien_a_moduler",
        "grille",
        "{valeur: false, reference: null}",
        '{valeur: true, reference: "Arrêté"}',
        54,
        19,
        "« forfait.par_logement » n’est pas saisi : il n’y a rien à moduler",
    ),
]
# What else the same change brings with it.
SUITES = {"poids_nul": 2, "poids_sous_un_poids_nul": 2, "indicateurs_tous_nuls": 3, "options_sans_point": 2}
TOUS = [*CONDITIONS, *COUTEUSES, *LIGNES, *SCORES, *COLONNES, *INDICATEURS, *LEVIERS, *GRILLE]


def dites(dossier: Path, *, locale: bool = False) -> list[Faute]:
    """The remarks on a questionnaire that loads, but for the one of `sain`."""
    lues = sources(dossier, locale=locale)
    return [r for r in remarques(assembler(lues), lues) if r.message != DU_SAIN]


@pytest.mark.parametrize("essai", TOUS, ids=lambda e: e.nom)
def test_what_has_no_effect_is_said_at_its_place(essai: Essai, tmp_path: Path) -> None:
    dossier = copier(tmp_path)
    if essai in LEVIERS:  # one `objectif` asks for that of every other
        remplacer(dossier, "gls", "imperatif: true\n    actionnable: true", "imperatif: true\n    actionnable: false")
        remplacer(dossier, "gls", "A2-IND2\n    actionnable: true", "A2-IND2\n    actionnable: false")
    remplacer(dossier, essai.partie, essai.avant, essai.apres)
    trouvees = dites(dossier)
    attendue = (essai.fichier or f"{essai.partie}.yaml", essai.ligne, essai.colonne, essai.message)
    assert attendue in [(Path(r.fichier or "").name, r.ligne, r.colonne, r.message) for r in trouvees], "\n".join(
        map(str, trouvees)
    )
    assert len(trouvees) <= SUITES.get(essai.nom, 1), "\n".join(map(str, trouvees))


def test_the_valid_questionnaires_call_for_no_remark(tmp_path: Path) -> None:
    assert [str(r) for r in dites(copier(tmp_path))] == []
    exemple = resources.dossier_livre(resources.QUESTIONNAIRES) / "grilles" / "exemple_local.yaml"
    for grille in (None, exemple):
        lues = sources_livrees(grille=grille)
        assert [str(r) for r in remarques(assembler(lues), lues)] == []


def test_sans_objet_is_neutral_so_that_a_comparison_that_never_holds_may_still_matter(tmp_path: Path) -> None:
    """`x < 0` is how a formula asks « is it sans objet? »: in a chain of « et » it then drops out, and the rest is read."""
    dossier = copier(tmp_path)
    remplacer(dossier, "gls", CONDITION, 'si: "conseil_date > fin_n1 et taux_occupation < 0"')
    assert [str(r) for r in dites(dossier)] == []


def test_the_remark_of_a_local_grid_is_placed_in_it(tmp_path: Path) -> None:
    dossier = copier(tmp_path)
    remplacer(dossier, "locale", "poids_axes: {A1: 4}", "poids_axes: {A1: 0}")
    trouvees = [(Path(r.fichier or "").name, r.ligne, r.colonne) for r in dites(dossier, locale=True)]
    assert trouvees == [("locale.yaml", 10, 14)]


LOCALE = """\
id: essai
version: "1.0.0"
titre: "Essai"
base: defaut
poids_axes: {A4: 0}
references: {ref_reponse_faible: 0}
"""


def test_the_command_says_remarks_and_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grille = tmp_path / "grille.yaml"
    grille.write_text(LOCALE, encoding="utf-8")
    assert executer(["verifier", str(grille)]) == 0
    lignes = capsys.readouterr().out.splitlines()
    assert lignes[0] == f"{grille}:5:14 : remarque : poids nul : l’axe « A4 » ne compte dans aucun score"
    assert lignes[1].endswith("n’est jamais vrai : retirez cette partie, ou corrigez-la (avec cette grille)")
    assert "vigilances.yaml" in lignes[1]
    assert lignes[2] == f"{grille} : juste (grille locale grille.yaml) ; 2 remarques, rien à corriger d’office"
    assert len(lignes) == 3


def test_the_command_says_the_remarks_of_a_questionnaire_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = Path(shutil.copytree(resources.dossier_livre(resources.QUESTIONNAIRES), tmp_path / "questionnaires"))
    shutil.rmtree(dossier / "annexe_1" / "exemples")
    section = dossier / "annexe_1" / "projet_social.yaml"
    texte = section.read_text(encoding="utf-8")
    section.write_text(texte.replace('si: "duree_max_projet > 0"', 'si: "nb_logements > 5000"'), encoding="utf-8")
    assert executer(["verifier", str(dossier)]) == 0
    dites_ = [
        ligne for ligne in capsys.readouterr().out.splitlines() if " : remarque : " in ligne and "section" not in ligne
    ]
    assert sum("cette question n’est jamais posée" in ligne for ligne in dites_) == 1
    assert all("projet_social.yaml" in ligne or "vigilances.yaml" in ligne for ligne in dites_)


# — sound, and exact where names are compared with constants —————————————————————————————————————————————————

CHOIX = ("residence_sociale", "pension_de_famille", "autre")
ATOMES = st.one_of(
    st.builds("type_structure {} '{}'".format, st.sampled_from("=≠"), st.sampled_from(CHOIX)),
    st.builds("nb_logements {} {}".format, st.sampled_from("<≤>≥=≠"), st.sampled_from([0, 1, 2, 3, 1999, 2000, 2001])),
    st.builds("protocole_impayes {} {}".format, st.sampled_from("<≤>≥=≠"), st.sampled_from([0, 1, 3])),
    st.builds("taux_occupation {} {}".format, st.sampled_from("<≤>≥=≠"), st.sampled_from([0, 50, 100])),
    st.builds("publics parmi ('{}')".format, st.sampled_from(["jeunes", "ages", "aucun"])),
    st.sampled_from(["projet_social_existe", "non projet_social_existe", "protocole_suivi", "non protocole_suivi"]),
)
FORMULES = st.recursive(
    ATOMES, lambda sous: st.builds("({}) {} ({})".format, sous, st.sampled_from(["et", "ou"]), sous), max_leaves=4
)
MODELE = sain()
# Every value that the atoms above tell apart; « aucun » is ticked alone, and what may be sans objet is so too.
COCHES = [("jeunes",), ("ages",), ("jeunes", "ages"), ("aucun",), ()]
VALEURS: dict[str, list[d.Valeur]] = {
    "type_structure": [d.Texte(frozenset((option,))) for option in CHOIX],
    "nb_logements": [d.nombre(n) for n in (1, 2, 3, 4, 1998, 1999, 2000)],
    "protocole_impayes": [*(d.nombre(n) for n in range(4)), d.ABSENT],
    "taux_occupation": [*(d.nombre(n) for n in (0, 25, 50, 75, 100)), d.ABSENT],
    "publics": [
        *(d.Ensemble(frozenset(c), frozenset(c)) for c in COCHES),
        d.Ensemble(frozenset(), frozenset(), present=False, absent=True),
    ],
    "projet_social_existe": [d.VRAI, d.FAUX],
    "protocole_suivi": [d.VRAI, d.FAUX, d.SANS_OBJET],
}


def possible(valeurs: Mapping[str, d.Valeur]) -> bool:
    """`protocole_suivi` has a value only where the level is above 0: its condition in `sain`."""
    niveau = valeurs.get("protocole_impayes")
    return valeurs.get("protocole_suivi", d.SANS_OBJET) == d.SANS_OBJET or (
        isinstance(niveau, d.Nombre) and niveau.present and niveau.bas > 0
    )


@settings(max_examples=int(os.environ.get("AGLS_FORMULES", "60")), deadline=None)
@given(FORMULES)
def test_never_and_always_are_those_of_every_combination(formule: str) -> None:
    domaines = Domaines(MODELE)
    expression = type_formula(formule, MODELE.questionnaire.portee, BOOLEEN)
    toutes = presentes = 0
    noms = sorted(expression.noms | ({"protocole_impayes"} if "protocole_suivi" in expression.noms else set()))
    for choix in itertools.product(*(VALEURS[nom] for nom in noms)):
        valeurs = dict(zip(noms, choix, strict=True))
        if not possible(valeurs):
            continue
        issue = expression.code(Cas(domaines, valeurs, {}), None)
        assert isinstance(issue, int)
        toutes |= issue
        presentes |= issue if not any(v == VALEURS[nom][-1] and nom in ABSENTS for nom, v in valeurs.items()) else 0
    trouvees = Essais(domaines).issues(expression, expression.arbre)
    assert trouvees.jamais == (not toutes & d.VRAI)
    assert trouvees.toujours == (toutes == d.VRAI)
    assert trouvees.toujours_renseignee == (presentes == d.VRAI)


ABSENTS = frozenset({"protocole_impayes", "taux_occupation", "publics", "protocole_suivi"})  # their last value above


def test_a_questionnaire_made_to_be_slow_is_given_up_without_a_wrong_word(tmp_path: Path) -> None:
    """Two hundred questions of eight options, each asked where four others have theirs: nothing here is never or always."""
    dossier = copier(tmp_path)
    options = ", ".join(f'{{id: o{k}, libelle: "x"}}' for k in range(8))
    with (dossier / "gls.yaml").open("a", encoding="utf-8") as flux:
        for i in range(200):
            si = " et ".join(f"q{j} = 'o{j % 8}'" for j in range(max(0, i - 4), i))
            cle = f', si: "{si}"' if si else ""
            flux.write(f'\n  - {{id: q{i}, libelle: "Q ?", type: choix, options: [{options}]{cle}}}')
    lues = sources(dossier)
    referentiel = assembler(lues)
    debut = time.process_time()
    assert [r.message for r in remarques(referentiel, lues)] == [DU_SAIN]
    assert time.process_time() - debut < 2
