"""The dossiers of a folder: open one, make a new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from evaluator.dossier.auteur import Auteur
from evaluator.errors import AglsError, Held, Unreadable
from evaluator.ui import keys
from evaluator.ui.fiches import Fiche, entrevoir, lire_fiche
from evaluator.ui.keys import Touche
from evaluator.ui.parcours import nu
from evaluator.ui.preferences import Preferences, garder_preferences
from evaluator.ui.refus import en_mots
from evaluator.ui.screens.choix import LETTRES, EcranListe
from evaluator.ui.texte.accueil import en_colonnes, fiche_en_ligne, invitation, tete
from evaluator.ui.texte.lieux import court
from evaluator.ui.texte.lignes import Entree, Ligne, Segment, propre
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.liste import Liste
from evaluator.ui.widgets.saisie import LigneDeSaisie

if TYPE_CHECKING:
    from evaluator.dossier.dossier import Dossier
    from evaluator.questionnaire.models import Volet
    from evaluator.ui.session import Session

LECTURE = 0.05  # seconds of reading between two keys
ENTREVUES = 40  # files
ICI = (
    *LETTRES,
    Touche(("n", "N"), "nouveau", "n", "nouveau", "créer un dossier dans ce dossier de fichiers", keys.REPONDRE),
    Touche(("/",), "filtrer", "/", "chercher", "chercher un dossier par les mots de son nom", keys.ALLER),
    keys.SCORES,
    Touche(("a", "A"), "app.auteur", "a", "qui saisit", "dire qui saisit : nom, fonction, organisme", keys.REPONDRE),
    Touche(("e", "E"), "exemples", "e", "exemples", "créer trois dossiers d’exemple, dans un dossier à part", keys.REPONDRE),
    Touche(("r", "R"), "rouvrir", "r", "rouvrir", "rouvrir un dossier clos, avec un motif", keys.REPONDRE),
    Touche(("f5",), "relire", "F5", "relire", "relire la liste des fichiers", keys.VOIR),
    replace(keys.THEME, partout=False),
    Touche(("f1", "?"), "aide", "F1", "aide", "cette aide", keys.VOIR),
)


class EcranAccueil(EcranListe[None]):
    """Esc does nothing at the top level; Ctrl+Q quits."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*(t for t in EcranListe.TOUCHES if t.action != "retour"), *ICI)
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(
        self, dossier: Path, auteur: Auteur, preferences: Preferences, premier: tuple[Path, Volet | None] | None = None
    ) -> None:
        super().__init__()
        self.dossier, self.auteur, self.preferences = dossier, auteur, preferences
        self._premier = premier  # opened at once, over the list, which is laid out when it is first seen
        self._posee = premier is None
        self.fiches: dict[str, Fiche] = {}
        self._entrevues: dict[str, Fiche | None] = {}  # what the list shows until they are read
        self.filtre = ""  # words looked for in the names
        self.ouverte: Session | None = None
        self._a_rouvrir: Path | None = None
        self._cherche = False

    def compose(self) -> ComposeResult:
        return self._zones() if self._posee else iter(())

    def _zones(self) -> Iterator[Widget]:
        yield Lignes(id="titre")
        yield Lignes(id="entete")
        yield Liste(id="liste")
        yield LigneDeSaisie(id="saisie")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    async def on_mount(self) -> None:  # type: ignore[override]  # Textual awaits either
        if self._premier is None:
            self.query_one("#saisie").display = False
            return
        try:
            self._ouvrir(*self._premier)  # before anything is painted: keys go to the dossier
        except (AglsError, OSError) as erreur:
            await self._poser()
            self.alarme(en_mots(erreur))

    async def _poser(self) -> None:
        await self.mount_all(self._zones())
        self._posee = True
        self.query_one("#saisie").display = False
        self.call_after_refresh(self.remplir)

    def rafraichir(self) -> None:
        if self._posee:
            super().rafraichir()

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" AGLS Évaluateur", "titre"), (f" · {court(self.dossier.resolve())}", "attenue")], [
            (f"{self.auteur.nom} ", "attenue")
        ]

    def barre(self) -> list[tuple[str, str]]:
        if self.query_one(LigneDeSaisie).ouverte:
            quoi = "ouvrir" if self._cherche else "rouvrir" if self._a_rouvrir else "créer"
            return [("Entrée", quoi), ("Échap", "abandonner")]
        return [("Entrée", "ouvrir"), *((t.affiche, t.court) for t in self.TOUCHES if t.court and t.action != "choisir")]

    @property
    def chemins(self) -> list[Path]:
        """The files of the folder, those that the words typed keep."""
        tous = sorted(self.dossier.glob("*.agls"), key=lambda c: c.name.casefold())
        mots = nu(self.filtre).split()
        return [c for c in tous if all(m in nu(f"{c.stem} {self.fiches.get(c.name, Fiche()).residence}") for m in mots)]

    def remplir(self) -> None:
        if not self._posee:
            return
        largeur = self.liste.size.width - 2
        chemins = self.chemins
        vues = [(c.stem, self._fiche(c)) for c in chemins]
        colonnes = en_colonnes(largeur, self.preferences.scores_visibles, vues)
        self.query_one("#entete", Lignes).montrer(lambda n: [tete(colonnes)] if chemins else [])
        lignes: list[Entree] = [
            (c.name, fiche_en_ligne(nom, fiche, colonnes)) for c, (nom, fiche) in zip(chemins, vues, strict=True)
        ]
        if not lignes:
            rien: Ligne = ((f" Aucun dossier ne contient « {self.filtre} » ; Échap les montre tous.", "alerte"),)
            lignes = [(None, rien)] if self.filtre else invitation(largeur)
        self.liste.remplir(lignes)
        self.rafraichir()
        self.set_timer(0.02, self._suivante)

    def _fiche(self, chemin: Path) -> Fiche | None:
        """What is known of a file: what was read there, else, for a screenful of them, what it says of itself."""
        nom = chemin.name
        if nom not in self.fiches and nom not in self._entrevues and len(self._entrevues) < ENTREVUES:
            self._entrevues[nom] = entrevoir(chemin)
        return self.fiches.get(nom) or self._entrevues.get(nom)

    def _suivante(self) -> None:
        """Read a few files at a time, between two keys: the list is there at once."""
        reste = [c for c in self.chemins if c.name not in self.fiches]
        if not reste or not self.is_active:
            return
        fin = monotonic() + LECTURE
        for chemin in reste:
            self.fiches[chemin.name] = lire_fiche(chemin)
            if monotonic() > fin:
                break
        self.remplir()

    def on_resize(self) -> None:
        self.call_after_refresh(self.remplir)

    async def on_screen_resume(self) -> None:
        """Back from a dossier: give it back, and read it again."""
        if self.ouverte is not None and self.is_active:
            self.fiches.pop(self.ouverte.dossier.nom, None)
            self._entrevues.pop(self.ouverte.dossier.nom, None)
            self.rendre()
            if self._posee:
                self.call_after_refresh(self.remplir)
            else:
                await self._poser()

    def signer(self, auteur: Auteur) -> None:
        """Who is at work from now on, in the open dossier too."""
        self.auteur = auteur
        if self.ouverte is not None:
            self.ouverte.dossier.auteur = auteur
        self.rafraichir()

    def rendre(self) -> None:
        """Leave the open dossier: its place and drafts are kept, its lock is given back."""
        if self.ouverte is not None:
            self.ouverte.garder()
            self.ouverte.dossier.fermer()
            self.ouverte = None

    # — opening ————————————————————————————————————————————————————————————————————————————————————————————

    def choisie(self, ident: str) -> None:
        self.ouvrir(self.dossier / ident, None)

    def ouvrir(self, chemin: Path, volet: Volet | None) -> None:
        """Open to write; where another program holds it, to read."""
        self.tenter(lambda: self._ouvrir(chemin, volet))

    def _ouvrir(self, chemin: Path, volet: Volet | None) -> None:
        from evaluator.dossier.dossier import Dossier

        try:
            dossier = Dossier.ouvrir(chemin, ecriture=True, auteur=self.auteur)
        except (Held, Unreadable) as refus:  # held, or on a disk that lets no one write: it can be read all the same
            dossier = Dossier.ouvrir(chemin, auteur=self.auteur)
            seul = "quand il sera libre, revenez à la liste (Échap) et rouvrez-le"
            onglet = "fermez l’autre onglet ou attendez, puis Échap et Entrée"
            suite = (onglet if self.app.is_web else seul) if isinstance(refus, Held) else "pour y écrire, copiez-le ailleurs"
            dossier.lecture_seule = f"{refus} ; {suite}"
        self._montrer(dossier, volet)

    def _montrer(self, dossier: Dossier, volet: Volet | None) -> None:
        from evaluator.ui.reprise import Reprise, chemin_reprise, lire
        from evaluator.ui.screens.evaluation import EcranEvaluation
        from evaluator.ui.session import Session

        try:
            laissee = lire(chemin_reprise(dossier.id), Reprise)
            ensuite: Volet = "constat" if dossier.a_des_reponses("constat") else "auto_evaluation"
            voulu = volet or laissee.volet or ensuite
            self.ouverte = Session(dossier, voulu, reprise=laissee, preferences=self.preferences)
        except BaseException:
            dossier.fermer()
            raise
        self.app.push_screen(EcranEvaluation(self.ouverte))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.is_mounted and self._posee and self.query_one(LigneDeSaisie).ouverte:
            return action in ("retour", "quitter") or (self._cherche and action == "bouger")
        return True

    def action_rouvrir(self) -> None:
        choisi = self.liste.choisie
        if choisi is None or self.fiches.get(choisi, Fiche()).etat != "clos":
            self.alarme("choisissez un dossier clos")
            return
        self._a_rouvrir = self.dossier / choisi
        self.query_one(LigneDeSaisie).ouvrir("Motif de la réouverture :", "", "pourquoi le dossier est rouvert")
        self.rafraichir()

    def _rouvrir(self, chemin: Path, motif: str) -> None:
        if not motif:
            self.alarme("un motif est demandé pour rouvrir")
            return

        from evaluator.dossier.dossier import Dossier

        def rouvrir() -> None:
            with Dossier.ouvrir(chemin, ecriture=True, auteur=self.auteur) as dossier:
                dossier.rouvrir(motif)

        if self.tenter(rouvrir):
            self.fiches.pop(chemin.name, None)
            self.dire(f"✓ « {chemin.name} » est rouvert", "bon")
            self._fermer_saisie()

    def action_nouveau(self) -> None:
        self.query_one(LigneDeSaisie).ouvrir("Nom du fichier :", "", "par exemple les-tilleuls-2024")
        self.rafraichir()

    @on(LigneDeSaisie.Validee)
    def _creer(self, event: LigneDeSaisie.Validee) -> None:
        if self._cherche:
            self._fermer_saisie()
            self.liste.choisir()
            return
        if self._a_rouvrir:
            self._rouvrir(self._a_rouvrir, event.texte.strip())
            return
        nom = event.texte.strip().removesuffix(".agls")
        if not nom or propre(nom, lignes=False) != nom or Path(nom).name != nom or nom.startswith("."):
            self.alarme("un nom de fichier simple, sans « / » : par exemple les-tilleuls-2024")
            return
        from evaluator.dossier.dossier import Dossier
        from evaluator.questionnaire.load import charger

        def creer() -> None:
            dossier = Dossier.creer(self.dossier / f"{nom}.agls", charger(), auteur=self.auteur)
            self.query_one(LigneDeSaisie).fermer()
            self._montrer(dossier, "auto_evaluation")

        self.tenter(creer)

    def action_exemples(self) -> None:
        """The examples, in a new folder beside these files, and that folder on screen."""
        from evaluator import exemples

        faits: list[Path] = []
        if self.tenter(lambda: faits.append(exemples.construire(exemples.libre(self.dossier / "exemples-agls")))):
            self.dossier = faits[0]
            self.dire(f"✓ trois dossiers d’exemple dans « {faits[0]} »", "bon")
            self._relire()

    def action_filtrer(self) -> None:
        self._cherche = True
        self.query_one(LigneDeSaisie).ouvrir("Chercher :", self.filtre, "mots du nom de la résidence ou du fichier")
        self.rafraichir()

    @on(Input.Changed)
    def _frappe(self, event: Input.Changed) -> None:
        if self._cherche:
            self.filtre = event.value
            self.remplir()

    def _fermer_saisie(self) -> None:
        self._a_rouvrir, self._cherche = None, False
        self.query_one(LigneDeSaisie).fermer()
        self.remplir()

    def action_scores(self) -> None:
        """Hide or show opinions and amounts, here and in the dossiers."""
        self.preferences.scores_visibles = not self.preferences.scores_visibles
        garder_preferences(self.preferences)
        self.dire("scores montrés" if self.preferences.scores_visibles else "scores cachés")
        self.remplir()
        mots = "montrés" if self.preferences.scores_visibles else "cachés"
        self.dire(f"scores {mots}, ici et dans les dossiers (h pour changer)")

    def action_relire(self) -> None:
        self._relire()
        self.dire("liste relue")

    def _relire(self) -> None:
        self.fiches.clear()
        self._entrevues.clear()
        self.remplir()

    def action_retour(self) -> None:
        if self.query_one(LigneDeSaisie).ouverte or self.filtre:
            self.filtre = ""
            self._fermer_saisie()
        else:
            self.dire("Ctrl+Q pour quitter")
