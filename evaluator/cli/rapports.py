"""On paper: `rapport`, of one dossier or of many."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.cli import commun
from evaluator.cli.francais import Commande
from evaluator.errors import WrongUse

if TYPE_CHECKING:
    from evaluator.questionnaire.models import Volet
    from evaluator.report.lot import Issue

INTERROMPU = 1  # the exit code, as elsewhere
NOMMES = 10  # dossiers named after an interruption


def declarer(groupe: click.Group) -> None:
    """Add the command to `groupe`."""
    groupe.add_command(rapport)


@click.command(cls=Commande)
@click.argument("fichiers", metavar="FICHIER.agls…", nargs=-1, type=commun.CHEMIN)
@commun.VOLET
@click.option("--modele", metavar="M", default="evaluation", help="Modèle de rapport (défaut : evaluation ; voir --liste).")
@click.option(
    "--format",
    "formes",
    metavar="F[,F]",
    default="html",
    help="Formats, séparés par des virgules (défaut : html ; voir --liste).",
)
@click.option("--sortie", metavar="DOSSIER", type=commun.CHEMIN, help="Dossier où écrire (défaut : courant).")
@click.option("--date", "jour", metavar="D", help="Date du rapport (défaut : celle du dernier événement).")
@commun.PROCESSUS
@click.option(
    "--refuser-donnees-personnelles",
    "refuser",
    is_flag=True,
    help="N’écrit pas un rapport où se liraient adresse électronique, téléphone, numéro de sécurité sociale ou IBAN.",
)
@click.option("--liste", is_flag=True, help="Liste les modèles et leurs formats.")
def rapport(
    fichiers: tuple[Path, ...],
    volet: Volet | None,
    modele: str,
    formes: str,
    sortie: Path | None,
    jour: str | None,
    processus: str | None,
    refuser: bool,
    liste: bool,
) -> int:
    """Écrit le rapport de dossiers : évaluation, contradictoire, auto-évaluation… (--liste).

    Plusieurs dossiers sont traités à la fois. Celui qui ne peut pas l’être n’arrête pas les autres : il est nommé à la fin,
    et le code de sortie est le plus grand de tous. Les fichiers écrits sont dits dans l’ordre des dossiers.
    """
    if liste:
        return _lister()
    if not fichiers:
        raise WrongUse("il manque FICHIER.agls…")
    from evaluator.cli.avancement import Avancement
    from evaluator.report import lot

    formats = tuple(dict.fromkeys(f for f in map(str.strip, formes.split(",")) if f))
    demande = lot.Demande(modele, formats or ("html",), sortie or Path(), volet, commun.jour("--date", jour), refuser)
    dossiers = lot.deplier(fichiers)
    lot.verifier(dossiers, demande)
    issues: list[Issue | None] = [None] * len(dossiers)
    avancement = Avancement(len(dossiers))
    interrompu = False
    try:
        avancement.debuter()
        for rang, issue in lot.mener(dossiers, demande, processus=commun.nombre_de_processus(processus)):
            issues[rang] = issue
            avancement.avancer(dossiers[rang].name, echec=bool(issue.erreur))
    except KeyboardInterrupt:
        interrompu = True
    avancement.effacer()
    return _rendre_compte([i for i in issues if i], [d for d, i in zip(dossiers, issues, strict=True) if not i], interrompu)


def _rendre_compte(faits: Sequence[Issue], restent: Sequence[Path], interrompu: bool) -> int:
    """Paths on stdout, the rest on stderr, in the order of the dossiers; the exit code."""
    from evaluator.french import pluriel

    for issue in faits:
        for chemin in issue.ecrits:
            print(chemin)
        for dit in issue.dits:
            print(dit, file=sys.stderr)
    manques = [i for i in faits if i.erreur]
    if len(faits) + len(restent) == 1 and not interrompu:
        for issue in manques:
            print(issue.erreur, file=sys.stderr)
    elif manques:
        print(f"{pluriel(len(manques), 'dossier')} sur {len(faits) + len(restent)} sans rapport :", file=sys.stderr)
        for issue in manques:
            print(f"  {issue.fichier} : " + issue.erreur.replace("\n", "\n    "), file=sys.stderr)
    if interrompu:
        ecrits = pluriel(sum(len(i.ecrits) for i in faits), "rapport écrit", "rapports écrits")
        reste = f" ; {pluriel(len(restent), 'dossier')} à reprendre :" if restent else ""
        print(f"interrompu : {ecrits}{reste}", file=sys.stderr)
        for fichier in restent[:NOMMES]:
            print(f"  {fichier}", file=sys.stderr)
        if len(restent) > NOMMES:
            print(f"  … et {len(restent) - NOMMES} à la suite, jusqu’à {restent[-1]}", file=sys.stderr)
    return max([i.code for i in faits] + [INTERROMPU] * interrompu, default=0)


def _lister() -> int:
    from evaluator.report.formats import FORMATS
    from evaluator.report.modeles import MODELES

    for nom, modele in MODELES.items():
        print(f"{nom} : {modele.titre}")
        print(f"    {modele.resume}")
        if modele.volet:
            print(f"    Volet : {modele.volet}")
        print(f"    Formats : {', '.join(FORMATS)}")
    return 0
