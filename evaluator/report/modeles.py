"""The kinds of report, as data: `report_templates/modeles.yaml`, the shipped one and that of the local folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta

from evaluator import resources
from evaluator.errors import WrongUse
from evaluator.modele import Modele
from evaluator.questionnaire.models import Volet
from evaluator.questionnaire.reader import lire_fichier
from evaluator.questionnaire.scalars import Ident, Liste, Texte
from evaluator.questionnaire.validation import valider

FICHIER = "modeles.yaml"


class ModeleRapport(Modele, frozen=True, kw_only=True):
    """A kind: its title, and its sections in order.

    `exige`: what the dossier must hold before the kind is written (`exigences.py`). `publication`: it is meant for everyone,
    so that small counts of persons are masked and only sections that mask them may be in it (`masquage.py`). `une_page`: set
    tight, for texts that were cut to hold on one page.
    """

    id: Ident
    titre: Texte
    resume: Texte
    volet: Volet | None = None  # the one it is about, whatever volet was asked for
    pied: Texte = "L’outil propose, une personne nommée décide."
    exige: Literal["constat", "decision"] | None = None
    publication: bool = False
    une_page: bool = False
    sections: Annotated[Liste[Ident], Meta(min_length=1)]


class ModelesLus(Modele, frozen=True):
    modeles: Annotated[Liste[ModeleRapport], Meta(min_length=1)]


class Modeles(Mapping[str, ModeleRapport]):
    """All kinds by id, read again at each use; a local kind replaces the shipped one of the same id."""

    def _lus(self) -> dict[str, ModeleRapport]:
        lus: dict[str, ModeleRapport] = {}
        for dossier in reversed(resources.dossiers(resources.MODELES)):
            if (dossier / FICHIER).is_file():
                lus |= {m.id: m for m in valider(ModelesLus, lire_fichier(dossier / FICHIER)).modeles}
        return lus

    def __getitem__(self, modele: str) -> ModeleRapport:
        return self._lus()[modele]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lus())

    def __len__(self) -> int:
        return len(self._lus())


MODELES: Mapping[str, ModeleRapport] = Modeles()


def choisir(modele: str) -> ModeleRapport:
    """The kind of this id. Raises `WrongUse`, which names those that exist."""
    try:
        return MODELES[modele]
    except KeyError:
        raise WrongUse(f"modèle de rapport inconnu : « {modele} » ; connus : {', '.join(MODELES)}") from None


def volet(modele: str, voulu: Volet | None = None) -> Volet | None:
    """The volet to read for a kind: its own where it is about one, else `voulu`. Raises `WrongUse` where they differ."""
    impose = MODELES[modele].volet if modele in MODELES else None
    if impose and voulu and impose != voulu:
        raise WrongUse(f"--volet {voulu} : le modèle « {modele} » porte toujours sur le volet {impose}")
    return impose or voulu
