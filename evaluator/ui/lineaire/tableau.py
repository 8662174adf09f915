"""A table by prompts: its rows, then the cells of one row. A row is on the disk cell by cell, as far as it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from evaluator import french
from evaluator.dossier.reponses import Cellule
from evaluator.dossier.valeurs import ValeurRefusee, lire_cellule
from evaluator.questionnaire.models import Colonne, QuestionTableau
from evaluator.ui.lineaire import reponses
from evaluator.ui.lineaire.question import ligne_en_mots, lignes_en_phrases, options_de
from evaluator.ui.parcours import nu
from evaluator.ui.texte.cellules import attendu, texte_de
from evaluator.ui.texte.valeur import cellule, lignes_de, totaux_en_mots

if TYPE_CHECKING:
    from evaluator.ui.lineaire.seance import Seance

FIN, RETOUR, VIDER = "fin", "retour", "vider"
AIDE_LIGNE = (
    f"Entrée : passer, ou garder la case ; :{VIDER} : la case redevient inconnue ; :{RETOUR} : case précédente ; "
    f":{FIN} : fin de la ligne. Chaque case est enregistrée dès qu’elle est donnée."
)


class Geste(Struct, frozen=True):
    """One thing that can be done with the rows: its letter and word, whether it takes a row number, its help."""

    lettre: str
    mot: str
    numero: bool
    aide: str
    faire: Callable[[Tableau, int], None]


class Tableau:
    """The rows of the current question. A row without any cell is never written."""

    def __init__(self, seance: Seance) -> None:
        self.seance, self.session = seance, seance.session
        self.q = cast(QuestionTableau, seance.session.question)
        self.lignes: list[dict[str, Cellule]] = []
        self.ecrit = False
        self._dits = False  # the choices were said
        self._vues: set[str] = set()  # columns whose options were said

    def mener(self) -> None:
        self._relire()
        texte = "" if self.lignes else "a"
        while texte := texte or self._demander():
            try:
                self._geste(texte)
            except KeyboardInterrupt:
                self.seance.dire("saisie de la ligne abandonnée")
            texte = ""
        if self.ecrit:
            self.seance.dire_enregistree(self.q.id)
            self.seance.apres_reponse()
        else:
            if self.session.sans_reponse(self.q.id):
                self.seance.dire(f"rien n’est répondu ; « {reponses.AUCUN[0]} » dit qu’il n’y a aucune ligne")
            self.seance.suivre()

    def _relire(self) -> None:
        self.lignes = [dict(ligne) for ligne in lignes_de(self.session.reponse(self.q.id).valeur)]

    # — rows ———————————————————————————————————————————————————————————————————————————————————————————————

    def _demander(self) -> str:
        """What to do with the rows: the choices whole, then by their letters only."""
        choix, self._dits = self._lettres() if self._dits else self._choix(), True
        return self.seance.demander_ou(f"Tableau ({choix})", aide=self._aide)[1]

    def _lettres(self) -> str:
        compte = french.pluriel(len(self.lignes), "ligne")
        return f"{compte} ; {', '.join(g.lettre for g in GESTES)} ; ? : aide ; Entrée : finir"

    def _choix(self) -> str:
        compte = french.pluriel(len(self.lignes), "ligne")
        montres = [f"{g.lettre}{' numéro' if g.numero else ''} : {g.mot}" for g in GESTES if self.lignes or not g.numero]
        return " ; ".join([compte, *montres, "Entrée : finir"])

    def _aide(self) -> None:
        for g in GESTES:
            self.seance.dire(f"{g.lettre}{' et le numéro de la ligne' if g.numero else ''}, ou {g.mot} : {g.aide}")

    def _geste(self, texte: str) -> None:
        mot, _, suite = nu(texte).partition(" ")
        if mot.isdecimal():
            mot, suite = "changer", mot
        geste = next((g for g in GESTES if mot == g.lettre or g.mot.startswith(mot)), None)
        if geste is None:
            self.seance.refuser(f"{self._choix()} ; trouvé : « {texte[:60]} »")
        elif geste.numero and not (suite.isdecimal() and 1 <= int(suite) <= len(self.lignes)):
            trouve = f" ; trouvé : « {suite[:20]} »" if suite else ""
            self.seance.refuser(f"un numéro de ligne, de 1 à {len(self.lignes)}, est attendu{trouve}")
        else:
            geste.faire(self, int(suite) - 1 if geste.numero else 0)

    def dire_lignes(self, rang: int) -> None:
        """The rows, then the totals."""
        lignes = tuple(self.lignes)
        for phrase in (*lignes_en_phrases(self.q, lignes), *totaux_en_mots(self.q, lignes)):
            self.seance.dire(phrase)

    def ajouter(self, rang: int) -> None:
        self.lignes.append({})
        self._remplir(len(self.lignes) - 1)

    def changer(self, rang: int) -> None:
        self._remplir(rang)

    def dupliquer(self, rang: int) -> None:
        self.lignes.append(dict(self.lignes[rang]))
        if self._ecrire(f"ligne {len(self.lignes)}, copie de la ligne {rang + 1}"):
            self._remplir(len(self.lignes) - 1)

    def retirer(self, rang: int) -> None:
        otee = self.lignes.pop(rang)
        self._ecrire(f"ligne {rang + 1} retirée : {ligne_en_mots(self.q, otee)}")

    # — cells ——————————————————————————————————————————————————————————————————————————————————————————————

    def _remplir(self, rang: int) -> None:
        """Cell by cell; what interrupts the row leaves its cells on the disk."""
        if not self._vues:
            self.seance.dire(f"Ligne {rang + 1} ({self.q.ligne}). {AIDE_LIGNE}")
        place, avant = 0, dict(self.lignes[rang])
        try:
            while place < len(self.q.colonnes):
                place = self._case(rang, place)
        finally:
            self._finir(rang, avant)

    def _finir(self, rang: int, avant: Mapping[str, Cellule]) -> None:
        """What the row now holds; without any cell it is none."""
        ligne = self.lignes[rang]
        if not ligne:
            self.lignes.pop(rang)
            self.seance.dire("aucune case remplie : pas de ligne")
        elif ligne != avant:
            self.seance.dire_ecrit(f"ligne {rang + 1} : {ligne_en_mots(self.q, ligne)}")

    def _case(self, rang: int, place: int) -> int:
        """Ask for one cell; the place of the next one."""
        colonne, ligne = self.q.colonnes[place], self.lignes[rang]
        if colonne.id not in self._vues:
            self._vues.add(colonne.id)
            self._dire_options(colonne)
        garde = ligne.get(colonne.id)
        suite = f" ; Entrée : {cellule(colonne, garde)}" if garde is not None else ""
        invite = f"Ligne {rang + 1}, {colonne.libelle} ({attendu(colonne)}{suite})"
        prerempli = "" if garde is None or colonne.options else texte_de(colonne, garde)
        commande, texte = self.seance.demander_ou(
            invite, prerempli, locales=(FIN, RETOUR, VIDER), aide=lambda: self._aider(colonne)
        )
        if commande == FIN:
            return len(self.q.colonnes)
        if commande == RETOUR:
            return max(place - 1, 0)
        if not texte and not commande:
            return place + 1
        try:
            valeur = self._lire(colonne, texte) if texte else None
        except ValeurRefusee as refusee:
            self.seance.refuser(f"{refusee} ; attendu : {attendu(colonne)}")
            return place
        return place + 1 if self._poser(rang, colonne, valeur) else place

    def _lire(self, colonne: Colonne, texte: str) -> Cellule:
        if colonne.type == "choix":
            return reponses.option(colonne.options, texte)
        return lire_cellule(colonne, reponses.booleen(texte) if colonne.type == "oui_non" else texte)

    def _dire_options(self, colonne: Colonne) -> None:
        for option in options_de(colonne):
            self.seance.dire(option)

    def _aider(self, colonne: Colonne) -> None:
        if colonne.aide:
            self.seance.dire(colonne.aide)
        self._dire_options(colonne)
        self.seance.dire(AIDE_LIGNE)

    # — writing ————————————————————————————————————————————————————————————————————————————————————————————

    def _poser(self, rang: int, colonne: Colonne, valeur: Cellule | None) -> bool:
        ligne = self.lignes[rang]
        avant = dict(ligne)
        if valeur is None:
            ligne.pop(colonne.id, None)
        else:
            ligne[colonne.id] = valeur
        if ligne == avant or self._ecrire():
            return True
        self.lignes[rang] = avant
        return False

    def _ecrire(self, mots: str = "") -> bool:
        """Write the rows that hold something; where that fails, those on the disk stand again."""
        pleines: tuple[Mapping[str, Cellule], ...] = tuple(ligne for ligne in self.lignes if ligne)
        if len(pleines) < self.q.lignes_min:
            self.seance.dire(f"enregistré à partir de {french.pluriel(self.q.lignes_min, 'ligne')}")
            return True
        if not self.seance.tenter(lambda: self.session.repondre(pleines, self.q.id)):
            if mots:
                self._relire()
            return False
        self.ecrit = True
        if mots:
            self.seance.dire_ecrit(mots)
        return True


GESTES = (
    Geste("a", "ajouter", False, "une nouvelle ligne", Tableau.ajouter),
    Geste("c", "changer", True, "les cases d’une ligne, une par une (le numéro seul suffit)", Tableau.changer),
    Geste("d", "dupliquer", True, "une nouvelle ligne avec les mêmes cases", Tableau.dupliquer),
    Geste("r", "retirer", True, "la ligne (:annuler la reprend)", Tableau.retirer),
    Geste("l", "lire", False, "les lignes et les totaux", Tableau.dire_lignes),
)
