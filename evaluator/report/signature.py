"""A signature on a PDF report, with the certificate of the person who signs (optional extra `[signature]`).

The file stays PDF/A-3a and PDF/UA-1: the signature is added after its last byte, nothing before it moves. It says who signed
and that nothing changed since; no time stamp is asked for, since the program opens no connection.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO

from msgspec import Struct

from evaluator.errors import FaultyInput, Faute, WrongUse

ABSENT = (
    "« agls signer » demande un complément qui n’est pas installé. Dans le dossier du programme : « make signature », "
    "ou « python -m pip install --require-hashes -r requirements-signature.lock » avec le Python du programme"
)
CHAMP = "Signature"


class SignatureLue(Struct, frozen=True):
    """A signature found in a file. `intacte`: the bytes it covers did not change; who signed is for the reader to trust."""

    signataire: str
    le: datetime | None
    intacte: bool
    tout: bool  # it covers the whole file: nothing was added after it


def installee() -> bool:
    return find_spec("pyhanko") is not None


def signer(pdf: bytes, certificat: bytes, phrase: str, *, motif: str = "", nom: str = "le certificat") -> bytes:
    """`pdf` signed with a PKCS#12 file (`.p12`, `.pfx`) opened by `phrase`.

    Raises `WrongUse` without the extra or where the certificate does not open, `FaultyInput` for a PDF that cannot be read.
    """
    if not installee():
        raise WrongUse(ABSENT)
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    try:
        signataire = signers.SimpleSigner.load_pkcs12_data(certificat, other_certs=[], passphrase=phrase.encode() or None)
    except ValueError:
        signataire = None
    if signataire is None:
        raise WrongUse(
            f"« {nom} » ne s’ouvre pas : ce n’est pas un certificat PKCS#12 (.p12, .pfx), ou la phrase est fausse"
        )
    meta = signers.PdfSignatureMetadata(
        field_name=CHAMP, reason=motif or None, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    try:
        ecrit = IncrementalPdfFileWriter(BytesIO(finir(pdf)))
        sortie = signers.sign_pdf(ecrit, meta, signer=signataire)
    except (PdfError, ValueError) as erreur:
        raise FaultyInput([Faute(f"ce PDF ne peut pas être signé : {erreur}")]) from erreur
    return bytes(sortie.getvalue())


def finir(pdf: bytes) -> bytes:
    """The file with a line end after its last mark: PDF/A wants one before anything is added."""
    return pdf if pdf.endswith(b"\n") else pdf + b"\n"


def lire_signatures(pdf: bytes) -> list[SignatureLue]:
    """The signatures of a file, without a judgement on who may sign. Raises `WrongUse` without the extra."""
    if not installee():
        raise WrongUse(ABSENT)
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it would tell why it trusts nobody: nobody asked
    personne = ValidationContext(trust_roots=[], allow_fetching=False)
    lues = []
    for signature in PdfFileReader(BytesIO(pdf)).embedded_regular_signatures:
        etat = validate_pdf_signature(signature, personne)
        lues.append(SignatureLue(
            signataire=str(etat.signing_cert.subject.human_friendly),
            le=etat.signer_reported_dt.astimezone(UTC) if etat.signer_reported_dt else None,
            intacte=bool(etat.intact and etat.valid),
            tout=etat.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        ))  # fmt: skip
    return lues
