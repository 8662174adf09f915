"""What people do with a dossier beside answering: decide, close, reopen, observe, unite two copies."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from evaluator.cli import commun
from evaluator.cli.francais import Commande
from evaluator.errors import FaultyInput, Faute, WrongUse

if TYPE_CHECKING:
    from evaluator.dossier.actes import Conflit, Convention, Decision, TypeConvention
    from evaluator.dossier.dossier import Dossier
    from evaluator.dossier.fusion import Fusionnes
    from evaluator.questionnaire.models import Question

OU = {"auto_evaluation": "auto-évaluation", "constat": "constat", "commun": "question commune"}


@click.command(cls=Commande)
@commun.FICHIER
@click.option("--montant", metavar="EUROS", required=True, help="Montant accordé, en euros entiers.")
@click.option("--nom", metavar="TEXTE", required=True, help="Nom de la personne qui décide.")
@click.option("--fonction", metavar="TEXTE", required=True, help="Sa fonction.")
@click.option("--date", "jour", metavar="D", help="Date de la décision (défaut : celle du dernier événement).")
@click.option("--motif", metavar="TEXTE", help="Motif ; demandé si le montant n’est pas celui que l’outil propose.")
@click.option("--derogation", metavar="TEXTE", help="Motif écrit d’un montant au-dessus du plafond (200 logements et plus).")
@click.option("--convention", "genre", type=click.Choice(("objectifs", "financiere")), help="Convention qui porte l’aide.")
@click.option("--debut", metavar="D", help="Début de la convention.")
@click.option("--fin", metavar="D", help="Fin de la convention.")
@click.option("--reference", metavar="TEXTE", help="Référence de la convention.")
@click.option("--notification", metavar="D", help="Date de notification au gestionnaire.")
@commun.AUTEUR
@click.pass_context
def decider(
    ctx: click.Context,
    fichier: Path,
    montant: str,
    nom: str,
    fonction: str,
    jour: str | None,
    motif: str | None,
    derogation: str | None,
    genre: TypeConvention | None,
    debut: str | None,
    fin: str | None,
    reference: str | None,
    notification: str | None,
    auteur: str | None,
) -> int:
    """Enregistre le montant accordé, et qui le décide. L’outil propose, une personne nommée décide."""
    from evaluator import french
    from evaluator.dossier.actes import Decision
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation import decision as regles
    from evaluator.evaluation.evaluate import evaluer

    convention = _convention(genre, debut, fin, reference)
    with Dossier.ouvrir(fichier, ecriture=True, auteur=commun.auteur(ctx, auteur)) as dossier:
        evaluation = evaluer(dossier.referentiel, dossier.reponses("constat"))
        avant = dossier.decision
        decision = Decision(
            _montant(montant),
            nom,
            fonction,
            commun.jour("--date", jour) or dossier.dernier_instant.astimezone().date(),
            motif,
            derogation,
            convention,
            commun.jour("--notification", notification),
            regles.recommandation(evaluation, dossier.evenements, dossier.empreinte),
        )
        _refuser(dossier, regles.controler(dossier.referentiel, evaluation, decision))
        dossier.decider(decision)
    _dire(f"{fichier} : {french.euros(decision.montant)} décidés par {nom.strip()}, {fonction.strip()},"
          f" le {french.jour(decision.date)}")  # fmt: skip
    _dire(_recommande(decision))
    for reserve in regles.reserves(evaluation, decision):
        _dire(f"À noter : {reserve}", ou=sys.stderr)
    if avant:
        _dire(f"Remplace la décision du {french.jour(avant.date)} ({french.euros(avant.montant)}), gardée dans le journal")
    return 0


def _recommande(decision: Decision) -> str:
    from evaluator import french

    conseil = decision.recommandation
    if conseil is None or conseil.montant is None:
        return "Montant proposé : aucun"
    return f"Montant proposé : {french.euros(conseil.montant)}"


def _convention(
    genre: TypeConvention | None, debut: str | None, fin: str | None, reference: str | None
) -> Convention | None:
    from evaluator.dossier.actes import Convention

    if genre is None:
        if debut or fin or reference:
            raise WrongUse("--debut, --fin et --reference vont avec --convention objectifs ou --convention financiere")
        return None
    return Convention(genre, commun.jour("--debut", debut), commun.jour("--fin", fin), reference)


@click.command(cls=Commande)
@commun.FICHIER
@click.option("--objectif", "objectifs", metavar="TEXTE", multiple=True, help="Objectif convenu ; peut être répété.")
@click.option("--motif", metavar="TEXTE", help="Pourquoi clore ; demandé si aucune décision n’est enregistrée.")
@commun.AUTEUR
@click.pass_context
def cloturer(ctx: click.Context, fichier: Path, objectifs: tuple[str, ...], motif: str | None, auteur: str | None) -> int:
    """Clôt le dossier : il n’est plus que lu. Les écarts sans motif entre les deux volets sont listés."""
    from evaluator import french
    from evaluator.dossier.actes import Objectif
    from evaluator.dossier.dossier import Dossier
    from evaluator.evaluation import cloture as regles
    from evaluator.evaluation.comparaison import comparer
    from evaluator.evaluation.evaluate import evaluer

    with Dossier.ouvrir(fichier, ecriture=True, auteur=commun.auteur(ctx, auteur)) as dossier:
        constat = dossier.reponses("constat")
        decision, referentiel = dossier.decision, dossier.referentiel
        ecarts: tuple[str, ...] = ()
        if not dossier.clos and dossier.a_des_reponses("constat") and dossier.a_des_reponses("auto_evaluation"):
            ecarts = comparer(referentiel, dossier.reponses("auto_evaluation"), constat).sans_motif
        if ecarts:
            titre = french.pluriel(len(ecarts), "écart sans motif", "écarts sans motif")
            _dire(f"{titre} entre l’auto-évaluation et le constat :", ou=sys.stderr)
        for nom in ecarts:
            _dire(f"  · {referentiel.questionnaire.questions[nom].etiquette}", ou=sys.stderr)
        if not dossier.clos:
            evaluation = evaluer(referentiel, constat)
            _refuser(dossier, regles.controler(evaluation, len(dossier.conflits), decision is not None, motif))
        dossier.cloturer([Objectif(texte) for texte in objectifs], ecarts_sans_motif=ecarts, motif=motif)
        perimee = dossier.decision_perimee
    avec = "sans décision" if decision is None else f"sur une décision de {french.euros(decision.montant)}"
    suite = f", avec {french.pluriel(len(objectifs), 'objectif')}" if objectifs else ""
    _dire(f"{fichier} : clos {avec}{suite}")
    if perimee:
        _dire("À noter : une réponse a changé depuis la décision", ou=sys.stderr)
    return 0


@click.command(cls=Commande)
@commun.FICHIER
@click.option("--motif", metavar="TEXTE", required=True, help="Pourquoi rouvrir le dossier.")
@commun.AUTEUR
@click.pass_context
def rouvrir(ctx: click.Context, fichier: Path, motif: str, auteur: str | None) -> int:
    """Rouvre un dossier clos, avec un motif."""
    from evaluator.dossier.dossier import Dossier

    with Dossier.ouvrir(fichier, ecriture=True, auteur=commun.auteur(ctx, auteur)) as dossier:
        dossier.rouvrir(motif)
    _dire(f"{fichier} : rouvert")
    return 0


@click.command(cls=Commande)
@commun.FICHIER
@click.option("--texte", metavar="TEXTE", required=True, help="Ce que le gestionnaire observe.")
@click.option("--question", metavar="Q", help="Question sur laquelle porte l’observation (défaut : l’ensemble).")
@commun.AUTEUR
@click.pass_context
def observer(ctx: click.Context, fichier: Path, texte: str, question: str | None, auteur: str | None) -> int:
    """Enregistre une observation du gestionnaire."""
    from evaluator.dossier.dossier import Dossier

    with Dossier.ouvrir(fichier, ecriture=True, auteur=commun.auteur(ctx, auteur)) as dossier:
        dossier.observer(texte, question)
        sur = (
            f"« {dossier.referentiel.questionnaire.questions[question].etiquette} »" if question else "l’ensemble du dossier"
        )
    _dire(f"{fichier} : observation enregistrée sur {sur}")
    return 0


@click.command(cls=Commande)
@commun.FICHIER
@click.argument("autre", metavar="AUTRE.agls", type=commun.CHEMIN)
@click.option("--sortie", metavar="NOUVEAU.agls", required=True, type=commun.CHEMIN, help="Dossier à créer.")
@commun.AUTEUR
@click.pass_context
def fusionner(ctx: click.Context, fichier: Path, autre: Path, sortie: Path, auteur: str | None) -> int:
    """Réunit un dossier et une autre copie de lui dans un nouveau fichier ; les conflits sont listés par question."""
    from evaluator.dossier.dossier import Dossier
    from evaluator.dossier.fusion import fusionner as reunir

    if sortie.suffix != ".agls":
        raise WrongUse(f"« {sortie.name} » : le nom d’un dossier se termine par .agls")
    faits = reunir(fichier, autre, sortie, commun.auteur(ctx, auteur))
    for annonce in faits.annonces:
        _dire(annonce, ou=sys.stderr)
    if not faits.nouveaux:
        _dire(f"{autre} n’apporte rien de nouveau : {sortie} est la copie de {fichier}")
        return 0
    _dire(f"{sortie} créé : {_apport(faits)}")
    reuni = Dossier.ouvrir(sortie)
    questions = reuni.referentiel.questionnaire.questions
    _dire(*_ecartes(faits))
    for ligne in _conflits(faits, questions):
        print(ligne)
    return 0


def _apport(faits: Fusionnes) -> str:
    from evaluator.french import pluriel

    b = faits.bilan
    apports = [
        pluriel(len(b.reponses), "réponse reprise", "réponses reprises"),
        pluriel(len(b.notes), "note"),
        pluriel(b.observations, "observation"),
    ]
    if b.pieces:
        apports.append(pluriel(len(b.pieces), "pièce"))
    if b.decision:
        apports.append("la décision")
    return ", ".join(apports)


def _ecartes(faits: Fusionnes) -> list[str]:
    from evaluator.dossier.lecture_actes import dit_par

    noms = {"decision": "décision", "cloture": "clôture", "reouverture": "réouverture"}
    return [f"Laissée de côté : la {noms[e.type]} prise {dit_par(e)} dans l’autre copie" for e in faits.bilan.ecartes]


def _conflits(faits: Fusionnes, questions: Mapping[str, Question]) -> Iterator[str]:
    from evaluator.french import INSECABLE, pluriel

    if not faits.conflits:
        yield "Aucun conflit"
        return
    yield f"{pluriel(len(faits.conflits), 'conflit')} à régler en répondant de nouveau à la question{INSECABLE}:"
    for conflit in faits.conflits:
        yield from _conflit(conflit, questions[conflit.question])


def _conflit(conflit: Conflit, question: Question) -> Iterator[str]:
    """Both values as they were given, and the rows of a table that the other side does not have."""
    from evaluator.french import INSECABLE
    from evaluator.report.differences import cote
    from evaluator.report.texte import assainir, typo

    c = conflit
    yield assainir(typo(f"  · {question.etiquette} ({OU[c.volet]})"))
    cotes = (("ici", c.notre, c.autre, c.notre_auteur.nom), ("dans l’autre copie", c.autre, c.notre, c.autre_auteur.nom))
    for mot, reponse, autre, nom in cotes:
        vue = cote(question, reponse, autre)
        par = f", par {nom}" if reponse.etat != "non_renseignee" else ""
        quand = f" le {c.autre_instant.astimezone():%d/%m/%Y}" if mot != "ici" else ""
        yield assainir(f"      {mot}{INSECABLE}: {vue['texte']}{par}{quand}")
        lignes = vue["lignes"]
        yield from (assainir(f"        · {ligne}") for ligne in (lignes if isinstance(lignes, list) else ()))


def _dire(*lignes: str, ou: TextIO | None = None) -> None:
    """Lines for people: French typography, and nothing that a received file could use to disturb a terminal."""
    from evaluator.report.texte import assainir, typo

    for ligne in lignes:
        print(assainir(typo(ligne)), file=ou)


def _refuser(dossier: Dossier, raisons: tuple[str, ...]) -> None:
    if raisons:
        raise FaultyInput([Faute(raison, dossier.nom) for raison in raisons])


def _montant(texte: str) -> int:
    from evaluator.french import lire_nombre

    lu = lire_nombre(texte)
    if lu is None or lu.denominator != 1:
        raise WrongUse(f"--montant : « {texte} » n’est pas un nombre entier d’euros (par exemple 16726)")
    return int(lu)


def declarer(groupe: click.Group) -> None:
    """Add these commands to `groupe`."""
    for commande in (decider, cloturer, rouvrir, observer, fusionner):
        groupe.add_command(commande)
