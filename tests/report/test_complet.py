"""Nothing is lost on the way to the page: every answer, note, piece, vigilance and parameter is in both formats."""

from __future__ import annotations

import re

import pytest

from evaluator.dossier.reponses import Annotation, Piece
from evaluator.report.context import Section, contexte
from evaluator.report.formats.echappement_md import code, echapper
from evaluator.report.texte import Affichable, assainir, typo
from tests.report.conftest import Fabrique, Rapport

SHA = "ab" * 32


def _ids(html: str, attribut: str) -> list[str]:
    return re.findall(rf'data-{attribut}="([^"]+)"', html)


def test_every_question_of_the_volet_is_in_both_formats(rapports: list[Rapport]) -> None:
    for r in rapports:
        questions = {q.id for q in r.dossier.questions(r.evaluation.volet)}
        assert set(_ids(r.html, "question")) == questions
        libelles = {q.id: q.libelle for q in r.dossier.questions(r.evaluation.volet)}
        assert all(echapper(typo(libelle)) in r.md for libelle in libelles.values())
        assert not any(f"`{q}`" in r.md or f">{q}<" in r.html for q in questions), "ids are not for the reader"
        section = r.html[r.html.index('id="reponses"') : r.html.index('id="parametres"')]
        assert sorted(_ids(section, "question")) == sorted(questions)


def test_every_answered_text_is_printed(rapports: list[Rapport]) -> None:
    for r in rapports:
        textes = [q.valeur for q in r.evaluation.questions.values() if isinstance(q.valeur, str) and " " in q.valeur]
        assert textes
        for texte in textes:
            assert assainir(texte).replace("&", "&amp;").replace('"', "&#34;").replace("'", "&#39;") in r.html
            assert echapper(assainir(texte)) in r.md


def test_every_indicator_and_vigilance_is_in_both_formats(rapports: list[Rapport]) -> None:
    for r in rapports:
        assert len(_ids(r.html, "indicateur")) == 13
        assert sorted(_ids(r.html, "vigilance")) == sorted(v.id for v in r.evaluation.vigilances)
        for v in r.evaluation.vigilances:
            assert code(v.id) in r.md
            assert echapper(typo(v.message)) in r.md
            for clause in v.clauses:
                assert echapper(typo(r.dossier.referentiel.textes[clause].texte)) in r.md


def test_every_parameter_has_its_origin_in_both_formats(rapports: list[Rapport]) -> None:
    for r in rapports:
        donnees = contexte(r.dossier, r.evaluation, r.dossier.dernier_instant.date())
        groupes = donnees["parametres"]["groupes"]  # type: ignore[index,call-overload]
        lignes = [ligne for groupe in groupes for ligne in groupe["lignes"]]  # type: ignore[index,union-attr]
        assert len(_ids(r.html, "parametre")) == len(lignes)
        for ligne in lignes:
            assert ligne["origine"] in ("circulaire", "circulaire du 9 mai 2025", "paramètre de l’outil", "paramètre local")  # type: ignore[index,call-overload]
        for groupe in groupes:  # type: ignore[union-attr]
            assert f"{echapper(groupe['titre'])} – origine" in r.md  # type: ignore[index,call-overload]
            for ligne in groupe["lignes"]:  # type: ignore[index,call-overload,union-attr]
                dite = "" if ligne["origine"] == groupe["origine"] else f" {ligne['origine']} |"  # type: ignore[index,call-overload]
                assert f"| {echapper(ligne['nom'])} | {echapper(ligne['valeur'])} |{dite}" in r.md  # type: ignore[index,call-overload]
        lue = r.dossier.referentiel.grille.lue
        assert {f"references.{nom}" for nom in lue.references} <= set(_ids(r.html, "parametre"))
        assert {f"poids_axes.{a}" for a in lue.poids_axes} <= set(_ids(r.html, "parametre"))


def test_shared_notes_and_pieces_travel_and_internal_ones_never(fabriquer: Fabrique) -> None:
    r = fabriquer(
        {"nb_logements": 80, "exercice": 2024},
        {
            "nb_logements": Annotation("NOTE-INTERNE", "interne", (Piece("PIECE-INTERNE.pdf", "cd" * 32, "interne"),)),
            "agrement": Annotation("NOTE-PARTAGEE", "partagee", (Piece("PIECE-PARTAGEE.pdf", SHA, "partagee"),)),
            "mixite_objectifs": Annotation("AUTRE-INTERNE", "interne", (Piece("PIECE-BIS.pdf", SHA, "partagee"),)),
        },
    )
    for texte in (r.html, r.md):
        assert texte.count("NOTE-PARTAGEE") == 1
        assert texte.count("PIECE-PARTAGEE.pdf") == 1
        assert texte.count("PIECE-BIS.pdf") == 1
        assert SHA in texte
        assert "INTERNE" not in texte
        assert "cd" * 32 not in texte


def test_shared_notes_of_the_examples_are_all_there(rapports: list[Rapport]) -> None:
    for r in rapports:
        volet = r.evaluation.volet
        notes = [r.dossier.annotation(q.id, volet) for q in r.dossier.questions(volet)]
        partagees = [n.note for n in notes if n.note and n.visibilite == "partagee"]
        for note in partagees:
            assert echapper(assainir(note)) in r.md
        # The section of results prints some of them a second time.
        section = r.html[r.html.index('id="reponses"') : r.html.index('id="parametres"')]
        assert section.count("Note partagée") == len(partagees)


def test_the_context_holds_only_text(rapports: list[Rapport]) -> None:
    def parcourir(valeur: Affichable) -> None:
        assert isinstance(valeur, str | bool | list | dict), type(valeur)
        if isinstance(valeur, dict):
            assert all(isinstance(cle, str) for cle in valeur)
            for v in valeur.values():
                parcourir(v)
        elif isinstance(valeur, list):
            for v in valeur:
                parcourir(v)

    for r in rapports:
        for valeur in contexte(r.dossier, r.evaluation, r.dossier.dernier_instant.date()).values():
            parcourir(dict(valeur) if isinstance(valeur, Section) else valeur)


@pytest.mark.parametrize("empreinte", ["questionnaire", "grille", "textes", "baremes"])
def test_the_hashes_are_printed(rapports: list[Rapport], empreinte: str) -> None:
    for r in rapports:
        valeur = getattr(r.dossier.referentiel, empreinte).empreinte
        assert valeur in r.html
        assert valeur in r.md
        assert r.dossier.empreinte in r.html
        assert r.dossier.empreinte in r.md
        assert "Une empreinte n’est pas une signature" in r.html
