"""A distribution, one count per category, its shares and total. Recorded whole: half of it would be a wrong answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, cast

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input

from evaluator import french
from evaluator.dossier.reponses import NON_CONNU, Reponse, Reponses, Valeur
from evaluator.dossier.valeurs import ValeurRefusee, lire
from evaluator.evaluation.evaluate import evaluer
from evaluator.questionnaire.models import QuestionNombre, QuestionRepartition
from evaluator.ui import keys
from evaluator.ui.collage import CollageRefuse
from evaluator.ui.collage_comptes import lire_comptes
from evaluator.ui.keys import Touche
from evaluator.ui.rapprochements import en_mots, rapprochements
from evaluator.ui.screens.base import REPOS, Ecran
from evaluator.ui.session import Session
from evaluator.ui.sommes import Somme
from evaluator.ui.texte.glyphes import CONTROLES
from evaluator.ui.texte.lignes import Ligne, Segment, propre
from evaluator.ui.texte.repartitions import repartition_en_lignes, total
from evaluator.ui.texte.valeur import NON_CONNUS
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

HAUTEUR_AISEE = 30  # below, the instruction leaves its lines to the categories
Textes = dict[str, str]
ICI = (
    Touche(("down", "tab"), "bouger(1)", "↓ ↑", "catégorie", "catégorie suivante, précédente (ou Tab, Maj+Tab)", keys.ALLER),
    Touche(("up", "shift+tab"), "bouger(-1)", "↑", "", "catégorie précédente (ou Maj+Tab)", keys.ALLER),
    Touche(("pageup",), "bout(0)", "PgUp", "", "première catégorie", keys.ALLER),
    Touche(("pagedown",), "bout(-1)", "PgDn", "", "dernière catégorie", keys.ALLER),
    Touche(("f10", "ctrl+s"), "enregistrer", "F10", "enregistrer", "enregistrer la répartition (ou Ctrl+S)", keys.REPONDRE),
    Touche(("ctrl+z",), "annuler", "Ctrl+Z", "annuler", "annuler le dernier changement, puis ceux d’avant", keys.REPONDRE),
    Touche(("ctrl+y",), "refaire", "Ctrl+Y", "refaire", "refaire ce qui vient d’être annulé", keys.REPONDRE),
    Touche(("escape",), "retour", "Échap", "garder en brouillon", "sortir et garder les nombres en brouillon", keys.ALLER),
)
QUITTER = replace(keys.QUITTER, aide="quitter : les nombres non enregistrés restent en brouillon")
PARTOUT = (Touche(("f1",), "aide", "F1", "aide", "cette aide", keys.VOIR, True), QUITTER)
ACTIONS = {touche: t.action for t in ICI for touche in t.touches}
SORTIES = frozenset({"enter", *ACTIONS})  # the field hands them over in order, after the figures typed before them


class EcranRepartition(Ecran[bool]):
    """Returns True once recorded."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = (*ICI, *PARTOUT)
    BINDINGS = keys.liaisons(TOUCHES)  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.q = cast(QuestionRepartition, session.question)
        self.champs = [(c.id, c.libelle) for c in self.q.categories] + [(NON_CONNU, NON_CONNUS)]
        self.textes: Textes = dict(session.repartitions.get(self.q.id, self._enregistres()))
        self.rang = 0
        self.fautes: dict[str, str] = {}
        self.aupres = rapprochements(session.dossier.referentiel.questionnaire, self.q.id)
        self.fige: Textes = dict(self.textes)  # as they stood at the last change kept
        self.passes: list[tuple[Textes, int]] = []
        self.futurs: list[tuple[Textes, int]] = []
        self._repos: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        with Vertical():
            yield Lignes(id="texte")
            yield LigneDeSaisie(id="saisie", sorties=SORTIES)
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        for nom, _ in self.champs:
            self._controler(nom)
        self.call_after_refresh(self._ouvrir)

    def on_resize(self) -> None:
        self.call_after_refresh(self.tout_montrer)

    # — showing ————————————————————————————————————————————————————————————————————————————————————————————

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        numero = self.session.parcours.numeros[self.q.id]
        etat: Segment = ("comme enregistré ", "bon") if self._inchangee() else ("non enregistré ", "alerte")
        return [(f" {numero} ", "titre"), (self.q.etiquette, "accent")], [etat]

    def mode(self) -> str:
        return "SAISIE"

    def barre(self) -> list[tuple[str, str]]:
        rien = {"annuler"} if not self.passes and self.textes == self.fige else set()
        rien |= set() if self.futurs else {"refaire"}
        suite = [(t.affiche, t.court) for t in self.TOUCHES if t.court and t.action not in rien]
        return [("Entrée", "nombre suivant, puis enregistrer"), *suite]

    def _ouvrir(self) -> None:
        nom, libelle = self.champs[self.rang]
        invite = libelle if len(libelle) <= 30 else libelle[:29] + "…"
        self.query_one(LigneDeSaisie).ouvrir(f"{invite} :", self.textes.get(nom, ""), remplacer=True)
        self.tout_montrer()

    def tout_montrer(self) -> None:
        zone = self.query_one("#texte", Lignes)
        dits, ou = self._dits(), [0]

        def rendu(largeur: int) -> list[Ligne]:
            court = self.size.height < HAUTEUR_AISEE and len(self.champs) + len(dits) > 12
            lignes, ou[0] = repartition_en_lignes(
                self.q, self.champs, self.textes, self.fautes, self.rang, dits, largeur, court=court
            )
            return lignes

        zone.montrer(rendu)
        zone.styles.max_height = len(zone.lignes)  # the field right under the total
        zone.voir(ou[0])
        self.rafraichir()

    def _dits(self) -> list[Segment]:
        """Under the total: the figures that it has to agree with, then what the answer would contradict."""
        session = self.session
        somme = Somme(total(self.textes))
        dits: list[Segment] = []
        if not any(t.strip() for t in self.textes.values()):
            return dits
        for r in self.aupres:
            if r.fait in session.visibles:
                fait = cast(QuestionNombre, session.parcours.question(r.fait))
                nom = f"{session.parcours.numeros[r.fait]} {fait.etiquette}"
                dits.append(en_mots(r, somme, nom, session.reponse(r.fait), self.q.unite or fait.unite))
        valeur = self._lue()
        if isinstance(valeur, Mapping):
            dits += self._contradictions(valeur)
        return dits

    def _contradictions(self, valeur: Valeur) -> list[Segment]:
        """The controls of the question, as they would stand with what is typed: nothing is recorded yet."""
        dossier = self.session.dossier
        connues = dossier.reponses(self.session.volet)
        essai = Reponses(connues.volet, {**connues.par_question, self.q.id: Reponse("renseignee", valeur)})
        resultat = evaluer(dossier.referentiel, essai).questions.get(self.q.id)
        dits: list[Segment] = []
        for controle in resultat.controles if resultat else ():
            mot, style = CONTROLES[controle.gravite]
            dits.append((f"{mot}{french.INSECABLE}: {propre(controle.message)}", style))
        return dits

    # — typing —————————————————————————————————————————————————————————————————————————————————————————————

    def _lue(self) -> Valeur | None:
        """What would be recorded; None where a number is wrong."""
        if any("%" in texte for texte in self.textes.values()):
            return None
        try:
            return lire(self.q, {nom: texte for nom, texte in self.textes.items() if texte.strip()})
        except ValeurRefusee:
            return None

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        nom = self.champs[self.rang][0]
        if self.textes.get(nom, "") != event.value:
            self.textes[nom] = event.value
            self._controler(nom)
            self.tout_montrer()
            if self._repos:
                self._repos.stop()
            self._repos = self.set_timer(REPOS, self._deposer)

    def _controler(self, nom: str) -> bool:
        """Say beside the category what is wrong with its number."""
        self.fautes.pop(nom, None)
        try:
            lire(self.q, {nom: self.textes.get(nom, "").strip() or None})
        except ValeurRefusee as refus:
            self.fautes[nom] = refus.refus[0].message.split("» : ", 1)[-1]
        if "%" in self.textes.get(nom, ""):
            self.fautes[nom] = "un nombre attendu, non une part en % : la part se calcule seule"
        return nom not in self.fautes

    def _figer(self) -> None:
        """One step that can be taken back; from now on, the numbers outlive the screen."""
        if self.textes != self.fige:
            self.passes.append((self.fige, self.rang))
            self.futurs.clear()
            self.fige = dict(self.textes)
        self._deposer()

    def _aller(self, rang: int) -> None:
        if not self._controler(self.champs[self.rang][0]):
            self.app.bell()
        self._figer()
        self.rang = min(max(rang, 0), len(self.champs) - 1)
        self._ouvrir()

    def action_bouger(self, pas: int) -> None:
        self._aller(self.rang + pas)

    def action_bout(self, rang: int) -> None:
        self._aller(rang % len(self.champs))

    @on(LigneDeSaisie.Sortie)
    async def _sortie(self, event: LigneDeSaisie.Sortie) -> None:
        event.stop()
        if event.touche == "enter":
            self._valider()
        else:
            await self.app.run_action(ACTIONS[event.touche], self)

    def _valider(self) -> None:
        if self.rang < len(self.champs) - 1:
            self.action_bouger(1)
        else:
            self.action_enregistrer()

    @on(LigneDeSaisie.Collee)
    def _collee(self, event: LigneDeSaisie.Collee) -> None:
        event.stop()
        try:
            comptes = lire_comptes(self.champs, self.rang, event.texte)
        except CollageRefuse as refus:
            self.alarme(str(refus))
            return
        self._figer()
        self.textes |= comptes.textes
        faux = sum(1 for nom in comptes.textes if not self._controler(nom))
        self._figer()
        self._ouvrir()
        dit = f"{french.pluriel(len(comptes.textes), 'nombre collé', 'nombres collés')} (Ctrl+Z pour annuler)"
        if faux:
            dit += f" ; {french.pluriel(faux, 'est à corriger', 'sont à corriger')}"
        if comptes.ignorees:
            dit += f" ; sans catégorie, non collé : {' ; '.join(comptes.ignorees)}"
        if faux or comptes.ignorees:
            self.alarme(dit)
        else:
            self.dire(dit, "bon")

    def action_annuler(self) -> None:
        self._figer()
        self._revenir(self.passes, self.futurs, "rien à annuler dans cette répartition depuis son ouverture")

    def action_refaire(self) -> None:
        self._figer()
        self._revenir(self.futurs, self.passes, "rien à refaire")

    def _revenir(self, de: list[tuple[Textes, int]], vers: list[tuple[Textes, int]], rien: str) -> None:
        if not de:
            self.alarme(rien)
            return
        vers.append((self.fige, self.rang))
        self.fige, self.rang = de.pop()
        self.textes = dict(self.fige)
        for nom, _ in self.champs:
            self._controler(nom)
        self._deposer()
        self.dire("")
        self._ouvrir()

    # — recording, leaving —————————————————————————————————————————————————————————————————————————————————

    def action_enregistrer(self) -> None:
        valeur = self._lue()
        if valeur is None:
            justes = [self._controler(nom) for nom, _ in self.champs]
            self.rang = justes.index(False) if False in justes else self.rang
            self._ouvrir()
            self.alarme("un nombre est à corriger ; rien n’est enregistré")
        elif self.tenter(lambda: self.session.repondre(valeur, self.q.id)):
            self._sans_brouillon()
            self.dismiss(True)

    def _enregistres(self) -> Textes:
        valeur = self.session.reponse(self.q.id).valeur
        return {nom: str(n) for nom, n in valeur.items()} if isinstance(valeur, dict) else {}

    def _sans_brouillon(self) -> None:
        self.session.repartitions.pop(self.q.id, None)
        self.session.brouillons.pop(self.q.id, None)

    def _deposer(self) -> bool:
        """Keep the numbers as a draft, for this machine; nothing where they are those recorded. False where it refuses."""
        if self._inchangee():
            self._sans_brouillon()
        else:
            self.session.repartitions[self.q.id] = dict(self.textes)
            somme = french.nombre(total(self.textes), 6)
            self.session.brouillons[self.q.id] = f"répartition commencée, total {somme}"
        return self.session.garder()

    def action_retour(self) -> None:
        self._deposer()
        self.dismiss(False)

    def non_enregistre(self) -> str:
        return "" if self._deposer() or self._inchangee() else "répartition non enregistrée (F10)"

    def _inchangee(self) -> bool:
        ecrits = {n: t.strip() for n, t in self.textes.items() if t.strip()}
        return ecrits == self._enregistres()

    def action_aide(self) -> None:
        from evaluator.ui.screens.aide import EcranAide

        self.app.push_screen(EcranAide(self.TOUCHES, self.q, self.session.dossier.referentiel.textes))
