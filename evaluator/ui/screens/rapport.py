"""F5: write the report. The report room, and what it needs, are imported only here, once the screen is painted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace
from textual import on

from evaluator import french
from evaluator.dossier.reponses import LIBELLES_VOLET
from evaluator.errors import AglsError, FaultyInput, cause
from evaluator.evaluation.evaluate import evaluer
from evaluator.ui import keys
from evaluator.ui.choix_rapport import ChoixRapport
from evaluator.ui.keys import REPONDRE, Touche
from evaluator.ui.pieces.chemins import lire_chemin
from evaluator.ui.pieces.completion import Explorateur, completer
from evaluator.ui.preferences import garder_preferences
from evaluator.ui.screens.choix import LETTRES, EcranListe
from evaluator.ui.screens.zones import AIDES, EcranZones
from evaluator.ui.session import AUTRE, Session
from evaluator.ui.texte.lignes import VIDE, Entree, Ligne, Segment
from evaluator.ui.texte.rapport import (
    Offre,
    Sorte,
    ecrits_en_lignes,
    fichiers_en_lignes,
    indication,
    personnelles_en_lignes,
    rapport_en_entrees,
    sortie_de,
    volet_du,
)
from evaluator.ui.texte.resultats import bandeaux
from evaluator.ui.widgets.saisie import LigneDeSaisie

FORMATS_DIRECTS = tuple(
    Touche(keys.chiffre(n), f"format({n})", str(n), "", f"format n° {n} : oui ou non", REPONDRE) for n in range(1, 10)
)
ICI = (
    Touche(("space",), "choisir", "Espace", "", "comme Entrée : choisir, cocher, changer", REPONDRE),
    *FORMATS_DIRECTS,
    Touche(("d", "D"), "dossier", "d", "dossier", "écrire dans un autre dossier", REPONDRE),
    Touche(("tab",), "completer", "Tab", "", "en saisissant un dossier : compléter son nom", REPONDRE),
    Touche(("f10", "ctrl+s", "f5"), "ecrire", "F10", "écrire", "écrire le rapport (F10, Ctrl+S ou F5)", REPONDRE),
)


class EcranRapport(EcranZones):
    """Returns what was written, in words."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*EcranListe.TOUCHES, *LETTRES, AIDES, *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration
    NOM = "Rapport"
    CHIFFRES = False
    CACHER = False  # nothing of it is shown here

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.offre: Offre | None = None
        self.saisie = ""  # what the line is for: dossier, date
        self.ecrits: list[Path] = []
        self.personnelles: tuple[str, ...] = ()  # what would be printed: shown first, written if asked again

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        gauche, droite = super().titre()
        return gauche[:1], droite

    def barre(self) -> list[tuple[str, str]]:
        if self.query_one(LigneDeSaisie).ouverte:
            completer_ = [("Tab", "compléter")] if self.saisie == "dossier" else []
            return [("Entrée", "retenir"), *completer_, ("Échap", "laisser comme avant")]
        return [
            ("↓ ↑", "ligne"),
            ("Entrée", "choisir"),
            ("F10", "écrire"),
            ("1…", "formats"),
            ("d", "dossier"),
            ("Échap", "retour"),
            ("F1", "aide"),
            ("Ctrl+Q", "quitter"),
        ]

    def mode(self) -> str:
        return "SAISIE" if self.query_one(LigneDeSaisie).ouverte else ""

    def preparer(self) -> None:
        try:
            self.offre = _offre()
        except ImportError as erreur:
            self.alarme(f"cette version n’écrit pas de rapport ({erreur.name or erreur})")
        except AglsError as erreur:
            self.alarme(_en_mots(erreur))
        else:
            self.dire("")
        self.tout_montrer()

    # — what it shows ——————————————————————————————————————————————————————————————————————————————————————

    @property
    def choix(self) -> ChoixRapport:
        return self.session.rapport

    def _changer(self, choix: ChoixRapport) -> None:
        self.session.rapport, self.session.preferences.rapport = choix, choix.ailleurs()
        self.ecrits, self.personnelles = [], ()
        self.dire("")
        self.tout_montrer()

    def entrees(self, cellules: int) -> Sequence[Entree]:
        return rapport_en_entrees(self.offre, self.choix, self.session, cellules) if self.offre else ()

    def detail(self, ident: str | None, cellules: int) -> Sequence[Ligne]:
        if self.offre is None:
            return ()
        session, choix = self.session, self.choix
        if self.ecrits and ident == "ecrire":
            return ecrits_en_lignes(self.ecrits, cellules)
        if self.personnelles and ident == "ecrire":
            return personnelles_en_lignes(self.personnelles, cellules)
        lignes = indication(ident, self.offre, choix, session, cellules)
        dossier = sortie_de(choix, session)
        cibles = [(nom, _existe(dossier / nom)) for nom in self._noms()]
        lignes += fichiers_en_lignes(cibles, cellules, nouveau=not _existe(dossier))
        bandeau = bandeaux(session.evaluation, session.dossier.referentiel, cellules)
        return [*lignes, VIDE, *bandeau] if bandeau else lignes

    def _formats(self) -> list[str]:
        """Those chosen, in the order of the list."""
        return [nom for nom in self.offre.formats if nom in self.choix.formats] if self.offre else []

    def _noms(self) -> list[str]:
        from evaluator.report.render import nom_du_rapport

        sorte = self.offre.sorte(self.choix.modele).id if self.offre else ""
        return [nom_du_rapport(self.session.dossier.nom, sorte, nom) for nom in self._formats()]

    # — choosing ———————————————————————————————————————————————————————————————————————————————————————————

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        ouverte = self.is_mounted and self.query_one(LigneDeSaisie).ouverte
        if action == "completer":
            return ouverte and self.saisie == "dossier"
        if action in ("scores", "suite") or (self.offre is None and action not in ("retour", "quitter")):
            return False
        return super().check_action(action, parameters)

    def choisie(self, ident: str) -> None:
        genre, _, reste = ident.partition(":")
        if genre == "modele" and self.offre and reste == self.offre.sorte(self.choix.modele).id:
            self.dire("c’est le modèle choisi", "attenue")
        elif genre == "modele":
            self._changer(replace(self.choix, modele=reste))
        elif genre == "format":
            self._cocher(reste)
        else:
            getattr(self, f"action_{genre}")()

    def action_format(self, rang: int) -> None:
        if self.offre and rang <= len(self.offre.formats):
            self._cocher(self.offre.formats[rang - 1])

    def _cocher(self, nom: str) -> None:
        formats = self.choix.formats
        reste = tuple(f for f in formats if f != nom) if nom in formats else (*formats, nom)
        self._changer(replace(self.choix, formats=reste))

    def action_volet(self) -> None:
        if self.offre is None:
            return
        sorte = self.offre.sorte(self.choix.modele)
        if sorte.volet:
            self.alarme(f"ce modèle porte toujours sur le volet « {LIBELLES_VOLET[sorte.volet]} »")
        else:
            self._changer(replace(self.choix, volet=AUTRE[volet_du(self.offre, self.choix, self.session)]))

    def action_date(self) -> None:
        jour = self.choix.jour
        exemple = "31/12/2024 ; rien : la date de la dernière écriture"
        self._ouvrir("date", "Date du rapport :", french.jour(jour) if jour else "", exemple)

    def action_dossier(self) -> None:
        dossier = str(sortie_de(self.choix, self.session).resolve())
        self._ouvrir("dossier", "Dossier :", dossier, "rien : à côté du dossier .agls")

    def _ouvrir(self, pour: str, invite: str, texte: str, exemple: str) -> None:
        self.saisie = pour
        self.query_one(LigneDeSaisie).ouvrir(invite, texte, exemple)
        self.rafraichir()

    def action_completer(self) -> None:
        ligne = self.query_one(LigneDeSaisie)
        texte, possibles = completer_dossier(ligne.texte, self.session.dossier.chemin.parent)
        rien = texte == ligne.texte and not possibles
        self.dire("aucun dossier de plus à ce nom" if rien else "   ".join(possibles), "attenue")
        if texte != ligne.texte:
            ligne.champ.value = texte
            ligne.champ.cursor_position = len(texte)

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        texte = event.texte.strip()
        if self.saisie == "date":
            jour = french.lire_date(texte)
            if texte and jour is None:
                self.alarme(f"« {texte} » n’est pas une date, par exemple 31/12/2024")
                return
            choix = replace(self.choix, jour=jour)
        else:
            base = self.session.dossier.chemin.parent
            sortie = lire_chemin(texte, base)  # nothing: beside the dossier
            a_cote = sortie.resolve() == base.resolve()
            choix = replace(self.choix, sortie=None if a_cote else sortie)
        self.query_one(LigneDeSaisie).fermer()
        self._changer(choix)

    # — writing ————————————————————————————————————————————————————————————————————————————————————————————

    def action_ecrire(self) -> None:
        if not self._formats():
            self.alarme("choisissez un format au moins (Entrée sur sa ligne, ou son rang)")
            return
        self.dire("écriture en cours…", "attenue")
        self.call_after_refresh(self._ecrire)

    def _ecrire(self) -> None:
        if self.offre is None:
            return
        from evaluator.report.donnees_personnelles import DonneesPersonnelles, refuser
        from evaluator.report.render import rediger

        session, choix = self.session, self.choix
        volet = volet_du(self.offre, choix, session)
        dossier = session.dossier
        evaluation = session.evaluation if volet == session.volet else evaluer(dossier.referentiel, dossier.reponses(volet))
        avis: list[str] = []
        try:
            ecrits = rediger(
                dossier,
                evaluation,
                modele=self.offre.sorte(choix.modele).id,
                formats=self._formats(),
                sortie=sortie_de(choix, session),
                jour=choix.jour,
                prevenir=None if self.personnelles else refuser,
                avertir=avis.append,
            )
        except DonneesPersonnelles as erreur:
            self.personnelles = tuple(map(str, erreur.trouvailles))
            self.alarme("pas encore écrit : le rapport montrerait ces données personnelles ; F10 l’écrit quand même")
            self.tout_montrer(0)  # on the line that lists them
        except ImportError as erreur:
            self.alarme(f"cette version n’écrit pas ce format ({erreur.name or erreur})")
        except AglsError as erreur:
            self.alarme(_en_mots(erreur))
        except OSError as erreur:
            self.alarme(f"écriture impossible : {cause(erreur)}")
        else:
            self.ecrits = ecrits
            garder_preferences(session.preferences)
            suite = f" ; {avis[0]}" if avis else " ; Échap pour revenir"
            self.dire(f"✓ {french.pluriel(len(ecrits), 'fichier écrit', 'fichiers écrits')}{suite}", "bon")
            self.tout_montrer(0)  # on the line that says where

    def action_retour(self) -> None:
        if self.query_one(LigneDeSaisie).ouverte:
            super().action_retour()
        else:
            noms = ", ".join(chemin.name for chemin in self.ecrits)
            self.dismiss(f"rapport écrit : {noms}" if noms else None)


def _offre() -> Offre:
    """What can be written. Raises `FaultyInput` where a local list of kinds is faulty."""
    from evaluator.report.formats import FORMATS
    from evaluator.report.modeles import MODELES

    return Offre(tuple(Sorte(m.id, m.titre, m.resume, m.volet) for m in MODELES.values()), tuple(FORMATS))


def _en_mots(erreur: AglsError) -> str:
    return " ; ".join(str(f) for f in erreur.fautes) if isinstance(erreur, FaultyInput) else str(erreur)


def _existe(chemin: Path) -> bool:
    try:
        return chemin.exists()
    except (OSError, ValueError):
        return False


def completer_dossier(texte: str, base: Path) -> tuple[str, list[str]]:
    """A folder's path as far as it can be completed, and the folders that it may still become, where several."""
    dossiers = [e for e in Explorateur(base).proposer(texte).entrees if e.dossier]
    return completer(texte, dossiers), [e.chemin.name for e in dossiers] if len(dossiers) > 1 else []
