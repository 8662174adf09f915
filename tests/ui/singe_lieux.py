"""Where the random hands of `singe.py` play: every kind of dossier, each run in a folder and with a home of its own."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from evaluator import exemples
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.fusion import fusionner
from evaluator.dossier.reponses import LIBELLES_VOLET, Reponse, Volet
from evaluator.questionnaire.load import charger
from tests.ui.singe import Singe, courir
from tests.ui.singe_mains import Pas, Trouve


class Lieux:
    """Folders and dossiers to play on, made once; each run has its own copy."""

    def __init__(self, racine: Path, dossiers: Path | None = None) -> None:
        self.racine = racine
        self.exemples = dossiers or exemples.construire(racine / "exemples")
        self.referentiel = charger()

    def preparer(self, genre: str, ou: Path) -> tuple[Path, Volet | None]:
        """A folder or a file of its own in `ou`, and the volet to open."""
        ou.mkdir(parents=True, exist_ok=True)
        (ou / "piece-0.pdf").write_bytes(b"%PDF")
        (ou / "piece 1.txt").write_text("vu", encoding="utf-8")
        nom, _, volet = genre.partition(":")
        fichier = ou / f"{nom}.agls"
        if nom == "vide":
            vide = ou / "vide"
            vide.mkdir()
            return vide, None
        if nom == "dossier":
            for exemple in self.exemples.glob("*.agls"):
                (ou / exemple.name).write_bytes(exemple.read_bytes())
            return ou, None
        if nom == "nouveau":
            Dossier.creer(fichier, self.referentiel).fermer()
        elif nom == "grand":
            from tests.questionnaire import grand

            garde = self.racine / "grand.agls"
            if not garde.exists():
                grand.creer(garde, 60)
            fichier.write_bytes(garde.read_bytes())
        elif nom == "conflits":
            base, a, b = (ou / f"{n}.agls" for n in ("base", "a", "b"))
            base.write_bytes((self.exemples / "pre-sorbier.agls").read_bytes())
            for copie, valeur in ((a, 80), (b, 90)):
                copie.write_bytes(base.read_bytes())
                with Dossier.ouvrir(copie, ecriture=True, auteur=Auteur(copie.stem)) as d:
                    d.repondre("nb_logements", "auto_evaluation", Reponse("renseignee", valeur))
                    d.repondre("nb_menages", "auto_evaluation", Reponse("renseignee", valeur))
            fusionner(a, b, fichier, Auteur("Essai"))
        else:
            source = {"clos": "pre-sorbier", "casse": "pre-sorbier"}.get(nom, nom)
            octets = (self.exemples / f"{source}.agls").read_bytes()
            if nom == "casse":
                lignes = octets.splitlines(keepends=True)
                octets = b"".join([*lignes[:3], *lignes[4:]])
            fichier.write_bytes(octets)
            if nom == "clos":
                with Dossier.ouvrir(fichier, ecriture=True) as d:
                    d.cloturer(motif="retiré")
        return fichier, next((v for v in LIBELLES_VOLET if v == volet), None)


GENRES = ("vide", "dossier", "nouveau", "pre-sorbier:auto_evaluation", "pre-sorbier:constat", "quai-solveig:constat",
          "puits-mirette:constat", "clos:constat", "casse", "conflits:constat", "grand")  # fmt: skip


def essai(
    lieux: Lieux, genre: str, graine: int, pas: int | Sequence[Pas], panne: bool = False
) -> tuple[Singe, Trouve | None]:
    """One run in a folder of its own, with a home and a state of its own."""
    with tempfile.TemporaryDirectory(dir=lieux.racine) as brut, pytest.MonkeyPatch.context() as m:
        ou = Path(brut)
        (ou / "etat-local" / "etat").mkdir(parents=True)
        caches = json.dumps({"prevenu": True, "scores_visibles": graine % 3 > 0})
        (ou / "etat-local" / "etat" / "preferences.json").write_text(caches, encoding="utf-8")
        (ou / "maison").mkdir()
        m.setenv("AGLS_LOCAL", str(ou / "etat-local"))
        m.setenv("HOME", str(ou / "maison"))
        m.chdir(ou / "maison")
        chemin, volet = lieux.preparer(genre, ou / "ici")
        singe = Singe(chemin, graine, panne)
        try:
            asyncio.run(courir(singe, pas, volet))
        except Trouve as trouve:
            return singe, trouve
        return singe, None
