"""`python -m tests.report.controles`: write, judge, paint, say. Exit 1 where a check failed."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from evaluator import french
from evaluator.report.formats import FORMATS
from evaluator.report.modeles import MODELES
from tests.report.controles import axe, bureau, images, rapports, verapdf
from tests.report.controles.bilan import Bilan
from tests.report.controles.outils import RACINE

UNE_PAGE = {"fiche_synthetique"}  # kinds that promise it, in the formats that carry their fonts


def main() -> int:
    lecteur = argparse.ArgumentParser(prog="make check-reports", description="Écrit et vérifie tous les rapports.")
    lecteur.add_argument("--modele", action="append", choices=list(MODELES), help="seulement ce modèle (répétable)")
    lecteur.add_argument("--format", action="append", choices=list(FORMATS), help="seulement ce format (répétable)")
    lecteur.add_argument("--sans-images", action="store_true")
    lecteur.add_argument("--sortie", type=Path, default=RACINE / "build" / "rapports")
    voulu = lecteur.parse_args()
    voulu.sortie = voulu.sortie.resolve()
    shutil.rmtree(voulu.sortie, ignore_errors=True)
    travail = voulu.sortie / "temoins"
    travail.mkdir(parents=True)
    bilan = Bilan()
    dire("Écriture des rapports…")
    rapports.ecrire(voulu.sortie, bilan, voulu.modele or list(MODELES), voulu.format or list(FORMATS))
    for fabrique in (verapdf, axe, bureau):
        controle = fabrique.controle(travail)
        if nombre := sum(f.format in controle.formats for f in bilan.fichiers):
            dire(f"{controle.nom} : {french.pluriel(nombre, 'fichier')}…")
            bilan.passer(controle)
    for f in bilan.fichiers:
        if f.nom.split()[0] in UNE_PAGE and f.format != "md" and (pages := bilan.pages(f)) > 1:
            bilan.fautes.append(f"{f.nom}.{f.format} : {pages} pages au lieu d’une")
    if not voulu.sans_images:
        dire("Images…")
        images.peindre(bilan, voulu.sortie / "images")
    dire("\n" + bilan.dire())
    return bilan.code


def dire(quoi: str) -> None:
    print(quoi, flush=True)


if __name__ == "__main__":
    sys.exit(main())
