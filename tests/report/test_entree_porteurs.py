"""Each format carries the input: taken out as it was put in, and no changed byte of it passes."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import re
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from evaluator.errors import FaultyInput
from evaluator.report.entree import CLE, NOM, PORTEURS, Jointe, entree, inserer
from evaluator.report.entree.archive import PARTIE, ecrire
from evaluator.report.entree.jointe import declaree
from evaluator.verification import RAPPORTS
from tests.report import porteurs
from tests.report.conftest import Rapport
from tests.report.test_html import VIDES

EXTENSIONS = tuple(PORTEURS)


@pytest.fixture(scope="module")
def rapport(rapports: list[Rapport]) -> Rapport:
    return next(r for r in rapports if r.dossier.nom == "pre-sorbier.agls" and r.evaluation.volet == "constat")


@pytest.fixture(scope="module")
def octets(rapport: Rapport) -> bytes:
    return entree(rapport.dossier, rapport.evaluation, porteurs.JOUR, "evaluation")


@pytest.fixture(scope="module")
def fichiers(octets: bytes, rapport: Rapport, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return porteurs.fichiers(Jointe.de(octets), rapport, tmp_path_factory.mktemp("porteurs"))


def test_every_extension_that_is_checked_has_its_carrier() -> None:
    assert {*PORTEURS, ".md"} == RAPPORTS


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_what_is_taken_out_is_what_was_put_in(extension: str, fichiers: dict[str, bytes], octets: bytes) -> None:
    jointe = PORTEURS[extension].extraire(fichiers[extension])
    assert jointe == Jointe(octets, hashlib.sha256(octets).hexdigest())


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_publication_gives_the_hash_alone(extension: str, octets: bytes, rapport: Rapport, tmp_path: Path) -> None:
    fichier = porteurs.fichiers(Jointe.de(octets, publication=True), rapport, tmp_path)[extension]
    assert PORTEURS[extension].extraire(fichier) == Jointe(None, hashlib.sha256(octets).hexdigest())
    assert NOM.encode() not in fichier
    assert PARTIE.encode() not in fichier


@pytest.mark.parametrize("extension", [".docx", ".odt"])
def test_a_file_without_the_hash_is_said_to_have_none(extension: str) -> None:
    nu = porteurs.docx_nu() if extension == ".docx" else porteurs.odt_nu()
    assert PORTEURS[extension].extraire(nu) == Jointe(None, None)


@pytest.mark.parametrize("extension", [".docx", ".odt"])
def test_the_same_document_gives_the_same_bytes(extension: str, octets: bytes, fichiers: dict[str, bytes]) -> None:
    nu = porteurs.docx_nu() if extension == ".docx" else porteurs.odt_nu()
    assert inserer(extension, nu, Jointe.de(octets)) == fichiers[extension]
    encore = inserer(extension, fichiers[extension], Jointe.de(octets))  # put in once more: it replaces
    assert PORTEURS[extension].extraire(encore) == PORTEURS[extension].extraire(fichiers[extension])
    with zipfile.ZipFile(io.BytesIO(encore)) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist()))
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_docx_declares_what_it_carries(fichiers: dict[str, bytes]) -> None:
    import docx

    relu = docx.Document(io.BytesIO(fichiers[".docx"]))
    assert relu.paragraphs[0].text == "Rapport"
    assert relu.core_properties.keywords.startswith(f"aide, logement, {CLE}:")
    (part,) = [r.target_part for r in relu.part.package.rels.values() if r.reltype.startswith("urn:agls")]
    assert (part.partname, part.content_type) == (f"/{PARTIE}", "application/json")


def test_an_odt_declares_what_it_carries(fichiers: dict[str, bytes], octets: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(fichiers[".odt"])) as archive:
        premiere = archive.infolist()[0]
        assert (premiere.filename, premiere.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        manifeste = archive.read("META-INF/manifest.xml").decode()
        assert f'full-path="{PARTIE}" manifest:media-type="application/json"' in manifeste.replace("m:full", "full")
        assert f"{CLE}:{hashlib.sha256(octets).hexdigest()}</meta:keyword>" in archive.read("meta.xml").decode()


def test_the_link_of_a_page_is_one_that_is_seen(fichiers: dict[str, bytes], octets: bytes) -> None:
    page = fichiers[".html"].decode()
    assert "default-src 'none'" in page
    (lien,) = re.findall(r'<a id="agls-entree" download="agls-entree.json" href="([^"]*)">Données de l’évaluation</a>', page)
    assert base64.b64decode(lien.removeprefix("data:application/json;base64,")) == octets
    assert f'Empreinte SHA-256 des données : <span class="ref">{hashlib.sha256(octets).hexdigest()}</span>' in page
    assert f'<meta name="{CLE}" content="{hashlib.sha256(octets).hexdigest()}">' in page
    assert "meta" in VIDES  # the page is still well formed: `test_html`


# — changed bytes ———————————————————————————————————————————————————————————————————————————————————————————


def place(extension: str, fichier: bytes) -> tuple[int, int]:
    """Where the input stands in a file: first and last byte."""
    if extension == ".html":
        debut = fichier.index(b'href="data:') + 6
        return debut, fichier.index(b'"', debut)
    if extension == ".pdf":
        debut = fichier.index(b"stream\n", fichier.index(b"/EmbeddedFile")) + 7
        return debut, fichier.index(b"endstream", debut) - 1
    with zipfile.ZipFile(io.BytesIO(fichier)) as archive:
        info = archive.getinfo(PARTIE)
        debut = info.header_offset + 30 + len(PARTIE)
        return debut, debut + info.compress_size


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_changed_byte_of_what_is_carried_is_found(extension: str, fichiers: dict[str, bytes], octets: bytes) -> None:
    """Refused, or other bytes than those whose hash the file declares, but for a bit that the compression leaves unused."""
    fichier, hasard, muets = fichiers[extension], random.Random(3), 0
    debut, fin = place(extension, fichier)
    places = range(debut, fin, max(1, (fin - debut) // 100))
    for rang in places:
        autre = bytearray(fichier)
        autre[rang] ^= 1 << hasard.randrange(8)
        try:
            jointe = PORTEURS[extension].extraire(bytes(autre))
        except FaultyInput:
            continue
        if jointe.octets == octets:
            muets += 1
        else:
            assert jointe.octets is None or hashlib.sha256(jointe.octets).hexdigest() != jointe.empreinte
    assert len(places) >= 100
    assert muets <= 1


def test_unused_bits_of_base64_are_no_second_writing() -> None:
    """`…A==` and `…B==` mean the same byte: only the first is what the program writes."""
    page = page_de(b"a")
    assert PORTEURS[".html"].extraire(page).octets == b"a"
    for autre in (page.replace(b"YQ==", b"YR=="), page.replace(b"YQ==", b"YQ"), page.replace(b"YQ==", b" YQ==")):
        with pytest.raises(FaultyInput, match="abîmé"):
            PORTEURS[".html"].extraire(autre)


def page_de(octets: bytes) -> bytes:
    bloc = Jointe.de(octets).bloc
    return f'<html><meta name="{CLE}" content="{bloc["empreinte"]}"><a id="agls-entree" href="{bloc["url"]}">x</a>'.encode()


# — hostile files ———————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_cut_file_never_passes_nor_fails_without_words(extension: str, fichiers: dict[str, bytes]) -> None:
    fichier = fichiers[extension]
    for part in range(0, 100, 7):
        debut = time.process_time()
        try:
            jointe = PORTEURS[extension].extraire(fichier[: len(fichier) * part // 100])
        except FaultyInput:
            jointe = Jointe(None, None)
        assert jointe.octets is None
        assert time.process_time() - debut < 2


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_file_of_another_kind_is_refused(extension: str, fichiers: dict[str, bytes]) -> None:
    for autre in [
        *(f for e, f in fichiers.items() if e != extension),
        b"",
        b"bonjour",
        b"\0" * 1000,
        b"PK\x03\x04",
        b"%PDF-1.7",
    ]:
        with pytest.raises(FaultyInput):
            PORTEURS[extension].extraire(autre)


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_noise_in_a_file_never_passes_nor_fails_without_words(
    extension: str, fichiers: dict[str, bytes], octets: bytes
) -> None:
    hasard = random.Random(11)
    for _ in range(12):
        autre = bytearray(fichiers[extension])
        for _ in range(40):
            autre[hasard.randrange(len(autre))] = hasard.randrange(256)
        debut = time.process_time()
        try:
            jointe = PORTEURS[extension].extraire(bytes(autre))
        except FaultyInput:
            continue
        assert time.process_time() - debut < 2
        assert jointe.octets in (None, octets) or hashlib.sha256(jointe.octets).hexdigest() != jointe.empreinte


def zippe(extension: str, parties: dict[str, bytes]) -> bytes:
    nu = porteurs.docx_nu() if extension == ".docx" else porteurs.odt_nu()
    return ecrire({**porteurs.parties(nu), **parties})


@pytest.mark.parametrize("extension", [".docx", ".odt"])
def test_hostile_archives(extension: str, fichiers: dict[str, bytes]) -> None:
    extraire = PORTEURS[extension].extraire
    with pytest.raises(FaultyInput, match="dépasse 24 Mo"):
        extraire(zippe(extension, {PARTIE: b"\0" * (60 * 1024 * 1024)}))
    with pytest.raises(FaultyInput, match="dépasse 4 Mo"):
        extraire(zippe(extension, {"meta.xml": b" " * 5_000_000, "docProps/core.xml": b" " * 5_000_000}))
    with pytest.raises(FaultyInput, match="plus de 2000 parties"):
        extraire(zippe(extension, {f"p{i}": b"" for i in range(2001)}))
    tampon = io.BytesIO(fichiers[extension])
    with zipfile.ZipFile(tampon, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(PARTIE, b"{}")
    with pytest.raises(FaultyInput, match="deux fois"):
        extraire(tampon.getvalue())
    tampon = io.BytesIO(zippe(extension, {}))
    with zipfile.ZipFile(tampon, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr(PARTIE, b"{}")
    with pytest.raises(FaultyInput, match="comprimé"):
        extraire(tampon.getvalue())
    chiffre = bytearray(zippe(extension, {PARTIE: b"{}"}))
    for signature, ecart in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        debut = chiffre.rindex(signature)
        chiffre[debut + ecart] |= 1  # encrypted, it says
    with pytest.raises(FaultyInput, match="abîmé"):
        extraire(bytes(chiffre))


def test_two_inputs_or_two_hashes_are_refused(octets: bytes, fichiers: dict[str, bytes], tmp_path: Path) -> None:
    page = fichiers[".html"]
    lien = page[page.index(b'<a id="agls-entree"') : page.index(b"Donn\xc3\xa9es de l\xe2\x80\x99\xc3\xa9valuation</a>")]
    with pytest.raises(FaultyInput, match="2 jeux de données"):
        PORTEURS[".html"].extraire(page + lien)
    with pytest.raises(FaultyInput, match="plusieurs empreintes"):
        PORTEURS[".html"].extraire(page + f'<meta name="{CLE}" content="{"0" * 64}">'.encode())
    mots = f"{CLE}:{'0' * 64}"
    deux = Jointe(octets, f'{hashlib.sha256(octets).hexdigest()}", "{mots}')
    with pytest.raises(FaultyInput, match="plusieurs empreintes"):
        PORTEURS[".pdf"].extraire(porteurs.pdf(deux, tmp_path))


def test_an_answer_cannot_pass_for_the_link() -> None:
    """What a person writes is escaped in the page: it is neither a second link nor another hash."""
    ecrit = b'<p>&lt;a id="agls-entree" href="data:,x"&gt; &lt;meta name="agls-entree-sha256" content="0"&gt;</p>'
    assert PORTEURS[".html"].extraire(page_de(b"{}") + ecrit).octets == b"{}"


@pytest.mark.parametrize("bourrage", [b"<a ", b"<a id=", b'<meta x="', b'<a x="y" ', b'<a x="', b"   a=", b'<a>"'])
def test_a_page_made_to_be_slow_is_read_at_once(bourrage: bytes) -> None:
    debut = time.process_time()
    PORTEURS[".html"].extraire(b"<html>" + bourrage * 300_000)
    PORTEURS[".html"].extraire(b"<html><a " + bourrage[3:] * 300_000 + b">")
    assert time.process_time() - debut < 2


def test_keywords_made_to_be_slow_are_read_at_once() -> None:
    debut = time.process_time()
    assert declaree(CLE + " " * 1_000_000 + "\n:" * 100_000 + CLE * 50_000) is None
    assert time.process_time() - debut < 2
    for entre in (":", " : ", "\n", "\u00a0: ", " "):  # an office suite drops the colon
        assert declaree(f"aide {CLE}{entre}{'ab' * 32}, logement") == "ab" * 32
    assert declaree(f"{CLE}:{'ab' * 33}") is None


def test_a_pdf_that_is_large_or_unpacks_strangely_is_refused(fichiers: dict[str, bytes]) -> None:
    fichier, extraire = fichiers[".pdf"], PORTEURS[".pdf"].extraire
    with pytest.raises(FaultyInput, match="plus de 16 Mo"):
        extraire(fichier + b" " * (16 * 1024 * 1024))
    filtre = b"/EmbeddedFile/Filter/FlateDecode"
    assert fichier.count(filtre) == 1
    with pytest.raises(FaultyInput, match="comprimé d’une façon inattendue"):
        extraire(fichier.replace(filtre, b"/EmbeddedFile/Filter/ASCII85Deco"))


def test_a_pdf_stream_that_swells_is_refused(fichiers: dict[str, bytes], octets: bytes) -> None:
    """The attachment becomes 100 Mo of zeros: never unpacked whole."""
    fichier = fichiers[".pdf"]
    debut, fin = place(".pdf", fichier)
    tete = fichier.rindex(b"<<", 0, fichier.index(b"/EmbeddedFile"))

    def avec(joints: bytes) -> bytes:
        entete = re.sub(rb"/Length \d+", b"/Length %d" % len(joints), fichier[tete:debut])
        return fichier[:tete] + entete + joints + fichier[fin:]

    assert PORTEURS[".pdf"].extraire(avec(zlib.compress(octets, 1))).octets == octets
    bombe = avec(zlib.compress(b"\0" * 100_000_000, 9))
    avant = time.process_time()
    with pytest.raises(FaultyInput, match="abîmé"):
        PORTEURS[".pdf"].extraire(bombe)
    assert time.process_time() - avant < 2
