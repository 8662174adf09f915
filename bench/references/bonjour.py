"""The reference: what Textual itself costs. One line of text that counts the keys pressed, and the key bar."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Label


class Bonjour(App[None]):
    BINDINGS = [("a", "compter", "Compter"), ("q", "quit", "Quitter")]  # noqa: RUF012  # Textual's own declaration
    nombre = 0

    def compose(self) -> ComposeResult:
        yield Label("Bonjour, le monde")
        yield Footer()

    def action_compter(self) -> None:
        self.nombre += 1
        self.query_one(Label).update(f"Bonjour, le monde {self.nombre}")


if __name__ == "__main__":
    Bonjour().run()
