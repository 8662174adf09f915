"""F5: write the report. The report room, and what it needs, are imported only here, when it is written."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from evaluator.errors import AglsError, cause
from evaluator.ui import keys
from evaluator.ui.keys import Touche
from evaluator.ui.screens.base import Ecran
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment, plier, propre
from evaluator.ui.texte.resultats import bandeaux
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

FORMATS = (("html", "page à lire et à imprimer (HTML)"), ("md", "texte à reprendre (Markdown)"))
ICI = (
    *(Touche(keys.chiffre(n), f"format({n})", str(n), "", f"format {nom} : oui ou non", keys.REPONDRE)
      for n, (nom, _) in enumerate(FORMATS, 1)),
    Touche(("d", "D"), "dossier", "d", "changer le dossier", "écrire dans un autre dossier", keys.REPONDRE),
    Touche(("enter",), "ecrire", "Entrée", "écrire le rapport", "écrire le rapport", keys.REPONDRE),
    Touche(("escape",), "retour", "Échap", "retour", "revenir sans écrire", keys.ALLER, True),
    keys.QUITTER,
)  # fmt: skip


class EcranRapport(Ecran[str | None]):
    """Returns what was written, in words."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = ICI
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.choisis = {"html"}
        self.sortie = session.dossier.chemin.parent

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Lignes(id="texte")
        yield LigneDeSaisie(id="saisie")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        self.query_one("#saisie").display = False
        self.call_after_refresh(self.tout_montrer)

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(" Rapport", "titre"), (f" · {self.session.dossier.nom}", "attenue")], []

    def barre(self) -> list[tuple[str, str]]:
        if self.query_one(LigneDeSaisie).ouverte:
            return [("Entrée", "retenir ce dossier"), ("Échap", "garder l’ancien")]
        return [("1 2", "formats"), *((t.affiche, t.court) for t in self.TOUCHES if t.court)]

    def tout_montrer(self) -> None:
        def contenu(largeur: int) -> list[Ligne]:
            lignes: list[Ligne] = [VIDE]
            for n, (nom, mots) in enumerate(FORMATS, 1):
                boite = "[✓]" if nom in self.choisis else "[ ]"
                lignes.append(((f"  {n}", "accent"), (f" {boite} {mots}", "fort" if nom in self.choisis else "")))
            lignes += [
                VIDE,
                *plier(
                    [("Écrit dans : ", "attenue"), (propre(str(self.sortie.resolve())), "")], largeur - 2, tete=[("  ", "")]
                ),
            ]
            bandeau = bandeaux(self.session.evaluation, self.session.dossier.referentiel, largeur)
            return [*lignes, VIDE, *bandeau] if bandeau else lignes

        self.query_one("#texte", Lignes).montrer(contenu)
        self.rafraichir()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action in ("retour", "quitter") if self.is_mounted and self.query_one(LigneDeSaisie).ouverte else True

    def action_format(self, rang: int) -> None:
        self.choisis ^= {FORMATS[rang - 1][0]}
        self.tout_montrer()

    def action_dossier(self) -> None:
        self.query_one(LigneDeSaisie).ouvrir("Dossier :", str(self.sortie))
        self.rafraichir()

    @on(LigneDeSaisie.Validee)
    def _dossier(self, event: LigneDeSaisie.Validee) -> None:
        if event.texte.strip():
            self.sortie = Path(event.texte.strip()).expanduser()
        self.query_one(LigneDeSaisie).fermer()
        self.tout_montrer()

    def action_ecrire(self) -> None:
        if not self.choisis:
            self.alarme("choisissez un format au moins (1 ou 2)")
            return
        try:
            from evaluator.report.render import rediger

            session = self.session
            formats = [nom for nom, _ in FORMATS if nom in self.choisis]
            ecrits = rediger(session.dossier, session.evaluation, formats=formats, sortie=self.sortie)
        except ImportError as erreur:
            self.alarme(f"cette version n’écrit pas de rapport ({erreur.name or erreur})")
        except AglsError as erreur:
            self.alarme(str(erreur))
        except OSError as erreur:
            self.alarme(f"écriture impossible : {cause(erreur)}")
        else:
            self.dismiss("rapport écrit : " + ", ".join(str(chemin) for chemin in ecrits))

    def action_retour(self) -> None:
        if self.query_one(LigneDeSaisie).ouverte:
            self.query_one(LigneDeSaisie).fermer()
            self.tout_montrer()
        else:
            self.dismiss(None)
