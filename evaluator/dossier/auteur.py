"""Who acts: the author that every event names."""

from __future__ import annotations

from msgspec import Struct

from evaluator.errors import WrongUse

LONGUEUR_MAX = 300
NON_INDIQUE = "non indiqué"


class Auteur(Struct, frozen=True):
    """A name, and where it is known a function and an organisation."""

    nom: str = NON_INDIQUE
    fonction: str = ""
    organisme: str = ""

    @classmethod
    def lire(cls, texte: str) -> Auteur:
        """`Nom, fonction, organisme`; what is missing is empty. Raises `WrongUse` beyond 300 characters a part."""
        parties = [partie.strip() for partie in texte.split(",", 2)]
        if any(len(partie) > LONGUEUR_MAX for partie in parties):
            raise WrongUse(f"auteur : {LONGUEUR_MAX} caractères au plus pour chaque partie de « Nom, fonction, organisme »")
        nom, fonction, organisme = (*parties, "", "")[:3]
        return cls(nom or NON_INDIQUE, fonction, organisme)
