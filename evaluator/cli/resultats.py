"""What a dossier is worth, and why: `evaluer`, `expliquer`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.cli import commun, consoles
from evaluator.cli.francais import Commande
from evaluator.errors import WrongUse

if TYPE_CHECKING:
    from evaluator.cli.lot import Demande, Issue
    from evaluator.questionnaire.models import Volet

INTERROMPU = 1  # the exit code, as elsewhere


def declarer(groupe: click.Group) -> None:
    """Add the commands to `groupe`."""
    for commande in (evaluer, expliquer):
        groupe.add_command(commande)


@click.command(cls=Commande)
@commun.FICHIERS
@commun.VOLET
@click.option("--json", "en_json", is_flag=True, help="Résultat en JSON.")
@click.option("--bref", is_flag=True, help="En JSON : le résultat seul, sans leviers ni robustesse.")
@commun.PROCESSUS
def evaluer(fichiers: tuple[Path, ...], volet: Volet | None, en_json: bool, bref: bool, processus: str | None) -> int:
    """Évalue des dossiers : avis, montant et raisons, en mots ou en JSON.

    FICHIER.agls peut être un répertoire : tous ses fichiers .agls, dans l’ordre de leurs noms. Plusieurs dossiers sont
    traités à la fois. Celui qui ne peut pas l’être n’arrête pas les autres : il est nommé, et le code de sortie est le plus
    grand de tous.
    """
    from evaluator.cli import lot
    from evaluator.dossier.fichiers import etendre

    demande = lot.Demande(volet, en_json, bref)
    nombre = commun.nombre_de_processus(processus)
    dossiers = etendre(fichiers)
    if dossiers == list(fichiers[:1]):
        issue = lot.evaluer(demande, dossiers[0])
        if issue.objet is not None:
            from evaluator.evaluation import as_json

            consoles.ecrire_json(as_json.texte(issue.objet))
        return _montrer(issue, fin="\n")
    return _plusieurs(dossiers, demande, nombre)


def _plusieurs(dossiers: Sequence[Path], demande: Demande, processus: int | None) -> int:
    """Words as they come, JSON once it is whole: nothing of it after an interruption."""
    from evaluator.cli import lot
    from evaluator.cli.avancement import Avancement

    # Words that scroll on the same terminal say well enough how far it is.
    avancement = Avancement(len(dossiers) if demande.en_json or not sys.stdout.isatty() else 0)
    objets: list[dict[str, object]] = []
    code = faits = 0
    try:
        avancement.debuter()
        for dossier, issue in zip(dossiers, lot.mener(dossiers, demande, processus=processus), strict=True):
            if issue.dits or issue.erreur:
                avancement.effacer()
            if issue.objet is not None:
                objets.append(issue.objet)
            code = max(code, _montrer(issue, fin="\n\n"))
            faits += 1
            avancement.avancer(dossier.name, echec=bool(issue.erreur))
    except KeyboardInterrupt:
        avancement.effacer()
        dits = "rien n’est écrit" if demande.en_json else f"{faits} sur {len(dossiers)} dits"
        print(f"interrompu : {dits}", file=sys.stderr)
        return INTERROMPU
    avancement.effacer()
    if demande.en_json:
        from evaluator.evaluation import as_json

        consoles.ecrire_json(as_json.texte(objets))
    return code


def _montrer(issue: Issue, *, fin: str) -> int:
    """Words on stdout, the rest on stderr; the exit code."""
    if issue.texte:
        print(issue.texte, end=fin)
    for dit in (*issue.dits, *([issue.erreur] if issue.erreur else [])):
        print(dit, file=sys.stderr)
    return issue.code


@click.command(cls=Commande)
@commun.FICHIER
@click.argument("element", metavar="[ELEMENT]", required=False)
@commun.VOLET
def expliquer(fichier: Path, element: str | None, volet: Volet | None) -> int:
    """Explique le montant, ou un axe, un indicateur, une question, une vigilance : chaque étape, d’où elle vient.

    ELEMENT : un identifiant, un numéro de l’arbre (2.1), ou une analyse (leviers, robustesse, manque, appuis…).
    """
    from evaluator.cli import analyses, arbre
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation import pourquoi
    from evaluator.evaluation.analyse import Analyse
    from evaluator.evaluation.evaluate import evaluer as calculer

    with Dossier.ouvrir(fichier) as dossier:
        referentiel, reponses = dossier.referentiel, dossier.reponses(commun.volet_lu(dossier, volet))
        evaluation = calculer(referentiel, reponses)
        if element in analyses.ANALYSES:
            print(analyses.texte(element, Analyse(referentiel, reponses, evaluation)))
            return commun.annoncer(dossier)
        racine = pourquoi.expliquer(referentiel, evaluation)
        place = element if element and arbre.PLACE.fullmatch(element) else ""
        pas = arbre.a_la_place(racine, place) if place else racine
        if element and not place:
            pas = pourquoi.element(referentiel, evaluation, element)
        if pas is None:
            raise WrongUse(arbre.inconnu(element or "", pourquoi.elements(referentiel, evaluation), evaluation.questions))
        largeur = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
        print(arbre.arbre(pas, largeur, place))
        return commun.annoncer(dossier)
