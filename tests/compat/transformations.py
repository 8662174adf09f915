"""What other programs make of a text file: each is a function of its bytes, UTF-8 with lines ended by LF."""

from __future__ import annotations

from collections.abc import Callable

BOM = b"\xef\xbb\xbf"

Transformation = Callable[[bytes], bytes]


def crlf(octets: bytes) -> bytes:
    return octets.replace(b"\n", b"\r\n")


def cr(octets: bytes) -> bytes:
    return octets.replace(b"\n", b"\r")


def bom(octets: bytes) -> bytes:
    return BOM + octets


def bloc_notes(octets: bytes) -> bytes:
    """Saved by the Notepad of Windows, « UTF-8 avec BOM »."""
    return bom(crlf(octets))


def meles(octets: bytes) -> bytes:
    """Some lines edited elsewhere: one of three ends is CR LF, one CR (but before an empty line), one LF."""
    *lignes, reste = octets.split(b"\n")
    fins = [b"\r\n", b"\r", b"\n"]
    suivantes = [*lignes[1:], reste]
    return (
        b"".join(
            ligne + (fins[rang % 3] if suivante else b"\r\n")
            for rang, (ligne, suivante) in enumerate(zip(lignes, suivantes, strict=True))
        )
        + reste
    )


def utf16(octets: bytes) -> bytes:
    """« Unicode » of old Windows programs, and `>` of its PowerShell."""
    return b"\xff\xfe" + octets.decode().replace("\n", "\r\n").encode("utf-16-le")


def utf16_gros(octets: bytes) -> bytes:
    return octets.decode().encode("utf-16-be")  # without a mark


def cp1252(octets: bytes) -> bytes:
    """« ANSI »."""
    return octets.decode().replace("\n", "\r\n").encode("cp1252", "replace")


LISIBLES: tuple[Transformation, ...] = (crlf, bom, bloc_notes, cr, meles)
