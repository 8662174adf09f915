"""The ways from the questions and from the results to the screens that explain, and back to the same place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from evaluator.ui import keys
from evaluator.ui.screens.base import Ecran, Resultat
from evaluator.ui.session import Session

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
        self.ranger()
        from evaluator.ui.screens.contradictoire import EcranContradictoire

        self.app.push_screen(EcranContradictoire(self.session), self._revenu(lambda e: e.action_contradictoire()))

    def action_decision(self) -> None:
        self.ranger()
        from evaluator.ui.screens.decision import EcranDecision

        self.app.push_screen(EcranDecision(self.session), self._revenu(lambda e: e.action_decision()))

    def action_rapport(self) -> None:
        self.ranger()
        from evaluator.ui.screens.rapport import EcranRapport

        self.app.push_screen(EcranRapport(self.session), lambda mots: self.dire(mots, "bon") if mots else None)
