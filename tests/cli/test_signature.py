"""`agls signer`: the file says who signed, a changed byte is seen, and nothing is overwritten."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from evaluator.cli.francais import executer
from evaluator.report import signature
from evaluator.report.signature import lire_signatures


@pytest.fixture(scope="module")
def certificat() -> bytes:
    """Signed by itself: whom to trust is not the program's affair."""
    cle = rsa.generate_private_key(65537, 2048)
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ève Essai")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    fait = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .add_extension(usage, critical=True)
        .sign(cle, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"x", cle, fait, None, serialization.BestAvailableEncryption(b"secret"))


@pytest.fixture
def ici(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dossiers_exemples: Path,
    certificat: bytes,
    capsys: pytest.CaptureFixture[str],
) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGLS_PHRASE", "secret")
    Path("c.p12").write_bytes(certificat)
    dossier = str(dossiers_exemples / "puits-mirette.agls")
    assert executer(("rapport", dossier, "--modele", "auto_evaluation", "--format", "pdf")) == 0
    Path("puits-mirette-auto-evaluation.pdf").rename("r.pdf")
    capsys.readouterr()
    return tmp_path


def test_a_signed_report_says_who_and_a_changed_byte_is_seen(ici: Path, capsys: pytest.CaptureFixture[str]) -> None:
    avant = Path("r.pdf").read_bytes()
    assert executer(("signer", "r.pdf", "--certificat", "c.p12", "--motif", "Lu")) == 0
    assert capsys.readouterr().out == "r-signe.pdf\n"
    signe = Path("r-signe.pdf").read_bytes()
    assert signe.startswith(avant), "nothing of the report moves"
    assert Path("r.pdf").read_bytes() == avant
    (lue,) = lire_signatures(signe)
    assert "Ève Essai" in lue.signataire
    assert (lue.intacte, lue.tout) == (True, True)
    change = bytearray(signe)
    change[len(avant) // 2] ^= 1
    assert [s.intacte for s in lire_signatures(bytes(change))] == [False]


@pytest.mark.parametrize(
    ("arguments", "phrase", "code", "message"),
    [
        (("r.pdf", "--certificat", "c.p12"), "faux", 2, "la phrase est fausse"),
        (("r.pdf", "--certificat", "r.pdf"), "secret", 2, "n’est pas un certificat"),
        (("c.p12", "--certificat", "c.p12"), "secret", 1, "ne peut pas être signé"),
        (("rien.pdf", "--certificat", "c.p12"), "secret", 3, "« rien.pdf » ne peut pas être lu"),
        (("r.pdf", "--certificat", "c.p12", "--sortie", "r.pdf"), "secret", 3, "jamais écrasé"),
    ],
)
def test_what_cannot_be_signed_is_said(
    ici: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    phrase: str,
    code: int,
    message: str,
) -> None:
    monkeypatch.setenv("AGLS_PHRASE", phrase)
    avant = sorted(p.name for p in ici.iterdir())
    assert executer(("signer", *arguments)) == code
    assert message in capsys.readouterr().err
    assert sorted(p.name for p in ici.iterdir()) == avant


def test_without_the_extra_it_says_how_to_have_it(
    ici: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature, "find_spec", lambda nom: None)
    assert executer(("signer", "r.pdf", "--certificat", "c.p12")) == 2
    assert "make signature" in capsys.readouterr().err
