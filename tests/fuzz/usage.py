"""What is accepted is usable: a questionnaire can be filled in and reported on, a dossier evaluated, exported, reread."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from random import Random

from evaluator.cli.francais import executer
from evaluator.cli.lineaire import consultations
from evaluator.dossier import saisie
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.echange import ecrire_reponses, exporter_agls, exporter_json, lire_reponses
from evaluator.dossier.reponses import Reponse
from evaluator.dossier.verification import verifier
from evaluator.errors import AglsError, FaultyInput
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.load import Referentiel
from evaluator.questionnaire.models import VOLETS
from evaluator.questionnaire.reader import lire_texte
from evaluator.report.modeles import MODELES
from evaluator.report.render import rediger
from evaluator.ui.lineaire.dialogue import Dialogue
from evaluator.ui.lineaire.seance import Seance
from evaluator.ui.lineaire.table import mener
from evaluator.ui.session import Session
from tests.evaluation import strategies
from tests.fuzz import regle
from tests.fuzz.matiere import MARIE
from tests.fuzz.regle import Defaut, Releve


def remplir(referentiel: Referentiel, ici: Path, releve: Releve, rng: Random) -> None:
    """A questionnaire that was accepted: nothing answered, everything answered, a report, the prompts, read again."""
    chemin = ici / "essai.agls"
    with Dossier.creer(chemin, referentiel, auteur=MARIE, role="service") as dossier:
        for volet in VOLETS:
            with releve.etape("évaluer vide"):
                evaluer(referentiel, dossier.reponses(volet))
        for volet in VOLETS:
            dossier.repondre_tout(volet, au_hasard(referentiel, volet, rng))
        with releve.etape("prompts"):
            visiter(Session(dossier, rng.choice(VOLETS)), [":suivante", "1", ":plan", ":pourquoi"])
    relire(chemin, releve, rng, complet=True)
    if fautes := verifier(chemin):
        raise Defaut("accepté, puis refusé une fois figé", str(fautes[0]))


def au_hasard(referentiel: Referentiel, volet: str, rng: Random) -> dict[str, Reponse]:
    """An answer to every question of a volet, but for those that its bounds refuse."""
    gardees: dict[str, Reponse] = {}
    for nom, question in referentiel.questionnaire.questions.items():
        if strategies.exists(question, volet):
            with contextlib.suppress(saisie.ReponseRefusee):
                gardees[nom] = saisie.normaliser(question, strategies.given_answer(question, rng))
    return gardees


def visiter(session: Session, lignes: Sequence[str], *, main: bool = True) -> list[str]:
    """Type `lignes` at the prompts; what was said."""
    dites: list[str] = []
    reste = list(lignes)

    def lire(invite: str, texte: str) -> str:
        dites.append(invite)
        if not reste:
            raise EOFError
        if (ligne := reste.pop(0)) == "\x03":
            raise KeyboardInterrupt
        return ligne + "\n"

    mener(Seance(session, Dialogue(lire, dites.append, lambda: 10_000, main), consultations()))
    return dites


def relire(chemin: Path, releve: Releve, rng: Random, *, complet: bool) -> None:
    """A dossier that opens: evaluated, exported, read again; with `complet` explained and reported on."""
    with regle.intact(chemin), Dossier.ouvrir(chemin) as dossier:
        try:
            referentiel = dossier.referentiel
        except FaultyInput:
            return  # its frozen copies do not hold: said by `verifier`
        _ = dossier.decision, dossier.cloture, dossier.observations, dossier.conflits, dossier.decision_perimee
        for volet in VOLETS:
            with releve.etape("évaluer"):
                evaluation = evaluer(referentiel, dossier.reponses(volet))
            with releve.etape("exporter les réponses"):
                texte = ecrire_reponses(dossier, volet)
            with releve.etape("réimporter"):
                lues = lire_reponses(lire_texte(texte, "reponses.yaml"), referentiel.questionnaire, volet)
            _meme(dossier, volet, lues.reponses)
        with releve.etape("exporter"):
            exporter_json(dossier)
            exporter_json(dossier, pour_gestionnaire=True)
            copies = {"copie.agls": exporter_agls(dossier, pour_gestionnaire=False)}
            if not dossier.fautes_chaine:
                copies["envoi.agls"] = exporter_agls(dossier, pour_gestionnaire=True)
        attendu = {volet: dossier.reponses(volet).par_question for volet in VOLETS}
        sain = not dossier.fautes_chaine
    ailleurs = chemin.parent / "ailleurs"
    ailleurs.mkdir(exist_ok=True)
    for nom, octets in copies.items():
        (ailleurs / nom).write_bytes(octets)
        with releve.etape("rouvrir"), Dossier.ouvrir(ailleurs / nom) as copie:
            if sain and (copie.fautes_chaine or copie.annonces):
                raise Defaut("export dont la chaîne ne tient pas", str(copie.fautes_chaine or copie.annonces))
            if {volet: copie.reponses(volet).par_question for volet in VOLETS} != attendu:
                raise Defaut("export qui change les réponses", nom)
    if complet and rng.random() < 0.3:  # what takes longest says the least
        with Dossier.ouvrir(chemin) as dossier, releve.etape("rapport"), contextlib.suppress(AglsError):
            rediger(dossier, evaluation, modele=rng.choice([*MODELES]), formats=("md",), sortie=ailleurs)
    if complet:
        questions = list(referentiel.questionnaire.questions)
        toutes = (["evaluer", "--json"], ["comparer"], ["expliquer"], ["expliquer", rng.choice(questions)])
        for arguments in rng.sample(toutes, 2):
            with releve.etape(arguments[0]):
                commander([arguments[0], str(chemin), *arguments[1:]], chemin.parent)


def _meme(dossier: Dossier, volet: str, lues: dict[str, Reponse]) -> None:
    """What was exported comes back, where there is an answer to export."""
    attendues = {n: r for n, r in dossier.reponses(volet).par_question.items() if r.etat != "non_renseignee"}  # type: ignore[arg-type]
    revenues = {n: r for n, r in lues.items() if r.etat != "non_renseignee"}
    if revenues != attendues:
        nom = next(n for n in {**attendues, **revenues} if attendues.get(n) != revenues.get(n))
        raise Defaut("réponse changée par un export", f"{nom} : {attendues.get(nom)!r} → {revenues.get(nom)!r}"[:400])


def commander(arguments: list[str], ici: Path) -> tuple[int, str]:
    """A command line: its exit code and all it said, which is French."""
    dit, dit_aussi = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(dit), contextlib.redirect_stderr(dit_aussi):
        code = executer(arguments)
    if code not in range(5):
        raise Defaut(f"code de sortie {code}", " ".join(arguments))
    for ligne in dit_aussi.getvalue().splitlines():
        if ligne.strip():
            regle.mots(ligne, ici)
    return code, dit.getvalue() + dit_aussi.getvalue()
