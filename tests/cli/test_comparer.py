"""`agls comparer` as a service uses it: words that add up, JSON that a script can check."""

from __future__ import annotations

import json
import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.cli.francais import executer
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Piece, Reponse

INTERNE = "À vérifier auprès du conseil départemental."


@pytest.fixture
def annote(dossiers_exemples: Path, tmp_path: Path) -> Path:
    """Pré-Sorbier with an internal note, a piece, a reason, and two observations."""
    chemin = tmp_path / "pre-sorbier.agls"
    shutil.copy(dossiers_exemples / "pre-sorbier.agls", chemin)
    with Dossier.ouvrir(chemin, ecriture=True, auteur=Auteur("A. Rive")) as dossier:
        dossier.noter("cout_gls", "constat", INTERNE, "interne")
        dossier.joindre("cout_gls", "constat", Piece("budget_2024.pdf", "0" * 64, "partagee"))
        reponse = dossier.reponse("cout_gls", "constat")
        dossier.repondre("cout_gls", "constat", Reponse(reponse.etat, reponse.valeur, reponse.source, "Budget non voté."))
        dossier.observer("Le budget sera voté en mai.", "cout_gls")
        dossier.observer("Nous contestons l’ensemble.")
    return chemin


def _dire(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert executer(["comparer", *arguments]) == 0
    return capsys.readouterr().out


def _json(capsys: pytest.CaptureFixture[str], chemin: Path) -> dict:
    return json.loads(_dire(capsys, str(chemin), "--json"))


def test_the_words_of_pre_sorbier(annote: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texte = _dire(capsys, str(annote))
    plat = " ".join(texte.split())  # also over folded lines; no-break spaces become plain ones
    assert "Auto-évaluation du gestionnaire : avis « favorable », score 0,9391 point, montant 19 800 €" in plat
    assert "Constat du service : avis « favorable », score 0,7190 point, montant 16 726 €" in plat
    assert "Écart total : −0,2201 point, −3 074 €" in plat
    # The measures, one level of three: 2/13 × 1/3 = 2/39 point; the net cost found, 18 300 €, stops the gain at 1 574 €.
    assert "prix : −0,0513 point, −1 574 €" in plat
    assert "effet d’ensemble, le montant demandé limite l’aide : « Coût de la GLS en N »" in plat
    assert f"note du service (interne) : {INTERNE}" in plat
    assert "pièce du service (partagée) : budget_2024.pdf" in plat
    assert "motif : Budget non voté." in plat
    assert "observation du gestionnaire : Le budget sera voté en mai." in plat
    assert "Observation du gestionnaire sur l’ensemble : Nous contestons l’ensemble." in plat
    assert "même niveau, compté 1 dans le constat" in plat
    comptes = [int(n) for n in re.findall(r"(\d+) différences? sans motif", plat)]
    assert sum(comptes) == len(re.findall(r"^   sans motif$", texte, re.M))
    assert len(comptes) == 2
    assert not re.search(r"\w_\w", texte.replace("budget_2024.pdf", ""))


def test_the_table_adds_up_to_the_euro_and_to_the_exact_score(annote: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lignes = _dire(capsys, str(annote)).split("Du montant déclaré au montant constaté")[1].splitlines()[1:]
    termes = []
    for ligne in lignes[: lignes.index("")]:
        lue = re.match(r"\s*([+−]?[\d\u202f]+)\u00a0€\s+([+−]?[\d,]+)\u00a0point(?: \(([−\d/]+)\))?", ligne)
        assert lue, ligne
        euros = int(lue[1].replace("\u202f", "").replace("−", "-"))
        points = Fraction((lue[3] or lue[2]).replace("−", "-").replace(",", "."))
        termes.append((euros, points))
    assert (termes[0][0], termes[-1][0]) == (19800, 16726)
    for rang in (0, 1):
        assert sum(t[rang] for t in termes[:-1]) == termes[-1][rang]


def test_the_json_adds_up(annote: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lu = _json(capsys, annote)
    assert list(lu) == [
        "dossier", "auto_evaluation", "constat", "ecarts", "interactions", "arrondis", "regles", "total",
        "sans_motif", "observations", "indicatif",
    ]  # fmt: skip
    assert (lu["auto_evaluation"]["montant"], lu["constat"]["montant"]) == (19800, 16726)
    parts = [e["prix"] for e in (*lu["ecarts"], *lu["interactions"])] + [lu["arrondis"], lu["regles"]]
    for bout in ("montant", "montant_min", "montant_max"):
        assert sum(p[bout] for p in parts) == lu["total"][bout] == -3074
    cout = next(e for e in lu["ecarts"] if e["question"] == "cout_gls")
    assert (cout["declare"]["valeur"], cout["constate"]["valeur"], cout["motif"]) == (35400, 24300, "Budget non voté.")
    assert cout["notes"]["constat"] == {"note": INTERNE, "visibilite": "interne"}
    assert cout["pieces"]["constat"] == [{"nom": "budget_2024.pdf", "sha256": "0" * 64, "visibilite": "partagee"}]
    assert cout["observations"] == ["Le budget sera voté en mai."]
    assert lu["observations"][-1] == {"question": None, "texte": "Nous contestons l’ensemble."}
    assert "cout_gls" not in lu["sans_motif"]
    assert "cofinancements" in lu["sans_motif"]


def test_a_dossier_without_constat(dossiers_exemples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chemin = dossiers_exemples / "puits-mirette.agls"
    assert "rien à comparer, le volet du constat n’a pas de réponse" in _dire(capsys, str(chemin))
    lu = _json(capsys, chemin)
    assert (lu["constat"], lu["ecarts"], lu["total"]) == (None, [], None)
    assert lu["auto_evaluation"]["montant"] == 6982  # the indicative figure: 2026 has no amount


def test_ends_that_differ_are_both_shown(annote: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Dossier.ouvrir(annote, ecriture=True) as dossier:
        dossier.repondre("cout_gls", "constat", Reponse("ne_sait_pas"))
        dossier.repondre("protocole_impayes", "constat", Reponse())
    plat = " ".join(_dire(capsys, str(annote)).split())
    # The cost unknown: 0 € at the lower end. As declared, the rate binds there, the protocol (2 found) counting 0:
    # 2/3 × 1/39 = 2/117 less, ÷ 0.45 × 20 400 = 774.93: 16 726.14 − 774.93 → 15 951 €. The upper end does not move.
    assert "prix : 0 point, −15 951 € (borne basse) ; 0 point, 0 € (borne haute)" in plat
    assert "constaté : ne sait pas" in plat
    assert "constaté : pas encore constaté" in plat


def test_faults_of_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert executer(["comparer", str(tmp_path / "absent.agls")]) == 3
    assert executer(["comparer"]) == 2
    assert "comparer" not in capsys.readouterr().out
