"""The namespaces of OpenDocument."""

from __future__ import annotations

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"

ESPACES = {
    "office": f"{_OASIS}:office:1.0",
    "style": f"{_OASIS}:style:1.0",
    "text": f"{_OASIS}:text:1.0",
    "table": f"{_OASIS}:table:1.0",
    "draw": f"{_OASIS}:drawing:1.0",
    "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}:svg-compatible:1.0",
    "meta": f"{_OASIS}:meta:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def nom(court: str) -> str:
    """`text:p` with its namespace in full."""
    prefixe, local = court.split(":")
    return f"{{{ESPACES[prefixe]}}}{local}"


def declarations() -> str:
    return " ".join(f'xmlns:{prefixe}="{uri}"' for prefixe, uri in ESPACES.items())
