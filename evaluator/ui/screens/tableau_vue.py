"""What the screen of a table shows: rows and totals, the cells of the current row, what is typed and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from evaluator.dossier.reponses import Cellule
from evaluator.dossier.valeurs import ValeurRefusee
from evaluator.evaluation.result import ResultatControle
from evaluator.french import INSECABLE, pluriel
from evaluator.questionnaire.models import Colonne, GraviteControle, QuestionNombre, QuestionTableau
from evaluator.ui.collage import lire_saisie
from evaluator.ui.heure import heure
from evaluator.ui.rangees import Place, Rangee, Rangees
from evaluator.ui.rapprochements import en_mots, rapprochements
from evaluator.ui.screens.base import Ecran
from evaluator.ui.session import Session
from evaluator.ui.sommes import Somme, part_en_mots
from evaluator.ui.texte.cellules import Case, Fiche
from evaluator.ui.texte.glyphes import CONTROLES
from evaluator.ui.texte.lignes import Ligne, Segment, plier, propre
from evaluator.ui.texte.tableaux import Grille, Rangs, Saisie, entete, totaux, totaux_caches
from evaluator.ui.texte.valeur import cellule, lignes_de
from evaluator.ui.widgets.lignes import Lignes, Rendu
from evaluator.ui.widgets.saisie import LigneDeSaisie

RANGS_VUS = 5  # rows in sight at least, whatever the cells take
HAUTEUR_AISEE = 30  # from this many lines on, the question and what is said of the table stand in full
A_CHOISIR = ("choix", "oui_non")
SORTIES = frozenset({"enter", "tab", "shift+tab", "up", "down", "pageup", "pagedown", "escape"})


class VueTableau(Ecran[None]):
    """Rows without any cell are never written: a row begins with its first cell."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.q = cast(QuestionTableau, session.question)
        self.rangees: Rangees = ()
        self.place = Place()
        self.refus = ""  # why the cell typed was not kept
        self.ecrit = False
        self.entre = False  # the screen is ready
        self.aupres = rapprochements(session.dossier.referentiel.questionnaire, self.q.id)
        self.grille = Grille(self.q, ())
        self.cases: list[Case] = []
        self._relire()

    def _relire(self) -> None:
        """The rows that stand recorded."""
        self.rangees = lignes_de(self.session.reponse(self.q.id).valeur) or ({},)
        self.aller(self.place)

    def aller(self, place: Place) -> None:
        """The cursor to `place`, or to the nearest cell there is."""
        self.place = Place(min(max(place.rang, 0), len(self.rangees) - 1), min(place.champ, len(self.q.colonnes) - 1))

    @property
    def colonne(self) -> Colonne:
        return self.q.colonnes[self.place.champ]

    @property
    def rangee(self) -> Rangee:
        return self.rangees[self.place.rang]

    @property
    def saisie(self) -> LigneDeSaisie:
        return self.query_one(LigneDeSaisie)

    def compose(self) -> ComposeResult:
        yield Lignes(id="titre")
        with Container(id="tableau"):
            with Vertical(id="grille"):
                yield Lignes(id="tete")
                yield Lignes(id="lignes")
                yield Lignes(id="totaux")
            with Vertical(id="cote"):
                yield Lignes(id="champs")
                yield LigneDeSaisie(id="saisie", sorties=SORTIES)
                yield Lignes(id="suite")
        yield Lignes(id="message")
        yield Lignes(id="barre")

    def on_resize(self) -> None:
        if self.entre:
            self.call_after_refresh(self._redimensionner)

    def _redimensionner(self) -> None:
        """Twice: what stands beside may go under, and a pane that moves has its new width once this is laid out."""
        self.tout_montrer()
        self.call_after_refresh(self.tout_montrer)

    def titre(self) -> tuple[list[Segment], list[Segment]]:
        instant = self.session.dossier.enregistre_a
        dit = f"enregistré {heure(instant)} " if instant and self.ecrit else ""
        return [(f" {self.session.parcours.numeros[self.q.id]} ", "titre"), (self.q.etiquette, "accent")], [(dit, "bon")]

    def mode(self) -> str:
        return "SAISIE" if self.saisie.ouverte else "TABLEAU"

    # — what is typed ——————————————————————————————————————————————————————————————————————————————————————————

    def lue(self) -> tuple[Cellule | None, str]:
        """The current cell as it is typed, and why it cannot be kept; the one that stands where nothing is typed."""
        if not self.saisie.ouverte:
            return self.rangee.get(self.colonne.id), ""
        try:
            return lire_saisie(self.colonne, self.saisie.texte), ""
        except ValeurRefusee as refus:
            return None, str(refus)

    def _dit(self, valeur: Cellule | None, faute: str) -> Segment | None:
        """Beside the cell: why it was refused, what is wrong so far, or how it is read."""
        if self.refus:
            return (f"✗ {propre(self.refus)}", "erreur")
        if faute:
            return (f"! {propre(faute)}", "alerte")
        if self.saisie.ouverte and valeur is not None and self.colonne.type != "texte":
            return (f"lu{INSECABLE}: {cellule(self.colonne, valeur)}", "bon")
        return None

    def _sommees(self, valeur: Cellule | None, faute: str) -> dict[str, Somme]:
        """The totals, with what is typed in place of what stands; a refused text leaves them as they are."""
        sommees, rangee = self.grille.sommes, self.rangee
        avant = rangee.get(self.colonne.id)
        if faute or not self.saisie.ouverte or (not rangee and valeur is None):
            return sommees
        if rangee:
            touchees = {self.colonne.id: valeur} if self.colonne.id in sommees else {}
        else:
            touchees = {c: valeur if c == self.colonne.id else None for c in sommees}
        return sommees | {c: sommees[c].avec(avant, v, neuve=not rangee) for c, v in touchees.items()}

    # — showing ————————————————————————————————————————————————————————————————————————————————————————————

    def tout_montrer(self) -> None:
        self.montrer_cases()
        self.rafraichir()

    def montrer_cases(self) -> None:
        """All but the title and the key bar: what changes at each character."""
        if self.grille.rangees is not self.rangees:
            self.grille = Grille(self.q, self.rangees, self.grille)
        valeur, faute = self.lue()
        sommees = self._sommees(valeur, faute)
        tete, lignes, bas, champs, suite = (
            self.query_one(f"#{n}", Lignes) for n in ("tete", "lignes", "totaux", "champs", "suite")
        )
        saisi = Saisie(self.saisie.texte, valeur) if self.saisie.ouverte else None
        self._haute(tete, self._tete)
        self._haute(bas, lambda n: self._bas(n, sommees))
        lignes.montrer(
            lambda n: Rangs(self.grille, self.grille.mise(n, self.place.champ), self.place, saisie=saisi, sommees=sommees)
        )
        lignes.styles.max_height, lignes.styles.min_height = len(self.rangees), min(len(self.rangees), RANGS_VUS)
        largeur = self.size.width if self.etroit else champs.size.width or self.size.width
        fiche = self._fiche(sommees, valeur, self._dit(valeur, faute))
        occupees = len(tete.lignes) + len(bas.lignes) + RANGS_VUS if self.etroit else 0
        budget = max(self.size.height - 4 - occupees, 3)
        haut, sous = fiche.lignes(largeur, budget, saisie=self.saisie.ouverte)
        self.cases = [*haut, *sous]
        self._haute(champs, lambda n: [ligne for _, ligne in haut])
        self._haute(suite, lambda n: [ligne for _, ligne in sous])
        lignes.voir(self.place.rang)
        self.call_after_refresh(lignes.voir, self.place.rang)  # the heights may just have changed

    @property
    def etroit(self) -> bool:
        """The cells stand under the rows."""
        return not self.app.screen.has_class("-tres-large")

    def _haute(self, zone: Lignes, rendu: Rendu) -> None:
        """A pane as high as what it shows."""
        zone.montrer(rendu)
        if zone.styles.height is None or zone.styles.height.value != len(zone.lignes):
            zone.styles.height = len(zone.lignes)

    def _fiche(self, sommees: dict[str, Somme], valeur: Cellule | None, dit: Segment | None) -> Fiche:
        rangee = dict(self.rangee) | ({self.colonne.id: valeur} if valeur is not None else {})
        parts = {c.id: part_en_mots(c, sommees[c.id], rangee.get(c.id)) for c in self.q.colonnes if c.id in sommees}
        return Fiche(self.q, rangee, self.place.rang, len(self.rangees), self.place.champ, parts, not self.etroit, dit)

    def _tete(self, largeur: int) -> list[Ligne]:
        lignes = plier([(propre(self.q.libelle), "fort")], largeur - 1, tete=[(" ", "")])
        if self.size.height < HAUTEUR_AISEE:
            lignes = lignes[:1] if len(lignes) == 1 else []  # F1 has it; the title has its short form
        return [*lignes, entete(self.grille, self.grille.mise(largeur - 1, self.place.champ), self.place)]

    def _bas(self, largeur: int, sommees: dict[str, Somme]) -> list[Ligne]:
        mise = self.grille.mise(largeur - 1, self.place.champ)
        lignes = [*totaux(self.grille, mise, sommees), *totaux_caches(self.grille, mise, sommees, largeur)]
        cases = len(self.q.colonnes) + 3 if self.etroit else 0
        place = max(3, self.size.height - 7 - RANGS_VUS - cases)
        dits = [plier(segments, largeur - 1, 2, tete=[("  ", "")]) for segments in self._dits(sommees)]
        for rang, siennes in enumerate(dits):
            reste = len(dits) - rang
            if len(siennes) > place - (reste > 1):
                mots = pluriel(reste, "autre remarque", "autres remarques")
                return [*lignes, ((f"  … et {mots}, que montre une fenêtre plus haute", "attenue"),)]
            lignes += siennes
            place -= len(siennes)
        return lignes

    def _dits(self, sommees: dict[str, Somme]) -> Sequence[list[Segment]]:
        """What is said of the whole table: contradictions, figures it has to agree with, rows given twice."""
        controles = [(c.gravite, c.message) for c in self._controles()]
        dits = [self._controle(*c) for c in controles if c[0] == "bloquant"]
        if any(self.rangees):
            dits += self._rapproches(sommees)
        for rangs in self.grille.identiques:
            numeros = ", ".join(str(r + 1) for r in rangs[:8]) + ("…" if len(rangs) > 8 else "")
            dits.append([(f"! lignes identiques{INSECABLE}: {numeros}", "alerte")])
        return dits + [self._controle(*c) for c in controles if c[0] != "bloquant"]

    def _controles(self) -> Sequence[ResultatControle]:
        resultat = self.session.evaluation.questions.get(self.q.id)
        return resultat.controles if resultat else ()

    def _controle(self, gravite: GraviteControle, message: str) -> list[Segment]:
        mot, style = CONTROLES[gravite]
        return [(f"{mot}{INSECABLE}: ", style), (propre(message), "")]

    def _rapproches(self, sommees: dict[str, Somme]) -> list[list[Segment]]:
        session, dits = self.session, []
        libelles = {c.id: c.libelle for c in self.q.colonnes}
        for r in self.aupres:
            if r.membre in sommees and r.fait in session.visibles:
                fait = cast(QuestionNombre, session.parcours.question(r.fait))
                nom = f"{session.parcours.numeros[r.fait]} {fait.etiquette}"
                dit = en_mots(r, sommees[r.membre], nom, session.reponse(r.fait), fait.unite)
                tete: Segment = (f"{propre(libelles[r.membre])}{INSECABLE}: ", "attenue")
                dits.append([tete, dit])
        return dits
