"""What the list of dossiers says of one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evaluator.dossier.dossier import Dossier
from evaluator.dossier.reponses import Volet
from evaluator.errors import AglsError
from evaluator.evaluation import words
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import propre
from evaluator.ui.texte.scores import montant_en_mots


@dataclass(frozen=True, slots=True)
class Fiche:
    """`faute` says why the file cannot be read; the rest is then empty. `avis` and `montant` in words, of `volet`."""

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


def lire_fiche(chemin: Path) -> Fiche:
    """Never raises: a file that cannot be read is a line of the list like the others."""
    try:
        with Dossier.ouvrir(chemin) as dossier:
            volet: Volet = "constat" if dossier.a_des_reponses("constat") else "auto_evaluation"
            session = Session(dossier, volet)
            nom, exercice = (session.dossier.reponse(q, volet).valeur for q in ("residence_nom", "exercice"))
            faites, toutes = session.comptes()
            modulation = session.evaluation.modulation
            montants = modulation.montants if modulation.indicatif is None else modulation.indicatif.montants
            indicatif = " (indicatif)" if modulation.indicatif is not None else ""
            return Fiche(
                propre(str(nom or "sans nom"), lignes=False),
                str(exercice or "—"),
                faites,
                toutes,
                dossier.dernier_instant,
                etat="clos" if dossier.clos else "décidé" if dossier.decision else "",
                volet="constat" if volet == "constat" else "auto-éval.",
                avis=words.avis(modulation.avis, dossier.referentiel.grille),
                montant=montant_en_mots(montants) + indicatif,
            )
    except (AglsError, OSError) as erreur:
        return Fiche(faute=propre(str(erreur), lignes=False))
