"""A table: its rows above, the cells of the current row below. Each cell is on disk as soon as it is given."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult

from evaluator.dossier.reponses import Cellule
from evaluator.dossier.valeurs import ValeurRefusee, lire_cellule
from evaluator.french import pluriel
from evaluator.questionnaire.models import Colonne, QuestionTableau
from evaluator.ui import keys
from evaluator.ui.heure import heure
from evaluator.ui.keys import Touche
from evaluator.ui.screens.base import Ecran
from evaluator.ui.session import Session
from evaluator.ui.texte.cellules import attendu, cellules_en_lignes, texte_de
from evaluator.ui.texte.lignes import Ligne, Segment, plier, propre
from evaluator.ui.texte.tableaux import apercu
from evaluator.ui.texte.valeur import lignes_de
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie

ICI = (
    *(
        Touche(keys.chiffre(n), f"choisir({n})", str(n % 10), "", f"prendre l’option {n}", keys.REPONDRE)
        for n in range(1, 11)
    ),
    Touche(("o", "O"), "booleen(True)", "o", "", "oui", keys.REPONDRE),
    Touche(("n", "N"), "booleen(False)", "n", "", "non", keys.REPONDRE),
    Touche(("right",), "tourner(1)", "→", "", "option suivante (là où il y en a plus de dix)", keys.REPONDRE),
    Touche(("left",), "tourner(-1)", "←", "", "option précédente", keys.REPONDRE),
    Touche(("enter",), "saisir", "Entrée", "saisir", "saisir la case, ou passer à la suivante", keys.REPONDRE),
    Touche(
        ("delete", "backspace"), "vider", "Suppr", "vider la case", "vider la case : elle redevient inconnue", keys.REPONDRE
    ),
    Touche(("l", "L", "insert"), "ajouter", "l", "nouvelle ligne", "ajouter une ligne (l ou Inser)", keys.REPONDRE),
    Touche(("r", "R"), "retirer", "r", "retirer la ligne", "retirer la ligne (u pour la reprendre)", keys.REPONDRE),
    Touche(("u", "U"), "annuler", "u", "annuler", "annuler le dernier changement", keys.REPONDRE),
    Touche(("down", "j", "J", "tab"), "case(1)", "↓ ↑", "case", "case suivante (j, Tab)", keys.ALLER),
    Touche(("up", "k", "K", "shift+tab"), "case(-1)", "↑", "", "case précédente (k, Maj+Tab)", keys.ALLER),
    Touche(("pagedown",), "ligne(1)", "PgDn PgUp", "ligne", "ligne suivante", keys.ALLER),
    Touche(("pageup",), "ligne(-1)", "PgUp", "", "ligne précédente", keys.ALLER),
    Touche(("f1",), "aide", "F1", "aide", "cette aide", keys.VOIR, True),
    Touche(("?",), "aide", "?", "", "cette aide", keys.VOIR),
    Touche(("escape",), "retour", "Échap", "fin du tableau", "sortir ; dans une saisie : l’abandonner", keys.ALLER, True),
    keys.QUITTER,
)


class EcranTableau(Ecran[None]):
    """Rows without any cell are never written: a row begins with its first cell."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = ICI
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.q = cast(QuestionTableau, session.question)
        self.lignes: list[dict[str, Cellule]] = []
        self.rang = self.champ = self.ecritures = 0
        self.enchaine = self.entre = False  # Enter goes from cell to cell; the screen is ready
        self._relire()

    def _relire(self) -> None:
        self.lignes = [dict(ligne) for ligne in lignes_de(self.session.reponse(self.q.id).valeur)] or [{}]
        self.rang = min(self.rang, len(self.lignes) - 1)

    @property
    def colonne(self) -> Colonne:
        return self.q.colonnes[self.champ]

    @property
    def saisie(self) -> LigneDeSaisie:
        return self.query_one(LigneDeSaisie)

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        yield Lignes(id="lignes")
        yield Lignes(id="champs")
        yield LigneDeSaisie(id="saisie")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_mount(self) -> None:
        self.saisie.display = False
        self.call_after_refresh(self._entrer)

    def _entrer(self) -> None:
        """An empty table opens on its first cell, ready to type: nothing is painted before, or a fast key would miss it."""
        self.entre = True
        if not self.lignes[0]:
            self._commencer()
        self.tout_montrer()

    def on_resize(self) -> None:
        if self.entre:
            self.call_after_refresh(self.tout_montrer)

    # — showing ————————————————————————————————————————————————————————————————————————————————————————————

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        instant = self.session.dossier.enregistre_a
        dit = f"enregistré {heure(instant)} " if instant and self.ecritures else ""
        return [(f" {self.session.parcours.numeros[self.q.id]} ", "titre"), (self.q.etiquette, "accent")], [(dit, "bon")]

    def mode(self) -> str:
        return "SAISIE" if self.saisie.ouverte else "TABLEAU"

    def barre(self) -> list[tuple[str, str]]:
        if self.saisie.ouverte:
            return [("Entrée", "garder et passer à la case suivante"), ("Échap", "laisser la case"), ("F1", "aide")]
        debut = {"oui_non": [("o/n", "répondre")], "choix": [(f"1-{min(len(self.colonne.options), 10) % 10}", "choisir")]}
        suite = [(t.affiche, t.court) for t in self.TOUCHES if t.court and t.action not in ("saisir", "ajouter", "retour")]
        return [
            *debut.get(self.colonne.type, []),
            ("Entrée", "saisir"),
            ("l", "nouvelle ligne"),
            ("Échap", "fin du tableau"),
            *suite,
        ]

    def tout_montrer(self) -> None:
        champs = self.query_one("#champs", Lignes)
        champs.montrer(lambda n: cellules_en_lignes(self.q, self.lignes[self.rang], self.rang, self.champ, n))
        champs.styles.height = len(champs.lignes)
        self.query_one("#lignes", Lignes).montrer(self._apercu, voir=self.rang + 2)
        self.rafraichir()

    def _apercu(self, largeur: int) -> list[Ligne]:
        tete = plier([(propre(self.q.libelle), "fort")], largeur - 1, tete=[(" ", "")])
        return [*tete, *apercu(self.q, self.lignes if any(self.lignes) else [], largeur, self.rang)]

    # — changing ———————————————————————————————————————————————————————————————————————————————————————————

    def _ecrire(self) -> bool:
        """Write all rows that hold something; on refusal, show again what stands."""
        pleines = tuple(ligne for ligne in self.lignes if ligne)
        fait = self.tenter(lambda: self.session.repondre(pleines, self.q.id))
        if fait:
            self.ecritures += 1
            self.dire("")
        return fait

    def _poser(self, valeur: Cellule | None) -> bool:
        ligne = self.lignes[self.rang]
        avant = dict(ligne)
        if valeur is None:
            ligne.pop(self.colonne.id, None)
        else:
            ligne[self.colonne.id] = valeur
        if ligne == avant or self._ecrire():
            return True
        self.lignes[self.rang] = avant
        return False

    def action_choisir(self, rang: int) -> None:
        if self.colonne.type == "choix" and rang <= len(self.colonne.options):
            self._poser_et_passer(self.colonne.options[rang - 1].id)
        elif self.colonne.type == "oui_non" and rang <= 2:
            self._poser_et_passer(rang == 1)
        elif self.colonne.type != "choix" and self.colonne.type != "oui_non":
            self.action_saisir(str(rang % 10))
        else:
            self.alarme(f"attendu : {attendu(self.colonne)}")

    def action_booleen(self, oui: bool) -> None:
        if self.colonne.type == "oui_non":
            self._poser_et_passer(oui)
        else:
            self.alarme(f"attendu : {attendu(self.colonne)}")

    def action_tourner(self, pas: int) -> None:
        if self.colonne.type != "choix":
            return
        ids = [o.id for o in self.colonne.options]
        ici = self.lignes[self.rang].get(self.colonne.id)
        place = ids.index(ici) + pas if isinstance(ici, str) and ici in ids else (0 if pas > 0 else -1)
        self._poser(ids[place % len(ids)])
        self.tout_montrer()

    def _poser_et_passer(self, valeur: Cellule | None) -> None:
        if self._poser(valeur):
            self._passer()
        self.tout_montrer()

    def _passer(self) -> None:
        """To the next cell; in a chain of typing, straight into it."""
        if self.champ == len(self.q.colonnes) - 1:
            self.enchaine = False
            vides = len(self.q.colonnes) - len(self.lignes[self.rang])
            etat = f"fin de la ligne, {pluriel(vides, 'case vide', 'cases vides')}" if vides else "ligne complète"
            self.dire(f"{etat} ; l : nouvelle ligne, Échap : fin du tableau", "alerte" if vides else "bon")
            return
        self.champ += 1
        if self.enchaine and self.colonne.type not in ("choix", "oui_non"):
            self.action_saisir()

    def action_saisir(self, debut: str = "") -> None:
        if self.colonne.type in ("choix", "oui_non"):
            self._passer()
            self.tout_montrer()
            return
        self.enchaine = True
        cellule = self.lignes[self.rang].get(self.colonne.id)
        texte = debut or ("" if cellule is None else texte_de(self.colonne, cellule))
        self.saisie.ouvrir(f"{self.colonne.libelle} :", texte, attendu(self.colonne))
        self.tout_montrer()

    @on(LigneDeSaisie.Validee)
    def _validee(self, event: LigneDeSaisie.Validee) -> None:
        try:
            valeur = lire_cellule(self.colonne, event.texte) if event.texte.strip() else None
        except ValeurRefusee as refus:
            self.alarme(str(refus))
            return
        if self._poser(valeur):
            self.saisie.fermer()
            self._passer()
            self.tout_montrer()

    def action_vider(self) -> None:
        self._poser(None)
        self.tout_montrer()

    def action_ajouter(self) -> None:
        if self.lignes[-1]:
            self.lignes.append({})
        self.rang, self.champ = len(self.lignes) - 1, 0
        self._commencer()
        self.tout_montrer()

    def _commencer(self) -> None:
        """The first cell of a row: typed cells follow one another by Enter."""
        self.enchaine = True
        if self.colonne.type not in ("choix", "oui_non"):
            self.action_saisir()

    def action_retirer(self) -> None:
        retiree = self.lignes.pop(self.rang)
        if retiree and not self._ecrire():
            self.lignes.insert(self.rang, retiree)
        elif retiree:
            self.dire("ligne retirée ; u pour la reprendre")
        self.lignes = self.lignes or [{}]
        self.rang = min(self.rang, len(self.lignes) - 1)
        self.tout_montrer()

    def action_annuler(self) -> None:
        if not self.ecritures:
            self.alarme("rien à annuler dans ce tableau depuis son ouverture")
        elif self.tenter(self.session.annuler):
            self.ecritures -= 1
            self._relire()
            self.dire("changement annulé")
            self.tout_montrer()

    # — moving —————————————————————————————————————————————————————————————————————————————————————————————

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.is_mounted and self.saisie.ouverte:
            return action in ("retour", "quitter", "aide")
        return True

    def action_case(self, pas: int) -> None:
        self.enchaine = False
        self.champ = (self.champ + pas) % len(self.q.colonnes)
        self.tout_montrer()

    def action_ligne(self, pas: int) -> None:
        self.rang = min(max(self.rang + pas, 0), len(self.lignes) - 1)
        self.tout_montrer()

    def action_retour(self) -> None:
        if self.saisie.ouverte:
            self.saisie.fermer()
            self.enchaine = False
            self.tout_montrer()
        else:
            self.dismiss(None)

    def action_aide(self) -> None:
        from evaluator.ui.screens.aide import EcranAide

        self.app.push_screen(EcranAide(self.TOUCHES, self.q, self.session.dossier.referentiel.textes))
