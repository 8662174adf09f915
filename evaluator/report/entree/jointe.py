"""What a file holds of the evaluation input: the bytes themselves, and the hash that the file declares for them."""

from __future__ import annotations

import base64
import re

from msgspec import Struct

from evaluator.canonical import condense
from evaluator.errors import FaultyInput, Faute
from evaluator.report.texte import Bloc

NOM = "agls-entree.json"
MIME = "application/json"
CLE = "agls-entree-sha256"  # of the metadata
FICHIER_MAX = 64 * 1024 * 1024  # bytes, a whole report

_EMPREINTE = re.compile(re.escape(CLE) + r"\s{0,2}:?\s{0,2}([0-9a-f]{64})(?![0-9a-f])")  # an office suite may drop the colon


class Jointe(Struct, frozen=True):
    """`octets`: None for a report that carries nothing. `empreinte`: of the input, as the file declares it."""

    octets: bytes | None
    empreinte: str | None

    @staticmethod
    def de(octets: bytes, *, publication: bool = False) -> Jointe:
        """To be written: for a publication, the hash alone."""
        return Jointe(None if publication else octets, condense(octets))

    @property
    def mot_cle(self) -> str:
        """The hash as a keyword of the document."""
        return f"{CLE}:{self.empreinte}"

    @property
    def bloc(self) -> Bloc:
        """What templates read as `entree`: `empreinte` is to be printed; `url` is empty where nothing is carried."""
        return {
            "nom": NOM,
            "cle": CLE,
            "empreinte": self.empreinte or "",
            "url": "" if self.octets is None else f"data:{MIME};base64,{base64.b64encode(self.octets).decode()}",
        }


SANS_DONNEES = Jointe(None, None)


def declaree(mots_cles: str) -> str | None:
    """The hash among the keywords of a document. Raises `FaultyInput` where two of them differ."""
    trouvees = set(_EMPREINTE.findall(mots_cles))
    if len(trouvees) > 1:
        raise refus("plusieurs empreintes de données sont déclarées : une seule est attendue")
    return trouvees.pop() if trouvees else None


def refus(message: str) -> FaultyInput:
    """A fault of the file as a carrier."""
    return FaultyInput([Faute(message)])
