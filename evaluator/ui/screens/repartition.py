"""A distribution, one count per category, with its running total. Recorded whole: half of it would be a wrong answer."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from evaluator import french
from evaluator.dossier.reponses import NON_CONNU
from evaluator.dossier.valeurs import ValeurRefusee, lire
from evaluator.questionnaire.models import QuestionRepartition
from evaluator.ui import keys
from evaluator.ui.keys import Touche
from evaluator.ui.screens.base import Ecran
from evaluator.ui.session import Session
from evaluator.ui.texte.lignes import VIDE, Ligne, Segment, plier, propre
from evaluator.ui.texte.valeur import NON_CONNUS
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

ICI = (
    Touche(("down", "tab"), "bouger(1)", "↓ ↑", "catégorie", "catégorie suivante (ou Tab)", keys.ALLER, True),
    Touche(("up", "shift+tab"), "bouger(-1)", "↑", "", "catégorie précédente (ou Maj+Tab)", keys.ALLER, True),
    Touche(
        ("f10", "ctrl+s"),
        "enregistrer",
        "F10",
        "enregistrer",
        "enregistrer la répartition (F10 ou Ctrl+S)",
        keys.REPONDRE,
        True,
    ),
    Touche(
        ("escape",), "retour", "Échap", "garder en brouillon", "sortir et garder les nombres en brouillon", keys.ALLER, True
    ),
    Touche(("f1",), "aide", "F1", "aide", "cette aide", keys.VOIR, True),
    keys.QUITTER,
)


class EcranRepartition(Ecran[bool]):
    """Returns True once recorded."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = ICI
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.q = cast(QuestionRepartition, session.question)
        self.champs = [(c.id, c.libelle) for c in self.q.categories] + [(NON_CONNU, NON_CONNUS)]
        valeur = session.reponse().valeur
        ancien = {nom: str(n) for nom, n in valeur.items()} if isinstance(valeur, dict) else {}
        self.textes: dict[str, str] = dict(session.repartitions.get(self.q.id, ancien))
        self.rang = 0
        self.fautes: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Lignes(id="texte")
        yield LigneDeSaisie(id="saisie")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        self.call_after_refresh(self._ouvrir)

    def on_resize(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        return [(f" {self.session.parcours.numeros[self.q.id]} ", "titre"), (self.q.etiquette, "accent")], [
            ("non enregistré ", "alerte")
        ]

    def mode(self) -> str:
        return "SAISIE"

    def barre(self) -> list[tuple[str, str]]:
        return [("Entrée", "nombre suivant, puis enregistrer"), *((t.affiche, t.court) for t in self.TOUCHES if t.court)]

    def _ouvrir(self) -> None:
        nom, libelle = self.champs[self.rang]
        invite = libelle if len(libelle) <= 30 else libelle[:29] + "…"
        self.query_one(LigneDeSaisie).ouvrir(f"{invite} :", self.textes.get(nom, ""), remplacer=True)
        self.tout_montrer()

    def tout_montrer(self) -> None:
        self.query_one("#texte", Lignes).montrer(self._contenu, voir=3 + self.rang)
        self.rafraichir()

    def _contenu(self, largeur: int) -> list[Ligne]:
        lignes = plier([(propre(self.q.libelle), "fort")], largeur - 1, tete=[(" ", "")])
        lignes += plier(
            [("une case vide vaut 0 ; ce que l’on ne sait pas classer va dans « Non connu »", "attenue")],
            largeur - 1,
            tete=[(" ", "")],
        )
        lignes.append(VIDE)
        for rang, (nom, libelle) in enumerate(self.champs):
            ici = rang == self.rang
            texte = self.textes.get(nom, "") or "·"
            tete: list[Segment] = [
                ("▶" if ici else " ", "accent"),
                (f"{texte[:8]:>8}  ", "erreur" if nom in self.fautes else "fort"),
            ]
            lignes += plier([(propre(libelle), "curseur" if ici else "")], largeur - 1, tete=tete)
            if nom in self.fautes:
                lignes += plier([(f"✗ {self.fautes[nom]}", "erreur")], largeur - 1, tete=[("           ", "")])
        unite = f" {self.q.unite}" if self.q.unite else ""
        return [*lignes, ((f" {self.total():>8}  ", "titre"), (f"total{unite}", "titre"))]

    def total(self) -> str:
        """Running total of what can be read."""
        lus = [french.lire_nombre(t) for t in self.textes.values() if t.strip()]
        return french.nombre(sum((n for n in lus if n is not None), start=Fraction(0)), 0)

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        nom = self.champs[self.rang][0]
        if self.textes.get(nom, "") != event.value:
            self.textes[nom] = event.value
            self.fautes.pop(nom, None)
            self.tout_montrer()

    def _controler(self) -> None:
        nom = self.champs[self.rang][0]
        try:
            lire(self.q, {nom: self.textes.get(nom) or None})
        except ValeurRefusee as refus:
            self.fautes[nom] = refus.refus[0].message
            self.app.bell()

    def action_bouger(self, pas: int) -> None:
        self._controler()
        self.rang = min(max(self.rang + pas, 0), len(self.champs) - 1)
        self._ouvrir()

    @on(LigneDeSaisie.Validee)
    def _validee(self) -> None:
        if self.rang < len(self.champs) - 1:
            self.action_bouger(1)
        else:
            self.action_enregistrer()

    def action_enregistrer(self) -> None:
        try:
            valeur = lire(self.q, {nom: texte for nom, texte in self.textes.items() if texte.strip()})
        except ValeurRefusee as refus:
            self.fautes = {str(r.chemin[0]): r.message for r in refus.refus if r.chemin}
            self.rang = next((i for i, (nom, _) in enumerate(self.champs) if nom in self.fautes), self.rang)
            self._ouvrir()
            self.alarme("un nombre est à corriger ; rien n’est enregistré")
            return
        if self.tenter(lambda: self.session.repondre(valeur, self.q.id)):
            self._sans_brouillon()
            self.dismiss(True)

    def _sans_brouillon(self) -> None:
        self.session.repartitions.pop(self.q.id, None)
        self.session.brouillons.pop(self.q.id, None)

    def action_retour(self) -> None:
        if self._inchangee():
            self._sans_brouillon()
        else:
            self.session.repartitions[self.q.id] = self.textes
            self.session.brouillons[self.q.id] = f"répartition commencée, total {self.total()}"
        self.dismiss(False)

    def non_enregistre(self) -> str:
        return "" if self._inchangee() else "répartition non enregistrée (F10)"

    def _inchangee(self) -> bool:
        valeur = self.session.reponse(self.q.id).valeur
        ancien = {nom: str(n) for nom, n in valeur.items()} if isinstance(valeur, dict) else {}
        return {n: t for n, t in self.textes.items() if t.strip()} == ancien

    def action_aide(self) -> None:
        from evaluator.ui.screens.aide import EcranAide

        self.app.push_screen(EcranAide(self.TOUCHES, self.q, self.session.dossier.referentiel.textes))
