"""One fault per file: the line, the column and the words that its author reads.

`fautifs/<fault>.<part>.yaml` takes the place of one part of `sain/`. A fault is placed at the key (or list item) it is
about; a fault inside a formula, at its own character. Lines, columns and messages below were written by hand.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from evaluator.errors import FaultyInput, Faute
from evaluator.questionnaire.load import assembler
from evaluator.questionnaire.reader import lire_fichier
from tests.questionnaire.synthetic import FAUTIFS, SAIN, copier, remplacer, sain, sources

COLONNE = "the column of a formula is counted from the key of the mapping, not from the formula"
GRILLE_DEFAUT = "a fault of a local grid is reported in the default grid, which its author must not touch"
ANGLAIS = "the message is libyaml's English"
ADMIS = "accepted without a word"


@dataclass(frozen=True)
class Cas:
    """`message` is exact; starting with « … », it must only contain the rest."""

    nom: str
    ligne: int | None
    colonne: int | None
    message: str
    fichier: str | None = None  # where it is not in the faulty file itself


LECTURE = [
    Cas("cle_en_double.reponses", 5, 1, "« nb_logements » est déjà donné à la ligne 3 : gardez-en un seul"),
    Cas("ancre.gls", 17, 12, "ancre (&) refusée : mettez le texte entre guillemets"),
    Cas("alias.reponses", 5, 18, "alias (*) refusé : recopiez la valeur, ou mettez le texte entre guillemets"),
    Cas("etiquette.identification", 2, 8, "étiquette (!) refusée : mettez le texte entre guillemets"),
    Cas("second_document.grille", 18, 1, "second document (---) refusé : un seul par fichier"),
    Cas("tabulation.gls", 28, 1, "…espaces"),
    Cas("guillemet_ouvert.vigilances", 4, 10,
        "clé attendue ici : vérifiez l'indentation, et les guillemets de la ligne précédente"),
    Cas("crochet_ouvert.questionnaire", 6, 11, "« , » ou « ] » attendu : la liste entre crochets n'est pas fermée"),
    Cas("accolade_ouverte.baremes", 6, 9, "« , » ou « } » attendu : l'accolade n'est pas fermée"),
    Cas("profondeur.reponses", 11, 48, "plus de 30 niveaux imbriqués"),
    Cas("caractere_de_controle.reponses", 9, 28, "caractère de contrôle refusé (U+0007) : retirez-le"),
    Cas("deux_points.gls", 6, 28, "deux-points inattendu : mettez le texte entre guillemets"),
    Cas("chevron_nu.vigilances", 16, 11,
        "« > » et « | » annoncent un texte sur plusieurs lignes : mettez la valeur entre guillemets"),
    Cas("virgule_decimale.reponses", 9, 69,
        "« etp_gls: 0,3 » : entre accolades, la virgule sépare les éléments ;"
        ' écrivez etp_gls: "0,3" ou etp_gls: 0.3'),
    Cas("encodage.clauses", 14, 83, "…l’octet 0xE2 (« â » en Windows-1252, dit « ANSI ») n’est pas de l’UTF-8 :"),
]  # fmt: skip

FORME = [
    Cas("version_nombre.questionnaire", 3, 1, "« version » : texte attendu (mettez des guillemets) ; trouvé : « 1.10 »"),
    Cas("champ_inconnu.gls", 14, 5, "« libele » : champ inconnu ici ; vouliez-vous dire « libelle » ?"),
    Cas("type_inconnu.gls", 50, 5,
        "« choix_multipe » n'est pas un type de question ; vouliez-vous dire « choix_multiple » ? ; connus : oui_non,"
        " choix, choix_multiple, niveau, entier, decimal, montant, date, texte, repartition, tableau"),
    Cas("type_absent.gls", 59, 5, "« type » manque"),
    Cas("trois_niveaux.gls", 30, 5, "« niveaux » : quatre textes d'ancrage attendus (niveaux 0 à 3), 3 trouvé(s)"),
    Cas("oui_au_lieu_de_true.gls", 10, 5, "« imperatif » : true ou false attendu, sans guillemets ; trouvé : « oui »"),
    Cas("court_trop_long.gls", 16, 5, "« court » : texte trop long, 28 caractères au plus"),
    Cas("gravite_inconnue.vigilances", 11, 5,
        "« gravite » : « impératif » n'est pas admis ; choix : 'ineligible', 'imperatif', 'majeure', 'mineure',"
        " 'information', 'opportunite'"),
    Cas("id_majuscule.gls", 48, 5,
        "« id » : « Publics » n'a pas la bonne forme : minuscules, chiffres et « _ », en commençant par une lettre"),
    Cas("fichier_de_section_absent.questionnaire", 5, 28, "le fichier « gsl.yaml » n'existe pas dans questionnaire/"),
    Cas("courbe_en_dents.gls", 22, 7, "« courbe » : une courbe doit être croissante ou décroissante, sans retour"),
    Cas("point_de_courbe_en_lettres.gls", 22, 7,
        "…nombre attendu (par exemple 3, \"0,35\", \"2/3\" ou \"20 %\")"),
    Cas("question_en_double.gls", 90, 6, "la question « taux_occupation » existe déjà"),
    Cas("option_en_double.identification", 21, 53, "l'option « premiere » est en double"),
    Cas("categorie_reservee.gls", 87, 10, "…non_connu"),
    Cas("bornes_inversees.identification", 15, None, "…max"),
]  # fmt: skip

CLAUSES = [
    Cas("clause_inconnue.gls", 15, 15,
        "la clause « A1-IND9 » n'est pas dans textes/clauses.yaml ; vouliez-vous dire « A1-IND1 » ?"),
    Cas("clause_sans_citation.clauses", 8, 5, "« C-IV-c-plafonds » : une clause de la circulaire porte sa « citation »"),
    Cas("clause_en_double.clauses", 20, 6, "la clause « E-ETP » est en double"),
    Cas("clause_de_derogation_inconnue.baremes", 12, None,
        "…la clause « C-IV-c-20 » n'est pas dans textes/clauses.yaml"),
]  # fmt: skip

FORMULES = [
    Cas("formule_nue.vigilances", 16, 5,
        "une formule s'écrit entre guillemets doubles, sinon YAML peut la couper ou la changer"),
    Cas("nom_inconnu.gls", 42, 10,
        "« protocole_impaye » n'est pas un nom connu ; vouliez-vous dire « protocole_impayes » ?"),
    Cas("nom_dans_message.gls", 25, 93,
        "dans {nb_menage} : « nb_menage » n'est pas un nom connu ; vouliez-vous dire « nb_menages » ?"),
    Cas("nom_dans_un_long_message.vigilances", 20, 28,
        "dans {montant_demand} : « montant_demand » n'est pas un nom connu ; vouliez-vous dire « montant_demande » ?"),
    Cas("option_inconnue.vigilances", 4, 27,
        "« pension_famille » n'est pas une option de « type_structure » ; vouliez-vous dire « pension_de_famille » ?"),
    Cas("texte_contre_nombre.vigilances", 16, 28, "un nombre ne se compare pas à un texte"),
    Cas("oui_non_compare.vigilances", 10, 33,
        "« projet_social_existe » est une question oui/non : écrivez « projet_social_existe »"
        " ou « non projet_social_existe »"),
    Cas("accent_dans_un_nom.vigilances", 10, 28,
        "« é » : les noms s'écrivent sans accent ; un texte se met entre apostrophes"),
    Cas("condition_en_nombre.vigilances", 16, 10, "…est attendu ici"),
    Cas("score_inconnu.grille", 51, 33,
        "« score_A2_IND4 » n'est pas un nom connu ; vouliez-vous dire « score_A2_IND2 » ?"),
    Cas("colonne_nom_de_question.gls", 68, 10, "la colonne « remarques » porte le nom d'une question"),
    Cas("conditions_en_boucle.gls", 88, 82,
        "conditions en boucle : conseil_date → taux_occupation → remarques → conseil_date"),
]  # fmt: skip

NOTATION = [
    Cas("question_comptee_deux_fois.gls", 21, 7, "« protocole_impayes » est déjà notée : elle compterait deux fois"),
    Cas("denominateur_note.gls", 73, 9, "« actions » est notée : elle ne peut pas servir de dénominateur"),
    Cas("colonne_comptee_deux_fois.gls", 78, 9,
        "la colonne « prevue » est déjà comptée par « actions_prevues » : elle compterait deux fois"),
    Cas("imperatif_sans_objet.gls", 5, 5, "« projet_social_existe » est impératif : « sans_objet: refuse » attendu"),
    Cas("imperatif_non_nomme.gls", 18, 5, "aucune vigilance « imperatif » ne nomme « menages_vulnerables »"),
    Cas("nomme_non_imperatif.gls", 5, 5,
        "la vigilance impérative « V03 » nomme « projet_social_existe » : « imperatif: true » attendu"),
    Cas("notee_sous_notee.gls", 42, 5,
        "« protocole_suivi » est notée et dépend de « protocole_impayes », notée : ajoutez « masquee_compte: zero »"),
    Cas("besoin_actionnable.gls", 18, 5, "un besoin n'est jamais « actionnable »"),
    Cas("courbe_a_contresens.gls", 22, 7, "la courbe ne va pas dans le sens « croissant »"),
    Cas("notation_absente.gls", 48, 5, "« publics » : « notation » manque (comment la réponse devient un score)"),
    Cas("points_incomplets.gls", 57, 5, "« points » doit donner une valeur à chacun de : jeunes, ages, aucun"),
    Cas("question_fixe_absente.identification", 2, 1,
        "la question « pse_caf_n1 » (montant) manque : le montant en dépend", fichier="questionnaire.yaml"),
    Cas("question_fixe_mal_typee.identification", 29, 71, "« pse_caf_n1 » doit être de type « montant »"),
    Cas("sept_imperatifs.vigilances", None, None, "7 impératifs : 6 au plus", fichier="grille.yaml"),
]  # fmt: skip

PARAMETRES = [
    Cas("seuils_troues.grille", 14, 41, "…0,35 attendu, 0,4 trouvé"),
    Cas("seuils_superposes.grille", 15, 73, "…0,5 attendu, 0,45 trouvé"),
    Cas("poids_d_axe_absent.grille", 7, 1, "le poids de l'axe « A2 » manque"),
    Cas("taux_decroissant.grille", 11, 14, "le taux ne décroît pas quand le score croît"),
    Cas("forfait_module_sans_acte.grille", 54, 1,
        "moduler le forfait demande une « reference » (l'acte qui l'autorise)"),
    Cas("tranches_trouees.baremes", 10, 10, "trou dans les tranches : « de: 50 » attendu, 51 trouvé"),
    Cas("tranches_superposees.baremes", 11, 10, "recouvrement dans les tranches : « de: 101 » attendu, 100 trouvé"),
    Cas("tranches_sans_fin.baremes", 8, 5,
        "les tranches s'arrêtent à 500 logements : la dernière n'a pas de « a »"),
    Cas("exercices_troues.baremes", 16, 5, "trou ou recouvrement d'exercices : 2025 attendu, 2026 trouvé"),
]  # fmt: skip

LOCALES = [
    Cas("plafond_local.locale", 10, 1, "« tranches » : un plafond de la circulaire ne se change pas dans une grille"),
    Cas("clause_locale.locale", 14, 31, "« clauses » ne se change pas ; seulement : gravite, maximum"),
    Cas("exclusion_locale.locale", 10, 1,
        "« exclusions » : une exclusion de la circulaire ne se change pas dans une grille"),
    Cas("cle_locale_inconnue.locale", 11, 1,
        "« completude_mini » : champ inconnu dans une grille ; vouliez-vous dire « completude_min » ?"),
    Cas("base_absente.locale", 2, 1, "« base: defaut » attendu : une grille locale part de la grille par défaut"),
    Cas("plancher_inconnu.locale", 13, 13,
        "« V-PLANCHER-REPONSES » n'est pas un plancher ; vouliez-vous dire « V-PLANCHER-REPONSE » ?"),
    Cas("poids_inconnu.locale", 10, 21, "« A7 » n'est pas noté ici"),
    Cas("adoption_incomplete.locale", 2, 1,
        "une grille adoptée porte « adoptee_par », « adoptee_le » et « reference », tous les trois"),
    Cas("forfait_local_sans_texte.locale", 15, None,
        "un forfait porte sa « reference » (le texte qui le fixe)"),
    Cas("plancher_local_hors_limites.locale", 13, None, "un plancher va de 0 à 1"),
    Cas("exclusion_par_gravite.locale", None, None,
        "une grille ne crée pas d'exclusion (« ineligible »)"),
]  # fmt: skip

LEVIERS = [
    Cas("levier_sans_objectif.gls", 11, 5,
        "« projet_social_existe » est actionnable : « objectif » manque (à l'infinitif, 120 caractères au plus)"),
    Cas("levier_absent.gls", 11, 5,
        "« projet_social_existe » est actionnable : dites par « leviers » ce que la résidence peut changer"),
    Cas("levier_non_actionnable.gls", 54, 5, "« leviers » n'a de sens que pour une question « actionnable »"),
    Cas("levier_objectif_trop_long.gls", 40, 5, "« objectif » : texte trop long, 120 caractères au plus"),
    Cas("levier_valeur.gls", 14, 10, "« oui » ou « non » attendu ; trouvé : « peut-être »"),
    Cas("levier_option_inconnue.gls", 57, 28,
        "« age » n'est pas une option ; vouliez-vous dire « ages » ? ; options : jeunes, ages, aucun"),
    Cas("levier_option_exclusive.gls", 57, 20, "« aucun » exclut les autres options : un levier ne l'ajoute pas"),
    Cas("levier_colonne_inconnue.gls", 69, 93,
        "« realise » n'est pas une colonne ; vouliez-vous dire « realisee » ?"
        " ; colonnes : intitule, mission, prevue, realisee, menages_touches"),
    Cas("levier_cellule.gls", 69, 50,
        "« gls3 » n'est pas une option ; vouliez-vous dire « gls2 » ? ; options : gls1, gls2"),
    Cas("levier_nombre.gls", 69, 65, 'nombre attendu (par exemple 3 ou "0,25") ; trouvé : « beaucoup »'),
    Cas("levier_marque_inconnue.gls", 69, 10,
        "« {intitul} » : « intitul » n'est pas une colonne ; vouliez-vous dire « intitule » ?"
        " ; colonnes : intitule, mission, prevue, realisee, menages_touches"),
    Cas("levier_formule.gls", 69, 72,
        "« realise » n'est ni une colonne de « actions » ni un nom connu ; vouliez-vous dire « realisee » ?"),
    Cas("levier_autre_tableau.gls", 69, 43, "la formule ne lit pas « actions » : elle ne choisit aucune ligne"),
    Cas("levier_sans_lignes.gls", 69, 9, "un levier de tableau dit soit « ajouter », soit « lignes » et « mettre »"),
    Cas("levier_preuve_seule.gls", 69, 79, "ce levier ne change que la preuve : il doit changer ce qui est fait"),
    Cas("levier_clause.gls", 69, 50,
        "…la clause « A2-IND9 » n'est pas dans textes/clauses.yaml"),
]  # fmt: skip

TOUS = [*LECTURE, *FORME, *CLAUSES, *FORMULES, *NOTATION, *PARAMETRES, *LOCALES, *LEVIERS]


def fautes(fichier: Path, tmp: Path) -> tuple[Faute, ...]:
    """The faults of the valid questionnaire with `fichier` in the place of its part; none: an empty tuple."""
    _, partie, _ = fichier.name.split(".")
    dossier = copier(tmp)
    shutil.copy(fichier, dossier / f"{partie}.yaml")
    try:
        if partie == "reponses":
            lire_fichier(dossier / "reponses.yaml")
        else:
            assembler(sources(dossier, locale=partie == "locale"))
    except FaultyInput as erreur:
        return erreur.fautes
    return ()


def correspond(faute: Faute, cas: Cas) -> bool:
    fichier = cas.fichier or f"{cas.nom.split('.')[1]}.yaml"
    attendu = cas.message
    return (
        Path(faute.fichier or "").name == fichier
        and (cas.ligne is None or faute.ligne == cas.ligne)
        and (cas.colonne is None or faute.colonne == cas.colonne)
        and (attendu[1:] in faute.message if attendu.startswith("…") else faute.message == attendu)
    )


@pytest.mark.parametrize(
    "cas",
    [
        pytest.param(c, id=c.nom)
        for c in TOUS
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_place(cas: Cas, tmp_path: Path) -> None:
    trouvees = fautes(FAUTIFS / f"{cas.nom}.yaml", tmp_path)
    assert any(correspond(f, cas) for f in trouvees), "\n".join(map(str, trouvees)) or "no fault found"
    # one fault, one report; a misspelt key is also the absence of the right one
    absent = [f for f in trouvees if f.message == "« libelle » manque"]
    assert len(trouvees) - len(absent) == 1, "\n".join(map(str, trouvees))


def test_every_faulty_file_has_its_line_in_the_table() -> None:
    assert sorted(f.name for f in FAUTIFS.iterdir()) == sorted(f"{c.nom}.yaml" for c in TOUS)


def test_the_valid_questionnaire_has_no_fault() -> None:
    assert sain().grille.ecarts == ()
    assert sain(locale=True).grille.adoptee
    assert lire_fichier(SAIN / "reponses.yaml").arbre


# — several at once ————————————————————————————————————————————————————————————————————————————————————————


def places(dossier: Path) -> list[tuple[str, int | None]]:
    with pytest.raises(FaultyInput) as erreur:
        assembler(sources(dossier))
    return [(Path(f.fichier or "").name, f.ligne) for f in erreur.value.fautes]


def test_faults_of_form_are_all_reported_at_once(tmp_path: Path) -> None:
    dossier = copier(tmp_path)
    remplacer(dossier, "gls", 'libelle: "Un protocole', 'libele: "Un protocole')
    remplacer(dossier, "gls", "type: choix_multiple", "type: choix_multipel")
    remplacer(dossier, "gls", "imperatif: true", "imperatif: oui")
    remplacer(dossier, "vigilances", "gravite: majeure", "gravite: majeur")
    assert places(dossier) == [
        ("gls.yaml", 10),
        ("gls.yaml", 27),
        ("gls.yaml", 28),
        ("gls.yaml", 50),
        ("vigilances.yaml", 17),
    ]


def test_faults_of_formulas_are_all_reported_at_once(tmp_path: Path) -> None:
    dossier = copier(tmp_path)
    remplacer(dossier, "gls", 'si: "protocole_impayes > 0"', 'si: "protocole_impaye > 0"')
    remplacer(dossier, "vigilances", "'pension_de_famille'", "'pension_famille'")
    remplacer(dossier, "vigilances", '"montant_demande > plafond"', '"montant_demande > « plafond »"')
    assert sorted(places(dossier)) == [("gls.yaml", 42), ("vigilances.yaml", 4), ("vigilances.yaml", 16)]


def plusieurs_fautes_de_sens(tmp_path: Path) -> Path:
    dossier = copier(tmp_path)
    remplacer(dossier, "gls", "clauses: [A1-IND1]", "clauses: [A1-IND9]")
    remplacer(dossier, "gls", 'courbe: [[0, 0], ["0,80", 1]]', 'courbe: [[0, 1], ["0,80", 0]]')
    remplacer(dossier, "gls", "    masquee_compte: zero\n", "")
    remplacer(dossier, "gls", "id: menages_touches", "id: remarques")
    remplacer(dossier, "grille", "{valeur: false,", "{valeur: true,")
    remplacer(dossier, "baremes", "{de: 50, a: 100", "{de: 51, a: 100")
    return dossier


def test_faults_of_meaning_are_all_reported_at_once_in_every_file(tmp_path: Path) -> None:
    attendues = [
        ("baremes.yaml", 10),
        ("gls.yaml", 15),
        ("gls.yaml", 22),
        ("gls.yaml", 42),
        ("gls.yaml", 67),
        ("grille.yaml", 54),
    ]
    assert sorted(places(plusieurs_fautes_de_sens(tmp_path))) == attendues


def test_faults_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    lignes = [ligne for fichier, ligne in places(plusieurs_fautes_de_sens(tmp_path)) if fichier == "gls.yaml"]
    assert lignes == sorted(lignes)


def test_faults_of_reading_do_not_hide_one_another(tmp_path: Path) -> None:
    dossier = copier(tmp_path)
    fichier = dossier / "reponses.yaml"
    fichier.write_text("a: &x 1\nb: *x\nc: !t 2\nd: 1\nd: 2\ne: {f: 0,3}\n", encoding="utf-8")
    with pytest.raises(FaultyInput) as erreur:
        lire_fichier(fichier)
    assert [(f.ligne, f.colonne) for f in erreur.value.fautes] == [(1, 4), (2, 4), (3, 4), (5, 1), (6, 10)]
