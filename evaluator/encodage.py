"""What other programs make of a text file: a mark at its head, other line ends, another encoding."""

from __future__ import annotations

MARQUE = b"\xef\xbb\xbf"  # what Windows programs put before UTF-8
_MARQUES = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_TETE = 64  # bytes looked at where there is no mark


def a_zeros(octets: bytes) -> str | None:
    """« UTF-16 » or « UTF-32 » where the first bytes show it; None elsewhere."""
    for marque, nom in _MARQUES:
        if octets.startswith(marque):
            return nom
    tete = octets[:_TETE]
    zeros = sorted((tete[::2].count(0), tete[1::2].count(0)))  # of the two halves of its characters
    return "UTF-16" if zeros[0] == 0 and zeros[1] > len(tete) // 4 else None


def en_mots(octet: int) -> str:
    """A byte that is not UTF-8, with the character that an old Windows program meant by it."""
    try:
        lu = bytes([octet]).decode("cp1252")
    except UnicodeDecodeError:
        return f"l’octet 0x{octet:02X}"
    return f"l’octet 0x{octet:02X} (« {lu} » en Windows-1252, dit « ANSI »)"


def fins_de_ligne(texte: str) -> str:
    """The same lines, ended as here: Windows ends them with CR LF, old Macintosh programs with CR."""
    return texte.replace("\r\n", "\n").replace("\r", "\n")
