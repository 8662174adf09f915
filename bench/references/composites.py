"""What a form of mounted widgets costs: 150 questions, each a container with a label and a field, and the usual key bar.

F7 next question, F8 next section, F5 and F6 answer, F9 answers and goes to the next (function keys: no field takes them);
the count of answers is on screen.
"""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Footer, Input, Label, RadioButton, RadioSet, Static

QUESTIONS, PAR_SECTION = 150, 15
REPONSES = ("Oui, par écrit", "Oui, sans écrit", "En projet", "Non")


def _ligne() -> Input:
    ligne = Input(select_on_focus=False)
    ligne.cursor_blink = False  # what blinks is no answer to a key
    return ligne


class Question(Vertical):
    """Four in five are choices, as most questions of annex I are."""

    DEFAULT_CSS = "Question { height: auto; margin-bottom: 1; }"

    def __init__(self, rang: int) -> None:
        super().__init__()
        self.rang = rang
        self.repondue = False
        self.champ: Widget = _ligne() if rang % 5 == 4 else RadioSet(*(RadioButton(r) for r in REPONSES))

    def compose(self) -> ComposeResult:
        yield Label(f"{self.rang} Comment la résidence s’organise-t-elle sur ce point de la gestion locative ?")
        yield self.champ

    def repondre(self, choix: int) -> None:
        self.repondue = True
        if isinstance(self.champ, Input):
            self.champ.value = REPONSES[choix]
        else:
            list(self.champ.query(RadioButton))[choix].value = True


class Composites(App[None]):
    CSS = "#plan { width: 22; } #cote { width: 20; } #forme { width: 1fr; }"
    BINDINGS = [  # noqa: RUF012  # Textual's own declaration
        ("f7", "aller(1)", "Suivante"),
        ("f8", f"aller({PAR_SECTION})", "Partie"),
        ("f9", "passer", "Répondre et passer"),
        *[(f"f{5 + rang}", f"repondre({rang})", REPONSES[rang]) for rang in (0, 1)],
    ]
    AUTO_FOCUS = None
    ici = 0

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("\n".join(f"{s + 1} Partie" for s in range(QUESTIONS // PAR_SECTION)), id="plan")
            with VerticalScroll(id="forme"):
                for rang in range(QUESTIONS):
                    yield Question(rang)
            yield Static(f"0/{QUESTIONS}", id="cote")
        yield Footer()

    def on_mount(self) -> None:
        self.animation_level = "none"
        self.questions = list(self.query(Question))

    def action_aller(self, pas: int) -> None:
        self.ici = (self.ici + pas) % QUESTIONS
        self.questions[self.ici].champ.focus()

    def action_repondre(self, choix: int) -> None:
        self.questions[self.ici].repondre(choix)
        faites = sum(q.repondue for q in self.questions)
        self.query_one("#cote", Static).update(f"{faites}/{QUESTIONS}", layout=False)

    def action_passer(self) -> None:
        self.action_repondre(0)
        self.action_aller(1)


if __name__ == "__main__":
    Composites().run()
