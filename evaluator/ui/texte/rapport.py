"""The choices of a report, in lines: its kind, its formats, its volet, its date, its folder; then what is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_VOLET, Volet
from evaluator.ui.choix_rapport import ChoixRapport
from evaluator.ui.session import Session
from evaluator.ui.texte.lieux import court
from evaluator.ui.texte.lignes import INSECABLE, Entree, Ligne, Segment, champ, couper, filet, plier, propre

NB = INSECABLE
MARGE = 9
# What a format is, and with what it is opened; a format that is not here is shown by its name.
FORMATS = {
    "html": ("page à lire et à imprimer", "un navigateur"),
    "pdf": ("document figé, à envoyer ou à archiver", "un lecteur de PDF"),
    "docx": ("document à compléter, pour Word", "Word ou LibreOffice"),
    "odt": ("document à compléter, pour LibreOffice", "LibreOffice"),
    "md": ("texte à reprendre ailleurs", "un éditeur de texte"),
}
NOMS = {"md": "Markdown"}
LANCEURS = {"darwin": "open", "win32": "start"}


class Sorte(Struct, frozen=True):
    """A kind of report; `volet`: the one it is always about."""

    id: str
    titre: str
    resume: str
    volet: Volet | None


class Offre(Struct, frozen=True):
    """What the report room can write."""

    sortes: tuple[Sorte, ...]
    formats: tuple[str, ...]

    def sorte(self, ident: str) -> Sorte:
        """The one of this name, else the first."""
        return next((s for s in self.sortes if s.id == ident), self.sortes[0])


def volet_du(offre: Offre, choix: ChoixRapport, session: Session) -> Volet:
    return offre.sorte(choix.modele).volet or choix.volet or session.volet


def sortie_de(choix: ChoixRapport, session: Session) -> Path:
    return choix.sortie or session.dossier.chemin.parent


def format_en_mots(nom: str) -> str:
    mots = FORMATS.get(nom, ("", ""))[0]
    sigle = NOMS.get(nom, nom.upper())
    return f"{sigle} : {mots}" if mots else sigle


def rapport_en_entrees(offre: Offre, choix: ChoixRapport, session: Session, cellules: int) -> list[Entree]:
    """`ecrire`, `modele:id`, `format:id`, then the settings by name."""
    pret = bool(choix.formats)
    ecrire: Segment = ("Écrire le rapport", "fort") if pret else ("choisissez un format au moins", "alerte")
    sorties: list[Entree] = [("ecrire", (ecrire, ("  (Entrée ici, ou F10)" if pret else "", "attenue")))]
    sorties.append((None, filet("Modèle", cellules)))
    choisie = offre.sorte(choix.modele).id
    for s in offre.sortes:
        pris = s.id == choisie
        sorties.append((f"modele:{s.id}", _boite("(●)" if pris else "( )", s.titre, cellules, pris=pris)))
    sorties.append((None, filet("Formats, un ou plusieurs", cellules)))
    for nom in offre.formats:
        pris = nom in choix.formats
        sorties.append((f"format:{nom}", _boite("[✓]" if pris else "[ ]", format_en_mots(nom), cellules, pris=pris)))
    sorties.append((None, filet("Réglages", cellules)))
    for ident, nom, mots in _reglages(offre, choix, session):
        sorties.append((ident, ((f"{nom:<{MARGE}}", "attenue"), (couper(mots, cellules - MARGE), ""))))
    return sorties


def _boite(boite: str, mots: str, cellules: int, *, pris: bool) -> Ligne:
    return (boite, "accent"), (f" {couper(mots, cellules - 4)}", "fort" if pris else "")


def _reglages(offre: Offre, choix: ChoixRapport, session: Session) -> Sequence[tuple[str, str, str]]:
    dossier, volet = session.dossier, volet_du(offre, choix, session)
    mots = LIBELLES_VOLET[volet]
    if offre.sorte(choix.modele).volet:
        mots += ", toujours pour ce modèle"
    if not dossier.a_des_reponses(volet):
        mots += " (aucune réponse encore)"
    jour = choix.jour or dossier.dernier_instant.date()
    quand = french.jour(jour) + ("" if choix.jour else ", date de la dernière écriture")
    ou = propre(court(sortie_de(choix, session).resolve()), lignes=False)
    return ("volet", "Volet", mots), ("date", "Date", quand), ("dossier", "Dossier", ou)


def indication(ident: str | None, offre: Offre, choix: ChoixRapport, session: Session, cellules: int) -> list[Ligne]:
    """What the line in hand is for."""
    genre, _, reste = (ident or "").partition(":")
    if genre == "dossier":
        return champ("Dossier", [(propre(court(sortie_de(choix, session).resolve()), lignes=False), "")], cellules)
    mots = {
        "modele": offre.sorte(reste).resume,
        "format": f"à ouvrir avec {FORMATS[reste][1]}" if reste in FORMATS else "",
        "volet": "Entrée : l’autre volet",
        "date": "la date imprimée sur le rapport ; Entrée pour en donner une autre",
    }.get(genre, "")
    return plier([(propre(mots), "attenue")], cellules - 1, tete=[(" ", "")]) if mots else []


def fichiers_en_lignes(cibles: Sequence[tuple[str, bool]], cellules: int, *, nouveau: bool) -> list[Ligne]:
    """The files to come, each with whether one of its name is replaced; `nouveau`: their folder is made first."""
    if not cibles:
        return []
    lignes = plier(
        [(f"À écrire{' (le dossier sera créé)' if nouveau else ''}{NB}:", "accent")], cellules - 1, tete=[(" ", "")]
    )
    for nom, existe in cibles:
        suite: Segment = ("  existe déjà : sera remplacé", "alerte") if existe else ("", "")
        lignes += plier([(propre(nom, lignes=False), "fort"), suite], cellules - 1, 2, tete=[("   ", "")])
    return lignes


def personnelles_en_lignes(trouvailles: Sequence[str], cellules: int) -> list[Ligne]:
    """Each personal data that would be printed: where it is, and what to do."""
    lignes = plier([("Données personnelles que ce rapport montrerait", "accent")], cellules - 1, tete=[(" ", "")])
    for trouvaille in trouvailles:
        lignes += plier([(propre(trouvaille, lignes=False), "")], cellules - 1, tete=[(" ! ", "alerte")])
    return lignes


def ecrits_en_lignes(chemins: Sequence[Path], cellules: int) -> list[Ligne]:
    """Where the files are, and how to open them."""
    lignes: list[Ligne] = []
    for chemin in chemins:
        avec = FORMATS.get(chemin.suffix.removeprefix("."), ("", ""))[1]
        ou: Segment = (propre(str(chemin.resolve()), lignes=False), "fort")
        lignes += plier([ou, (f" (avec {avec})" if avec else "", "")], cellules - 1, tete=[(" ✓ ", "bon")])
    if not lignes:
        return []
    lanceur = LANCEURS.get(sys.platform, "xdg-open")
    mots = f"Pour ouvrir{NB}: un double clic dans le gestionnaire de fichiers, ou la commande {lanceur} suivie du chemin."
    return [*lignes, *plier([(mots, "attenue")], cellules - 1, tete=[(" ", "")])]
