"""The JSON Schemas that editors read: up to date, worded, and of the same mind as the program where they can see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from evaluator import exemples, french, resources, schemas
from evaluator.cli.francais import executer
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import ecrire_reponses
from evaluator.questionnaire.grille import GrilleLue
from evaluator.questionnaire.load import Referentiel, charger
from evaluator.questionnaire.models import QUESTIONS
from evaluator.questionnaire.overlay import _FEUILLES, _INTERDITS
from evaluator.questionnaire.reader import lire_fichier, lire_texte
from evaluator.schemas.formes import NOMBRE_ECRIT
from evaluator.schemas.mots import mots
from tests.questionnaire.synthetic import FAUTIFS, SAIN
from tests.questionnaire.test_fautifs import FORME, LOCALES

LIVRE = resources.dossier_livre(resources.QUESTIONNAIRES)
SCHEMAS = LIVRE / "schemas"
MODELES = resources.dossier_livre(resources.MODELES) / "modeles.yaml"
EDITES = [*sorted(LIVRE.rglob("*.yaml")), MODELES]
PARTIES = {"gls": "section", "identification": "section", "questionnaire": "questionnaire", "vigilances": "vigilances",
           "grille": "grille", "baremes": "bareme", "clauses": "clauses", "locale": "surcouche"}  # fmt: skip


@cache
def livre() -> Referentiel:
    return charger()


@cache
def schema(nom: str) -> dict[str, Any]:
    lu: dict[str, Any] = json.loads((SCHEMAS / f"{nom}.json").read_text(encoding="utf-8"))
    return lu


def en_json(arbre: object) -> object:
    """The tree as an editor has it: a decimal without quotes is a number."""
    match arbre:
        case Decimal():
            return float(arbre)
        case dict():
            return {cle: en_json(v) for cle, v in arbre.items()}
        case list():
            return [en_json(v) for v in arbre]
    return arbre


def refus(nom: str, arbre: object, racine: dict[str, Any] | None = None) -> list[str]:
    """What the schema says of a tree, each with its path."""
    valideur = Draft7Validator(racine or schema(nom))
    return [f"{'.'.join(map(str, e.absolute_path))} : {e.message}" for e in valideur.iter_errors(en_json(arbre))]


def noeuds(noeud: object, chemin: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema, with its path."""
    if isinstance(noeud, dict):
        proprietes = noeud.get("properties")
        for cle, valeur in noeud.items():
            if cle == "properties" and isinstance(proprietes, dict):
                for nom, forme in proprietes.items():
                    yield f"{chemin}/{nom}", forme
                    yield from noeuds(forme, f"{chemin}/{nom}")
            elif cle not in ("if", "examples"):
                yield from noeuds(valeur, f"{chemin}/{cle}")
    elif isinstance(noeud, list):
        for rang, valeur in enumerate(noeud):
            yield from noeuds(valeur, f"{chemin}/{rang}")


# — up to date, and worded ——————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("nom", schemas.SORTES)
def test_the_schema_in_the_folder_is_the_one_of_the_models(nom: str) -> None:
    attendu = schemas.en_texte(schemas.schema(nom, livre()))
    assert (SCHEMAS / f"{nom}.json").read_text(encoding="utf-8") == attendu, "schéma périmé : make schemas"
    Draft7Validator.check_schema(json.loads(attendu))


def test_the_folder_holds_nothing_else() -> None:
    assert sorted(f.name for f in SCHEMAS.iterdir()) == sorted(f"{nom}.json" for nom in schemas.SORTES)


@pytest.mark.parametrize("nom", schemas.SORTES)
def test_every_key_has_a_title_and_a_description(nom: str) -> None:
    muettes, vues = [], 0
    for chemin, forme in noeuds(schema(nom)):
        vues += 1
        cle = chemin.rsplit("/", 1)[1]
        titre, description = forme.get("title", ""), forme.get("description", "")
        if not titre or not description or description.strip(" .").casefold() == cle.casefold():
            muettes.append(chemin)
        if "enumDescriptions" in forme:
            assert len(forme["enumDescriptions"]) == len(forme["enum"]), chemin
    assert vues > 2
    assert muettes == []


def test_every_closed_list_of_the_models_says_what_each_word_means() -> None:
    muettes = [
        (nom, chemin)
        for nom in schemas.SORTES
        for chemin, forme in noeuds(schema(nom))
        if forme.get("enum") and "enumDescriptions" not in forme and forme["enum"][:2] != ["oui", "non"]
        and not chemin.endswith("/observations/items/question")
    ]  # fmt: skip
    assert muettes == []


def test_no_words_are_left_of_a_key_that_is_gone() -> None:
    dits = {(modele, cle) for modele, cles in mots().items() for cle in cles}
    formes = [forme for nom in schemas.SORTES for _, forme in noeuds(schema(nom))]
    formes.append(schema("surcouche")["properties"]["references"]["additionalProperties"])
    employes = {(forme["title"], forme["description"]) for forme in formes}
    restes = [f"{m}.{cle}" for m, cle in dits if (mots()[m][cle].titre, mots()[m][cle].description) not in employes]
    assert restes == []


# — what is shipped is accepted —————————————————————————————————————————————————————————————————————————————


def sorte(fichier: Path) -> str:
    """The kind that the file itself names in its first line; a grid to copy names none."""
    tete = fichier.read_text(encoding="utf-8").partition("\n")[0]
    if modele := re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", tete):
        vise = (fichier.parent / modele[1]).resolve()
        assert vise.parent == SCHEMAS.resolve(), f"{fichier} : {modele[1]}"
        return vise.stem
    assert fichier.name == "exemple_local.yaml", f"{fichier} : ne nomme pas son schéma à la première ligne"
    return "surcouche"


@pytest.mark.parametrize("fichier", EDITES, ids=lambda f: f.stem)
def test_every_shipped_file_names_its_schema_and_is_accepted(fichier: Path) -> None:
    assert refus(sorte(fichier), lire_fichier(fichier).arbre) == []


@pytest.mark.parametrize("partie", sorted(set(PARTIES) - {"locale"}))
def test_the_small_questionnaire_is_accepted(partie: str) -> None:
    assert refus(PARTIES[partie], lire_fichier(SAIN / f"{partie}.yaml").arbre) == []


def test_answers_that_the_program_writes_are_accepted(tmp_path: Path) -> None:
    dossiers = exemples.construire(tmp_path / "demo")
    for chemin in sorted(dossiers.glob("*.agls")):
        with Dossier.ouvrir(chemin) as dossier:
            for volet in ("auto_evaluation", "constat"):
                texte = ecrire_reponses(dossier, volet)  # type: ignore[arg-type]
                assert refus("reponses", lire_texte(texte, chemin.name).arbre) == []


# — what is faulty in form is refused ———————————————————————————————————————————————————————————————————————

# Faults of meaning, which need the other keys, the other files or the formulas: `agls verifier` says them, no schema can.
HORS_DE_VUE = {
    "fichier_de_section_absent", "courbe_en_dents", "question_en_double", "option_en_double", "categorie_reservee",
    "bornes_inversees", "adoption_incomplete", "forfait_local_sans_texte", "plancher_local_hors_limites",
    "exclusion_par_gravite",
}  # fmt: skip


def test_faults_of_form_are_refused() -> None:
    ailleurs = set()
    for cas in [*FORME, *LOCALES]:
        nom, partie = cas.nom.split(".")
        de_trop = set(refus(PARTIES[partie], lire_fichier(FAUTIFS / f"{cas.nom}.yaml").arbre)) - _du_sain(partie)
        if not de_trop:
            ailleurs.add(nom)
    assert ailleurs == HORS_DE_VUE


@cache
def _du_sain(partie: str) -> frozenset[str]:
    """What is said of the small local grid itself: its references are not those of the shipped one."""
    return frozenset(refus(PARTIES[partie], lire_fichier(SAIN / f"{partie}.yaml").arbre))


LOCALE = 'id: x\nversion: "1.0.0"\ntitre: "T"\nbase: defaut\n'


@pytest.mark.parametrize(
    ("ligne", "ou"),
    [
        ("poids_axes: {A9: 3}", "poids_axes"),
        ("poids_axes: {A1: beaucoup}", "poids_axes.A1"),
        ("poids_indicateurs: {A4-IND2: 2}", "poids_indicateurs"),  # shown, not scored
        ("poids_notations: {protocole_impaye: 2}", "poids_notations"),
        ("planchers: {V-PLANCHER: 0}", "planchers"),
        ("references: {ref_etp_gls_100: beaucoup}", "references.ref_etp_gls_100"),
        ("references: {etp: 1}", "references"),
        ("references: {ref_neuve: 1}", "references.ref_neuve"),  # a new one says what it is for
        ("notations: {protocole_impayes: {formule: x}}", "notations.protocole_impayes"),
        ("plafonnements: {mineure: favorable}", "plafonnements"),
        ("plan: {quadrants: {fort_forte: {texte: x}}}", "plan.quadrants.fort_forte"),
        ("declaratif: {message: x}", "declaratif"),
        ("questionnaire: agls-annexe-1", ""),
        ("adoptee_le: hier", "adoptee_le"),
        ("terme_cout_net: non", "terme_cout_net"),
    ],
)
def test_a_local_grid_that_the_program_refuses_is_underlined(ligne: str, ou: str) -> None:
    assert refus("surcouche", lire_texte(LOCALE, "g").arbre) == []
    assert ou in [r.partition(" : ")[0] for r in refus("surcouche", lire_texte(LOCALE + ligne, "g").arbre)]


@pytest.mark.parametrize(
    "ligne",
    [
        "references: {ref_etp_gls_100: 1, ref_neuve: {valeur: 1, libelle: x}}",
        "references: {ref_etp_gls_100: {valeur: 1}}",
        "poids_axes: {A1: 0.5, A2: \"2/3\", A3: \"20 %\"}",
        "planchers: {V-PLANCHER-BESOIN: \"0,1\"}",
        "plan: {besoin: \"0,60\", quadrants: {faible_forte: {titre: x}}}",
        "forfait: {par_logement: 100, reference: x}",
        "sans_objet: {maximum: \"30 %\", gravite: mineure}",
    ],
)  # fmt: skip
def test_a_local_grid_that_the_program_accepts_is_not_underlined(ligne: str) -> None:
    assert refus("surcouche", lire_texte(LOCALE + ligne, "g").arbre) == []


def test_a_local_grid_has_the_keys_that_the_program_admits() -> None:
    proprietes = schema("surcouche")["properties"]
    assert set(proprietes) == (set(GrilleLue.__struct_fields__) | {"base"}) - {"questionnaire"}
    assert not set(proprietes) & set(_INTERDITS)
    for cle, feuilles in _FEUILLES.items():
        assert set(proprietes[cle]["properties"]) == feuilles


@pytest.mark.parametrize("genre", QUESTIONS)
def test_a_question_has_the_keys_of_its_type_and_no_other(genre: str) -> None:
    propres = {
        "choix": "options",
        "niveau": "niveaux",
        "repartition": "categories",
        "tableau": "colonnes",
        "texte": "format",
    }
    question = {"id": "q", "libelle": "Une question ?", "type": genre}
    for proprietaire, cle in propres.items():
        dit = refus("", {**question, cle: "x"}, {**schema("section"), "$ref": "#/definitions/Question"})
        assert any(f"'{cle}' was unexpected" in r for r in dit) == (
            genre != proprietaire and not (cle == "options" and genre == "choix_multiple")
        )


def test_a_question_without_a_type_asks_for_it() -> None:
    assert any("'type' is a required property" in r for r in refus("section", {
        "id": "s", "titre": "T", "questions": [{"id": "q", "libelle": "?"}],
    }))  # fmt: skip


@pytest.mark.parametrize("ecrit", [
    "0,35", "2/3", "20 %", "20 400", "20 400,50", "25 €", "-3", "+3", "−3", "1/0", "1.234,5", "abc", "", "0,", ",5", "3 x",
    "%", "12 %€", "1e5", " 5 ", "1/2/3", "1 / 2",
])  # fmt: skip
def test_a_number_is_written_for_the_editor_as_for_the_program(ecrit: str) -> None:
    assert bool(re.search(NOMBRE_ECRIT, ecrit)) == (french.lire_nombre(ecrit) is not None)


# — the command ————————————————————————————————————————————————————————————————————————————————————————————


def test_the_command_prints_a_schema_and_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert executer(["questionnaire", "--schema", "vigilances"]) == 0
    assert json.loads(capsys.readouterr().out) == schema("vigilances")
    fichier = tmp_path / "surcouche.json"
    assert executer(["questionnaire", "--schema", "surcouche", "--sortie", str(fichier)]) == 0
    assert fichier.read_bytes() == (SCHEMAS / "surcouche.json").read_bytes()
    assert executer(["questionnaire", "--schema", "surcouche", "--sortie", str(fichier)]) == 3
    assert executer(["questionnaire", "--sortie", str(fichier)]) == 2
    capsys.readouterr()
    for demande in (["--schema"], ["--schema", "grilles"]):
        assert executer(["questionnaire", *demande]) == 2
        dit = capsys.readouterr().err
        assert all(nom in dit for nom in schemas.SORTES)
