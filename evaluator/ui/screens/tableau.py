"""A table: its rows above, the cells of the current row below. Each change is one event, on disk at once."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on

from evaluator.dossier.valeurs import ValeurRefusee
from evaluator.french import pluriel
from evaluator.ui import keys, rangees
from evaluator.ui.collage import Collage, CollageRefuse, coller, decouper, lire_saisie
from evaluator.ui.keys import Touche
from evaluator.ui.rangees import Place
from evaluator.ui.screens.collage import EcranCollage
from evaluator.ui.screens.tableau_saisie import SaisieTableau
from evaluator.ui.screens.tableau_vue import A_CHOISIR
from evaluator.ui.texte.cellules import rang_de
from evaluator.ui.texte.lignes import propre
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
    Touche(
        ("u", "U", "ctrl+z"),
        "annuler",
        "u",
        "annuler",
        "annuler le dernier changement, puis ceux d’avant (ou Ctrl+Z)",
        keys.REPONDRE,
    ),
    Touche(("y", "Y", "ctrl+y"), "refaire", "y", "refaire", "refaire ce qui vient d’être annulé (ou Ctrl+Y)", keys.REPONDRE),
    Touche(("l", "L", "insert"), "ajouter", "l", "nouvelle ligne", "ajouter une ligne à la fin (l ou Inser)", keys.REPONDRE),
    Touche(("d", "D"), "dupliquer", "d", "dupliquer", "dupliquer la ligne, juste en dessous", keys.REPONDRE),
    Touche(("r", "R"), "retirer", "r", "retirer", "retirer la ligne (u pour la reprendre)", keys.REPONDRE),
    Touche(("h", "H"), "deplacer(-1)", "h b", "déplacer", "déplacer la ligne vers le haut", keys.REPONDRE),
    Touche(("b", "B"), "deplacer(1)", "b", "", "déplacer la ligne vers le bas", keys.REPONDRE),
    Touche(
        ("ctrl+v",),
        "coller",
        "Ctrl+V",
        "coller",
        "coller des cases d’un tableur ; le plus souvent, Ctrl+Maj+V, Maj+Inser ou Cmd+V",
        keys.REPONDRE,
        True,
    ),
    Touche(
        ("down", "tab"),
        "suivre(1)",
        "↓ ↑",
        "case",
        "case suivante (ou Tab) ; dans une saisie : garder et passer",
        keys.ALLER,
    ),
    Touche(("up", "shift+tab"), "suivre(-1)", "↑", "", "case précédente (ou Maj+Tab)", keys.ALLER),
    Touche(("j", "J"), "case(1)", "j", "", "case suivante", keys.ALLER),
    Touche(("k", "K"), "case(-1)", "k", "", "case précédente", keys.ALLER),
    Touche(
        ("pagedown",),
        "ligne(1)",
        "PgDn PgUp",
        "ligne",
        "ligne suivante, même case ; dans une saisie : garder d’abord",
        keys.ALLER,
    ),
    Touche(("pageup",), "ligne(-1)", "PgUp", "", "ligne précédente", keys.ALLER),
    Touche(("home",), "bout(0)", "Début", "", "première ligne", keys.ALLER),
    Touche(("end",), "bout(-1)", "Fin", "", "dernière ligne", keys.ALLER),
    Touche(("f1",), "aide", "F1", "aide", "cette aide", keys.VOIR, True),
    Touche(("?",), "aide", "?", "", "cette aide", keys.VOIR),
    Touche(
        ("escape",),
        "retour",
        "Échap",
        "fin du tableau",
        "sortir ; dans une saisie : la laisser, son texte est repris par Entrée",
        keys.ALLER,
    ),
    keys.QUITTER,
)
EN_SAISIE = ("retour", "quitter", "aide", "suivre", "ligne", "coller", "commandes", "copie")
COMMENT_COLLER = (
    "copiez les cases dans le tableur, puis collez par le terminal : Ctrl+Maj+V, Maj+Inser, ou Cmd+V sur un Mac ; "
    "elles vont à partir de la case courante, ou sous les noms de colonnes si la première ligne les porte"
)


class EcranTableau(SaisieTableau):
    """The keys of a table."""

    TOUCHES: ClassVar[tuple[Touche, ...]] = ICI
    BINDINGS = keys.liaisons(ICI)  # Textual's own declaration

    def on_mount(self) -> None:
        self.saisie.display = False
        self.call_after_refresh(self._entrer)

    def _entrer(self) -> None:
        """An empty table opens on its first cell, ready to type: nothing is painted before, or a fast key would miss it."""
        self.entre = True
        if not self.rangees[0]:
            self._commencer()
        self.tout_montrer()

    def barre(self) -> list[tuple[str, str]]:
        if self.saisie.ouverte:
            return [
                ("Entrée", "garder et passer à la case suivante"),
                ("↓ ↑", "garder, case"),
                ("PgDn PgUp", "garder, ligne"),
                ("Échap", "laisser la case"),
                ("F1", "aide"),
            ]
        debut = {"oui_non": [("o/n", "répondre")], "choix": [(f"1-{min(len(self.colonne.options), 10) % 10}", "choisir")]}
        possibles = {
            "annuler": bool(self.gestes),
            "refaire": bool(self.annules),
            "deplacer(-1)": len(self.rangees) > 1,
            "ligne(1)": len(self.rangees) > 1,
            "dupliquer": bool(self.rangee),
            "retirer": bool(self.rangee),
            "vider": self.colonne.id in self.rangee,
        } | dict.fromkeys(("saisir", "ajouter", "retour", "aide"), False)  # said first
        suite = [(t.affiche, t.court) for t in self.TOUCHES if t.court and possibles.get(t.action, True)]
        entree = ("Entrée", "passer" if self.colonne.type in A_CHOISIR else "saisir")
        fin = [("l", "nouvelle ligne"), ("Échap", "fin du tableau"), ("F1", "aide")]
        return [*debut.get(self.colonne.type, []), entree, *fin, *suite]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.is_mounted and self.saisie.ouverte:
            return action in EN_SAISIE
        return True

    # — rows ———————————————————————————————————————————————————————————————————————————————————————————————

    def action_ajouter(self) -> None:
        if self.rangees[-1]:
            self.rangees = (*self.rangees, {})
        self.aller(Place(len(self.rangees) - 1, 0))
        self.dire("")
        self._commencer()
        self.tout_montrer()

    def _commencer(self) -> None:
        """The first cell of a row: typed cells follow one another by Enter."""
        self.enchaine = True
        if self.colonne.type not in A_CHOISIR:
            self.action_saisir()

    def action_dupliquer(self) -> None:
        if not self.rangee:
            self.alarme("cette ligne est vide : rien à dupliquer")
            return
        place = Place(self.place.rang + 1, self.place.champ)
        self._deplacee(rangees.dupliquer(self.rangees, self.place.rang), place, "ligne dupliquée ; changez ce qui diffère")

    def action_retirer(self) -> None:
        apres = rangees.retirer(self.rangees, self.place.rang)
        if self.rangee:
            self._deplacee(apres or ({},), self.place, "ligne retirée ; u pour la reprendre")
        else:
            self.rangees = apres or ({},)
            self.aller(self.place)
            self.tout_montrer()

    def action_deplacer(self, pas: int) -> None:
        apres = rangees.deplacer(self.rangees, self.place.rang, pas)
        if apres is self.rangees:
            self.alarme(f"c’est déjà la {'première' if pas < 0 else 'dernière'} ligne")
        elif rangees.pleines(apres) == rangees.pleines(self.rangees):  # only an empty row moved
            self.rangees = apres
            self.action_ligne(pas)
        else:
            place = Place(self.place.rang + pas, self.place.champ)
            self._deplacee(apres, place, f"ligne déplacée : elle est maintenant en {place.rang + 1}")

    # — pasting ————————————————————————————————————————————————————————————————————————————————————————————

    def action_coller(self) -> None:
        """What was copied inside the program; for anything else the terminal has to paste."""
        if self.app.clipboard:
            self._coller(self.app.clipboard)
        else:
            self.alarme(COMMENT_COLLER)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._coller(event.text)

    @on(LigneDeSaisie.Collee)
    def _collee(self, event: LigneDeSaisie.Collee) -> None:
        event.stop()
        self._coller(event.texte)

    def _coller(self, texte: str) -> None:
        """Several cells are shown first; one is typed in the current cell."""
        cases = decouper(texte) if len(texte) < 5000 else []
        if len(cases) == 1 and len(cases[0]) == 1:
            self._coller_une(cases[0][0])
            return
        try:
            collage = coller(self.q, self.rangees, self.place.rang, self.place.champ, texte)
        except CollageRefuse as refus:
            self.alarme(str(refus))
            return
        self.app.push_screen(EcranCollage(self.session, self.q, collage, lambda: self._ecrire_collage(collage)))

    def _ecrire_collage(self, collage: Collage) -> None:
        self.inscrire(collage.apres, Place(collage.premier, collage.champ))
        self.saisie.fermer()
        self.laissees.clear()
        self.enchaine = False
        dit = f"{pluriel(collage.posees, 'case collée', 'cases collées')} (u pour annuler)"
        if collage.refusees:
            dit += f" ; {pluriel(len(collage.refusees), 'case refusée, laissée vide', 'cases refusées, laissées vides')}"
        self.dire(dit, "alerte" if collage.refusees else "bon")
        self.tout_montrer()

    def _coller_une(self, texte: str) -> None:
        if self.saisie.ouverte:
            self.saisie.champ.insert_text_at_cursor(propre(texte, lignes=False))
            return
        if self.colonne.type not in A_CHOISIR:
            self.action_saisir(texte)
            return
        try:
            self._poser_et_passer(lire_saisie(self.colonne, texte))
        except ValeurRefusee as refus:
            self.alarme(str(refus))

    # — moving —————————————————————————————————————————————————————————————————————————————————————————————

    def _arriver(self, saisie: bool) -> None:
        """On another cell; typing goes on where it can."""
        self.dire("")
        if saisie and self.colonne.type not in A_CHOISIR:
            self.action_saisir()
        else:
            self.enchaine = False
            self.tout_montrer()

    def action_suivre(self, pas: int) -> None:
        saisie = self._quitter_la_case()
        if saisie and pas > 0 and self.place.champ == len(self.q.colonnes) - 1:
            self._passer()
            self.tout_montrer()
        elif saisie is not None:
            self.aller(Place(self.place.rang, (self.place.champ + pas) % len(self.q.colonnes)))
            self._arriver(saisie)

    def action_case(self, pas: int) -> None:
        self.action_suivre(pas)

    def action_ligne(self, pas: int) -> None:
        saisie = self._quitter_la_case()
        if saisie is not None:
            self.aller(Place(self.place.rang + pas, self.place.champ))
            self._arriver(saisie)

    def action_bout(self, rang: int) -> None:
        self.aller(Place(rang % len(self.rangees), self.place.champ))
        self.tout_montrer()

    @on(Lignes.Cliquee, "#lignes")
    def _rangee_cliquee(self, event: Lignes.Cliquee) -> None:
        if event.rang < len(self.rangees):
            self.action_ligne(event.rang - self.place.rang)

    @on(Lignes.Cliquee, "#champs")
    @on(Lignes.Cliquee, "#suite")
    def _case_cliquee(self, event: Lignes.Cliquee) -> None:
        decalage = len(self.query_one("#champs", Lignes).lignes) if event.lignes.id == "suite" else 0
        champ = rang_de(self.cases, event.rang + decalage)
        if champ is not None:
            self.action_suivre(champ - self.place.champ)

    # — leaving ————————————————————————————————————————————————————————————————————————————————————————————

    def non_enregistre(self) -> str:
        if self.saisie.ouverte and self._changee():
            return "la case en cours de saisie n’est pas enregistrée (Entrée la garde)"
        if self.en_attente:
            return f"ces lignes ne sont pas enregistrées : il en faut {self.q.lignes_min} au moins"
        return ""

    def action_retour(self) -> None:
        if self.saisie.ouverte:
            if self._changee() and self.saisie.texte.strip():
                self.laissees[self.place] = self.saisie.texte
                self.dire("case laissée, son texte n’est pas enregistré : Entrée pour le reprendre", "alerte")
            self.refus = ""
            self.saisie.fermer()
            self.enchaine = False
            self.tout_montrer()
        elif (perdu := self.non_enregistre()) and not self._prevenu:
            self._prevenu = True
            self.alarme(f"{perdu} ; Échap de nouveau pour sortir sans")
        else:
            self.dismiss(None)

    def action_aide(self) -> None:
        from evaluator.ui.screens.aide import EcranAide

        self.app.push_screen(EcranAide(self.TOUCHES, self.q, self.session.dossier.referentiel.textes))
