"""The dossiers of a folder, by number; and one dossier, opened to write or, where it is held, to read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from evaluator import french
from evaluator.dossier.auteur import Auteur
from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Volet
from evaluator.errors import AglsError, Held
from evaluator.ui import refus
from evaluator.ui.fiches import Fiche, lire_fiche
from evaluator.ui.heure import jour_heure
from evaluator.ui.lineaire import table
from evaluator.ui.lineaire.clavier import Clavier
from evaluator.ui.lineaire.dialogue import Arret, Demande, Dialogue
from evaluator.ui.lineaire.seance import Consultations, Seance
from evaluator.ui.parcours import nu
from evaluator.ui.preferences import lire_preferences
from evaluator.ui.reprise import Reprise, chemin_reprise, lire
from evaluator.ui.session import Session

QUITTER = ("q", ":q", ":quitter")


def lancer(chemin: Path, volet: Volet | None, *, auteur: Auteur, consultations: Consultations) -> None:
    """Until the person quits or the input ends. `chemin`: a dossier, or a folder of them. Raises `AglsError`."""
    dialogue = Clavier().dialogue()
    if os.path.isdir(chemin):
        choisir(chemin, dialogue, auteur, consultations)
    else:
        remplir(chemin, volet, dialogue, auteur, consultations)


def remplir(chemin: Path, volet: Volet | None, dialogue: Dialogue, auteur: Auteur, consultations: Consultations) -> None:
    try:
        dossier = Dossier.ouvrir(chemin, ecriture=True, auteur=auteur)
    except Held as tenu:
        if not dialogue.main:
            raise
        dossier = Dossier.ouvrir(chemin, auteur=auteur)
        dossier.lecture_seule = str(tenu)
    with dossier:
        # A script begins at the same place, whatever a hand left on this machine.
        reprise = lire(chemin_reprise(dossier.id), Reprise) if dialogue.main else Reprise()
        preferences = lire_preferences()
        ensuite: Volet = "constat" if dossier.a_des_reponses("constat") else "auto_evaluation"
        session = Session(dossier, volet or reprise.volet or ensuite, reprise=reprise, preferences=preferences)
        try:
            table.mener(Seance(session, dialogue, consultations))
        finally:
            session.dossier.fermer()  # which `:copie` may have changed


def choisir(dossier: Path, dialogue: Dialogue, auteur: Auteur, consultations: Consultations) -> None:
    """The list again after each dossier, until an empty line or the end of the input."""
    while True:
        chemins = sorted(dossier.glob("*.agls"), key=lambda c: c.name.casefold())
        dialogue.dire(f"{french.pluriel(len(chemins), 'dossier')} dans « {dossier.resolve()} ».")
        for rang, chemin in enumerate(chemins, 1):
            dialogue.dire(f"{rang} : {chemin.name}, {en_mots(lire_fiche(chemin))}")
        if not chemins:
            dialogue.dire("Pour en créer un : agls nouveau residence.agls")
            return
        if (choisi := _numero(chemins, dialogue)) is None:
            return
        try:
            remplir(choisi, None, dialogue, auteur, consultations)
        except Arret:
            raise
        except (AglsError, OSError) as erreur:
            dialogue.refuser(refus.en_mots(erreur))
        dialogue.dire("")


def _numero(chemins: Sequence[Path], dialogue: Dialogue) -> Path | None:
    while True:
        try:
            texte = dialogue.demander(f"Dossier à ouvrir (un numéro de 1 à {len(chemins)} ; Entrée : quitter)")
        except Demande as demande:
            texte = demande.ligne
        except (EOFError, KeyboardInterrupt):
            return None
        if not texte or nu(texte) in QUITTER:
            return None
        if texte.isdecimal() and 1 <= int(texte) <= len(chemins):
            return chemins[int(texte) - 1]
        dialogue.refuser(f"un numéro de 1 à {len(chemins)} est attendu ; trouvé : « {texte[:60]} »")


def en_mots(fiche: Fiche) -> str:
    """`Le Pré-Sorbier, exercice 2024, 84 sur 85, dernière réponse le 31/12/2024 14:02`."""
    if fiche.faute:
        return f"illisible, {fiche.faute}"
    quand = f", dernière réponse le {jour_heure(fiche.instant)}" if fiche.instant else ""
    etat = f", {fiche.etat}" if fiche.etat else ""
    return f"{fiche.residence}, exercice {fiche.exercice}, {fiche.faites} sur {fiche.toutes}{quand}{etat}"
