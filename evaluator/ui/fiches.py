"""What the list of dossiers says of one file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from evaluator.errors import AglsError
from evaluator.fichiers import lire_borne
from evaluator.ui.texte.lignes import propre

if TYPE_CHECKING:
    from evaluator.questionnaire.models import Volet

ENTREVUE_MAX = 4 * 1024 * 1024  # bytes
_ENTREVUES = (b'"residence_nom"', b'"exercice"')


class Fiche(Struct, frozen=True):
    """`faute` says why the file cannot be read; the rest is then empty. `avis` and `montant` in words, of `volet`.

    `lue` is false for what was only looked at: nothing is counted then.
    """

    residence: str = ""
    exercice: str = ""
    faites: int = 0
    toutes: int = 0
    instant: datetime | None = None
    faute: str = ""
    etat: str = ""  # clos, décidé: nothing while it is being filled
    volet: str = ""
    avis: str = ""
    montant: str = ""
    lue: bool = True


def entrevoir(chemin: Path) -> Fiche | None:
    """What the lines of a file say of themselves, neither checked nor merged: enough for the list to be there at once.

    A twentieth of the time of `lire_fiche`, whose findings take its place. None where the file does not look like ours.
    """
    try:
        if chemin.stat().st_size > ENTREVUE_MAX:
            return None
        *lignes, _ = lire_borne(chemin, ENTREVUE_MAX).split(b"\n")
        dites = [json.loads(ligne) for ligne in lignes[1:] if ligne == lignes[-1] or any(q in ligne for q in _ENTREVUES)]
        valeurs = {e["charge"]["question"]: e["charge"]["valeur"] for e in dites if e["type"] == "reponse"}
        return Fiche(
            propre(str(valeurs.get("residence_nom") or ""), lignes=False),
            str(valeurs.get("exercice") or ""),
            instant=datetime.fromisoformat(dites[-1]["instant"]),
            lue=False,
        )
    except (AglsError, OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def lire_fiche(chemin: Path) -> Fiche:
    """Never raises: a file that cannot be read is a line of the list like the others."""
    from evaluator.dossier.dossier import Dossier  # half of the time that the program takes to start: not before the list
    from evaluator.evaluation import words
    from evaluator.ui.session import Session
    from evaluator.ui.texte.scores import montant_en_mots

    try:
        with Dossier.ouvrir(chemin) as dossier:
            volet: Volet = "constat" if dossier.a_des_reponses("constat") else "auto_evaluation"
            session = Session(dossier, volet)
            nom, exercice = (session.dossier.reponse(q, volet).valeur for q in ("residence_nom", "exercice"))
            faites, toutes = session.comptes()
            modulation = session.evaluation.modulation
            montants = modulation.montants if modulation.indicatif is None else modulation.indicatif.montants
            grille = dossier.referentiel.grille
            reserve = " (simulation)" if words.ligne_grille(grille) else ""
            if modulation.indicatif is not None:
                reserve = " (indicatif)"
            return Fiche(
                propre(str(nom or "sans nom"), lignes=False),
                str(exercice or "—"),
                faites,
                toutes,
                dossier.dernier_instant,
                etat="clos" if dossier.clos else "décidé" if dossier.decision else "",
                volet="constat" if volet == "constat" else "auto-éval.",
                avis=words.avis(modulation.avis, grille),
                montant=montant_en_mots(montants) + reserve,
            )
    except (AglsError, OSError) as erreur:
        return Fiche(faute=propre(str(erreur), lignes=False))
