"""The command line: argv → one call into a room. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import os
import sys
from typing import TextIO, cast


def main() -> None:
    """Entry point of `agls` and of `python -m evaluator`; exits with the codes of `contract.md`."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some takes longer than reading a dossier
    from evaluator.cli.flux import FluxInoffensif
    from evaluator.cli.francais import executer

    for flux in (sys.stdout, sys.stderr):
        if hasattr(flux, "reconfigure"):  # a legacy console must not turn « € » into a traceback
            flux.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout, sys.stderr = (cast("TextIO", FluxInoffensif(flux)) for flux in (sys.stdout, sys.stderr))
    sys.exit(executer(sys.argv[1:]))
