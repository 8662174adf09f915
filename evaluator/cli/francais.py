"""click in French: headings, help and errors; every `AglsError` becomes its words and its exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import click

from evaluator.cli import flux
from evaluator.errors import AglsError, Unreadable, WrongUse


class LecteurParti(Exception):
    """Nobody reads stdout any more (`agls evaluer … | head -1`): no fault, and nothing to say."""


# Windows has no other word for a pipe that nobody reads any more.
TUBE_FERME = (errno.EINVAL,) if os.name == "nt" else ()


class Commande(click.Command):
    """A command whose help speaks French."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Usage : ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lignes = [ligne for p in self.get_params(ctx) if (ligne := p.get_help_record(ctx)) is not None]
        if lignes:
            with formatter.section("Options"):
                formatter.write_dl(lignes)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Affiche cette aide."
        return option


class Groupe(Commande, click.Group):
    """A group of such commands."""

    command_class = Commande

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click would end with 1
            raise LecteurParti from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lignes = [ligne for p in self.get_params(ctx) if (ligne := p.get_help_record(ctx)) is not None]
        with formatter.section("Options"):
            formatter.write_dl(lignes)
        commandes = [
            (nom, self.commands[nom].get_short_help_str(90)) for nom in self.commands if not self.commands[nom].hidden
        ]
        with formatter.section("Commandes"):
            formatter.write_dl(commandes)


def _en_francais(erreur: click.ClickException) -> str:
    """click's finding in French words."""
    match erreur:
        case click.NoSuchOption():
            proches = f" ; vouliez-vous dire {erreur.possibilities[0]} ?" if erreur.possibilities else ""
            return f"option inconnue : {erreur.option_name}{proches}"
        case click.MissingParameter():
            return f"il manque {erreur.param.human_readable_name if erreur.param else 'un argument'}"
        case click.BadParameter():
            nom = erreur.param.human_readable_name if erreur.param else "valeur"
            if isinstance(erreur.param and erreur.param.type, click.Choice):
                return f"{nom} : valeur inconnue ; choix : {', '.join(map(str, erreur.param.type.choices))}"  # type: ignore[union-attr]
            return f"{nom} : {erreur.message}"
        case click.UsageError():
            message = erreur.format_message()
            if message.startswith("No such command"):
                return f"commande inconnue : {message.split(chr(39))[1]}"
            if message.startswith("Got unexpected extra argument"):
                return f"argument en trop : {message.split('(')[-1].rstrip(')')}"
            if "requires an argument" in message:
                return f"l’option {message.split(chr(39))[1]} veut une valeur"
            return message
    return erreur.format_message()


def executer(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    code = 0
    try:
        code = _mener(arguments)
        sys.stdout.flush()
    except (LecteurParti, BrokenPipeError):
        flux.abandonner()
    except OSError as erreur:
        if erreur.errno in TUBE_FERME:
            flux.abandonner()
            return code
        flux.dire(flux.en_mots(erreur))
        flux.abandonner()
        return Unreadable.code
    return code


def _mener(arguments: Sequence[str]) -> int:
    from evaluator.cli.commandes import agls

    try:
        resultat = agls.main(list(arguments), prog_name="agls", standalone_mode=False)
    except click.UsageError as erreur:
        flux.dire(_en_francais(erreur))
        chemin = erreur.ctx.command_path if erreur.ctx else "agls"
        flux.dire(f"Aide : {chemin} --help")
        return WrongUse.code
    except click.Abort:
        flux.dire("interrompu")
        return 1
    except click.ClickException as erreur:
        flux.dire(_en_francais(erreur))
        return erreur.exit_code
    except AglsError as erreur:
        flux.dire(str(erreur))
        return erreur.code
    return resultat if isinstance(resultat, int) else 0
