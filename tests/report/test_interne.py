"""What is `interne` to the service is in no file, of any kind, in any format: looked for in every byte that can be read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pypdf
import pytest

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import VOLETS, Piece
from evaluator.errors import WrongUse
from evaluator.evaluation.evaluate import evaluer
from evaluator.report.formats import FORMATS
from evaluator.report.modeles import MODELES
from evaluator.report.render import rediger
from tests.report.test_pdf import serrer

NOTE, PIECE, VUE = "zqinterneznote", "zqinternezpiece", "zqpartageeznote"
EMPREINTE = "ab" * 31 + "c9"


@pytest.fixture(scope="module")
def annote(dossiers_exemples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An example where every fourth answer of each volet has a note and a piece that are `interne`; one note is not."""
    chemin = tmp_path_factory.mktemp("interne") / "a.agls"
    chemin.write_bytes((dossiers_exemples / "pre-sorbier.agls").read_bytes())
    piece = Piece(nom=f"{PIECE}.pdf", sha256=EMPREINTE, visibilite="interne")
    with Dossier.ouvrir(chemin, ecriture=True) as dossier:
        for volet in VOLETS:
            for question in dossier.questions(volet)[::4]:
                dossier.noter(question.id, volet, NOTE, "interne")
                dossier.joindre(question.id, volet, piece)
        dossier.noter("nb_places", "constat", VUE, "partagee")
    return chemin


def couches(octets: bytes) -> Iterator[bytes]:
    """A file, and all that is packed in it: parts of an archive, streams of a PDF, data written in base 64."""
    yield octets
    if octets.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            for nom in archive.namelist():
                yield nom.encode()
                yield from couches(archive.read(nom))
    if octets.startswith(b"%PDF"):
        yield serrer("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(octets)).pages)).encode()
        for flux in re.findall(rb"stream\r?\n(.*?)endstream", octets, re.DOTALL):
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(flux)
    for suite in re.findall(rb"base64,([A-Za-z0-9+/=]+)", octets):
        yield b64decode(suite)


@pytest.mark.parametrize("modele", MODELES)
def test_nothing_internal_leaves_in_any_format(annote: Path, tmp_path: Path, modele: str) -> None:
    with Dossier.ouvrir(annote) as dossier:
        evaluation = evaluer(dossier.referentiel, dossier.reponses(MODELES[modele].volet or "constat"))
        try:
            ecrits = rediger(dossier, evaluation, modele=modele, formats=tuple(FORMATS), sortie=tmp_path)
        except WrongUse:
            assert MODELES[modele].exige  # nothing is written: see the kinds that refuse
            return
    assert len(ecrits) == len(FORMATS)
    for fichier in ecrits:
        lues = list(couches(fichier.read_bytes()))
        for secret in (NOTE, PIECE, EMPREINTE):
            assert not any(secret.encode() in lue for lue in lues), (fichier.name, secret)
        if modele == "evaluation":
            assert any(VUE.encode() in lue for lue in lues), f"the search would see it: {fichier.name}"
