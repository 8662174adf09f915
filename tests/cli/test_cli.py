"""The command line as scripts use it: exit codes, streams, JSON (`contract.md`)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evaluator.cli.francais import executer

REPONSES = """\
type_structure: residence_sociale
nb_logements: {valeur: 86, source: document}
exercice: 2024
type_demande: renouvellement
agls_n1_accordee: 15000
montant_demande: 20400
cout_gls: 41000
cofinancements:
  - {financeur: departement, nature: subvention, objet: gls, montant: 12000, statut: acquis}
equipe:
  - {fonction: "Responsable de résidence", etp_total: 1, etp_gls: "0,3", etp_agls: "0,3", qualification: diplome_social}
conseil_concertation: {valeur: non, source: document, note: "pas de PV depuis 2022"}
taux_reservation: {etat: ne_sait_pas}
"""


@pytest.fixture
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dossier = tmp_path / "ici"
    dossier.mkdir()
    monkeypatch.chdir(dossier)
    return dossier


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert executer(["evaluer", "--json", *arguments]) == 0
    lu: dict[str, object] = json.loads(capsys.readouterr().out)
    return lu


def test_the_answers_file_of_the_contract(ici: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (ici / "r.yaml").write_text(REPONSES, encoding="utf-8")
    assert executer(["nouveau", "a.agls", "--reponses", "r.yaml"]) == 0
    capsys.readouterr()
    lu = _json(capsys, "a.agls")
    assert (lu["dossier"], lu["volet"], lu["exercice"]) == ("a.agls", "auto_evaluation", 2024)
    assert lu["bareme"] == {"id": "agls-2013"}
    assert lu["recevabilite"] == {"statut": "recevable", "motifs": []}
    modulation = lu["modulation"]
    assert isinstance(modulation, dict)
    # Most questions are unanswered: no opinion, no amount, but an interval under min(20 400; 41 000 - 12 000; 20 400).
    assert (modulation["avis"], modulation["montant"], modulation["plafond"]) == ("indetermine", None, 20400)
    assert modulation["montant_min"] == 0
    assert modulation["montant_max"] <= 20400
    assert lu["grille"]["adoptee"] is False  # type: ignore[index]


def test_in_short_the_analyses_are_left_out(dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chemin = str(dossiers_exemples / "pre-sorbier.agls")
    entier, bref = _json(capsys, chemin), _json(capsys, chemin, "--bref")
    assert (bref["robustesse"], bref["leviers"]) == (None, [])
    assert {cle: v for cle, v in bref.items() if cle not in ("robustesse", "leviers")} == {
        cle: entier[cle] for cle in bref if cle not in ("robustesse", "leviers")
    }
    # Actions by public at level 3: 1/3 × 5/39 more, 20 400 € × (5/117 ÷ 0,45) = 1 937 €; the net cost stops it at 18 300 €.
    (levier,) = entier["leviers"]  # type: ignore[misc]
    assert (levier["effet"], levier["montant"], levier["gain"]) == ("euros", 18300, 1574)
    assert entier["robustesse"]["verdict"] == "robuste"  # type: ignore[index]


def test_the_keys_of_the_contract_are_all_there(dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lu = _json(capsys, str(dossiers_exemples / "pre-sorbier.agls"))
    assert list(lu) == [
        "dossier", "dossier_id", "volet", "exercice", "questionnaire", "grille", "bareme", "recevabilite", "completude",
        "part_sans_objet", "plafonnees", "global", "axes", "dimensions", "indicateurs", "vigilances", "modulation",
        "robustesse", "leviers", "leviers_complets", "manque", "plan", "appuis", "sans_objet", "journal",
    ]  # fmt: skip
    modulation = lu["modulation"]
    assert isinstance(modulation, dict)
    assert list(modulation) == [
        "avis", "avis_min", "avis_max", "taux", "taux_min", "taux_max", "plafond", "montant", "montant_min", "montant_max",
        "terme_limitant", "sens", "ecart_n1", "indicatif", "derogation",
    ]  # fmt: skip
    assert len(lu["indicateurs"]) == 13  # type: ignore[arg-type]
    assert [a["id"] for a in lu["axes"]] == ["A1", "A2", "A3", "A4"]  # type: ignore[attr-defined, index]


def test_same_dossier_same_bytes(dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = str(dossiers_exemples / "pre-sorbier.agls")
    executer(["evaluer", "--json", dossier])
    premier = capsys.readouterr().out
    executer(["evaluer", "--json", dossier])
    assert capsys.readouterr().out == premier


def test_several_dossiers_give_an_array(dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fichiers = [str(f) for f in sorted(dossiers_exemples.glob("*.agls"))]
    assert executer(["evaluer", "--json", *fichiers]) == 0
    assert [o["dossier"] for o in json.loads(capsys.readouterr().out)] == [Path(f).name for f in fichiers]


def test_2026_gives_no_amount_and_an_indicative_figure(dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = str(dossiers_exemples / "puits-mirette.agls")
    lu = _json(capsys, dossier)
    modulation = lu["modulation"]
    assert isinstance(modulation, dict)
    assert (modulation["montant"], modulation["montant_min"], modulation["plafond"]) == (None, None, None)
    assert lu["bareme"] == {"id": "agls-2025"}
    # 12 200 € below 50 dwellings, times 1808/3159: 6 982,43 €, rounded down (docs/exemple-calcule.md).
    assert modulation["indicatif"]["montant"] == 6982
    executer(["evaluer", dossier])
    mots = capsys.readouterr().out
    assert "indicatif" in mots
    assert "circulaire du 9 mai 2025" in mots


def test_an_existing_file_is_never_overwritten(ici: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (ici / "a.agls").write_text("précieux", encoding="utf-8")
    assert executer(["nouveau", "a.agls"]) == 3
    assert (ici / "a.agls").read_text(encoding="utf-8") == "précieux"
    assert "jamais écrasé" in capsys.readouterr().err


def test_all_import_faults_at_once_and_nothing_imported(ici: Path, capsys: pytest.CaptureFixture[str]) -> None:
    executer(["nouveau", "a.agls"])
    (ici / "r.yaml").write_text("nb_logement: 86\nexercice: bientôt\nnb_places: 90\n", encoding="utf-8")
    capsys.readouterr()
    assert executer(["importer", "a.agls", "r.yaml"]) == 1
    erreurs = capsys.readouterr().err.splitlines()
    assert erreurs[0].startswith("r.yaml:1:1 : ")
    assert "vouliez-vous dire « nb_logements »" in erreurs[0]
    assert erreurs[1].startswith("r.yaml:2:")
    executer(["exporter", "a.agls", "--format", "reponses"])
    assert "nb_places: 90" not in capsys.readouterr().out
    assert executer(["importer", "a.agls", "r.yaml", "--partiel"]) == 1
    capsys.readouterr()
    executer(["exporter", "a.agls", "--format", "reponses"])
    assert "nb_places: 90" in capsys.readouterr().out


def _sans_commentaires(texte: str) -> list[str]:
    return [ligne for ligne in texte.splitlines() if not ligne.lstrip().startswith("#")]


def test_exported_answers_import_back(ici: Path, dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(dossiers_exemples / "pre-sorbier.agls")
    for volet in ("auto_evaluation", "constat"):
        executer(["exporter", source, "--format", "reponses", "--volet", volet])
        exporte = capsys.readouterr().out
        (ici / "r.yaml").write_text(exporte, encoding="utf-8")
        assert executer(["nouveau", f"{volet}.agls", "--reponses", "r.yaml", "--volet", volet]) == 0
        capsys.readouterr()
        executer(["exporter", f"{volet}.agls", "--format", "reponses", "--volet", volet])
        assert _sans_commentaires(capsys.readouterr().out) == _sans_commentaires(exporte)
        avant = _json(capsys, source, "--volet", volet)
        apres = _json(capsys, f"{volet}.agls", "--volet", volet)
        assert avant["modulation"] == apres["modulation"]
        assert avant["indicateurs"] == apres["indicateurs"]


@pytest.mark.parametrize(
    ("arguments", "code", "mot"),
    [
        (["comparer", "absent.agls"], 3, "absent.agls"),
        (["fusionner", "a", "b", "--sortie", "c"], 2, ".agls"),
        (["evaluez"], 2, "commande inconnue"),
        (["evaluer"], 2, "il manque"),
        (["evaluer", "absent.agls"], 3, "absent.agls"),
        (["evaluer", "--jsn", "absent.agls"], 2, "option inconnue"),
        (["evaluer", "--volet", "tout", "a.agls"], 2, "choix"),
        (["verifier", "rapport.pdf"], 3, "n’existe pas"),
        (["questionnaire", "inconnu"], 3, "inconnu"),
        (["nouveau", "sans-suffixe"], 2, ".agls"),
    ],
)
def test_exit_codes(ici: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, mot: str) -> None:
    assert executer(arguments) == code
    capture = capsys.readouterr()
    assert mot in capture.err
    assert capture.out == ""


def test_a_format_that_this_version_lacks(ici: Path, dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert executer(["rapport", str(dossiers_exemples / "pre-sorbier.agls"), "--format", "rtf"]) == 2
    assert "rtf" in capsys.readouterr().err


def test_expliquer_from_the_amount_to_one_question(dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = str(dossiers_exemples / "pre-sorbier.agls")
    assert executer(["expliquer", dossier]) == 0
    tout = capsys.readouterr().out
    assert tout.splitlines()[0] == "Montant proposé\u00a0: 16\u202f726\u00a0€"
    assert "C-IV-c-plafonds (Plafonds selon la taille)" in tout
    assert "0,718959\u00a0point (1012783/1408680)" in tout
    assert "_" not in tout
    assert max(map(len, tout.splitlines())) <= 100
    titres = {
        "A3": "A3 – ", "A3-IND1": "A3-IND1 – ", "equipe_etp": "Équipe de GLS", "besoin": "Score du besoin",
        "reponse": "Score de la réponse", "global": "Score global", "taux": "Taux du plafond", "plafond": "Plafond",
        "cout_net": "Coût net de la GLS", "montant": "Montant proposé", "V25-COF": "Vigilance «", "V03": "Vigilance «",
        "equipe": "Équipe de GLS", "V-PLANCHER-BESOIN": "Vigilance «", "A3-IND4": "A3-IND4 – ",
    }  # fmt: skip
    for element, titre in titres.items():
        assert executer(["expliquer", dossier, element]) == 0
        sortie = capsys.readouterr().out
        assert sortie.startswith(titre)
        assert "_" not in sortie
    assert executer(["expliquer", dossier, "conseil_concertation"]) == 0
    assert "pas notée" in capsys.readouterr().out


def test_expliquer_by_the_number_that_the_tree_prints(dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = str(dossiers_exemples / "pre-sorbier.agls")
    executer(["expliquer", dossier])
    ligne = next(x for x in capsys.readouterr().out.splitlines() if "Score global\u00a0: " in x)
    numero = ligne.split()[0]
    assert executer(["expliquer", dossier, numero]) == 0
    assert capsys.readouterr().out.splitlines()[0] == ligne.strip()
    assert executer(["expliquer", dossier, "9.9"]) == 2
    assert "n’est pas un élément" in capsys.readouterr().err


def test_expliquer_names_elements_with_their_label(dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = str(dossiers_exemples / "pre-sorbier.agls")
    assert executer(["expliquer", dossier, "A3-IND8"]) == 2
    erreur = capsys.readouterr().err
    assert "vouliez-vous dire" in erreur
    assert "cout_net (Coût net de la GLS)" in erreur
    assert "A1-IND1 (Typologie des résidents" in erreur
    assert executer(["expliquer", dossier, "menages_vulnerable"]) == 2
    assert "«\u00a0menages_vulnerables\u00a0» (Ménages vulnérables)" in capsys.readouterr().err


def test_questionnaire_lists_every_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert executer(["questionnaire", "--json"]) == 0
    lu = json.loads(capsys.readouterr().out)
    structure = next(q for q in lu["questions"] if q["id"] == "type_structure")
    assert [o["id"] for o in structure["options"]][:2] == ["residence_sociale", "residence_sociale_ex_ftm"]
    executer(["questionnaire"])
    mots = capsys.readouterr().out
    assert all(q["id"] in mots for q in lu["questions"])


def test_verifier_places_a_fault(ici: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from evaluator import resources

    shutil.copytree(resources.dossier_livre("questionnaires"), ici / "questionnaires")
    assert executer(["verifier", "questionnaires"]) == 0
    section = ici / "questionnaires" / "annexe_1" / "articulation.yaml"
    lignes = section.read_text(encoding="utf-8").splitlines()
    rang = next(i for i, ligne in enumerate(lignes) if "clauses: [A4-PA1" in ligne)
    lignes[rang] = lignes[rang].replace("A4-PA1", "A4-PA9")
    section.write_text("\n".join(lignes), encoding="utf-8")
    capsys.readouterr()
    assert executer(["verifier", "questionnaires"]) == 1
    sortie = capsys.readouterr().out
    assert f"articulation.yaml:{rang + 1}:{lignes[rang].index('A4-PA9') + 1} : " in sortie
    assert "A4-PA9" in sortie


def test_demo_without_a_terminal(tmp_path: Path) -> None:
    fini = subprocess.run(
        [sys.executable, "-m", "evaluator", "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert fini.returncode == 0, fini.stderr
    chemins = [Path(ligne) for ligne in fini.stdout.splitlines() if ligne.startswith("agls-demo")]
    assert {c.suffix for c in chemins} == {".agls", ".html", ".pdf"}
    assert all((tmp_path / c).is_file() for c in chemins)


def test_agls_without_a_terminal_shows_its_help() -> None:
    fini = subprocess.run(
        [sys.executable, "-m", "evaluator"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert fini.returncode == 2
    assert "Commandes" in fini.stdout


def test_author_from_the_option_and_the_configuration(ici: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configuration = Path(os.environ["AGLS_LOCAL"]) / "config.toml"
    configuration.write_text('auteur = "Claude Essai, inspectrice, DDETS 00"', encoding="utf-8")
    executer(["nouveau", "a.agls"])
    executer(["nouveau", "b.agls", "--auteur", "Dominique Test, directeur, Association"])
    auteurs = [
        json.loads((ici / nom).read_text(encoding="utf-8").splitlines()[0])["auteur"]["nom"] for nom in ("a.agls", "b.agls")
    ]
    assert auteurs == ["Claude Essai", "Dominique Test"]
    configuration.write_text("auteur = 3", encoding="utf-8")
    assert executer(["nouveau", "c.agls"]) == 1
    assert "config.toml" in capsys.readouterr().err


def test_a_broken_chain_prints_the_result_then_ends_with_1(
    ici: Path, dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lignes = (dossiers_exemples / "pre-sorbier.agls").read_text(encoding="utf-8").split("\n")
    lignes[20] = lignes[20].replace('"role":', '"rôle":')
    (ici / "casse.agls").write_text("\n".join(lignes), encoding="utf-8")
    assert executer(["evaluer", "--json", "casse.agls"]) == 1
    capture = capsys.readouterr()
    assert json.loads(capture.out)["dossier"] == "casse.agls"
    assert capture.err.count("casse.agls:21") == 1
    assert executer(["verifier", "casse.agls"]) == 1


def test_what_is_internal_never_leaves_for_the_gestionnaire(
    ici: Path, dossiers_exemples: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (ici / "r.yaml").write_text(
        'nb_places: {valeur: 90, note: "SECRET-DU-SERVICE", visibilite: interne}\n', encoding="utf-8"
    )
    assert executer(["nouveau", "a.agls", "--reponses", "r.yaml", "--volet", "constat"]) == 0
    for forme in ("agls", "json", "reponses"):
        capsysbinary.readouterr()
        assert executer(["exporter", "a.agls", "--format", forme, "--volet", "constat"]) == 0
        assert b"SECRET-DU-SERVICE" in capsysbinary.readouterr().out
        assert executer(["exporter", "a.agls", "--format", forme, "--volet", "constat", "--pour", "gestionnaire"]) == 0
        assert b"SECRET-DU-SERVICE" not in capsysbinary.readouterr().out
