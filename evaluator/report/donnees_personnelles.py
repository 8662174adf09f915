"""Personal data that a report would print, and where in the dossier they are written, so that they can be taken out first.

What is searched is what the sections of the report hold, whatever its kind: what no section prints is not looked at, and
what is `interne` never comes there. The dossier is then read to say from which answer, note or act each find comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from evaluator.errors import FaultyInput, Faute
from evaluator.questionnaire.models import Volet
from evaluator.report.context import SECTIONS, Section
from evaluator.report.provenances import ecrits
from evaluator.report.reperage import nu, reperer
from evaluator.report.sujet import DossierLu
from evaluator.report.texte import Affichable, typo

RELIRE = "relisez cette partie du rapport avant de le transmettre"


class Trouvaille(Struct, frozen=True):
    """One find: where it is written, of what kind, masked, and what to do about it."""

    ou: str
    genre: str
    masque: str
    geste: str

    def __str__(self) -> str:
        return typo(f"{self.ou} : {self.genre} (« {self.masque} ») ; {self.geste}")


class DonneesPersonnelles(FaultyInput):
    """A report is not written: it would print these."""

    def __init__(self, trouvailles: Sequence[Trouvaille]) -> None:
        self.trouvailles = tuple(trouvailles)
        super().__init__(Faute(str(t)) for t in trouvailles)


def refuser(trouvailles: Sequence[Trouvaille]) -> None:
    """Raises `DonneesPersonnelles`: nothing is written."""
    raise DonneesPersonnelles(trouvailles)


def chercher(dossier: DossierLu, donnees: Mapping[str, Affichable], joint: Volet | None = None) -> list[Trouvaille]:
    """The finds in the sections of `donnees` that were read, each at the places where it is written, none twice.

    `joint`: the volet whose answers go with the file, printed or not.
    """
    imprimes = [(nom, t, vus) for nom, t in _imprimes(donnees) if (vus := reperer(t))]
    if not imprimes and joint is None:
        return []
    sections: dict[str, str] = {}  # each number printed, and the first section that prints it
    for nom, _, vus in imprimes:
        for vu in vus:
            sections.setdefault(nu(vu.texte), nom)
    textes = [t for _, t, _ in imprimes]
    places: dict[str, list[tuple[bool, Trouvaille]]] = {}
    for ecrit in ecrits(dossier):
        entier = joint in ecrit.volets or any(ecrit.texte in t for t in textes)
        for vu in reperer(ecrit.texte):
            if entier or nu(vu.texte) in sections:
                trouvaille = Trouvaille(ecrit.ou, vu.genre, vu.masque, ecrit.geste)
                places.setdefault(nu(vu.texte), []).append((entier, trouvaille))
    trouvees = [t for toutes in places.values() for t in _meilleures(toutes)]
    for nom, _, vus in imprimes:
        trouvees += [Trouvaille(_section(nom), v.genre, v.masque, RELIRE) for v in vus if nu(v.texte) not in places]
    return list(dict.fromkeys(trouvees))


def _meilleures(toutes: Sequence[tuple[bool, Trouvaille]]) -> list[Trouvaille]:
    """Where a number stands at several places, those whose whole text is printed; a text that is cut is better than none."""
    return [t for entier, t in toutes if entier] or [t for _, t in toutes]


def _section(nom: str) -> str:
    titre = SECTIONS[nom][0] if nom in SECTIONS else ""
    return f"partie « {titre or nom} » du rapport"


def _imprimes(donnees: Mapping[str, Affichable]) -> Iterator[tuple[str, str]]:
    """Every text of the sections that were read, with the name of its section."""
    for nom, valeur in donnees.items():
        if isinstance(valeur, Section) and valeur.lue:
            yield from ((nom, texte) for texte in _textes(valeur))


def _textes(valeur: Affichable) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, Mapping):
        for v in valeur.values():
            yield from _textes(v)
    elif not isinstance(valeur, bool):
        for v in valeur:
            yield from _textes(v)
