"""What a sitting finds when it begins and leaves when it ends: the place, drafts, what is hidden, what waits for an act."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.dossier.actes import Objectif
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import SourceReponse, Volet
from evaluator.ui import visite
from evaluator.ui.pieces.casier import Casier
from evaluator.ui.preferences import Preferences, garder_preferences
from evaluator.ui.reprise import Place, Reprise, chemin_reprise, ecrire, en_json


class Sejour:
    """The part of a session that outlives it, on this machine only: nothing here is in the dossier."""

    courante: str

    def __init__(self, dossier: Dossier, volet: Volet, reprise: Reprise, preferences: Preferences) -> None:
        self.dossier = dossier
        self.volet: Volet = volet
        self.reprise = reprise
        self.preferences = preferences
        self.filtre = reprise.filtre
        self.casier = Casier(reprise.pieces)
        self._garde = ""  # as it is on disk

    @property
    def ferme(self) -> bool:
        """Nothing can be written: the dossier is closed, or only read."""
        return self.dossier.clos or bool(self.dossier.lecture_seule)

    @property
    def place(self) -> Place:
        return self._place(self.volet)

    def _place(self, volet: Volet) -> Place:
        return self.reprise.places.setdefault(volet, Place())

    @property
    def brouillons(self) -> dict[str, str]:
        """Texts typed and not recorded, by question; `note:<question>` for a note."""
        return self.place.brouillons

    def brouillons_de(self, volet: Volet) -> dict[str, str]:
        """Those of one volet, whichever is open."""
        return self._place(volet).brouillons

    @property
    def repartitions(self) -> dict[str, dict[str, str]]:
        """Counts typed and not recorded."""
        return self.place.repartitions

    @property
    def sources_defaut(self) -> dict[str, SourceReponse]:
        """By section: written into each event."""
        return self.place.sources_defaut

    @property
    def objectifs(self) -> list[Objectif]:
        """Kept for the closing, written with it."""
        return self.reprise.objectifs

    @objectifs.setter
    def objectifs(self, objectifs: list[Objectif]) -> None:
        self.reprise.objectifs = objectifs

    @property
    def formulaire(self) -> dict[str, str] | None:
        """The decision as it is typed, until it is recorded."""
        return self.reprise.formulaire

    @formulaire.setter
    def formulaire(self, textes: Mapping[str, str] | None) -> None:
        self.reprise.formulaire = None if textes is None else dict(textes)

    @property
    def scores_visibles(self) -> bool:
        return self.preferences.scores_visibles

    @scores_visibles.setter
    def scores_visibles(self, visibles: bool) -> None:
        """Hidden, they stay so until asked for: on every dossier, and tomorrow."""
        self.preferences.scores_visibles = visibles
        garder_preferences(self.preferences)

    def mettre_de_cote(self, cle: str, texte: str, enregistre: str, volet: Volet | None = None) -> bool:
        """Keep `texte` as the draft `cle`, unless it is what is recorded. False where this machine refuses."""
        brouillons = self.brouillons_de(volet or self.volet)
        if texte.strip() and texte != enregistre:
            brouillons[cle] = texte
        else:
            brouillons.pop(cle, None)
        return self.garder()

    def garder(self) -> bool:
        """Leave the place, the drafts and the rest for the next sitting. False where this machine refuses."""
        if self.dossier.lecture_seule:
            return True  # whoever writes in it keeps its place
        filtre = visite.FILTRES.get(self.filtre or "")
        self.reprise.volet, self.reprise.filtre = self.volet, self.filtre if filtre and not filtre.cher else None
        self.place.question = self.courante
        try:
            contenu = en_json(self.reprise)
        except ValueError:  # half a character in a draft: no file can hold it
            return False
        if contenu != self._garde:
            if not ecrire(chemin_reprise(self.dossier.id), self.reprise):
                return False
            self._garde = contenu
        return True
