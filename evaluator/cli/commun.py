"""What the commands share: their usual arguments, who acts, which volet is meant, what is said at opening."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.errors import WrongUse

if TYPE_CHECKING:
    from evaluator.dossier.auteur import Auteur
    from evaluator.dossier.dossier import Dossier
    from evaluator.questionnaire.models import Volet

VOLETS = ("auto_evaluation", "constat")
CHEMIN = click.Path(path_type=Path, readable=False)  # whoever opens it says in French why it cannot be
FICHIER = click.argument("fichier", metavar="FICHIER.agls", type=CHEMIN)
FICHIERS = click.argument("fichiers", metavar="FICHIER.agls…", nargs=-1, required=True, type=CHEMIN)
VOLET = click.option("--volet", type=click.Choice(VOLETS), help="Volet : auto_evaluation ou constat.")
PROCESSUS = click.option("--processus", metavar="N", help="Dossiers traités à la fois (défaut : autant que de processeurs).")
AUTEUR = click.option("--auteur", metavar="TEXTE", help="Auteur de la saisie ou de l’acte : « Nom, fonction, organisme ».")


def terminal() -> bool:
    """Is there something to draw the interface on: a terminal, or the browser that a driver speaks to?"""
    # in a terminal, the interface is drawn on stderr: redirected, it would be lost
    return "TEXTUAL_DRIVER" in os.environ or all(flux.isatty() for flux in (sys.stdin, sys.stdout, sys.stderr))


def auteur(ctx: click.Context, donne: str | None) -> Auteur:
    from evaluator.configuration import auteur_configure
    from evaluator.dossier.auteur import Auteur

    texte = donne or ctx.find_root().obj or auteur_configure()
    return Auteur.lire(texte) if texte else Auteur()


def volet_lu(dossier: Dossier, volet: Volet | None) -> Volet:
    """The volet to show: the constat if it holds one answer, else the self-assessment."""
    return volet or dossier.volet_a_montrer


def annoncer(dossier: Dossier) -> int:
    """Say what was found at opening; 1 where the chain is broken or an answer does not fit."""
    for message in dossier.a_dire:
        print(message, file=sys.stderr)
    return 1 if dossier.lecture_seule or dossier.fautes else 0


def nombre_de_processus(processus: str | None) -> int | None:
    """What `PROCESSUS` asks for, if anything. Raises `WrongUse`."""
    if processus is None or (processus.isdecimal() and int(processus) > 0):
        return int(processus) if processus else None
    raise WrongUse(f"--processus : « {processus} » n’est pas un nombre de processus (1, 2, 3…)")


def jour(option: str, texte: str | None) -> date | None:
    """The date given to `option`. Raises `WrongUse`."""
    if texte is None:
        return None
    from evaluator.french import lire_date

    if (lue := lire_date(texte)) is None:
        raise WrongUse(f"{option} : « {texte} » n’est pas une date (2024-12-31 ou 31/12/2024)")
    return lue
