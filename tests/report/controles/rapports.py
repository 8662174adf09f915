"""Every report that can be written: each kind, example, volet and format; and dossiers harder than the examples."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from datetime import date
from pathlib import Path

from evaluator import exemples
from evaluator.dossier.actes import Convention, Decision, Objectif
from evaluator.dossier.dossier import Auteur, Dossier
from evaluator.dossier.reponses import Annotation
from evaluator.errors import AglsError, WrongUse
from evaluator.evaluation.decision import recommandation
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.models import VOLETS, Volet
from evaluator.report.arbre.noeuds import Blocs, Fiche, Paragraphe, Tableau, Titre, parcourir
from evaluator.report.formats import FORMATS
from evaluator.report.formats.couverture import montrer
from evaluator.report.modeles import MODELES
from evaluator.report.render import composer, rediger
from tests.report.controles.bilan import Bilan, Fichier
from tests.report.lecture import dits

JOUR = date(2026, 3, 2)
SERVICE = Auteur("Claire Exemple", "cheffe du service hébergement et logement", "DDETS")
NOTES = (
    "😀 漢字 עברית العربية e\u0301 ⟦U+202E⟧ <script>alert(1)</script> {{ 7*7 }} #panic(1) =1+1",
    "Anticonstitutionnellement" * 12,
    "Le comité de suivi s’est réuni ; il a constaté que la gestion locative sociale était assurée par deux agents. " * 12,
)


def dossiers(lieu: Path) -> list[Path]:
    """The examples, one of them decided and closed, and one whose every answer has a note that is hard to set."""
    exemples.construire(lieu)
    livres = sorted(lieu.glob("*.agls"))
    for chemin in livres:
        with Dossier.ouvrir(chemin) as lu:
            evaluation = evaluer(lu.referentiel, lu.reponses("constat"))
            if not lu.a_des_reponses("constat") or evaluation.modulation.montants.montant is None:
                continue
            with lu.copier(lieu / f"{chemin.stem}-decide.agls") as decide:
                _decider(decide)
    with Dossier.ouvrir(livres[0]) as lu, lu.copier(lieu / f"{livres[0].stem}-textes.agls") as difficile:
        for volet in VOLETS:
            repondues = list(difficile.reponses(volet).par_question)
            notes = {q: Annotation(NOTES[rang % len(NOTES)], "partagee") for rang, q in enumerate(repondues)}
            if difficile.a_des_reponses(volet):
                difficile.repondre_tout(volet, {}, notes)
    return sorted(lieu.glob("*.agls"))


def _decider(dossier: Dossier) -> None:
    dossier.auteur = SERVICE
    propose = recommandation(
        evaluer(dossier.referentiel, dossier.reponses("constat")), dossier.evenements, dossier.empreinte
    )
    assert propose.montant is not None
    convention = Convention("financiere", date(2026, 1, 1), date(2026, 12, 31), "AGLS-2026-014")
    dossier.decider(
        Decision(propose.montant, SERVICE.nom, SERVICE.fonction, JOUR, convention=convention, recommandation=propose)
    )
    objectifs = ("Pourvoir le second poste d’animation", "Réunir le conseil de concertation deux fois par an")
    dossier.cloturer([Objectif(o) for o in objectifs])


def ecrire(lieu: Path, bilan: Bilan, modeles: Collection[str], formats: Collection[str]) -> None:
    """Write them under `lieu`; a kind that refuses a dossier is noted with its reason, a failure is a fault."""
    for chemin in dossiers(lieu / "dossiers"):
        with Dossier.ouvrir(chemin) as dossier:
            for modele in MODELES:
                if modele in modeles:
                    for volet in [v] if (v := MODELES[modele].volet) else VOLETS:
                        _un(lieu, bilan, dossier, modele, volet, [f for f in FORMATS if f in formats])
    for modele in modeles:
        if not any(f.nom.split()[0] == modele for f in bilan.fichiers):
            bilan.fautes.append(f"aucun dossier n’a donné de rapport « {modele} »")


def _un(lieu: Path, bilan: Bilan, dossier: Dossier, modele: str, volet: Volet, formats: list[str]) -> None:
    nom = f"{modele} {Path(dossier.nom).stem} {volet}"
    if not dossier.a_des_reponses(volet):
        bilan.ecartes[nom] = "aucune réponse dans ce volet"
        return
    evaluation = evaluer(dossier.referentiel, dossier.reponses(volet))
    try:
        blocs = composer(dossier, evaluation, MODELES[modele], JOUR).blocs
        ecrits = rediger(dossier, evaluation, modele=modele, formats=formats, sortie=lieu / modele / volet, jour=JOUR)
    except WrongUse as refus:
        bilan.ecartes[nom] = str(refus)
    except AglsError as erreur:
        bilan.fautes.append(f"{nom} : {erreur}")
    else:
        bilan.fichiers += [Fichier(nom, e.suffix[1:], e, tuple(dits(blocs))) for e in ecrits]
        bilan.fautes += [
            f"{nom} : aucune police ne montre « {c} » (U+{ord(c):04X}), que l’outil écrit" for c in perdus(blocs)
        ]


def perdus(blocs: Blocs) -> list[str]:
    """The characters of the tool's own words that no font of the reports shows; those of a person are spelled out."""
    siens = []
    for bloc in parcourir(blocs):
        match bloc:
            case Titre() | Paragraphe():
                siens += [p.texte for p in bloc.texte if not p.litteral]
            case Tableau():
                siens += [p.texte for p in bloc.legende if not p.litteral]
            case Fiche():
                siens += [p.texte for terme, _ in bloc.lignes for p in terme if not p.litteral]
    return sorted({c for c in "".join(siens) if c not in "\t\n" and montrer(c) != c and not unicodedata.combining(c)})
