"""`agls comparer`: the self-assessment against the constat, with the price of each difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.cli import commun, consoles
from evaluator.cli.francais import Commande

if TYPE_CHECKING:
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation.comparaison import Comparaison
    from evaluator.evaluation.comparaison_json import Autour


def declarer(groupe: click.Group) -> None:
    """Add the command to `groupe`."""
    groupe.add_command(comparer)


@click.command(cls=Commande)
@commun.FICHIER
@click.option("--json", "en_json", is_flag=True, help="Résultat en JSON.")
def comparer(fichier: Path, en_json: bool) -> int:
    """Compare l’auto-évaluation et le constat : les différences par prix, en points et en euros."""
    from evaluator.cli.ecarts import texte
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation import as_json
    from evaluator.evaluation.comparaison import comparer as calculer
    from evaluator.evaluation.comparaison_json import comparaison_en_json
    from evaluator.evaluation.evaluate import evaluer

    with Dossier.ouvrir(fichier) as dossier:
        auto = dossier.reponses("auto_evaluation")
        comparaison = None
        if dossier.a_des_reponses("auto_evaluation") and dossier.a_des_reponses("constat"):
            comparaison = calculer(dossier.referentiel, auto, dossier.reponses("constat"))
        autour = _autour(dossier, comparaison)
        if en_json:
            declaree = comparaison.declaree if comparaison else evaluer(dossier.referentiel, auto)
            consoles.ecrire_json(
                as_json.texte(
                    comparaison_en_json(
                        comparaison,
                        dossier.referentiel,
                        dossier=dossier.nom,
                        declaree=declaree,
                        autour=autour,
                        autres=_autres(dossier, autour),
                    )
                )
            )
        elif comparaison is None:
            vide = "du constat" if dossier.a_des_reponses("auto_evaluation") else "de l’auto-évaluation"
            print(f"{dossier.nom} : rien à comparer, le volet {vide} n’a pas de réponse.")
        else:
            print(texte(dossier.nom, dossier.referentiel, comparaison, autour, _autres(dossier, autour)))
        return commun.annoncer(dossier)


def _autour(dossier: Dossier, comparaison: Comparaison | None) -> dict[str, Autour]:
    """Notes, pieces and observations of each difference."""
    from evaluator.evaluation.comparaison_json import Autour

    return {
        d.question: Autour(
            dossier.annotation(d.question, "auto_evaluation"),
            dossier.annotation(d.question, "constat"),
            tuple(o.texte for o in dossier.observations if o.question == d.question),
        )
        for d in (comparaison.desaccords if comparaison else ())
    }


def _autres(dossier: Dossier, autour: dict[str, Autour]) -> list[tuple[str | None, str]]:
    """The observations that are not about a difference."""
    connues = dossier.referentiel.questionnaire.questions
    return [
        (o.question if o.question in connues else None, o.texte) for o in dossier.observations if o.question not in autour
    ]
