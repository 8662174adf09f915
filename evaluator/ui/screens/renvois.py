"""Where the evaluation screen leads: other screens, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evaluator.dossier.reponses import LIBELLES_VOLET, Valeur
from evaluator.ui import keys
from evaluator.ui.screens.passages import Passages
from evaluator.ui.screens.vue import BROUILLON_GARDE, VueEvaluation
from evaluator.ui.texte.consignes import SANS_PERSONNE

if TYPE_CHECKING:
    from evaluator.ui.screens.texte import TexteSaisi


class Renvois(Passages[None], VueEvaluation):
    """Part of the evaluation screen."""

    def aller_a(self, question: str | None) -> None:
        if question:
            self.session.courante = question
            self.dire("")
            self.tout_montrer(haut=True)

    def arrive(self, question: str) -> None:
        self.aller_a(question)

    def ranger(self) -> None:
        if self.saisie:
            self.ranger_saisie()

    def ouvrir_page(self, mode: str) -> None:
        """A question that needs a page of its own."""
        if mode == "texte":
            self._texte()
        elif mode == "tableau":
            from evaluator.ui.screens.tableau import EcranTableau

            self.app.push_screen(EcranTableau(self.session), self._tableau_ferme)
        else:
            from evaluator.ui.screens.repartition import EcranRepartition

            self.app.push_screen(EcranRepartition(self.session), self._reparti)

    def _tableau_ferme(self, _: object) -> None:
        self.dire("")  # what was said before the table is about something else
        self.tout_montrer()

    def _reparti(self, enregistree: bool | None) -> None:
        self.tout_montrer()
        if enregistree:
            suite = "↓ question suivante" if self.session.reponse().source else "source : d p e v"
            self.dire(f"✓ répartition enregistrée ; {suite}", "bon")
        elif self.session.courante in self.session.brouillons:
            self.dire(BROUILLON_GARDE, "alerte")
        else:
            self.dire("")

    def _texte(self) -> None:
        from evaluator.ui.screens.texte import EcranTexte

        session = self.session
        ident, reponse = session.courante, session.reponse()
        ancien = str(reponse.valeur) if reponse.valeur is not None else ""
        titre = f"{session.parcours.numeros[ident]} {session.question.libelle}"

        def fini(saisi: TexteSaisi | None) -> None:
            if saisi is None:
                return
            valeur: Valeur = saisi.texte
            if saisi.brouillon or not saisi.texte.strip():
                session.mettre_de_cote(ident, saisi.texte, ancien)
                if ident in session.brouillons:
                    self.dire(BROUILLON_GARDE, "alerte")
            elif self.ecrire(lambda: session.repondre(valeur)):
                session.brouillons.pop(ident, None)
            else:
                session.brouillons[ident] = saisi.texte
            self.tout_montrer()

        depart = session.brouillons.get(ident, ancien)
        page = EcranTexte(titre, depart, SANS_PERSONNE, garder=lambda texte: session.mettre_de_cote(ident, texte, ancien))
        self.app.push_screen(page, fini)

    def action_aide(self) -> None:
        from evaluator.ui.screens.aide import EcranAide

        valables = [t for t in keys.EVALUATION if not self.saisie or t.partout]
        self.app.push_screen(EcranAide(valables, self.session.question, self.session.dossier.referentiel.textes))

    def action_commandes(self) -> None:
        self.ranger()
        super().action_commandes()

    def action_aller_question(self, question: str) -> None:
        self.aller_a(question)

    def action_chercher(self) -> None:
        from evaluator.ui.screens.recherche import EcranRecherche

        self.app.push_screen(EcranRecherche(self.session), self.aller_a)

    def action_numero(self) -> None:
        from evaluator.ui.screens.recherche import EcranRecherche

        self.app.push_screen(EcranRecherche(self.session, numero=True), self.aller_a)

    def action_manquants(self) -> None:
        from evaluator.ui.screens.manquants import EcranManquants

        self.ranger()
        self.app.push_screen(EcranManquants(self.session), self.aller_a)

    def action_resultats(self) -> None:
        from evaluator.ui.screens.resultats import EcranResultats

        self.ranger()
        self.app.push_screen(EcranResultats(self.session), self.aller_a)

    def action_pourquoi(self) -> None:
        self.ouvrir_pourquoi(self.session.courante)

    def action_volet(self) -> None:
        self.ranger()
        self.session.changer_volet()
        self.dire(f"volet : {LIBELLES_VOLET[self.session.volet]}")
        self.tout_montrer(haut=True)

    def action_retour(self) -> None:
        """One level up: the input line, the plan, the screen that led here, then the dossiers."""
        if self.saisie:
            self.ranger_saisie()
        elif self.attend:
            self.attend = ""
            self.dire("")
            self.tout_montrer()
        elif self.plan_seul:
            self.action_plan()
        elif self.session.rouvrir is not None:
            rouvrir, self.session.rouvrir = self.session.rouvrir, None
            rouvrir(self)
        else:
            self.app.pop_screen()
