"""The ways from the questions and from the results to the screens that explain, and back to the same place."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from evaluator.ui import keys
from evaluator.ui.screens.base import Ecran, Resultat
from evaluator.ui.session import Session
from evaluator.ui.texte.contradictoire import Filtre

PASSAGES = (
    keys.LEVIERS,
    keys.ENSEMBLE,
    keys.CONTRADICTOIRE,
    replace(keys.DECISION, touches=("f8", "d", "D"), affiche="F8 d"),
    keys.RAPPORT,
)


class Passages(Ecran[Resultat]):
    """`arrive` is told of the question that the other screen leads to. Screens are imported when they are opened."""

    session: Session

    def arrive(self, question: str) -> None:
        raise NotImplementedError

    def ranger(self) -> None:
        """What is being typed is put away first."""

    def _revenu(self, rouvrir: Callable[[Passages[object]], None]) -> Callable[[str | None], None]:
        """What to do when the other screen leads to a question; Échap there opens that screen again."""

        def revenu(question: str | None) -> None:
            if question:
                self.session.rouvrir = rouvrir
                self.arrive(question)

        return revenu

    def ouvrir_pourquoi(self, ident: str) -> None:
        from evaluator.ui.screens.pourquoi import EcranPourquoi

        self.app.push_screen(EcranPourquoi(self.session, ident), self._revenu(lambda e: e.ouvrir_pourquoi(ident)))

    def action_leviers(self) -> None:
        from evaluator.ui.screens.leviers import EcranLeviers

        self.app.push_screen(EcranLeviers(self.session), self._revenu(lambda e: e.action_leviers()))

    def action_ensemble(self) -> None:
        from evaluator.ui.screens.ensemble import EcranEnsemble

        self.app.push_screen(EcranEnsemble(self.session))

    def action_contradictoire(self) -> None:
        self.ouvrir_contradictoire(None)

    def ouvrir_contradictoire(self, place: tuple[str | None, Filtre] | None) -> None:
        """`place`: the line to come back to, and what was listed."""
        self.ranger()
        from evaluator.ui.screens.contradictoire import EcranContradictoire

        ecran = EcranContradictoire(self.session, place)
        self.app.push_screen(ecran, self._revenu(lambda e: e.ouvrir_contradictoire(ecran.place)))

    def action_observations(self) -> None:
        self.ouvrir_observations(self.session.courante)

    def ouvrir_observations(self, question: str | None) -> None:
        """The observations of the gestionnaire, those of `question` in hand; None: the whole."""
        self.ranger()
        from evaluator.ui.screens.observations import EcranObservations

        ecran = EcranObservations(self.session, question)
        self.app.push_screen(ecran, self._revenu(lambda e: e.ouvrir_observations(question)))

    def action_decision(self) -> None:
        self.ouvrir_decision(None)

    def ouvrir_decision(self, cloture: str | None) -> None:
        """`cloture`: the line of the closing to come back to."""
        self.ranger()
        from evaluator.ui.screens.decision import EcranDecision

        ecran = EcranDecision(self.session, cloture)
        self.app.push_screen(ecran, self._revenu(lambda e: e.ouvrir_decision(ecran.cloture)))

    def action_rapport(self) -> None:
        self.ranger()
        from evaluator.ui.screens.rapport import EcranRapport

        self.app.push_screen(EcranRapport(self.session), lambda mots: self.dire(mots, "bon") if mots else None)
