"""The commands of the contract that this version lacks: they say so, and end with code 2."""

from __future__ import annotations

import click

from evaluator import __version__
from evaluator.cli.francais import Commande
from evaluator.errors import WrongUse

PLUS_TARD = {
    "serveur": "Ouvre l’interface dans un navigateur",
}


def declarer(groupe: click.Group) -> None:
    """Add them to `groupe`, out of its help."""
    for nom, titre in PLUS_TARD.items():
        _declarer(groupe, nom, titre)


def _declarer(groupe: click.Group, nom: str, titre: str) -> None:
    @groupe.command(
        nom,
        cls=Commande,
        help=f"{titre} (pas encore dans cette version).",
        hidden=True,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
    def _commande() -> int:
        raise WrongUse(f"« agls {nom} » n'est pas encore dans cette version ({__version__})")
