"""Mutations of bytes: what a bad disk, a bad editor or a bad hand makes of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

PIQUANTS = [
    b"\0", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n", b"\n\n", b"\t", "\u2028".encode(), "\u0085".encode(),
    "\u00a0".encode(),
    "\u202f".encode(), "\u202e".encode(), b"\xed\xa0\x80", b"\xff", b"\xc3", b"\x80", b"\xf4\x90\x80\x80",
    "e\u0301".encode(), "\u0301\u0316".encode(),
    "\U0001f600".encode(), b'"', b"'", b"\\", b"\\ud83d", b"\\u0000", b": ", b"- ", b"#", b"&a ", b"*a", b"!!x ",
    b"%", b"{", b"}",
    b"[", b"]", b",", b"---\n", b"...\n", b"? ", b"<<: ", b"1e999", b"-1", b"99999999999999999999", b"0x1F", b".nan",
    b"null", b"true",
    b"{{7*7}}", b"<script>", b"=1+1", b"../", b"\x1b[31m", b"\x7f", b"\x1a",
]  # fmt: skip
Mutation = Callable[[bytearray, Random, Sequence[bytes]], None]


def _place(octets: bytearray, rng: Random) -> int:
    return rng.randrange(len(octets) + 1)


def _tranche(octets: bytearray, rng: Random, maximum: int = 200) -> tuple[int, int]:
    debut = _place(octets, rng)
    return debut, min(len(octets), debut + rng.choice([1, 1, 2, 8, 40, maximum]))


def _retourner(octets: bytearray, rng: Random, autres: Sequence[bytes]) -> None:
    if octets:
        octets[rng.randrange(len(octets))] ^= 1 << rng.randrange(8)


def _ecraser(octets: bytearray, rng: Random, autres: Sequence[bytes]) -> None:
    debut, fin = _tranche(octets, rng, 16)
    octets[debut:fin] = rng.randbytes(fin - debut)


def _inserer(octets: bytearray, rng: Random, autres: Sequence[bytes]) -> None:
    place = _place(octets, rng)
    octets[place:place] = rng.choice(PIQUANTS) * rng.choice([1, 1, 1, 1, 1, 1, 2, 50, 20_000])


def _oter(octets: bytearray, rng: Random, autres: Sequence[bytes]) -> None:
    debut, fin = _tranche(octets, rng)
    del octets[debut:fin]


def _doubler(octets: bytearray, rng: Random, autres: Sequence[bytes]) -> None:
    debut, fin = _tranche(octets, rng, 2000)
    octets[fin:fin] = bytes(octets[debut:fin]) * rng.choice([1, 1, 3, 100])


def _couper(octets: bytearray, rng: Random, autres: Sequence[bytes]) -> None:
    del octets[_place(octets, rng) :]


def _greffer(octets: bytearray, rng: Random, autres: Sequence[bytes]) -> None:
    """The head of one file on the tail of another."""
    autre = rng.choice(autres) if autres else bytes(octets)
    octets[_place(octets, rng) :] = autre[rng.randrange(len(autre) + 1) :]


def _lignes(octets: bytearray, rng: Random, autres: Sequence[bytes]) -> None:
    """A line taken away, said twice, moved, or set in."""
    lignes = bytes(octets).split(b"\n")
    rang = rng.randrange(len(lignes))
    match rng.randrange(5):
        case 0:
            del lignes[rang]
        case 1:
            lignes.insert(rang, lignes[rang])
        case 2:
            lignes.insert(rng.randrange(len(lignes)), lignes.pop(rang))
        case 3:
            lignes[rang] = b" " * rng.choice([1, 2, 4]) + lignes[rang]
        case _:
            lignes[rang] = lignes[rang].lstrip()
    octets[:] = b"\n".join(lignes)


def _zeros(octets: bytearray, rng: Random, autres: Sequence[bytes]) -> None:
    debut, fin = _tranche(octets, rng, 4096)
    octets[debut:fin] = bytes(fin - debut)


MUTATIONS: tuple[Mutation, ...] = (
    _retourner, _retourner, _ecraser, _inserer, _inserer, _inserer, _oter, _oter, _doubler, _couper, _greffer,
    _lignes, _lignes,
    _lignes, _zeros,
)  # fmt: skip


def muter(octets: bytes, rng: Random, autres: Sequence[bytes] = ()) -> bytes:
    """`octets` with one change, or a few. `autres`: files to graft from."""
    sortie = bytearray(octets)
    for _ in range(rng.choice([1, 1, 1, 2, 3, 8])):
        rng.choice(MUTATIONS)(sortie, rng, autres)
    return bytes(sortie)
