"""What the screens of acts share (observations, contradictoire, decision, closing): what may be written, drafts, pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct

from evaluator.dossier.reponses import Visibilite
from evaluator.ui.heure import heure
from evaluator.ui.keys import Touche
from evaluator.ui.screens.texte import EcranTexte, TexteSaisi
from evaluator.ui.screens.zones import EcranZones
from evaluator.ui.texte.fermeture import marque, raison
from evaluator.ui.texte.lignes import Segment
from evaluator.ui.widgets.saisie import LigneDeSaisie


class Page(Struct, frozen=True):
    """A text that takes a page: what it is for, and the key of its draft. `quoi`: a feminine word, `note`."""

    cle: str
    quoi: str
    intitule: str
    ancien: str
    consigne: str
    visibilite: Visibilite | None = None


class EcranActes(EcranZones):
    """In a dossier that is only read, the keys of `ECRITURES` are neither shown nor listed, and say why if pressed."""

    ECRITURES: ClassVar[tuple[Touche, ...]] = ()
    CACHER = False  # each says for itself what hidden scores hide
    _ligne: tuple[str, str, str] = ("", "", "")  # what the input line is for

    @property
    def empeche(self) -> str:
        """Why nothing can be written; empty where one may."""
        return raison(self.session.dossier)

    @property
    def saisie_ouverte(self) -> bool:
        return self.query_one(LigneDeSaisie).ouverte

    def refuse(self) -> bool:
        """Said, with a bell, where nothing can be written."""
        if self.empeche:
            self.alarme(self.empeche)
        return bool(self.empeche)

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        gauche, droite = super().titre()
        return gauche, marque(self.session.dossier) or droite  # both would cut the left at 80 columns

    def indices(self, *touches: Touche) -> list[tuple[str, str]]:
        """These keys for the bar, those that write left out where nothing is written."""
        empeche = bool(self.empeche)
        return [(t.affiche, t.court) for t in touches if not (empeche and t in self.ECRITURES)]

    def preparer(self) -> None:
        super().preparer()
        if self.empeche:
            self.dire(f"! {self.empeche.partition(' ; ')[0]}", "alerte")  # on one line; a key that writes says all

    def touches_utiles(self) -> Sequence[Touche]:
        empeche = bool(self.empeche)
        return [t for t in self.TOUCHES if not (empeche and t in self.ECRITURES)]

    @property
    def brouillons(self) -> dict[str, str]:
        """Those of the constat, which is what these screens are about, whichever volet is open."""
        return self.session.brouillons_de("constat")

    def mettre_de_cote(self, cle: str, texte: str, enregistre: str) -> bool:
        """Keep `texte` as the draft `cle`, unless it is what is recorded. False where this machine refuses."""
        return self.session.mettre_de_cote(cle, texte, enregistre, "constat")

    def dire_ecrit(self, mots: str) -> None:
        """What is on the disk, and since when."""
        self.dire(f"✓ {mots}", "bon", f"enregistré {heure(self.session.dossier.enregistre_a)}")

    def ouvrir_page(self, page: Page, ecrire: Callable[[str, Visibilite | None], object], reprendre: str) -> None:
        """A page for a text. What is left or refused stays as a draft; `reprendre`: the key that opens it again."""
        brouillons = self.brouillons

        def fini(saisi: TexteSaisi | None) -> None:
            if saisi is None:
                return
            texte = saisi.texte.strip()
            if saisi.brouillon:
                self.mettre_de_cote(page.cle, saisi.texte, page.ancien)
                if page.cle in brouillons:
                    self.dire(f"{page.quoi} gardée en brouillon, non enregistrée ; {reprendre} pour la reprendre", "alerte")
            elif self.tenter(lambda: ecrire(texte, saisi.visibilite)):
                self.mettre_de_cote(page.cle, "", "")
                self.dire_ecrit(f"{page.quoi} enregistrée" if texte else f"{page.quoi} retirée")
            else:
                self.mettre_de_cote(page.cle, saisi.texte, page.ancien)
            self.tout_montrer()

        texte = brouillons.get(page.cle, page.ancien)
        ecran = EcranTexte(
            page.intitule,
            texte,
            page.consigne,
            page.visibilite,
            lambda texte: self.mettre_de_cote(page.cle, texte, page.ancien),
        )
        self.app.push_screen(ecran, fini)

    # — the input line —————————————————————————————————————————————————————————————————————————————————————

    def ouvrir_ligne(
        self, invite: str, texte: str, exemple: str, *, cle: str = "", reprendre: str = "", remplacer: bool = False
    ) -> None:
        """`cle`: of the draft that the line leaves behind it, and begins with; `reprendre`: the key that opens it again."""
        self._ligne = (cle, texte, reprendre)
        depart = self.brouillons.get(cle, texte)
        self.query_one(LigneDeSaisie).ouvrir(invite, depart, exemple, remplacer=remplacer)
        self.rafraichir()

    def fermer_ligne(self) -> None:
        """What it held is recorded: no draft is left."""
        self.mettre_de_cote(self._ligne[0], "", "")
        self.query_one(LigneDeSaisie).fermer()

    def ranger_ligne(self) -> bool:
        """Keep what the line holds as its draft. False where this machine refuses."""
        cle, ancien, _ = self._ligne
        return not cle or self.mettre_de_cote(cle, self.query_one(LigneDeSaisie).texte, ancien)

    def non_enregistre(self) -> str:
        return "" if not self.saisie_ouverte or self.ranger_ligne() else "ce qui est saisi n’est pas enregistré"

    def action_retour(self) -> None:
        if not self.saisie_ouverte:
            super().action_retour()
            return
        cle, _, reprendre = self._ligne
        self.ranger_ligne()
        self.query_one(LigneDeSaisie).fermer()
        garde = bool(cle) and cle in self.brouillons
        self.dire(f"gardé en brouillon, non enregistré ; {reprendre} pour le reprendre" if garde else "", "alerte")
        self.tout_montrer()
