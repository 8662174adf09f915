"""YAML and templates as Windows and Macintosh programs save them: the same tree, the same hashes, the same places."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluator import resources
from evaluator.configuration import auteur_configure
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import lire_reponses
from evaluator.errors import FaultyInput
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import Referentiel, charger, sources_livrees
from evaluator.questionnaire.reader import decoder, lire_fichier, lire_texte
from evaluator.report.render import rediger
from tests.compat.transformations import LISIBLES, Transformation, bloc_notes, cp1252, crlf, utf16, utf16_gros

CALQUE = """\
id: departement-00
version: "1.0.0"
base: defaut
titre: "Grille d’essai, l’été"
poids_axes: {A1: 4}
"""
REPONSES = """\
# réponses de l’été
residence_nom: "Résidence d’Été – « Les Œillets »"
nb_logements: {valeur: 86, source: document, note: "relevé
  du 3 mai"}
cout_gls:
  valeur: 41000
  note: |
    Première ligne.
    Deuxième ligne.
"""


def lu(octets: bytes) -> tuple[object, dict[object, object]]:
    source = lire_texte(decoder(octets, "f.yaml"), "f.yaml")
    return source.arbre, {**source.places, "textes": source.textes, "bruts": source.bruts}


@pytest.mark.parametrize("transformer", LISIBLES)
def test_the_tree_and_the_places_are_the_same(transformer: Transformation) -> None:
    arbre, places = lu(transformer(REPONSES.encode()))
    assert arbre == {
        "residence_nom": "Résidence d’Été – « Les Œillets »",
        "nb_logements": {"valeur": 86, "source": "document", "note": "relevé du 3 mai"},
        "cout_gls": {"valeur": 41000, "note": "Première ligne.\nDeuxième ligne.\n"},
    }
    assert places == lu(REPONSES.encode())[1]
    assert places["nb_logements", "note"] == ("f.yaml", 3, 46)  # where its key begins
    assert places["cout_gls", "note"] == ("f.yaml", 7, 3)


@pytest.mark.parametrize("transformer", LISIBLES)
def test_a_fault_is_at_the_same_place(transformer: Transformation) -> None:
    faux = "# é\na: 1\nb: [é, &x 2]\nc:\n  - 'd': *y\na: 3\n"
    with pytest.raises(FaultyInput) as erreur:
        lu(transformer(faux.encode()))
    assert [(f.ligne, f.colonne) for f in erreur.value.fautes] == [(3, 8), (5, 10), (6, 1)]


@pytest.mark.parametrize("transformer", LISIBLES)
def test_a_control_character_is_at_the_same_place(transformer: Transformation) -> None:
    with pytest.raises(FaultyInput) as erreur:
        lu(transformer("a: 1\nb: 2\nc: é\x07\n".encode()))
    assert [(f.ligne, f.colonne) for f in erreur.value.fautes] == [(3, 5)]


@pytest.mark.parametrize("transformer", [utf16, utf16_gros])
def test_utf16_is_called_by_its_name(transformer: Transformation) -> None:
    with pytest.raises(FaultyInput, match=r"^r\.yaml:1:1 : ce fichier est en UTF-16 .*UTF-8$"):
        decoder(transformer(REPONSES.encode()), "r.yaml")


def test_an_ansi_byte_is_named_with_its_place() -> None:
    with pytest.raises(FaultyInput) as erreur:
        decoder(cp1252("a: 1\nb: l’été\n".encode()), "r.yaml")
    assert str(erreur.value).startswith("r.yaml:2:5 : l’octet 0x92 (« ’ » en Windows-1252, dit « ANSI ») n’est pas")
    with pytest.raises(FaultyInput, match=r"^r\.yaml:2:4 : l’octet 0x81 n’est pas de l’UTF-8"):  # means nothing there
        decoder(b"a: 1\rb: \x81", "r.yaml")


@pytest.mark.parametrize("tete", ["a", "", "ab", "é\0\0"])
def test_short_files_are_not_taken_for_utf16(tete: str) -> None:
    if "\0" in tete:
        with pytest.raises(FaultyInput, match="caractère de contrôle"):
            lu(tete.encode())
    else:
        assert lu(tete.encode())[0] == (tete or None)


def _copie(cible: Path, transformer: Transformation) -> Path:
    """The shipped questionnaires, each file transformed."""
    shutil.copytree(resources.dossier_livre(resources.QUESTIONNAIRES), cible)
    for fichier in cible.rglob("*.yaml"):
        fichier.write_bytes(transformer(fichier.read_bytes()))
    return cible


@pytest.mark.parametrize("transformer", [bloc_notes, LISIBLES[-1]])
def test_the_whole_referential_has_the_same_hashes(
    transformer: Transformation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, referentiel: Referentiel
) -> None:
    calque = tmp_path / "calque.yaml"
    calque.write_bytes(CALQUE.encode())
    attendu = charger(grille=calque)
    places = sources_livrees(grille=calque).questionnaire.places
    _copie(tmp_path / "configuration-vide" / resources.QUESTIONNAIRES, transformer)
    calque.write_bytes(transformer(CALQUE.encode()))
    locales = sources_livrees(grille=calque)
    assert Path(locales.questionnaire.fichier).is_relative_to(tmp_path)  # the copy is what was read
    assert {c: p[1:] for c, p in locales.questionnaire.places.items()} == {c: p[1:] for c, p in places.items()}
    lu = charger(grille=calque)
    assert lu.questionnaire.empreinte == attendu.questionnaire.empreinte == referentiel.questionnaire.empreinte
    assert lu.grille.empreinte == attendu.grille.empreinte != referentiel.grille.empreinte
    assert lu.gele == attendu.gele


@pytest.mark.parametrize("transformer", LISIBLES)
def test_answers_are_the_same(transformer: Transformation, tmp_path: Path, referentiel: Referentiel) -> None:
    fichier = tmp_path / "r.yaml"
    fichier.write_bytes(REPONSES.encode())
    attendues = lire_reponses(lire_fichier(fichier), referentiel.questionnaire, "constat")
    fichier.write_bytes(transformer(REPONSES.encode()))
    lues = lire_reponses(lire_fichier(fichier), referentiel.questionnaire, "constat")
    assert lues == attendues
    assert lues.annotations["cout_gls"].note == "Première ligne.\nDeuxième ligne.\n"
    assert lues.annotations["nb_logements"].note == "relevé du 3 mai"


def test_a_template_saved_by_notepad_writes_the_same_bytes(dossiers_exemples: Path, tmp_path: Path) -> None:
    with Dossier.ouvrir(dossiers_exemples / "pre-sorbier.agls") as dossier:
        evaluation = evaluer(dossier.referentiel, dossier.reponses("constat"))
        (avant,) = rediger(dossier, evaluation, sortie=tmp_path / "avant")
        local = tmp_path / "configuration-vide" / resources.MODELES
        shutil.copytree(resources.dossier_livre(resources.MODELES), local)
        for fichier in (f for f in local.rglob("*") if f.suffix in (".j2", ".yaml")):
            fichier.write_bytes(bloc_notes(fichier.read_bytes()))
        (apres,) = rediger(dossier, evaluation, sortie=tmp_path / "apres")
        assert apres.read_bytes() == avant.read_bytes()
        assert b"\xef\xbb\xbf" not in apres.read_bytes()
        for fichier in local.rglob("synthese.html.j2"):
            fichier.write_bytes(cp1252(fichier.read_bytes() + "{# l’été #}".encode()))
        with pytest.raises(FaultyInput, match=r"Windows-1252.*enregistrez le gabarit en UTF-8"):
            rediger(dossier, evaluation, sortie=tmp_path / "jamais")
    assert not (tmp_path / "jamais").exists()


def test_a_configuration_saved_by_notepad_is_read(tmp_path: Path) -> None:
    fichier = tmp_path / "configuration-vide" / "config.toml"
    fichier.write_bytes(bloc_notes('auteur = "Hélène Œ, cheffe, DDETS"\n'.encode()))
    assert auteur_configure() == "Hélène Œ, cheffe, DDETS"
    fichier.write_bytes(utf16('auteur = "Hélène"\n'.encode()))
    with pytest.raises(FaultyInput, match="UTF-16"):
        auteur_configure()
    fichier.write_bytes(crlf(b"auteur = \xe9\n"))
    with pytest.raises(FaultyInput, match="Windows-1252"):
        auteur_configure()
