"""The driver of an interface shown in a browser: Textual's own, which ends when nobody is at the other end any more."""

from __future__ import annotations

import os
from contextlib import suppress

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class PiloteNavigateur(WebDriver):
    """Named by `TEXTUAL_DRIVER`. Its input ends with the tab, or with the server, even a killed one."""

    def run_input_thread(self) -> None:
        super().run_input_thread()
        self._app.post_message(ExitApp())  # the dossier is closed on the way out, its lock given back

    def write(self, data: str) -> None:
        octets = data.encode("utf-8", "replace")
        with suppress(BrokenPipeError):  # nobody looks any more: leaving is what is left to do
            os.write(self.fileno, b"D" + len(octets).to_bytes(4, "big") + octets)

    def write_meta(self, data: dict[str, object]) -> None:
        with suppress(BrokenPipeError):
            super().write_meta(data)
