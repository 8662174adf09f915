"""`agls signer`: a signature on a PDF report. Needs the optional extra `[signature]`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from evaluator.cli import commun
from evaluator.cli.francais import Commande
from evaluator.errors import Unreadable, WrongUse, cause

PHRASE = "AGLS_PHRASE"  # for a machine that signs by itself


@click.command(cls=Commande)
@click.argument("fichier", metavar="RAPPORT.pdf", type=commun.CHEMIN)
@click.option(
    "--certificat", metavar="FICHIER.p12", required=True, type=commun.CHEMIN, help="Certificat de la personne qui signe."
)
@click.option("--motif", metavar="TEXTE", default="", help="Raison écrite dans la signature.")
@click.option("--sortie", metavar="FICHIER.pdf", type=commun.CHEMIN, help="Fichier à écrire (défaut : RAPPORT-signe.pdf).")
def signer(fichier: Path, certificat: Path, motif: str, sortie: Path | None) -> int:
    """Signe un rapport PDF avec un certificat ; le rapport lui-même n’est pas modifié."""
    from evaluator.dossier.disque import ecrire_neuf
    from evaluator.report import signature

    if not signature.installee():
        raise WrongUse(signature.ABSENT)
    cible = sortie or fichier.with_name(f"{fichier.stem}-signe.pdf")
    if os.path.lexists(cible):
        raise Unreadable(f"{cible} existe déjà : un fichier signé n’est jamais écrasé ; donnez un autre nom par --sortie")
    pdf, cle = _lire(fichier), _lire(certificat)
    phrase = os.environ.get(PHRASE)
    if phrase is None:
        phrase = str(click.prompt("Phrase du certificat", hide_input=True, default="", show_default=False, err=True))
    signe = signature.signer(pdf, cle, phrase, motif=motif, nom=certificat.name)
    try:
        ecrire_neuf(cible, signe)
    except OSError as erreur:
        raise Unreadable(f"« {cible} » ne peut pas être écrit : {cause(erreur)}") from erreur
    print(cible)
    return 0


def _lire(chemin: Path) -> bytes:
    try:
        return chemin.read_bytes()
    except OSError as erreur:
        raise Unreadable(f"« {chemin} » ne peut pas être lu : {cause(erreur)}") from erreur


def declarer(groupe: click.Group) -> None:
    groupe.add_command(signer)
