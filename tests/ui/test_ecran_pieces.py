"""The screen of the pieces under the keys, and what leaves the machine because of it: a name and a hash, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.export import exporter_agls
from evaluator.dossier.reponses import Piece
from evaluator.ui.screens.evaluation import EcranEvaluation
from evaluator.ui.screens.pieces import EcranPieces
from evaluator.ui.texte.manquants import manquants

from .conftest import Banc, Ouvrir

QUESTION = "agrement"
SHA_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of « abc »


@pytest.fixture
def chez_soi(tmp_path: Path) -> Path:
    """A folder of the user's own, which no other file may name."""
    dossier = tmp_path / "dossier-personnel"
    dossier.mkdir()
    (dossier / "arrêté 2019.pdf").write_bytes(b"abc")
    return dossier


async def attendre(b: Banc, vrai: Callable[[], bool]) -> None:
    for _ in range(100):
        await b.pilot.pause(0.02)
        if vrai():
            return
    pytest.fail(f"never: {b.vu('#message')}")


async def choisir(b: Banc, texte: str, *touches: str) -> None:
    """Give the path in one go, as a paste would, then press."""
    champ = b.app.screen.query_one("#champ")
    champ.value = texte  # type: ignore[attr-defined]
    await b.pilot.pause()
    await b.pilot.press(*touches)


def pieces(b: Banc) -> list[Piece]:
    return list(b.session.annotation(QUESTION).pieces)


async def test_a_file_is_joined_changed_missed_found_and_taken_away(ouvrir: Ouvrir, chez_soi: Path) -> None:
    fichier = chez_soi / "arrêté 2019.pdf"
    async with ouvrir(volet="constat") as b:
        b.aller(QUESTION)
        await b.pilot.press("i", "n")
        await choisir(b, f"{chez_soi}/arr", "tab", "enter")
        await attendre(b, lambda: bool(pieces(b)))
        assert pieces(b) == [Piece("arrêté 2019.pdf", SHA_ABC, "interne")]
        assert b.session.reprise.pieces == {SHA_ABC: str(fichier)}
        assert "présente" in b.vu("#liste")
        await b.pilot.press("m")
        assert pieces(b)[0].visibilite == "partagee"

        fichier.write_bytes(b"abcd")
        await b.pilot.press("v")
        await attendre(b, lambda: "1 modifiée" in b.vu("#message"))
        await b.pilot.press("escape")
        assert "modifiée" in b.vu()
        trouves = [m for m in manquants(b.session) if m.rubrique == "Pièces introuvables ou modifiées"]
        assert [(m.question, m.signe) for m in trouves] == [(QUESTION, "≠")]

        fichier.rename(chez_soi / "rangé.pdf")
        (chez_soi / "rangé.pdf").write_bytes(b"abc")
        await b.pilot.press("i", "v")
        await attendre(b, lambda: "1 introuvable" in b.vu("#message"))
        await b.pilot.press("l")
        await choisir(b, "rangé.pdf", "enter")
        await attendre(b, lambda: "bien celui qui fut joint" in b.vu("#message"))
        await b.pilot.press("c")
        copies = b.session.dossier.chemin.with_name("residence.pieces")
        await attendre(b, lambda: (copies / "arrêté 2019.pdf").is_file())

        await b.pilot.press("r")
        assert pieces(b) == []
        await b.pilot.press("u")
        assert pieces(b) == [Piece("arrêté 2019.pdf", SHA_ABC, "partagee")]
        journal = b.session.dossier.chemin.read_text("utf-8")
        assert "dossier-personnel" not in journal


async def test_the_same_name_with_another_content_asks(ouvrir: Ouvrir, chez_soi: Path) -> None:
    (chez_soi / "b").mkdir()
    (chez_soi / "b" / "arrêté 2019.pdf").write_bytes(b"neuf")
    async with ouvrir(volet="constat") as b:
        b.aller(QUESTION)
        b.session.dossier.joindre(QUESTION, "constat", Piece("arrêté 2019.pdf", "0" * 64, "partagee"))
        b.session.dossier.joindre("residence_nom", "constat", Piece("autre.pdf", SHA_ABC, "interne"))
        ici = pieces(b)
        await b.pilot.press("i", "n")
        await choisir(b, str(chez_soi / "arrêté 2019.pdf"), "enter")
        await attendre(b, lambda: "même nom, autre contenu" in b.vu("#message"))
        assert pieces(b) == ici
        await b.pilot.press("2")
        assert [p.nom for p in pieces(b)] == ["arrêté 2019.pdf", "arrêté 2019 (2).pdf"]
        assert "même contenu déjà joint à 1.2 « autre.pdf »" in b.vu("#message")
        await b.pilot.press("u", "n")
        await choisir(b, str(chez_soi / "b" / "arrêté 2019.pdf"), "enter")
        await attendre(b, lambda: "même nom, autre contenu" in b.vu("#message"))
        await b.pilot.press("1")
        # Whoever could read the former can read this one, no more and no less.
        assert [(p.nom, p.visibilite, p.sha256 != "0" * 64) for p in pieces(b)] == [("arrêté 2019.pdf", "partagee", True)]


async def test_a_closed_dossier_is_only_read_and_a_declared_piece_can_be_located(
    ouvrir: Ouvrir, tmp_path: Path, chez_soi: Path, dossier: Dossier
) -> None:
    dossier.joindre("conseil_concertation", "auto_evaluation", Piece("pv.pdf", SHA_ABC, "partagee"))
    dossier.cloturer(motif="dossier retiré")
    dossier.fermer()
    async with ouvrir(dossier.chemin, volet="constat") as b:
        b.aller("conseil_concertation")
        await b.pilot.press("f6")  # the files were looked for when the dossier opened
        await attendre(b, lambda: "fichier non présent sur ce poste" in " ".join(b.vu().split()))
        await b.pilot.press("f6", "i")
        await attendre(b, lambda: "pas sur ce poste" in b.vu("#liste"))
        assert "Jointes par le gestionnaire" in b.vu("#liste")
        assert "ajouter" not in b.vu("#barre") + b.vu("#liste")
        await b.pilot.press("n", "r", "m", "u")
        assert isinstance(b.app.screen, EcranPieces)
        assert len(b.session.dossier.annotation("conseil_concertation", "auto_evaluation").pieces) == 1
        (chez_soi / "autre.pdf").write_bytes(b"autre")
        await b.pilot.press("l")
        await choisir(b, str(chez_soi / "autre.pdf"), "enter")
        await attendre(b, lambda: "n’a pas le contenu de la pièce" in b.vu("#message"))
        await b.pilot.press("l")
        await choisir(b, str(chez_soi / "arrêté 2019.pdf"), "enter")
        await attendre(b, lambda: "✓ pv.pdf" in b.vu("#liste"))
        await b.pilot.press("escape")
        assert isinstance(b.app.screen, EcranEvaluation)


async def test_a_long_reading_lets_the_keys_go_on_and_can_be_abandoned(ouvrir: Ouvrir, chez_soi: Path) -> None:
    gros = chez_soi / "gros.bin"
    try:
        with gros.open("wb") as flux:
            flux.truncate(1 << 40)  # a hole: it takes no place, and nobody waits for it
    except OSError:
        pytest.skip("this file system keeps no sparse file")
    async with ouvrir(volet="constat") as b:
        b.aller(QUESTION)
        await b.pilot.press("i", "n")
        await choisir(b, str(gros), "enter")
        await attendre(b, lambda: "lecture de « gros.bin »" in b.vu("#message"))
        await b.pilot.press("n")
        assert "une lecture est en cours" in b.vu("#message")
        await b.pilot.press("escape")
        await attendre(b, lambda: "abandonné" in b.vu("#message"))
        assert isinstance(b.app.screen, EcranPieces)
        assert pieces(b) == []


async def test_a_refused_file_leaves_the_line_to_be_corrected(ouvrir: Ouvrir, chez_soi: Path) -> None:
    (chez_soi / "vide.pdf").touch()
    async with ouvrir(volet="constat") as b:
        b.aller(QUESTION)
        await b.pilot.press("i", "n")
        await choisir(b, str(chez_soi / "vide.pdf"), "enter")
        assert "est vide" in b.vu("#message")
        await choisir(b, str(chez_soi), "enter")  # into the folder
        await b.pilot.press("down", "enter")
        await attendre(b, lambda: [p.nom for p in pieces(b)] == ["arrêté 2019.pdf"])
        (chez_soi / "plan.pdf").write_bytes(b"plan")
        avant = b.session.dossier.evenements
        await b.pilot.press("n")
        await choisir(b, " ".join(f"'{chez_soi / nom}'" for nom in ("vide.pdf", "arrêté 2019.pdf", "plan.pdf")), "enter")
        await attendre(b, lambda: "est vide" in b.vu("#message"))
        assert "1 jointe ; 1 l’était déjà" in " ".join(b.vu("#message").split())
        assert [p.nom for p in pieces(b)] == ["arrêté 2019.pdf", "plan.pdf"]
        assert b.session.dossier.evenements == avant + 1


def test_what_becomes_internal_no_longer_leaves_the_service(dossier: Dossier) -> None:
    dossier.joindre(QUESTION, "constat", Piece("PIECE-A.pdf", "ab" * 32, "partagee"))
    dossier.joindre(QUESTION, "constat", Piece("PIECE-A.pdf", "ab" * 32, "interne"))
    dossier.joindre(QUESTION, "constat", Piece("PIECE-B.pdf", "cd" * 32, "partagee"))
    texte = exporter_agls(dossier, pour_gestionnaire=True).decode()
    assert "PIECE-A" not in texte
    assert "ab" * 32 not in texte
    assert "PIECE-B.pdf" in texte
