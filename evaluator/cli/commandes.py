"""The commands of `agls` (`contract.md`): each reads its arguments and makes one call into a room."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator import __version__
from evaluator.cli import absentes
from evaluator.cli.francais import Commande, Groupe
from evaluator.errors import AglsError, FaultyInput, Unreadable, WrongUse, cause

if TYPE_CHECKING:
    from evaluator.dossier.dossier import Auteur, Dossier
    from evaluator.questionnaire.models import Volet

VOLETS = ("auto_evaluation", "constat")
_FICHIER = click.argument("fichier", metavar="FICHIER.agls", type=click.Path(path_type=Path))
_FICHIERS = click.argument("fichiers", metavar="FICHIER.agls…", nargs=-1, required=True, type=click.Path(path_type=Path))
_VOLET = click.option("--volet", type=click.Choice(VOLETS), help="Volet : auto_evaluation ou constat.")
_AUTEUR = click.option("--auteur", metavar="TEXTE", help="Auteur des saisies : « Nom, fonction, organisme ».")


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
    if not _terminal():
        print(ctx.get_help())
        return WrongUse.code
    from evaluator.ui.app import lancer

    lancer(None, auteur=_auteur(ctx, None))
    return 0


def _terminal() -> bool:
    # the interface is drawn on stderr: redirected, it would be lost
    return all(flux.isatty() for flux in (sys.stdin, sys.stdout, sys.stderr))


def _auteur(ctx: click.Context, donne: str | None) -> Auteur:
    from evaluator.configuration import auteur_configure
    from evaluator.dossier.dossier import Auteur

    texte = donne or ctx.find_root().obj or auteur_configure()
    return Auteur.lire(texte) if texte else Auteur()


def _volet_lu(dossier: Dossier, volet: Volet | None) -> Volet:
    """The volet to show: the constat if it holds one answer, else the self-assessment."""
    return volet or ("constat" if dossier.a_des_reponses("constat") else "auto_evaluation")


@agls.command(cls=Commande)
@click.option("--dossier", "racine", metavar="DOSSIER", type=click.Path(path_type=Path), help="Où créer les exemples.")
@click.pass_context
def demo(ctx: click.Context, racine: Path | None) -> int:
    """Crée les dossiers d’exemple et ouvre l’interface ; sans terminal, en évalue un et écrit son rapport."""
    from evaluator import exemples

    dossier = exemples.construire(racine)
    if _terminal():
        from evaluator.ui.app import lancer

        lancer(dossier, auteur=_auteur(ctx, None))
        print(f"Les dossiers d’exemple sont dans « {dossier} ». Pour les rouvrir : agls remplir {dossier}/pre-sorbier.agls")
        return 0
    from evaluator.cli.resume import resume
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation.evaluate import evaluer
    from evaluator.report.render import rediger

    premier = sorted(dossier.glob("*.agls"))[0]
    with Dossier.ouvrir(premier) as ouvert:
        evaluation = evaluer(ouvert.referentiel, ouvert.reponses(_volet_lu(ouvert, None)))
        print(resume(ouvert.nom, ouvert.referentiel, evaluation))
        rapports = rediger(ouvert, evaluation, formats=("html", "md"), sortie=dossier)
    for chemin in (*sorted(dossier.glob("*.agls")), *rapports):
        print(chemin)
    return 0


@agls.command(cls=Commande)
@_FICHIER
@click.option("--reponses", metavar="R.yaml", type=click.Path(path_type=Path), help="Réponses à importer aussitôt.")
@_VOLET
@click.option("--questionnaire", "questionnaire_id", metavar="ID", default="agls-annexe-1", help="Questionnaire.")
@click.option(
    "--grille", metavar="FICHIER", type=click.Path(path_type=Path), help="Grille locale (défaut : celle de l’outil)."
)
@click.option("--precedent", metavar="AUTRE.agls", type=click.Path(path_type=Path), help="Dossier de l’exercice précédent.")
@_AUTEUR
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
        raise WrongUse(f"« {fichier.name} » : le nom d'un dossier se termine par .agls")
    if fichier.exists():
        raise Unreadable(f"{fichier} existe déjà : un dossier n'est jamais écrasé")
    referentiel = charger(questionnaire_id, grille)
    choisi: Volet = volet or "auto_evaluation"
    lues = lire_reponses(lire_fichier(reponses), referentiel.questionnaire, choisi) if reponses else None
    ancien = Dossier.ouvrir(precedent) if precedent else None
    with Dossier.creer(fichier, referentiel, auteur=_auteur(ctx, auteur), precedent=ancien) as dossier:
        compte = dossier.repondre_tout(choisi, lues.reponses, lues.annotations) if lues else 0
    print(f"{fichier} créé" + (f", {_importees(len(lues.reponses))}" if lues and compte else ""))
    return 0


@agls.command(cls=Commande)
@_FICHIER
@_VOLET
@click.option("--texte", is_flag=True, help="Saisie ligne à ligne, sans plein écran (pas encore dans cette version).")
@_AUTEUR
@click.pass_context
def remplir(ctx: click.Context, fichier: Path, volet: Volet | None, texte: bool, auteur: str | None) -> int:
    """Remplit un dossier dans le terminal."""
    if texte:
        raise WrongUse("la saisie ligne à ligne (--texte) n'est pas encore dans cette version ; voyez « agls importer »")
    if not _terminal():
        raise WrongUse("« agls remplir » veut un terminal ; sans terminal, utilisez « agls importer FICHIER.agls R.yaml »")
    if not fichier.exists():
        raise Unreadable(f"{fichier} n'existe pas : créez-le par « agls nouveau {fichier} »")
    from evaluator.ui.app import lancer

    lancer(fichier, volet or "auto_evaluation", auteur=_auteur(ctx, auteur))
    return 0


@agls.command(cls=Commande)
@_FICHIER
@click.argument("reponses", metavar="R.yaml", type=click.Path(path_type=Path))
@_VOLET
@click.option("--partiel", is_flag=True, help="Importe ce qui est juste et liste le reste.")
@_AUTEUR
@click.pass_context
def importer(
    ctx: click.Context, fichier: Path, reponses: Path, volet: Volet | None, partiel: bool, auteur: str | None
) -> int:
    """Ajoute à un dossier les réponses d’un fichier YAML ou JSON ; rien n’est importé s’il a une faute."""
    from evaluator.dossier.dossier import Dossier
    from evaluator.dossier.echange import lire_reponses
    from evaluator.questionnaire.reader import lire_fichier

    choisi: Volet = volet or "auto_evaluation"
    with Dossier.ouvrir(fichier, ecriture=True, auteur=_auteur(ctx, auteur)) as dossier:
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
@_FICHIERS
@_VOLET
@click.option("--json", "en_json", is_flag=True, help="Résultat en JSON.")
def evaluer(fichiers: tuple[Path, ...], volet: Volet | None, en_json: bool) -> int:
    """Évalue des dossiers : avis, montant et raisons, en mots ou en JSON."""
    from evaluator.cli.resume import resume
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation import as_json
    from evaluator.evaluation.evaluate import evaluer as calculer

    objets: list[dict[str, object]] = []
    code = 0
    for fichier in fichiers:
        try:
            with Dossier.ouvrir(fichier) as dossier:
                choisi = _volet_lu(dossier, volet)
                evaluation = calculer(dossier.referentiel, dossier.reponses(choisi))
                if en_json:
                    objets.append(
                        as_json.objet(
                            evaluation,
                            dossier.referentiel,
                            dossier=dossier.nom,
                            dossier_id=dossier.id,
                            evenements=dossier.evenements,
                            empreinte=dossier.empreinte,
                        )
                    )
                else:
                    print(resume(dossier.nom, dossier.referentiel, evaluation), end="\n\n" if len(fichiers) > 1 else "\n")
                code = max(code, _annoncer(dossier))
        except AglsError as erreur:
            if len(fichiers) == 1:
                raise
            print(f"{fichier} : {erreur}", file=sys.stderr)
            code = max(code, erreur.code)
    if en_json:
        print(as_json.texte(objets[0] if len(fichiers) == 1 else objets))
    return code


def _annoncer(dossier: Dossier) -> int:
    """Say what was found at opening; 1 where the chain is broken or an answer does not fit."""
    seule = dossier.lecture_seule or ""
    fautes = [texte for faute in dossier.fautes if (texte := str(faute)) not in seule]
    for message in (*dossier.annonces, *([seule] if seule else []), *fautes):
        print(message if message.startswith(dossier.nom) else f"{dossier.nom} : {message}", file=sys.stderr)
    return 1 if dossier.lecture_seule or dossier.fautes else 0


@agls.command(cls=Commande)
@_FICHIER
@click.argument("element", metavar="[ELEMENT]", required=False)
@_VOLET
def expliquer(fichier: Path, element: str | None, volet: Volet | None) -> int:
    """Explique le montant, ou un indicateur, un axe, une question : chaque étape, d’où elle vient."""
    from evaluator.cli.arbre import arbre, question_en_mots
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation.evaluate import evaluer as calculer
    from evaluator.questionnaire.formula.types import proche

    with Dossier.ouvrir(fichier) as dossier:
        evaluation = calculer(dossier.referentiel, dossier.reponses(_volet_lu(dossier, volet)))
        etape = evaluation.etape(element) if element else evaluation.trace
        if etape is None and element in evaluation.questions:
            print(question_en_mots(element or "", dossier.referentiel, evaluation))
            return _annoncer(dossier)
        if etape is None:
            connus = ["besoin", "reponse", *(e.id for e in evaluation.trace.parcourir() if "." not in e.id)]
            suite = f"{proche(element or '', connus)} ; éléments : {', '.join(connus)}"
            raise WrongUse(f"« {element} » n'est pas un élément du calcul{suite}")
        print(arbre(etape))
        return _annoncer(dossier)


@agls.command(cls=Commande)
@click.argument("ident", metavar="[ID]", default="agls-annexe-1")
@click.option("--json", "en_json", is_flag=True, help="Liste en JSON.")
def questionnaire(ident: str, en_json: bool) -> int:
    """Liste les questions : identifiants, types, options, conditions, clauses, indicateur, dimension, sens."""
    from evaluator.cli import catalogue
    from evaluator.questionnaire.load import charger

    lu = charger(ident).questionnaire
    print(catalogue.en_json(lu) if en_json else catalogue.en_mots(lu))
    return 0


@agls.command(cls=Commande)
@_FICHIER
@click.option(
    "--format", "forme", type=click.Choice(("agls", "json", "reponses")), required=True, help="agls, json ou reponses."
)
@_VOLET
@click.option("--pour", type=click.Choice(("gestionnaire",)), help="Laisse de côté ce qui est interne au service.")
@click.option(
    "--sortie", metavar="FICHIER", type=click.Path(path_type=Path), help="Fichier à créer (défaut : sortie standard)."
)
def exporter(fichier: Path, forme: str, volet: Volet | None, pour: str | None, sortie: Path | None) -> int:
    """Exporte un dossier à envoyer, son JSON canonique, ou les réponses d’un volet."""
    from evaluator.dossier import echange
    from evaluator.dossier.dossier import Dossier

    with Dossier.ouvrir(fichier) as dossier:
        if forme == "reponses":
            choisi = _volet_lu(dossier, volet)
            octets = echange.ecrire_reponses(dossier, choisi, pour_gestionnaire=pour is not None).encode()
        elif forme == "json":
            octets = echange.exporter_json(dossier, pour_gestionnaire=pour is not None)
        else:
            octets = echange.exporter_agls(dossier, pour_gestionnaire=pour is not None)
        code = _annoncer(dossier)
    if sortie is None:
        sys.stdout.buffer.write(octets)
        return code
    try:
        with sortie.open("xb") as flux:
            flux.write(octets)
    except OSError as erreur:
        raise Unreadable(f"{sortie} : écriture impossible ({cause(erreur)})") from None
    print(sortie)
    return code


@agls.command(cls=Commande)
@click.argument("chemins", metavar="CHEMIN…", nargs=-1, required=True, type=click.Path(path_type=Path))
def verifier(chemins: tuple[Path, ...]) -> int:
    """Vérifie questionnaires, grilles, barèmes, exemples (fichier:ligne:colonne) et dossiers (chaîne)."""
    from evaluator.verification import verifier as verifier_chemin

    code = 0
    for chemin in chemins:
        try:
            fautes, verifies = verifier_chemin(chemin)
        except FaultyInput as erreur:
            fautes, verifies = list(erreur.fautes), []
        for faute in fautes:
            print(faute)
        if fautes:
            code = 1
        else:
            print(f"{chemin} : juste ({', '.join(verifies)})")
    return code


@agls.command(cls=Commande)
@click.argument("fichiers", metavar="FICHIER.agls…", nargs=-1, type=click.Path(path_type=Path))
@_VOLET
@click.option("--modele", metavar="M", default="evaluation", help="Modèle de rapport (défaut : evaluation).")
@click.option("--format", "formes", metavar="F[,F]", default="html", help="Formats séparés par des virgules : html, md.")
@click.option("--sortie", metavar="DOSSIER", type=click.Path(path_type=Path), help="Dossier où écrire (défaut : courant).")
@click.option("--date", "jour", metavar="D", help="Date du rapport (défaut : celle du dernier événement).")
@click.option("--liste", is_flag=True, help="Liste les modèles.")
def rapport(
    fichiers: tuple[Path, ...],
    volet: Volet | None,
    modele: str,
    formes: str,
    sortie: Path | None,
    jour: str | None,
    liste: bool,
) -> int:
    """Écrit le rapport d’évaluation de dossiers."""
    from evaluator.report import modeles

    if liste:
        for nom, titre in modeles.liste().items():
            print(f"{nom} : {titre}")
        return 0
    if not fichiers:
        raise WrongUse("il manque FICHIER.agls…")
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation.evaluate import evaluer as calculer
    from evaluator.report.render import rediger

    code = 0
    for fichier in fichiers:
        with Dossier.ouvrir(fichier) as dossier:
            evaluation = calculer(dossier.referentiel, dossier.reponses(_volet_lu(dossier, volet)))
            demandes = tuple(f.strip() for f in formes.split(","))
            for chemin in rediger(
                dossier, evaluation, modele=modele, formats=demandes, sortie=sortie or Path(), jour=_jour(jour)
            ):
                print(chemin)
            code = max(code, _annoncer(dossier))
    return code


def _jour(texte: str | None) -> date | None:
    if texte is None:
        return None
    from evaluator.french import lire_date

    if (lue := lire_date(texte)) is None:
        raise WrongUse(f"--date : « {texte} » n'est pas une date (2024-12-31 ou 31/12/2024)")
    return lue


absentes.declarer(agls)
