"""The commands of `agls` (`contract.md`): each reads its arguments and makes one call into a room."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from evaluator import __version__
from evaluator.cli import actes, commun, comparer, consoles, lineaire, rapports, resultats, serveur, signature
from evaluator.cli.francais import Commande, Groupe
from evaluator.errors import FaultyInput, Unreadable, WrongUse, cause

if TYPE_CHECKING:
    from evaluator.questionnaire.models import Volet


@click.group(cls=Groupe, invoke_without_command=True)
@click.version_option(__version__, "--version", message="agls %(version)s", help="Affiche la version.")
@click.option("--auteur", metavar="TEXTE", help="Auteur des saisies : « Nom, fonction, organisme ».")
@click.pass_context
def agls(ctx: click.Context, auteur: str | None) -> int | None:
    """AGLS Évaluateur : de l’annexe I de la circulaire à un montant expliqué, borné et contestable.

    Sans commande : ouvre l’interface sur les dossiers du dossier courant.
    """
    ctx.obj = auteur
    if ctx.invoked_subcommand is not None:
        return None
    if not commun.terminal():
        print(ctx.get_help())
        return WrongUse.code
    if lineaire.voulu():
        return lineaire.lancer(ctx, Path())
    from evaluator.ui.lancement import lancer

    lancer(None, auteur=commun.auteur(ctx, None))
    return 0


@agls.command(cls=Commande)
@click.option("--dossier", "racine", metavar="DOSSIER", type=commun.CHEMIN, help="Où créer les exemples.")
@click.pass_context
def demo(ctx: click.Context, racine: Path | None) -> int:
    """Crée les dossiers d’exemple et ouvre l’interface ; sans terminal, en évalue un et écrit son rapport."""
    from evaluator import exemples

    dossier = exemples.construire(racine)
    if commun.terminal():
        if lineaire.voulu():
            lineaire.lancer(ctx, dossier)
        else:
            from evaluator.ui.lancement import lancer

            lancer(dossier, auteur=commun.auteur(ctx, None))
        print(f"Les dossiers d’exemple sont dans « {dossier} ». Pour les rouvrir : agls remplir {dossier}/pre-sorbier.agls")
        return 0
    from evaluator.cli.resume import resume
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation.evaluate import evaluer
    from evaluator.report.render import rediger

    premier = sorted(dossier.glob("*.agls"))[0]
    with Dossier.ouvrir(premier) as ouvert:
        evaluation = evaluer(ouvert.referentiel, ouvert.reponses(commun.volet_lu(ouvert, None)))
        print(resume(ouvert.nom, ouvert.referentiel, evaluation))
        rapports = rediger(ouvert, evaluation, formats=("html", "pdf"), sortie=dossier)
    for chemin in (*sorted(dossier.glob("*.agls")), *rapports):
        print(chemin)
    return 0


@agls.command(cls=Commande)
@commun.FICHIER
@click.option("--reponses", metavar="R.yaml", type=commun.CHEMIN, help="Réponses à importer aussitôt.")
@commun.VOLET
@click.option("--questionnaire", "questionnaire_id", metavar="ID", default="agls-annexe-1", help="Questionnaire.")
@click.option("--grille", metavar="FICHIER", type=commun.CHEMIN, help="Grille locale (défaut : celle de l’outil).")
@click.option("--precedent", metavar="AUTRE.agls", type=commun.CHEMIN, help="Dossier de l’exercice précédent.")
@commun.AUTEUR
@click.pass_context
def nouveau(
    ctx: click.Context,
    fichier: Path,
    reponses: Path | None,
    volet: Volet | None,
    questionnaire_id: str,
    grille: Path | None,
    precedent: Path | None,
    auteur: str | None,
) -> int:
    """Crée un dossier, avec des réponses si elles sont données. Un fichier existant n’est jamais écrasé."""
    from evaluator.dossier.dossier import Dossier
    from evaluator.dossier.echange import lire_reponses
    from evaluator.questionnaire.load import charger
    from evaluator.questionnaire.reader import lire_fichier

    if fichier.suffix != ".agls":
        raise WrongUse(f"« {fichier.name} » : le nom d’un dossier se termine par .agls")
    if os.path.exists(fichier):  # `Path.exists` raises where a folder may not be entered
        raise Unreadable(f"{fichier} existe déjà : un dossier n’est jamais écrasé")
    referentiel = charger(questionnaire_id, grille)
    choisi: Volet = volet or "auto_evaluation"
    lues = lire_reponses(lire_fichier(reponses), referentiel.questionnaire, choisi) if reponses else None
    ancien = Dossier.ouvrir(precedent) if precedent else None
    with Dossier.creer(fichier, referentiel, auteur=commun.auteur(ctx, auteur), precedent=ancien) as dossier:
        compte = dossier.repondre_tout(choisi, lues.reponses, lues.annotations) if lues else 0
    print(f"{fichier} créé" + (f", {_importees(len(lues.reponses))}" if lues and compte else ""))
    return 0


@agls.command(cls=Commande)
@commun.FICHIER
@commun.VOLET
@click.option("--texte", is_flag=True, help="Saisie ligne à ligne : lecteur d’écran, ligne lente, script.")
@commun.AUTEUR
@click.pass_context
def remplir(ctx: click.Context, fichier: Path, volet: Volet | None, texte: bool, auteur: str | None) -> int:
    """Remplit un dossier dans le terminal, en plein écran ou ligne à ligne (--texte)."""
    if not texte and not commun.terminal():
        raise WrongUse(
            "« agls remplir » veut un terminal ; sans terminal : « agls remplir FICHIER.agls --texte » (ligne à ligne),"
            " ou « agls importer FICHIER.agls R.yaml »"
        )
    try:
        fichier.stat()
    except FileNotFoundError:
        raise Unreadable(f"{fichier} n’existe pas : créez-le par « agls nouveau {fichier} »") from None
    except (OSError, ValueError) as erreur:
        raison = cause(erreur) if isinstance(erreur, OSError) else "nom de fichier non valable"
        raise Unreadable(f"{fichier} : lecture impossible ({raison})") from None
    if texte or lineaire.voulu():
        try:
            return lineaire.lancer(ctx, fichier, volet or "auto_evaluation", auteur)
        except BrokenPipeError:  # not to be taken for a script that was read to its end
            raise Unreadable(
                f"{fichier} : la saisie s’arrête, plus personne ne lit ses réponses ; ce qu’elle a confirmé est enregistré"
            ) from None
    from evaluator.ui.lancement import lancer

    lancer(fichier, volet or "auto_evaluation", auteur=commun.auteur(ctx, auteur))
    return 0


@agls.command(cls=Commande)
@commun.FICHIER
@click.argument("reponses", metavar="R.yaml", type=commun.CHEMIN)
@commun.VOLET
@click.option("--partiel", is_flag=True, help="Importe ce qui est juste et liste le reste.")
@commun.AUTEUR
@click.pass_context
def importer(
    ctx: click.Context, fichier: Path, reponses: Path, volet: Volet | None, partiel: bool, auteur: str | None
) -> int:
    """Ajoute à un dossier les réponses d’un fichier YAML ou JSON ; rien n’est importé s’il a une faute."""
    from evaluator.dossier.dossier import Dossier
    from evaluator.dossier.echange import lire_reponses
    from evaluator.questionnaire.reader import lire_fichier

    choisi: Volet = volet or "auto_evaluation"
    with Dossier.ouvrir(fichier, ecriture=True, auteur=commun.auteur(ctx, auteur)) as dossier:
        questionnaire = dossier.referentiel.questionnaire
        lues = lire_reponses(lire_fichier(reponses), questionnaire, choisi, partiel=partiel)
        dossier.repondre_tout(choisi, lues.reponses, lues.annotations)
    print(f"{_importees(len(lues.reponses))} dans {fichier} ({choisi})")
    for faute in lues.fautes:
        print(faute, file=sys.stderr)
    return 1 if lues.fautes else 0


def _importees(compte: int) -> str:
    from evaluator.french import pluriel

    return pluriel(compte, "réponse importée", "réponses importées")


@agls.command(cls=Commande)
@click.argument("ident", metavar="[ID]", default="agls-annexe-1")
@click.option("--json", "en_json", is_flag=True, help="Liste en JSON.")
@click.option(
    "--schema", metavar="SORTE", is_flag=False, flag_value="", help="JSON Schema d’une sorte de fichier, pour un éditeur."
)
@click.option("--sortie", metavar="FICHIER", type=commun.CHEMIN, help="Avec --schema : fichier à créer.")
def questionnaire(ident: str, en_json: bool, schema: str | None, sortie: Path | None) -> int:
    """Liste les questions : identifiants, types, options, conditions, clauses, indicateur, dimension, sens."""
    from evaluator.cli import catalogue
    from evaluator.questionnaire.load import charger

    if schema is not None:
        from evaluator import schemas

        schemas.choisir(schema)  # a wrong name is said before anything is read
        _rendre(schemas.en_texte(schemas.schema(schema, charger(ident))).encode(), sortie)
        return 0
    if sortie is not None:
        raise WrongUse("--sortie va avec --schema")
    lu = charger(ident).questionnaire
    if en_json:
        consoles.ecrire_json(catalogue.en_json(lu))
    else:
        print(catalogue.en_mots(lu))
    return 0


@agls.command(cls=Commande)
@commun.FICHIER
@click.option(
    "--format", "forme", type=click.Choice(("agls", "json", "reponses")), required=True, help="agls, json ou reponses."
)
@commun.VOLET
@click.option("--pour", type=click.Choice(("gestionnaire",)), help="Laisse de côté ce qui est interne au service.")
@click.option("--sortie", metavar="FICHIER", type=commun.CHEMIN, help="Fichier à créer (défaut : sortie standard).")
def exporter(fichier: Path, forme: str, volet: Volet | None, pour: str | None, sortie: Path | None) -> int:
    """Exporte un dossier à envoyer, son JSON canonique, ou les réponses d’un volet."""
    from evaluator.dossier import echange
    from evaluator.dossier.dossier import Dossier

    with Dossier.ouvrir(fichier) as dossier:
        if forme == "reponses":
            choisi = commun.volet_lu(dossier, volet)
            octets = echange.ecrire_reponses(dossier, choisi, pour_gestionnaire=pour is not None).encode()
        elif forme == "json":
            octets = echange.exporter_json(dossier, pour_gestionnaire=pour is not None)
        else:
            octets = echange.exporter_agls(dossier, pour_gestionnaire=pour is not None)
        code = commun.annoncer(dossier)
    _rendre(octets, sortie)
    return code


def _rendre(octets: bytes, sortie: Path | None) -> None:
    """To standard output, or to a new file whose name is printed."""
    from evaluator.dossier.disque import ecrire_neuf

    if sortie is None:
        if sys.stdout.isatty():  # the same data: a person looks, nobody keeps it
            from evaluator.signes import json_inoffensif

            octets = json_inoffensif(octets.decode()).encode()
        sys.stdout.buffer.write(octets)
        return
    try:
        ecrire_neuf(sortie, octets)
    except OSError as erreur:
        raise Unreadable(f"{sortie} : écriture impossible ({cause(erreur)})") from None
    print(sortie)


@agls.command(cls=Commande)
@click.argument("chemins", metavar="CHEMIN…", nargs=-1, required=True, type=commun.CHEMIN)
@click.option("--dossier", metavar="FICHIER.agls", type=commun.CHEMIN, help="D’un rapport : son dossier.")
def verifier(chemins: tuple[Path, ...], dossier: Path | None) -> int:
    """Vérifie questionnaires, grilles, barèmes, exemples (fichier:ligne:colonne), dossiers (chaîne), rapports (recalcul)."""
    from evaluator.french import pluriel
    from evaluator.verification import RAPPORTS, Bilan
    from evaluator.verification import verifier as verifier_chemin

    code = 0
    for chemin in chemins:
        if chemin.suffix.lower() in RAPPORTS and not os.path.isdir(chemin):
            from evaluator.cli import relecture

            code = max(code, relecture.verifier(chemin, dossier))
            continue
        try:
            bilan = verifier_chemin(chemin)
        except FaultyInput as erreur:
            bilan = Bilan(list(erreur.fautes))
        for faute in bilan.fautes:
            print(faute)
        for remarque in bilan.remarques:
            print(replace(remarque, message=f"remarque : {remarque.message}"))
        if bilan.fautes:
            code = 1
        else:
            dits = f" ; {pluriel(len(bilan.remarques), 'remarque')}, rien à corriger d’office" if bilan.remarques else ""
            print(f"{chemin} : juste ({', '.join(bilan.verifies)}){dits}")
    return code


resultats.declarer(agls)
rapports.declarer(agls)
comparer.declarer(agls)
actes.declarer(agls)
serveur.declarer(agls)
signature.declarer(agls)
