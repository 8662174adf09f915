"""What a dossier is worth, and why: `evaluer`, `expliquer`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.cli import commun
from evaluator.cli.francais import Commande
from evaluator.errors import AglsError, WrongUse

if TYPE_CHECKING:
    from evaluator.questionnaire.models import Volet


def declarer(groupe: click.Group) -> None:
    """Add the commands to `groupe`."""
    for commande in (evaluer, expliquer):
        groupe.add_command(commande)


@click.command(cls=Commande)
@commun.FICHIERS
@commun.VOLET
@click.option("--json", "en_json", is_flag=True, help="Résultat en JSON.")
@click.option("--bref", is_flag=True, help="En JSON : le résultat seul, sans leviers ni robustesse.")
def evaluer(fichiers: tuple[Path, ...], volet: Volet | None, en_json: bool, bref: bool) -> int:
    """Évalue des dossiers : avis, montant et raisons, en mots ou en JSON."""
    from evaluator.cli.resume import resume
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation import as_json
    from evaluator.evaluation.evaluate import evaluer as calculer

    if en_json and not bref:
        from evaluator.evaluation.analyse import Analyse
        from evaluator.evaluation.analyses_json import analyse_en_json

    objets: list[dict[str, object]] = []
    code = 0
    for fichier in fichiers:
        try:
            with Dossier.ouvrir(fichier) as dossier:
                choisi = commun.volet_lu(dossier, volet)
                reponses = dossier.reponses(choisi)
                evaluation = calculer(dossier.referentiel, reponses)
                if en_json:
                    analyse = None if bref else analyse_en_json(Analyse(dossier.referentiel, reponses, evaluation))
                    objets.append(
                        as_json.objet(
                            evaluation,
                            dossier.referentiel,
                            dossier=dossier.nom,
                            dossier_id=dossier.id,
                            evenements=dossier.evenements,
                            empreinte=dossier.empreinte,
                            analyse=analyse,
                        )
                    )
                else:
                    print(resume(dossier.nom, dossier.referentiel, evaluation), end="\n\n" if len(fichiers) > 1 else "\n")
                code = max(code, commun.annoncer(dossier))
        except AglsError as erreur:
            if len(fichiers) == 1:
                raise
            print(f"{fichier} : {erreur}", file=sys.stderr)
            code = max(code, erreur.code)
    if en_json:
        print(as_json.texte(objets[0] if len(fichiers) == 1 else objets))
    return code


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
