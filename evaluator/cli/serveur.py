"""`agls serveur`: the interface in a browser of this machine. Needs the optional extra `[navigateur]`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.cli import commun
from evaluator.cli.francais import Commande
from evaluator.errors import Unreadable, WrongUse

if TYPE_CHECKING:
    from evaluator.questionnaire.models import Volet

_COMPLEMENT = ("textual_serve", "aiohttp")
ABSENT = (
    "« agls serveur » demande un complément qui n’est pas installé. Dans le dossier du programme : « make navigateur », "
    "ou « python -m pip install --require-hashes -r requirements-navigateur.lock » avec le Python du programme"
)


@click.command(cls=Commande)
@click.argument("chemin", metavar="[DOSSIER|FICHIER.agls]", default=".", type=commun.CHEMIN)
@click.option("--port", metavar="N", default="0", help="Port à écouter (défaut : un port libre).")
@commun.VOLET
@click.option("--sans-navigateur", is_flag=True, help="Affiche l’adresse sans ouvrir le navigateur.")
@commun.AUTEUR
@click.pass_context
def serveur(
    ctx: click.Context, chemin: Path, port: str, volet: Volet | None, sans_navigateur: bool, auteur: str | None
) -> int:
    """Ouvre l’interface dans le navigateur de cet ordinateur ; Ctrl+C l’arrête."""
    if not all(find_spec(nom) for nom in _COMPLEMENT):
        raise WrongUse(ABSENT)
    if not chemin.exists():
        raise Unreadable(f"{chemin} n’existe pas : un dossier se crée par « agls nouveau », ou par « n » dans l’interface")
    if volet and chemin.is_dir():
        raise WrongUse(f"--volet va avec un fichier, et « {chemin} » est un dossier : le volet se choisit dans l’interface")
    choisi = _port(port)
    from evaluator.serveur.service import servir

    servir(
        _interface(chemin, volet, auteur or ctx.find_root().obj),
        port=choisi,
        navigateur=not sans_navigateur,
        annoncer=_annoncer,
        prevenir=_prevenir,
    )
    _prevenir("Serveur arrêté.")
    return 0


def declarer(groupe: click.Group) -> None:
    groupe.add_command(serveur)


def _port(texte: str) -> int:
    if not (texte.isdecimal() and len(texte) < 6 and int(texte) < 65536):
        raise WrongUse(f"--port : « {texte} » n’est pas un numéro de port (de 1024 à 65535)")
    return int(texte)


def _interface(chemin: Path, volet: Volet | None, auteur: str | None) -> Sequence[str]:
    """The command of one interface, as a list: a path is never read by a shell.

    `-P` keeps the current folder out of what Python imports; not where the program itself is run from there.
    """
    import evaluator

    ici = Path(evaluator.__file__).parents[1] == Path.cwd()
    return (
        sys.executable,
        *(() if ici else ("-P",)),
        "-m",
        "evaluator",
        *(("--auteur", auteur) if auteur else ()),
        "remplir",
        *(("--volet", volet) if volet else ()),
        "--",
        str(chemin),
    )


def _annoncer(adresse: str) -> None:
    print(adresse, flush=True)
    _prevenir("Cette adresse ouvre vos dossiers : ne la donnez à personne. Ctrl+C arrête le serveur.")


def _prevenir(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
