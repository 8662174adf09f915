"""How the cells of a table are written: typed, chosen by a key, taken back, given again."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from evaluator.dossier.reponses import Cellule
from evaluator.french import pluriel
from evaluator.ui import rangees
from evaluator.ui.rangees import Place, Rangees
from evaluator.ui.screens.tableau_vue import A_CHOISIR, VueTableau
from evaluator.ui.session import Session
from evaluator.ui.texte.cellules import attendu, texte_de
from evaluator.ui.widgets.lignes import Lignes
from evaluator.ui.widgets.saisie import LigneDeSaisie


class SaisieTableau(VueTableau):
    """Each change is one event that holds the whole table; taking it back is another one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.gestes: list[Place] = []  # where the cursor was at each change written from here, the last one last
        self.annules: list[Place] = []
        self.laissees: dict[Place, str] = {}  # texts typed and left
        self.enchaine = False  # Enter goes from cell to cell

    # — writing ————————————————————————————————————————————————————————————————————————————————————————————

    @property
    def en_attente(self) -> bool:
        """Fewer rows than the table must have: they stand on the screen only."""
        return 0 < len(rangees.pleines(self.rangees)) < self.q.lignes_min

    def _ecrire(self, apres: Rangees, place: Place) -> bool:
        """Write all rows that hold something, as one event; on refusal nothing moves."""
        pleines, q = rangees.pleines(apres), self.q
        if len(pleines) < q.lignes_min:
            if len(pleines) < len(rangees.pleines(self.rangees)):
                self.alarme(f"ce tableau a {q.lignes_min} lignes au moins : rien n’est retiré")
                return False
            self.rangees = apres
            self.aller(place)
            self.dire(f"pas encore enregistré : ce tableau a {q.lignes_min} lignes au moins", "alerte")
            return True
        return self.tenter(lambda: self.inscrire(apres, place))

    def inscrire(self, apres: Rangees, place: Place) -> None:
        """The event itself. Raises what `session.repondre` raises, and changes nothing then."""
        pleines, avant = rangees.pleines(apres), self.place
        self.session.repondre(pleines, self.q.id)
        self.gestes.append(avant)
        self.annules.clear()
        self._ecrite(apres, place)

    def _ecrite(self, apres: Rangees, place: Place) -> None:
        self.rangees, self.ecrit, self._prevenu = apres, True, False
        self.aller(place)
        self.dire("")

    def _poser(self, valeur: Cellule | None) -> bool:
        apres = rangees.poser(self.rangees, self.place.rang, self.colonne.id, valeur)
        return apres is self.rangees or self._ecrire(apres, self.place)

    def _deplacee(self, apres: Rangees, place: Place, dit: str) -> None:
        """Rows were added, moved or taken away: texts left in cells belong nowhere any more."""
        if self._ecrire(apres, place):
            self.laissees.clear()
            if not self.en_attente:
                self.dire(dit)
        self.tout_montrer()

    def action_annuler(self) -> None:
        if not self.gestes:
            self.alarme("rien à annuler dans ce tableau depuis son ouverture")
        elif self.tenter(self.session.annuler):
            self.annules.append(self.gestes.pop())
            self._relire()
            self.aller(self.annules[-1])
            self.laissees.clear()
            reste = f" ; encore {len(self.gestes)} avant lui" if self.gestes else ""
            self.dire(f"changement annulé (y pour le refaire){reste}")
            self.tout_montrer()

    def action_refaire(self) -> None:
        if not self.annules:
            self.alarme("rien à refaire : u annule, y refait ce qui vient d’être annulé")
        elif self.tenter(self.session.refaire):
            self.gestes.append(self.annules.pop())
            self._relire()
            self.aller(self.gestes[-1])
            self.laissees.clear()
            self.dire("changement refait (u pour l’annuler)")
            self.tout_montrer()

    # — one cell ———————————————————————————————————————————————————————————————————————————————————————————

    def action_choisir(self, rang: int) -> None:
        genre = self.colonne.type
        if genre == "choix" and rang <= len(self.colonne.options):
            self._poser_et_passer(self.colonne.options[rang - 1].id)
        elif genre == "oui_non" and rang <= 2:
            self._poser_et_passer(rang == 1)
        elif genre not in A_CHOISIR:
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
        ici = self.rangee.get(self.colonne.id)
        place = ids.index(ici) + pas if isinstance(ici, str) and ici in ids else (0 if pas > 0 else -1)
        self._poser(ids[place % len(ids)])
        self.tout_montrer()

    def _poser_et_passer(self, valeur: Cellule | None) -> None:
        if self._poser(valeur):
            self._passer()
        self.tout_montrer()

    def _passer(self) -> None:
        """To the next cell; in a chain of typing, straight into it."""
        if self.place.champ == len(self.q.colonnes) - 1:
            self.enchaine = False
            vides = len(self.q.colonnes) - len(self.rangee)
            etat = f"fin de la ligne, {pluriel(vides, 'case vide', 'cases vides')}" if vides else "ligne complète"
            self.dire(f"{etat} ; l : nouvelle ligne, Échap : fin du tableau", "alerte" if vides else "bon")
            return
        self.aller(Place(self.place.rang, self.place.champ + 1))
        if self.enchaine and self.colonne.type not in A_CHOISIR:
            self.action_saisir()

    def action_saisir(self, debut: str = "") -> None:
        if self.colonne.type in A_CHOISIR:
            self._passer()
            self.tout_montrer()
            return
        self.enchaine, self.refus = True, ""
        cellule = self.rangee.get(self.colonne.id)
        texte = debut or self.laissees.pop(self.place, "") or ("" if cellule is None else texte_de(self.colonne, cellule))
        champs = self.query_one("#champs", Lignes)
        invite = self._fiche({}, None, None).invite(champs.size.width or self.size.width)
        self.saisie.ouvrir(invite, texte, attendu(self.colonne))
        self.tout_montrer()

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        event.stop()
        if self.entre and self.saisie.ouverte:
            self.refus = ""
            self.montrer_cases()

    def _garder(self) -> bool:
        """Write the cell typed. Where it is refused, its text stays, with the reason beside it."""
        valeur, faute = self.lue()
        if faute:
            self.refus = faute
            self.alarme("case non enregistrée : corrigez-la, ou Échap pour la laisser")
            self.montrer_cases()
            return False
        return self._poser(valeur)

    @on(LigneDeSaisie.Sortie)
    async def _sortie(self, event: LigneDeSaisie.Sortie) -> None:
        event.stop()
        if event.touche == "enter":
            self._valider()
        else:
            await self.app.run_action(next(t.action for t in self.TOUCHES if event.touche in t.touches), self)

    def _valider(self) -> None:
        if self._garder():
            self.saisie.fermer()
            self._passer()
            self.tout_montrer()

    def action_vider(self) -> None:
        self._poser(None)
        self.tout_montrer()

    def _quitter_la_case(self) -> bool | None:
        """Before moving: keep what is typed. None where it is refused, True where something was being typed."""
        if not self.saisie.ouverte:
            return False
        if not self._garder():
            return None
        self.saisie.fermer()
        return True

    def _changee(self) -> bool:
        cellule = self.rangee.get(self.colonne.id)
        return self.saisie.texte != ("" if cellule is None else texte_de(self.colonne, cellule))
