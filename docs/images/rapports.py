"""Writes the pictures of docs/rapports.md: a page of some reports, from the example dossiers (`make pictures`)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from evaluator import exemples
from evaluator.dossier.actes import Decision
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.evaluation.decision import recommandation
from evaluator.evaluation.evaluate import evaluer
from evaluator.report.formats.pdf import en_images
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer

ICI = Path(__file__).resolve().parent
FINESSE = 60  # points per inch
JOUR = date(2026, 3, 2)
PAGES = (("fiche_synthetique", 1), ("evaluation", 2), ("annexe_convention_financiere", 1), ("grille_de_visite", 5))


def main() -> int:
    """All pictures, made small by pngquant."""
    if shutil.which("pngquant") is None:
        print("introuvable : pngquant ; Debian : apt install pngquant", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as temporaire:
        racine = exemples.construire(Path(temporaire) / "exemples")
        martin = Auteur("A. Martin", "cheffe de service", "")
        with Dossier.ouvrir(racine / "pre-sorbier.agls", ecriture=True, auteur=martin, role="service") as dossier:
            evaluation = evaluer(dossier.referentiel, dossier.reponses("constat"))
            propose = recommandation(evaluation, dossier.evenements, dossier.empreinte)
            dossier.decider(Decision(16_726, martin.nom, martin.fonction, JOUR, recommandation=propose))
            for modele, page in PAGES:
                png = en_images(composer(dossier, evaluation, MODELES[modele], JOUR), FINESSE)[page - 1]
                petit = subprocess.run(["pngquant", "32", "-"], input=png, capture_output=True, check=True).stdout
                cible = ICI / f"rapport-{modele.replace('_', '-')}.png"
                cible.write_bytes(petit)
                print(cible)
    return 0


if __name__ == "__main__":
    sys.exit(main())
