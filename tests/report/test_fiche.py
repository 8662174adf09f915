"""One page is one page: every text of the sheet is cut to its place, and the cut is said."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest

from evaluator.dossier.actes import Decision
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Reponse
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import Referentiel
from evaluator.report.context import contexte
from evaluator.report.coupe import SUITE, Place, couper, faire_tenir, lignes_de
from evaluator.report.render import rediger
from evaluator.report.sections import fiche

SERVICE = Auteur.lire("Anne Martin, inspectrice, DDETS")


def test_a_text_is_cut_at_a_word_and_says_so() -> None:
    assert couper("court", 20) == "court"
    assert couper("un deux trois quatre cinq", 14, "…") == "un deux …"  # 14 − 2 = 12 characters: « un deux troi »
    assert couper("un deux, trois quatre", 12, "…") == "un deux …"  # no comma before the cut
    assert len(couper("z" * 300, 90)) <= 90
    assert couper("z" * 300, 90).endswith(SUITE)
    assert couper("a\nb   c", 20) == "a b c"


@pytest.mark.parametrize(
    ("texte", "largeur", "lignes"),
    [("", 10, 1), ("un deux", 7, 1), ("un deux", 6, 2), ("aaa bbb ccc", 7, 2), ("z" * 21, 10, 3), ("a " + "z" * 21, 10, 4)],
)
def test_lines_are_counted_as_they_would_be_set(texte: str, largeur: int, lignes: int) -> None:
    assert lignes_de(texte, largeur) == lignes


def test_a_list_keeps_what_fits_and_counts_what_does_not() -> None:
    textes = ["un deux", "trois quatre cinq", "six"]  # 1, 2 and 1 lines of 12
    assert faire_tenir(textes, Place(12, 3), 40) == (textes[:2], 1)
    assert faire_tenir(textes, Place(12, 4), 40) == (textes, 0)
    assert faire_tenir(["x" * 200], Place(12, 2), 24, "…")[1] == 0  # cut to 24 characters first


def _textes(valeur: object) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict):
        for dessous in valeur.values():
            yield from _textes(dessous)
    elif isinstance(valeur, list):
        for dessous in valeur:
            yield from _textes(dessous)


@pytest.fixture
def pire(tmp_path: Path, referentiel: Referentiel) -> Iterator[Dossier]:
    """The longest names that may be answered, most vigilances certain, a decision with the longest names."""
    with Dossier.creer(tmp_path / "pire.agls", referentiel, auteur=SERVICE) as dossier:
        reponses = {
            "residence_nom": "Résidence sociale de la Grande Enclave " * 5, "gestionnaire_nom": "W" * 200, "exercice": 2026,
            "type_structure": "residence_sociale_ex_ftm", "nb_logements": 214, "montant_demande": 20_400,
        }  # fmt: skip
        faites: dict[str, Reponse] = {q: Reponse("renseignee", v, "document") for q, v in reponses.items()}
        for q in dossier.questions("constat"):
            if q.type == "niveau":
                faites[q.id] = Reponse("renseignee", 0, "document")
            elif q.type == "tableau" and not q.commun:
                faites[q.id] = Reponse("renseignee", (), "document")
            elif q.type == "oui_non" and not q.commun:
                faites[q.id] = Reponse("renseignee", q.id in ("substitution", "attribution_imputee"), "document")
        dossier.repondre_tout("constat", faites, {})
        dossier.decider(Decision(0, "N" * 290, "F" * 290, date(2024, 9, 2), motif="m"))
        yield dossier


def test_the_longest_texts_hold_within_their_limits(pire: Dossier) -> None:
    evaluation = evaluer(pire.referentiel, pire.reponses("constat"))
    lu = contexte(pire, evaluation, date(2026, 1, 1), modele="fiche_synthetique", sections=["fiche"], publication=True)[
        "fiche"
    ]
    assert len(str(lu["residence"])) <= fiche.NOM  # type: ignore[index,call-overload]
    assert SUITE in str(lu["residence"])  # type: ignore[index,call-overload]
    assert SUITE in str(lu["decision"])  # type: ignore[index,call-overload]
    for ligne in lu["identite"]:  # type: ignore[index,call-overload,union-attr]
        assert len(ligne["valeur"]) <= fiche.IDENTITE  # type: ignore[index,call-overload]
    raisons, leviers = lu["raisons"], lu["leviers"]  # type: ignore[index,call-overload]
    assert 1 <= len(raisons) <= 3  # type: ignore[arg-type]
    assert sum(lignes_de(r, fiche.RAISONS.caracteres) for r in raisons) <= fiche.RAISONS.lignes  # type: ignore[arg-type,union-attr]
    permis = fiche.LEVIERS.lignes + fiche.PLUS
    assert sum(lignes_de(r, fiche.LEVIERS.caracteres) for r in leviers) <= permis  # type: ignore[arg-type,union-attr]
    titres = list(_textes(lu["vigilances"]))  # type: ignore[index,call-overload]
    assert len(titres) >= 4
    assert sum(lignes_de(t, fiche.VIGILANCES.caracteres) for t in titres) <= fiche.VIGILANCES.lignes
    pesent = [v for v in evaluation.vigilances if v.statut == "certaine" and v.gravite in ("imperatif", "majeure")]
    assert (len(titres) < len(pesent)) == (SUITE in str(lu["vigilances_suite"]))  # type: ignore[index,call-overload]


def test_one_page_is_one_page(pire: Dossier, dossiers_exemples: Path, tmp_path: Path) -> None:
    for dossier in (pire, *(Dossier.ouvrir(c) for c in sorted(dossiers_exemples.glob("*.agls")))):
        volet = "constat" if dossier.a_des_reponses("constat") else "auto_evaluation"
        evaluation = evaluer(dossier.referentiel, dossier.reponses(volet))
        (fichier,) = rediger(dossier, evaluation, modele="fiche_synthetique", formats=("pdf",), sortie=tmp_path)
        lu = pypdf.PdfReader(io.BytesIO(fichier.read_bytes()))
        assert not lu.attachments  # it is published: nothing is carried
        pages = lu.pages
        assert len(pages) == 1, fichier
        assert "SHA-256" in pages[0].extract_text()
