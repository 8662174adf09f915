"""Where the file of each piece is, on this machine: what was seen of it last, and how to look again.

The dossier holds a name and a hash. A path names this machine: it is remembered here only, and never in the dossier.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from msgspec import Struct

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.evenements import VoletEvenement
from evaluator.dossier.reponses import Piece
from evaluator.ui.pieces.fichier import Abandon, Avance, FichierRefuse, empreinte, nom_sur, sans_suivi

EtatPiece = Literal["presente", "modifiee", "introuvable", "ailleurs", "non_verifiee"]
GROS = 64 << 20  # bytes: beyond, a file is read again only when asked
NUMEROS = range(2, 10)  # of the copies of one name


class Vu(Struct, frozen=True):
    """What a look at the disk found. `ailleurs`: never seen on this machine, which accuses nobody.

    `chemin`: where the file is or was; `pourquoi`: what stands in the way; `homonyme`: a file of that name, another content.
    """

    etat: EtatPiece = "non_verifiee"
    chemin: Path | None = None
    taille: int | None = None
    pourquoi: str = ""
    homonyme: Path | None = None


Cle = tuple[str, str]
Memoire = dict[tuple[str, int, int], str]  # hashes, by path, size and time of the last change
PAS_VU = Vu()


class Casier:
    """Of one sitting. `chemins`: where each file was last seen, by SHA-256; it outlives the sitting."""

    def __init__(self, chemins: dict[str, str]) -> None:
        self.chemins = chemins
        self.memoire: Memoire = {}
        self.ou: Path | None = None  # the folder of the last file chosen
        self._vus: dict[Cle, Vu] = {}

    def vu(self, piece: Piece) -> Vu:
        """What was last found of this piece. No look at the disk."""
        return self._vus.get(_cle(piece), PAS_VU)

    def connu(self, piece: Piece) -> Path | None:
        return Path(lu) if (lu := self.chemins.get(piece.sha256)) else None

    def recherche(
        self, pieces: Iterable[Piece], dossier: Path, *, tout: bool = False
    ) -> Callable[[Avance], list[tuple[Piece, Vu]]]:
        """The look at the disk for `pieces`, to be made in a thread of its own: it changes nothing that is shown."""
        connus = {_cle(piece): (piece, self.connu(piece)) for piece in pieces}

        def chercher(avance: Avance) -> list[tuple[Piece, Vu]]:
            return [(p, examiner(p, connu, dossier, self.memoire, avance, tout=tout)) for p, connu in connus.values()]

        return chercher

    def retenir(self, vus: Iterable[tuple[Piece, Vu]]) -> bool:
        """Keep what was found; True where a path is new. A file located meanwhile is not lost again."""
        avant = dict(self.chemins)
        for piece, vu in vus:
            if vu.etat == "ailleurs" and piece.sha256 in self.chemins:
                continue
            self._vus[_cle(piece)] = vu
            if vu.etat == "presente" and vu.chemin is not None:
                self.chemins[piece.sha256] = str(vu.chemin)
        return self.chemins != avant


def _cle(piece: Piece) -> Cle:
    return (piece.sha256, piece.nom)


def toutes(dossier: Dossier) -> list[tuple[VoletEvenement, str, Piece]]:
    """Every piece of the dossier with where it is joined, in the order of the questionnaire."""
    rang = {nom: i for i, nom in enumerate(dossier.referentiel.questionnaire.questions)}
    places = sorted((rang[question], volet) for volet, question in dossier.etat.annotations if question in rang)
    noms = list(rang)
    return [(volet, noms[i], p) for i, volet in places for p in dossier.etat.annotations[volet, noms[i]].pieces]


def dossier_des_pieces(dossier: Path) -> Path:
    """The folder of the copies, beside the dossier: `residence.pieces` for `residence.agls`."""
    return dossier.with_name(f"{dossier.name.removesuffix('.agls')}.pieces")


def lieux(piece: Piece, connu: Path | None, dossier: Path) -> Iterator[Path]:
    """Where a file of this piece may be: where it was last seen, among the copies, beside the dossier."""
    if connu is not None:
        yield connu
    if (nom := nom_sur(piece.nom)) is not None:
        copies = dossier_des_pieces(dossier)
        racine, suffixe = os.path.splitext(nom)
        yield copies / nom
        yield from (copies / f"{racine} ({n}){suffixe}" for n in NUMEROS)
        yield dossier.parent / nom


def examiner(
    piece: Piece, connu: Path | None, dossier: Path, memoire: Memoire, avance: Avance = sans_suivi, *, tout: bool = False
) -> Vu:
    """Look for the file of `piece`. `tout`: read all again, however large. Raises `Abandon`."""
    la: Vu | None = None  # what stands where the file was
    homonyme: Path | None = None
    for chemin in lieux(piece, connu, dossier.absolute()):
        if not os.path.lexists(chemin):
            continue
        try:
            lu = chemin.stat()
            cle = (str(chemin), lu.st_size, lu.st_mtime_ns)
            if tout or cle not in memoire:
                if lu.st_size > GROS and not tout:
                    la = la or Vu("non_verifiee", chemin, lu.st_size, "gros fichier, relu seulement sur demande (v)")
                    continue
                memoire[cle] = empreinte(chemin, avance)[0]
            if memoire[cle] == piece.sha256:
                return Vu("presente", chemin, lu.st_size)
            if chemin == connu:
                la = Vu("modifiee", chemin, lu.st_size)
            else:
                homonyme = homonyme or chemin
        except Abandon:
            raise
        except FichierRefuse as erreur:
            if chemin == connu:
                la = _a_sa_place(chemin, str(erreur))
        except OSError:  # a broken link, a folder that may not be looked into
            continue
    if la is not None:
        return la
    return Vu("ailleurs" if connu is None else "introuvable", connu, homonyme=homonyme)


def _a_sa_place(chemin: Path, pourquoi: str) -> Vu:
    """The file was emptied, or cannot be read (it may be the same still), or something else took its place."""
    with suppress(OSError):
        if chemin.is_file():
            taille = chemin.stat().st_size
            return Vu("non_verifiee" if taille else "modifiee", chemin, taille, pourquoi)
    return Vu("introuvable", chemin, pourquoi=pourquoi)
